//! A lot was divided: each adoption is entitled to its grams of it.

use std::collections::BTreeMap;

use eventlog::RecordedEvent;
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, Grams};
use traceability::lot::{self, Lot};

use super::decode;
use crate::{App, Error, Intent};

const NAME: &str = "when_allocation_made_grant_entitlement";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let lot::Event::LotAllocated {
        lot, allocations, ..
    } = decode(event)?
    else {
        return Ok(());
    };
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    // An adoption may get fruit of several trees, told by several events: what belongs to it is all of that.
    let state = app.load::<Lot>(&lot::stream_id(lot))?;
    let mut sums: BTreeMap<AdoptionId, Grams> = BTreeMap::new();
    for one in state.division.iter().flat_map(|(_, all)| &all.allocations) {
        let sum = sums.entry(one.adoption).or_default();
        *sum = sum.plus(one.grams);
    }
    app.perform(&intent, |work| {
        for adoption in allocations.iter().map(|one| one.adoption) {
            let command = box_plan::Command::GrantEntitlement {
                adoption,
                lot,
                grams: sums.get(&adoption).copied().unwrap_or_default(),
            };
            work.decide::<BoxPlan>(&box_plan::stream_id(adoption), command)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
