//! Why a proof, a checkpoint or a log is not accepted: what happened, what still holds, what to do, and the exit code.

use std::io;
use std::path::PathBuf;

use eventlog::proof::{ProofRefused, ProverError};
use server::proofs::ProofsError;
use server::proofs::history::HistoryRefused;
use thiserror::Error;

/// Why it is not accepted.
#[derive(Debug, Error)]
pub(crate) enum ProofFailure {
    #[error("{} cannot be read: {cause}", .path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{} is larger than {bytes_max} bytes", .path.display())]
    TooLarge { path: PathBuf, bytes_max: u64 },
    #[error("this is no key, and no file that holds one; a key reads name+8 hex digits+base64")]
    NoKey,
    #[error("this data folder has no key yet")]
    NoOwnKey,
    #[error(transparent)]
    Proofs(#[from] ProofsError),
    #[error(transparent)]
    Prover(#[from] ProverError),
    #[error("the checkpoint {} is not to be trusted: {cause}", .path.display())]
    Checkpoint { path: PathBuf, cause: ProofRefused },
    #[error("the history is refused: {0}")]
    History(#[from] HistoryRefused),
    #[error("the growth is refused: {0}")]
    Growth(ProofRefused),
    #[error(
        "the kept checkpoint counts {kept} events and the other one {found}: a proof of growth is needed to compare them"
    )]
    GrowthNeeded { kept: u64, found: u64 },
    #[error(
        "DIFFERENT: two checkpoints of {size} events are signed and have different roots; one log was shown to you, another to somebody else"
    )]
    TwoHistories { size: u64 },
    #[error("SHORTER: the checkpoint promises {promised} events, the log has {found}; {} are lost", .promised - .found)]
    LogShorter { promised: u64, found: u64 },
    #[error("DIFFERENT: the log is not the one of the checkpoint of {size} events. {}", said(*.same, *.from, *.size))]
    LogDiffers {
        /// Events of the checkpoint that does not fit.
        size: u64,
        /// Events of the largest kept checkpoint that fits.
        same: u64,
        /// First of 256 events with a difference among them, as far as is known.
        from: Option<u64>,
    },
}

/// Where the difference lies, as closely as the checkpoints and the kept tile roots tell.
fn said(same: u64, from: Option<u64>, size: u64) -> String {
    let first = from.unwrap_or(0).max(same + 1);
    let last = from.map_or(size, |from| size.min(from + 255));
    let known = if same == 0 {
        String::new()
    } else {
        format!("The first {same} events are the same. ")
    };
    format!("{known}It is different from an entry between {first} and {last} on")
}

impl ProofFailure {
    pub(crate) const fn holds(&self) -> &'static str {
        match self {
            Self::LogShorter { .. } | Self::LogDiffers { .. } => {
                "nothing was changed; the checkpoint is signed by the log's own key and stays evidence"
            }
            Self::TwoHistories { .. } => "both checkpoints stay evidence against who signed them",
            Self::History(_) | Self::Growth(_) | Self::Checkpoint { .. } => {
                "nothing was changed; nothing is proven by this file"
            }
            Self::Unreadable { .. }
            | Self::TooLarge { .. }
            | Self::NoKey
            | Self::NoOwnKey
            | Self::Proofs(_)
            | Self::Prover(_)
            | Self::GrowthNeeded { .. } => "nothing was changed",
        }
    }

    pub(crate) const fn next(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } | Self::TooLarge { .. } => {
                "look at the path; a checkpoint or key is a few lines, a history a JSON file from /t/…/proof.json"
            }
            Self::NoKey => {
                "fetch it once from /log/vkey, or copy it from the board in the orchard, and keep it"
            }
            Self::NoOwnKey => "start the server once, or name the key with --vkey",
            Self::Proofs(_) | Self::Prover(_) => {
                "look at the folder proofs in the data folder and at its permissions"
            }
            Self::Checkpoint { .. } => {
                "compare the key with one from elsewhere; a checkpoint of another log or a changed one is worth nothing"
            }
            Self::History(_) => {
                "download it again from the tree's page; if it is refused again, keep both files and ask the orchard"
            }
            Self::Growth(_) | Self::TwoHistories { .. } => {
                "keep both files and show them to others: an honest log can always prove that it only grew"
            }
            Self::GrowthNeeded { .. } => {
                "fetch /log/consistency?from=SMALLER&to=LARGER from the server and name the file with --growth"
            }
            Self::LogShorter { .. } | Self::LogDiffers { .. } => {
                "stop the server, keep the folder as it is, and look for the backup that continues the checkpoint \
                 (deploy/runbook.md, the recipe about a kept checkpoint)"
            }
        }
    }

    /// Whether the log or what it gave out is not what it was: exit code 1.
    pub(crate) const fn is_damage(&self) -> bool {
        match self {
            Self::LogShorter { .. }
            | Self::LogDiffers { .. }
            | Self::TwoHistories { .. }
            | Self::History(_)
            | Self::Growth(_)
            | Self::Checkpoint { .. } => true,
            Self::Unreadable { .. }
            | Self::TooLarge { .. }
            | Self::NoKey
            | Self::NoOwnKey
            | Self::Proofs(_)
            | Self::Prover(_)
            | Self::GrowthNeeded { .. } => false,
        }
    }

    /// Whether it could not be done as asked: exit code 4.
    pub(crate) const fn is_refused(&self) -> bool {
        matches!(
            self,
            Self::NoKey | Self::NoOwnKey | Self::GrowthNeeded { .. }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_as_closely_as_it_is_known() {
        let cases = [
            (
                (0, None, 900),
                "It is different from an entry between 1 and 900 on",
            ),
            (
                (300, None, 900),
                "The first 300 events are the same. It is different from an entry between 301 and 900 on",
            ),
            (
                (0, Some(513), 900),
                "It is different from an entry between 513 and 768 on",
            ),
            (
                (600, Some(513), 900),
                "The first 600 events are the same. It is different from an entry between 601 and 768 on",
            ),
            (
                (0, Some(769), 900),
                "It is different from an entry between 769 and 900 on",
            ),
        ];
        for ((same, from, size), expected) in cases {
            assert_eq!(said(same, from, size), expected);
        }
    }
}
