//! The rule of a transaction id.

use kernel::testing::given;

use super::*;

fn record(purpose: Purpose, fen: i64) -> Command {
    Command::RecordChannelFact {
        channel: Channel::Manual,
        transaction: "ICBC-20260301-0042".to_owned(),
        purpose,
        amount: Money::fen(fen),
        at: "2026-03-01T08:00:00Z".parse().unwrap(),
    }
}

fn recorded(purpose: Purpose, fen: i64) -> Event {
    Event::ChannelFactRecorded {
        channel: Channel::Manual,
        transaction: "ICBC-20260301-0042".to_owned(),
        purpose,
        amount: Money::fen(fen),
        at: "2026-03-01T08:00:00Z".parse().unwrap(),
    }
}

const CAPTURE: Purpose = Purpose::Capture(PaymentId::from_bytes([1; 16]));
const REFUND: Purpose = Purpose::Refund(RefundId::from_bytes([1; 16]));

#[test]
fn d14_a_transaction_is_spent_once() {
    given::<ChannelFact>(&[])
        .when(record(CAPTURE, 168_000))
        .then(&[recorded(CAPTURE, 168_000)]);
}

#[test]
fn d14_deciding_twice_is_quiet() {
    for purpose in [CAPTURE, REFUND] {
        given::<ChannelFact>(&[recorded(purpose, 168_000)])
            .when(record(purpose, 168_000))
            .then(&[]);
    }
}

#[test]
fn d14_a_spent_transaction_serves_nothing_else() {
    let other_payment = Purpose::Capture(PaymentId::from_bytes([2; 16]));
    for (purpose, fen) in [(other_payment, 168_000), (REFUND, 168_000), (CAPTURE, 1)] {
        given::<ChannelFact>(&[recorded(CAPTURE, 168_000)])
            .when(record(purpose, fen))
            .then_rejected(&Rejection::TransactionAlreadyUsed { purpose: CAPTURE });
    }
}

#[test]
fn the_rejection_has_a_stable_code() {
    let rejection = Rejection::TransactionAlreadyUsed { purpose: REFUND };
    assert_eq!(rejection.code(), "transaction-already-used");
}

#[test]
fn the_stream_is_named_by_channel_and_hash() {
    let hash = ContentHash::from_bytes([0xab; 32]);
    let id = stream_id(Channel::Manual, &hash);
    assert_eq!(id, format!("manual.{}", "ab".repeat(32)));
}

#[test]
fn every_channel_has_a_name_that_a_stream_can_bear() {
    let hash = ContentHash::from_bytes([7; 32]);
    let day = "2026-03-01".parse().unwrap();
    for channel in Channel::ALL {
        let ids = [
            stream_id(channel, &hash),
            crate::reconciliation::stream_id(channel, day),
        ];
        for id in ids {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
            assert!(id.bytes().all(fits), "{id}");
        }
    }
    assert!(stream_id(Channel::WechatPay, &hash).starts_with("wechat_pay."));
}
