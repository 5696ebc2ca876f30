//! Packing and shipping: a box becomes a parcel, is handed over, and arrives.

use fulfilment::{
    box_plan::{self, BoxPlan, LotFacts, LotGrams},
    parcel::{self, Command, Parcel, ScanStatus},
};
use kernel::{AdoptionId, BoxId, ParcelId, Timestamp};
use traceability::lot::{self, Lot};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::{
        adopt::{agreement_of, demand_confirmed},
        boxes::demand_orchard,
        care::waiting_of,
        harvest::local_day,
        payments::refuse_if_disputed,
    },
    permission::{Packer, Signed},
    work::Work,
};

/// How far the reporting clock may be ahead of ours, in seconds.
const CLOCK_SKEW_SECONDS_MAX: i64 = 600;

/// Packs a box from lots: one commit over box plan and parcel, refused unless every lot may ship (D 31–33, 37).
///
/// # Errors
/// Address not locked, lot not certified, more than the adoption's entitlement, packed already.
pub async fn pack(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    (adoption, box_id): (AdoptionId, BoxId),
    contents: Vec<LotGrams>,
) -> Result<(ParcelId, Done), Error> {
    let parcel = ParcelId::from_bytes(intent.bytes("parcel"));
    let code = app.fresh_code(intent, "parcel")?;
    let done = app
        .perform(intent, |work| {
            demand_orchard(work, who, adoption)?;
            demand_confirmed(work, adoption)?;
            refuse_if_disputed(work, adoption)?;
            let agreement = agreement_of(work, adoption)?;
            let id = box_plan::stream_id(adoption);
            let plan = work.state::<BoxPlan>(&id)?;
            let nth = plan.find(box_id).map(|found| found.planned.nth);
            let nth = nth.ok_or(box_plan::Rejection::BoxUnknown)?;
            let command = box_plan::Command::PackBox {
                box_id,
                parcel,
                contents: contents.clone(),
                lots: lot_facts(work, &contents)?,
                today: local_day(intent.now()),
                at: intent.now(),
            };
            work.decide::<BoxPlan>(&id, command)?;
            let command = Command::PackParcel {
                parcel,
                code,
                box_id,
                nth,
                adoption,
                buyer: agreement.buyer,
                tree: agreement.tree,
                contents: contents.clone(),
                by: who.person(),
                at: intent.now(),
            };
            work.decide::<Parcel>(&parcel::stream_id(parcel), command)?;
            Ok(())
        })
        .await?;
    Ok((parcel, done))
}

fn lot_facts(work: &mut Work<'_>, contents: &[LotGrams]) -> Result<Vec<LotFacts>, Error> {
    let mut facts = Vec::with_capacity(contents.len());
    for part in contents {
        let state = work.state::<Lot>(&lot::stream_id(part.lot))?;
        if let Some(harvest) = &state.harvest {
            facts.push(LotFacts {
                lot: part.lot,
                certified: state.certificate.is_some() && !state.withdrawn,
                waiting_until: waiting_of(work, harvest)?,
            });
        }
    }
    Ok(facts)
}

/// Hands a parcel over to a carrier under its tracking number.
///
/// # Errors
/// Unknown parcel or one of another orchard, handed over already under another number.
pub async fn hand_over(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    parcel: ParcelId,
    (carrier, tracking): (String, String),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = parcel::stream_id(parcel);
        let state = work.state::<Parcel>(&id)?;
        let packing = state.packing.as_ref().ok_or(Error::NotFound)?;
        demand_orchard(work, who, packing.adoption)?;
        refuse_if_disputed(work, packing.adoption)?;
        let command = Command::HandOver {
            carrier: carrier.trim().to_owned(),
            tracking: tracking.trim().to_owned(),
            at: intent.now(),
        };
        work.decide::<Parcel>(&id, command)?;
        Ok(())
    })
    .await
}

/// A person marks a parcel as delivered.
///
/// # Errors
/// Not handed over (D 40).
pub async fn deliver(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    parcel: ParcelId,
    at: Timestamp,
) -> Result<Done, Error> {
    not_ahead(intent, at)?;
    change(app, who, intent, parcel, || Command::RecordDelivery { at }).await
}

/// Records what a carrier says; out of order it is kept and moves nothing back (D 40).
///
/// # Errors
/// Unknown parcel.
pub async fn scan(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    parcel: ParcelId,
    (status, at): (ScanStatus, Timestamp),
) -> Result<Done, Error> {
    not_ahead(intent, at)?;
    change(app, who, intent, parcel, || Command::RecordScan {
        status,
        at,
    })
    .await
}

/// What is reported has happened; clocks may differ by a little.
fn not_ahead(intent: &Intent, at: Timestamp) -> Result<(), Error> {
    if at > intent.now().plus_seconds(CLOCK_SKEW_SECONDS_MAX) {
        return Err(Error::Invalid(vec![Violation::new("at", "in-the-future")]));
    }
    Ok(())
}

async fn change(
    app: &App,
    who: &Signed<Packer>,
    intent: &Intent,
    parcel: ParcelId,
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = parcel::stream_id(parcel);
        let state = work.state::<Parcel>(&id)?;
        let packing = state.packing.as_ref().ok_or(Error::NotFound)?;
        demand_orchard(work, who, packing.adoption)?;
        work.decide::<Parcel>(&id, command())?;
        Ok(())
    })
    .await
}
