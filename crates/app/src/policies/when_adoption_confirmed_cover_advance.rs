//! An adoption is confirmed or cancelled: it covers advances to its farm, or covers them no longer (D 17). What counts is
//! how it stands now, not what the event says: money that came late confirms an adoption that had been cancelled, and
//! a log that is read again from its beginning must not take its cover away.

use adoption::adoption::Phase;
use eventlog::RecordedEvent;
use kernel::AdoptionId;
use settlement::farmer_account::{Command, FarmerAccount};

use crate::{
    App, Error, Intent,
    commands::{
        adopt::{agreement_of, phase_of},
        farmers::account_of,
    },
    error::Fault,
};

const NAME: &str = "when_adoption_confirmed_cover_advance";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
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
        let command = match phase_of(work, adoption)? {
            Phase::Confirmed | Phase::Completed => Command::CoverAdvance {
                adoption,
                price: agreement.price,
                at,
            },
            Phase::Started | Phase::Cancelled { .. } => Command::UncoverAdvance { adoption, at },
        };
        work.decide::<FarmerAccount>(&account, command)?;
        Ok(())
    })
    .await?;
    Ok(())
}
