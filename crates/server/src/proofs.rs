//! The log's proofs in the running program: one prover beside the log, what it may answer, and how it is doing.
//!
//! `publisher.rs` follows the log and signs checkpoints, `witness.rs` hands them to others, `origin.rs` keeps the
//! log's name. When the log is not the one that was signed, or that cannot be told, the prover is shut: nothing is
//! signed, and `/readyz` says why. It knows no HTTP and no meaning of events.

pub mod history;
mod judge;
mod memory;
mod origin;
mod publisher;
mod witness;

use std::path::{Path, PathBuf};

use eventlog::{
    Log,
    proof::{KeyName, Prover, ProverError, SignedCheckpoint, Vkey},
};
use parking_lot::RwLock;
use serde::Serialize;
use tokio::sync::watch;

use self::judge::{judge_witnessed, remembered, shut_by, told_by};
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
    /// Whether a witness is ahead of the log cannot be told.
    #[error("{}: {cause}", .path.display())]
    Remembered {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
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
    /// Where key, name, checkpoint and what witnesses told are kept.
    folder: PathBuf,
    /// The newest checkpoint that a witness cosigned.
    cosigned: RwLock<Option<SignedCheckpoint>>,
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
                let signing = match remembered(&folder)? {
                    Some(shut) => shut,
                    None => judge_witnessed(&prover, log, config),
                };
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
            cosigned: RwLock::new(memory::cosigned(&folder, &vkey)),
            prover,
            vkey,
            status: watch::Sender::new(status),
            folder,
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

    /// The newest checkpoint as others get it: with a witness's cosignature, if that stands under this very one.
    pub fn served_checkpoint(&self) -> Option<SignedCheckpoint> {
        let newest = self.checkpoint()?;
        let cosigned = self.cosigned_checkpoint();
        let same = cosigned.filter(|cosigned| cosigned.checkpoint() == newest.checkpoint());
        Some(same.unwrap_or(newest))
    }

    /// The newest checkpoint that a witness cosigned; none while the prover is shut.
    pub fn cosigned_checkpoint(&self) -> Option<SignedCheckpoint> {
        self.prover()?;
        self.cosigned.read().clone()
    }

    /// Keeps what a witness cosigned. That it cannot be kept over a restart is told, and no more.
    fn keep_cosigned(&self, signed: SignedCheckpoint) {
        if let Err(error) = memory::keep_cosigned(&self.folder, &signed) {
            tracing::warn!(%error, "a witness's cosignature is not kept over the next restart");
        }
        *self.cosigned.write() = Some(signed);
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

    /// Shuts the prover until somebody looked, also over a restart: somebody else knows that events are lost here.
    fn shut_as_lost(&self, told: &str) {
        if let Err(error) = memory::keep_ahead(&self.folder, told) {
            tracing::error!(
                %error,
                "that a witness is ahead cannot be remembered: do not start again before you looked"
            );
        }
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

#[cfg(test)]
mod tests;
