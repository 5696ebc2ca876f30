//! One adoption becomes several of the same tree, and an adoption becomes another person's. It must not know who is
//! asked, or how long.

use kernel::{
    AdoptionId, ContentHash, Grams, Money, PaymentId, PersonId, Sealed, Timestamp, split_evenly,
};
use serde::{Deserialize, Serialize};

use super::{Agreement, Event, Phase, Rejection, State};
use crate::{campaign::RiskClause, tree_share::Part};

/// What one adoption has after a split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SplitShare {
    /// The adoption; the first one is the one that was split.
    pub adoption: AdoptionId,
    /// Its part of the tree.
    pub part: Part,
    /// What of the price was paid for it.
    pub price: Money,
    /// What of the promised fruit is its.
    pub promised_grams: Grams,
    /// How many of the boxes are its.
    pub boxes: u8,
}

impl Agreement {
    /// What each of these adoptions gets when this one is split evenly among them: earlier ones get the remainder of
    /// money, fruit and boxes, so that the sums are exactly what was agreed.
    ///
    /// # Errors
    /// `BoxesTooFew` if somebody would get no box.
    pub fn split(&self, into: &[AdoptionId]) -> Result<Vec<SplitShare>, Rejection> {
        let parts = into.len();
        let count = u64::try_from(parts).unwrap_or(u64::MAX);
        if parts == 0 || usize::from(self.boxes) < parts {
            return Err(Rejection::BoxesTooFew {
                boxes: self.boxes,
                parts,
            });
        }
        let price = split_evenly(self.price.minor.unsigned_abs(), count);
        let grams = split_evenly(self.promised_grams.0, count);
        let boxes = split_evenly(u64::from(self.boxes), count);
        let of = u8::try_from(parts).unwrap_or(u8::MAX);
        let shares = (1..=of).zip(into).zip(price).zip(grams).zip(boxes);
        Ok(shares
            .map(|((((number, adoption), price), grams), boxes)| SplitShare {
                adoption: *adoption,
                part: Part { number, of },
                price: Money::new(
                    i64::try_from(price).unwrap_or(i64::MAX),
                    self.price.currency,
                ),
                promised_grams: Grams(grams),
                boxes: u8::try_from(boxes).unwrap_or(u8::MAX),
            })
            .collect())
    }

    /// This agreement with what a share of it has.
    #[must_use]
    pub fn narrowed_to(&self, share: &SplitShare) -> Self {
        Self {
            part: share.part,
            price: share.price,
            promised_grams: share.promised_grams,
            boxes: share.boxes,
            ..self.clone()
        }
    }
}

pub(super) fn split(
    state: &State,
    into: &[AdoptionId],
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let agreement = state.demand_confirmed()?;
    if state.split_into == into {
        return Ok(vec![]);
    }
    Ok(vec![Event::AdoptionSplit {
        into: agreement.split(into)?,
        at,
    }])
}

/// An adoption that another was split into begins paid, under the acceptance that stands.
pub(super) fn begin(
    state: &State,
    adoption: AdoptionId,
    agreement: Agreement,
    payment: PaymentId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    if let Some((known, _)) = &state.started {
        return if *known == adoption && state.payment == Some(payment) {
            Ok(vec![])
        } else {
            Err(Rejection::AdoptionExists)
        };
    }
    let (contract, risk_clause) = (agreement.contract, agreement.risk_clause);
    let (grams, boxes) = (agreement.promised_grams, agreement.boxes);
    Ok(vec![
        Event::AdoptionStarted {
            adoption,
            agreement,
        },
        Event::ContractAccepted {
            contract,
            risk_clause,
            no_return_confirmed: true,
            at,
        },
        Event::AdoptionConfirmed { payment, at },
        Event::EntitlementPromised { grams, boxes },
    ])
}

/// What the new holder brings.
pub(super) struct NewHolder {
    pub(super) to: PersonId,
    pub(super) contract: ContentHash,
    pub(super) risk_clause: RiskClause,
    pub(super) no_return_confirmed: bool,
    pub(super) nameplate: Option<Sealed>,
    pub(super) gift: bool,
    pub(super) at: Timestamp,
}

pub(super) fn transfer(state: &State, new: NewHolder) -> Result<Vec<Event>, Rejection> {
    let agreement = state.demand_confirmed()?;
    if agreement.buyer == new.to {
        return Ok(vec![]);
    }
    if new.contract != agreement.contract {
        let offered = agreement.contract;
        return Err(Rejection::ContractDiffers { offered });
    }
    if new.risk_clause != agreement.risk_clause {
        let offered = agreement.risk_clause;
        return Err(Rejection::RiskClauseDiffers { offered });
    }
    if !new.no_return_confirmed {
        return Err(Rejection::NoReturnNotConfirmed);
    }
    Ok(vec![Event::AdoptionTransferred {
        from: agreement.buyer,
        to: new.to,
        gift: new.gift,
        contract: new.contract,
        risk_clause: new.risk_clause,
        no_return_confirmed: new.no_return_confirmed,
        nameplate: new.nameplate,
        at: new.at,
    }])
}

impl State {
    /// Paid and not over.
    pub(super) fn demand_confirmed(&self) -> Result<&Agreement, Rejection> {
        let agreement = self.agreement()?;
        match self.phase {
            Phase::Confirmed => Ok(agreement),
            Phase::Started => Err(Rejection::AdoptionNotConfirmed),
            Phase::Cancelled { reason } => Err(Rejection::AdoptionCancelled { reason }),
            Phase::Completed => Err(Rejection::AdoptionCompleted),
        }
    }
}
