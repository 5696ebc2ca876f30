//! How one amount goes back to several payers: to each in proportion to what they paid. Pure arithmetic on minor units;
//! it must not know what a payment is.

use kernel::split_by_weight;

/// What one payer paid, and how much of it may still go back; minor units, neither below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    /// What they paid.
    pub paid: u64,
    /// What of it may still go back.
    pub left: u64,
}

/// Divides `amount` among the payers by what they paid, by the largest remainder, ties to the earlier payer. Nobody
/// gets more than is left of their payment: what one cannot take is divided among the others by the same rule. The
/// parts sum to `amount`, or to all that is left if that is less (D 12).
#[must_use]
pub fn pro_rata(amount: u64, stakes: &[Stake]) -> Vec<u64> {
    let mut given = vec![0_u64; stakes.len()];
    let all = stakes
        .iter()
        .fold(0_u64, |sum, stake| sum.saturating_add(stake.left));
    let mut rest = amount.min(all);
    // Every round gives all of the rest, or fills up a payer for good: as many rounds as payers are enough.
    while rest > 0 {
        let weights: Vec<u64> = stakes
            .iter()
            .zip(&given)
            .map(|(stake, given)| {
                if *given < stake.left {
                    stake.paid.max(1)
                } else {
                    0
                }
            })
            .collect();
        for ((given, stake), part) in given
            .iter_mut()
            .zip(stakes)
            .zip(split_by_weight(rest, &weights))
        {
            *given = given.saturating_add(part).min(stake.left);
        }
        rest = amount.min(all) - given.iter().sum::<u64>();
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stake(paid: u64, left: u64) -> Stake {
        Stake { paid, left }
    }

    #[test]
    fn d12_each_payer_gets_their_proportion_and_the_first_the_odd_fen() {
        let three = [stake(56_000, 56_000); 3];
        assert_eq!(pro_rata(30_000, &three), [10_000; 3]);
        assert_eq!(pro_rata(30_001, &three), [10_001, 10_000, 10_000]);
        let uneven = [stake(100, 100), stake(300, 300)];
        assert_eq!(pro_rata(40, &uneven), [10, 30]);
    }

    #[test]
    fn d12_what_one_has_no_more_the_others_bear() {
        let stakes = [stake(100, 5), stake(100, 100), stake(100, 0)];
        assert_eq!(pro_rata(60, &stakes), [5, 55, 0]);
        assert_eq!(pro_rata(500, &stakes), [5, 100, 0], "all that is left");
        assert_eq!(pro_rata(5, &[]), Vec::<u64>::new());
    }

    proptest! {
        #[test]
        fn d12_the_parts_sum_to_the_amount_and_none_is_above_what_is_left(
            amount in 0_u64..1_000_000,
            stakes in prop::collection::vec((1_u64..200_000, 0_u64..200_000), 0..12),
        ) {
            let stakes: Vec<Stake> = stakes
                .into_iter()
                .map(|(paid, left)| stake(paid, left.min(paid)))
                .collect();
            let parts = pro_rata(amount, &stakes);
            let all: u64 = stakes.iter().map(|stake| stake.left).sum();
            prop_assert_eq!(parts.iter().sum::<u64>(), amount.min(all));
            for (part, stake) in parts.iter().zip(&stakes) {
                prop_assert!(*part <= stake.left);
            }
        }
    }
}
