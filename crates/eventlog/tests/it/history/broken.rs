//! That the checker can say no: a sound history, and what it says of each way to break it.

use eventlog::{CommitId, ExpectedVersion, GlobalPosition, RecordedEvent, StreamVersion};

use super::check::{Fault, check};
use super::record::{asked_line, told_line};
use super::{Call, History, Outcome, Read, Receipt, Spec};
use crate::given::{event, name};

fn spec(id: u128, expected: ExpectedVersion) -> Spec {
    Spec {
        id,
        content: 1,
        writes: vec![("hot-1".to_owned(), expected, 1)],
        conditions: Vec::new(),
    }
}

fn call(asked: u64, spec: Spec, told: u64, outcome: Outcome) -> Call {
    let answer = Some((told, outcome));
    Call {
        asked,
        spec,
        answer,
    }
}

fn at(place: u64, repeated: bool) -> Outcome {
    Outcome::Acknowledged(Receipt {
        first: place,
        last: place,
        repeated,
        versions: vec![place],
    })
}

fn recorded(place: u64, id: u128) -> RecordedEvent {
    let new = event("{\"content\":1}");
    RecordedEvent {
        stream: name("hot-1"),
        version: StreamVersion(place),
        position: GlobalPosition(place),
        previous: GlobalPosition(place - 1),
        commit_id: CommitId::from_bytes(id.to_be_bytes()),
        recorded_at_ms: 0,
        type_name: new.type_name,
        schema_version: 1,
        payload: new.payload,
        metadata: new.metadata,
    }
}

/// Commits 1, 2 and 3 follow each other; 2 is asked for twice; 4 was refused; 5 is unknown.
fn sound() -> (History, Vec<RecordedEvent>) {
    let exactly = |version| ExpectedVersion::Exactly(StreamVersion(version));
    let conflict = Outcome::Conflict("hot-1".to_owned(), Some(StreamVersion(2)));
    let log: Vec<_> = (1..=3).map(|place| recorded(place, place.into())).collect();
    let calls = vec![
        call(1, spec(1, ExpectedVersion::NoStream), 2, at(1, false)),
        call(3, spec(2, exactly(1)), 5, at(2, false)),
        call(4, spec(4, exactly(1)), 6, conflict),
        call(7, spec(2, exactly(1)), 8, at(2, true)),
        call(9, spec(3, ExpectedVersion::Any), 10, at(3, false)),
        call(11, spec(5, ExpectedVersion::Any), 12, Outcome::Unknown),
    ];
    let reads = vec![Read {
        asked: 9,
        after: 1,
        events: log[1..].to_vec(),
    }];
    (History { calls, reads }, log)
}

/// What the checker says once the sound history is changed like this.
#[track_caller]
fn assert_says(fault: Fault, change: impl FnOnce(&mut History, &mut Vec<RecordedEvent>)) {
    let (mut history, mut log) = sound();
    assert_eq!(check(&history, &log), Ok(()));
    change(&mut history, &mut log);
    assert_eq!(check(&history, &log), Err(fault));
}

#[test]
fn an_unknown_commit_may_be_there_once() {
    let (mut history, mut log) = sound();
    log.push(recorded(4, 5));
    assert_eq!(check(&history, &log), Ok(()));
    history
        .calls
        .push(call(13, spec(5, ExpectedVersion::Any), 14, at(4, true)));
    assert_eq!(check(&history, &log), Ok(()));
    log.push(recorded(5, 5));
    assert_eq!(check(&history, &log), Err(Fault::Torn(5)), "twice in a row");
    log.insert(4, recorded(5, 3));
    log[5] = recorded(6, 5);
    assert_eq!(check(&history, &log), Err(Fault::Twice(3)));
}

#[test]
fn every_broken_promise_is_named() {
    assert_says(Fault::NotDense(2), |_, log| drop(log.remove(1)));
    assert_says(Fault::NotDense(3), |_, log| {
        log[2].version = StreamVersion(4);
    });
    assert_says(Fault::Lost(3), |history, log| {
        history.reads.clear();
        log.pop();
    });
    assert_says(Fault::Lost(1), |history, _| {
        history.calls[0].answer = Some((2, at(2, false)));
    });
    assert_says(Fault::Torn(3), |_, log| log[2].payload = "{}".into());
    assert_says(Fault::Uninvited(6), |_, log| log.push(recorded(4, 6)));
    // Failed never appears.
    assert_says(Fault::Uninvited(1), |history, _| {
        history.calls[0].answer = Some((2, Outcome::Refused));
    });
    assert_says(Fault::OutOfOrder(3, 2), |history, _| {
        history.calls[4].asked = 0;
        history.calls[4].answer = Some((2, at(3, false)));
    });
    assert_says(Fault::Unexpected(3), |history, _| {
        history.calls[4].spec.writes[0].1 = ExpectedVersion::NoStream;
    });
    assert_says(Fault::RepeatDiffers(2), |history, _| {
        history.calls[3].answer = Some((8, at(2, false)));
    });
    assert_says(Fault::RepeatDiffers(1), |history, _| {
        history.calls[0].answer = Some((2, at(1, true)));
    });
}

#[test]
fn refusals_without_a_reason_are_named() {
    // A version that was passed before the call, one that came after it, and one that would do.
    for actual in [Some(1), Some(3), None] {
        assert_says(Fault::Unjustified(4), |history, _| {
            let actual = actual.map(StreamVersion);
            history.calls[2].asked = 6;
            history.calls[2].answer = Some((7, Outcome::Conflict("hot-1".to_owned(), actual)));
        });
    }
    assert_says(Fault::NotReused(4), |history, _| {
        history.calls[2].answer = Some((6, Outcome::Reused));
    });
}

#[test]
fn reads_that_miss_or_invent_are_named() {
    let short = |asked, reached, (acknowledged, told)| Fault::ShortRead {
        asked,
        reached,
        acknowledged,
        told,
    };
    assert_says(short(9, 1, (2, 8)), |history, _| {
        history.reads[0].events.truncate(0);
    });
    assert_says(Fault::WrongRead(9), |history, _| {
        history.reads[0].events[0].payload = "{}".into();
    });
    assert_says(short(11, 2, (3, 10)), |history, _| {
        history.reads[0].asked = 11;
        history.reads[0].events.truncate(1);
    });
}

#[test]
fn the_next_opening_is_later_than_the_last_read() {
    let (mut history, mut log) = sound();
    // Still reading when every writer had its last answer.
    history.reads[0].asked = 20;
    let again = spec(5, ExpectedVersion::Any);
    let lines = asked_line(1, &again) + &told_line(1, 2, &at(4, false));
    history.add_lines(lines.lines());
    log.push(recorded(4, 5));
    assert_eq!(check(&history, &log), Ok(()));
    let answered = history.calls.last().and_then(|call| call.answer.as_ref());
    assert_eq!(answered.map(|(told, _)| *told), Some(23));
}
