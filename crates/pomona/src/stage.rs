//! Where a data folder is filled before it counts: a folder inside it, moved up when it is whole. For the seeding of a
//! demo, a restore, an import.
//!
//! Killed at any moment, a half-filled folder never looks like a whole one: what stands on the stage without its mark is
//! thrown away and begun anew; with the mark, moving is finished. The log moves last, and a folder counts as filled
//! once it holds a log. It all happens inside the data folder, because that may be a mount of its own.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use server::operations::{RESTORING, files::make_folder_durably};
use thiserror::Error;

/// What a folder is filled for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purpose {
    /// Name of the stage in the data folder.
    folder: &'static str,
    /// Parts of a data folder that may stand there already; they are left alone.
    may_stand: &'static [&'static str],
}

/// Seeding a demo.
pub(crate) const SEED: Purpose = Purpose {
    folder: "seeding",
    may_stand: &[],
};
/// Restoring a backup, which has no master key.
pub(crate) const RESTORE: Purpose = Purpose {
    folder: RESTORING,
    may_stand: &["master.key"],
};
/// Importing a log beside what else was saved.
pub(crate) const IMPORT: Purpose = Purpose {
    folder: RESTORING,
    may_stand: &["master.key", "vault.sqlite", "blobs"],
};

/// Says that everything in the folder is complete.
const MARK: &str = "COMPLETE";
const LOCK: &str = "stage.lock";
const LOG: &str = "log";
/// What a data folder holds beside its log; without a log these are somebody's remains.
const PARTS: [&str; 6] = [
    "vault.sqlite",
    "master.key",
    "blobs",
    "readmodels.sqlite",
    "policies.position",
    "proofs",
];

/// Why the demo has no place.
#[derive(Debug, Error)]
pub(crate) enum StageError {
    /// Another process fills this folder.
    #[error("another pomona is filling {}", .folder.display())]
    InUse {
        /// The data folder.
        folder: PathBuf,
    },
    /// There is no log, but something else of a data folder.
    #[error("{} holds {part} but no log", .folder.display())]
    Remains {
        /// The data folder.
        folder: PathBuf,
        /// What stands there.
        part: &'static str,
    },
    /// A file could not be read, moved or removed.
    #[error("{}: {cause}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

/// What a data folder is good for.
pub(crate) enum Ground {
    /// It holds a log and is served as it is.
    Taken,
    /// It holds a log since just now: what had been cut off at its very end is finished.
    Finished,
    /// It can be filled here.
    Free(Stage),
}

/// A place to fill; nobody else fills the folder while it is held.
pub(crate) struct Stage {
    data: PathBuf,
    purpose: Purpose,
    _lock: File,
}

/// Looks at a data folder, finishing what a killed process had nearly finished.
///
/// # Errors
/// [`StageError`].
pub(crate) fn look(data: &Path, purpose: Purpose) -> Result<Ground, StageError> {
    let begun = data.join(purpose.folder);
    if exists(&data.join(LOG))? && !exists(&begun)? {
        return Ok(Ground::Taken);
    }
    make_folder_durably(data).map_err(|error| StageError::Io {
        path: error.path,
        cause: error.cause,
    })?;
    let stage = Stage {
        data: data.to_owned(),
        purpose,
        _lock: lock(data)?,
    };
    if exists(&stage.folder().join(MARK))? {
        stage.move_up()?;
        return Ok(Ground::Finished);
    }
    if exists(&data.join(LOG))? {
        // The log moves last, so only an empty folder can be left of a stage; anything else stays.
        return match fs::remove_dir(stage.folder()) {
            Ok(()) => Ok(Ground::Finished),
            Err(_not_ours) => Ok(Ground::Taken),
        };
    }
    for part in PARTS {
        if !purpose.may_stand.contains(&part) && exists(&data.join(part))? {
            return Err(StageError::Remains {
                folder: data.to_owned(),
                part,
            });
        }
    }
    let folder = stage.folder();
    if exists(&folder)? {
        fs::remove_dir_all(&folder).map_err(at(&folder))?;
    }
    fs::create_dir(&folder).map_err(at(&folder))?;
    // From here on a power cut leaves a folder that is refused, not one that looks as if nothing had begun.
    sync(data)?;
    Ok(Ground::Free(stage))
}

impl Stage {
    /// The folder to fill.
    pub(crate) fn folder(&self) -> PathBuf {
        self.data.join(self.purpose.folder)
    }

    /// Makes the folder count. Everything in it must be closed.
    ///
    /// # Errors
    /// [`StageError::Io`]; calling [`look`] again finishes the job.
    pub(crate) fn finish(self) -> Result<(), StageError> {
        let mark = self.folder().join(MARK);
        File::create(&mark)
            .and_then(|file| file.sync_all())
            .map_err(at(&mark))?;
        sync(&self.folder())?;
        self.move_up()
    }

