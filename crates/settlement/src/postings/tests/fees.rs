//! What a channel keeps, corrected by its own word and given back with refunds.

use super::*;

fn told(before: i64, fee: i64) -> MoneyFact {
    MoneyFact::FeeTold {
        adoption: ADOPTION,
        channel: BANK,
        before: Money::fen(before),
        fee: Money::fen(fee),
    }
}

#[test]
fn b22_the_channels_word_moves_only_the_difference() {
    let more = lines(&told(1_008, 1_010));
    assert_eq!(
        more,
        [("expenses:channel-fees", 2), ("assets:channel:manual", -2)]
    );
    let less = lines(&told(1_008, 1_000));
    assert_eq!(
        less,
        [("expenses:channel-fees", -8), ("assets:channel:manual", 8)]
    );
    assert!(lines(&told(1_008, 1_008)).is_empty());
}

#[test]
fn b22_a_fee_that_comes_back_lessens_the_expense() {
    let back = MoneyFact::FeeReturned {
        adoption: ADOPTION,
        channel: BANK,
        before: Money::fen(3),
        fee: Money::fen(504),
    };
    assert_eq!(
        lines(&back),
        [
            ("assets:channel:manual", 501),
            ("expenses:channel-fees", -501)
        ]
    );
}
