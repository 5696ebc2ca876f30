//! One dispute: a payer asked the channel for the money back. Stream `dispute-<DisputeId>`.
//! That it is open, won or lost is the channel's word (D 15); people only hand in evidence. What it freezes is kept
//! by the payment (D 20); it must not know what was shipped.

use std::collections::BTreeMap;

use kernel::{
    AdoptionId, ContentHash, Decider, DisputeId, Money, PaymentId, PersonId, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

mod documents;
mod rules;

pub use documents::{DOCUMENTS_BYTES_MAX, Document, DocumentKind, Media};

/// Most documents of one piece of evidence.
pub const DOCUMENTS_MAX: usize = 20;

/// Why the payer says that the money is not ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisputeReason {
    /// They say that they never paid.
    Fraud,
    /// They say that nothing arrived.
    NotReceived,
    /// They say that what arrived is not what was promised.
    NotAsDescribed,
    /// They say that they were charged twice.
    Duplicate,
    /// Anything else.
    Other,
}

/// What was disputed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The dispute.
    pub dispute: DisputeId,
    /// The payment it is about.
    pub payment: PaymentId,
    /// What had been paid for.
    pub adoption: AdoptionId,
    /// Whose dispute it is.
    pub channel: Channel,
    /// The channel's own id of the case.
    pub case: String,
    /// How much is disputed; the channel holds it back meanwhile.
    pub amount: Money,
    /// Why.
    pub reason: DisputeReason,
    /// Until when evidence counts.
    pub respond_by: Timestamp,
}

