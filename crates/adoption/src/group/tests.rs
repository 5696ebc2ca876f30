//! The rules of a group, command by command and rejection by rejection, and over random histories.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const LIN: PersonId = PersonId::from_bytes([2; 16]);
const WANG: PersonId = PersonId::from_bytes([3; 16]);
const LINK: ContentHash = ContentHash::from_bytes([4; 32]);

fn at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn until() -> Timestamp {
    at().plus_days(2)
}

fn secret() -> Sealed {
    Sealed::new("s1.secret".into())
}

fn open_with(parts: u8, link: ContentHash, now: Timestamp) -> Command {
    Command::OpenGroup {
        adoption: ADOPTION,
        by: LIN,
        price: Money::fen(100),
        parts,
        link,
        secret: secret(),
        until: until(),
        now,
    }
}

fn opened() -> Event {
    Event::GroupOpened {
        adoption: ADOPTION,
        by: LIN,
        price: Money::fen(100),
        parts: 3,
        link: LINK,
        secret: secret(),
        until: until(),
        at: at(),
    }
}

fn payment(byte: u8) -> PaymentId {
    PaymentId::from_bytes([byte; 16])
}

fn take(number: u8, by: PersonId, at: Timestamp) -> Command {
    Command::TakePart {
        number,
        by,
        payment: payment(number),
        at,
    }
}

fn taken(number: u8, by: PersonId, fen: i64) -> Event {
    Event::PartTaken {
        number,
        by,
        payment: payment(number),
        amount: Money::fen(fen),
        at: at(),
    }
}

fn record(number: u8) -> Command {
    Command::RecordPart {
        payment: payment(number),
        at: at(),
    }
}

fn paid(number: u8) -> Event {
    Event::PartPaid {
        number,
        payment: payment(number),
        at: at(),
    }
}

fn leave(number: u8, by: PersonId) -> Command {
    Command::LeavePart {
        number,
        by,
        at: at(),
    }
}

fn fail(reason: FailReason) -> Command {
    Command::FailGroup { reason, at: at() }
}

fn failed() -> Event {
    Event::GroupFailed {
        reason: FailReason::Deadline,
        at: at(),
    }
}

fn full() -> Vec<Event> {
    let mut events = vec![opened()];
    for (number, fen) in [(1, 34), (2, 33), (3, 33)] {
        events.push(taken(number, WANG, fen));
        events.push(paid(number));
    }
    events.push(Event::GroupCompleted { at: at() });
    events
}

#[test]
fn a_price_is_divided_once_into_a_few_parts_while_there_is_time() {
    given::<Group>(&[])
        .when(open_with(3, LINK, at()))
        .then(&[opened()]);
    given::<Group>(&[opened()])
        .when(open_with(3, LINK, at()))
        .then(&[]);
    let other = ContentHash::from_bytes([9; 32]);
    given::<Group>(&[opened()])
        .when(open_with(3, other, at()))
        .then_rejected(&Rejection::GroupExists);
    for parts in [0, 1, 13] {
        given::<Group>(&[])
            .when(open_with(parts, LINK, at()))
            .then_rejected(&Rejection::GroupPartsInvalid { min: 2, max: 12 });
    }
    given::<Group>(&[])
        .when(open_with(3, LINK, until()))
        .then_rejected(&Rejection::GroupTooLate { until: until() });
}

#[test]
fn a_part_is_one_persons_until_they_leave_it() {
    given::<Group>(&[])
        .when(take(1, WANG, at()))
        .then_rejected(&Rejection::GroupUnknown);
    given::<Group>(&[opened()])
        .when(take(1, WANG, at()))
        .then(&[taken(1, WANG, 34)]);
    given::<Group>(&[opened()])
        .when(take(3, WANG, at()))
        .then(&[taken(3, WANG, 33)]);
    for number in [0, 4] {
        given::<Group>(&[opened()])
            .when(take(number, WANG, at()))
            .then_rejected(&Rejection::GroupPartUnknown { number });
    }
    given::<Group>(&[opened()])
        .when(take(1, WANG, until()))
        .then_rejected(&Rejection::GroupTooLate { until: until() });
    let one = [opened(), taken(1, WANG, 34)];
    given::<Group>(&one).when(take(1, WANG, at())).then(&[]);
    given::<Group>(&one)
        .when(take(1, LIN, at()))
        .then_rejected(&Rejection::GroupPartTaken { number: 1 });
    let left = Event::PartLeft {
        number: 1,
        at: at(),
    };
    for by in [WANG, LIN] {
        given::<Group>(&one)
            .when(leave(1, by))
            .then(std::slice::from_ref(&left));
    }
    let stranger = PersonId::from_bytes([8; 16]);
    given::<Group>(&one)
        .when(leave(1, stranger))
        .then_rejected(&Rejection::GroupPartNotYours { number: 1 });
    given::<Group>(&one).when(leave(2, WANG)).then(&[]);
    let with_money = [opened(), taken(1, WANG, 34), paid(1)];
    given::<Group>(&with_money)
        .when(leave(1, WANG))
        .then_rejected(&Rejection::GroupPartPaid { number: 1 });
}

