//! The rules of a payment, command by command and rejection by rejection.

use kernel::{Currency, testing::given};
use proptest::prelude::*;

use super::*;

mod credit;
mod fees;
mod money_back;
mod surplus;

const PAYMENT: PaymentId = PaymentId::from_bytes([1; 16]);
const ADOPTION: AdoptionId = AdoptionId::from_bytes([2; 16]);
const REFUND: RefundId = RefundId::from_bytes([4; 16]);
const TRANSACTION: &str = "ICBC-20260301-0042";

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn expires_at() -> Timestamp {
    moment("2026-03-01T08:30:00Z")
}

fn open(fen: i64) -> Command {
    Command::OpenPayment {
        payment: PAYMENT,
        adoption: ADOPTION,
        payer: PersonId::from_bytes([3; 16]),
        amount: Money::fen(fen),
        channel: Channel::Manual,
        reference: ShortCode::from_seed(7),
        expires_at: expires_at(),
        lines: vec![],
    }
}

fn opened() -> Event {
    Event::PaymentOpened {
        payment: PAYMENT,
        adoption: ADOPTION,
        payer: PersonId::from_bytes([3; 16]),
        amount: Money::fen(168_000),
        channel: Channel::Manual,
        reference: ShortCode::from_seed(7),
        expires_at: expires_at(),
        lines: vec![],
    }
}

fn capture(transaction: &str, fen: i64, fee: Money, value_at: Timestamp) -> Command {
    Command::RecordCapture {
        channel: Channel::Manual,
        transaction: transaction.to_owned(),
        amount: Money::fen(fen),
        fee,
        value_at,
    }
}

fn capture_in_time() -> Command {
    capture(TRANSACTION, 168_000, Money::fen(1_008), expires_at())
}

fn captured() -> Event {
    Event::PaymentCaptured {
        payment: PAYMENT,
        adoption: ADOPTION,
        channel: Channel::Manual,
        transaction: TRANSACTION.to_owned(),
        amount: Money::fen(168_000),
        fee: Money::fen(1_008),
        value_at: expires_at(),
    }
}

fn fail() -> Command {
    Command::RecordFailure {
        reason: "account closed".to_owned(),
        at: expires_at(),
    }
}

fn failed() -> Event {
    Event::PaymentFailed {
        reason: "account closed".to_owned(),
        at: expires_at(),
    }
}

fn reserve(refund: RefundId, fen: i64) -> Command {
    let amount = Money::fen(fen);
    Command::ReserveRefund {
        refund,
        amount,
        parts: vec![],
    }
}

fn reserved(refund: RefundId, fen: i64) -> Event {
    let amount = Money::fen(fen);
    Event::RefundReserved {
        refund,
        amount,
        parts: vec![],
    }
}

fn release(refund: RefundId) -> Command {
    Command::ReleaseRefund { refund }
}

fn released(refund: RefundId) -> Event {
    Event::RefundReleased { refund }
}

#[test]
fn a_payment_is_opened_for_a_positive_amount() {
    given::<Payment>(&[]).when(open(168_000)).then(&[opened()]);
    for fen in [0, -1] {
        given::<Payment>(&[])
            .when(open(fen))
            .then_rejected(&Rejection::AmountNotPositive);
    }
}

#[test]
fn another_payment_under_the_same_id_is_refused() {
    given::<Payment>(&[opened()])
        .when(open(1))
        .then_rejected(&Rejection::PaymentExists);
}

#[test]
fn an_unknown_payment_is_refused() {
    for command in [
        capture_in_time(),
        fail(),
        reserve(REFUND, 1),
        release(REFUND),
    ] {
        given::<Payment>(&[])
            .when(command)
            .then_rejected(&Rejection::PaymentUnknown);
    }
}

#[test]
fn d16_the_value_date_tells_in_time_from_late() {
    given::<Payment>(&[opened()])
        .when(capture_in_time())
        .then(&[captured()]);
    let late = moment("2026-03-01T08:30:00.001Z");
    given::<Payment>(&[opened()])
        .when(capture(TRANSACTION, 168_000, Money::fen(0), late))
        .then(&[Event::LatePaymentReceived {
            payment: PAYMENT,
            adoption: ADOPTION,
            channel: Channel::Manual,
            transaction: TRANSACTION.to_owned(),
            amount: Money::fen(168_000),
            fee: Money::fen(0),
            value_at: late,
        }]);
}

