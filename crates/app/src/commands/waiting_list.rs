//! Waiting for a share of a campaign in which all are gone.

use adoption::waiting_list::{self, Command, WaitingList};
use kernel::CampaignId;

use crate::{
    App, Done, Error, Intent,
    commands::campaigns::demand_on_sale,
    permission::{Buyer, Signed},
};

/// Stands in line for a share of a campaign.
///
/// # Errors
/// The campaign does not sell, or the line is full.
pub async fn join(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        demand_on_sale(work, campaign, intent.now())?;
        let command = Command::JoinWaitingList {
            campaign,
            person: who.person(),
            at: intent.now(),
        };
        work.decide::<WaitingList>(&waiting_list::stream_id(campaign), command)?;
        Ok(())
    })
    .await
}

/// Leaves the line.
///
/// # Errors
/// Only faults.
pub async fn leave(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    campaign: CampaignId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::LeaveWaitingList {
            person: who.person(),
            at: intent.now(),
        };
        work.decide::<WaitingList>(&waiting_list::stream_id(campaign), command)?;
        Ok(())
    })
    .await
}
