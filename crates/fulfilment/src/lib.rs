//! The rules from lot to door: box plans and parcels.
//!
//! [`box_plan`] says what one adoption is to receive and of which lots it may be packed; [`parcel`] follows one
//! packed box to its door. Nothing here knows the log, the clock, a carrier's interface or an address in the
//! clear: addresses are sealed, facts of lots come in with a command.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

pub mod box_plan;
pub mod parcel;

use kernel::codec::StoredEvent;

/// Every event this crate stores: category, type name, current schema version. For `docs/events.md`.
#[must_use]
pub fn event_types() -> Vec<(&'static str, &'static str, u16)> {
    fn of<E: StoredEvent>() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
        E::TYPES
            .iter()
            .map(|(name, version)| (E::CATEGORY, *name, *version))
    }
    of::<box_plan::Event>()
        .chain(of::<parcel::Event>())
        .collect()
}
