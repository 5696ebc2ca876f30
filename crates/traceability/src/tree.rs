//! One tree: registered, tagged, observed. Stream `tree-<TreeId>`.
//!
//! It must not know who adopts it, nor whether its tag code was used elsewhere: that is the tag's own stream.

mod event;
mod rejection;
mod rules;

use std::collections::BTreeMap;

use kernel::{BlockId, Decider, ObservationId, OrchardId, ShortCode, Snapshot, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

use crate::{observation::Stage, spot::Spot};
pub use event::Event;
pub use rejection::Rejection;
use rules::{checked, correct_facts, known, replace_tag, survey, tag_found, tag_lost};

/// Longest name of a tree, in characters: it must fit on a tag.
pub const NAME_CHARS_MAX: usize = 20;
/// Longest name of a variety, in characters.
pub const VARIETY_CHARS_MAX: usize = 40;
/// Longest name of a rootstock, in characters.
pub const ROOTSTOCK_CHARS_MAX: usize = 40;
/// Longest reason for a new tag, in characters.
pub const REASON_CHARS_MAX: usize = 200;
/// No living fruit tree is older than its planting in this year.
pub const PLANTED_YEAR_MIN: u16 = 1700;
/// Version of [`State`] and of the fold that makes it.
pub const FOLD_VERSION: u16 = 4;

/// What identifies and describes a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeFacts {
    /// The orchard it stands in.
    pub orchard: OrchardId,
    /// The block it stands in.
    pub block: BlockId,
    /// The row within the block, from 1.
    pub row: u16,
    /// The place within the row, from 1.
    pub number: u16,
    /// The variety, such as 纽荷尔脐橙.
    pub variety: String,
    /// Year it was planted.
    pub planted: u16,
    /// The tree's own name, such as 小满; the product is a *named* tree.
    pub name: String,
}

/// What may be asked of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Registers the tree with its first tag. Quiet when it is registered with these facts and this code.
    RegisterTree {
        /// The tree, named by the caller.
        tree: TreeId,
        /// What it is and where it stands.
        facts: TreeFacts,
        /// Its first tag.
        code: ShortCode,
        /// The year now, the latest a tree can be planted in.
        this_year: u16,
        /// When.
        at: Timestamp,
    },
    /// Hangs another tag. Quiet when it was hung for this reason.
    ReplaceTag {
        /// The new tag.
        code: ShortCode,
        /// Why, 1–200 characters.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The tag is not on the tree any more. Quiet when that is known.
    ReportTagLost {
        /// When that was seen.
        at: Timestamp,
    },
    /// The lost tag hangs again. Quiet when it was not lost.
    ReportTagFound {
        /// When.
        at: Timestamp,
    },
    /// What was registered is wrong (D 43). Quiet when it was corrected so for this reason.
    CorrectFacts {
        /// The variety that holds instead.
        variety: String,
        /// The year that holds instead.
        planted: u16,
        /// The year now, the latest a tree can be planted in.
        this_year: u16,
        /// Why, 1–200 characters.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody looked closer. Quiet when nothing of it is new.
    Survey {
        /// On what it was grafted, 1–40 characters; `None` leaves what is known.
        rootstock: Option<String>,
        /// Where the trunk stands; `None` leaves what is known.
        spot: Option<Spot>,
        /// When.
        at: Timestamp,
    },
    /// An observation of this tree was accepted. Quiet when it is noted.
    NoteObservation {
        /// The observation.
        observation: ObservationId,
        /// The stage it saw.
        stage: Stage,
        /// How many photos it has.
        photos: u16,
        /// When it was made.
        taken_at: Timestamp,
    },
    /// An observation of this tree was corrected (D 43). Quiet when it is not noted, or as it is noted.
    NoteCorrection {
        /// The observation.
        observation: ObservationId,
        /// The stage it saw; none if it never happened.
        stage: Option<Stage>,
    },
}

/// What is remembered of an accepted observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// When it was made.
    pub taken_at: Timestamp,
    /// The stage it saw.
    pub stage: Stage,
    /// How many photos it has.
    pub photos: u16,
}

/// What is remembered of a tree. Also a snapshot's form: whoever changes it, or what `evolve` makes of it, raises
/// [`FOLD_VERSION`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct State {
    /// The tree; `None` before it is registered.
    pub tree: Option<TreeId>,
    /// What it is and where it stands; `None` before it is registered.
    pub facts: Option<TreeFacts>,
    /// All its tags, the first one first; the last one hangs now.
    pub tags: Vec<ShortCode>,
    /// Why the tag that hangs now was hung, unless it is the first.
    pub tag_reason: Option<String>,
    /// Why its facts were corrected last, if they were.
    #[serde(default)]
    pub corrected_because: Option<String>,
    /// Since when the tag that should hang now is lost.
    #[serde(default)]
    pub tag_lost_at: Option<Timestamp>,
    /// On what it was grafted, if that is known.
    #[serde(default)]
    pub rootstock: Option<String>,
    /// Where the trunk stands, if that is known.
    #[serde(default)]
    pub spot: Option<Spot>,
    /// The accepted observations.
    pub observations: BTreeMap<ObservationId, Noted>,
}

