//! Whether the log is the one that was signed: what errors say of it, what witnesses kept, what they told before.

use std::path::Path;

use eventlog::{
    GlobalPosition, Log,
    proof::{AgainstError, Prover, ProverError, SignedCheckpoint},
};

use super::{ProofsError, Signing, memory, witness};
use crate::config::Config;

/// What an error says about signing.
pub(super) fn told_by(error: &ProverError) -> Signing {
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
pub(super) fn shut_by(error: ProverError) -> Result<Signing, ProofsError> {
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

/// Whether a witness was found ahead before this start.
pub(super) fn remembered(folder: &Path) -> Result<Option<Signing>, ProofsError> {
    let ahead = memory::is_ahead(folder).map_err(|cause| ProofsError::Remembered {
        path: folder.join(memory::AHEAD),
        cause,
    })?;
    if !ahead {
        return Ok(None);
    }
    tracing::error!(
        file = %folder.join(memory::AHEAD).display(),
        "NOTHING IS SIGNED: a witness had more events than this log; look into it (deploy/runbook.md, recipe 17), then \
         remove the file and start again"
    );
    Ok(Some(Signing::HistoryLost))
}

/// Compares the log with the newest checkpoint in the folder of witnesses. A data folder that was restored whole, its
/// own checkpoint included, shows here and nowhere else.
pub(super) fn judge_witnessed(prover: &Prover, log: &Log, config: &Config) -> Signing {
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
pub(super) const fn judged(error: &AgainstError) -> Signing {
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
