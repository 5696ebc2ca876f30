//! Compares a history with the log it belongs to.

use std::collections::HashMap;

use eventlog::{RecordedEvent, StreamVersion};

use super::{Call, History, Moment, Outcome, Receipt};

/// The first promise that is found broken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Positions of the log, or versions of a stream, do not count up by one.
    NotDense(u64),
    /// Acknowledged, yet not in the log at the place the receipt names.
    Lost(u128),
    /// In the log, yet not as it was asked for: in part, in pieces, or with other content.
    Torn(u128),
    /// In the log without having been handed in, or though every answer said that it was refused.
    Uninvited(u128),
    /// In the log twice.
    Twice(u128),
    /// Acknowledged before the other was handed in, yet it stands after it.
    OutOfOrder(u128, u128),
    /// Acknowledged although a stream was not as expected.
    Unexpected(u128),
    /// Refused because of a version the stream cannot have had during the call.
    Unjustified(u128),
    /// Two acknowledgements of the same commit disagree, or none was the first.
    RepeatDiffers(u128),
    /// Called a reuse though nobody used the id for other content.
    NotReused(u128),
    /// A read showed what is not in the log, or not there.
    WrongRead(Moment),
    /// A read missed what was acknowledged before it.
    ShortRead {
        asked: Moment,
        /// Last position it showed.
        reached: u64,
        /// Last position acknowledged before it.
        acknowledged: u64,
        /// When that was.
        told: Moment,
    },
}

/// One commit as the log holds it.
type Stored<'a> = &'a [RecordedEvent];

fn first(stored: Stored<'_>) -> u64 {
    stored[0].position.0
}

pub(crate) fn check(history: &History, log: &[RecordedEvent]) -> Result<(), Fault> {
    dense(log)?;
    let mut calls: HashMap<u128, Vec<&Call>> = HashMap::new();
    for call in &history.calls {
        calls.entry(call.spec.id).or_default().push(call);
    }
    let stored = stored(&calls, log)?;
    for (id, calls) in &calls {
        receipts(*id, calls, stored.get(id).copied())?;
    }
    real_time_order(&calls, &stored)?;
    conflicts(history, &calls, log)?;
    reads(history, log)
}

fn dense(log: &[RecordedEvent]) -> Result<(), Fault> {
    let mut heads: HashMap<&str, u64> = HashMap::new();
    for (position, event) in (1..).zip(log) {
        let head = heads.entry(event.stream.as_str()).or_default();
        *head += 1;
        if event.position.0 != position || event.version.0 != *head {
            return Err(Fault::NotDense(position));
        }
    }
    Ok(())
}

/// The commits of the log, each as one of its calls asked for it.
fn stored<'a>(
    calls: &HashMap<u128, Vec<&'a Call>>,
    log: &'a [RecordedEvent],
) -> Result<HashMap<u128, Stored<'a>>, Fault> {
    let mut heads: HashMap<&str, u64> = HashMap::new();
    let mut found = HashMap::new();
    for events in log.chunk_by(|a, b| a.commit_id == b.commit_id) {
        let id = u128::from_be_bytes(*events[0].commit_id.as_bytes());
        let asked = calls.get(&id).ok_or(Fault::Uninvited(id))?;
        let call = asked.iter().find(|call| as_asked(call, events));
        let call = call.ok_or(Fault::Torn(id))?;
        for (stream, expected) in call.spec.expectations() {
            let actual = heads.get(stream).copied().map(StreamVersion);
            if !expected.admits(actual) {
                return Err(Fault::Unexpected(id));
            }
        }
        for event in events {
            heads.insert(event.stream.as_str(), event.version.0);
        }
        if found.insert(id, events).is_some() {
            return Err(Fault::Twice(id));
        }
    }
    Ok(found)
}

fn as_asked(call: &Call, events: &[RecordedEvent]) -> bool {
    let streams = call.spec.writes.iter();
    let streams = streams.flat_map(|(stream, _, count)| std::iter::repeat_n(stream, *count));
    let payload = call.spec.payload();
    events.len() == call.spec.event_count()
        && streams.zip(events).all(|(stream, event)| {
            event.stream.as_str() == stream && event.payload == payload.as_bytes()
        })
}

/// What the callers were told of one id, against what is there.
fn receipts(id: u128, calls: &[&Call], stored: Option<Stored<'_>>) -> Result<(), Fault> {
    let outcomes = || {
        calls
            .iter()
            .map(|call| call.answer.as_ref().map(|(_, outcome)| outcome))
    };
    let acknowledged = outcomes().filter_map(|outcome| match outcome {
        Some(Outcome::Acknowledged(receipt)) => Some(receipt),
        _ => None,
    });
    let acknowledged: Vec<&Receipt> = acknowledged.collect();
    let unknown = outcomes().any(|outcome| matches!(outcome, None | Some(Outcome::Unknown)));
    let Some(stored) = stored else {
        return if acknowledged.is_empty() {
            Ok(())
        } else {
            Err(Fault::Lost(id))
        };
    };
    if acknowledged.is_empty() && !unknown {
        return Err(Fault::Uninvited(id));
    }
    let last = stored.last().map(|event| event.position.0);
    for receipt in &acknowledged {
        if (receipt.first, Some(receipt.last)) != (first(stored), last) {
            return Err(Fault::Lost(id));
        }
        let versions = receipt.versions.iter().zip(by_stream(stored));
        let same = versions.clone().all(|(said, events)| Some(*said) == events);
        if !same || versions.count() != receipt.versions.len() {
            return Err(Fault::RepeatDiffers(id));
        }
    }
    let firsts = acknowledged
        .iter()
        .filter(|receipt| !receipt.repeated)
        .count();
    if firsts > 1 || (firsts == 0 && !unknown) {
        return Err(Fault::RepeatDiffers(id));
    }
    Ok(())
}

