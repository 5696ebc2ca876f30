//! `pomona log verify --checkpoint`: is the log still the one that somebody kept a checkpoint of? All of it is read and
//! hashed; of what was stored for proofs nothing is believed but the key.

use std::path::PathBuf;

use clap::Args;
use eventlog::Log;
use eventlog::proof::{AgainstError, SignedCheckpoint, Vkey, first_difference, verify_against};
use server::Config;
use server::proofs::{FOLDER, vkey_of};

use crate::cli::proof::{self, ProofFailure};
use crate::cli::{Failure, bar::Bar, folder, out};

/// What was kept.
#[derive(Debug, Args)]
pub(crate) struct Kept {
    /// Compare with this checkpoint too, which somebody kept; may be given several times
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// The key of the kept checkpoints, or a file that holds it [default: the data folder's own]
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    vkey: Option<String>,
}

impl Kept {
    pub(super) fn run(&self, config: &Config) -> Result<(), Failure> {
        if self.checkpoint.is_empty() {
            return Ok(());
        }
        let vkey = self.vkey(config)?;
        let kept = self
            .checkpoint
            .iter()
            .map(|path| proof::checkpoint(path, &vkey));
        let mut kept = kept.collect::<Result<Vec<_>, ProofFailure>>()?;
        kept.sort_by_key(|signed| signed.checkpoint().size);
        let log = folder::open_log_again(config)?;
        let mut same = 0;
        for signed in &kept {
            compare(&log, config, signed, &vkey, same)?;
            same = signed.checkpoint().size;
        }
        log.close();
        Ok(())
    }

    fn vkey(&self, config: &Config) -> Result<Vkey, ProofFailure> {
        match &self.vkey {
            Some(text) => proof::vkey(text),
            None => vkey_of(&config.data)?.ok_or(ProofFailure::NoOwnKey),
        }
    }
}

fn compare(
    log: &Log,
    config: &Config,
    signed: &SignedCheckpoint,
    vkey: &Vkey,
    same: u64,
) -> Result<(), Failure> {
    let mut bar = Bar::new("comparing");
    let verdict = verify_against(signed.note(), vkey, log, |done, total| {
        bar.show(done.0, total.0);
    });
    drop(bar);
    match verdict {
        Ok(report) => {
            let (size, all) = (report.checkpoint.size, report.log_size);
            out::line(format_args!(
                "The same history: all {size} events of the kept checkpoint are as they were, {} came since.",
                all - size
            ))
        }
        Err(AgainstError::LogShorter { promised, found }) => {
            Err(ProofFailure::LogShorter { promised, found }.into())
        }
        Err(AgainstError::LogDiffers { size, .. }) => {
            let from = first_difference(log, &config.data.join(FOLDER), size)
                .map_err(ProofFailure::from)?;
            let from = from.map(|position| position.0);
            Err(ProofFailure::LogDiffers { size, same, from }.into())
        }
        Err(AgainstError::Checkpoint(cause)) => Err(ProofFailure::Growth(cause).into()),
        Err(AgainstError::Read(error)) => Err(error.into()),
    }
}
