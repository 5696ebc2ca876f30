//! What missing fruit is worth, to the fen, and what a part of a tree will give. Pure arithmetic; it must not know why
//! anything is missing.

use kernel::{Grams, Money, split_evenly};

use crate::tree_share::Part;

/// What one part of a tree will give when the tree gives `of_tree`: the same even portions by which the harvest will be
/// divided, earlier parts taking the remainder grams (D 35).
#[must_use]
pub fn expected_of_part(of_tree: Grams, part: Part) -> Grams {
    let portions = split_evenly(of_tree.0, u64::from(part.of));
    let index = usize::from(part.number.saturating_sub(1));
    portions.get(index).copied().map_or(Grams::ZERO, Grams)
}

/// The value of the missing grams beyond `before` up to `after`: their share of the price, rounded up on the running
/// total. So several shortfalls of one adoption never come to more than the price, everything missing is exactly the
/// price, and the fraction of a fen is the buyer's.
#[must_use]
pub fn value_between(price: Money, promised: Grams, before: Grams, after: Grams) -> Money {
    let worth = |grams: Grams| {
        let grams = i128::from(grams.min(promised).0);
        let whole = i128::from(price.minor.max(0));
        let all = i128::from(promised.0.max(1));
        let up = (whole * grams + all - 1) / all;
        i64::try_from(up).unwrap_or(price.minor)
    };
    Money::new(
        worth(after).saturating_sub(worth(before)).max(0),
        price.currency,
    )
}
