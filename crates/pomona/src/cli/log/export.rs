//! `pomona log export`: the log as JSON lines. Personal data stays sealed, as it is in the log.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use eventlog::{GlobalPosition, Log, RecordedEvent};
use kernel::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use server::Config;

use crate::cli::{Failure, bar::Bar, folder};

/// Events read at a time.
const BATCH_EVENTS_MAX: usize = 1_000;

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

/// One event as a line.
#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    stream: &'a str,
    version: u64,
    #[serde(rename = "type")]
    type_name: &'a str,
    schema_version: u16,
    recorded_at: Option<Timestamp>,
    payload: Content<'a>,
    metadata: Content<'a>,
}

/// JSON as it was stored, to the byte; should it be no JSON, its text.
#[derive(Serialize)]
#[serde(untagged)]
enum Content<'a> {
    Json(&'a RawValue),
    Text(std::borrow::Cow<'a, str>),
}

impl Export {
    pub(super) fn run(self, config: &Config) -> Result<(), Failure> {
        let log = folder::open_log(config)?;
        match &self.out {
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                self.write(&log, &mut out, |_, _| {}, Failure::Output)?;
                out.flush().map_err(Failure::Output)?;
            }
            Some(path) => self.write_file(&log, path)?,
        }
        log.close();
        Ok(())
    }

    /// Writes beside the file's place and moves it there when it is whole.
    fn write_file(&self, log: &Log, path: &Path) -> Result<(), Failure> {
        let failed = |cause| Failure::File {
            path: path.to_owned(),
            cause,
        };
        let mut draft = path.as_os_str().to_owned();
        draft.push(".part");
        let draft = PathBuf::from(draft);
        let mut out = BufWriter::new(File::create(&draft).map_err(failed)?);
        let mut bar = Bar::new("exporting");
        self.write(log, &mut out, |done, total| bar.show(done, total), failed)?;
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .map_err(failed)?;
        std::fs::rename(&draft, path).map_err(failed)
    }

    fn write(
        &self,
        log: &Log,
        out: &mut impl Write,
        mut progress: impl FnMut(u64, u64),
        failed: impl Fn(io::Error) -> Failure,
    ) -> Result<(), Failure> {
        let total = log.durable_position().0.saturating_sub(self.after);
        let mut after = GlobalPosition(self.after);
        loop {
            let events = log.read_all(after, BATCH_EVENTS_MAX)?;
            let Some(last) = events.last() else {
                return Ok(());
            };
            after = last.position;
            for event in &events {
                serde_json::to_writer(&mut *out, &line(event))
                    .map_err(|error| failed(error.into()))?;
                out.write_all(b"\n").map_err(&failed)?;
            }
            progress(after.0 - self.after, total);
        }
    }
}

fn line(event: &RecordedEvent) -> Line<'_> {
    Line {
        position: event.position.0,
        stream: event.stream.as_str(),
        version: event.version.0,
        type_name: event.type_name.as_str(),
        schema_version: event.schema_version,
        recorded_at: Timestamp::from_millis(event.recorded_at_ms),
        payload: content(&event.payload),
        metadata: content(&event.metadata),
    }
}

fn content(bytes: &[u8]) -> Content<'_> {
    match serde_json::from_slice(bytes) {
        Ok(json) => Content::Json(json),
        Err(_) => Content::Text(String::from_utf8_lossy(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(content: &Content<'_>) -> String {
        serde_json::to_string(content).unwrap()
    }

    #[test]
    fn json_is_written_as_it_was_stored_and_anything_else_as_text() {
        let stored = br#"{"b":1,"a":[1.50]}"#;
        assert_eq!(written(&content(stored)), r#"{"b":1,"a":[1.50]}"#);
        assert_eq!(written(&content(b"")), r#""""#);
        assert_eq!(written(&content(b"not json")), r#""not json""#);
    }
}
