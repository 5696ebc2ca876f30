//! The rules of selling a harvest that does not exist yet: campaigns, tree shares, allowances, adoptions.
//!
//! A campaign fixes what is offered and on which terms; the shares of a tree decide who gets which part, one
//! winner at a time (D 1, 3); an allowance counts what one buyer has; an adoption is the bond that follows.
//! None of them sees another: a use case appends to several streams at once, and each stream's version decides
//! races.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

use kernel::codec::StoredEvent;

pub mod adoption;
pub mod allowance;
pub mod banned_words;
pub mod campaign;
pub mod group;
pub mod handover;
pub mod nameplate;
pub mod purchase;
pub mod renewal;
pub mod shortfall;
pub mod tally;
pub mod tree_share;
pub mod waiting_list;

/// Every event this crate stores: category, type name, schema version. The source of `docs/events.md`.
#[must_use]
pub fn event_types() -> Vec<(&'static str, &'static str, u16)> {
    types_of::<campaign::Event>()
        .chain(types_of::<tree_share::Event>())
        .chain(types_of::<allowance::Event>())
        .chain(types_of::<adoption::Event>())
        .chain(types_of::<shortfall::Event>())
        .chain(types_of::<purchase::Event>())
        .chain(types_of::<tally::Event>())
        .chain(types_of::<waiting_list::Event>())
        .chain(types_of::<handover::Event>())
        .chain(types_of::<group::Event>())
        .chain(types_of::<banned_words::Event>())
        .chain(types_of::<renewal::Event>())
        .collect()
}

fn types_of<E: StoredEvent>() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
    E::TYPES
        .iter()
        .map(|(name, version)| (E::CATEGORY, *name, *version))
}
