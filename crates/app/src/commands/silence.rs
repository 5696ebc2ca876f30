//! Asking a farmer for a photo of a tree that has shown none for longer than was promised (domain.md C U1 6, E 6).

use adoption::{
    adoption::{self as bond, Adoption, Phase},
    campaign::{self, Campaign},
};
use kernel::{AdoptionId, CampaignId, PersonId};
use traceability::{
    silence::{self, Silence},
    tree::{self, Tree},
};

use super::harvest::local_day;
use crate::{
    App, Done, Error, Intent,
    permission::{Buyer, Operator, Signed},
};

/// An adopter asks the farmer for a photo of the own tree.
///
/// # Errors
/// Not their paid adoption; a photo is not due; the farmer was asked within the promised span.
pub async fn nudge(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    ask(app, who.person(), intent, adoption, true).await
}

/// The operator asks for the adopters.
///
/// # Errors
/// No paid adoption; a photo is not due; the farmer was asked within the promised span.
pub async fn nudge_for_adopters(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    ask(app, who.person(), intent, adoption, false).await
}

async fn ask(
    app: &App,
    by: PersonId,
    intent: &Intent,
    adoption: AdoptionId,
    own: bool,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
        let Some((_, agreement)) = state.started.clone() else {
            return Err(Error::NotFound);
        };
        if state.phase != Phase::Confirmed || (own && agreement.buyer != by) {
            return Err(Error::NotFound);
        }
        let campaign = work.state::<Campaign>(&campaign::stream_id(agreement.campaign))?;
        let every_days = campaign.photo_every_days();
        let terms = campaign.offer.as_ref().map(|offer| offer.terms.clone());
        let season_ends = terms.ok_or(Error::NotFound)?.ship_until;
        let seen = work
            .state::<Tree>(&tree::stream_id(agreement.tree))?
            .photographed_at();
        let nudge = silence::Command::NudgeFarmer {
            tree: agreement.tree,
            by,
            silent_since: seen.unwrap_or(agreement.hold_until),
            every_days,
            season_ends,
            today: local_day(intent.now()),
            now: intent.now(),
        };
        work.decide::<Silence>(&silence::stream_id(agreement.tree), nudge)?;
        Ok(())
    })
    .await
}

/// Says how often a photo of each adopted tree is promised.
///
/// # Errors
/// Too often or too rarely, or the campaign is no draft any more.
pub async fn promise_photos(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    every_days: u16,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = campaign::stream_id(campaign);
        if work.state::<Campaign>(&id)?.offer.is_none() {
            return Err(Error::NotFound);
        }
        work.edit::<Campaign>(&id, campaign::Command::PromisePhotos { every_days })?;
        Ok(())
    })
    .await
}
