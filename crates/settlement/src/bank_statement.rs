//! A bank statement that a person brought in, once. Stream `bank-statement-<StatementId>`, the id made from the file's
//! hash, so that the same file twice is one import. Its lines are streams of their own. It must not know file formats.

use kernel::{ContentHash, Decider, PersonId, StatementId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The statement.
    pub statement: StatementId,
    /// SHA-256 of the file.
    pub file: ContentHash,
    /// How it was read: `camt.053`, or the name of a CSV layout.
    pub form: String,
    /// Lines that were new.
    pub recorded: u32,
    /// Of those, lines that paid a payment at once.
    pub matched: u32,
    /// Lines that an earlier statement had told.
    pub known: u32,
    /// Rows that could not be read.
    pub skipped: u32,
    /// Who brought it.
    pub by: PersonId,
}

/// What may be asked of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Note that all its lines are in. Quiet when it was brought in before.
    ImportStatement {
        /// What was brought in.
        imported: Imported,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// All its lines are in.
    #[serde(rename = "settlement.statement-imported")]
    StatementImported {
        /// What was brought in.
        #[serde(flatten)]
        imported: Imported,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "bank-statement";
    const TYPES: &'static [(&'static str, u16)] = &[("settlement.statement-imported", 1)];
}

/// The id part of a statement's stream name.
#[must_use]
pub fn stream_id(statement: StatementId) -> String {
    statement.to_string()
}

/// What is remembered of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was brought in; `None` before that.
    pub imported: Option<Imported>,
}

/// Longest name of a form, in characters.
const FORM_CHARS_MAX: usize = 64;

/// Why a wish about a statement was refused. What it tells is the bank's and never refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nobody could tell later how it was read.
    #[error("how the statement was read has a name of 1 to {max} characters")]
    FormInvalid {
        /// The limit in characters.
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::FormInvalid { .. } => "form-invalid",
        }
    }
}

/// The rule of a statement.
#[derive(Debug, Clone, Copy)]
pub struct BankStatement;

impl Decider for BankStatement {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::ImportStatement { imported, at } = command;
        if !(1..=FORM_CHARS_MAX).contains(&imported.form.chars().count()) {
            let max = FORM_CHARS_MAX;
            return Err(Rejection::FormInvalid { max });
        }
        Ok(match state.imported {
            Some(_) => vec![],
            None => vec![Event::StatementImported { imported, at }],
        })
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::StatementImported { imported, at: _ } = event;
        state.imported = Some(imported.clone());
    }
}

#[cfg(test)]
mod tests {
    use kernel::testing::given;

    use super::*;

    #[test]
    fn the_same_file_is_one_import() {
        let imported = Imported {
            statement: StatementId::from_bytes([1; 16]),
            file: ContentHash::from_bytes([2; 32]),
            form: "camt.053".into(),
            recorded: 3,
            matched: 1,
            known: 0,
            skipped: 0,
            by: PersonId::from_bytes([3; 16]),
        };
        let at = "2026-03-01T08:30:00Z".parse().unwrap();
        let import = || Command::ImportStatement {
            imported: imported.clone(),
            at,
        };
        let event = Event::StatementImported {
            imported: imported.clone(),
            at,
        };
        given::<BankStatement>(&[])
            .when(import())
            .then(std::slice::from_ref(&event));
        given::<BankStatement>(&[event]).when(import()).then(&[]);
        let nameless = Imported {
            form: String::new(),
            ..imported.clone()
        };
        given::<BankStatement>(&[])
            .when(Command::ImportStatement {
                imported: nameless,
                at,
            })
            .then_rejected(&Rejection::FormInvalid { max: 64 });
    }
}