#[test]
fn money_that_arrives_after_a_failure_is_recorded() {
    given::<Payment>(&[opened(), failed()])
        .when(capture_in_time())
        .then(&[captured()]);
}

#[test]
fn d14_deciding_twice_is_quiet() {
    given::<Payment>(&[opened()]).when(open(168_000)).then(&[]);
    // The same delivery with another value date is still the same transaction.
    let again = moment("2026-03-02T08:00:00Z");
    given::<Payment>(&[opened(), captured()])
        .when(capture(TRANSACTION, 168_000, Money::fen(1_008), again))
        .then(&[]);
    given::<Payment>(&[opened(), failed()])
        .when(fail())
        .then(&[]);
    let history = [opened(), captured(), reserved(REFUND, 168_000)];
    given::<Payment>(&history)
        .when(reserve(REFUND, 168_000))
        .then(&[]);
    let history = [opened(), captured(), reserved(REFUND, 5), released(REFUND)];
    given::<Payment>(&history).when(release(REFUND)).then(&[]);
}

#[test]
fn d14_a_second_transaction_for_the_same_payment_is_refused() {
    let refused = Rejection::PaymentAlreadyCaptured {
        transaction: TRANSACTION.to_owned(),
    };
    given::<Payment>(&[opened(), captured()])
        .when(capture("ICBC-OTHER", 168_000, Money::fen(0), expires_at()))
        .then_rejected(&refused);
    given::<Payment>(&[opened(), captured()])
        .when(fail())
        .then_rejected(&refused);
}

#[test]
fn only_the_expected_amount_is_captured() {
    let differs = |actual| Rejection::AmountDiffers {
        expected: Money::fen(168_000),
        actual: Money::fen(actual),
    };
    for history in [vec![opened()], vec![opened(), captured()]] {
        given::<Payment>(&history)
            .when(capture(TRANSACTION, 167_999, Money::fen(0), expires_at()))
            .then_rejected(&differs(167_999));
    }
    let history = [opened(), captured(), reserved(REFUND, 168_000)];
    given::<Payment>(&history)
        .when(reserve(REFUND, 1))
        .then_rejected(&differs(1));
}

#[test]
fn a_fee_is_a_part_of_the_amount() {
    for fee in [
        Money::fen(-1),
        Money::fen(168_001),
        Money::new(1, Currency::EUR),
    ] {
        given::<Payment>(&[opened()])
            .when(capture(TRANSACTION, 168_000, fee, expires_at()))
            .then_rejected(&Rejection::FeeInvalid);
    }
}

#[test]
fn a_transaction_id_is_short_and_printable() {
    for text in ["", " 1", "1 ", "交易", "tab\t1", &"x".repeat(65)] {
        given::<Payment>(&[opened()])
            .when(capture(text, 168_000, Money::fen(0), expires_at()))
            .then_rejected(&Rejection::TransactionInvalid);
    }
    assert!(is_transaction_id(&"x".repeat(64)));
    assert!(is_transaction_id("line 42 ~"));
}

#[test]
fn d12_refunds_stay_within_the_captured_amount() {
    let other = RefundId::from_bytes([5; 16]);
    let half = [opened(), captured(), reserved(REFUND, 100_000)];
    given::<Payment>(&half)
        .when(reserve(other, 68_000))
        .then(&[reserved(other, 68_000)]);
    let available = Money::fen(68_000);
    given::<Payment>(&half)
        .when(reserve(other, 68_001))
        .then_rejected(&Rejection::RefundAboveCaptured { available });
    given::<Payment>(&half)
        .when(Command::ReserveRefund {
            refund: other,
            amount: Money::new(1, Currency::EUR),
            parts: vec![],
        })
        .then_rejected(&Rejection::RefundAboveCaptured { available });
    given::<Payment>(&half)
        .when(reserve(other, 0))
        .then_rejected(&Rejection::AmountNotPositive);
}

#[test]
fn d12_nothing_is_refunded_before_it_is_captured() {
    given::<Payment>(&[opened(), failed()])
        .when(reserve(REFUND, 1))
        .then_rejected(&Rejection::PaymentNotCaptured);
}

