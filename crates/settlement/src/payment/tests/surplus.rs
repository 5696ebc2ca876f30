//! Money that nobody asked for is a payment of its own, recorded once, of which no more goes back than came (D 12, 14).

use super::*;
use crate::payment::Surplus;

const BESIDE: PaymentId = PaymentId::from_bytes([8; 16]);

fn came(transaction: &str, fen: i64) -> Surplus {
    Surplus {
        payment: PaymentId::from_bytes([9; 16]),
        beside: BESIDE,
        adoption: ADOPTION,
        payer: PersonId::from_bytes([3; 16]),
        reference: ShortCode::from_seed(7),
        channel: Channel::WechatPay,
        transaction: transaction.into(),
        amount: Money::fen(fen),
        fee: Money::fen(0),
        value_at: expires_at(),
    }
}

fn received() -> Event {
    Event::SurplusReceived(came("T9", 500))
}

#[test]
fn d14_it_is_recorded_once() {
    let record = |surplus| Command::RecordSurplus(surplus);
    given::<Payment>(&[])
        .when(record(came("T9", 500)))
        .then(&[received()]);
    given::<Payment>(&[received()])
        .when(record(came("T9", 500)))
        .then(&[]);
    given::<Payment>(&[received()])
        .when(record(came("T9", 501)))
        .then_rejected(&Rejection::AmountDiffers {
            expected: Money::fen(500),
            actual: Money::fen(501),
        });
    given::<Payment>(&[opened()])
        .when(record(came("T9", 500)))
        .then_rejected(&Rejection::PaymentExists);
    given::<Payment>(&[])
        .when(record(came("T9", 0)))
        .then_rejected(&Rejection::AmountNotPositive);
    given::<Payment>(&[])
        .when(record(came(" ", 500)))
        .then_rejected(&Rejection::TransactionInvalid);
    let mut dear = came("T9", 500);
    dear.fee = Money::fen(501);
    given::<Payment>(&[])
        .when(record(dear))
        .then_rejected(&Rejection::FeeInvalid);
}

#[test]
fn d12_no_more_of_it_goes_back_than_came() {
    let refund = RefundId::from_bytes([1; 16]);
    given::<Payment>(&[received()])
        .when(reserve(refund, 500))
        .then(&[reserved(refund, 500)]);
    given::<Payment>(&[received()])
        .when(reserve(refund, 501))
        .then_rejected(&Rejection::RefundAboveCaptured {
            available: Money::fen(500),
        });
}
