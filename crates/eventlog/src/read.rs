//! Reading: the whole log forward, one stream backward, one commit by its place. Every value is
//! checked as it is read, and what must be there but is not is damage, not an end.

use std::ops::ControlFlow;

use crate::engine::{Engine, Key};
use crate::error::{DamageKind, Damaged, EngineError, ReadError};
use crate::event::{Appended, RecordedEvent};
use crate::index::Head;
use crate::name::{CommitId, StreamName};
use crate::position::{GlobalPosition, StreamVersion};
use crate::value::{self, Assembler, StoredValue};

/// Payload and metadata after which one read of the whole log stops early, in bytes.
pub const READ_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Shows every value that holds events after `after`, up to the one that holds `until`, in order.
pub(crate) fn scan(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    mut visit: impl FnMut(StoredValue) -> Result<ControlFlow<()>, ReadError>,
) -> Result<(), ReadError> {
    if after >= until {
        return Ok(());
    }
    let first = after.next();
    let floor = engine
        .floor(Key::last(first))
        .map_err(|cause| failed(first, cause))?;
    let start = floor.map_or(first, |key| key.position);
    let mut assembler = Assembler::starting_at(start);
    let mut outcome = None;
    let scanned = engine.scan(Key::first(start), &mut |key, bytes| {
        let step = match assembler.push(key, &bytes) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(stored)) => {
                let reached = stored.last >= until;
                visit(stored).map(|flow| flow.is_break() || reached)
            }
            Err(damaged) => Err(damaged.into()),
        };
        match step {
            Ok(false) => ControlFlow::Continue(()),
            Ok(true) => {
                outcome = Some(Ok(()));
                ControlFlow::Break(())
            }
            Err(cause) => {
                outcome = Some(Err(cause));
                ControlFlow::Break(())
            }
        }
    });
    scanned.map_err(|cause| failed(assembler.next, cause))?;
    outcome.unwrap_or_else(|| Err(assembler.missing().into()))
}

/// An engine that calls its own file corrupt has found damage like any other.
pub(crate) fn failed(position: GlobalPosition, cause: EngineError) -> ReadError {
    if matches!(cause, EngineError::Sled(sled::Error::Corruption { .. })) {
        Damaged::at(position, DamageKind::Engine).into()
    } else {
        cause.into()
    }
}

/// Up to `max_events` events in (`after`, `until`].
pub(crate) fn all(
    engine: &dyn Engine,
    after: GlobalPosition,
    until: GlobalPosition,
    max_events: usize,
) -> Result<Vec<RecordedEvent>, ReadError> {
    let mut events = Vec::new();
    let mut bytes = 0;
    if max_events == 0 {
        return Ok(events);
    }
    scan(engine, after, until, |stored| {
        for (position, part, event) in stored.events() {
            if position <= after {
                continue;
            }
            bytes += event.payload.len() + event.metadata.len();
            if events.len() == max_events || (bytes > READ_BYTES_MAX && !events.is_empty()) {
                return Ok(ControlFlow::Break(()));
            }
            events.push(value::recorded(position, part, event)?);
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
    let mut events: Vec<RecordedEvent> = Vec::new();
    let mut held: Option<StoredValue> = None;
    let (mut at, mut version) = (head.position, head.version);
    while version >= from.max(StreamVersion::FIRST) {
        let stored = match held.take() {
            Some(stored) if stored.first <= at => stored,
            Some(_) | None => value_at(engine, at)?,
        };
        let event = event_at(&stored, at)?;
        let follows = event.previous < at && event.version == version && event.stream == *stream;
        if !follows {
            return Err(Damaged::at(at, DamageKind::StreamOrder).into());
        }
        (at, version) = (event.previous, StreamVersion(version.0 - 1));
        events.push(event);
        held = Some(stored);
    }
    events.reverse();
    Ok(events)
}

fn event_at(stored: &StoredValue, at: GlobalPosition) -> Result<RecordedEvent, Damaged> {
    let found = stored.events().find(|(position, _, _)| *position == at);
    let missing = Damaged::at(at, DamageKind::MissingEvent);
    found.map_or(Err(missing), |(position, part, event)| {
        value::recorded(position, part, event)
    })
}

fn value_at(engine: &dyn Engine, at: GlobalPosition) -> Result<StoredValue, ReadError> {
    let mut found = None;
    let before = GlobalPosition(at.0.saturating_sub(1));
    scan(engine, before, at, |stored| {
        found = Some(stored);
        Ok(ControlFlow::Break(()))
    })?;
    found.ok_or_else(|| Damaged::at(at, DamageKind::MissingEvent).into())
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
    let before = GlobalPosition(first.0.saturating_sub(1));
    // No end is known before the first part is read, so the visitor ends the scan.
    scan(engine, before, GlobalPosition(u64::MAX), |stored| {
        for (position, part, event) in stored.events() {
            if position < first {
                continue;
            }
            if part.commit_id != id.as_bytes() {
                return Err(Damaged::at(position, DamageKind::TornCommit).into());
            }
            if position == first {
                found.fingerprint.clone_from(&part.fingerprint);
            }
            found.take(value::recorded(position, part, event)?);
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
