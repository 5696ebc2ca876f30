//! Why a log could not be written out or read in, as closed enums that carry the facts.

use std::io;

use thiserror::Error;

use super::LogPoint;
use crate::error::{AppendError, ReadError};
use crate::position::GlobalPosition;

/// Why a log could not be written out.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log ends before the place after which it was to be written.
    #[error("the log ends at position {end}, before {after}")]
    BeyondEnd {
        /// After what was asked for.
        after: GlobalPosition,
        /// Where the log ends.
        end: GlobalPosition,
    },
    /// Whoever takes the lines refuses them.
    #[error("the lines cannot be written: {0}")]
    Write(io::Error),
}

/// Why a log could not be read in. What was read in before stays in the log, which is not whole: throw it away.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The lines cannot be read from where they come.
    #[error("the lines cannot be read: {0}")]
    Input(io::Error),
    /// The first line does not say which stretch of a log follows.
    #[error("line 1 is not the first line of an exported log")]
    NoHeader,
    /// The lines are of a newer form.
    #[error("the lines have form {found}, this program knows {known}; use a newer program")]
    NewerForm {
        /// Form of the lines.
        found: u32,
        /// The newest form this program knows.
        known: u32,
    },
    /// The lines go on from another place than the one where the log ends.
    #[error("the lines follow {after}, the log ends at {end}")]
    DoesNotFollow {
        /// What the lines go on from.
        after: LogPoint,
        /// Where the log ends.
        end: LogPoint,
    },
    /// A line does not fit.
    #[error("line {number}: {fault}")]
    Line {
        /// Number of the line, from 1.
        number: u64,
        /// What is wrong with it.
        fault: LineFault,
    },
    /// The lines end before the place the first line promises.
    #[error(
        "the lines end after line {lines}, at position {found}; position {promised} was promised"
    )]
    EndsEarly {
        /// Lines there are.
        lines: u64,
        /// Position of the last of them.
        found: GlobalPosition,
        /// Where they must end.
        promised: GlobalPosition,
    },
    /// All lines fit, yet the log does not end where they do.
    #[error("the log ends at {found}, the lines end at {promised}")]
    Differs {
        /// Where the lines end.
        promised: LogPoint,
        /// Where the log ends.
        found: LogPoint,
    },
}

/// What is wrong with a line.
#[derive(Debug, Error)]
pub enum LineFault {
    /// Longer than any event can be.
    #[error("it is longer than {limit_bytes} bytes")]
    TooLong {
        /// The limit, in bytes.
        limit_bytes: usize,
    },
    /// Not a line of an exported log: no JSON, a field too many, missing or of the wrong kind.
    #[error("it is no event of an exported log")]
    Malformed,
    /// The name of the stream or of the event's type has a form no name has.
    #[error("it has a malformed name")]
    Name,
    /// Another position must stand here.
    #[error("position {expected} must stand here, not {found}")]
    Position {
        /// What must stand here.
        expected: GlobalPosition,
        /// What stands here.
        found: GlobalPosition,
    },
    /// More lines than the first line promises.
    #[error("the lines must have ended before it")]
    AfterEnd,
    /// The event neither goes on with the commit before nor begins the next one.
    #[error("its commit is incomplete")]
    TornCommit,
    /// Version or back reference do not follow the event before in its stream.
    #[error("it does not follow the event before in its stream")]
    StreamOrder,
    /// The hash does not fit what the line says: the line, or one before it, was changed.
    #[error("its hash does not fit: it, or a line before it, was changed")]
    Link,
    /// The commit's id stands in the log already.
    #[error("its commit stands in the log already")]
    RepeatedCommit,
    /// The log refuses the commit that begins here.
    #[error("the log refuses its commit: {0}")]
    Refused(#[from] AppendError),
}
