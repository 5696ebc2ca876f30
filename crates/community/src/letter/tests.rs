//! The rules of a letter, command by command and rejection by rejection.

use kernel::{fold, testing::given};
use proptest::prelude::*;

use super::*;

const LETTER: LetterId = LetterId::from_bytes([1; 16]);
const PERSON: PersonId = PersonId::from_bytes([2; 16]);

fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    start.plus_seconds(seconds)
}

fn address(kind: Kind) -> Command {
    Command::Address {
        letter: LETTER,
        kind,
        person: PERSON,
        about: About::Account,
        send_at: at(10),
        at: at(0),
    }
}

fn due() -> Event {
    Event::LetterDue {
        letter: LETTER,
        kind: Kind::OrderHeld,
        person: PERSON,
        about: About::Account,
        send_at: at(10),
        at: at(0),
    }
}

fn handed_over(attempt: u8, seconds: i64) -> Event {
    Event::LetterHandedOver {
        attempt,
        at: at(seconds),
    }
}

fn hand_over(seconds: i64) -> Command {
    Command::HandOver { at: at(seconds) }
}

fn failed(failure: Failure, again: i64, seconds: i64) -> Event {
    Event::LetterFailed {
        failure,
        again_at: at(again),
        at: at(seconds),
    }
}

fn note(failure: Failure, seconds: i64) -> Command {
    Command::NoteFailure {
        failure,
        at: at(seconds),
    }
}

fn given_up(failure: Failure, seconds: i64) -> Event {
    Event::LetterGivenUp {
        failure,
        at: at(seconds),
    }
}

#[test]
fn a_letter_is_addressed_once() {
    given::<Letter>(&[])
        .when(address(Kind::OrderHeld))
        .then(&[due()]);
    given::<Letter>(&[due()])
        .when(address(Kind::OrderHeld))
        .then(&[]);
    given::<Letter>(&[due()])
        .when(address(Kind::News))
        .then_rejected(&Rejection::LetterExists);
}

#[test]
fn it_is_handed_over_when_its_time_has_come_and_to_one_only() {
    given::<Letter>(&[])
        .when(hand_over(10))
        .then_rejected(&Rejection::LetterUnknown);
    given::<Letter>(&[due()])
        .when(hand_over(9))
        .then_rejected(&Rejection::LetterNotDue { from: at(10) });
    given::<Letter>(&[due()])
        .when(hand_over(10))
        .then(&[handed_over(1, 10)]);
    given::<Letter>(&[due(), handed_over(1, 10)])
        .when(hand_over(11))
        .then_rejected(&Rejection::LetterInFlight);
}

#[test]
fn a_sent_letter_is_never_handed_over_again() {
    let sent = Event::LetterSent { at: at(11) };
    let confirm = || Command::ConfirmSent { at: at(11) };
    given::<Letter>(&[due(), handed_over(1, 10)])
        .when(confirm())
        .then(std::slice::from_ref(&sent));
    let history = [due(), handed_over(1, 10), sent];
    given::<Letter>(&history).when(confirm()).then(&[]);
    given::<Letter>(&history)
        .when(hand_over(99))
        .then_rejected(&Rejection::LetterSettled);
    given::<Letter>(&history)
        .when(Command::SendAgain { at: at(99) })
        .then_rejected(&Rejection::LetterNotGivenUp);
    given::<Letter>(&[due()])
        .when(confirm())
        .then_rejected(&Rejection::LetterNotInFlight);
}

#[test]
fn a_failure_waits_longer_each_time_and_ends() {
    let mut history = vec![due()];
    let mut now = 10;
    for (index, wait) in ATTEMPT_WAITS_SECONDS.into_iter().enumerate() {
        history.push(handed_over(u8::try_from(index + 1).unwrap(), now));
        let event = failed(Failure::Unreachable, now + wait, now);
        given::<Letter>(&history)
            .when(note(Failure::Unreachable, now))
            .then(std::slice::from_ref(&event));
        history.push(event);
        given::<Letter>(&history)
            .when(hand_over(now))
            .then_rejected(&Rejection::LetterNotDue {
                from: at(now + wait),
            });
        now += wait;
    }
    history.push(handed_over(6, now));
    given::<Letter>(&history)
        .when(note(Failure::Deferred, now))
        .then(&[given_up(Failure::Deferred, now)]);
}

