//! Reading in: every line is checked against its hash before it is written, and the log afterwards against the lines.
//! The log gives positions and versions anew, as it always does; they must come out as they were.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, Read as _};

use super::line::{self, FORM, Header, LINE_BYTES_MAX, Read};
use super::{ImportError, LineFault, LogPoint};
use crate::chain::{Chain, Tail};
use crate::commit::{COMMIT_EVENTS_MAX, Commit, ExpectedVersion, NewEvent, StreamWrite};
use crate::error::AppendError;
use crate::index::{Head, StreamKey};
use crate::log::Log;
use crate::name::{EventType, StreamName};
use crate::pending::Pending;
use crate::position::{GlobalPosition, StreamVersion};

/// Commits that are handed to the log before the first of them is waited for.
const AHEAD_COMMITS: usize = 8_192;
/// Payload and metadata that is handed to the log before the first of it is waited for, in bytes; well below
/// [`crate::QUEUE_BYTES_MAX`], so that the log is never busy.
const AHEAD_BYTES: usize = 64 * 1024 * 1024;
/// Streams whose heads are remembered before all that is under way is waited for.
const HEADS_MAX: usize = 1 << 17;
/// Lines between two reports.
const REPORT_LINES: u64 = 4_096;

/// Reads lines as [`super::export()`] writes them into a log that ends where they begin; reports `(done, total)` events.
/// Afterwards the log ends where the lines end, link and all.
///
/// # Errors
/// [`ImportError`], with the number of the line. The log then holds some of the lines: throw it away.
pub fn import(
    input: &mut dyn BufRead,
    log: &Log,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Header, ImportError> {
    let header = read_header(input)?;
    if log.end() != header.after {
        return Err(ImportError::DoesNotFollow {
            after: header.after,
            end: log.end(),
        });
    }
    let total = header
        .until
        .position
        .0
        .saturating_sub(header.after.position.0);
    let mut import = Import::into(log, &header);
    let mut line = Vec::new();
    while read_line(input, &mut line, import.lines + 1)? {
        import.lines += 1;
        let number = import.lines;
        import
            .take(&line)
            .map_err(|fault| ImportError::Line { number, fault })?;
        import.settle(AHEAD_COMMITS)?;
        if number.is_multiple_of(REPORT_LINES) {
            progress(number - 1, total);
        }
    }
    import.finish()?;
    progress(total, total);
    Ok(header)
}

fn read_header(input: &mut dyn BufRead) -> Result<Header, ImportError> {
    let mut line = Vec::new();
    read_line(input, &mut line, 1)?;
    let header = serde_json::from_slice(&line);
    let header: Header = header.map_err(|_other_form| ImportError::NoHeader)?;
    if header.pomona_log == FORM {
        Ok(header)
    } else {
        Err(ImportError::NewerForm {
            found: header.pomona_log,
            known: FORM,
        })
    }
}

/// Reads one line without its end; false when there is none.
fn read_line(
    input: &mut dyn BufRead,
    line: &mut Vec<u8>,
    number: u64,
) -> Result<bool, ImportError> {
    line.clear();
    let limit = LINE_BYTES_MAX as u64 + 1;
    input
        .take(limit)
        .read_until(b'\n', line)
        .map_err(ImportError::Input)?;
    if line.len() > LINE_BYTES_MAX {
        let fault = LineFault::TooLong {
            limit_bytes: LINE_BYTES_MAX,
        };
        return Err(ImportError::Line { number, fault });
    }
    Ok(!line.is_empty())
}

struct Import<'a> {
    log: &'a Log,
    until: LogPoint,
    chain: Chain,
    /// Lines taken, the first included.
    lines: u64,
    open: Option<Open>,
    /// Heads of the streams that are under way, or were lately.
    heads: HashMap<StreamKey, Head>,
    under_way: VecDeque<UnderWay>,
    /// Of all that is under way.
    bytes: usize,
}

/// A commit of which some lines are still to come.
struct Open {
    first_line: u64,
    next_index: u32,
    of: u32,
    commit: Commit,
}

/// A commit that was handed to the log.
struct UnderWay {
    first_line: u64,
    last_position: GlobalPosition,
    bytes: usize,
    pending: Pending,
}

impl<'a> Import<'a> {
    fn into(log: &'a Log, header: &Header) -> Self {
        Self {
            log,
            until: header.until,
            chain: Chain::from(Tail::from(header.after)),
            lines: 1,
            open: None,
            heads: HashMap::new(),
            under_way: VecDeque::new(),
            bytes: 0,
        }
    }

    fn take(&mut self, line: &[u8]) -> Result<(), LineFault> {
        let read = line::decode(line)?;
        let expected = self.chain.tail.position.next();
        if read.position != expected {
            let found = read.position;
            return Err(LineFault::Position { expected, found });
        }
        if read.position > self.until.position {
            return Err(LineFault::AfterEnd);
        }
        self.chain.link(&read.part(), &read.event());
        if self.chain.tail.link != read.link {
            return Err(LineFault::Link);
        }
        let stream = StreamName::parse(read.stream).map_err(|_malformed| LineFault::Name)?;
        self.follow(&read, &stream)?;
        self.add(read, stream)
    }

