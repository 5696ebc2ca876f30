//! From which payments a farm's money can be passed on by the rail, and what is left for the bank (D 21, E 4). It must not
//! carry anything out.

use kernel::{Money, PaymentId, Timestamp};
use serde::Serialize;

use super::{Operation, RailFacts, RailLimits, Receiver, Refusal, check, check::after};

/// A part of a payment that can go to a farm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Until when the rail takes it.
    pub until: Timestamp,
}

/// How a farm's money goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Division {
    /// By dividing these payments, in this order: what the rail takes no longer soonest goes first.
    pub parts: Vec<Part>,
    /// By bank: more may not go by the rail.
    pub by_bank: Money,
}

/// Divides an amount over payments of one channel. What goes is remembered in the facts, so that the next amount finds
/// what is left.
#[must_use]
pub fn divide(
    limits: &RailLimits,
    payments: &mut [(PaymentId, RailFacts)],
    amount: Money,
    now: Timestamp,
) -> Division {
    let mut by_bank = amount;
    let mut parts = Vec::new();
    let Some(split) = limits.split else {
        return Division { parts, by_bank };
    };
    payments.sort_by_key(|(payment, facts)| (facts.captured_at, *payment));
    for (payment, facts) in payments {
        let part = Money::new(allowed(limits, facts, by_bank, now), by_bank.currency);
        if part.minor <= 0 {
            continue;
        }
        facts.carry_out(Operation::Split(Receiver::Company, part), now);
        by_bank.minor -= part.minor;
        parts.push(Part {
            payment: *payment,
            amount: part,
            until: after(facts.captured_at, split.days_max),
        });
    }
    Division { parts, by_bank }
}

/// The most of an amount that one payment may still pass on, in minor units.
fn allowed(limits: &RailLimits, facts: &RailFacts, amount: Money, now: Timestamp) -> i64 {
    let mut wanted = amount;
    while wanted.minor > 0 {
        match check(
            limits,
            facts,
            Operation::Split(Receiver::Company, wanted),
            now,
        ) {
            Ok(()) => return wanted.minor,
            Err(Refusal::SplitAboveCap { left } | Refusal::AboveCaptured { left })
                if left.currency == wanted.currency && left.minor < wanted.minor =>
            {
                wanted = left;
            }
            Err(_) => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use proptest::prelude::*;

    use super::*;
    use crate::payment::Channel;

    const WECHAT: RailLimits = RailLimits::of(Channel::WechatPay);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn paid(byte: u8, fen: i64, days_ago: i64) -> (PaymentId, RailFacts) {
        let when = at("2026-06-01T00:00:00Z").plus_days(-days_ago);
        let facts = RailFacts::new(Money::fen(fen), when);
        (PaymentId::from_bytes([byte; 16]), facts)
    }

    fn divided(payments: &mut [(PaymentId, RailFacts)], fen: i64) -> (Vec<(u8, i64)>, i64) {
        let now = at("2026-06-01T00:00:00Z");
        let found = divide(&WECHAT, payments, Money::fen(fen), now);
        let parts = found.parts.iter();
        let parts = parts.map(|part| (part.payment.as_bytes()[0], part.amount.minor));
        (parts.collect(), found.by_bank.minor)
    }

    #[test]
    fn d21_what_runs_out_first_goes_first_and_never_above_the_cap() {
        let mut payments = [paid(1, 168_000, 10), paid(2, 168_000, 170)];
        assert_eq!(
            divided(&mut payments, 60_000),
            (vec![(2, 50_400), (1, 9_600)], 0)
        );
        // What went is remembered: the next farm money finds the rest of the cap, and the bank takes the remainder.
        assert_eq!(divided(&mut payments, 100_000), (vec![(1, 40_800)], 59_200));
    }

    #[test]
    fn d21_after_180_days_and_elsewhere_only_the_bank_is_left() {
        let mut old = [paid(1, 168_000, 181)];
        assert_eq!(divided(&mut old, 1_000), (vec![], 1_000));
        let now = at("2026-06-01T00:00:00Z");
        let bank = RailLimits::of(Channel::Manual);
        let mut fresh = [paid(1, 168_000, 1)];
        let found = divide(&bank, &mut fresh, Money::fen(1_000), now);
        assert_eq!((found.parts, found.by_bank), (vec![], Money::fen(1_000)));
        let euro = Money::new(1_000, Currency::EUR);
        let found = divide(&WECHAT, &mut fresh, euro, now);
        assert_eq!((found.parts, found.by_bank), (vec![], euro));
    }

    proptest! {
        #[test]
        fn d21_parts_and_bank_are_the_amount_and_no_payment_passes_its_cap(
            paid_fen in prop::collection::vec((1..1_000_000_i64, 0..400_i64), 0..12),
            wishes in prop::collection::vec(1..2_000_000_i64, 1..6),
        ) {
            let mut payments: Vec<_> = (0_u8..)
                .zip(&paid_fen)
                .map(|(byte, (fen, days))| paid(byte, *fen, *days))
                .collect();
            let now = at("2026-06-01T00:00:00Z");
            for wish in wishes {
                let found = divide(&WECHAT, &mut payments, Money::fen(wish), now);
                let parts: i64 = found.parts.iter().map(|part| part.amount.minor).sum();
                prop_assert_eq!(parts + found.by_bank.minor, wish);
                prop_assert!(found.by_bank.minor >= 0);
                prop_assert!(found.parts.iter().all(|part| part.until >= now));
            }
            for (_, facts) in &payments {
                prop_assert!(facts.split() * 1_000 <= facts.captured.minor * 300);
            }
        }
    }
}
