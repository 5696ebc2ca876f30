//! The log's proofs in the running program: one prover beside the log, what it may answer, and how it is doing.
//!
//! `publisher.rs` follows the log and signs checkpoints, `witness.rs` hands them to others, `origin.rs` keeps the
//! log's name. When the log is not the one that was signed, or that cannot be told, the prover is shut: nothing is
//! signed, and `/readyz` says why. It knows no HTTP and no meaning of events.

pub mod history;
mod origin;
mod publisher;
mod witness;

use std::path::{Path, PathBuf};

use eventlog::{
    GlobalPosition, Log,
    proof::{AgainstError, KeyName, Prover, ProverError, SignedCheckpoint, Vkey},
};
use serde::Serialize;
use tokio::sync::watch;

pub(crate) use self::{origin::renew, publisher::keep_publishing, witness::keep_witnessed};
use crate::config::Config;

/// Where the prover keeps its key and its newest checkpoint, inside the data folder.
pub const FOLDER: &str = "proofs";

/// Why proofs cannot begin, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ProofsError {
    /// The prover's folder.
    #[error(transparent)]
    Prover(#[from] ProverError),
    /// The file with the log's name.
    #[error("{}: {cause}", .path.display())]
    Origin {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The file with the log's name holds none.
    #[error("{} does not hold the log's name", .path.display())]
    OriginMalformed {
        /// The file.
        path: PathBuf,
    },
    /// The settings ask for another name than the log has.
    #[error("the log is called {kept}, the setting proofs.origin says {asked}")]
    OtherOrigin {
        /// The name it has.
        kept: KeyName,
        /// The name in the settings.
        asked: KeyName,
    },
}

/// The public key of the log in this data folder; `None` before its first start.
///
/// # Errors
/// [`ProofsError`] when it cannot be read.
pub fn vkey_of(data: &Path) -> Result<Option<Vkey>, ProofsError> {
    let folder = data.join(FOLDER);
    match origin::kept(&folder)? {
        Some(origin) => Ok(Prover::vkey_in(&folder, origin)?),
        None => Ok(None),
    }
}

/// Whether checkpoints are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signing {
    /// They are; the first may still be under way.
    #[default]
    Going,
    /// The log could not be read just now; the next turn tries again.
    Failing,
    /// The key or the checkpoint could not be written; the program must be started again.
    Stopped,
    /// At the start the log could not be read to compare it with what was signed; the program must be started again.
    LogUnreadable,
    /// At the start the folder of witnessed checkpoints was not there or could not be read, so that nobody knows
    /// whether the log continues them; the program must be started again.
    WitnessUnreadable,
    /// The log ends before a checkpoint that was given out: events are lost.
    HistoryLost,
    /// The log holds other events than a checkpoint that was given out.
    HistoryDiffers,
}

impl Signing {
    /// Whether the log is not the one that was promised to others.
    #[must_use]
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::HistoryLost | Self::HistoryDiffers)
    }

    /// Whether nothing is signed and nothing proven: the log is not the one that was signed, or that cannot be told.
    #[must_use]
    pub const fn is_shut(self) -> bool {
        match self {
            Self::Going | Self::Failing | Self::Stopped => false,
            Self::LogUnreadable
            | Self::WitnessUnreadable
            | Self::HistoryLost
            | Self::HistoryDiffers => true,
        }
    }

    /// Whether checkpoints come by themselves: if not, somebody must look.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Going | Self::Failing)
    }
}

/// How deliveries to one witness go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Delivery {
    /// Whether the last one failed.
    pub failing: bool,
    /// Events in the newest checkpoint that arrived.
    pub events: u64,
    /// Failures since the start.
    pub failures: u64,
}

/// How proofs are doing, for `/readyz` and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Status {
    /// Whether checkpoints are signed.
    pub signing: Signing,
    /// Events in the newest checkpoint; none before the first.
    pub checkpoint_events: Option<u64>,
    /// The folder of witnessed checkpoints; none where there is no such folder.
    pub witness_folder: Option<Delivery>,
    /// The address checkpoints are posted to; none where there is none.
    pub witness_url: Option<Delivery>,
}

/// The prover and how it is doing.
pub struct Proofs {
    /// None when it was shut from the start.
    prover: Option<Prover>,
    vkey: Vkey,
    status: watch::Sender<Status>,
}

impl Proofs {
    /// Opens the prover beside the log, making key and name at the first start. A log that is not the one that was
    /// signed, here or for the folder of witnesses, leaves the prover shut; so does one that cannot be compared.
    ///
    /// # Errors
    /// [`ProofsError`], when key, name or checkpoint cannot be used.
    pub fn open(log: &Log, config: &Config) -> Result<Self, ProofsError> {
        let folder = config.data.join(FOLDER);
        let origin = origin::settle(&folder, config)?;
        let (prover, signing) = match Prover::open(log.clone(), &folder, origin.clone()) {
            Ok(prover) => {
                let signing = judge_witnessed(&prover, log, config);
                (Some(prover).filter(|_| !signing.is_shut()), signing)
            }
            Err(error) => (None, shut_by(error)?),
        };
        let vkey = match &prover {
            Some(prover) => Some(prover.vkey().clone()),
            None => Prover::vkey_in(&folder, origin)?,
        };
        let vkey = vkey.ok_or_else(|| ProverError::KeyMissing {
            path: folder.clone(),
        })?;
        let status = Status {
            signing,
            checkpoint_events: newest(prover.as_ref()).map(|signed| signed.checkpoint().size),
            witness_folder: config.proofs.witness_folder().map(|_| Delivery::default()),
            witness_url: (!config.proofs.witness_url.is_empty()).then(Delivery::default),
        };
        Ok(Self {
            prover,
            vkey,
            status: watch::Sender::new(status),
        })
    }

