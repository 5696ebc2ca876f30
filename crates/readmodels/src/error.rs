//! What can go wrong, as closed enums that carry the facts.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use eventlog::{GlobalPosition, ReadError};
use kernel::codec::CodecError;
use kernel::{IdError, MoneyError};
use thiserror::Error;

/// The answer to a question.
pub type Answer<T> = Result<T, QueryError>;

/// A question could not be answered: the read models' own file failed. Nothing is lost; the file can be
/// rebuilt from the log.
#[derive(Debug, Error)]
#[error("the read models cannot be read: {0}")]
pub struct QueryError(#[from] pub rusqlite::Error);

/// Why an event could not be understood. It is never skipped.
#[derive(Debug, Error)]
pub enum FactError {
    /// A stream of a category that this program does not know.
    #[error("streams of category {category} are not known to this program")]
    UnknownCategory {
        /// The category.
        category: String,
    },
    /// The name of a stream does not hold the id its category asks for.
    #[error("stream {stream} does not name what its category asks for")]
    StreamName {
        /// The stream.
        stream: String,
    },
    /// The payload is not UTF-8.
    #[error("the payload is not text")]
    NotText,
    /// The recording time is not on the calendar.
    #[error("the recording time {millis} ms is not on the calendar")]
    Time {
        /// Milliseconds since 1970.
        millis: i64,
    },
    /// The type is unknown, too new, or the payload does not fit it.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// An id in the stream's name is malformed.
    #[error(transparent)]
    Id(#[from] IdError),
}

/// Why a fact could not be applied.
#[derive(Debug, Error)]
pub enum ApplyError {
    /// The database refused.
    #[error("the read models cannot be written: {0}")]
    Database(#[from] rusqlite::Error),
    /// Amounts of an entry do not fit the books.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Why the read models stopped following the log. They stay where they are until the cause is removed and the
/// program is started again.
#[derive(Debug, Error)]
pub enum Failure {
    /// An event that this program does not understand.
    #[error("event {position} ({type_name} of stream {stream}) cannot be read: {cause}")]
    Fact {
        /// Its position.
        position: GlobalPosition,
        /// Its stream.
        stream: String,
        /// Its type.
        type_name: String,
        /// What is wrong with it.
        cause: FactError,
    },
    /// An event that could not be applied.
    #[error("event {position} cannot be applied: {cause}")]
    Apply {
        /// Its position.
        position: GlobalPosition,
        /// What is wrong.
        cause: ApplyError,
    },
    /// The log hands out an event that does not follow the one before.
    #[error("event {found} came where {expected} belongs")]
    Gap {
        /// The position that belongs there.
        expected: GlobalPosition,
        /// The position that came.
        found: GlobalPosition,
    },
    /// The database refused a transaction.
    #[error("the read models cannot be written: {0}")]
    Database(#[from] rusqlite::Error),
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] ReadError),
    /// The runner's thread or its runtime could not be made.
    #[error("the read models' thread cannot run: {0}")]
    Thread(#[source] io::Error),
}

/// Why the read models could not be opened or rebuilt.
#[derive(Debug, Error)]
pub enum OpenError {
    /// A file could not be made, moved or removed.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The database refused.
    #[error("the read models cannot be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// Building from the log failed.
    #[error(transparent)]
    Build(#[from] Failure),
}

/// The read models are not yet where the caller wants them.
#[derive(Debug, Clone, Error)]
#[error("the read models are at {reached}, position {wanted} was asked for")]
pub struct Behind {
    /// The position that was asked for.
    pub wanted: GlobalPosition,
    /// Where they are.
    pub reached: GlobalPosition,
    /// Why they stopped, if they did.
    pub failure: Option<Arc<Failure>>,
}

/// Why a dump could not be written.
#[derive(Debug, Error)]
pub enum DumpError {
    /// The database cannot be read.
    #[error("the read models cannot be read: {0}")]
    Database(#[from] rusqlite::Error),
    /// The dump's target refused.
    #[error("the dump cannot be written: {0}")]
    Write(#[from] io::Error),
}
