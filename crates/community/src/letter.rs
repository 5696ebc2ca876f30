//! A letter to one person: due, handed over, sent or given up. Stream `letter-<LetterId>`.
//! It must not know an address, a word of what the letter says, or how it travels.

use kernel::{
    AdoptionId, CampaignId, Decider, LetterId, ParcelId, PaymentId, PersonId, RefundId, Timestamp,
    TreeId, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod kind;
mod rules;

pub use kind::{Kind, Reach};
pub use rules::{ATTEMPT_WAITS_SECONDS, IN_FLIGHT_SECONDS_MAX};

/// What a letter is about; its words are made from this when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "about")]
pub enum About {
    /// The reader's own account.
    Account,
    /// An adoption.
    Adoption {
        /// Which.
        adoption: AdoptionId,
    },
    /// Money on its way back.
    Refund {
        /// Which.
        refund: RefundId,
        /// Of this adoption.
        adoption: AdoptionId,
    },
    /// Money that came for an adoption.
    Payment {
        /// Which.
        payment: PaymentId,
        /// Of this adoption.
        adoption: AdoptionId,
    },
    /// The next season of an adoption.
    Renewal {
        /// Which.
        adoption: AdoptionId,
        /// By when, or when by itself.
        by: Timestamp,
    },
    /// What is offered for missing fruit.
    Remedy {
        /// To which adoption.
        adoption: AdoptionId,
        /// Which offer.
        offer: u16,
        /// Until when it may be chosen.
        by: Timestamp,
    },
    /// A campaign.
    Campaign {
        /// Which.
        campaign: CampaignId,
    },
    /// A tree.
    Tree {
        /// Which.
        tree: TreeId,
    },
    /// A box on its way.
    Parcel {
        /// Which.
        parcel: ParcelId,
        /// Of this adoption.
        adoption: AdoptionId,
    },
}

/// Why a letter could not be delivered to the next machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// Nobody answered, or the connection broke before the letter was taken.
    Unreachable,
    /// The machine asked to come again later.
    Deferred,
    /// The machine refused for good: no such address, or it does not want the letter.
    Refused,
    /// The letter could not be written, or is larger than allowed.
    Unwritable,
    /// The program ended while it was being handed over, and nobody knows whether it was taken.
    Uncertain,
}

/// Why a letter is not sent though it was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// The reader agrees no longer (D 8).
    OptedOut,
    /// There is no address it may go to.
    NoAddress,
    /// The reader was erased (D 45).
    Erased,
    /// What it tells is no longer so.
    Overtaken,
}