    fn move_up(&self) -> Result<(), StageError> {
        let folder = self.folder();
        for entry in fs::read_dir(&folder).map_err(at(&folder))? {
            let name = entry.map_err(at(&folder))?.file_name();
            if name != LOG && name != MARK {
                rename(&folder.join(&name), &self.data.join(&name))?;
            }
        }
        sync(&self.data)?;
        if exists(&folder.join(LOG))? {
            rename(&folder.join(LOG), &self.data.join(LOG))?;
        }
        sync(&self.data)?;
        fs::remove_dir_all(&folder).map_err(at(&folder))?;
        // What counts shall be served after a power cut too, without anybody looking at it first.
        sync(&self.data)
    }
}

impl Drop for Stage {
    /// The file is of no use any more; that it stays behind would be no failure.
    fn drop(&mut self) {
        drop(fs::remove_file(self.data.join(LOCK)));
    }
}

fn lock(data: &Path) -> Result<File, StageError> {
    let path = data.join(LOCK);
    let file = File::create(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StageError::InUse {
            folder: data.to_owned(),
        }),
        Err(TryLockError::Error(cause)) => Err(at(&path)(cause)),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), StageError> {
    fs::rename(from, to).map_err(at(from))
}

fn sync(folder: &Path) -> Result<(), StageError> {
    File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(at(folder))
}

fn exists(path: &Path) -> Result<bool, StageError> {
    path.try_exists().map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> StageError {
    move |cause| StageError::Io {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(data: &Path) -> Stage {
        match look(data, SEED).unwrap() {
            Ground::Free(stage) => stage,
            Ground::Taken | Ground::Finished => unreachable!("the folder is taken"),
        }
    }

    fn seed(stage: &Stage) {
        fs::create_dir(stage.folder().join(LOG)).unwrap();
        fs::write(stage.folder().join(LOG).join("db"), "events").unwrap();
        fs::write(stage.folder().join("vault.sqlite"), "keys").unwrap();
    }

    fn names(data: &Path) -> Vec<String> {
        let entries = fs::read_dir(data).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_finished_stage_leaves_the_seeded_folder_and_nothing_else() {
        let data = tempfile::tempdir().unwrap();
        let stage = free(data.path());
        seed(&stage);
        stage.finish().unwrap();
        assert_eq!(names(data.path()), ["log", "vault.sqlite"]);
        assert!(matches!(look(data.path(), SEED).unwrap(), Ground::Taken));
    }

    #[test]
    fn what_was_killed_while_seeding_is_begun_anew() {
        let data = tempfile::tempdir().unwrap();
        let killed = free(data.path());
        seed(&killed);
        drop(killed);
        let stage = free(data.path());
        assert!(names(&stage.folder()).is_empty());
    }

    #[test]
    fn what_was_killed_while_moving_is_finished() {
        let data = tempfile::tempdir().unwrap();
        let killed = free(data.path());
        seed(&killed);
        fs::write(killed.folder().join(MARK), "").unwrap();
        fs::rename(
            killed.folder().join("vault.sqlite"),
            data.path().join("vault.sqlite"),
        )
        .unwrap();
        drop(killed);
        assert!(matches!(look(data.path(), SEED).unwrap(), Ground::Finished));
        assert_eq!(names(data.path()), ["log", "vault.sqlite"]);
        // Killed once more, while the stage itself was removed.
        for mark in [true, false] {
            fs::create_dir(data.path().join(SEED.folder)).unwrap();
            if mark {
                fs::write(data.path().join(SEED.folder).join(MARK), "").unwrap();
            }
            assert!(matches!(look(data.path(), SEED).unwrap(), Ground::Finished));
            assert_eq!(names(data.path()), ["log", "vault.sqlite"]);
        }
        assert!(matches!(look(data.path(), SEED).unwrap(), Ground::Taken));
        assert_eq!(fs::read(data.path().join("log/db")).unwrap(), b"events");
    }

    #[test]
    fn a_restore_leaves_the_key_that_stands_there_and_nothing_else_may() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("master.key"), "secret").unwrap();
        let Ground::Free(stage) = look(data.path(), RESTORE).unwrap() else {
            unreachable!("the folder is taken");
        };
        seed(&stage);
        assert_eq!(
            names(data.path()),
            ["master.key", "restoring", "stage.lock"]
        );
        stage.finish().unwrap();
        assert_eq!(names(data.path()), ["log", "master.key", "vault.sqlite"]);
        let other = tempfile::tempdir().unwrap();
        fs::write(other.path().join("vault.sqlite"), "keys").unwrap();
        let refused = look(other.path(), RESTORE);
        assert!(matches!(refused, Err(StageError::Remains { .. })));
        assert!(matches!(look(other.path(), IMPORT), Ok(Ground::Free(_))));
    }

    #[test]
    fn two_do_not_seed_one_folder() {
        let data = tempfile::tempdir().unwrap();
        let _first = free(data.path());
        assert!(matches!(
            look(data.path(), SEED),
            Err(StageError::InUse { .. })
        ));
    }

    #[test]
    fn remains_without_a_log_are_not_written_over() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("master.key"), "secret").unwrap();
        let refused = look(data.path(), SEED);
        assert!(matches!(
            refused,
            Err(StageError::Remains {
                part: "master.key",
                ..
            })
        ));
        assert_eq!(fs::read(data.path().join("master.key")).unwrap(), b"secret");
    }
}
