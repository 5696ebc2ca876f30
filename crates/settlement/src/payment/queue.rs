//! Small refunds that wait for company: a channel allows few partial refunds of one payment, a minute apart (B 19).
//! Pure: what waits, what the operator decided, what time it is → what goes together now.

use std::collections::BTreeSet;

use kernel::{Money, RefundId, Timestamp};
use serde::{Deserialize, Serialize};

use super::State;

/// A small refund that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queued {
    /// How much.
    pub amount: Money,
    /// Since when.
    pub at: Timestamp,
}

/// When waiting ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchPolicy {
    /// Refunds below this wait, in minor units of the payment's currency; together they go from this on.
    pub together_from_minor: i64,
    /// None waits longer, in days.
    pub wait_days_max: u16,
}

impl Default for BatchPolicy {
    /// Ten yuan or seven days.
    fn default() -> Self {
        Self {
            together_from_minor: 1_000,
            wait_days_max: 7,
        }
    }
}

impl BatchPolicy {
    /// Whether a refund of this amount waits at all.
    #[must_use]
    pub const fn waits(&self, amount: Money) -> bool {
        amount.minor < self.together_from_minor
    }
}

impl State {
    /// Since when the oldest of what waits has waited.
    fn waiting_since(&self) -> Option<Timestamp> {
        self.queued.values().map(|queued| queued.at).min()
    }

    /// Until when what waits has to go, at the latest; nothing if nothing waits.
    #[must_use]
    pub fn batch_deadline(&self, policy: &BatchPolicy) -> Option<Timestamp> {
        self.waiting_since()
            .map(|since| since.plus_days(i64::from(policy.wait_days_max)))
    }

    /// What goes together now: all that waits, once it is enough or has waited long enough, or when `now` is past
    /// `last_call` (the channel will soon refund no more).
    #[must_use]
    pub fn batch_due(
        &self,
        policy: &BatchPolicy,
        last_call: Option<Timestamp>,
        now: Timestamp,
    ) -> BTreeSet<RefundId> {
        let sum = self
            .queued
            .values()
            .fold(0_i64, |sum, queued| sum.saturating_add(queued.amount.minor));
        let waited = self
            .batch_deadline(policy)
            .is_some_and(|deadline| now >= deadline);
        let called = last_call.is_some_and(|last_call| now >= last_call);
        if sum >= policy.together_from_minor || waited || called {
            self.queued.keys().copied().collect()
        } else {
            BTreeSet::new()
        }
    }
}
