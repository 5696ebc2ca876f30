//! A loss: frost, hail, a pest on certain trees of a season. Declared, assessed, corrected only by counter-facts with
//! evidence (D 36). Stream `loss-<LossId>`.
//!
//! It must not know who adopted the trees, what was promised or what anything is worth.

use kernel::{
    BlockId, ContentHash, Decider, Grams, LossId, OrchardId, PersonId, Season, Timestamp, TreeId,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::lot::TreeYield;

mod rejection;
mod rules;

pub use rejection::Rejection;

/// Most trees of one loss: more than the largest orchard of the design has.
pub const TREES_MAX: usize = 20_000;
/// Most trees told in one event: some 33 bytes each, and the log takes events up to 64 KiB.
pub const TREES_PER_EVENT_MAX: usize = 1_500;
/// Most trees that are expected to give something else than the others.
pub const EXCEPTIONS_MAX: usize = 500;
/// Most photos of a declaration or a correction.
pub const EVIDENCE_MAX: usize = 9;
/// Longest note, in characters: it is read on a phone by everybody who is affected.
pub const NOTE_CHARS_MAX: usize = 500;
/// Most that one tree is expected to give: 10 t, as in a campaign's terms.
pub const TREE_GRAMS_MAX: Grams = Grams(10_000_000);
/// Least time to choose a remedy, in days: people do not look every day.
pub const CHOOSE_DAYS_MIN: i64 = 3;
/// Most time to choose a remedy, in days: fruit and money cannot wait longer for an answer.
pub const CHOOSE_DAYS_MAX: i64 = 60;

/// What did the damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// 霜冻.
    Frost,
    /// 冰雹.
    Hail,
    /// 干旱.
    Drought,
    /// 洪涝.
    Flood,
    /// 风灾.
    Storm,
    /// 高温.
    Heat,
    /// 虫害.
    Pest,
    /// 病害.
    Disease,
    /// 火灾.
    Fire,
    /// 生理落果: more young fruit fell than the tree drops every June.
    FruitDrop,
    /// What the note tells.
    Other,
}

impl Cause {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Frost,
        Self::Hail,
        Self::Drought,
        Self::Flood,
        Self::Storm,
        Self::Heat,
        Self::Pest,
        Self::Disease,
        Self::Fire,
        Self::FruitDrop,
        Self::Other,
    ];
}

/// How the trees were named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "block")]
pub enum Scope {
    /// One by one.
    Trees,
    /// All trees that stood in a block when it was declared.
    Block(BlockId),
}

/// What is said to have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The loss, named by the caller.
    pub loss: LossId,
    /// Where.
    pub orchard: OrchardId,
    /// Which harvest is the smaller for it.
    pub season: Season,
    /// How the trees were named.
    pub scope: Scope,
    /// What did it.
    pub cause: Cause,
    /// How much of the harvest is thought to be lost, 1–100.
    pub degree_percent: u8,
    /// In the farmer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Photos, by the hash of their originals.
    pub evidence: Vec<ContentHash>,
    /// Who declares it.
    pub by: PersonId,
}

/// What the trees are expected to give in the season, all in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// Each tree.
    #[serde(rename = "each_grams")]
    pub each: Grams,
    /// But these trees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<TreeYield>,
}

impl Expectation {
    /// What one tree is expected to give.
    #[must_use]
    pub fn of(&self, tree: TreeId) -> Grams {
        let own = self.exceptions.iter().find(|one| one.tree == tree);
        own.map_or(self.each, |one| one.grams)
    }
}

/// What turned out to be the truth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "expected")]
pub enum Finding {
    /// There was no such loss.
    DidNotOccur,
    /// The trees are expected to give something else.
    IncorrectData(Expectation),
}

/// A counter-fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What is true.
    pub finding: Finding,
    /// Why it is known now.
    pub note: String,
    /// Photos, by the hash of their originals.
    pub evidence: Vec<ContentHash>,
    /// Until when those who are affected anew may choose.
    pub choose_by: Timestamp,
    /// Who corrects it.
    pub by: PersonId,
}

