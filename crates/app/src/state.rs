//! Folded aggregates, kept for the next decision. A cache in the strict sense: what it gives is always brought up
//! to the log's durable head first, so a forgotten or stale entry costs time and never truth.

use std::any::Any;
use std::sync::Arc;

use eventlog::{Log, RecordedEvent, StreamName, StreamVersion};
use kernel::codec;
use quick_cache::sync::Cache;

use crate::{
    error::{Error, Fault},
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
}

#[derive(Clone)]
struct Folded {
    version: StreamVersion,
    state: AnyState,
}

/// An aggregate as the log's durable head has it.
pub(crate) struct Loaded<S> {
    pub(crate) version: Option<StreamVersion>,
    pub(crate) state: Arc<S>,
}

impl StateCache {
    pub(crate) fn new(log: Log) -> Self {
        Self {
            log,
            states: Cache::new(STATES_MAX),
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
        let known = self.states.get(stream);
        let (version, mut state) = match known.and_then(downcast::<D>) {
            Some(known) => known,
            None => (StreamVersion(0), Arc::default()),
        };
        if version >= head {
            return Ok(Loaded {
                version: Some(version),
                state,
            });
        }
        let mut reached = version;
        for event in self.log.read_stream(stream, StreamVersion(version.0 + 1))? {
            D::evolve(Arc::make_mut(&mut state), &decode::<D>(&event)?);
            reached = event.version;
        }
        let folded = Folded {
            version: reached,
            state: Arc::clone(&state) as AnyState,
        };
        self.states.insert(stream.clone(), folded);
        Ok(Loaded {
            version: Some(reached),
            state,
        })
    }

    /// Keeps what a durable commit made of an aggregate, so that the next decision need not read it back.
    pub(crate) fn keep(&self, stream: StreamName, version: StreamVersion, state: AnyState) {
        self.states.insert(stream, Folded { version, state });
    }
}

fn downcast<D: Aggregate>(folded: Folded) -> Option<(StreamVersion, Arc<D::State>)> {
    let state = folded.state.downcast().ok()?;
    Some((folded.version, state))
}

fn decode<D: Aggregate>(event: &RecordedEvent) -> Result<D::Event, Error> {
    let payload = std::str::from_utf8(&event.payload).unwrap_or_default();
    let decoded = codec::decode(event.type_name.as_str(), event.schema_version, payload);
    Ok(decoded.map_err(Fault::from)?)
}
