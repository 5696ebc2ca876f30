//! `pomona backup`: everything but the master key, into a folder that each run brings up to date.

use std::path::PathBuf;

use app::ports::Clock;
use clap::Args;
use server::Config;
use server::adapters::SystemClock;
use server::operations::backup::{Look, back_up};

use super::{Failure, bar::Bar, out, source};

/// Where to.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Folder of the backup; a new one is made, one of this log is brought up to date
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Read the whole backup and compare every hash; what it lost of the photos is copied anew
    #[arg(long)]
    check: bool,
}

impl Backup {
    pub(crate) fn run(&self, config: &Config) -> Result<(), Failure> {
        let source = source::find(config)?;
        let mut bar = Bar::new("backing up");
        let now = SystemClock.now().to_string();
        let look = if self.check {
            Look::Hashes
        } else {
            Look::Lengths
        };
        let report = back_up(&source, &self.to, &now, look, &mut |done, total| {
            bar.show(done, total);
        });
        drop(bar);
        let report = report?;
        out::line(format_args!(
            "Backed up to {}: {} events added, up to position {}; {} files added; {} bytes written.",
            self.to.display(),
            report.events,
            report.end.position,
            report.files,
            report.bytes
        ))?;
        out::line(
            "The master key is not in it: keep a copy of master.key elsewhere, or nobody's data can be read again.",
        )
    }
}
