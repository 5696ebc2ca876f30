//! What comes back of a payment's fee with a refund.

use super::*;

fn returned(fen: i64) -> Command {
    Command::RecordFeeReturned {
        fee: Money::fen(fen),
        at: at(),
    }
}

fn came_back(before: i64, fen: i64) -> Event {
    Event::FeeReturned {
        refund: REFUND,
        adoption: ADOPTION,
        channel: Channel::Manual,
        before: Money::fen(before),
        fee: Money::fen(fen),
        at: at(),
    }
}

#[test]
fn b22_a_settled_refund_brings_back_its_part_of_the_fee() {
    given::<Refund>(&[requested(), settled()])
        .when(returned(1_008))
        .then(&[came_back(0, 1_008)]);
    given::<Refund>(&[requested(), settled(), came_back(0, 1_008)])
        .when(returned(1_008))
        .then(&[]);
    given::<Refund>(&[requested(), settled(), came_back(0, 1_008)])
        .when(returned(1_007))
        .then(&[came_back(1_008, 1_007)]);
    given::<Refund>(&[requested(), settled()])
        .when(returned(0))
        .then(&[]);
}

#[test]
fn b22_nothing_of_a_fee_comes_back_before_the_money_does() {
    given::<Refund>(&[])
        .when(returned(1))
        .then_rejected(&Rejection::RefundUnknown);
    for state in [vec![requested()], vec![requested(), failed()]] {
        given::<Refund>(&state)
            .when(returned(1))
            .then_rejected(&Rejection::RefundNotSettled);
    }
    for wrong in [-1, 168_001] {
        given::<Refund>(&[requested(), settled()])
            .when(returned(wrong))
            .then_rejected(&Rejection::FeeInvalid);
    }
}
