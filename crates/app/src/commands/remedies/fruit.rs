//! Fruit of other trees and of the next season, for adoptions whose own tree falls short (B 11, D 31, 34).

use std::collections::BTreeMap;

use adoption::{
    adoption::{Agreement, Phase},
    shortfall::{self, Remedy, Shortfall},
};
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, Grams, LotId};
use settlement::{
    carry_over::{self, CarryOver},
    refund::{RefundReason, Terms},
};
use traceability::{
    allocation::{TopUpPolicy, Want},
    lot::{self, Lot},
};

use super::settling::give_carried_back;
use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, phase_of},
        refunds,
    },
    error::Fault,
    permission::{Operator, Signed},
    work::Work,
};

/// What an adoption may still get of other trees. Without `substitutes`, only what it is to get of the same kind.
pub(super) fn missing(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
    substitutes: bool,
) -> Result<Grams, Error> {
    let state = work.state::<Shortfall>(&shortfall::stream_id(adoption))?;
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    let wanted = |offer: &&shortfall::Offer| match offer.taken() {
        Some(Remedy::TopUp) => true,
        Some(Remedy::Substitute) => substitutes,
        Some(Remedy::CarryOver | Remedy::Credit | Remedy::Refund) | None => false,
    };
    let chosen = state.offers.values().filter(wanted);
    let chosen: Grams = chosen.map(|offer| offer.shortfall).sum();
    let served: Grams = plan.topped_up.values().sum();
    let room = plan
        .owed(agreement.promised_grams)
        .minus_or_zero(plan.granted_in_all());
    Ok(chosen.minus_or_zero(served).min(room))
}

/// Gives what is free of a divided lot to those who wait for fruit, in the order of their choice.
pub(crate) async fn top_up(
    app: &App,
    intent: &Intent,
    lot: LotId,
    (adoptions, substitutes): (&[AdoptionId], bool),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = lot::stream_id(lot);
        let state = work.state::<Lot>(&id)?;
        let mut wants = Vec::new();
        for adoption in adoptions {
            let agreement = agreement_of(work, *adoption)?;
            if phase_of(work, *adoption)? != Phase::Confirmed {
                continue;
            }
            let grams = missing(work, *adoption, &agreement, substitutes)?;
            let adoption = *adoption;
            wants.push(Want { adoption, grams });
        }
        let policy = TopUpPolicy::FirstInLine1;
        let given = traceability::allocation::top_up(policy, &state.free(), &wants);
        let at = intent.now();
        work.decide::<Lot>(&id, lot::Command::ReleaseSurplus { wants, at })?;
        let mut sums: BTreeMap<AdoptionId, Grams> = BTreeMap::new();
        for one in given {
            let sum = sums.entry(one.adoption).or_default();
            *sum = sum.plus(one.grams);
        }
        for (adoption, grams) in sums {
            let command = box_plan::Command::TopUp {
                adoption,
                lot,
                grams,
                at,
            };
            work.decide::<BoxPlan>(&box_plan::stream_id(adoption), command)?;
        }
        Ok(())
    })
    .await
}

/// An operator serves all who wait, those who take any fruit too, from one lot.
///
/// # Errors
/// Unknown lot, or it is not divided.
pub async fn serve_from_lot(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    lot: LotId,
) -> Result<Done, Error> {
    let state = app.load::<Lot>(&lot::stream_id(lot))?;
    let harvest = state.harvest.as_ref().ok_or(Error::NotFound)?;
    app.caught_up(app.log().durable_position()).await?;
    let mut waiting = Vec::new();
    for season in app.read().lot_seasons(lot).map_err(Fault::from)? {
        let found = app.read().waiting_for_fruit(harvest.orchard, season, true);
        waiting.extend(found.map_err(Fault::from)?);
    }
    top_up(app, intent, lot, (&waiting, true)).await
}

/// What earlier seasons owe the buyer comes with this adoption.
pub(crate) async fn carry_in(app: &App, intent: &Intent, into: AdoptionId) -> Result<(), Error> {
    let owed = app.read().carried_to(into).map_err(Fault::from)?;
    if owed.is_empty() {
        return Ok(());
    }
    app.perform(intent, |work| {
        if phase_of(work, into)? != Phase::Confirmed {
            return Ok(());
        }
        for row in &owed {
            let (from, remedy, at) = (row.adoption, row.remedy, intent.now());
            let state = work.state::<Shortfall>(&shortfall::stream_id(from))?;
            let Some(offer) = state.offers.get(&remedy) else {
                continue;
            };
            let redeem = carry_over::Command::RedeemCarryOver { remedy, into, at };
            if work.decide::<CarryOver>(&carry_over::stream_id(from), redeem)? {
                let more = box_plan::Command::CarryIn {
                    adoption: into,
                    from,
                    remedy,
                    grams: offer.shortfall,
                    at,
                };
                work.decide::<BoxPlan>(&box_plan::stream_id(into), more)?;
            }
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// Everything of an adoption was delivered, so what came with it from earlier seasons is earned.
pub(crate) async fn deliver_carried(
    app: &App,
    intent: &Intent,
    into: AdoptionId,
) -> Result<(), Error> {
    let came = app.read().carried_with(into).map_err(Fault::from)?;
    app.perform(intent, |work| {
        for row in &came {
            let at = intent.now();
            let deliver = carry_over::Command::DeliverCarryOver { into, at };
            work.decide::<CarryOver>(&carry_over::stream_id(row.adoption), deliver)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// The fruit that was carried over will not come: its money goes back.
pub(crate) async fn end_carried(
    app: &App,
    intent: &Intent,
    (adoption, remedy): (AdoptionId, u16),
) -> Result<(), Error> {
    app.perform(intent, |work| {
        if let Some(amount) = give_carried_back(work, intent, adoption, remedy)? {
            let why = (RefundReason::Shortfall, &Terms::default());
            refunds::request_part(work, intent, adoption, amount.minor, why)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
