//! Exact division of a whole into parts: nothing is lost and nothing is made (largest remainder method).

/// Splits `whole` into `count` parts that differ by at most one; earlier parts get the remainder.
/// No parts for a count of zero.
#[must_use]
pub fn split_evenly(whole: u64, count: u64) -> Vec<u64> {
    if count == 0 {
        return Vec::new();
    }
    (0..count)
        .map(|index| whole / count + u64::from(index < whole % count))
        .collect()
}

/// Splits `whole` in proportion to `weights` by the largest remainder method (Hamilton); ties go to the earlier
/// part. The parts sum to `whole` unless all weights are zero, when every part is zero.
#[must_use]
pub fn split_by_weight(whole: u64, weights: &[u64]) -> Vec<u64> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let scaled = |weight: &u64| u128::from(whole) * u128::from(*weight);
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|weight| u64::try_from(scaled(weight) / total).unwrap_or(u64::MAX))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(scaled(&weights[*index]) % total));
    let given: u64 = parts.iter().sum();
    let rest = usize::try_from(whole.saturating_sub(given)).unwrap_or(usize::MAX);
    for index in order.into_iter().take(rest) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_remainder_goes_to_the_largest_fraction_then_to_the_earlier() {
        assert_eq!(split_evenly(10, 3), [4, 3, 3]);
        assert_eq!(split_by_weight(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(split_by_weight(100, &[1, 2, 4]), [14, 29, 57]);
        assert_eq!(split_by_weight(7, &[0, 0]), [0, 0]);
        assert!(split_evenly(5, 0).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost(whole in 0..u64::MAX / 2, weights in prop::collection::vec(0_u64..1_000_000, 1..40)) {
            let parts = split_by_weight(whole, &weights);
            let expected = if weights.iter().all(|w| *w == 0) { 0 } else { whole };
            prop_assert_eq!(parts.iter().sum::<u64>(), expected);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(*weight > 0 || *part == 0);
            }
        }

        #[test]
        fn even_parts_differ_by_at_most_one(whole: u64, count in 1_u64..500) {
            let parts = split_evenly(whole, count);
            prop_assert_eq!(parts.iter().map(|part| u128::from(*part)).sum::<u128>(), u128::from(whole));
            prop_assert!(parts.iter().max().unwrap() - parts.iter().min().unwrap() <= 1);
        }
    }
}
