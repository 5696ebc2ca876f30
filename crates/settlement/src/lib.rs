//! The rules of money: payments, channel facts, refunds, and double-entry postings.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod channel_fact;
pub mod payment;
pub mod postings;
pub mod refund;
