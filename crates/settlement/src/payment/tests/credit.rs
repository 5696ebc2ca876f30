//! What became credit cannot be refunded as well (D 12, 13).

use super::*;

const CREDIT: CreditId = CreditId::from_bytes([9; 16]);

fn set_aside(fen: i64) -> Command {
    Command::SetAsideCredit {
        credit: CREDIT,
        adoption: ADOPTION,
        amount: Money::fen(fen),
        at: expires_at(),
    }
}

fn credited(fen: i64) -> Event {
    Event::PaymentCredited {
        credit: CREDIT,
        adoption: Some(ADOPTION),
        amount: Money::fen(fen),
        at: expires_at(),
    }
}

#[test]
fn d13_credit_is_set_aside_once_and_only_from_what_is_left() {
    let refund = RefundId::from_bytes([1; 16]);
    given::<Payment>(&[opened(), captured(), reserved(refund, 68_000)])
        .when(set_aside(100_000))
        .then(&[credited(100_000)]);
    given::<Payment>(&[opened(), captured(), reserved(refund, 68_000)])
        .when(set_aside(100_001))
        .then_rejected(&Rejection::RefundAboveCaptured {
            available: Money::fen(100_000),
        });
    given::<Payment>(&[opened(), captured(), credited(500)])
        .when(set_aside(500))
        .then(&[]);
    given::<Payment>(&[opened(), captured(), credited(500)])
        .when(set_aside(600))
        .then_rejected(&Rejection::AmountDiffers {
            expected: Money::fen(500),
            actual: Money::fen(600),
        });
    given::<Payment>(&[opened(), captured()])
        .when(set_aside(0))
        .then_rejected(&Rejection::AmountNotPositive);
    given::<Payment>(&[opened()])
        .when(set_aside(1))
        .then_rejected(&Rejection::PaymentNotCaptured);
}

#[test]
fn d12_what_became_credit_is_not_refunded() {
    let refund = RefundId::from_bytes([1; 16]);
    given::<Payment>(&[opened(), captured(), credited(100_000)])
        .when(reserve(refund, 68_001))
        .then_rejected(&Rejection::RefundAboveCaptured {
            available: Money::fen(68_000),
        });
    given::<Payment>(&[opened(), captured(), credited(100_000)])
        .when(reserve(refund, 68_000))
        .then(&[reserved(refund, 68_000)]);
}
