//! What to do next when a backup, a restore or a question to a server failed. Words for a person, nothing else.

use eventlog::OpenError;
use server::operations::SourceError;
use server::operations::backup::BackupError;
use server::operations::restore::RestoreError;

/// After something on the disk could not be read.
pub(super) const LOOK_AT_THE_DISK: &str =
    "look at the disk and the folder's permissions, then run the command again";
/// After the log's folder was found with an `EPOCH` that is none.
const AFTER_A_HARMED_EPOCH: &str = "put the file EPOCH back from a copy of the folder; or move it away: the \
    log then begins a new epoch with all its events, positions kept from before are refused, and a new backup is begun \
    with `pomona backup --to` another folder";

/// After a log's folder that was not opened.
pub(super) const fn of_open(error: &OpenError) -> &'static str {
    match error {
        OpenError::NewerFormat { .. } => {
            "use the newer program; going back means restoring the backup from before (deploy/runbook.md, recipe 13)"
        }
        OpenError::NotALog { .. } => {
            "check that --data names the data folder; if it does, keep it as it is and restore the last backup into \
             a new one (deploy/runbook.md, recipe 8)"
        }
        OpenError::Epoch { .. } => AFTER_A_HARMED_EPOCH,
        OpenError::InUse { .. } | OpenError::Io { .. } | OpenError::Read(_) => LOOK_AT_THE_DISK,
    }
}

/// After a question that was not answered.
pub(super) const fn of_source(error: &SourceError) -> &'static str {
    match error {
        SourceError::BeyondEnd { .. } => "look at `pomona log stat` for where the log ends",
        SourceError::Busy => "wait until it is done, then run the command again",
        SourceError::Gone => {
            "run the command again; if no server holds the folder any more, it opens the folder itself"
        }
        SourceError::Misunderstood => "use the pomona that the server was started from",
        SourceError::Damaged { .. }
        | SourceError::Read(_)
        | SourceError::Vault(_)
        | SourceError::Unreadable { .. }
        | SourceError::Output(_) => "look at the disk and the server's log lines",
    }
}

/// After a backup that was not brought up to date.
pub(super) const fn of_backup(error: &BackupError) -> &'static str {
    match error {
        BackupError::Foreign { .. } => "name an empty folder, or the folder of an earlier backup",
        BackupError::InUse { .. } => "wait until it is done",
        BackupError::OtherEpoch => {
            "keep this backup as it is and begin a new one in another folder; positions after the restore \
             mean other events than before it"
        }
        BackupError::OtherLog { .. } => {
            "check that --data and --to belong together; if they do, the log was changed: run `pomona log \
             verify`, keep both folders, and begin a new backup in another folder"
        }
        BackupError::LogShorter { .. } => {
            "check that --data and --to belong together; if they do, the log has lost its end: keep both \
             folders and restore this backup into a new data folder (deploy/runbook.md, recipe 8)"
        }
        BackupError::ChangedPhoto { .. } => {
            "put the photo back from an older backup, or move it out of the blobs folder; then run it again"
        }
        BackupError::Manifest(_) | BackupError::Changed { .. } => {
            "keep this backup as it is and begin a new one in another folder"
        }
        BackupError::Source(_) | BackupError::File(_) => {
            "look at the path, the permissions and the free space, then run it again"
        }
    }
}

/// After a restore that was given up.
pub(super) const fn of_restore(error: &RestoreError) -> &'static str {
    match error {
        RestoreError::NoBackup { .. } => {
            "name the folder that `pomona backup --to` wrote; it holds a MANIFEST.json"
        }
        RestoreError::Changed { .. }
        | RestoreError::Stretch { .. }
        | RestoreError::OtherEnd { .. }
        | RestoreError::Manifest(_) => {
            "this copy of the backup is damaged: take another copy of it, or an older backup"
        }
        RestoreError::File(_)
        | RestoreError::Open(_)
        | RestoreError::Read(_)
        | RestoreError::Vault(_)
        | RestoreError::Name(_) => {
            "look at the path, the permissions and the free space, then run it again"
        }
    }
}