/// The last version in each stream of a commit, in the order of its writes.
fn by_stream(events: &[RecordedEvent]) -> impl Iterator<Item = Option<u64>> + Clone {
    events
        .chunk_by(|a, b| a.stream == b.stream)
        .map(|events| events.last().map(|event| event.version.0))
}

/// Whatever was acknowledged before a commit was first handed in stands before it.
fn real_time_order(
    calls: &HashMap<u128, Vec<&Call>>,
    stored: &HashMap<u128, Stored<'_>>,
) -> Result<(), Fault> {
    // (moment, position, id): acknowledgements and first calls, in the order of time.
    let mut moments = Vec::new();
    for (id, stored) in stored {
        let Some(calls) = calls.get(id) else { continue };
        let asked = calls.iter().map(|call| call.asked).min();
        let told = calls.iter().filter_map(|call| match &call.answer {
            Some((moment, Outcome::Acknowledged(_))) => Some(*moment),
            _ => None,
        });
        moments.extend(asked.map(|moment| (moment, false, first(stored), *id)));
        moments.extend(told.min().map(|moment| (moment, true, first(stored), *id)));
    }
    moments.sort_unstable();
    let mut latest = (0, 0);
    for (_, told, position, id) in moments {
        if told {
            latest = latest.max((position, id));
        } else if position < latest.0 {
            return Err(Fault::OutOfOrder(latest.1, id));
        }
    }
    Ok(())
}

/// A refusal names a version that the stream had at some moment of the call.
fn conflicts(
    history: &History,
    calls: &HashMap<u128, Vec<&Call>>,
    log: &[RecordedEvent],
) -> Result<(), Fault> {
    let places = log
        .iter()
        .map(|event| ((event.stream.as_str(), event.version.0), event));
    let places: HashMap<(&str, u64), &RecordedEvent> = places.collect();
    let of = |event: &RecordedEvent| u128::from_be_bytes(*event.commit_id.as_bytes());
    let asked = |id: u128| calls.get(&id)?.iter().map(|call| call.asked).min();
    let told = |id: u128| {
        let answers = calls
            .get(&id)?
            .iter()
            .filter_map(|call| call.answer.as_ref());
        let told = answers.filter(|(_, outcome)| matches!(outcome, Outcome::Acknowledged(_)));
        told.map(|(moment, _)| *moment).min()
    };
    for call in &history.calls {
        let id = call.spec.id;
        match &call.answer {
            Some((returned, Outcome::Conflict(stream, actual))) => {
                let mut named = call.spec.expectations();
                let expected =
                    named.find(|(name, expected)| name == stream && !expected.admits(*actual));
                let version = actual.map_or(0, |version| version.0);
                let reached = version == 0
                    || places
                        .get(&(stream, version))
                        .is_some_and(|event| asked(of(event)).is_some_and(|at| at < *returned));
                let passed = places
                    .get(&(stream, version + 1))
                    .is_some_and(|event| told(of(event)).is_some_and(|at| at < call.asked));
                if expected.is_none() || !reached || passed {
                    return Err(Fault::Unjustified(id));
                }
            }
            Some((returned, Outcome::Reused)) => {
                let others = calls.get(&id).into_iter().flatten();
                let mut others = others.filter(|other| other.spec.content != call.spec.content);
                if !others.any(|other| other.asked < *returned) {
                    return Err(Fault::NotReused(id));
                }
            }
            Some((_, Outcome::Acknowledged(_) | Outcome::Unknown | Outcome::Refused)) | None => {}
        }
    }
    Ok(())
}

fn reads(history: &History, log: &[RecordedEvent]) -> Result<(), Fault> {
    let mut told: Vec<(Moment, u64)> = Vec::new();
    for call in &history.calls {
        if let Some((moment, Outcome::Acknowledged(receipt))) = &call.answer {
            told.push((*moment, receipt.last));
        }
    }
    told.sort_unstable();
    let mut reads: Vec<_> = history.reads.iter().collect();
    reads.sort_unstable_by_key(|read| read.asked);
    // (position, moment): the furthest that was acknowledged before the read, and when.
    let (mut told, mut furthest) = (told.into_iter().peekable(), (0, 0));
    for read in reads {
        while let Some((moment, position)) = told.next_if(|(moment, _)| *moment < read.asked) {
            furthest = furthest.max((position, moment));
        }
        let from = usize::try_from(read.after).unwrap_or(usize::MAX);
        let there = log.get(from..from.saturating_add(read.events.len()));
        if there != Some(&*read.events) {
            return Err(Fault::WrongRead(read.asked));
        }
        let reached = read.after + read.events.len() as u64;
        let (acknowledged, told) = furthest;
        if reached < acknowledged {
            return Err(Fault::ShortRead {
                asked: read.asked,
                reached,
                acknowledged,
                told,
            });
        }
    }
    Ok(())
}
