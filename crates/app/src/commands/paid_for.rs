//! What each payer paid for an adoption, and what of it may still go back (D 12). One payment stands behind several
//! adoptions when a tree was divided, several payments behind one when a group paid. It decides nothing and moves
//! nothing.

use std::collections::BTreeSet;

use adoption::adoption::{self as bond, Adoption};
use kernel::{AdoptionId, Money, PaymentId, RefundId};
use settlement::{
    carry_over::{self, CarryOver},
    payment::{self, Payment},
    refund::{self, Refund, Stake, Terms, pro_rata},
};

use crate::{
    Error,
    commands::{payments::payments_behind, remedies::set_aside},
    work::Work,
};

/// What was paid for an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PaidFor {
    /// The captured payments behind it, in their order.
    pub(crate) stakes: Vec<(PaymentId, Stake)>,
    /// What of all of them may still go back for this adoption, in minor units.
    pub(crate) left: i64,
    /// What is reserved to go back for it, went back, or is owed from the next season; in minor units.
    pub(crate) reserved: i64,
    /// What became credit on its account, in minor units.
    pub(crate) credited: i64,
    /// Whether a payment behind it paid for other adoptions too.
    pub(crate) divided: bool,
}

impl PaidFor {
    /// Of whom how much of `minor` is taken: of each payer in proportion to what they paid, those of nothing left out.
    /// Never more than is left for the adoption.
    pub(crate) fn divide(&self, minor: i64) -> Vec<(PaymentId, i64)> {
        let amount = u64::try_from(minor.min(self.left)).unwrap_or(0);
        let stakes: Vec<Stake> = self.stakes.iter().map(|(_, stake)| *stake).collect();
        let parts = pro_rata(amount, &stakes).into_iter();
        self.stakes
            .iter()
            .zip(parts)
            .filter(|(_, part)| *part > 0)
            .map(|((payment, _), part)| (*payment, i64::try_from(part).unwrap_or(i64::MAX)))
            .collect()
    }
}

/// Reads what was paid for an adoption.
pub(crate) fn paid_for(work: &mut Work<'_>, adoption: AdoptionId) -> Result<PaidFor, Error> {
    let payments = payments_behind(work, adoption)?;
    let bond = work.state::<Adoption>(&bond::stream_id(adoption))?;
    let carried = work.state::<CarryOver>(&carry_over::stream_id(adoption))?;
    let carried: BTreeSet<RefundId> = carried
        .carried
        .keys()
        .map(|remedy| set_aside(adoption, *remedy))
        .collect();
    let mut paid = PaidFor {
        divided: !bond.split_into.is_empty(),
        ..PaidFor::default()
    };
    for payment in payments {
        let state = work.state::<Payment>(&payment::stream_id(payment))?;
        let (Some(opened), Some(captured)) = (&state.opened, &state.captured) else {
            continue;
        };
        let left = state.refundable().map_or(0, |left| left.minor);
        let minor = |amount: i64| u64::try_from(amount).unwrap_or(0);
        let stake = Stake {
            paid: minor(captured.amount.minor),
            left: minor(left),
        };
        paid.stakes.push((payment, stake));
        paid.left = paid.left.saturating_add(left);
        paid.divided |= opened.adoption != adoption;
        for (id, amount) in &state.reserved {
            let of = match of_refund(work, *id)? {
                None if state.queued.contains_key(id) => Some(opened.adoption),
                found => found,
            };
            if carried.contains(id) || of == Some(adoption) {
                paid.reserved = paid.reserved.saturating_add(amount.minor);
            }
        }
        for (id, amount) in &state.credited {
            if *state.credited_for.get(id).unwrap_or(&opened.adoption) == adoption {
                paid.credited = paid.credited.saturating_add(amount.minor);
            }
        }
    }
    if paid.divided {
        let price = bond
            .agreement()
            .map_or(0, |agreement| agreement.price.minor);
        let own = price.saturating_sub(paid.reserved.saturating_add(paid.credited));
        paid.left = paid.left.min(own).max(0);
    }
    Ok(paid)
}

/// On account of which adoption something is reserved; nobody's while it is no refund.
fn of_refund(work: &mut Work<'_>, refund: RefundId) -> Result<Option<AdoptionId>, Error> {
    let state = work.state::<Refund>(&refund::stream_id(refund))?;
    let requested = state.requested.as_ref();
    Ok(requested.map(|requested| requested.adoption))
}

/// What persons, not rules, gave back of the payments behind an adoption and what did not come to nothing; in minor
/// units. What waits to go together with others was decided by persons.
pub(crate) fn decided_before(work: &mut Work<'_>, paid: &PaidFor) -> Result<i64, Error> {
    let mut sum = 0_i64;
    for (payment, _) in &paid.stakes {
        let state = work.state::<Payment>(&payment::stream_id(*payment))?;
        for (id, amount) in &state.reserved {
            let refund = work.state::<Refund>(&refund::stream_id(*id))?;
            let decided = refund.requested.as_ref().is_some_and(|requested| {
                requested.terms.requested_by.is_some() || !requested.terms.items.is_empty()
            });
            if decided || state.queued.contains_key(id) {
                sum = sum.saturating_add(amount.minor);
            }
        }
    }
    Ok(sum)
}

/// The terms of one of several refunds of an order: what the others take of the limit, those before and those beside
/// it, is not left for it (C U6). So neither a group's parts nor one refund after the other get by with one person.
pub(crate) fn within_limit(terms: &Terms, others: i64) -> Terms {
    let mut terms = terms.clone();
    terms.two_persons_above = terms
        .two_persons_above
        .map(|limit| Money::new(limit.minor.saturating_sub(others), limit.currency));
    terms
}
