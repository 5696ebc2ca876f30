//! What an earlier season owes comes with the buyer's next adoption of the orchard: joined when that is confirmed, earned
//! when it is delivered, paid back when it ends without fruit.

use adoption::adoption as bond;
use eventlog::RecordedEvent;
use kernel::AdoptionId;

use super::decode;
use crate::{App, Error, Intent, commands::remedies, error::Fault};

const NAME: &str = "when_season_follows_carry_over";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let adoption: AdoptionId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    match decode(event)? {
        bond::Event::AdoptionConfirmed { .. } => {
            app.caught_up(event.position).await?;
            remedies::carry_in(app, &intent, adoption).await
        }
        bond::Event::AdoptionCompleted { .. } => {
            app.caught_up(event.position).await?;
            remedies::deliver_carried(app, &intent, adoption).await
        }
        bond::Event::AdoptionCancelled { .. } => {
            app.caught_up(event.position).await?;
            let came = app.read().carried_with(adoption).map_err(Fault::from)?;
            for row in came {
                let step = intent.step(&format!("{}/{}", row.adoption, row.remedy));
                remedies::end_carried(app, &step, (row.adoption, row.remedy)).await?;
            }
            Ok(())
        }
        bond::Event::AdoptionStarted { .. }
        | bond::Event::NameplateProposed { .. }
        | bond::Event::NameplateApproved { .. }
        | bond::Event::NameplateRejected { .. }
        | bond::Event::NameplatePrinted { .. }
        | bond::Event::NameplateHung { .. }
        | bond::Event::AdoptionSplit { .. }
        | bond::Event::AdoptionTransferred { .. }
        | bond::Event::ContractAccepted { .. }
        | bond::Event::EntitlementPromised { .. } => Ok(()),
    }
}
