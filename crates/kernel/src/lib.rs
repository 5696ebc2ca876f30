//! The shared words of the domain crates.
//!
//! A business rule in Pomona is a [`Decider`]: a pure function from what has happened (`State`) and what is
//! wanted (`Command`) to what happens now (`Event`s) or why it may not (`Rejection`). This crate gives the
//! deciders their vocabulary: typed ids, [`Money`] in minor units, [`Grams`], [`Day`], [`Timestamp`], sealed
//! personal data, and the codec between an event and its stored form.
//!
//! It knows nothing of the log, of SQLite, of HTTP, of the clock or of randomness: time and ids come in with
//! the command.
//!
//! ```
//! use kernel::{Decider, testing::given};
//!
//! struct Lamp;
//! #[derive(Debug, Clone, PartialEq)] enum Event { SwitchedOn }
//! #[derive(Debug, Clone)] enum Command { SwitchOn }
//! #[derive(Debug, Clone, PartialEq)] enum Rejection {}
//!
//! impl Decider for Lamp {
//!     type State = bool;
//!     type Command = Command;
//!     type Event = Event;
//!     type Rejection = Rejection;
//!     fn decide(on: &bool, _: Command) -> Result<Vec<Event>, Rejection> {
//!         Ok(if *on { vec![] } else { vec![Event::SwitchedOn] })
//!     }
//!     fn evolve(on: &mut bool, _: &Event) {
//!         *on = true;
//!     }
//! }
//!
//! given::<Lamp>(&[]).when(Command::SwitchOn).then(&[Event::SwitchedOn]);
//! given::<Lamp>(&[Event::SwitchedOn]).when(Command::SwitchOn).then(&[]); // deciding twice is quiet
//! ```

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

mod code;
pub mod codec;
mod day;
mod decider;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
mod ids;
mod mass;
mod metadata;
mod money;
mod parts;
mod sealed;
mod season;
mod snapshot;
pub mod testing;
mod text;

pub use code::{CodeError, ShortCode};
pub use day::{Day, TimeError, Timestamp};
pub use decider::{Decider, fold};
pub use ids::{
    AdoptionId, BankLineId, BlockId, BoxId, CampaignId, CaptureId, CreditId, DisputeId, EntryId,
    ExceptionId, FarmId, IdError, InvoiceId, LetterId, LossId, LotId, ObservationId, OrchardId,
    ParcelId, PaymentId, PayoutId, PersonId, PlateBatchId, RefundId, StatementId, TreeId, UploadId,
};
pub use mass::Grams;
pub use metadata::{Actor, Metadata};
pub use money::{Currency, Money, MoneyError};
pub use parts::{split_by_weight, split_evenly};
pub use sealed::{ContentHash, HashError, Sealed};
pub use season::{Season, SeasonError};
pub use snapshot::Snapshot;
pub use text::one_line;
