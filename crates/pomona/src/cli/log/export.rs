//! `pomona log export`: the log as JSON lines. Personal data stays sealed, as it is in the log.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use server::Config;
use server::operations::{Source, SourceError};

use crate::cli::{Failure, bar::Bar, source};

/// What to export, and where to.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Begin after this position
    #[arg(long, value_name = "POSITION", default_value_t = 0)]
    after: u64,
    /// Write to this file, which appears when it is complete [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(&self, config: &Config) -> Result<(), Failure> {
        let source = source::find(config)?;
        match &self.out {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                self.write(&source, &mut out, Failure::Output)?;
                out.flush().map_err(Failure::Output)
            }
            Some(path) => self.write_file(&source, path),
        }
    }

    /// Writes beside the file's place and moves it there when it is whole.
    fn write_file(&self, source: &Source, path: &Path) -> Result<(), Failure> {
        let failed = |cause| Failure::File {
            path: path.to_owned(),
            cause,
        };
        let mut draft = path.as_os_str().to_owned();
        draft.push(".part");
        let draft = PathBuf::from(draft);
        let total = source.stat(false, &mut |_, _| ())?.end.position.0;
        let mut out = Counted {
            out: BufWriter::new(File::create(&draft).map_err(failed)?),
            bar: Bar::new("exporting"),
            lines: 0,
            total: total.saturating_sub(self.after),
        };
        self.write(source, &mut out, failed)?;
        out.out
            .flush()
            .and_then(|()| out.out.get_ref().sync_all())
            .map_err(failed)?;
        std::fs::rename(&draft, path).map_err(failed)
    }

    fn write(
        &self,
        source: &Source,
        out: &mut dyn Write,
        failed: impl Fn(io::Error) -> Failure,
    ) -> Result<(), Failure> {
        match source.export(self.after, out) {
            Err(SourceError::Output(cause)) => Err(failed(cause)),
            written => Ok(written?),
        }
    }
}

/// Lines on their way into a file; the first one is no event.
struct Counted {
    out: BufWriter<File>,
    bar: Bar,
    lines: u64,
    total: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        let written = bytes.get(..count).unwrap_or_default();
        self.lines += written.iter().filter(|byte| **byte == b'\n').count() as u64;
        let done = self.lines.saturating_sub(1).min(self.total);
        self.bar.show(done, self.total);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
