//! The orchard's history in words of the world: GS1 EPCIS 2.0 events with the Core Business Vocabulary 2.0, as JSON-LD.
//!
//! | what happened | event | business step |
//! |---|---|---|
//! | a tree was registered | `ObjectEvent` ADD | commissioning |
//! | a tag was fixed, taken down | `AssociationEvent` ADD, DELETE | installing, removing |
//! | a tree was looked at, and it counts | `ObjectEvent` OBSERVE | inspecting |
//! | trees were treated or worked on | `ObjectEvent` OBSERVE | other |
//! | fruit was picked | `ObjectEvent` ADD, or on demand `TransformationEvent` | `creating_class_instance` |
//! | a lot was certified | `ObjectEvent` OBSERVE | inspecting |
//! | a parcel was packed | `AggregationEvent` ADD | packing |
//! | a parcel was handed over, delivered | `ObjectEvent` OBSERVE | shipping, receiving |
//!
//! A tree is not used up by its harvest, so picking makes a lot rather than transforming a tree; tools that follow
//! transformations alone get one when they ask ([`Harvest::Transformation`]). Facts are never changed: a wrong one is
//! told again under its own id with an `errorDeclaration`, and what is right is an event of its own ([`Record`]).
//!
//! Nothing here speaks of a person: no names, notes, reasons, doors, carriers or tracking numbers can be said, for
//! [`Step`] has no field for them (D 45).
//!
//! What others tell is read strictly and cut down to what the standard itself defines ([`received()`]).
//!
//! It must not know the log, any table or HTTP.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

mod document;
mod event;
mod moment;
mod names;
mod received;
mod record;
mod step;
mod words;

pub use document::{CONTEXT, QUERY_NAME, document, query_document};
pub use event::Harvest;
pub use moment::picked_at;
pub use names::{Named, Names};
pub use received::{
    ADDRESS_BYTES_MAX, DocumentFlaw, EVENT_BYTES_MAX, EVENTS_MAX, Flaw, Received, THINGS_MAX,
    received,
};
pub use record::{ErrorDeclaration, Mistake, Record, event_id};
pub use step::{Cared, LotName, ParcelName, Place, Role, Step, TreeName};
pub use words::{Action, BizStep, Disposition, EventType};
