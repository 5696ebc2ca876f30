//! The rules of an exception, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

fn at() -> Timestamp {
    "2026-03-01T08:30:00Z".parse().unwrap()
}

fn raised() -> Raised {
    Raised {
        exception: ExceptionId::from_bytes([1; 16]),
        channel: Channel::WechatPay,
        cause: Cause::AmountDiffers,
        transaction: "4200001".into(),
        payment: Some(PaymentId::from_bytes([2; 16])),
        refund: None,
        amount: Some(Money::fen(1)),
        expected: Some(Money::fen(168_000)),
    }
}

fn was_raised() -> Event {
    let raised = raised();
    Event::ExceptionRaised { raised, at: at() }
}

fn resolve(note: &str) -> Command {
    let by = PersonId::from_bytes([3; 16]);
    let note = note.to_owned();
    Command::ResolveException { by, note, at: at() }
}

fn resolved() -> Event {
    let by = PersonId::from_bytes([3; 16]);
    let note = "given back by hand".to_owned();
    Event::ExceptionResolved { by, note, at: at() }
}

#[test]
fn d14_the_same_words_are_kept_once() {
    let raise = || Command::RaiseException {
        raised: raised(),
        at: at(),
    };
    given::<Exception>(&[]).when(raise()).then(&[was_raised()]);
    given::<Exception>(&[was_raised()]).when(raise()).then(&[]);
    given::<Exception>(&[was_raised(), resolved()])
        .when(raise())
        .then(&[]);
}

#[test]
fn a_person_deals_with_it_once_and_says_how() {
    let wish = || resolve(" given back\nby hand ");
    given::<Exception>(&[was_raised()])
        .when(wish())
        .then(&[resolved()]);
    given::<Exception>(&[was_raised(), resolved()])
        .when(resolve("again"))
        .then(&[]);
    let refused = Rejection::NoteInvalid { max: 200 };
    for note in ["", "  ", &"x".repeat(201)] {
        given::<Exception>(&[was_raised()])
            .when(resolve(note))
            .then_rejected(&refused);
    }
    given::<Exception>(&[])
        .when(wish())
        .then_rejected(&Rejection::ExceptionUnknown);
    let codes = [refused.code(), Rejection::ExceptionUnknown.code()];
    assert_eq!(codes, ["note-invalid", "exception-unknown"]);
}

#[test]
fn a_cause_is_stored_under_its_name() {
    for cause in Cause::ALL {
        let stored = serde_json::to_value(cause).unwrap();
        assert_eq!(stored, cause.as_str());
    }
}

fn kept() -> Kept {
    Kept {
        channel: Channel::WechatPay,
        transaction: "4200001".into(),
        amount: Money::fen(1),
        fee: Money::fen(0),
        value_at: at(),
    }
}

fn was_kept() -> Event {
    Event::UnknownMoneyKept {
        kept: kept(),
        at: at(),
    }
}

fn give_back(transaction: &str) -> Command {
    Command::RecordReturn {
        transaction: transaction.into(),
        by: PersonId::from_bytes([3; 16]),
        at: at(),
    }
}

fn was_returned() -> Event {
    Event::UnknownMoneyReturned {
        channel: Channel::WechatPay,
        transaction: "5000001".into(),
        amount: Money::fen(1),
        by: PersonId::from_bytes([3; 16]),
        at: at(),
    }
}

#[test]
fn d14_unknown_money_is_kept_once_and_goes_back_once() {
    let keep = || Command::KeepMoney {
        kept: kept(),
        at: at(),
    };
    given::<Exception>(&[was_raised()])
        .when(keep())
        .then(&[was_kept()]);
    given::<Exception>(&[was_raised(), was_kept()])
        .when(keep())
        .then(&[]);
    given::<Exception>(&[was_raised(), was_kept()])
        .when(give_back("5000001"))
        .then(&[was_returned()]);
    let returned = [was_raised(), was_kept(), was_returned()];
    given::<Exception>(&returned)
        .when(give_back("5000001"))
        .then(&[]);
    given::<Exception>(&returned)
        .when(give_back("5000002"))
        .then_rejected(&Rejection::MoneyReturnedAlready);
}

#[test]
fn what_is_not_there_does_not_go_back() {
    let keep = Command::KeepMoney {
        kept: kept(),
        at: at(),
    };
    given::<Exception>(&[])
        .when(keep)
        .then_rejected(&Rejection::ExceptionUnknown);
    given::<Exception>(&[])
        .when(give_back("5000001"))
        .then_rejected(&Rejection::ExceptionUnknown);
    given::<Exception>(&[was_raised()])
        .when(give_back("5000001"))
        .then_rejected(&Rejection::NothingToSendBack);
    for transaction in ["", " 5000001", "五"] {
        given::<Exception>(&[was_raised(), was_kept()])
            .when(give_back(transaction))
            .then_rejected(&Rejection::TransactionInvalid);
    }
    let codes = [
        Rejection::MoneyReturnedAlready.code(),
        Rejection::TransactionInvalid.code(),
    ];
    assert_eq!(codes, ["money-returned-already", "transaction-invalid"]);
}