#[test]
fn what_is_refused_for_good_is_not_tried_again() {
    for failure in [Failure::Refused, Failure::Unwritable] {
        given::<Letter>(&[due(), handed_over(1, 10)])
            .when(note(failure, 11))
            .then(&[given_up(failure, 11)]);
    }
    given::<Letter>(&[due()])
        .when(note(Failure::Refused, 11))
        .then_rejected(&Rejection::LetterNotInFlight);
}

#[test]
fn a_letter_left_in_flight_is_repeated_only_where_that_is_harmless() {
    let recover = |may_repeat, seconds| Command::Recover {
        may_repeat,
        at: at(seconds),
    };
    let history = [due(), handed_over(1, 10)];
    given::<Letter>(&history)
        .when(recover(true, 609))
        .then_rejected(&Rejection::LetterInFlight);
    given::<Letter>(&history)
        .when(recover(true, 610))
        .then(&[failed(Failure::Uncertain, 610, 610)]);
    given::<Letter>(&history)
        .when(recover(false, 610))
        .then(&[given_up(Failure::Uncertain, 610)]);
}

#[test]
fn a_person_may_have_a_given_up_letter_tried_again() {
    let history = [due(), handed_over(1, 10), given_up(Failure::Refused, 11)];
    let again = || Command::SendAgain { at: at(90) };
    let queued = Event::LetterQueuedAgain { at: at(90) };
    given::<Letter>(&history)
        .when(again())
        .then(std::slice::from_ref(&queued));
    let mut queued_again = history.to_vec();
    queued_again.push(queued);
    given::<Letter>(&queued_again).when(again()).then(&[]);
    given::<Letter>(&queued_again)
        .when(hand_over(90))
        .then(&[handed_over(1, 90)]);
    given::<Letter>(&[])
        .when(again())
        .then_rejected(&Rejection::LetterUnknown);
}

#[test]
fn a_dropped_letter_stays_dropped() {
    let drop = || Command::Drop {
        reason: DropReason::OptedOut,
        at: at(5),
    };
    let dropped = Event::LetterDropped {
        reason: DropReason::OptedOut,
        at: at(5),
    };
    given::<Letter>(&[due()])
        .when(drop())
        .then(std::slice::from_ref(&dropped));
    given::<Letter>(&[due(), dropped.clone()])
        .when(drop())
        .then(&[]);
    given::<Letter>(&[due(), dropped])
        .when(hand_over(10))
        .then_rejected(&Rejection::LetterSettled);
    given::<Letter>(&[due(), handed_over(1, 10)])
        .when(drop())
        .then_rejected(&Rejection::LetterInFlight);
}

#[test]
fn d08_what_is_no_service_needs_consent() {
    let needing: Vec<_> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.purpose().is_some())
        .collect();
    assert_eq!(needing, [Kind::News, Kind::SeasonOpened]);
    assert!(needing.iter().all(|kind| kind.reach() == Reach::Verified));
}

proptest! {
    /// Whatever is asked in whatever order: between two times of handing over there is a failure or a person's word,
    /// and none follows a sent or dropped letter.
    #[test]
    fn no_order_of_wishes_sends_twice(wishes in prop::collection::vec((0..8_u8, 0..100_000_i64), 1..60)) {
        let mut history = Vec::new();
        let mut now = 0;
        for (wish, wait) in wishes {
            now += wait;
            let at = at(now);
            let command = match wish {
                0 => address(Kind::OrderHeld),
                1 | 2 => Command::HandOver { at },
                3 => Command::ConfirmSent { at },
                4 => Command::NoteFailure { failure: Failure::Unreachable, at },
                5 => Command::Recover { may_repeat: wait % 2 == 0, at },
                6 => Command::SendAgain { at },
                _ => Command::Drop { reason: DropReason::OptedOut, at },
            };
            history.extend(Letter::decide(&fold::<Letter>(&history), command).unwrap_or_default());
        }
        let mut in_flight = false;
        let mut settled = false;
        for event in &history {
            prop_assert!(!settled, "{history:?}");
            match event {
                Event::LetterHandedOver { .. } => {
                    prop_assert!(!in_flight, "{history:?}");
                    in_flight = true;
                }
                Event::LetterSent { .. } | Event::LetterDropped { .. } => settled = true,
                Event::LetterFailed { .. } | Event::LetterGivenUp { .. } => in_flight = false,
                Event::LetterDue { .. } | Event::LetterQueuedAgain { .. } => {}
            }
        }
    }
}
