//! What the channel itself says that it keeps.

use super::*;

fn told(fen: i64) -> Command {
    Command::RecordFee {
        fee: Money::fen(fen),
        at: expires_at(),
    }
}

fn was_told(before: i64, fen: i64) -> Event {
    Event::FeeTold {
        payment: PAYMENT,
        adoption: ADOPTION,
        channel: Channel::Manual,
        before: Money::fen(before),
        fee: Money::fen(fen),
        at: expires_at(),
    }
}

#[test]
fn b22_the_channels_word_about_its_fee_replaces_what_was_reckoned() {
    given::<Payment>(&[opened(), captured()])
        .when(told(1_010))
        .then(&[was_told(1_008, 1_010)]);
    given::<Payment>(&[opened(), captured(), was_told(1_008, 1_010)])
        .when(told(1_009))
        .then(&[was_told(1_010, 1_009)]);
}

#[test]
fn b22_the_first_word_is_a_fact_even_where_it_is_what_was_reckoned() {
    given::<Payment>(&[opened(), captured()])
        .when(told(1_008))
        .then(&[was_told(1_008, 1_008)]);
    given::<Payment>(&[opened(), captured(), was_told(1_008, 1_008)])
        .when(told(1_008))
        .then(&[]);
}

#[test]
fn b22_a_fee_is_told_of_captured_money_and_never_above_it() {
    given::<Payment>(&[])
        .when(told(1))
        .then_rejected(&Rejection::PaymentUnknown);
    given::<Payment>(&[opened()])
        .when(told(1))
        .then_rejected(&Rejection::PaymentNotCaptured);
    for wrong in [-1, 168_001] {
        given::<Payment>(&[opened(), captured()])
            .when(told(wrong))
            .then_rejected(&Rejection::FeeInvalid);
    }
    given::<Payment>(&[opened(), captured()])
        .when(Command::RecordFee {
            fee: Money::new(1, Currency::EUR),
            at: expires_at(),
        })
        .then_rejected(&Rejection::FeeInvalid);
}
