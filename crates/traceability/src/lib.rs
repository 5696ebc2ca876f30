//! The rules of the orchard: orchards and blocks, trees and tags, observations, harvest lots and allocation.
//!
//! Each module but [`allocation`], [`correction`] and [`spot`] is one aggregate, in one order: what it is and which stream it lives in, its
//! value types, `Command`, `Event`, `Rejection`, `State`, and the [`Decider`](kernel::Decider). Nothing here
//! knows the log, the clock, the buyers' names or how a photo is decoded: those facts come in with a command.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod allocation;
pub mod capture;
pub mod care;
pub mod certificate_form;
pub mod correction;
pub mod foreign_event;
pub mod loss;
pub mod lot;
pub mod observation;
pub mod orchard;
pub mod silence;
pub mod spot;
pub mod tag;
pub mod tree;

mod text;
mod upcast;

use kernel::codec::StoredEvent;

/// Every event this crate stores: category, type name, current schema version. For `docs/events.md`.
#[must_use]
pub fn event_types() -> Vec<(&'static str, &'static str, u16)> {
    fn of<E: StoredEvent>() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
        E::TYPES
            .iter()
            .map(|(name, version)| (E::CATEGORY, *name, *version))
    }
    of::<orchard::Event>()
        .chain(of::<tree::Event>())
        .chain(of::<tag::Event>())
        .chain(of::<observation::Event>())
        .chain(of::<lot::Event>())
        .chain(of::<loss::Event>())
        .chain(of::<care::Event>())
        .chain(of::<silence::Event>())
        .chain(of::<certificate_form::Event>())
        .chain(of::<capture::Event>())
        .chain(of::<foreign_event::Event>())
        .collect()
}
