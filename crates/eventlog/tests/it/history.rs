//! A history checker: every call of a stress run is recorded with when it was made, when it returned
//! and what it said, and then compared with what the log holds. Knows the log from outside only.
//!
//! Moments are numbers of one counter that every thread draws from, so an earlier number means
//! earlier in real time.

mod broken;
mod check;
mod record;
mod runs;
mod spec;
mod work;

use eventlog::{Appended, RecordedEvent, StreamVersion};

pub(crate) use self::spec::Spec;

/// Number of a call or a return among all of them.
pub(crate) type Moment = u64;

/// One append.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) asked: Moment,
    pub(crate) spec: Spec,
    /// When it returned and what it said; `None` when it never did.
    pub(crate) answer: Option<(Moment, Outcome)>,
}

/// What a call of append said.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    Acknowledged(Receipt),
    /// The stream, and its last version as the log gave it.
    Conflict(String, Option<StreamVersion>),
    /// The id was used before for other content.
    Reused,
    /// Nobody knows whether it was written.
    Unknown,
    /// Surely not written.
    Refused,
}

/// What an acknowledgement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) repeated: bool,
    /// Version of each written stream.
    pub(crate) versions: Vec<u64>,
}

impl From<&Appended> for Receipt {
    fn from(appended: &Appended) -> Self {
        Self {
            first: appended.first_position.0,
            last: appended.last_position.0,
            repeated: appended.repeated,
            versions: appended.versions.iter().map(|(_, v)| v.0).collect(),
        }
    }
}

/// One read of the whole log up to its end.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) asked: Moment,
    /// Events after this position.
    pub(crate) after: u64,
    pub(crate) events: Vec<RecordedEvent>,
}

/// All that was seen of one log, over all times it was open.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub(crate) calls: Vec<Call>,
    pub(crate) reads: Vec<Read>,
}
