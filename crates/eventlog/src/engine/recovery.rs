//! What a log's folder holds when it is opened: which journals there are, which there must be, and
//! what they say. Reads only. A journal that is missing, foreign or broken is never passed over.

use std::io;
use std::path::{Path, PathBuf};

use super::Key;
use super::folder::Folder;
use super::journal::{self, End, Found, Identity};
use super::store::{Moved, Store};
use super::tail::Tail;
use crate::error::{EngineError, OpenError};
use crate::position::GlobalPosition;

/// Greater than every key: something followed, and nobody knows what.
pub(super) const BEYOND: Key = Key::last(GlobalPosition(u64::MAX));

/// All that was found.
pub(super) struct Recovered {
    pub(super) tail: Tail,
    pub(super) moved: Moved,
    /// Journals whose changes are in the tail, oldest first.
    pub(super) replayed: Vec<(u64, PathBuf)>,
    /// Journal files that nobody needs: moved, or made ready and never begun.
    pub(super) unneeded: Vec<PathBuf>,
    /// Number of the journal that follows those.
    pub(super) next_number: u64,
    /// A key that must be there and is not.
    pub(super) missing: Option<Key>,
}

impl Recovered {
    pub(super) fn read(folder: &Folder, store: &Store) -> Result<Self, OpenError> {
        let stored = store.moved().map_err(not_read)?;
        let last = store.floor(BEYOND, |_| true).map_err(not_read)?;
        let moved = stored.map_or_else(new_log, Ok)?;
        let mut recovered = Self {
            tail: Tail::over(last),
            moved,
            replayed: Vec::new(),
            unneeded: Vec::new(),
            next_number: moved.until + 1,
            missing: None,
        };
        if folder.has_journals() && stored.is_none() {
            recovered.miss(
                folder.dir(),
                "the store does not know its journals any more",
            );
        }
        let found = journal::find(folder.dir()).map_err(|cause| OpenError::Io {
            path: folder.dir().to_owned(),
            cause,
        })?;
        recovered.replay(found);
        Ok(recovered)
    }

    fn replay(&mut self, found: Vec<Found>) {
        let mut live: Vec<(Identity, Found)> = Vec::new();
        for file in found {
            match file.identity {
                Some(identity) if identity.log != self.moved.log => {
                    self.miss(&file.path, "it is a journal of another log");
                }
                Some(identity) if identity.number > self.moved.until => live.push((identity, file)),
                // Moved, or never begun: if one is missing, that is found below.
                Some(_) | None => self.unneeded.push(file.path),
            }
        }
        live.sort_by_key(|(identity, _)| identity.number);
        let mut needed = self.moved.begun;
        for (Identity { number, .. }, file) in live {
            let mut records = 0;
            let end = file.replay(|changes| {
                records += 1;
                self.tail.take(number, changes);
            });
            if number > needed && records == 0 {
                self.unneeded.push(file.path);
                continue;
            }
            if number != self.next_number || number > needed {
                return self.miss(&file.path, "another journal must come before it");
            }
            match end {
                End::Open => {}
                End::Continued => needed = needed.max(number + 1),
                End::Broken { at } => {
                    tracing::error!(at, "a journal is no record here, in bytes");
                    return self.miss(&file.path, "whole records follow one that is not");
                }
            }
            self.replayed.push((number, file.path));
            self.next_number += 1;
        }
        if self.next_number <= needed {
            tracing::error!(number = self.next_number, "a journal is missing");
            self.missing = Some(BEYOND);
        }
    }

    fn miss(&mut self, path: &Path, what: &'static str) {
        tracing::error!(file = %path.display(), what, "the log is damaged");
        self.missing = Some(BEYOND);
    }
}

/// The beginning of a log without journals.
fn new_log() -> Result<Moved, OpenError> {
    let mut log = [0; 16];
    let filled = getrandom::fill(&mut log);
    filled.map_err(|cause| not_read(EngineError::Io(io::Error::other(cause))))?;
    Ok(Moved {
        log,
        until: 0,
        begun: 0,
    })
}

fn not_read(cause: EngineError) -> OpenError {
    // What the store cannot say of itself puts all of it in doubt.
    OpenError::Read(crate::read::failed(GlobalPosition(1), cause))
}
