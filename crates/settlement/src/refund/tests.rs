//! The rules of a refund, command by command and rejection by rejection.

use kernel::testing::given;
use proptest::prelude::*;

use super::*;

mod approval;
mod fees;

const REFUND: RefundId = RefundId::from_bytes([1; 16]);
const PAYMENT: PaymentId = PaymentId::from_bytes([2; 16]);
const ADOPTION: AdoptionId = AdoptionId::from_bytes([3; 16]);
const TRANSACTION: &str = "ICBC-20260302-0007";

fn at() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn request(fen: i64, at: Timestamp) -> Command {
    Command::RequestRefund {
        refund: REFUND,
        payment: PAYMENT,
        adoption: ADOPTION,
        channel: Channel::Manual,
        amount: Money::fen(fen),
        reason: RefundReason::PaidTooLate,
        terms: Terms::default(),
        at,
    }
}

fn requested() -> Event {
    Event::RefundRequested {
        refund: REFUND,
        payment: PAYMENT,
        adoption: ADOPTION,
        channel: Channel::Manual,
        amount: Money::fen(168_000),
        reason: RefundReason::PaidTooLate,
        terms: Terms::default(),
        at: at(),
    }
}

fn accept() -> Command {
    Command::RecordAcceptance { at: at() }
}

fn accepted() -> Event {
    Event::RefundAccepted { at: at() }
}

fn settle(transaction: &str, fen: i64) -> Command {
    Command::RecordSettlement {
        transaction: transaction.to_owned(),
        amount: Money::fen(fen),
        at: at(),
    }
}

fn settled() -> Event {
    Event::RefundSettled {
        refund: REFUND,
        payment: PAYMENT,
        adoption: ADOPTION,
        channel: Channel::Manual,
        transaction: TRANSACTION.to_owned(),
        amount: Money::fen(168_000),
        at: at(),
    }
}

fn fail() -> Command {
    Command::RecordFailure {
        reason: "account closed".to_owned(),
        at: at(),
    }
}

fn failed() -> Event {
    Event::RefundFailed {
        refund: REFUND,
        payment: PAYMENT,
        adoption: ADOPTION,
        amount: Money::fen(168_000),
        reason: "account closed".to_owned(),
        at: at(),
    }
}

#[test]
fn a_refund_is_requested_for_a_positive_amount() {
    given::<Refund>(&[])
        .when(request(168_000, at()))
        .then(&[requested()]);
    for fen in [0, -1] {
        given::<Refund>(&[])
            .when(request(fen, at()))
            .then_rejected(&Rejection::AmountNotPositive);
    }
    given::<Refund>(&[requested()])
        .when(request(1, at()))
        .then_rejected(&Rejection::RefundExists);
}

#[test]
fn an_unknown_refund_is_refused() {
    for command in [accept(), settle(TRANSACTION, 168_000), fail()] {
        given::<Refund>(&[])
            .when(command)
            .then_rejected(&Rejection::RefundUnknown);
    }
}

#[test]
fn d15_a_request_settles_nothing() {
    let state = kernel::fold::<Refund>(&[requested(), accepted()]);
    assert_eq!(state.phase, Phase::Accepted);
}

#[test]
fn d15_the_channel_accepts_then_settles() {
    given::<Refund>(&[requested()])
        .when(accept())
        .then(&[accepted()]);
    // A channel that pays at once need not accept first.
    for history in [vec![requested()], vec![requested(), accepted()]] {
        given::<Refund>(&history)
            .when(settle(TRANSACTION, 168_000))
            .then(&[settled()]);
        given::<Refund>(&history).when(fail()).then(&[failed()]);
    }
}

#[test]
fn b20_deciding_twice_is_quiet() {
    given::<Refund>(&[requested(), accepted()])
        .when(request(168_000, at().plus_days(1)))
        .then(&[]);
    given::<Refund>(&[requested(), accepted()])
        .when(accept())
        .then(&[]);
    let done = [requested(), accepted(), settled()];
    given::<Refund>(&done).when(accept()).then(&[]);
    given::<Refund>(&done)
        .when(settle(TRANSACTION, 168_000))
        .then(&[]);
    given::<Refund>(&[requested(), failed()])
        .when(fail())
        .then(&[]);
}

#[test]
fn b16_only_the_requested_amount_settles() {
    let differs = Rejection::AmountDiffers {
        expected: Money::fen(168_000),
        actual: Money::fen(121_000),
    };
    for history in [vec![requested()], vec![requested(), settled()]] {
        given::<Refund>(&history)
            .when(settle(TRANSACTION, 121_000))
            .then_rejected(&differs);
    }
}

#[test]
fn d14_a_settled_refund_neither_settles_again_nor_fails() {
    let refused = Rejection::RefundAlreadySettled {
        transaction: TRANSACTION.to_owned(),
    };
    for command in [settle("ICBC-OTHER", 168_000), fail()] {
        given::<Refund>(&[requested(), settled()])
            .when(command)
            .then_rejected(&refused);
    }
}

#[test]
fn a_failed_refund_is_over() {
    for command in [accept(), settle(TRANSACTION, 168_000)] {
        given::<Refund>(&[requested(), failed()])
            .when(command)
            .then_rejected(&Rejection::RefundFailed);
    }
}

#[test]
fn a_transaction_id_is_short_and_printable() {
    given::<Refund>(&[requested()])
        .when(settle("", 168_000))
        .then_rejected(&Rejection::TransactionInvalid);
}

#[test]
fn the_reason_of_a_failure_is_one_line_of_at_most_200_characters() {
    let fail_for = |reason: &str| Command::RecordFailure {
        reason: reason.to_owned(),
        at: at(),
    };
    given::<Refund>(&[requested()])
        .when(fail_for("\taccount\u{0}closed\n"))
        .then(&[failed()]);
    for reason in ["", " \n", "\u{7}"] {
        given::<Refund>(&[requested()])
            .when(fail_for(reason))
            .then_rejected(&Rejection::ReasonMissing);
    }
    let longest = "户".repeat(200);
    assert!(Refund::decide(&kernel::fold::<Refund>(&[requested()]), fail_for(&longest)).is_ok());
    given::<Refund>(&[requested()])
        .when(fail_for(&format!("{longest}户")))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn rejections_have_stable_codes() {
    let codes = [
        (Rejection::RefundUnknown, "refund-unknown"),
        (Rejection::RefundFailed, "refund-failed"),
        (Rejection::TransactionInvalid, "transaction-invalid"),
        (Rejection::ReasonMissing, "reason-missing"),
        (Rejection::ReasonTooLong { max: 200 }, "reason-too-long"),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}

proptest! {
    #[test]
    fn d15_a_refund_ends_at_most_once(
        commands in prop::collection::vec(
            prop::sample::select(vec![
                request(168_000, at()),
                request(1, at()),
                accept(),
                settle("A", 168_000),
                settle("B", 168_000),
                settle("A", 1),
                fail(),
            ]),
            1..40,
        ),
    ) {
        let (mut state, mut ends) = (State::default(), 0);
        for command in commands {
            let Ok(events) = Refund::decide(&state, command.clone()) else { continue };
            for event in &events {
                ends += i32::from(matches!(
                    event,
                    Event::RefundSettled { .. } | Event::RefundFailed { .. }
                ));
                Refund::evolve(&mut state, event);
            }
            prop_assert!(ends <= 1);
            prop_assert_eq!(Refund::decide(&state, command), Ok(vec![]), "repeated");
        }
    }
}