    /// The event must follow the one before in its stream.
    fn follow(&mut self, read: &Read<'_>, stream: &StreamName) -> Result<(), LineFault> {
        let key = StreamKey::of(stream);
        let known = self.heads.get(&key).copied();
        let before = known
            .or_else(|| self.log.head_of(key))
            .unwrap_or(Head::NONE);
        let version = StreamVersion(read.version);
        if version != before.version.next() || read.previous != before.position {
            return Err(LineFault::StreamOrder);
        }
        let position = read.position;
        self.heads.insert(key, Head { version, position });
        Ok(())
    }

    fn add(&mut self, read: Read<'_>, stream: StreamName) -> Result<(), LineFault> {
        let count = read.of as usize;
        if count > COMMIT_EVENTS_MAX {
            let limit = COMMIT_EVENTS_MAX;
            return Err(AppendError::TooManyEvents { count, limit }.into());
        }
        let mut open = match self.open.take() {
            None if read.index == 0 => Open {
                first_line: self.lines,
                next_index: 0,
                of: read.of,
                commit: Commit {
                    id: read.commit_id,
                    fingerprint: read.fingerprint,
                    recorded_at_ms: read.recorded_at_ms,
                    writes: Vec::new(),
                    conditions: Vec::new(),
                },
            },
            Some(open) if open.goes_on_with(&read) => open,
            None | Some(_) => return Err(LineFault::TornCommit),
        };
        open.next_index += 1;
        let type_name = EventType::parse(read.type_name).map_err(|_malformed| LineFault::Name)?;
        let event = NewEvent {
            type_name,
            schema_version: read.schema_version,
            payload: read.payload.into(),
            metadata: read.metadata.into(),
        };
        match open.commit.writes.last_mut() {
            Some(write) if write.stream == stream => write.events.push(event),
            Some(_) | None => open.commit.writes.push(StreamWrite {
                stream,
                expected: match read.version {
                    0 | 1 => ExpectedVersion::NoStream,
                    version => ExpectedVersion::Exactly(StreamVersion(version - 1)),
                },
                events: vec![event],
            }),
        }
        if open.next_index < open.of {
            self.open = Some(open);
        } else {
            let bytes = open.commit.payload_bytes();
            self.bytes += bytes;
            self.under_way.push_back(UnderWay {
                bytes,
                first_line: open.first_line,
                last_position: read.position,
                pending: self.log.append(open.commit),
            });
        }
        Ok(())
    }

    /// Waits until at most `ahead` commits are under way, and [`AHEAD_BYTES`].
    fn settle(&mut self, ahead: usize) -> Result<(), ImportError> {
        let full = self.heads.len() > HEADS_MAX;
        let ahead = if full { 0 } else { ahead };
        while self.under_way.len() > ahead || self.bytes > AHEAD_BYTES {
            let Some(next) = self.under_way.pop_front() else {
                break;
            };
            self.bytes -= next.bytes;
            let number = next.first_line;
            next.settled()
                .map_err(|fault| ImportError::Line { number, fault })?;
        }
        if full {
            // All of them are in the log's own index now, save those of an open commit.
            let open = self.open.as_ref().map(|open| &open.commit.writes);
            let open: Vec<_> = open.into_iter().flatten().collect();
            let open: Vec<_> = open
                .iter()
                .map(|write| StreamKey::of(&write.stream))
                .collect();
            self.heads.retain(|key, _| open.contains(key));
        }
        Ok(())
    }

    /// Everything must be there, and the log must be what the lines say.
    fn finish(mut self) -> Result<(), ImportError> {
        self.settle(0)?;
        let found = self.chain.tail.position;
        if self.open.is_some() || found < self.until.position {
            return Err(ImportError::EndsEarly {
                lines: self.lines,
                found,
                promised: self.until.position,
            });
        }
        let (promised, found) = (self.until, self.log.end());
        if found != promised || LogPoint::from(self.chain.tail) != promised {
            return Err(ImportError::Differs { promised, found });
        }
        Ok(())
    }
}

impl Open {
    fn goes_on_with(&self, read: &Read<'_>) -> bool {
        read.index == self.next_index
            && read.of == self.of
            && read.commit_id == self.commit.id
            && read.recorded_at_ms == self.commit.recorded_at_ms
    }
}

impl UnderWay {
    fn settled(self) -> Result<(), LineFault> {
        match self.pending.wait() {
            Ok(receipt) if receipt.repeated => Err(LineFault::RepeatedCommit),
            Ok(receipt) if receipt.last_position != self.last_position => {
                Err(LineFault::Position {
                    expected: receipt.last_position,
                    found: self.last_position,
                })
            }
            Ok(_) => Ok(()),
            Err(AppendError::CommitIdReused { .. }) => Err(LineFault::RepeatedCommit),
            Err(refusal) => Err(LineFault::Refused(refusal)),
        }
    }
}
