//! A campaign missed its goal and had promised all or nothing: every adoption ends, every fen goes back.

use adoption::{
    adoption::CancelReason,
    tally::{self, Outcome},
};
use eventlog::RecordedEvent;
use kernel::{AdoptionId, CampaignId};
use readmodels::garden::{ADOPTIONS_MAX, AdoptionStatus};

use super::decode;
use crate::{App, Error, Intent, commands::adopt::unwind, error::Fault};

const NAME: &str = "when_funding_failed_pay_everybody_back";
/// Adoptions looked at in one go.
const PAGE: usize = ADOPTIONS_MAX;

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let tally::Event::FundingJudged {
        outcome: Outcome::Failed,
        ..
    } = decode(event)?
    else {
        return Ok(());
    };
    let campaign: CampaignId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    // After the judgement no adoption is counted or confirmed any more, so this list is complete.
    app.caught_up(event.position).await?;
    let mut after = None;
    loop {
        let page = app
            .read()
            .adoptions_of_campaign(campaign, after, PAGE)
            .map_err(Fault::from)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.adoption);
        for row in &page {
            if matches!(
                row.status,
                AdoptionStatus::Started | AdoptionStatus::Confirmed
            ) {
                pay_back(app, event, row.adoption).await?;
            }
        }
    }
}

async fn pay_back(app: &App, event: &RecordedEvent, adoption: AdoptionId) -> Result<(), Error> {
    let intent = Intent::of_policy(NAME, event.position.0, app.now()).step(&adoption.to_string());
    app.perform(&intent, |work| {
        unwind(work, &intent, adoption, CancelReason::GoalMissed)
    })
    .await?;
    Ok(())
}
