//! From the prover's errors to [`Problem`]: what is not in the log is not found, everything else is ours.

use eventlog::proof::ProverError;

use super::{Kind, Problem};

impl From<ProverError> for Problem {
    fn from(error: ProverError) -> Self {
        match error {
            ProverError::OutsideTree { .. } | ProverError::Path(_) => Self::not_found(),
            ProverError::Read(_)
            | ProverError::Io { .. }
            | ProverError::InUse { .. }
            | ProverError::KeyMissing { .. }
            | ProverError::KeyMalformed { .. }
            | ProverError::KeyExposed { .. }
            | ProverError::NoRandomness
            | ProverError::StoredCheckpoint { .. }
            | ProverError::LogShorter { .. }
            | ProverError::LogDiffers { .. }
            | ProverError::EventDiffers { .. }
            | ProverError::Stopped
            | ProverError::Contradiction(_) => {
                tracing::error!(%error, "a proof could not be made");
                Self::new(
                    Kind::Fault,
                    "fault",
                    "it has been recorded under the request id",
                )
            }
        }
    }
}
