//! The program as people and scripts meet it: the built binary, real folders, real signals, exit codes.

mod backup;
mod erasure;
mod folder;
mod histories;
mod lives;
mod logs;
mod people;
mod pomona;
mod proofs;
mod runbook;
mod serving;
