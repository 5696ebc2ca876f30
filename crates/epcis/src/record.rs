//! One telling of a step: when it happened, when it was recorded, which telling it is, and whether it was taken back.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::step::Step;

/// Ids of events are made within this space; the number was drawn once, and stays.
const EVENTS: Uuid = Uuid::from_u128(0x6f0a_4b1e_9c57_4d2a_8e33_51d7_c0a9_2b64);

/// What was wrong with a fact (EPCIS error reasons).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mistake {
    /// It never happened.
    DidNotOccur,
    /// It happened, otherwise than told.
    IncorrectData,
}

impl Mistake {
    /// The word in an event.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DidNotOccur => "did_not_occur",
            Self::IncorrectData => "incorrect_data",
        }
    }
}

/// A fact was declared wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDeclaration {
    /// What was wrong.
    pub mistake: Mistake,
    /// When it was declared.
    pub at: Timestamp,
}

/// One telling of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What happened.
    pub step: Step,
    /// Which telling of it: 0, and one more each time it was corrected.
    pub revision: u32,
    /// When it happened.
    pub at: Timestamp,
    /// When it was recorded; for one with a declaration, when that was.
    pub recorded_at: Timestamp,
    /// The declaration that this telling is wrong, if this record is that.
    pub error: Option<ErrorDeclaration>,
}

impl Record {
    /// Its id: the same in every export of this log and of its copies, whatever the domain. A declaration of error has
    /// the id of what it declares wrong, as EPCIS wants it.
    #[must_use]
    pub fn id(&self) -> String {
        event_id(&self.step.subject(), self.revision)
    }
}

/// The id of one telling of a step.
#[must_use]
pub fn event_id(subject: &str, revision: u32) -> String {
    let name = format!("{subject}/{revision}");
    let id = Uuid::new_v5(&EVENTS, name.as_bytes());
    format!("urn:uuid:{id}")
}