impl State {
    /// The tag that hangs now.
    #[must_use]
    pub fn tag(&self) -> Option<ShortCode> {
        self.tags.last().copied()
    }

    /// The newest accepted observation: when it was made and the stage it saw. They arrive late from devices without a
    /// network.
    #[must_use]
    pub fn seen(&self) -> Option<(Timestamp, Stage)> {
        let noted = self.observations.values();
        noted.map(|noted| (noted.taken_at, noted.stage)).max()
    }

    /// When the newest accepted observation with a photo was made (D 2).
    #[must_use]
    pub fn photographed_at(&self) -> Option<Timestamp> {
        let noted = self.observations.values();
        noted
            .filter(|noted| noted.photos > 0)
            .map(|noted| noted.taken_at)
            .max()
    }
}

/// The id part of a tree's stream name.
#[must_use]
pub fn stream_id(tree: TreeId) -> String {
    tree.to_string()
}

/// The rules of a tree.
#[derive(Debug)]
pub struct Tree;

impl Decider for Tree {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    /// A tree is observed for decades.
    const SNAPSHOT: Option<Snapshot<State>> =
        Some(Snapshot::json("traceability.tree", FOLD_VERSION));

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RegisterTree {
                tree,
                facts,
                code,
                this_year,
                at,
            } => {
                let facts = checked(&facts, this_year)?;
                if state.facts.is_none() {
                    return Ok(vec![
                        Event::TreeRegistered { tree, facts, at },
                        Event::TagAttached { code, at },
                    ]);
                }
                let same = state.facts.as_ref() == Some(&facts)
                    && state.tree == Some(tree)
                    && state.tags.first() == Some(&code);
                same.then(Vec::new).ok_or(Rejection::TreeExists)
            }
            Command::ReplaceTag { code, reason, at } => replace_tag(state, code, &reason, at),
            Command::CorrectFacts {
                variety,
                planted,
                this_year,
                reason,
                at,
            } => correct_facts(state, (variety, planted), this_year, &reason, at),
            Command::ReportTagLost { at } => tag_lost(state, at),
            Command::ReportTagFound { at } => tag_found(state, at),
            Command::Survey {
                rootstock,
                spot,
                at,
            } => survey(state, rootstock, spot, at),
            Command::NoteObservation {
                observation,
                stage,
                photos,
                taken_at,
            } => {
                known(state)?;
                if state.observations.contains_key(&observation) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::TreeObserved {
                    observation,
                    stage,
                    photos,
                    taken_at,
                }])
            }
            Command::NoteCorrection { observation, stage } => {
                known(state)?;
                let noted = state.observations.get(&observation);
                let changes = noted.is_some_and(|noted| Some(noted.stage) != stage);
                Ok(if changes {
                    vec![Event::TreeObservationCorrected { observation, stage }]
                } else {
                    vec![]
                })
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::TreeRegistered { tree, facts, .. } => {
                state.tree = Some(*tree);
                state.facts = Some(facts.clone());
            }
            Event::TagAttached { code, .. } => state.tags.push(*code),
            Event::TagReplaced { code, reason, .. } => {
                state.tags.push(*code);
                state.tag_reason = Some(reason.clone());
                state.tag_lost_at = None;
            }
            Event::TreeFactsCorrected {
                variety,
                planted,
                reason,
                ..
            } => {
                if let Some(facts) = &mut state.facts {
                    facts.variety.clone_from(variety);
                    facts.planted = *planted;
                }
                state.corrected_because = Some(reason.clone());
            }
            Event::TagLost { at, .. } => state.tag_lost_at = Some(*at),
            Event::TagFound { .. } => state.tag_lost_at = None,
            Event::TreeSurveyed {
                rootstock, spot, ..
            } => {
                state.rootstock = rootstock.clone().or(state.rootstock.take());
                state.spot = spot.or(state.spot);
            }
            Event::TreeObserved {
                observation,
                stage,
                photos,
                taken_at,
            } => {
                let noted = Noted {
                    taken_at: *taken_at,
                    stage: *stage,
                    photos: *photos,
                };
                state.observations.insert(*observation, noted);
            }
            Event::TreeObservationCorrected { observation, stage } => match stage {
                None => {
                    state.observations.remove(observation);
                }
                Some(stage) => {
                    if let Some(noted) = state.observations.get_mut(observation) {
                        noted.stage = *stage;
                    }
                }
            },
        }
    }
}

#[cfg(test)]
mod tests;
