//! One wish becomes one commit: load what is needed, decide on each aggregate, write all or nothing.

use std::sync::Arc;

use eventlog::{
    Bytes, Commit, CommitId, Condition, EventType, ExpectedVersion, NewEvent, StreamName,
    StreamVersion, StreamWrite,
};
use kernel::{Decider, Timestamp, codec, codec::StoredEvent};
use settlement::{fees::FeeSchedule, payment::Channel};

use crate::{
    commands::channel_fees::{FeeSchedules, schedule_of},
    error::{Error, Fault},
    intent::Intent,
    rejection::Rejection,
    state::{AnyState, StateCache},
};

/// A decider whose events can be stored and whose rejections the doors can tell.
pub(crate) trait Aggregate: Decider<Event: StoredEvent, Rejection: Into<Rejection>> {}

impl<D: Decider<Event: StoredEvent, Rejection: Into<Rejection>>> Aggregate for D {}

/// The decisions of one wish, before they are committed.
pub(crate) struct Work<'a> {
    states: &'a StateCache,
    intent: &'a Intent,
    fees: &'a FeeSchedules,
    touched: Vec<Touched>,
    /// Who wants it and when, as it is stored with every event; written once.
    metadata: Option<Bytes>,
}

#[derive(Clone)]
struct Touched {
    stream: StreamName,
    read_at: Option<StreamVersion>,
    state: AnyState,
    events: Vec<NewEvent>,
}

impl<'a> Work<'a> {
    pub(crate) const fn new(
        states: &'a StateCache,
        intent: &'a Intent,
        fees: &'a FeeSchedules,
    ) -> Self {
        Self {
            states,
            intent,
            fees,
            touched: Vec::new(),
            metadata: None,
        }
    }

    /// When the wish was made.
    pub(crate) fn now(&self) -> Timestamp {
        self.intent.now()
    }

    /// What a channel keeps of payments.
    pub(crate) fn schedule_of(&self, channel: Channel) -> FeeSchedule {
        schedule_of(self.fees, channel)
    }

    /// The state of an aggregate. It becomes a condition: the commit happens only if nobody changes it meanwhile.
    pub(crate) fn state<D: Aggregate>(&mut self, id: &str) -> Result<Arc<D::State>, Error> {
        let index = self.touch::<D>(id)?;
        Ok(self.state_at::<D>(index))
    }

    /// Decides a command on an aggregate and keeps its events for the commit. Returns whether anything happens.
    pub(crate) fn decide<D: Aggregate>(
        &mut self,
        id: &str,
        command: D::Command,
    ) -> Result<bool, Error> {
        let index = self.touch::<D>(id)?;
        let mut state = self.state_at::<D>(index);
        let events =
            D::decide(&state, command).map_err(|rejection| Error::Rejected(rejection.into()))?;
        let metadata = self.metadata()?;
        for event in &events {
            D::evolve(Arc::make_mut(&mut state), event);
            self.touched[index]
                .events
                .push(new_event(event, metadata.clone())?);
        }
        self.touched[index].state = state;
        Ok(!events.is_empty())
    }

    /// The version an aggregate had when it was read; 0 if it does not exist.
    pub(crate) fn version<D: Aggregate>(&mut self, id: &str) -> Result<u64, Error> {
        let index = self.touch::<D>(id)?;
        Ok(self.touched[index].read_at.map_or(0, |version| version.0))
    }

    /// Like [`Work::decide`], for what a person edits: refused if it changed since they read it.
    pub(crate) fn edit<D: Aggregate>(
        &mut self,
        id: &str,
        command: D::Command,
    ) -> Result<bool, Error> {
        let actual = self.version::<D>(id)?;
        if self
            .intent
            .expected_version()
            .is_some_and(|expected| expected != actual)
        {
            return Err(Error::Stale { actual });
        }
        self.decide::<D>(id, command)
    }

    /// Tries several decisions; if a rule refuses one of them, none of them counts. Returns whether they count.
    pub(crate) fn attempt(
        &mut self,
        decide: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let before = self.touched.clone();
        match decide(self) {
            Ok(()) => Ok(true),
            Err(Error::Rejected(_)) => {
                self.touched = before;
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// Drops every decision so far, and what it rested on.
    pub(crate) fn forget(&mut self) {
        self.touched.clear();
    }

    /// The commit with the states it leads to, or nothing if every wish was already true.
    pub(crate) fn into_commit(self) -> Option<(Commit, Vec<(StreamName, AnyState)>)> {
        let mut writes = Vec::new();
        let mut conditions = Vec::new();
        let mut states = Vec::new();
        for touched in self.touched {
            let expected = touched
                .read_at
                .map_or(ExpectedVersion::NoStream, ExpectedVersion::Exactly);
            let stream = touched.stream;
            if touched.events.is_empty() {
                conditions.push(Condition { stream, expected });
            } else {
                let events = touched.events;
                states.push((stream.clone(), touched.state));
                writes.push(StreamWrite {
                    stream,
                    expected,
                    events,
                });
            }
        }
        if writes.is_empty() {
            return None;
        }
        let commit = Commit {
            id: CommitId(self.intent.commit_id()),
            fingerprint: self.intent.fingerprint(),
            recorded_at_ms: self.intent.now().millis(),
            writes,
            conditions,
        };
        Some((commit, states))
    }

    fn metadata(&mut self) -> Result<Bytes, Error> {
        if let Some(written) = &self.metadata {
            return Ok(written.clone());
        }
        let written = Bytes::from(serde_json::to_vec(self.intent.metadata()).map_err(Fault::from)?);
        self.metadata = Some(written.clone());
        Ok(written)
    }

    fn touch<D: Aggregate>(&mut self, id: &str) -> Result<usize, Error> {
        let stream = stream_of::<D>(id)?;
        if let Some(index) = self.touched.iter().position(|known| known.stream == stream) {
            return Ok(index);
        }
        let loaded = self.states.load::<D>(&stream)?;
        self.touched.push(Touched {
            stream,
            read_at: loaded.version,
            state: loaded.state,
            events: Vec::new(),
        });
        Ok(self.touched.len() - 1)
    }

    fn state_at<D: Aggregate>(&self, index: usize) -> Arc<D::State> {
        // The category is part of the stream's name, so a stream's state is always of its decider's type.
        Arc::clone(&self.touched[index].state)
            .downcast()
            .unwrap_or_default()
    }
}

fn new_event<E: StoredEvent>(event: &E, metadata: Bytes) -> Result<NewEvent, Error> {
    let stored = codec::encode(event).map_err(Fault::from)?;
    let type_name =
        EventType::parse(stored.type_name).map_err(|error| Fault::Name(error.to_string()))?;
    Ok(NewEvent {
        type_name,
        schema_version: stored.schema_version,
        payload: stored.payload.into(),
        metadata,
    })
}

/// The stream of an aggregate: its category and id.
pub(crate) fn stream_of<D: Aggregate>(id: &str) -> Result<StreamName, Error> {
    StreamName::new(<D::Event as StoredEvent>::CATEGORY, id)
        .map_err(|error| Fault::Name(error.to_string()).into())
}
