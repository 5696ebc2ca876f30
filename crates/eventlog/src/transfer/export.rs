//! Writing out: every event as a line, the chain checked on the way. Reads while others write: what is durable when it
//! begins is what it writes.

use std::io::Write;
use std::ops::ControlFlow;

use super::line::{self, FORM, Header};
use super::{ExportError, LogPoint};
use crate::chain::{Chain, Tail};
use crate::error::{DamageKind, Damaged, ReadError};
use crate::log::Log;
use crate::position::GlobalPosition;
use crate::read;

/// Bytes of lines that are gathered before they are written.
const WRITE_BYTES: usize = 256 * 1024;

/// Writes all durable events after `after` as lines, the first line first; reports `(done, total)` events.
///
/// # Errors
/// [`ExportError`]; damage with its position, and what was written before it is not to be used.
pub fn export(
    log: &Log,
    after: GlobalPosition,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Header, ExportError> {
    let until = log.end();
    let Some(after) = log.point_at(after)? else {
        let end = until.position;
        return Err(ExportError::BeyondEnd { after, end });
    };
    let header = Header {
        pomona_log: FORM,
        epoch: log.epoch().map(|epoch| epoch.to_string()),
        after,
        until,
    };
    line::write_header(out, &header).map_err(ExportError::Write)?;
    let total = until.position.0 - after.position.0;
    let mut chain = Chain::from(Tail::from(after));
    let mut lines = Vec::with_capacity(2 * WRITE_BYTES);
    let mut failed = None;
    read::scan(log.engine(), after.position, until.position, |stored| {
        let at = chain.tail;
        if stored.whole.first == at.position.next() && stored.whole.before != at.link {
            return Err(Damaged::at(stored.whole.first, DamageKind::Chain).into());
        }
        for (position, part, event) in stored.events() {
            if position > until.position {
                break;
            }
            chain.link(part, event);
            line::encode(&mut lines, position, part, event, chain.tail.link)
                .ok_or_else(|| Damaged::at(position, DamageKind::Undecodable))?;
        }
        if lines.len() < WRITE_BYTES {
            return Ok(ControlFlow::Continue(()));
        }
        let written = out.write_all(&lines);
        lines.clear();
        progress(chain.tail.position.0 - after.position.0, total);
        Ok(match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(cause) => {
                failed = Some(cause);
                ControlFlow::Break(())
            }
        })
    })?;
    if let Some(cause) = failed {
        return Err(ExportError::Write(cause));
    }
    if LogPoint::from(chain.tail) != until {
        let broken = Damaged::at(until.position, DamageKind::Chain);
        return Err(ReadError::from(broken).into());
    }
    out.write_all(&lines).map_err(ExportError::Write)?;
    progress(total, total);
    Ok(header)
}

impl Log {
    /// Where the log ends: everything durable, and the hash chain's link there.
    pub fn end(&self) -> LogPoint {
        self.tail().into()
    }

    /// The place after the event at `position`, `None` when the log ends before it.
    ///
    /// # Errors
    /// [`ReadError`] when the events there cannot be read.
    pub fn point_at(&self, position: GlobalPosition) -> Result<Option<LogPoint>, ReadError> {
        let end = self.end();
        if position >= end.position {
            return Ok((position == end.position).then_some(end));
        }
        let mut point = LogPoint::default();
        let before = GlobalPosition(position.0.saturating_sub(1));
        read::scan(self.engine(), before, position, |stored| {
            let mut chain = Chain::from(Tail {
                position: GlobalPosition(stored.whole.first.0.saturating_sub(1)),
                link: stored.whole.before,
            });
            for (at, part, event) in stored.all_events() {
                if at <= position {
                    chain.link(part, event);
                }
            }
            point = chain.tail.into();
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Some(point))
    }
}
