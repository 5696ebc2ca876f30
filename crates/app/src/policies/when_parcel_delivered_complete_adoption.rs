//! A parcel arrived: when every planned box of the adoption has arrived, the adoption is completed.

use adoption::adoption::{self as bond, Adoption};
use eventlog::RecordedEvent;
use fulfilment::{
    box_plan::{self, BoxPlan},
    parcel::{self, Parcel},
};

use super::decode;
use crate::{App, Error, Intent};

const NAME: &str = "when_parcel_delivered_complete_adoption";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let parcel::Event::ParcelDelivered { adoption, .. } = decode(event)? else {
        return Ok(());
    };
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
        for one in plan.boxes.iter().filter(|one| !one.cancelled) {
            let Some((parcel, _)) = &one.packed else {
                return Ok(());
            };
            let parcel = work.state::<Parcel>(&parcel::stream_id(*parcel))?;
            if parcel.delivered_at.is_none() {
                return Ok(());
            }
        }
        let command = bond::Command::CompleteAdoption { at: intent.now() };
        work.decide::<Adoption>(&bond::stream_id(adoption), command)?;
        Ok(())
    })
    .await?;
    Ok(())
}
