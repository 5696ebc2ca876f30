//! The rules of the orchard: orchards and blocks, trees and tags, observations, harvest lots and allocation.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod allocation;
pub mod lot;
pub mod observation;
pub mod orchard;
pub mod tag;
pub mod tree;
