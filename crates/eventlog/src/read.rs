//! Reading: the whole log forward, one stream backward, one commit by its place. Every value is
//! checked as it is read, and what must be there but is not is damage, not an end.

use std::ops::ControlFlow;

use crate::engine::{Engine, Key};
use crate::error::{DamageKind, Damaged, EngineError, ReadError};
use crate::event::{Appended, RecordedEvent};
use crate::index::Head;
use crate::name::{CommitId, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::sync::thread;
use crate::value::{Assembler, Recorder, StoredValue, Whole};

/// Payload and metadata after which one read of the whole log stops early, in bytes.
pub const READ_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Events a reader mostly asks for at once; only to ask for memory once.
const PAGE_EVENTS_TYPICAL: usize = 4_096;

/// How often a gap is looked at again. Sealing replaces values while they are read: a reader that
/// stands between two of them then finds the second gone, and its events in an earlier value. Each
/// look lets other threads run first, so that even where every look meets another merge the gap
/// closes; one that is still there after that many looks is one.
const LOOKS_MAX: usize = 512;

/// What the visitor of a scan answers to each value.
pub(crate) type Step = Result<ControlFlow<()>, ReadError>;

/// Shows every value that holds events after `after`, up to the one that holds `until`, in order.
/// What was shown already, or not asked for, is before [`StoredValue::from`].
pub(crate) fn scan(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    mut visit: impl FnMut(&StoredValue<'_>) -> Step,
) -> Result<(), ReadError> {
    scan_values(engine, after, until, |whole, from| {
        let stored = whole.decode(from)?;
        visit(&stored).map(|flow| (flow, stored.last))
    })
}

/// As [`scan`], over values that are not decoded yet; the visitor says where each ends.
fn scan_values(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    mut visit: impl FnMut(
        &Whole,
        GlobalPosition,
    ) -> Result<(ControlFlow<()>, GlobalPosition), ReadError>,
) -> Result<(), ReadError> {
    if after >= until {
        return Ok(());
    }
    let mut next = after.next();
    let mut looks = 0;
    while next <= until {
        let stood_at = next;
        let ended = scan_once(engine, &mut next, until, &mut visit)?;
        let Err(gap) = ended else { return Ok(()) };
        looks = if next == stood_at { looks + 1 } else { 0 };
        if looks == LOOKS_MAX {
            return Err(gap.into());
        }
        thread::yield_now();
    }
    Ok(())
}

/// Scans until `until` is reached or the visitor breaks (`Ok`) or a value is missing (`Err`).
fn scan_once(
    engine: &dyn Engine,
    next: &mut GlobalPosition,
    until: GlobalPosition,
    visit: &mut impl FnMut(
        &Whole,
        GlobalPosition,
    ) -> Result<(ControlFlow<()>, GlobalPosition), ReadError>,
) -> Result<Result<(), Damaged>, ReadError> {
    let floor = engine.floor(Key::last(*next));
    let floor = floor.map_err(|cause| failed(*next, cause))?;
    let start = floor.map_or(*next, |key| key.position);
    let mut assembler = Assembler::starting_at(start);
    let mut outcome = None;
    let scanned = engine.scan(Key::first(start), &mut |key, bytes| {
        let whole = match assembler.push(key, &bytes) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(whole)) => whole,
            Err(gap) if gap.what == DamageKind::MissingEvent => return ControlFlow::Break(()),
            Err(damaged) => {
                outcome = Some(Err(damaged.into()));
                return ControlFlow::Break(());
            }
        };
        match visit(&whole, *next) {
            Ok((flow, last)) => {
                assembler.next = last.next();
                *next = assembler.next.max(*next);
                if flow.is_continue() && last < until {
                    return ControlFlow::Continue(());
                }
                outcome = Some(Ok(()));
            }
            Err(cause) => outcome = Some(Err(cause)),
        }
        ControlFlow::Break(())
    });
    scanned.map_err(|cause| failed(assembler.next, cause))?;
    match outcome {
        Some(Ok(())) => Ok(Ok(())),
        Some(Err(cause)) => Err(cause),
        None => Ok(Err(assembler.missing())),
    }
}

/// What an engine says against its own files is damage like any other.
pub(crate) fn failed(position: GlobalPosition, cause: EngineError) -> ReadError {
    match cause {
        EngineError::Sled(cause) => {
            tracing::error!(%cause, "the storage engine found its files wrong");
            Damaged::at(position, DamageKind::Engine).into()
        }
        EngineError::Io(_) | EngineError::MoverPanicked => cause.into(),
    }
}

