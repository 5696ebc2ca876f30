//! `pomona log import`: an exported log into a data folder that holds none.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::Args;
use eventlog::{Epoch, Log, Options, proof, transfer};
use server::Config;
use uuid::Uuid;

use crate::cli::{Failure, bar::Bar, out, settings};
use crate::stage::{self, Ground};

/// Bytes read ahead.
const BUFFER_BYTES: usize = 256 * 1024;

/// What to import.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// File that `pomona log export` wrote, from the first event on
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

impl Import {
    pub(super) fn run(&self, config: &Config) -> Result<(), Failure> {
        settings::log_quietly(config)?;
        let failed = |cause| Failure::Unreadable {
            path: self.from.clone(),
            cause,
        };
        let file = File::open(&self.from).map_err(failed)?;
        let mut input = BufReader::with_capacity(BUFFER_BYTES, file);
        let stage = match stage::look(&config.data, stage::IMPORT)? {
            Ground::Free(stage) => stage,
            Ground::Finished => {
                return out::line(format_args!(
                    "An import that was cut off at its very end is finished; see `pomona log stat`."
                ));
            }
            Ground::Taken => {
                let folder = config.data.clone();
                return Err(Failure::Taken { folder });
            }
        };
        let options = Options {
            new_epoch: Some(Epoch(*Uuid::new_v4().as_bytes())),
            ..Options::default()
        };
        let log = Log::open(&stage.folder().join("log"), options)?;
        let mut bar = Bar::new("importing");
        let imported = transfer::import(&mut input, &log, &mut |done, total| bar.show(done, total));
        drop(bar);
        imported.map_err(|cause| Failure::Import {
            path: self.from.clone(),
            cause,
        })?;
        let end = log.end();
        let root = proof::root(&log, end.position.0, &mut |_, _| ())?;
        log.close();
        stage.finish()?;
        out::line(format_args!(
            "Imported {} events; every hash fits. The log begins a new epoch.",
            end.position
        ))?;
        out::line(format_args!(
            "Last link of the hash chain: {}",
            end.link_hex()
        ))?;
        out::line(format_args!("Root of the Merkle tree: {root}"))
    }
}