/// What may be asked of a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Says that trees of a season suffered. Quiet when it is declared with these facts.
    DeclareLoss {
        /// What happened.
        declaration: Declaration,
        /// The trees, as they are now: the scope is frozen.
        trees: Vec<TreeId>,
        /// When.
        at: Timestamp,
    },
    /// Says what the trees will give. Quiet for the same assessment.
    AssessLoss {
        /// What is expected.
        expected: Expectation,
        /// Until when those who are affected may choose.
        choose_by: Timestamp,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Says that it was otherwise, with evidence (D 36). Quiet for the newest correction.
    CorrectLoss {
        /// The counter-fact.
        correction: Correction,
        /// When.
        at: Timestamp,
    },
}

/// What happened to a loss; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Trees of a season suffered.
    #[serde(rename = "traceability.loss-declared")]
    LossDeclared {
        /// What happened.
        declaration: Declaration,
        /// The first of its trees, at most [`TREES_PER_EVENT_MAX`].
        trees: Vec<TreeId>,
        /// When.
        at: Timestamp,
    },
    /// More trees of a declaration that one event cannot hold; in the same commit.
    #[serde(rename = "traceability.loss-scope-continued")]
    LossScopeContinued {
        /// The trees.
        trees: Vec<TreeId>,
    },
    /// It is known what the trees will give.
    #[serde(rename = "traceability.loss-assessed")]
    LossAssessed {
        /// What is expected.
        expected: Expectation,
        /// Until when those who are affected may choose.
        choose_by: Timestamp,
        /// Who said so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// It was otherwise.
    #[serde(rename = "traceability.loss-corrected")]
    LossCorrected {
        /// Which word on this loss it is; the assessment was the first.
        revision: u16,
        /// The counter-fact.
        correction: Correction,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "loss";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.loss-declared", 1),
        ("traceability.loss-scope-continued", 1),
        ("traceability.loss-assessed", 1),
        ("traceability.loss-corrected", 1),
    ];
}

/// What is held to be true of a loss now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which word on it this is, from 1.
    pub revision: u16,
    /// What the trees are expected to give; nothing when there was no loss.
    pub expected: Option<Expectation>,
    /// Until when those who are affected may choose.
    pub choose_by: Timestamp,
    /// When it was said.
    pub at: Timestamp,
}

/// What is remembered of a loss.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was declared; `None` before.
    pub declaration: Option<Declaration>,
    /// The trees, in order.
    pub trees: Vec<TreeId>,
    /// What is held to be true; `None` before the assessment.
    pub standing: Option<Standing>,
    /// The newest correction.
    pub corrected: Option<Correction>,
}

impl State {
    /// What was declared.
    ///
    /// # Errors
    /// `LossUnknown` before.
    pub fn declared(&self) -> Result<&Declaration, Rejection> {
        self.declaration.as_ref().ok_or(Rejection::LossUnknown)
    }
}

/// The id part of a loss's stream name.
#[must_use]
pub fn stream_id(loss: LossId) -> String {
    loss.to_string()
}

/// The rules of a loss.
#[derive(Debug)]
pub struct Loss;

impl Decider for Loss {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::DeclareLoss {
                declaration,
                trees,
                at,
            } => rules::declare(state, declaration, trees, at),
            Command::AssessLoss {
                expected,
                choose_by,
                by,
                at,
            } => rules::assess(state, expected, choose_by, by, at),
            Command::CorrectLoss { correction, at } => rules::correct(state, correction, at),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::LossDeclared {
                declaration,
                trees,
                at: _,
            } => {
                state.declaration = Some(declaration.clone());
                state.trees.clone_from(trees);
            }
            Event::LossScopeContinued { trees } => state.trees.extend_from_slice(trees),
            Event::LossAssessed {
                expected,
                choose_by,
                by: _,
                at,
            } => {
                state.standing = Some(Standing {
                    revision: 1,
                    expected: Some(expected.clone()),
                    choose_by: *choose_by,
                    at: *at,
                });
            }
            Event::LossCorrected {
                revision,
                correction,
                at,
            } => {
                state.standing = Some(Standing {
                    revision: *revision,
                    expected: match &correction.finding {
                        Finding::DidNotOccur => None,
                        Finding::IncorrectData(expected) => Some(expected.clone()),
                    },
                    choose_by: correction.choose_by,
                    at: *at,
                });
                state.corrected = Some(correction.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
