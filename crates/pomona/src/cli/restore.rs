//! `pomona restore`: a backup into a data folder that holds nothing yet, as a new life of the log.

use std::path::PathBuf;

use clap::Args;
use eventlog::Epoch;
use server::Config;
use server::operations::restore::{Wish, restore};
use uuid::Uuid;

use super::{Failure, bar::Bar, out, settings};
use crate::stage::{self, Ground};

/// Where from, and how.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Go on signing checkpoints with the old key. Only when nothing was written after the backup: moving to another
    /// machine, not after a loss
    #[arg(long)]
    same_signer: bool,
}

impl Restore {
    pub(crate) fn run(&self, config: &Config) -> Result<(), Failure> {
        settings::log_quietly(config)?;
        let stage = match stage::look(&config.data, stage::RESTORE)? {
            Ground::Free(stage) => stage,
            Ground::Finished => {
                return out::line(format_args!(
                    "A restore that was cut off at its very end is finished. Before serving, put master.key back into {}.",
                    config.data.display()
                ));
            }
            Ground::Taken => {
                let folder = config.data.clone();
                return Err(Failure::Taken { folder });
            }
        };
        let wish = Wish {
            epoch: Epoch(*Uuid::new_v4().as_bytes()),
            same_signer: self.same_signer,
        };
        let mut bar = Bar::new("restoring");
        let report = restore(&self.from, &stage.folder(), wish, &mut |done, total| {
            bar.show(done, total);
        });
        drop(bar);
        let report = report?;
        stage.finish()?;
        out::line(format_args!(
            "Restored the backup of {}: {} events up to position {}, {} files; every hash fits.",
            report.taken_at, report.end.position, report.end.position, report.files
        ))?;
        out::line(format_args!(
            "Erased persons stay erased: {} in the log, {} of them still had a key in the backup.",
            report.erased, report.keys_destroyed
        ))?;
        out::line(format_args!(
            "The log begins epoch {}. Before serving, put master.key back into {}.",
            wish.epoch,
            config.data.display()
        ))
    }
}
