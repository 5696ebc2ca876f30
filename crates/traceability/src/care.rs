//! What people do to the trees of a block: treatments with their waiting period, and work. Stream `care-<BlockId>`, so
//! that a harvest of the block is decided over all its treatments (D 32).
//!
//! It must not know which product is allowed where: the label's waiting period comes with the command.

use kernel::{BlockId, Day, Decider, OrchardId, PersonId, Timestamp, TreeId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

mod rejection;
mod rules;

pub use rejection::Rejection;

/// Longest name of a product and of a dose, in characters: they are printed in the diary.
pub const PRODUCT_CHARS_MAX: usize = 60;
/// Longest note on work, in characters.
pub const NOTE_CHARS_MAX: usize = 500;
/// Longest waiting period (安全间隔期), in days; labels in China say 3 to 45, a season is the end of it.
pub const WAITING_DAYS_MAX: u16 = 365;
/// Most trees that a treatment names one by one; a treatment of all trees names none.
pub const TREES_MAX: usize = 500;
/// How long ago something may have been done, in days: a month, for what was noted on paper.
pub const DONE_DAYS_MAX: u64 = 31;
/// Most entries of a block: ten a week for eight years.
pub const ENTRIES_MAX: usize = 4_000;

/// A product that was put on trees, as its label and the farmer say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treatment {
    /// The trees; empty for all of the block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trees: Vec<TreeId>,
    /// The product with its registration number.
    pub product: String,
    /// How much of it: `1:1500, 3 L`.
    pub dose: String,
    /// On which day.
    pub on: Day,
    /// Days after it in which nothing is picked.
    pub waiting_days: u16,
}

/// Work in the orchard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkKind {
    /// 修剪.
    Pruning,
    /// 施肥.
    Fertilising,
    /// 灌溉.
    Watering,
    /// 除草.
    Weeding,
    /// 疏果.
    Thinning,
    /// 套袋.
    Bagging,
    /// 天气: no work, but what the sky did to the trees that day.
    Weather,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Notes a treatment. Quiet when the last one noted says the same.
    RecordTreatment {
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// What was done.
        treatment: Treatment,
        /// Who did it.
        by: PersonId,
        /// When it was noted.
        at: Timestamp,
        /// Today in the orchard's zone.
        today: Day,
    },
    /// Notes work. Quiet when the last entry says the same.
    RecordWork {
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// What was done.
        kind: WorkKind,
        /// On which day.
        on: Day,
        /// What else there is to say, at most 500 characters; the weather, too.
        note: String,
        /// Who did it.
        by: PersonId,
        /// When it was noted.
        at: Timestamp,
        /// Today in the orchard's zone.
        today: Day,
    },
    /// Declares a treatment never to have happened (D 43). Quiet when it was.
    WithdrawTreatment {
        /// Which entry of the block.
        entry: u32,
        /// Why, 1–200 characters.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

/// What happened; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A product was put on trees; nothing of them is picked until the waiting period is over.
    #[serde(rename = "traceability.treatment-recorded")]
    TreatmentRecorded {
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// Its number within the block, from 1.
        entry: u32,
        /// What was done.
        treatment: Treatment,
        /// The last day on which nothing is picked.
        waiting_until: Day,
        /// Who did it.
        by: PersonId,
        /// When it was noted.
        at: Timestamp,
    },
    /// Work was done.
    #[serde(rename = "traceability.work-recorded")]
    WorkRecorded {
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// Its number within the block, from 1.
        entry: u32,
        /// What was done.
        kind: WorkKind,
        /// On which day.
        on: Day,
        /// What else was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
        /// Who did it.
        by: PersonId,
        /// When it was noted.
        at: Timestamp,
    },
    /// A treatment never happened.
    #[serde(rename = "traceability.treatment-withdrawn")]
    TreatmentWithdrawn {
        /// Which entry of the block.
        entry: u32,
        /// Why it was noted.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "care";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.treatment-recorded", 1),
        ("traceability.work-recorded", 1),
        ("traceability.treatment-withdrawn", 1),
    ];
}

/// A treatment as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its number within the block.
    pub entry: u32,
    /// What was done.
    pub treatment: Treatment,
    /// The last day on which nothing is picked.
    pub waiting_until: Day,
    /// Whether it was declared never to have happened.
    pub withdrawn: bool,
}

/// What is remembered of a block's care.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// How many entries there are.
    pub entries: u32,
    /// The treatments, oldest first.
    pub treatments: Vec<Noted>,
    /// The work noted last.
    pub last_work: Option<(WorkKind, Day, String)>,
}

impl State {
    /// The last day on which nothing of this tree may be picked, as of a day; `None` when it may.
    #[must_use]
    pub fn waiting_until(&self, tree: TreeId, on: Day) -> Option<Day> {
        self.treatments
            .iter()
            .filter(|one| !one.withdrawn && one.treatment.touches(tree))
            .filter(|one| one.treatment.on <= on && on <= one.waiting_until)
            .map(|one| one.waiting_until)
            .max()
    }

    /// Whether these trees may be picked on a day.
    ///
    /// # Errors
    /// [`Rejection::InWaitingPeriod`] for the first that may not.
    pub fn check_picking(
        &self,
        trees: impl IntoIterator<Item = TreeId>,
        on: Day,
    ) -> Result<(), Rejection> {
        for tree in trees {
            if let Some(until) = self.waiting_until(tree, on) {
                return Err(Rejection::InWaitingPeriod { tree, until });
            }
        }
        Ok(())
    }
}

impl Treatment {
    /// Whether this tree of the block was treated.
    #[must_use]
    pub fn touches(&self, tree: TreeId) -> bool {
        self.trees.is_empty() || self.trees.contains(&tree)
    }
}

/// The id part of the stream's name: it is the block's.
#[must_use]
pub fn stream_id(block: BlockId) -> String {
    block.to_string()
}

/// The rules of a block's care.
#[derive(Debug)]
pub struct Care;

impl Decider for Care {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RecordTreatment {
                orchard,
                block,
                treatment,
                by,
                at,
                today,
            } => rules::treat(state, (orchard, block), treatment, (by, at), today),
            Command::RecordWork {
                orchard,
                block,
                kind,
                on,
                note,
                by,
                at,
                today,
            } => rules::work(state, (orchard, block), (kind, on, &note), (by, at), today),
            Command::WithdrawTreatment {
                entry,
                reason,
                by,
                at,
            } => rules::withdraw(state, entry, &reason, (by, at)),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::TreatmentRecorded {
                entry,
                treatment,
                waiting_until,
                ..
            } => {
                state.entries = *entry;
                state.treatments.push(Noted {
                    entry: *entry,
                    treatment: treatment.clone(),
                    waiting_until: *waiting_until,
                    withdrawn: false,
                });
            }
            Event::WorkRecorded {
                entry,
                kind,
                on,
                note,
                ..
            } => {
                state.entries = *entry;
                state.last_work = Some((*kind, *on, note.clone()));
            }
            Event::TreatmentWithdrawn { entry, .. } => {
                let found = state.treatments.iter_mut().find(|one| one.entry == *entry);
                if let Some(found) = found {
                    found.withdrawn = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
