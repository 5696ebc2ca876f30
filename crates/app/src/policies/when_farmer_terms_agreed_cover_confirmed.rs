//! Terms are agreed with a farm: adoptions that were confirmed before cover its advance as well (D 17). Later ones are
//! covered one by one as they are confirmed.

use adoption::adoption::Phase;
use eventlog::RecordedEvent;
use settlement::farmer_account::{self, Command, FarmerAccount};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::adopt::{agreement_of, phase_of},
    error::Fault,
};

const NAME: &str = "when_farmer_terms_agreed_cover_confirmed";

/// Adoptions covered in one commit.
const CHUNK: usize = 200;

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let farmer_account::Event::FarmerTermsAgreed { farm, season, .. } = decode(event)? else {
        return Ok(());
    };
    app.caught_up(event.position).await?;
    let adoptions = app
        .read()
        .confirmed_adoptions_of_farm(farm, season)
        .map_err(Fault::from)?;
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    let account = farmer_account::stream_id(farm, season);
    for (nth, chunk) in adoptions.chunks(CHUNK).enumerate() {
        let step = intent.step(&nth.to_string());
        app.perform(&step, |work| {
            for adoption in chunk {
                if phase_of(work, *adoption)? != Phase::Confirmed {
                    continue;
                }
                let cover = Command::CoverAdvance {
                    adoption: *adoption,
                    price: agreement_of(work, *adoption)?.price,
                    at: step.now(),
                };
                work.decide::<FarmerAccount>(&account, cover)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
