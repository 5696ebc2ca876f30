//! The rules of selling a harvest that does not exist yet: campaigns, tree shares, allowances, adoptions.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod adoption;
pub mod allowance;
pub mod campaign;
pub mod nameplate;
pub mod tree_share;
