//! Rules of an observation, told as given, when, then.

use kernel::{ContentHash, ObservationId, PersonId, Sealed, Timestamp, TreeId, testing::given};

use super::*;

mod correcting;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(minute * 60)
}

fn photo(seed: u8, sealed: &str) -> PhotoFacts {
    PhotoFacts {
        sha256: ContentHash::from_bytes([seed; 32]),
        width: 4032,
        height: 3024,
        bytes: 3_200_000,
        dhash: "9f1e3c7870e0c183".into(),
        fingerprint: None,
        taken_at: Some(at(0)),
        exif: Some(Sealed::new(sealed.into())),
    }
}

fn person(seed: u8) -> PersonId {
    PersonId::from_bytes([seed; 16])
}

/// A capture that each test bends.
fn seen(note: Option<&str>, photos: Vec<PhotoFacts>) -> Capture {
    Capture {
        observation: ObservationId::from_bytes([1; 16]),
        tree: TreeId::from_bytes([2; 16]),
        by: person(3),
        stage: Stage::Blossom,
        note: note.map(str::to_owned),
        photos,
        captured_at: at(0),
        received_at: at(5),
    }
}

fn command(capture: Capture) -> Command {
    Command::CaptureObservation {
        observation: capture.observation,
        tree: capture.tree,
        by: capture.by,
        stage: capture.stage,
        note: capture.note,
        photos: capture.photos,
        captured_at: capture.captured_at,
        received_at: capture.received_at,
    }
}

fn event(capture: Capture) -> Event {
    Event::ObservationCaptured {
        observation: capture.observation,
        tree: capture.tree,
        by: capture.by,
        stage: capture.stage,
        note: capture.note,
        photos: capture.photos,
        captured_at: capture.captured_at,
        received_at: capture.received_at,
    }
}

fn captured() -> Event {
    event(seen(Some("满树白花"), vec![photo(1, "s1.AAAA")]))
}

fn flag() -> Flag {
    Flag::FarAway {
        sha256: ContentHash::from_bytes([1; 32]),
        metres: 12_000,
    }
}

fn flagged() -> Event {
    Event::ObservationFlagged {
        flags: vec![flag()],
        at: at(6),
    }
}

fn accepted(by: Option<PersonId>) -> Event {
    Event::ObservationAccepted {
        at: at(7),
        by,
        reason: None,
    }
}

fn refused() -> Event {
    Event::ObservationRefused {
        by: person(9),
        reason: "不是这棵树".into(),
        at: at(7),
    }
}

fn judge_with(flags: Vec<Flag>) -> Command {
    Command::JudgeObservation { flags, at: at(6) }
}

fn accept() -> Command {
    Command::AcceptObservation {
        by: person(9),
        reason: None,
        at: at(7),
    }
}

fn refuse(reason: &str) -> Command {
    Command::RefuseObservation {
        by: person(9),
        reason: reason.into(),
        at: at(7),
    }
}

#[test]
fn an_observation_is_captured_with_a_trimmed_note() {
    given::<Observation>(&[])
        .when(command(seen(Some(" 满树白花 "), vec![photo(1, "s1.AAAA")])))
        .then(&[captured()]);
    given::<Observation>(&[])
        .when(command(seen(Some("  "), vec![photo(1, "s1.AAAA")])))
        .then(&[event(seen(None, vec![photo(1, "s1.AAAA")]))]);
    given::<Observation>(&[])
        .when(command(seen(Some("满树白花"), vec![])))
        .then(&[event(seen(Some("满树白花"), vec![]))]);
}

#[test]
fn d44_an_offline_id_is_accepted_once() {
    let mut again = seen(Some("满树白花"), vec![photo(1, "s1.sealed-anew")]);
    again.received_at = at(600);
    given::<Observation>(&[captured()])
        .when(command(again))
        .then(&[]);
    for other in [
        seen(Some("花落了"), vec![photo(1, "s1.AAAA")]),
        seen(Some("满树白花"), vec![photo(2, "s1.AAAA")]),
        seen(Some("满树白花"), vec![]),
    ] {
        given::<Observation>(&[captured()])
            .when(command(other))
            .then_rejected(&Rejection::ObservationExists);
    }
}

#[test]
fn something_must_be_observed() {
    for note in [None, Some(""), Some(" \n ")] {
        given::<Observation>(&[])
            .when(command(seen(note, vec![])))
            .then_rejected(&Rejection::NothingObserved);
    }
}

