//! An adoption is confirmed or cancelled: it covers advances to its farm, or covers them no longer (D 17).

use adoption::adoption as bond;
use eventlog::RecordedEvent;
use kernel::AdoptionId;
use settlement::farmer_account::{Command, FarmerAccount};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{adopt::agreement_of, farmers::account_of},
    error::Fault,
};

const NAME: &str = "when_adoption_confirmed_cover_advance";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let confirmed = matches!(
        decode::<bond::Event>(event)?,
        bond::Event::AdoptionConfirmed { .. }
    );
    let adoption: AdoptionId = event
        .stream
        .id()
        .parse()
        .map_err(|error: kernel::IdError| Fault::Name(error.to_string()))?;
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        let Some(account) = account_of(work, adoption)? else {
            return Ok(());
        };
        let at = intent.now();
        let command = if confirmed {
            Command::CoverAdvance {
                adoption,
                price: agreement.price,
                at,
            }
        } else {
            Command::UncoverAdvance { adoption, at }
        };
        work.decide::<FarmerAccount>(&account, command)?;
        Ok(())
    })
    .await?;
    Ok(())
}