/// Up to `max_events` events in (`after`, `until`].
pub(crate) fn all(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    max_events: usize,
) -> Result<Vec<RecordedEvent>, ReadError> {
    let mut recorder = Recorder::default();
    let mut bytes = 0;
    let there = usize::try_from(until.0.saturating_sub(after.0)).unwrap_or(usize::MAX);
    let mut events = Vec::with_capacity(max_events.min(there).min(PAGE_EVENTS_TYPICAL));
    if max_events == 0 {
        return Ok(events);
    }
    scan(engine, after, until, |stored| {
        for found in stored.events() {
            let (position, _, event) = found;
            if position > until {
                return Ok(ControlFlow::Break(()));
            }
            bytes += event.payload.len() + event.metadata.len();
            if events.len() == max_events || (bytes > READ_BYTES_MAX && !events.is_empty()) {
                return Ok(ControlFlow::Break(()));
            }
            events.push(recorder.recorded(stored, found)?);
        }
        let full = events.len() == max_events;
        Ok(if full {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    })?;
    Ok(events)
}

/// All events of a stream from `from` to its head, found by following back references.
pub(crate) fn stream(
    engine: &dyn Engine,
    stream: &StreamName,
    head: Head,
    from: StreamVersion,
) -> Result<Vec<RecordedEvent>, ReadError> {
    let from = from.max(StreamVersion::FIRST);
    let mut events: Vec<RecordedEvent> = Vec::new();
    let mut recorder = Recorder::default();
    let (mut at, mut version) = (head.position, head.version);
    while version >= from {
        visit_value_at(engine, at, |stored| {
            for found in stored.all_events().rev() {
                let (position, _, _) = found;
                if position != at || version < from {
                    continue;
                }
                let event = recorder.recorded(stored, found)?;
                let follows =
                    event.previous < at && event.version == version && event.stream == *stream;
                if !follows {
                    return Err(Damaged::at(at, DamageKind::StreamOrder).into());
                }
                (at, version) = (event.previous, StreamVersion(version.0 - 1));
                events.push(unshared(event));
            }
            Ok(())
        })?;
    }
    events.reverse();
    Ok(events)
}

/// A stream's events lie far apart: sharing would keep a whole value in memory for each of them.
fn unshared(event: RecordedEvent) -> RecordedEvent {
    RecordedEvent {
        payload: prost::bytes::Bytes::copy_from_slice(&event.payload),
        metadata: prost::bytes::Bytes::copy_from_slice(&event.metadata),
        ..event
    }
}

fn visit_value_at(
    engine: &dyn Engine,
    at: GlobalPosition,
    mut visit: impl FnMut(&StoredValue<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut found = false;
    let before = GlobalPosition(at.0.saturating_sub(1));
    scan(engine, before, at, |stored| {
        found = stored.last >= at;
        visit(stored)?;
        Ok(ControlFlow::Break(()))
    })?;
    if found {
        Ok(())
    } else {
        Err(Damaged::at(at, DamageKind::MissingEvent).into())
    }
}

/// A commit as it stands in the log.
pub(crate) struct StoredCommit {
    /// Its receipt, marked as repeated.
    pub(crate) appended: Appended,
    pub(crate) fingerprint: Vec<u8>,
}

/// The commit that starts at `first`.
pub(crate) fn commit(
    engine: &dyn Engine,
    id: CommitId,
    first: GlobalPosition,
) -> Result<StoredCommit, ReadError> {
    let appended = Appended {
        commit_id: id,
        first_position: first,
        last_position: first,
        repeated: true,
        versions: Vec::new(),
    };
    let mut found = StoredCommit {
        appended,
        fingerprint: Vec::new(),
    };
    let mut recorder = Recorder::default();
    let before = GlobalPosition(first.0.saturating_sub(1));
    // No end is known before the first part is read, so the visitor ends the scan.
    scan(engine, before, GlobalPosition(u64::MAX), |stored| {
        for stored_event in stored.events() {
            let (position, part, _) = stored_event;
            if part.commit_id != id {
                return Err(Damaged::at(position, DamageKind::TornCommit).into());
            }
            if position == first {
                found.fingerprint.extend_from_slice(part.fingerprint);
            }
            found.take(recorder.recorded(stored, stored_event)?);
            if position.0 - first.0 + 1 >= u64::from(part.event_total) {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(found)
}

impl StoredCommit {
    fn take(&mut self, event: RecordedEvent) {
        self.appended.last_position = event.position;
        match self.appended.versions.last_mut() {
            Some((stream, version)) if *stream == event.stream => *version = event.version,
            Some(_) | None => self.appended.versions.push((event.stream, event.version)),
        }
    }
}