/// What may be asked of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Somebody is to be told. Quiet for the same letter.
    Address {
        /// The letter.
        letter: LetterId,
        /// Which kind.
        kind: Kind,
        /// To whom.
        person: PersonId,
        /// What about.
        about: About,
        /// Not before this.
        send_at: Timestamp,
        /// When this was decided.
        at: Timestamp,
    },
    /// It is about to be given to the next machine. Recorded before, so that a crash never sends it twice.
    HandOver {
        /// When.
        at: Timestamp,
    },
    /// The next machine took it. Quiet if sent.
    ConfirmSent {
        /// When.
        at: Timestamp,
    },
    /// The next machine did not take it.
    NoteFailure {
        /// Why.
        failure: Failure,
        /// When.
        at: Timestamp,
    },
    /// The program found it in flight long after it was handed over. If handing over again is harmless, it will be;
    /// otherwise it is given up and a person decides.
    Recover {
        /// Whether the same letter may be handed over twice without being read twice.
        may_repeat: bool,
        /// When.
        at: Timestamp,
    },
    /// It is not to be sent any more. Quiet if sent, given up or dropped.
    Drop {
        /// Why.
        reason: DropReason,
        /// When.
        at: Timestamp,
    },
    /// A person says: try again.
    SendAgain {
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Somebody is to be told.
    #[serde(rename = "community.letter-due")]
    LetterDue {
        /// The letter.
        letter: LetterId,
        /// Which kind.
        kind: Kind,
        /// To whom.
        person: PersonId,
        /// What about.
        about: About,
        /// Not before this.
        send_at: Timestamp,
        /// When this was decided.
        at: Timestamp,
    },
    /// It is being given to the next machine.
    #[serde(rename = "community.letter-handed-over")]
    LetterHandedOver {
        /// The how many-th time.
        attempt: u8,
        /// When.
        at: Timestamp,
    },
    /// The next machine took it.
    #[serde(rename = "community.letter-sent")]
    LetterSent {
        /// When.
        at: Timestamp,
    },
    /// The next machine did not take it; it is tried again.
    #[serde(rename = "community.letter-failed")]
    LetterFailed {
        /// Why.
        failure: Failure,
        /// When it is tried again.
        again_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// It is not tried again by itself.
    #[serde(rename = "community.letter-given-up")]
    LetterGivenUp {
        /// Why.
        failure: Failure,
        /// When.
        at: Timestamp,
    },
    /// It is not to be sent any more.
    #[serde(rename = "community.letter-dropped")]
    LetterDropped {
        /// Why.
        reason: DropReason,
        /// When.
        at: Timestamp,
    },
    /// A person said: try again.
    #[serde(rename = "community.letter-queued-again")]
    LetterQueuedAgain {
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "letter";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("community.letter-due", 1),
        ("community.letter-handed-over", 1),
        ("community.letter-sent", 1),
        ("community.letter-failed", 1),
        ("community.letter-given-up", 1),
        ("community.letter-dropped", 1),
        ("community.letter-queued-again", 1),
    ];
}

/// The id part of a letter's stream name.
#[must_use]
pub fn stream_id(letter: LetterId) -> String {
    letter.to_string()
}

/// Why a wish about a letter was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// There is no such letter.
    #[error("there is no such letter")]
    LetterUnknown,
    /// Another letter has this id.
    #[error("another letter has this id")]
    LetterExists,
    /// It waits for its time.
    #[error("the letter is not due before {from}")]
    LetterNotDue {
        /// When it is.
        from: Timestamp,
    },
    /// It is being handed over.
    #[error("the letter is being handed over")]
    LetterInFlight,
    /// It is not being handed over.
    #[error("the letter is not being handed over")]
    LetterNotInFlight,
    /// It was sent, given up or dropped.
    #[error("nothing more happens to the letter by itself")]
    LetterSettled,
    /// Only a letter that was given up is tried again by a person.
    #[error("the letter was not given up")]
    LetterNotGivenUp,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LetterUnknown => "letter-unknown",
            Self::LetterExists => "letter-exists",
            Self::LetterNotDue { .. } => "letter-not-due",
            Self::LetterInFlight => "letter-in-flight",
            Self::LetterNotInFlight => "letter-not-in-flight",
            Self::LetterSettled => "letter-settled",
            Self::LetterNotGivenUp => "letter-not-given-up",
        }
    }
}

/// How far a letter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// Nobody is to be told anything.
    #[default]
    Unwritten,
    /// Waits to be handed over, not before this.
    Waiting(Timestamp),
    /// Is being handed over since.
    InFlight(Timestamp),
    /// Taken by the next machine.
    Sent,
    /// Not tried again by itself.
    GivenUp,
    /// Not to be sent.
    Dropped,
}

/// What the letter is, as it was addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressed {
    /// The letter.
    pub letter: LetterId,
    /// Which kind.
    pub kind: Kind,
    /// To whom.
    pub person: PersonId,
    /// What about.
    pub about: About,
    /// Not before this.
    pub send_at: Timestamp,
}

/// What is remembered of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What it is; `None` before it was addressed.
    pub addressed: Option<Addressed>,
    /// How far it has come.
    pub phase: Phase,
    /// How often it was handed over since a person last asked.
    pub attempts: u8,
}

/// The rules of a letter.
#[derive(Debug, Clone, Copy)]
pub struct Letter;

impl Decider for Letter {
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
