//! How many persons must stand behind money that goes out: above a limit it takes two, and nobody counts twice.
//! It must not know whether the money is a refund or a payout, nor who may be an approver.

use std::collections::BTreeSet;

use kernel::{Money, PersonId};

/// Persons needed above the limit, the requester counting as one.
pub const PERSONS_ABOVE_LIMIT: usize = 2;

/// Who stands behind a request so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Approvals {
    two_needed: bool,
    requester: Option<PersonId>,
    approvers: BTreeSet<PersonId>,
}

/// Why an approval was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovalRefused {
    /// Nobody approves what they asked for themselves.
    ByRequester,
    /// No second person is needed, or enough persons approved already.
    NotNeeded,
}

impl Approvals {
    /// A request of `requester` (nobody, when a rule asks) for `amount`. Without a limit one person or rule is enough;
    /// a limit in another currency says nothing about the amount, so two are needed.
    #[must_use]
    pub fn of(requester: Option<PersonId>, amount: Money, limit: Option<Money>) -> Self {
        let two_needed = limit
            .is_some_and(|limit| limit.currency != amount.currency || amount.minor > limit.minor);
        Self {
            two_needed,
            requester,
            approvers: BTreeSet::new(),
        }
    }

    /// Whether the money may be sent.
    #[must_use]
    pub fn complete(&self) -> bool {
        let persons = self.approvers.len() + usize::from(self.requester.is_some());
        !self.two_needed || persons >= PERSONS_ABOVE_LIMIT
    }

    /// Whether `by` would be a new approver; false if they approved already.
    ///
    /// # Errors
    /// They asked for it themselves, or nobody has to approve any more.
    pub fn check(&self, by: PersonId) -> Result<bool, ApprovalRefused> {
        if self.approvers.contains(&by) {
            Ok(false)
        } else if self.complete() {
            Err(ApprovalRefused::NotNeeded)
        } else if self.requester == Some(by) {
            Err(ApprovalRefused::ByRequester)
        } else {
            Ok(true)
        }
    }

    /// Remembers an approver.
    pub fn add(&mut self, by: PersonId) {
        self.approvers.insert(by);
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use proptest::prelude::*;

    use super::*;

    const LIMIT: Money = Money::fen(500_000);

    fn person(byte: u8) -> PersonId {
        PersonId::from_bytes([byte; 16])
    }

    #[test]
    fn up_to_the_limit_one_is_enough() {
        for requester in [Some(person(1)), None] {
            let at_limit = Approvals::of(requester, LIMIT, Some(LIMIT));
            assert!(at_limit.complete());
            assert_eq!(at_limit.check(person(2)), Err(ApprovalRefused::NotNeeded));
            assert!(Approvals::of(requester, LIMIT, None).complete());
        }
    }

    #[test]
    fn above_the_limit_another_person_is_needed() {
        let mut asked = Approvals::of(Some(person(1)), Money::fen(500_001), Some(LIMIT));
        assert_eq!(asked.check(person(1)), Err(ApprovalRefused::ByRequester));
        assert_eq!(asked.check(person(2)), Ok(true));
        asked.add(person(2));
        assert!(asked.complete());
        assert_eq!(asked.check(person(2)), Ok(false), "asking twice is quiet");
    }

    #[test]
    fn what_a_rule_asks_for_needs_two_persons() {
        let mut asked = Approvals::of(None, Money::fen(500_001), Some(LIMIT));
        asked.add(person(2));
        assert!(!asked.complete());
        asked.add(person(3));
        assert!(asked.complete());
    }

    #[test]
    fn a_limit_in_another_currency_lets_nothing_through() {
        let euros = Money::new(1, Currency::EUR);
        assert!(!Approvals::of(Some(person(1)), euros, Some(LIMIT)).complete());
    }

    proptest! {
        #[test]
        fn c_u6_complete_above_the_limit_means_two_different_persons(
            requester in prop::option::of(0..4_u8),
            tries in prop::collection::vec(0..4_u8, 0..12),
        ) {
            let mut asked =
                Approvals::of(requester.map(person), Money::fen(500_001), Some(LIMIT));
            let mut persons: BTreeSet<u8> = requester.into_iter().collect();
            for by in tries {
                if asked.check(person(by)) == Ok(true) {
                    asked.add(person(by));
                    persons.insert(by);
                }
            }
            prop_assert_eq!(asked.complete(), persons.len() >= 2);
            prop_assert!(persons.len() <= 2);
        }
    }
}
