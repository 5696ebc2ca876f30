//! The rules of attempts to pay, command by command and rejection by rejection.

use kernel::{AdoptionId, Money, PaymentId, PersonId, ShortCode, testing::given};

use super::super::{Channel, Command, Event, Payment, Rejection};
use kernel::Timestamp;

fn expires_at() -> Timestamp {
    "2026-03-01T08:30:00Z".parse().unwrap()
}

fn opened() -> Event {
    Event::PaymentOpened {
        payment: PaymentId::from_bytes([1; 16]),
        adoption: AdoptionId::from_bytes([2; 16]),
        payer: PersonId::from_bytes([3; 16]),
        amount: Money::fen(168_000),
        channel: Channel::Manual,
        reference: ShortCode::from_seed(7),
        expires_at: expires_at(),
        lines: vec![],
    }
}

fn start(channel: Channel, name: Option<&str>, at: Timestamp) -> Command {
    let name = name.map(str::to_owned);
    Command::StartAttempt { channel, name, at }
}

fn started(channel: Channel, name: Option<&str>) -> Event {
    let (name, at) = (name.map(str::to_owned), expires_at());
    Event::PaymentAttempted { channel, name, at }
}

fn end(channel: Channel) -> Command {
    let at = expires_at();
    Command::EndAttempt { channel, at }
}

fn ended(channel: Channel) -> Event {
    let at = expires_at();
    Event::PaymentAttemptEnded { channel, at }
}

fn arrive(channel: Channel, transaction: &str, value_at: Timestamp) -> Command {
    Command::RecordCapture {
        channel,
        transaction: transaction.to_owned(),
        amount: Money::fen(168_000),
        fee: Money::fen(0),
        value_at,
    }
}

fn arrived(channel: Channel, transaction: &str) -> Event {
    Event::PaymentCaptured {
        payment: PaymentId::from_bytes([1; 16]),
        adoption: AdoptionId::from_bytes([2; 16]),
        channel,
        transaction: transaction.to_owned(),
        amount: Money::fen(168_000),
        fee: Money::fen(0),
        value_at: expires_at(),
    }
}

#[test]
fn an_attempt_begins_once_and_takes_its_name_when_it_is_told() {
    let at = expires_at();
    given::<Payment>(&[opened()])
        .when(start(Channel::Stripe, None, at))
        .then(&[started(Channel::Stripe, None)]);
    let begun = [opened(), started(Channel::Stripe, None)];
    given::<Payment>(&begun)
        .when(start(Channel::Stripe, None, at))
        .then(&[]);
    given::<Payment>(&begun)
        .when(start(Channel::Stripe, Some("cs_1"), at))
        .then(&[started(Channel::Stripe, Some("cs_1"))]);
    let named = [opened(), started(Channel::Stripe, Some("cs_1"))];
    for name in [None, Some("cs_1")] {
        given::<Payment>(&named)
            .when(start(Channel::Stripe, name, at))
            .then(&[]);
    }
    for wrong in ["", " ", "a b", &"x".repeat(256)] {
        given::<Payment>(&begun)
            .when(start(Channel::Stripe, Some(wrong), at))
            .then_rejected(&Rejection::TransactionInvalid);
    }
}

#[test]
fn d3_an_attempt_does_not_prolong_the_hold() {
    let late = expires_at().plus_seconds(1);
    let expires_at = expires_at();
    given::<Payment>(&[opened()])
        .when(start(Channel::Alipay, None, late))
        .then_rejected(&Rejection::PaymentExpired { expires_at });
    // Money that was sent within the attempt but after the hold is as late as any.
    let history = [opened(), started(Channel::Alipay, None)];
    given::<Payment>(&history)
        .when(arrive(Channel::Alipay, "2026", late))
        .then(&[Event::LatePaymentReceived {
            payment: PaymentId::from_bytes([1; 16]),
            adoption: AdoptionId::from_bytes([2; 16]),
            channel: Channel::Alipay,
            transaction: "2026".into(),
            amount: Money::fen(168_000),
            fee: Money::fen(0),
            value_at: late,
        }]);
    given::<Payment>(&[])
        .when(start(Channel::Alipay, None, late))
        .then_rejected(&Rejection::PaymentUnknown);
}

#[test]
fn what_is_paid_or_closed_is_not_begun_again() {
    let at = expires_at();
    let paid = [opened(), arrived(Channel::WechatPay, "4200")];
    let transaction = "4200".to_owned();
    given::<Payment>(&paid)
        .when(start(Channel::Alipay, None, at))
        .then_rejected(&Rejection::PaymentAlreadyCaptured { transaction });
    let channel = Channel::Alipay;
    let over = [opened(), started(channel, None), ended(channel)];
    given::<Payment>(&over)
        .when(start(channel, None, at))
        .then_rejected(&Rejection::AttemptOver { channel });
}

#[test]
fn an_attempt_ends_once() {
    let channel = Channel::Alipay;
    let begun = [opened(), started(channel, None)];
    given::<Payment>(&begun)
        .when(end(channel))
        .then(&[ended(channel)]);
    for history in [
        vec![opened()],
        vec![opened(), started(channel, None), ended(channel)],
        vec![opened(), started(channel, None), arrived(channel, "2026")],
    ] {
        given::<Payment>(&history).when(end(channel)).then(&[]);
    }
    given::<Payment>(&[])
        .when(end(channel))
        .then_rejected(&Rejection::PaymentUnknown);
}

#[test]
fn money_counts_by_the_way_it_came_and_other_ways_stay_open() {
    let history = [
        opened(),
        started(Channel::Alipay, None),
        started(Channel::WechatPay, None),
        arrived(Channel::WechatPay, "4200"),
    ];
    let state = kernel::fold::<Payment>(&history);
    assert_eq!(state.channel(), Ok(Channel::WechatPay));
    assert!(state.attempts[&Channel::Alipay].open);
    assert!(!state.attempts[&Channel::WechatPay].open);
}
