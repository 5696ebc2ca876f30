//! Contracts by version, the law an offer falls under, and the right to withdraw within the days to think again.

use adoption::{
    adoption::CancelReason,
    campaign::{self, Bilingual, Campaign, Command, HarvestRule, LegalProfile},
    purchase::{self, Purchase},
};
use kernel::{AdoptionId, CampaignId, Timestamp};

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{own_agreement, unwind},
        campaigns::{check_contract_text, contract_hash},
    },
    permission::{Buyer, Operator, Signed},
    work::Work,
};

/// Publishes another contract of an open campaign. It counts for adoptions that begin from then on; those before keep
/// theirs (D 6).
///
/// # Errors
/// Text empty or too long, a moment in the past, or a campaign that is not open.
pub async fn revise(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    (text, effective_from): (Bilingual, Timestamp),
) -> Result<Done, Error> {
    check_contract_text(&text)?;
    let hash = contract_hash(&text);
    edit(app, intent, campaign, || Command::ReviseContract {
        hash,
        text: text.clone(),
        // A form that was open for a minute still means "from now on".
        effective_from: effective_from.max(intent.now()),
        now: intent.now(),
    })
    .await
}

/// Says which law a draft falls under.
///
/// # Errors
/// A profile that does not fit the terms, or the campaign is no draft any more.
pub async fn set_legal_profile(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    profile: LegalProfile,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::SetLegalProfile {
        profile,
    })
    .await
}

/// Says how the harvest of a draft's trees will be divided.
///
/// # Errors
/// A guarantee beyond the promise, or the campaign is no draft any more.
pub async fn set_harvest_rule(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    campaign: CampaignId,
    harvest_rule: HarvestRule,
) -> Result<Done, Error> {
    edit(app, intent, campaign, || Command::SetHarvestRule {
        harvest_rule,
    })
    .await
}

async fn edit(
    app: &App,
    intent: &Intent,
    campaign: CampaignId,
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = campaign::stream_id(campaign);
        if work.state::<Campaign>(&id)?.offer.is_none() {
            return Err(Error::NotFound);
        }
        work.edit::<Campaign>(&id, command())?;
        Ok(())
    })
    .await
}

/// Stores with the acceptance what the law asks of the purchase (D 7). In the same commit as the acceptance.
pub(crate) fn agree(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    campaign: CampaignId,
    contract: kernel::ContentHash,
) -> Result<(), Error> {
    let offer = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    let agree = purchase::Command::Agree {
        adoption,
        contract,
        profile: offer.legal_profile()?,
        at: intent.now(),
    };
    work.decide::<Purchase>(&purchase::stream_id(adoption), agree)?;
    Ok(())
}

/// Begins the days to think again. In the same commit as the confirmation.
pub(crate) fn begin_cooling_off(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let begin = purchase::Command::BeginCoolingOff { at: intent.now() };
    work.decide::<Purchase>(&purchase::stream_id(adoption), begin)?;
    Ok(())
}

/// Withdraws within the days to think again: the adoption ends and all of the money goes back.
///
/// # Errors
/// There are no such days or they are over; somebody else's adoption; boxes that are packed.
pub async fn withdraw_in_time(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let check = purchase::Command::CheckCoolingOff { now: intent.now() };
        work.decide::<Purchase>(&purchase::stream_id(adoption), check)?;
        unwind(work, intent, adoption, CancelReason::Withdrawn)
    })
    .await
}
