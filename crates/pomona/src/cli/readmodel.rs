//! `pomona readmodel`: make the read models anew from the log, or write them out to compare.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use readmodels::{ReadModels, canonical_dump, rebuild};
use server::Config;

use super::{Failure, bar::Bar, folder, out};

const FILE: &str = "readmodels.sqlite";

/// What can be done with the read models.
#[derive(Debug, Subcommand)]
pub(crate) enum ReadmodelCommand {
    /// Build the read models anew from the log, beside the old ones, and switch
    Rebuild,
    /// Write all rows in a canonical order: equal dumps answer alike
    Dump(Dump),
}

/// Where to dump.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    /// Write to this file [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl ReadmodelCommand {
    pub(crate) fn run(self, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Rebuild => rebuild_all(config),
            Self::Dump(dump) => dump.run(config),
        }
    }
}

fn rebuild_all(config: &Config) -> Result<(), Failure> {
    // The log's lock keeps every other process off the read models, too.
    let log = folder::open_log(config)?;
    let mut bar = Bar::new("rebuilding");
    let reached = rebuild(&config.data.join(FILE), &log, |done, total| {
        bar.show(done, total);
    });
    drop(bar);
    let reached = reached?;
    log.close();
    out::line(format_args!(
        "The read models are built anew, up to position {reached}."
    ))
}

impl Dump {
    fn run(self, config: &Config) -> Result<(), Failure> {
        let log = folder::open_log(config)?;
        let path = config.data.join(FILE);
        let reads = ReadModels::open(&path, &log)?;
        let seen = reads.wait_until_blocking(log.durable_position(), std::time::Duration::MAX);
        reads.stop();
        log.close();
        if seen.is_err() {
            return Err(app::Error::Behind.into());
        }
        match self.out {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                canonical_dump(&path, &mut out)?;
                out.flush().map_err(Failure::Output)
            }
            Some(path_out) => {
                let failed = |cause| Failure::File {
                    path: path_out.clone(),
                    cause,
                };
                let mut out = BufWriter::new(File::create(&path_out).map_err(failed)?);
                canonical_dump(&path, &mut out)?;
                out.flush().map_err(failed)
            }
        }
    }
}
