//! The rules about people: membership and roles. (Promoters, circles and points come with their own issue.)

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod member;
