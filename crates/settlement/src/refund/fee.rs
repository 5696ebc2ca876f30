//! The fee that a channel keeps although the money went back, and who bears it (B 22). Pure arithmetic on minor
//! units; it must not know what the contract says, only which bearer it named.

use kernel::{FarmId, Money};
use serde::{Deserialize, Serialize};

use super::RefundReason;

/// Who bears the fee that is lost with a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
pub enum FeeBearer {
    /// The platform.
    Platform,
    /// This farm: it is charged to its account.
    Farm(FarmId),
    /// The buyer: so much less goes back.
    Buyer,
}

/// A lost fee and its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostFee {
    /// How much.
    pub amount: Money,
    /// Who bears it.
    pub bearer: FeeBearer,
}

/// Who bears the lost fee, by the cause of the refund (B 22): the buyer for a withdrawal of their own, if they
/// agreed to and the days to think again are over; the farm for its fruit that came spoiled or not at all; the platform
/// for all else. `farm` is the farm that an account is kept with, if one is.
#[must_use]
pub const fn bearer(reason: RefundReason, buyer_agreed: bool, farm: Option<FarmId>) -> FeeBearer {
    match (reason, buyer_agreed, farm) {
        (RefundReason::Withdrawn, true, _) => FeeBearer::Buyer,
        (RefundReason::Claim, _, Some(farm)) => FeeBearer::Farm(farm),
        (
            RefundReason::Withdrawn
            | RefundReason::Claim
            | RefundReason::PaidTooLate
            | RefundReason::ByOperator
            | RefundReason::Shortfall
            | RefundReason::CampaignFailed
            | RefundReason::Surplus,
            _,
            _,
        ) => FeeBearer::Platform,
    }
}

/// The part of a capture's fee that is lost when `refunded` of `captured` goes back, given how much of both was
/// refunded and lost before. Rounded down on the running total, so that refunding everything loses exactly the fee.
#[must_use]
pub fn lost_fee(fee: Money, captured: Money, refunded_before: Money, refunded: Money) -> Money {
    let share_of = |refunded: i64| {
        let share = i128::from(fee.minor) * i128::from(refunded.max(0));
        i64::try_from(share / i128::from(captured.minor.max(1))).unwrap_or(fee.minor)
    };
    let before = refunded_before.minor.clamp(0, captured.minor);
    let after = before
        .saturating_add(refunded.minor.max(0))
        .min(captured.minor);
    Money::new(share_of(after) - share_of(before), fee.currency)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn b22_half_a_refund_loses_half_the_fee() {
        let (fee, captured) = (Money::fen(1_009), Money::fen(168_000));
        let half = Money::fen(84_000);
        let first = lost_fee(fee, captured, Money::fen(0), half);
        let second = lost_fee(fee, captured, half, half);
        assert_eq!((first.minor, second.minor), (504, 505));
        assert_eq!(lost_fee(fee, Money::fen(0), half, half), Money::fen(0));
    }

    #[test]
    fn b22_the_cause_decides_who_bears_a_lost_fee() {
        let farm = FarmId::from_bytes([7; 16]);
        let of = |reason, by| bearer(reason, by, Some(farm));
        assert_eq!(of(RefundReason::Withdrawn, true), FeeBearer::Buyer);
        assert_eq!(of(RefundReason::Withdrawn, false), FeeBearer::Platform);
        assert_eq!(of(RefundReason::Claim, true), FeeBearer::Farm(farm));
        assert_eq!(bearer(RefundReason::Claim, true, None), FeeBearer::Platform);
        for ours in [
            RefundReason::PaidTooLate,
            RefundReason::ByOperator,
            RefundReason::Shortfall,
            RefundReason::CampaignFailed,
            RefundReason::Surplus,
        ] {
            assert_eq!(of(ours, true), FeeBearer::Platform, "{ours:?}");
        }
    }

    proptest! {
        #[test]
        fn b22_refunding_all_in_parts_loses_the_fee_exactly(
            captured in 1..10_000_000_i64,
            permille in 0..=1_000_i64,
            cuts in prop::collection::vec(0..10_000_000_i64, 0..20),
        ) {
            let fee = Money::fen(captured * permille / 1_000);
            let (mut before, mut lost) = (0, 0);
            for cut in cuts.into_iter().chain([captured]) {
                let part = cut.min(captured - before);
                let one = lost_fee(fee, Money::fen(captured), Money::fen(before), Money::fen(part));
                prop_assert!(one.minor >= 0 && one.minor <= part);
                lost += one.minor;
                before += part;
            }
            prop_assert_eq!(lost, fee.minor);
        }
    }
}
