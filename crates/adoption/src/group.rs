//! Several people pay for one adoption together, each a part, until a deadline: all of them, or none. Stream
//! `group-<AdoptionId>`. It must not know channels of payment nor what the adoption is about.

use std::collections::BTreeMap;

use kernel::{
    AdoptionId, ContentHash, Decider, Money, PaymentId, PersonId, Sealed, Timestamp,
    codec::StoredEvent, split_evenly,
};
use serde::{Deserialize, Serialize};

mod rejection;
mod rules;

pub use rejection::Rejection;

/// Fewest parts: one part is no group.
pub const PARTS_MIN: u8 = 2;
/// Most parts, so that everybody knows everybody and the refunds of a failed group fit into one commit.
pub const PARTS_MAX: u8 = 12;

/// Why a group came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailReason {
    /// Not everybody had paid when the time was over.
    Deadline,
    /// The initiator or an operator ended it.
    Cancelled,
    /// Everybody had paid, but the adoption could not be had any more.
    NotToBeHad,
}

/// What may be asked of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Divide the price of an adoption. Quiet for the same link.
    OpenGroup {
        /// Which adoption.
        adoption: AdoptionId,
        /// Who invites, and adopts.
        by: PersonId,
        /// What is to be paid in all.
        price: Money,
        /// In how many parts.
        parts: u8,
        /// SHA-256 of the secret in the link.
        link: ContentHash,
        /// The secret, sealed for who invites.
        secret: Sealed,
        /// Until when all must have paid: the end of the adoption's hold.
        until: Timestamp,
        /// The present moment.
        now: Timestamp,
    },
    /// Take a part. Quiet if one has it.
    TakePart {
        /// Which part, from 1.
        number: u8,
        /// Who.
        by: PersonId,
        /// The payment that is to bring it.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// Give up a part that is not paid: one's own, or anybody's by who invited. Quiet if nobody has it.
    LeavePart {
        /// Which part.
        number: u8,
        /// Who wants that.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The money of a part is there. Quiet if that is known.
    RecordPart {
        /// The payment.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// It comes to nothing. Quiet if it did.
    FailGroup {
        /// Why.
        reason: FailReason,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The price of an adoption can be paid in parts.
    #[serde(rename = "adoption.group-opened")]
    GroupOpened {
        /// Which adoption.
        adoption: AdoptionId,
        /// Who invites, and adopts.
        by: PersonId,
        /// What is to be paid in all.
        price: Money,
        /// In how many parts.
        parts: u8,
        /// SHA-256 of the secret in the link.
        link: ContentHash,
        /// The secret, sealed for who invites.
        secret: Sealed,
        /// Until when all must have paid.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// Somebody is to pay a part.
    #[serde(rename = "adoption.group-part-taken")]
    PartTaken {
        /// Which part.
        number: u8,
        /// Who.
        by: PersonId,
        /// The payment that is to bring it.
        payment: PaymentId,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A part is free again.
    #[serde(rename = "adoption.group-part-left")]
    PartLeft {
        /// Which part.
        number: u8,
        /// When.
        at: Timestamp,
    },
    /// A part is paid.
    #[serde(rename = "adoption.group-part-paid")]
    PartPaid {
        /// Which part.
        number: u8,
        /// By which payment.
        payment: PaymentId,
        /// When.
        at: Timestamp,
    },
    /// All parts are paid.
    #[serde(rename = "adoption.group-completed")]
    GroupCompleted {
        /// When.
        at: Timestamp,
    },
    /// It came to nothing; what was paid goes back.
    #[serde(rename = "adoption.group-failed")]
    GroupFailed {
        /// Why.
        reason: FailReason,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "group";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.group-opened", 1),
        ("adoption.group-part-taken", 1),
        ("adoption.group-part-left", 1),
        ("adoption.group-part-paid", 1),
        ("adoption.group-completed", 1),
        ("adoption.group-failed", 1),
    ];
}

/// The id part of a group's stream name: it is the adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// What each part costs: earlier parts pay the remainder, a fen each, so that the sum is the price.
#[must_use]
pub fn amounts(price: Money, parts: u8) -> Vec<Money> {
    split_evenly(price.minor.unsigned_abs(), u64::from(parts))
        .into_iter()
        .map(|minor| Money::new(i64::try_from(minor).unwrap_or(i64::MAX), price.currency))
        .collect()
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Which adoption.
    pub adoption: AdoptionId,
    /// Who invites, and adopts.
    pub by: PersonId,
    /// What is to be paid in all.
    pub price: Money,
    /// In how many parts.
    pub parts: u8,
    /// SHA-256 of the secret in the link.
    pub link: ContentHash,
    /// Until when all must have paid.
    pub until: Timestamp,
}

/// Who has a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartState {
    /// Who.
    pub by: PersonId,
    /// The payment that brings it.
    pub payment: PaymentId,
    /// Whether it did.
    pub paid: bool,
}

/// What came of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All parts are paid.
    Complete,
    /// What was paid goes back.
    Failed,
}

/// What is remembered of a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was opened; `None` for an adoption that one person pays.
    pub opened: Option<Opened>,
    /// Who has which part; a part that is not here is free.
    pub parts: BTreeMap<u8, PartState>,
    /// What came of it; `None` while that is open.
    pub outcome: Option<Outcome>,
}

impl State {
    /// The payments that brought something.
    pub fn paid(&self) -> impl Iterator<Item = PaymentId> + '_ {
        let paid = self.parts.values().filter(|part| part.paid);
        paid.map(|part| part.payment)
    }

    /// Whether it waits for parts.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened.is_some() && self.outcome.is_none()
    }
}

/// The rules of a group.
#[derive(Debug, Clone, Copy)]
pub struct Group;

impl Decider for Group {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
