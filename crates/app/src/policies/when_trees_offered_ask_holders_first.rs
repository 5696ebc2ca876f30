//! A tree is offered for the next season: whoever has it now is asked first. Campaigns are opened before their sale
//! begins, so that the holds are there when everybody may choose.

use adoption::campaign as offer;
use eventlog::RecordedEvent;
use kernel::CampaignId;

use super::decode;
use crate::{App, Error, Intent, commands::renewals, error::Fault};

const NAME: &str = "when_trees_offered_ask_holders_first";
/// Adoptions looked at in one go.
const PAGE: usize = 500;

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    match decode::<offer::Event>(event)? {
        offer::Event::CampaignOpened { .. } | offer::Event::TreesOffered { .. } => {}
        offer::Event::CampaignDrafted { .. }
        | offer::Event::TermsChanged { .. }
        | offer::Event::SalesPlanSet { .. }
        | offer::Event::DeadlineExtended { .. }
        | offer::Event::IntakeSuspended { .. }
        | offer::Event::IntakeResumed { .. }
        | offer::Event::ContractPublished { .. }
        | offer::Event::ContractRevised { .. }
        | offer::Event::LegalProfileSet { .. }
        | offer::Event::HarvestRuleSet { .. }
        | offer::Event::PhotosPromised { .. }
        | offer::Event::TreeWithdrawn { .. }
        | offer::Event::CampaignClosed { .. } => return Ok(()),
    }
    let campaign: CampaignId = event.stream.id().parse().map_err(|_| Error::NotFound)?;
    app.caught_up(event.position).await?;
    let mut after = None;
    loop {
        let page = app
            .read()
            .renewable(campaign, after, PAGE)
            .map_err(Fault::from)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(*last);
        for adoption in page {
            let intent = Intent::of_policy(NAME, event.position.0, app.now());
            let intent = intent.step(&adoption.to_string());
            renewals::offer(app, &intent, adoption, campaign).await?;
        }
    }
}
