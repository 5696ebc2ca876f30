//! A lot was divided: each adoption is entitled to its grams of it.

use eventlog::RecordedEvent;
use fulfilment::box_plan::{self, BoxPlan};
use traceability::lot;

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
    app.perform(&intent, |work| {
        for allocation in &allocations {
            let command = box_plan::Command::GrantEntitlement {
                adoption: allocation.adoption,
                lot,
                grams: allocation.grams,
            };
            work.decide::<BoxPlan>(&box_plan::stream_id(allocation.adoption), command)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}