/// What may be asked of a dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A channel's fact: the dispute is open. Quiet when told again.
    OpenDispute {
        /// What is disputed.
        opened: Opened,
        /// When.
        at: Timestamp,
    },
    /// A person attaches a document to the evidence, in time. One of the same kind takes the place of the one before.
    AttachDocument {
        /// The document.
        document: Document,
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: it has the evidence. Quiet when told again.
    RecordHandedIn {
        /// When.
        at: Timestamp,
    },
    /// A person hands in evidence, in time.
    SubmitEvidence {
        /// Who.
        by: PersonId,
        /// Photos and papers, 1–20.
        documents: Vec<ContentHash>,
        /// What they show, up to 200 characters on one line.
        note: String,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money stays. Quiet when told again.
    RecordWon {
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money is gone. Quiet when told again.
    RecordLost {
        /// The channel's own id of the withdrawal.
        transaction: String,
        /// How much went back; at most what was disputed.
        amount: Money,
        /// What the channel charges for the case on top.
        fee: Money,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// It is open.
    #[serde(rename = "settlement.dispute-opened")]
    DisputeOpened {
        /// What is disputed.
        #[serde(flatten)]
        opened: Opened,
        /// When.
        at: Timestamp,
    },
    /// A document was attached to the evidence.
    #[serde(rename = "settlement.dispute-document-attached")]
    DocumentAttached {
        /// The dispute.
        dispute: DisputeId,
        /// The document.
        document: Document,
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The channel has the evidence; it looks at nothing that comes later.
    #[serde(rename = "settlement.dispute-evidence-handed-in")]
    EvidenceHandedIn {
        /// The dispute.
        dispute: DisputeId,
        /// When.
        at: Timestamp,
    },
    /// Evidence was handed in.
    #[serde(rename = "settlement.dispute-evidence-submitted")]
    EvidenceSubmitted {
        /// Who.
        by: PersonId,
        /// Photos and papers.
        documents: Vec<ContentHash>,
        /// What they show.
        note: String,
        /// When.
        at: Timestamp,
    },
    /// The money stays.
    #[serde(rename = "settlement.dispute-won")]
    DisputeWon {
        /// The dispute.
        dispute: DisputeId,
        /// The payment it was about.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// Whose dispute it was.
        channel: Channel,
        /// How much had been disputed.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The money is gone.
    #[serde(rename = "settlement.dispute-lost")]
    DisputeLost {
        /// The dispute.
        dispute: DisputeId,
        /// The payment it was about.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// Whose dispute it was.
        channel: Channel,
        /// The channel's own id of the withdrawal.
        transaction: String,
        /// How much had been disputed.
        disputed: Money,
        /// How much went back.
        amount: Money,
        /// What the channel charges for the case.
        fee: Money,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "dispute";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.dispute-opened", 1),
        ("settlement.dispute-evidence-submitted", 1),
        ("settlement.dispute-document-attached", 1),
        ("settlement.dispute-evidence-handed-in", 1),
        ("settlement.dispute-won", 1),
        ("settlement.dispute-lost", 1),
    ];
}

/// The id part of a dispute's stream name.
#[must_use]
pub fn stream_id(dispute: DisputeId) -> String {
    dispute.to_string()
}

/// Why a wish about a dispute was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No dispute was opened under this id.
    #[error("there is no such dispute")]
    DisputeUnknown,
    /// A dispute was opened under this id with other facts.
    #[error("the dispute exists already")]
    DisputeExists,
    /// Nothing or less than nothing is disputed.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// More was lost than disputed, or in another currency.
    #[error("only {disputed} is disputed")]
    AmountAboveDisputed {
        /// What is disputed.
        disputed: Money,
    },
    /// The fee is negative or in another currency.
    #[error("a fee must not be negative")]
    FeeInvalid,
    /// Not 1–64 printable ASCII characters, or spaces at an end.
    #[error("a channel's id has 1 to 64 printable characters")]
    TransactionInvalid,
    /// No document, or too many.
    #[error("evidence has 1 to {max} documents")]
    DocumentsInvalid {
        /// The limit, [`DOCUMENTS_MAX`].
        max: usize,
    },
    /// A note of more than 200 characters.
    #[error("the note is longer than {max} characters")]
    NoteTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
    /// The channel looks at nothing any more.
    #[error("evidence counted until {respond_by}")]
    EvidenceTooLate {
        /// Until when it counted.
        respond_by: Timestamp,
    },
    /// An empty document, or more than a channel takes of all together.
    #[error("all documents together have 1 to {max} bytes")]
    DocumentsTooLarge {
        /// The limit in bytes, [`DOCUMENTS_BYTES_MAX`].
        max: u32,
    },
    /// The channel looks at evidence once.
    #[error("the channel has the evidence already")]
    EvidenceHandedIn,
    /// Nobody submitted evidence.
    #[error("no evidence was submitted")]
    NothingSubmitted,
    /// It ended otherwise.
    #[error("the dispute is over")]
    DisputeOver,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DisputeUnknown => "dispute-unknown",
            Self::DisputeExists => "dispute-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountAboveDisputed { .. } => "amount-above-disputed",
            Self::FeeInvalid => "fee-invalid",
            Self::TransactionInvalid => "transaction-invalid",
            Self::DocumentsInvalid { .. } => "documents-invalid",
            Self::NoteTooLong { .. } => "note-too-long",
            Self::EvidenceTooLate { .. } => "evidence-too-late",
            Self::DocumentsTooLarge { .. } => "documents-too-large",
            Self::EvidenceHandedIn => "evidence-handed-in",
            Self::NothingSubmitted => "nothing-submitted",
            Self::DisputeOver => "dispute-over",
        }
    }
}

/// How a dispute ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The money stays.
    Won,
    /// The money is gone.
    Lost {
        /// By this transaction.
        transaction: String,
        /// So much.
        amount: Money,
    },
}

/// What is remembered of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What is disputed; `None` before that.
    pub opened: Option<Opened>,
    /// How often evidence was handed in.
    pub evidence: u32,
    /// What was written with it last.
    pub note: String,
    /// What is attached, one of each kind.
    pub documents: BTreeMap<DocumentKind, Document>,
    /// Whether the channel has the evidence.
    pub handed_in: bool,
    /// How it ended; `None` while open.
    pub outcome: Option<Outcome>,
}

/// The rules of a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Dispute;

impl Decider for Dispute {
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
