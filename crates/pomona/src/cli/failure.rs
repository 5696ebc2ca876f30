//! Why a command did not do what was asked: what happened, what still holds, what to do, and the exit code.
//! A closed list; the words for a person are made here and nowhere else in this crate.

mod advice;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use app::Error as AppError;
use app::error::Fault;
use eventlog::transfer::ImportError;
use eventlog::{Damaged, OpenError, ReadError};
use server::config::ConfigError;
use server::history::HistoryError;
use server::operations::SourceError;
use server::operations::backup::BackupError;
use server::operations::manifest::ManifestError;
use server::operations::restore::RestoreError;
use server::printing::PrintError;
use server::{AssembleError, logs::LogsError};
use thiserror::Error;
use vault::VaultError;

use super::bar::note;
use super::proof::ProofFailure;
use crate::demo::StepFailed;
use crate::stage::StageError;

const DAMAGED: u8 = 1;
const MISUSED: u8 = 2;
const IN_USE: u8 = 3;
const REFUSED: u8 = 4;
const BROKEN: u8 = 5;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Settings(#[from] ConfigError),
    #[error(transparent)]
    Logs(#[from] LogsError),
    #[error("another pomona uses this folder")]
    InUse,
    #[error("the event log is damaged at position {}: {}", .0.position, .0.what)]
    Damaged(Damaged),
    #[error(transparent)]
    Source(SourceError),
    #[error(transparent)]
    Backup(BackupError),
    #[error(transparent)]
    Restore(#[from] RestoreError),
    #[error("{} is not imported: {cause}", .path.display())]
    Import { path: PathBuf, cause: ImportError },
    #[error("{} holds a log already", .folder.display())]
    Taken { folder: PathBuf },
    #[error("{} holds no log", .folder.display())]
    NoLog { folder: PathBuf },
    #[error(transparent)]
    Assemble(AssembleError),
    #[error("the event log cannot be opened: {0}")]
    Open(OpenError),
    #[error("the event log cannot be read: {0}")]
    Read(ReadError),
    #[error(transparent)]
    App(AppError),
    #[error(transparent)]
    Proof(#[from] ProofFailure),
    #[error("the vault failed: {0}")]
    Vault(VaultError),
    #[error("the read models cannot be built: {0}")]
    Build(#[from] readmodels::OpenError),
    #[error(transparent)]
    Dump(#[from] readmodels::DumpError),
    #[error(transparent)]
    Query(#[from] readmodels::QueryError),
    #[error(transparent)]
    History(#[from] HistoryError),
    #[error(transparent)]
    Print(#[from] PrintError),
    #[error("cannot listen on {address}: {cause}")]
    Bind {
        address: SocketAddr,
        cause: io::Error,
    },
    #[error("the listener failed: {0}")]
    Serve(io::Error),
    #[error("signals cannot be received: {0}")]
    Signals(io::Error),
    #[error("standard output cannot be written: {0}")]
    Output(io::Error),
    #[error("standard input cannot be read: {0}")]
    Input(io::Error),
    #[error("{} cannot be written: {cause}", .path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error("{} cannot be read: {cause}", .path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("the system gives no randomness")]
    NoRandomness,
    #[error("there is nobody with this login or id")]
    NobodyThere,
    #[error("{0} is no person's id")]
    NoPersonId(String),
    #[error("this login is taken")]
    LoginTaken,
    #[error("not confirmed")]
    NotConfirmed,
    #[error(transparent)]
    Stage(#[from] StageError),
    #[error(transparent)]
    Seed(#[from] StepFailed),
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        if matches!(error, OpenError::InUse { .. }) {
            Self::InUse
        } else if let OpenError::Read(error) = error {
            Self::from(error)
        } else {
            Self::Open(error)
        }
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        if let ReadError::Damaged(damaged) = error {
            Self::Damaged(damaged)
        } else {
            Self::Read(error)
        }
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        if let SourceError::Read(error) = error {
            Self::from(error)
        } else if let SourceError::Vault(error) = error {
            Self::from(error)
        } else if let SourceError::Output(cause) = error {
            Self::Output(cause)
        } else {
            Self::Source(error)
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        if let BackupError::Source(error) = error {
            Self::from(error)
        } else {
            Self::Backup(error)
        }
    }
}

impl From<AssembleError> for Failure {
    fn from(error: AssembleError) -> Self {
        if matches!(error, AssembleError::Vault(VaultError::InUse { .. })) {
            Self::InUse
        } else if let AssembleError::Log(error) = error {
            Self::from(error)
        } else {
            Self::Assemble(error)
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        if matches!(error, AppError::NotFound | AppError::NotSignedIn) {
            Self::NobodyThere
        } else {
            Self::App(error)
        }
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let error = AppError::from(error);
        if let AppError::Fault(Fault::Vault(error)) = error {
            Self::Vault(error)
        } else {
            Self::from(error)
        }
    }
}

impl Failure {
    /// Says it on standard error and gives the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        if let Self::Output(cause) = self
            && cause.kind() == io::ErrorKind::BrokenPipe
        {
            // Whoever read the output has had enough of it.
            return ExitCode::SUCCESS;
        }
        note(format_args!("pomona: {self}"));
        for reason in self.reasons() {
            note(format_args!("  {reason}"));
        }
        note(format_args!("  Still true: {}", self.holds()));
        note(format_args!("  Next: {}", self.next()));
        ExitCode::from(self.code())
    }

    /// What the sentence leaves out.
    fn reasons(&self) -> Vec<String> {
        if let Self::App(AppError::Invalid(violations)) = self {
            let each = violations.iter();
            each.map(|violation| format!("{}: {}", violation.field, violation.code))
                .collect()
        } else if let Self::App(AppError::Fault(fault)) = self {
            vec![fault.to_string()]
        } else {
            Vec::new()
        }
    }

    const fn holds(&self) -> &'static str {
        if let Self::Proof(failure) = self {
            failure.holds()
        } else if matches!(
            self,
            Self::Damaged(_) | Self::Source(SourceError::Damaged { .. })
        ) {
            "everything before this position can be read, and no event was written; but opening a damaged log \
             may shorten its file"
        } else if matches!(self, Self::Open(_) | Self::Read(_)) {
            "no event was written; but opening a damaged log may shorten its file"
        } else if matches!(self, Self::Serve(_) | Self::Signals(_)) {
            "everything that was acknowledged is in the log"
        } else if matches!(self, Self::Seed(_)) {
            "the data folder is as it was; what was seeded does not count"
        } else if matches!(self, Self::Build(_)) {
            "the log is whole and the old read models are as they were"
        } else if matches!(self, Self::Backup(_)) {
            "the log is untouched, and the backup is the one of the last run that ended well"
        } else if matches!(self, Self::Restore(_) | Self::Import { .. }) {
            "nothing was restored: the data folder holds no log, and what was read from is untouched"
        } else if matches!(self, Self::Output(_) | Self::File { .. }) {
            "what is in the log stays there"
        } else {
            "nothing was changed"
        }
    }

    const fn next(&self) -> &'static str {
        match self {
            Self::Settings(_) | Self::Logs(_) => {
                "correct the setting; deploy/pomona.example.toml lists all of them"
            }
            Self::InUse => {
                "stop the other one (for a server: SIGTERM), or choose another folder with --data"
            }
            Self::Damaged(_) | Self::Source(SourceError::Damaged { .. }) => {
                "stop the server, copy the folder away before anything opens it again, restore the last backup, \
                 and keep the damaged copy (deploy/runbook.md, recipe 4)"
            }
            Self::Source(error) => advice::of_source(error),
            Self::Backup(error) => advice::of_backup(error),
            Self::Restore(error) => advice::of_restore(error),
            Self::Import { .. } => {
                "export again from the log it came from; an exported file is read in as it is or not at all"
            }
            Self::Taken { .. } => "name an empty folder with --data; a log is never written over",
            Self::Proof(failure) => failure.next(),
            Self::NoLog { .. } => {
                "name the data folder with --data or POMONA_DATA; `pomona serve` makes a new one"
            }
            Self::Assemble(_) => "see the advice above, then run the command again",
            Self::Open(error) => advice::of_open(error),
            Self::Read(_) | Self::Vault(_) | Self::Query(_) => advice::LOOK_AT_THE_DISK,
            Self::App(AppError::Invalid(_)) => "correct what is named above",
            Self::App(AppError::Rejected(_)) => {
                "a rule of the product says no; look at `pomona user list`"
            }
            Self::App(_) => "run the command again; if it fails again, look at the log lines above",
            Self::Build(_) => {
                "update the program if the log is from a newer one; otherwise run `pomona log verify`"
            }
            Self::History(HistoryError::NothingThere | HistoryError::TooMany { .. }) => {
                "check the code; for all of a year: `pomona history season YEAR`"
            }
            Self::Print(PrintError::Stock) => "name another page with --stock",
            Self::Print(_) => {
                "check the block's id; of a larger block pages print a thousand tags a file"
            }
            Self::History(_) => advice::LOOK_AT_THE_DISK,
            Self::Dump(_) => "run `pomona readmodel rebuild`, then this again",
            Self::Bind { .. } => {
                "choose another address with --bind or POMONA_BIND, or stop what listens there"
            }
            Self::Serve(_) | Self::Signals(_) => "start it again",
            Self::Output(_) | Self::Input(_) => "run it again with its input and output connected",
            Self::File { .. } | Self::Unreadable { .. } => {
                "look at the path, the permissions and the free space"
            }
            Self::NoRandomness => "give a password with --password-stdin",
            Self::NobodyThere => {
                "look at `pomona user list`; logins are spelled as they were given"
            }
            Self::NoPersonId(_) => {
                "a person's id looks like per_… and stands in `pomona user list`; or use --login"
            }
            Self::LoginTaken => "choose another login, or change roles with `pomona user grant`",
            Self::NotConfirmed => "run it again and type the word, or add --yes",
            Self::Stage(StageError::InUse { .. }) => {
                "wait until it is done, or choose another folder with --data"
            }
            Self::Stage(StageError::Remains { .. }) => {
                "choose an empty folder with --data, or restore the missing log"
            }
            Self::Stage(StageError::Io { .. }) => {
                "look at the permissions and the free space, then run it again"
            }
            Self::Seed(_) => "run it again; if it fails again, report the step",
        }
    }

    const fn code(&self) -> u8 {
        if matches!(
            self,
            Self::Damaged(_)
                | Self::Source(SourceError::Damaged { .. })
                | Self::Import { .. }
                | Self::Backup(
                    BackupError::ChangedPhoto { .. }
                        | BackupError::Changed { .. }
                        | BackupError::Manifest(ManifestError::Malformed { .. })
                )
                | Self::Restore(
                    RestoreError::Changed { .. }
                        | RestoreError::Stretch { .. }
                        | RestoreError::OtherEnd { .. }
                        | RestoreError::Manifest(ManifestError::Malformed { .. })
                )
        ) || matches!(self, Self::Proof(failure) if failure.is_damage())
        {
            DAMAGED
        } else if matches!(
            self,
            Self::Settings(_) | Self::Logs(_) | Self::NoPersonId(_)
        ) {
            MISUSED
        } else if matches!(
            self,
            Self::InUse
                | Self::Stage(StageError::InUse { .. })
                | Self::Source(SourceError::Busy)
                | Self::Backup(BackupError::InUse { .. })
        ) {
            IN_USE
        } else if matches!(self, Self::Proof(failure) if failure.is_refused())
            || matches!(
                self,
                Self::NoLog { .. }
                    | Self::Taken { .. }
                    | Self::Source(SourceError::BeyondEnd { .. })
                    | Self::Backup(
                        BackupError::Foreign { .. }
                            | BackupError::OtherEpoch
                            | BackupError::OtherLog { .. }
                            | BackupError::LogShorter { .. }
                    )
                    | Self::Restore(RestoreError::NoBackup { .. })
                    | Self::NobodyThere
                    | Self::History(HistoryError::NothingThere | HistoryError::TooMany { .. })
                    | Self::Print(_)
                    | Self::LoginTaken
                    | Self::NotConfirmed
                    | Self::Stage(StageError::Remains { .. })
                    | Self::App(AppError::Invalid(_) | AppError::Rejected(_) | AppError::Forbidden)
            )
        {
            REFUSED
        } else {
            BROKEN
        }
    }
}

#[cfg(test)]
mod tests;
