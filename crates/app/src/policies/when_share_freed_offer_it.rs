//! A part of a tree became free and somebody waits for one: an adoption is started for the first in line, whose hold
//! is the offer. They accept the contract and pay as everybody does; if they do not, the hold ends, the part is free
//! again, and the next in line is asked.

use adoption::{
    adoption::{self as bond, Adoption},
    campaign::{self, Campaign},
    tree_share::{self, Part, TreeShare},
    waiting_list::{self, Command, WaitingList},
};
use eventlog::RecordedEvent;
use kernel::{AdoptionId, CampaignId, PersonId, TreeId};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{
        adopt::{Choice, start},
        campaigns::demand_on_sale,
    },
    work::Work,
};

const NAME: &str = "when_share_freed_offer_it";

/// How long the first in line may think: a day, because the news comes by mail.
const OFFER_SECONDS: i64 = 24 * 60 * 60;
/// People who are asked for one free part before it is left to whoever comes.
const ASKED_MAX: usize = 20;

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let (part, adoption) = match decode::<tree_share::Event>(event)? {
        tree_share::Event::HoldExpired { part, adoption, .. }
        | tree_share::Event::TreeShareReleased { part, adoption, .. } => (part, adoption),
        tree_share::Event::TreeShareHeld { .. }
        | tree_share::Event::TreeShareTaken { .. }
        | tree_share::Event::TreeShareSplit { .. }
        | tree_share::Event::TreeShareTransferred { .. } => return Ok(()),
    };
    let Some(campaign) = campaign_of(app, adoption)? else {
        return Ok(());
    };
    let tree = event.stream.id().split('.').next().unwrap_or_default();
    let tree: TreeId = tree.parse().map_err(|_| Error::NotFound)?;
    let choice = Choice {
        campaign,
        tree,
        part: part.number,
    };
    offer(app, event, (choice, part), adoption).await
}

fn campaign_of(app: &App, adoption: AdoptionId) -> Result<Option<CampaignId>, Error> {
    let state = app.load::<Adoption>(&bond::stream_id(adoption))?;
    Ok(state.agreement().ok().map(|agreement| agreement.campaign))
}

async fn offer(
    app: &App,
    event: &RecordedEvent,
    (choice, part): (Choice, Part),
    before: AdoptionId,
) -> Result<(), Error> {
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    let adoption = AdoptionId::from_bytes(intent.bytes("adoption"));
    let id = waiting_list::stream_id(choice.campaign);
    app.perform(&intent, |work| {
        // An offer that was not used is over before the next is made.
        let lapse = Command::LapsePlace {
            adoption: before,
            at: intent.now(),
        };
        work.decide::<WaitingList>(&id, lapse)?;
        // Somebody may have been faster.
        let shares = work.state::<TreeShare>(event.stream.id())?;
        if shares.holdings.contains_key(&part) {
            return Ok(());
        }
        for _ in 0..ASKED_MAX {
            let Some(person) = work.state::<WaitingList>(&id)?.first() else {
                return Ok(());
            };
            let offered = work.attempt(|work| ask(work, &intent, person, choice, adoption))?;
            let sells = work.attempt(|work| demand_on_sale(work, choice.campaign, intent.now()))?;
            if offered || !sells {
                return Ok(());
            }
            // They have as many as the campaign allows one buyer: the next in line is asked.
            let leave = Command::LeaveWaitingList {
                person,
                at: intent.now(),
            };
            work.decide::<WaitingList>(&id, leave)?;
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// Starts an adoption for the first in line.
fn ask(
    work: &mut Work<'_>,
    intent: &Intent,
    person: PersonId,
    choice: Choice,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let campaign = work.state::<Campaign>(&campaign::stream_id(choice.campaign))?;
    let last = campaign.offer()?.terms.sale_until;
    let until = intent.now().plus_seconds(OFFER_SECONDS).min(last);
    start(work, intent, person, choice, adoption, Some(until))?;
    let offer = Command::OfferPlace {
        person,
        adoption,
        until,
    };
    work.decide::<WaitingList>(&waiting_list::stream_id(choice.campaign), offer)?;
    Ok(())
}
