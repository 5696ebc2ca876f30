//! The log seen from outside, as other crates use it.

mod contract;
mod damage;
mod fault;
mod files;
mod folder;
mod given;
mod golden;
mod history;
mod journal;
mod kill;
mod limits;
mod listener;
mod model;
mod proof;
mod seal;
mod subscription;
mod transfer;
mod wire;
