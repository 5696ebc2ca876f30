//! The rules of a bank line, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

const BY: PersonId = PersonId::from_bytes([3; 16]);
const ONE: PaymentId = PaymentId::from_bytes([1; 16]);
const OTHER: PaymentId = PaymentId::from_bytes([2; 16]);

fn at() -> Timestamp {
    "2026-03-01T08:30:00Z".parse().unwrap()
}

fn movement() -> Recorded {
    Recorded {
        line: BankLineId::from_bytes([4; 16]),
        statement: StatementId::from_bytes([5; 16]),
        row: 2,
        transaction: "bank-0a".into(),
        booked: "2026-03-02".parse().unwrap(),
        value: "2026-03-01".parse().unwrap(),
        amount: Money::fen(168_000),
        incoming: true,
        reversal: false,
        text: Sealed::new("s1.x".into()),
    }
}

fn record(recorded: Recorded) -> Command {
    Command::RecordLine { recorded, at: at() }
}

fn recorded() -> Event {
    let recorded = movement();
    Event::BankLineRecorded { recorded, at: at() }
}

fn pays(payment: PaymentId) -> Command {
    let by = Some(BY);
    Command::MatchLine {
        payment,
        by,
        at: at(),
    }
}

fn matched() -> Event {
    let (payment, by) = (ONE, Some(BY));
    Event::BankLineMatched {
        payment,
        by,
        at: at(),
    }
}

fn put_aside(note: &str) -> Command {
    let (by, note) = (BY, note.to_owned());
    Command::SetLineAside { by, note, at: at() }
}

fn aside() -> Event {
    let (by, note) = (BY, "interest".to_owned());
    Event::BankLineSetAside { by, note, at: at() }
}

#[test]
fn d14_a_movement_of_two_statements_is_one_line() {
    given::<BankLine>(&[])
        .when(record(movement()))
        .then(&[recorded()]);
    let told_again = Recorded {
        row: 9,
        ..movement()
    };
    given::<BankLine>(&[recorded()])
        .when(record(told_again))
        .then(&[]);
}

#[test]
fn a_line_has_an_amount_and_a_name() {
    let nothing = Recorded {
        amount: Money::fen(0),
        ..movement()
    };
    let nameless = Recorded {
        transaction: String::new(),
        ..movement()
    };
    for wrong in [nothing, nameless] {
        given::<BankLine>(&[])
            .when(record(wrong))
            .then_rejected(&Rejection::LineInvalid);
    }
}

#[test]
fn a_line_pays_one_payment() {
    given::<BankLine>(&[recorded()])
        .when(pays(ONE))
        .then(&[matched()]);
    given::<BankLine>(&[recorded(), matched()])
        .when(pays(ONE))
        .then(&[]);
    let taken = Rejection::LineMatched { payment: ONE };
    given::<BankLine>(&[recorded(), matched()])
        .when(pays(OTHER))
        .then_rejected(&taken);
    given::<BankLine>(&[recorded(), aside()])
        .when(pays(ONE))
        .then_rejected(&Rejection::LineSetAside);
    given::<BankLine>(&[])
        .when(pays(ONE))
        .then_rejected(&Rejection::LineUnknown);
}

#[test]
fn only_money_that_came_pays() {
    let went = Recorded {
        incoming: false,
        ..movement()
    };
    let reversed = Recorded {
        reversal: true,
        ..movement()
    };
    for recorded in [went, reversed] {
        given::<BankLine>(&[Event::BankLineRecorded { recorded, at: at() }])
            .when(pays(ONE))
            .then_rejected(&Rejection::LineNotIncoming);
    }
}

#[test]
fn a_person_sets_a_line_aside_and_says_why() {
    given::<BankLine>(&[recorded()])
        .when(put_aside(" interest "))
        .then(&[aside()]);
    given::<BankLine>(&[recorded(), aside()])
        .when(put_aside("interest"))
        .then(&[]);
    given::<BankLine>(&[recorded()])
        .when(put_aside(" "))
        .then_rejected(&Rejection::NoteInvalid { max: 200 });
    given::<BankLine>(&[recorded(), matched()])
        .when(put_aside("interest"))
        .then_rejected(&Rejection::LineMatched { payment: ONE });
    given::<BankLine>(&[])
        .when(put_aside("interest"))
        .then_rejected(&Rejection::LineUnknown);
}