#[test]
fn at_most_nine_photos_and_a_thousand_characters() {
    let photos = |count| (1..=count).map(|seed| photo(seed, "s1.AAAA")).collect();
    given::<Observation>(&[])
        .when(command(seen(None, photos(10))))
        .then_rejected(&Rejection::TooManyPhotos { max: 9 });
    given::<Observation>(&[])
        .when(command(seen(None, photos(9))))
        .then(&[event(seen(None, photos(9)))]);
    let (long, longest) = ("花".repeat(1001), "花".repeat(1000));
    given::<Observation>(&[])
        .when(command(seen(Some(&long), vec![])))
        .then_rejected(&Rejection::NoteTooLong { max: 1000 });
    given::<Observation>(&[])
        .when(command(seen(Some(&longest), vec![])))
        .then(&[event(seen(Some(&longest), vec![]))]);
}

#[test]
fn a_device_may_run_ten_minutes_ahead() {
    let at_minute = |minute: i64| Capture {
        captured_at: at(5 + minute),
        ..seen(Some("满树白花"), vec![])
    };
    given::<Observation>(&[])
        .when(command(at_minute(10)))
        .then(&[event(at_minute(10))]);
    given::<Observation>(&[])
        .when(command(at_minute(11)))
        .then_rejected(&Rejection::CapturedInFuture);
}

#[test]
fn e6_a_person_accepts_with_a_reason_that_is_kept() {
    let accept = |reason: &str| Command::AcceptObservation {
        by: person(9),
        reason: Some(reason.into()),
        at: at(7),
    };
    given::<Observation>(&[captured(), flagged()])
        .when(accept(" 同一排两棵树长得像 "))
        .then(&[Event::ObservationAccepted {
            at: at(7),
            by: Some(person(9)),
            reason: Some("同一排两棵树长得像".into()),
        }]);
    given::<Observation>(&[captured(), flagged()])
        .when(accept("  "))
        .then_rejected(&Rejection::ReasonMissing);
    given::<Observation>(&[captured(), flagged()])
        .when(accept(&"长".repeat(201)))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn the_check_accepts_or_asks() {
    given::<Observation>(&[captured()])
        .when(judge_with(vec![]))
        .then(&[Event::ObservationAccepted {
            at: at(6),
            by: None,
            reason: None,
        }]);
    given::<Observation>(&[captured()])
        .when(judge_with(vec![flag()]))
        .then(&[flagged()]);
}

#[test]
fn every_command_repeated_is_quiet() {
    for history in [
        vec![captured(), flagged()],
        vec![captured(), accepted(None)],
        vec![captured(), flagged(), refused()],
    ] {
        given::<Observation>(&history)
            .when(judge_with(vec![]))
            .then(&[]);
        given::<Observation>(&history)
            .when(judge_with(vec![flag()]))
            .then(&[]);
    }
    given::<Observation>(&[captured(), accepted(None)])
        .when(accept())
        .then(&[]);
    given::<Observation>(&[captured(), refused()])
        .when(refuse("不是这棵树"))
        .then(&[]);
}

#[test]
fn a_person_decides_about_what_was_flagged_or_not_judged() {
    for history in [vec![captured(), flagged()], vec![captured()]] {
        given::<Observation>(&history)
            .when(accept())
            .then(&[accepted(Some(person(9)))]);
        given::<Observation>(&history)
            .when(refuse(" 不是这棵树"))
            .then(&[refused()]);
    }
}

#[test]
fn a_decision_is_final() {
    given::<Observation>(&[captured(), refused()])
        .when(accept())
        .then_rejected(&Rejection::ObservationRefused);
    given::<Observation>(&[captured(), accepted(None)])
        .when(refuse("不是这棵树"))
        .then_rejected(&Rejection::ObservationAccepted);
}

#[test]
fn a_refusal_needs_a_reason() {
    given::<Observation>(&[captured()])
        .when(refuse(" "))
        .then_rejected(&Rejection::ReasonMissing);
    given::<Observation>(&[captured()])
        .when(refuse(&"长".repeat(201)))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn nothing_is_decided_about_an_unknown_observation() {
    for command in [judge_with(vec![]), accept(), refuse("不是这棵树")] {
        given::<Observation>(&[])
            .when(command)
            .then_rejected(&Rejection::ObservationUnknown);
    }
}
