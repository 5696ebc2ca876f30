//! What a channel keeps of a payment, as data per channel: what is reckoned with until the channel itself tells. Pure
//! arithmetic on minor units; it must not know how any channel tells.

use kernel::Money;
use serde::{Deserialize, Serialize};

use crate::payment::Channel;

/// Basis points in one whole.
const BASIS_POINTS: i64 = 10_000;
/// Highest rate that can be set, in basis points (a tenth); no channel here asks for more.
pub const RATE_BASIS_POINTS_MAX: u16 = 1_000;
/// Highest fixed part that can be set, in minor units.
pub const FIXED_MINOR_MAX: i64 = 10_000;

/// What a channel keeps of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeSchedule {
    /// Of the amount, in basis points.
    pub basis_points: u16,
    /// And so much for each payment, in minor units of its currency.
    pub fixed_minor: i64,
    /// Whether a refund gives back its share of the fee.
    pub returned: bool,
}

impl FeeSchedule {
    /// A channel that keeps nothing.
    pub const FREE: Self = Self {
        basis_points: 0,
        fixed_minor: 0,
        returned: false,
    };

    /// The schedules as the channels publish them for ordinary merchants: WeChat Pay and Alipay keep 0.6 % and give it
    /// back with a refund. Stripe's depends on card and country and is told with each payment, so nothing is reckoned
    /// with before; it never comes back. An operator sets what the own contract says.
    #[must_use]
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::WechatPay | Channel::Alipay => Self {
                basis_points: 60,
                fixed_minor: 0,
                returned: true,
            },
            Channel::Stripe | Channel::Manual | Channel::Sandbox => Self::FREE,
        }
    }

    /// What is kept of a payment: rounded half up, as the channels do, and never more than the payment.
    #[must_use]
    pub fn fee_of(&self, amount: Money) -> Money {
        let exact = i128::from(amount.minor.max(0)) * i128::from(self.basis_points);
        let rounded = (exact + i128::from(BASIS_POINTS / 2)) / i128::from(BASIS_POINTS);
        let share = i64::try_from(rounded).unwrap_or(i64::MAX);
        let fee = share.saturating_add(self.fixed_minor.max(0));
        Money::new(fee.clamp(0, amount.minor.max(0)), amount.currency)
    }

    /// What comes back of a payment's fee when a part of the payment does; nothing where none does. Rounded down, so
    /// that parts never bring back more than the fee.
    #[must_use]
    pub fn returned_of(&self, fee: Money, captured: Money, refunded: Money) -> Money {
        if !self.returned || captured.minor <= 0 {
            return Money::new(0, fee.currency);
        }
        let part = i128::from(refunded.minor.clamp(0, captured.minor));
        let share = i128::from(fee.minor.max(0)) * part / i128::from(captured.minor);
        Money::new(i64::try_from(share).unwrap_or(0), fee.currency)
    }

    /// Whether rate and fixed part are within what can be set.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.basis_points <= RATE_BASIS_POINTS_MAX
            && self.fixed_minor >= 0
            && self.fixed_minor <= FIXED_MINOR_MAX
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn b22_a_fee_is_a_share_and_a_fixed_part_rounded_half_up() {
        let wechat = FeeSchedule::of(Channel::WechatPay);
        assert_eq!(wechat.fee_of(Money::fen(168_000)), Money::fen(1_008));
        // 0.6 % of 0.83 yuan is 0.498 fen, of 0.84 yuan 0.504 fen.
        assert_eq!(wechat.fee_of(Money::fen(83)), Money::fen(0));
        assert_eq!(wechat.fee_of(Money::fen(84)), Money::fen(1));
        let card = FeeSchedule {
            basis_points: 290,
            fixed_minor: 30,
            returned: false,
        };
        assert_eq!(card.fee_of(Money::fen(10_000)), Money::fen(320));
        assert_eq!(card.fee_of(Money::fen(10)), Money::fen(10));
        assert_eq!(FeeSchedule::FREE.fee_of(Money::fen(10)), Money::fen(0));
    }

    #[test]
    fn b22_only_some_channels_give_a_fee_back() {
        let (fee, paid, half) = (Money::fen(1_009), Money::fen(168_000), Money::fen(84_000));
        let back = |channel| FeeSchedule::of(channel).returned_of(fee, paid, half);
        assert_eq!(back(Channel::WechatPay), Money::fen(504));
        assert_eq!(back(Channel::Stripe), Money::fen(0));
    }

    proptest! {
        #[test]
        fn b22_a_fee_is_never_above_the_payment_and_never_comes_back_twice(
            amount in 0..10_000_000_i64,
            basis_points in 0..=RATE_BASIS_POINTS_MAX,
            fixed_minor in 0..=FIXED_MINOR_MAX,
            cuts in prop::collection::vec(0..1_000_000_i64, 0..10),
        ) {
            let schedule = FeeSchedule { basis_points, fixed_minor, returned: true };
            let fee = schedule.fee_of(Money::fen(amount));
            prop_assert!((0..=amount).contains(&fee.minor));
            let (mut left, mut back) = (amount, 0);
            for cut in cuts {
                let part = cut.min(left);
                left -= part;
                back += schedule.returned_of(fee, Money::fen(amount), Money::fen(part)).minor;
            }
            prop_assert!(back <= fee.minor);
            let all = schedule.returned_of(fee, Money::fen(amount), Money::fen(amount));
            prop_assert_eq!(all, fee);
        }
    }
}
