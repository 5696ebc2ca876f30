//! Reads journals back: what each holds, and whether its end is one that a crash explains.
//! Decides nothing about what is missing between them; that is the engine's business.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use prost::bytes::Bytes;

use super::record::{self, Change};
use super::{BLOCK_BYTES, Identity, parse_header, paths};

/// A journal file as it was found.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    /// `None` when it holds no journal, or its header is wrong.
    pub(in crate::engine) identity: Option<Identity>,
    content: Bytes,
}

/// How a journal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// After its last record, or in one that was cut short and thus never acknowledged.
    Open,
    /// With the record that says that the next journal goes on.
    Continued,
    /// In the middle: whole records follow something that is none.
    Broken {
        /// Where it is broken, in bytes.
        at: usize,
    },
}

/// All journal files of a folder, read.
pub(crate) fn find(dir: &Path) -> io::Result<Vec<Found>> {
    let read = |path: PathBuf| {
        let content = Bytes::from(fs::read(&path)?);
        Ok(Found::of(path, content))
    };
    paths(dir)?.into_iter().map(read).collect()
}

impl Found {
    /// What stands in the file.
    pub(crate) fn of(path: PathBuf, content: Bytes) -> Self {
        Self {
            identity: parse_header(&content),
            path,
            content,
        }
    }

    /// Shows the changes of every record in order; says how the journal ends.
    pub(crate) fn replay(&self, mut show: impl FnMut(Vec<Change>)) -> End {
        let Some(identity) = self.identity else {
            return End::Open;
        };
        let (mut at, mut number) = (BLOCK_BYTES, 1);
        while let Some(read) = self.record(identity, at) {
            if read.number != number {
                break;
            }
            show(read.changes);
            if read.last {
                return End::Continued;
            }
            (at, number) = (at + read.bytes, number + 1);
        }
        let mut blocks = (at..self.content.len()).step_by(BLOCK_BYTES);
        // A record is written only once the one before is durable.
        let follows = blocks.any(|at| {
            let read = self.record(identity, at);
            read.is_some_and(|read| read.number > number)
        });
        if follows {
            End::Broken { at }
        } else {
            End::Open
        }
    }

    fn record(&self, identity: Identity, at: usize) -> Option<record::Read> {
        (at < self.content.len())
            .then(|| self.content.slice(at..))
            .and_then(|bytes| record::read(identity, &bytes))
    }
}