#[test]
fn the_last_part_completes_it_and_a_stray_payment_is_no_part() {
    let mut history = full();
    history.truncate(6);
    given::<Group>(&history)
        .when(record(3))
        .then(&[paid(3), Event::GroupCompleted { at: at() }]);
    given::<Group>(&history).when(record(2)).then(&[]);
    given::<Group>(&history)
        .when(record(7))
        .then_rejected(&Rejection::NotAGroupPart);
    given::<Group>(&full()).when(record(3)).then(&[]);
    given::<Group>(&full())
        .when(fail(FailReason::Cancelled))
        .then_rejected(&Rejection::GroupComplete);
}

#[test]
fn d16_what_failed_takes_no_late_part() {
    let history = [opened(), taken(1, WANG, 34), failed()];
    given::<Group>(&history[..2])
        .when(fail(FailReason::Deadline))
        .then(&[failed()]);
    given::<Group>(&history)
        .when(fail(FailReason::Cancelled))
        .then(&[]);
    given::<Group>(&history)
        .when(record(1))
        .then_rejected(&Rejection::GroupFailed);
    given::<Group>(&history)
        .when(take(2, LIN, at()))
        .then_rejected(&Rejection::GroupFailed);
    given::<Group>(&history)
        .when(leave(1, WANG))
        .then_rejected(&Rejection::GroupFailed);
    given::<Group>(&full())
        .when(take(1, LIN, at()))
        .then_rejected(&Rejection::GroupPartTaken { number: 1 });
    given::<Group>(&[])
        .when(fail(FailReason::Deadline))
        .then_rejected(&Rejection::GroupUnknown);
}

fn any_command() -> impl Strategy<Value = Command> {
    let person = prop_oneof![Just(LIN), Just(WANG)];
    prop_oneof![
        3 => (1_u8..=4, person.clone()).prop_map(|(number, by)| take(number, by, at())),
        4 => (1_u8..=4).prop_map(record),
        1 => (1_u8..=4, person).prop_map(|(number, by)| leave(number, by)),
        1 => Just(fail(FailReason::Deadline)),
    ]
}

proptest! {
    #[test]
    fn parts_sum_exactly_to_the_price(minor in 2_i64..10_000_000, parts in PARTS_MIN..=PARTS_MAX) {
        let each = amounts(Money::fen(minor), parts);
        prop_assert_eq!(each.len(), usize::from(parts));
        prop_assert_eq!(each.iter().map(|part| part.minor).sum::<i64>(), minor);
        let (least, most) = (each.iter().min_by_key(|m| m.minor), each.iter().max_by_key(|m| m.minor));
        prop_assert!(most.unwrap().minor - least.unwrap().minor <= 1);
    }

    #[test]
    fn a_group_is_complete_with_all_parts_or_fails_and_repeats_are_quiet(
        commands in prop::collection::vec(any_command(), 0..60),
    ) {
        let mut state = State::default();
        Group::evolve(&mut state, &opened());
        let mut told = Vec::new();
        for command in commands {
            let Ok(events) = Group::decide(&state, command.clone()) else { continue };
            for event in &events {
                Group::evolve(&mut state, event);
            }
            told.extend(events);
            let again = Group::decide(&state, command);
            prop_assert!(again.is_err() || again == Ok(vec![]), "a repeat changes nothing");
            let complete = state.outcome == Some(Outcome::Complete);
            prop_assert_eq!(complete, state.paid().count() == 3);
        }
        let ends = |event: &&Event| {
            matches!(event, Event::GroupCompleted { .. } | Event::GroupFailed { .. })
        };
        prop_assert!(told.iter().filter(ends).count() <= 1);
        let end = told.iter().position(|event| ends(&event)).unwrap_or(told.len());
        prop_assert!(told.len() <= end + 1, "nothing happens after the end");
    }
}
