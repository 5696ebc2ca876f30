//! What a channel's own statement of a day says beside what we recorded. Stream `reconciliation-<channel>.<yyyymmdd>`.
//! Every run is kept; the newest is the result of the day. It must not know how statements are read or compared.

use kernel::{ContentHash, Currency, Day, Decider, Money, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

/// Most differences of one event, so that it fits into the log.
const DIFFERENCES_PER_EVENT: usize = 100;
/// Most differences of a run: with more, the file belongs to another merchant.
pub const DIFFERENCES_MAX: usize = 100_000;

/// In which way two sides differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// The channel tells it, we did not record it.
    MissingOurs,
    /// We recorded it, the channel does not tell it.
    MissingTheirs,
    /// Both have it, not alike.
    Disagreement,
    /// The channel tells it twice.
    DuplicateTheirs,
    /// We recorded it twice.
    DuplicateOurs,
}

impl DifferenceKind {
    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingOurs => "missing-ours",
            Self::MissingTheirs => "missing-theirs",
            Self::Disagreement => "disagreement",
            Self::DuplicateTheirs => "duplicate-theirs",
            Self::DuplicateOurs => "duplicate-ours",
        }
    }
}

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// It came.
    Payment,
    /// It went back.
    Refund,
}

impl Movement {
    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Refund => "refund",
        }
    }
}

/// What two sides of one movement may disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Amount or currency.
    Amount,
    /// The day.
    Day,
    /// We hold it for done, the channel does not.
    Status,
    /// Our number.
    Number,
    /// What the channel keeps of it, or gave back with it.
    Fee,
}

impl Aspect {
    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Day => "day",
            Self::Status => "status",
            Self::Number => "number",
            Self::Fee => "fee",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// In which way.
    pub kind: DifferenceKind,
    /// Which way the money went.
    pub movement: Movement,
    /// The channel's own id.
    pub transaction: String,
    /// Our number of it, as far as it is told.
    pub number: String,
    /// The row of the file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// How much the channel tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Money>,
    /// How much we recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<Money>,
    /// What the channel says that it keeps, if they disagree about it; below zero if it gave a fee back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_theirs: Option<Money>,
    /// What we recorded of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_ours: Option<Money>,
    /// What they disagree about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Aspect>,
}

/// Sums of one currency; refunds count below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Which currency.
    pub currency: Currency,
    /// By the channel's statement, in minor units.
    pub theirs: i64,
    /// By our records, in minor units.
    pub ours: i64,
    /// What the channel kept by its statement, in minor units.
    pub fees: i64,
    /// What it kept by our records, in minor units; runs of an older program did not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub our_fees: Option<i64>,
}

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Whose statement.
    pub channel: Channel,
    /// Of which day, in Shanghai.
    pub day: Day,
    /// SHA-256 of the statement.
    pub file: ContentHash,
    /// Movements that agree in everything.
    pub agreed: u32,
    /// Rows that could not be read.
    pub skipped: u32,
    /// Sums by currency.
    pub totals: Vec<Total>,
    /// Who brought the statement; `None` if it was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
}

/// What may be asked of a day's comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Keep what came of it. Quiet when the same came of it last.
    RecordRun {
        /// What it came to.
        run: Run,
        /// Every difference.
        differences: Vec<Difference>,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a day's comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Statement and records were compared; the differences follow.
    #[serde(rename = "settlement.reconciliation-run")]
    ReconciliationRun {
        /// What it came to.
        #[serde(flatten)]
        run: Run,
        /// How many differences.
        differences: u32,
        /// When.
        at: Timestamp,
    },
    /// Differences of the run before, at most a hundred at a time.
    #[serde(rename = "settlement.reconciliation-differences-found")]
    DifferencesFound {
        /// Whose statement.
        channel: Channel,
        /// Of which day.
        day: Day,
        /// The differences.
        found: Vec<Difference>,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "reconciliation";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.reconciliation-run", 1),
        ("settlement.reconciliation-differences-found", 1),
    ];
}

/// The id part of a day's stream name.
#[must_use]
pub fn stream_id(channel: Channel, day: Day) -> String {
    let day = day.to_string().replace('-', "");
    format!("{}.{day}", channel.in_stream_names())
}

/// Why a wish about a comparison was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// So many differences that the statement cannot be ours.
    #[error("{count} differences are more than {max}: is it our statement?")]
    TooManyDifferences {
        /// How many.
        count: usize,
        /// The limit, [`DIFFERENCES_MAX`].
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooManyDifferences { .. } => "too-many-differences",
        }
    }
}

/// What is remembered of a day's comparison: the last run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What it came to, if one ran.
    pub run: Option<Run>,
    /// Its differences.
    pub differences: Vec<Difference>,
}

/// The rules of a day's comparison.
#[derive(Debug, Clone, Copy)]
pub struct Reconciliation;

impl Decider for Reconciliation {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::RecordRun {
            run,
            differences,
            at,
        } = command;
        let count = differences.len();
        if count > DIFFERENCES_MAX {
            let max = DIFFERENCES_MAX;
            return Err(Rejection::TooManyDifferences { count, max });
        }
        let last = state.run.as_ref().map(|last| Run {
            by: run.by,
            ..last.clone()
        });
        if last.as_ref() == Some(&run) && state.differences == differences {
            return Ok(vec![]);
        }
        let (channel, day) = (run.channel, run.day);
        let differences_count = u32::try_from(count).unwrap_or(u32::MAX);
        let found =
            differences
                .chunks(DIFFERENCES_PER_EVENT)
                .map(|found| Event::DifferencesFound {
                    channel,
                    day,
                    found: found.to_vec(),
                });
        let ran = Event::ReconciliationRun {
            run,
            differences: differences_count,
            at,
        };
        Ok(std::iter::once(ran).chain(found).collect())
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::ReconciliationRun { run, .. } => {
                state.run = Some(run.clone());
                state.differences.clear();
            }
            Event::DifferencesFound { found, .. } => state.differences.extend_from_slice(found),
        }
    }
}

#[cfg(test)]
mod tests;
