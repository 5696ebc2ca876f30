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
