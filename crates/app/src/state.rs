//! Folded aggregates, kept for the next decision. A cache in the strict sense: what it gives is always brought up
//! to the log's durable head first, so a forgotten or stale entry costs time and never truth. States of streams that
//! grow long also outlive the process as snapshots, of which the same holds.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use eventlog::{Log, RecordedEvent, StreamName, StreamVersion};
use kernel::codec;
use quick_cache::sync::Cache;

use crate::{
    error::{Error, Fault},
    snapshot::{SNAPSHOT_EVENTS, Snapshots},
    work::Aggregate,
};

/// How many aggregates are kept folded.
const STATES_MAX: usize = 200_000;

/// Folded states by stream.
pub(crate) struct StateCache {
    log: Log,
    states: Cache<StreamName, Folded>,
    /// Where snapshots of long streams are kept.
    snapshots: Option<Snapshots>,
}

#[derive(Clone)]
struct Folded {
    version: StreamVersion,
    /// What the stream's snapshot goes up to.
    kept: StreamVersion,
    state: Arc<dyn Any + Send + Sync>,
}

/// A state on its way to the stream's head.
struct Reached<S> {
    version: StreamVersion,
    kept: StreamVersion,
    state: Arc<S>,
}

/// An aggregate as the log's durable head has it.
pub(crate) struct Loaded<S> {
    pub(crate) version: Option<StreamVersion>,
    pub(crate) state: Arc<S>,
}

impl StateCache {
    pub(crate) fn new(log: Log, snapshots: Option<PathBuf>) -> Self {
        Self {
            log,
            states: Cache::new(STATES_MAX),
            snapshots: snapshots.map(Snapshots::in_folder),
        }
    }

    /// Loads an aggregate; one without events has the default state and no version.
    pub(crate) fn load<D: Aggregate>(
        &self,
        stream: &StreamName,
    ) -> Result<Loaded<D::State>, Error> {
        let Some(head) = self.log.head(stream) else {
            return Ok(Loaded {
                version: None,
                state: Arc::default(),
            });
        };
        let mut reached = self.nearest::<D>(stream);
        if reached.version >= head {
            return Ok(Loaded {
                version: Some(reached.version),
                state: reached.state,
            });
        }
        let events = self.log.read_stream(stream, reached.version.next())?;
        for event in &events {
            D::evolve(Arc::make_mut(&mut reached.state), &decode::<D>(event)?);
            reached.version = event.version;
        }
        if let Some(last) = events.last() {
            self.keep::<D>(&mut reached, last);
        }
        let folded = Folded {
            version: reached.version,
            kept: reached.kept,
            state: Arc::clone(&reached.state) as Arc<dyn Any + Send + Sync>,
        };
        self.states.insert(stream.clone(), folded);
        Ok(Loaded {
            version: Some(reached.version),
            state: reached.state,
        })
    }

    /// The newest state that is known without folding: from memory, from a snapshot, or the one before all events.
    fn nearest<D: Aggregate>(&self, stream: &StreamName) -> Reached<D::State> {
        let known = self.states.get(stream).and_then(downcast::<D>);
        known.unwrap_or_else(|| {
            let snapshots = self.snapshots.as_ref().zip(D::SNAPSHOT);
            let found =
                snapshots.and_then(|(snapshots, kind)| snapshots.find(&self.log, stream, &kind));
            let (version, state) = found.unwrap_or((StreamVersion(0), D::State::default()));
            Reached {
                version,
                kept: version,
                state: Arc::new(state),
            }
        })
    }

    /// Keeps a snapshot once the stream has grown enough since the last one.
    fn keep<D: Aggregate>(&self, reached: &mut Reached<D::State>, last: &RecordedEvent) {
        let Some((snapshots, kind)) = self.snapshots.as_ref().zip(D::SNAPSHOT) else {
            return;
        };
        if reached.version.0 - reached.kept.0 >= SNAPSHOT_EVENTS {
            snapshots.keep(last, reached.state.as_ref(), &kind);
            // Also when that failed: the next try is as many events away.
            reached.kept = reached.version;
        }
    }
}

fn downcast<D: Aggregate>(folded: Folded) -> Option<Reached<D::State>> {
    Some(Reached {
        version: folded.version,
        kept: folded.kept,
        state: folded.state.downcast().ok()?,
    })
}

fn decode<D: Aggregate>(event: &RecordedEvent) -> Result<D::Event, Error> {
    let payload = std::str::from_utf8(&event.payload).unwrap_or_default();
    let decoded = codec::decode(event.type_name.as_str(), event.schema_version, payload);
    Ok(decoded.map_err(Fault::from)?)
}

#[cfg(test)]
mod tests;