    /// The public key, which also carries the log's name.
    pub fn vkey(&self) -> &Vkey {
        &self.vkey
    }

    /// The prover; none while it is shut.
    pub fn prover(&self) -> Option<&Prover> {
        self.prover
            .as_ref()
            .filter(|_| !self.status.borrow().signing.is_shut())
    }

    /// The newest checkpoint, if there is one that may be shown.
    pub fn checkpoint(&self) -> Option<SignedCheckpoint> {
        newest(self.prover())
    }

    /// How it is doing now, and whenever that changes.
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.subscribe()
    }

    /// Signs a checkpoint of everything durable. Blocking.
    fn publish(&self) {
        let Some(prover) = self.prover() else { return };
        match prover.publish() {
            Ok(signed) => {
                let events = signed.checkpoint().size;
                self.status.send_modify(|status| {
                    if !status.signing.is_shut() {
                        status.signing = Signing::Going;
                    }
                    status.checkpoint_events = Some(events);
                });
            }
            Err(error) => self.note(&error),
        }
    }

    /// Remembers why signing failed; said in the log when it is news.
    fn note(&self, error: &ProverError) {
        let found = told_by(error);
        self.status.send_if_modified(|status| {
            let news = status.signing != found && !status.signing.is_shut();
            if news && !matches!(error, ProverError::Stopped) {
                tracing::error!(%error, "no checkpoint of the log was signed");
                status.signing = found;
            }
            news
        });
    }

    /// Shuts the prover for as long as the program runs: somebody else knows that events are lost here.
    fn shut_as_lost(&self) {
        self.status.send_modify(|status| {
            if !status.signing.is_shut() {
                status.signing = Signing::HistoryLost;
            }
        });
    }
}

fn newest(prover: Option<&Prover>) -> Option<SignedCheckpoint> {
    prover.and_then(Prover::checkpoint)
}

/// What an error says about signing.
fn told_by(error: &ProverError) -> Signing {
    match error {
        ProverError::LogShorter { .. } => Signing::HistoryLost,
        ProverError::LogDiffers { .. }
        | ProverError::EventDiffers { .. }
        | ProverError::Contradiction(_) => Signing::HistoryDiffers,
        ProverError::Read(_) => Signing::Failing,
        ProverError::Io { .. }
        | ProverError::InUse { .. }
        | ProverError::KeyMissing { .. }
        | ProverError::KeyMalformed { .. }
        | ProverError::KeyExposed { .. }
        | ProverError::NoRandomness
        | ProverError::StoredCheckpoint { .. }
        | ProverError::Stopped
        | ProverError::OutsideTree { .. }
        | ProverError::Path(_) => Signing::Stopped,
    }
}

/// Why the prover is shut that could not be opened. An error that says nothing of the log's history is one of the start.
fn shut_by(error: ProverError) -> Result<Signing, ProofsError> {
    let told = told_by(&error);
    let signing = if told == Signing::Failing {
        Signing::LogUnreadable
    } else {
        told
    };
    if !signing.is_shut() {
        return Err(error.into());
    }
    if signing.is_broken() {
        tracing::error!(%error, "NOTHING IS SIGNED: the log is not the one that was signed before");
    } else {
        tracing::error!(%error, "NOTHING IS SIGNED: the log could not be read; start again once it can be");
    }
    Ok(signing)
}

/// Compares the log with the newest checkpoint in the folder of witnesses. A data folder that was restored whole, its
/// own checkpoint included, shows here and nowhere else.
fn judge_witnessed(prover: &Prover, log: &Log, config: &Config) -> Signing {
    let Some(folder) = config.proofs.witness_folder() else {
        return Signing::Going;
    };
    let kept = match witness::newest_in(folder, prover.vkey()) {
        Ok(Some(kept)) => kept,
        Ok(None) => return Signing::Going,
        Err(error) => {
            tracing::error!(
                %error,
                "NOTHING IS SIGNED: the folder of witnessed checkpoints is not there or cannot be read; mount it, or \
                 make it the first time, and start again"
            );
            return Signing::WitnessUnreadable;
        }
    };
    let error = match continues(prover, log, &kept) {
        Ok(()) => return Signing::Going,
        Err(error) => error,
    };
    let signing = judged(&error);
    tracing::error!(
        %error,
        ?signing,
        events = kept.checkpoint().size,
        "NOTHING IS SIGNED: the log is not known to continue the newest witnessed checkpoint"
    );
    signing
}

/// What a comparison with a checkpoint says. A disk that cannot be read accuses nobody.
const fn judged(error: &AgainstError) -> Signing {
    match error {
        AgainstError::Read(_) => Signing::LogUnreadable,
        AgainstError::LogShorter { .. } => Signing::HistoryLost,
        AgainstError::Checkpoint(_) | AgainstError::LogDiffers { .. } => Signing::HistoryDiffers,
    }
}

/// Whether the log begins with what a checkpoint promises. Reads the log only for what the prover has not signed yet.
fn continues(prover: &Prover, log: &Log, kept: &SignedCheckpoint) -> Result<(), AgainstError> {
    let promised = kept.checkpoint();
    let signed = prover
        .checkpoint()
        .map_or(0, |signed| signed.checkpoint().size);
    if promised.size <= signed
        && log.durable_position() >= GlobalPosition(promised.size)
        && let Ok(proof) = prover.prove_growth(promised.size)
    {
        let proven = proof.verify(promised, prover.vkey());
        return proven.map(drop).map_err(AgainstError::from);
    }
    eventlog::proof::verify_against(kept.note(), prover.vkey(), log, |_, _| ()).map(drop)
}

#[cfg(test)]
mod tests;
