//! The rules from lot to door: box plans and parcels.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod box_plan;
pub mod parcel;