#[test]
fn a_released_refund_gives_its_room_back_but_does_not_return() {
    let history = [opened(), captured(), reserved(REFUND, 168_000)];
    given::<Payment>(&history)
        .when(release(REFUND))
        .then(&[released(REFUND)]);
    let other = RefundId::from_bytes([5; 16]);
    let history = [&history[..], &[released(REFUND)]].concat();
    given::<Payment>(&history)
        .when(reserve(other, 168_000))
        .then(&[reserved(other, 168_000)]);
    given::<Payment>(&history)
        .when(reserve(REFUND, 1))
        .then_rejected(&Rejection::RefundWasReleased { refund: REFUND });
    given::<Payment>(&history)
        .when(release(other))
        .then_rejected(&Rejection::RefundUnknown { refund: other });
}

#[test]
fn the_reason_of_a_failure_is_one_line_of_at_most_200_characters() {
    let fail_for = |reason: &str| Command::RecordFailure {
        reason: reason.to_owned(),
        at: expires_at(),
    };
    given::<Payment>(&[opened()])
        .when(fail_for("\taccount\u{0}closed\n"))
        .then(&[failed()]);
    for reason in ["", " \n", "\u{7}"] {
        given::<Payment>(&[opened()])
            .when(fail_for(reason))
            .then_rejected(&Rejection::ReasonMissing);
    }
    let longest = "户".repeat(200);
    assert!(Payment::decide(&kernel::fold::<Payment>(&[opened()]), fail_for(&longest)).is_ok());
    given::<Payment>(&[opened()])
        .when(fail_for(&format!("{longest}户")))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn rejections_have_stable_codes() {
    let codes = [
        (Rejection::PaymentUnknown, "payment-unknown"),
        (Rejection::FeeInvalid, "fee-invalid"),
        (Rejection::ReasonMissing, "reason-missing"),
        (Rejection::ReasonTooLong { max: 200 }, "reason-too-long"),
        (
            Rejection::RefundWasReleased { refund: REFUND },
            "refund-was-released",
        ),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let refunds = (0_u8..5).prop_map(|byte| RefundId::from_bytes([byte; 16]));
    let amounts = prop_oneof![-10_i64..200_000, Just(168_000)];
    let days = (0_i64..3).prop_map(|day| expires_at().plus_days(day - 1));
    let transactions = prop::sample::select(vec!["A", "B", ""]);
    let captures = (transactions, prop::bool::weighted(0.9), days)
        .prop_map(|(id, fits, at)| capture(id, if fits { 168_000 } else { 1 }, Money::fen(10), at));
    let command = prop_oneof![
        1 => Just(open(168_000)),
        3 => captures,
        1 => Just(fail()),
        5 => (refunds.clone(), amounts).prop_map(|(refund, fen)| reserve(refund, fen)),
        2 => refunds.prop_map(release),
    ];
    prop::collection::vec(command, 1..60)
}

proptest! {
    #[test]
    fn d12_no_sequence_refunds_more_than_was_captured(commands in commands()) {
        let (mut state, mut captures) = (State::default(), 0);
        // Most sequences should get as far as money.
        Payment::evolve(&mut state, &opened());
        for command in commands {
            let Ok(events) = Payment::decide(&state, command.clone()) else { continue };
            for event in &events {
                captures += i32::from(matches!(
                    event,
                    Event::PaymentCaptured { .. } | Event::LatePaymentReceived { .. }
                ));
                Payment::evolve(&mut state, event);
            }
            let reserved: i64 = state.reserved.values().map(|amount| amount.minor).sum();
            let captured = state.captured.as_ref().map_or(0, |captured| captured.amount.minor);
            prop_assert!(reserved <= captured);
            prop_assert!(captures <= 1, "money was captured twice");
            prop_assert_eq!(Payment::decide(&state, command), Ok(vec![]), "repeated");
        }
    }
}

#[test]
fn a_channel_is_stored_under_the_name_it_is_spoken_by() {
    for channel in Channel::ALL {
        let stored = serde_json::to_string(&channel).unwrap();
        assert_eq!(stored, format!("\"{}\"", channel.as_str()));
    }
}
