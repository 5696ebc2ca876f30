//! A tag code, bound to one tree for ever (D 4). Stream `tag-<ShortCode>`.
//!
//! It must not know what the tree carries now: a retired code still answers with the tree it belonged to.

use kernel::{Decider, ShortCode, Timestamp, TreeId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What may be asked of a tag code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Binds the code to a tree. Quiet when it is bound to this tree and in use.
    IssueTag {
        /// The code on the tag.
        code: ShortCode,
        /// The tree it names.
        tree: TreeId,
        /// When.
        at: Timestamp,
    },
    /// The tag is dead from now on; the code is never used again. Quiet when it is dead.
    RetireTag {
        /// When.
        at: Timestamp,
    },
}

/// What happened to a tag code; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The code names this tree.
    #[serde(rename = "traceability.tag-issued")]
    TagIssued {
        /// The code on the tag.
        code: ShortCode,
        /// The tree it names.
        tree: TreeId,
        /// When.
        at: Timestamp,
    },
    /// The tag was taken down.
    #[serde(rename = "traceability.tag-retired")]
    TagRetired {
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "tag";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.tag-issued", 1),
        ("traceability.tag-retired", 1),
    ];
}

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The code was bound before (D 4).
    #[error("this code has been used")]
    TagCodeUsed {
        /// The tree it belongs to for ever.
        tree: TreeId,
    },
    /// The code was never issued.
    #[error("there is no such tag")]
    TagUnknown,
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TagCodeUsed { .. } => "tag-code-used",
            Self::TagUnknown => "tag-unknown",
        }
    }
}

/// What is remembered of a tag code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// The tree the code belongs to; `None` before it is issued.
    pub tree: Option<TreeId>,
    /// When the tag was retired.
    pub retired_at: Option<Timestamp>,
}

/// The id part of a tag's stream name: the eight characters of its code.
#[must_use]
pub fn stream_id(code: ShortCode) -> String {
    code.to_string()
}

/// The rules of a tag code.
#[derive(Debug)]
pub struct Tag;

impl Decider for Tag {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match (command, state.tree) {
            (Command::IssueTag { code, tree, at }, None) => {
                Ok(vec![Event::TagIssued { code, tree, at }])
            }
            (Command::IssueTag { tree, .. }, Some(bound)) => {
                if bound == tree && state.retired_at.is_none() {
                    Ok(vec![])
                } else {
                    Err(Rejection::TagCodeUsed { tree: bound })
                }
            }
            (Command::RetireTag { .. }, None) => Err(Rejection::TagUnknown),
            (Command::RetireTag { at }, Some(_)) => Ok(match state.retired_at {
                Some(_) => vec![],
                None => vec![Event::TagRetired { at }],
            }),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::TagIssued { tree, .. } => state.tree = Some(*tree),
            Event::TagRetired { at } => state.retired_at = Some(*at),
        }
    }
}

#[cfg(test)]
mod tests;
