//! The operator's pages. Each demands the proof that an operator asks.

pub(super) mod campaigns;
pub(super) mod contract;
pub(super) mod decisions;
pub(super) mod import;
pub(super) mod letters;
pub(super) mod money;
pub(super) mod orchards;
pub(super) mod overview;
pub(super) mod people;
pub(super) mod plates;
pub(super) mod proofs;
pub(super) mod reconciliation;
pub(super) mod sales;
pub(super) mod statements;
pub(super) mod tags;
mod terms;
