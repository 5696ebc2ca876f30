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

/// A state of whatever aggregate.
pub(crate) type AnyState = Arc<dyn Any + Send + Sync>;

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
    snapshot: StreamVersion,
    state: AnyState,
}

/// A state on its way to the stream's head.
struct Reached<S> {
    version: StreamVersion,
    snapshot: StreamVersion,
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
        if reached.version < head {
            for event in self.log.read_stream(stream, reached.version.next())? {
                D::evolve(Arc::make_mut(&mut reached.state), &decode::<D>(&event)?);
                reached.version = event.version;
            }
            self.insert(stream, &reached);
        }
        if D::SNAPSHOT.is_some()
            && reached.version.0.saturating_sub(reached.snapshot.0) >= SNAPSHOT_EVENTS
        {
            self.keep_snapshot::<D>(stream, &reached)?;
            // Also when that failed: the next try is as many events away.
            reached.snapshot = reached.version;
            self.insert(stream, &reached);
        }
        Ok(Loaded {
            version: Some(reached.version),
            state: reached.state,
        })
    }

    /// Keeps what a durable commit made of an aggregate, so that the next decision need not read it back.
    pub(crate) fn keep(&self, stream: StreamName, version: StreamVersion, state: AnyState) {
        let known = self.states.get(&stream);
        let snapshot = known.map_or(StreamVersion(0), |known| known.snapshot);
        let folded = Folded {
            version,
            snapshot,
            state,
        };
        self.states.insert(stream, folded);
    }

    fn insert<S: Send + Sync + 'static>(&self, stream: &StreamName, reached: &Reached<S>) {
        let folded = Folded {
            version: reached.version,
            snapshot: reached.snapshot,
            state: Arc::clone(&reached.state) as AnyState,
        };
        self.states.insert(stream.clone(), folded);
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
                snapshot: version,
                state: Arc::new(state),
            }
        })
    }

    fn keep_snapshot<D: Aggregate>(
        &self,
        stream: &StreamName,
        reached: &Reached<D::State>,
    ) -> Result<(), Error> {
        if let Some((snapshots, kind)) = self.snapshots.as_ref().zip(D::SNAPSHOT) {
            let since = self.log.read_stream(stream, reached.version)?;
            if let Some(last) = since.first() {
                snapshots.keep(last, reached.state.as_ref(), &kind);
            }
        }
        Ok(())
    }
}

fn downcast<D: Aggregate>(folded: Folded) -> Option<Reached<D::State>> {
    Some(Reached {
        version: folded.version,
        snapshot: folded.snapshot,
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
