//! `pomona history`: what happened to a tree, a lot, a parcel or in a season, as an EPCIS 2.0 document.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use app::App;
use clap::{Args, Subcommand};
use kernel::{LotId, Season, ShortCode};
use server::Config;
use server::history::{self, HistoryError, HistoryOf};

use super::{Failure, bar::Bar, folder, out};

/// A history, and where to.
#[derive(Debug, Args)]
pub(crate) struct History {
    #[command(subcommand)]
    of: Of,
    /// Write to this file, which appears when it is complete [default: standard output]
    #[arg(long, global = true, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Tell harvests as transformations, for tools that follow those alone
    #[arg(long, global = true)]
    transformation: bool,
}

/// Of what.
#[derive(Debug, Subcommand)]
enum Of {
    /// Of a tree, by the code on its tag
    Tree {
        /// The code
        code: ShortCode,
    },
    /// Of a harvest lot, by its id
    Lot {
        /// The id
        lot: LotId,
    },
    /// Of a parcel, by the code on its label
    Parcel {
        /// The code
        code: ShortCode,
    },
    /// Of a whole season
    Season {
        /// The year
        year: u16,
    },
}

impl History {
    pub(crate) async fn run(self, config: Config) -> Result<(), Failure> {
        let parts = folder::open_existing(config.clone())?;
        let app = parts.app.clone();
        drop(parts);
        app.caught_up(app.log().durable_position()).await?;
        self.export(&app, &config)?;
        folder::close(app).await
    }

    fn export(&self, app: &App, config: &Config) -> Result<(), Failure> {
        let of = match self.of {
            Of::Tree { code } => HistoryOf::Tree(code),
            Of::Lot { lot } => HistoryOf::Lot(lot),
            Of::Parcel { code } => HistoryOf::Parcel(code),
            Of::Season { year } => {
                HistoryOf::Season(Season::new(year).map_err(|_| HistoryError::NothingThere)?)
            }
        };
        let what = (of, self.transformation);
        let mut bar = Bar::new("exporting");
        let mut progress = |done, total| bar.show(done, total);
        let Some(path) = &self.out else {
            let mut out = BufWriter::new(io::stdout().lock());
            history::write(app, config, what, &mut out, &mut progress)?;
            return out.flush().map_err(Failure::Output);
        };
        let count = write_file(path, &mut |out| {
            history::write(app, config, what, out, &mut progress)
        })?;
        drop(bar);
        out::line(format!("{count} events are in {}.", path.display()))
    }
}

/// Writes beside the file's place and moves it there when it is whole.
fn write_file(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<u64, HistoryError>,
) -> Result<u64, Failure> {
    let failed = |cause| Failure::File {
        path: path.to_owned(),
        cause,
    };
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let draft = PathBuf::from(draft);
    let mut out = BufWriter::new(File::create(&draft).map_err(failed)?);
    let count = write(&mut out)?;
    out.flush()
        .and_then(|()| out.get_ref().sync_all())
        .map_err(failed)?;
    std::fs::rename(&draft, path).map_err(failed)?;
    Ok(count)
}
