//! The rules about people: membership and roles, how they are reached and what they agreed to, letters. (Promoters, circles and points come with their own issue.)
//!
//! A person's name and address never enter this crate in the clear: they arrive sealed, and erasing a person
//! destroys the key elsewhere while the facts here stay true.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

use kernel::codec::StoredEvent;

pub mod contact;
pub mod letter;
pub mod member;

/// Every event this crate stores: category, type name, schema version. The source of `docs/events.md`.
#[must_use]
pub fn event_types() -> Vec<(&'static str, &'static str, u16)> {
    types_of::<member::Event>()
        .chain(types_of::<contact::Event>())
        .chain(types_of::<letter::Event>())
        .collect()
}

fn types_of<E: StoredEvent>() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
    E::TYPES
        .iter()
        .map(|(name, version)| (E::CATEGORY, *name, *version))
}
