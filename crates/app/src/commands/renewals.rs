//! The next season: the holder is asked first, and says yes, not now, or never again (C U1 11). What is offered is an
//! adoption of the next season that holds the same part for them; contract and payment are as for everybody.

use adoption::{
    adoption::{self as bond, Adoption, Agreement, CancelReason, Phase},
    campaign::{self, Campaign},
    renewal::{self, Answer, Command, Renewal},
    tree_share::Part,
};
use kernel::{AdoptionId, CampaignId, Timestamp};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, begin, own_agreement, unwind},
        counting,
    },
    permission::{Buyer, Signed},
    work::Work,
};

/// Namespace of the adoptions that are offered for a next season (UUID version 5); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.next.seas");
/// How long a holder is asked before everybody else, in days: two weeks to decide and be reminded, one to pay.
pub const FIRST_REFUSAL_DAYS: i64 = 21;

/// The adoption that is offered to the holder of another in a campaign: the same however often they are asked.
#[must_use]
pub fn next_of(adoption: AdoptionId, campaign: CampaignId) -> AdoptionId {
    let name = format!("{adoption}/{campaign}");
    AdoptionId::from_bytes(Uuid::new_v5(&NAMESPACE, name.as_bytes()).into_bytes())
}

/// Renews one's own adoption by itself from now on, or no longer: one step either way (D 10).
///
/// # Errors
/// Somebody else's adoption.
pub async fn set_automatic(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    on: bool,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let set = Command::SetAutomaticRenewal {
            adoption,
            by: who.person(),
            on,
            at: intent.now(),
        };
        work.decide::<Renewal>(&renewal::stream_id(adoption), set)?;
        Ok(())
    })
    .await
}

/// Says what is wanted of the next season. Yes leads to the new contract; anything else frees the part.
///
/// # Errors
/// Somebody else's adoption, a season that is not offered, or an answer that was given.
pub async fn answer(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    answer: Answer,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let id = renewal::stream_id(adoption);
        let at = intent.now();
        work.decide::<Renewal>(&id, Command::AnswerRenewal { answer, at })?;
        let next = work
            .state::<Renewal>(&id)?
            .offered
            .map(|offered| offered.next);
        match (answer, next) {
            (Answer::Renewed, _) | (_, None) => Ok(()),
            (Answer::Paused | Answer::Released | Answer::Lapsed, Some(next)) => {
                unwind(work, intent, next, CancelReason::Withdrawn)
            }
        }
    })
    .await
}

/// Asks the holder of an adoption first for a campaign that offers its tree again: holds the same part for them. Nothing
/// happens where the tree is divided otherwise now, or the right was given up.
pub(crate) async fn offer(
    app: &App,
    intent: &Intent,
    adoption: AdoptionId,
    campaign: CampaignId,
) -> Result<(), Error> {
    let next = next_of(adoption, campaign);
    app.perform(intent, |work| {
        let before = agreement_of(work, adoption)?;
        let until = intent.now().plus_days(FIRST_REFUSAL_DAYS);
        let Some((agreement, limit)) = agree_again(work, intent, &before, campaign, until)? else {
            return Ok(());
        };
        let until = agreement.hold_until;
        let offer = Command::OfferRenewal {
            adoption,
            holder: before.buyer,
            next,
            campaign,
            until,
            now: intent.now(),
        };
        work.attempt(|work| {
            if work.decide::<Renewal>(&renewal::stream_id(adoption), offer.clone())? {
                begin(work, next, agreement.clone(), limit)?;
            }
            Ok(())
        })?;
        Ok(())
    })
    .await?;
    Ok(())
}

/// The offer's terms for the holder of the season before; the sale need not have begun for them.
fn agree_again(
    work: &mut Work<'_>,
    intent: &Intent,
    before: &Agreement,
    campaign: CampaignId,
    until: Timestamp,
) -> Result<Option<(Agreement, u16)>, Error> {
    let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    let offer = state.offer()?;
    let Some(contract) = state.contract else {
        return Ok(None);
    };
    let again = state.phase == campaign::Phase::Open
        && state.trees.contains(&before.tree)
        && offer.season > before.season
        && offer.terms.shares_per_tree == before.part.of
        && offer.terms.sale_until > intent.now();
    if !again {
        return Ok(None);
    }
    let price = counting::quote(work, campaign, intent.now())?.price;
    let agreement = Agreement {
        campaign,
        buyer: before.buyer,
        tree: before.tree,
        season: offer.season,
        part: Part {
            number: before.part.number,
            of: before.part.of,
        },
        price,
        promised_grams: offer.terms.promised_grams,
        boxes: offer.terms.boxes,
        risk_clause: offer.terms.risk_clause,
        contract,
        hold_until: until.min(offer.terms.sale_until),
    };
    Ok(Some((agreement, offer.terms.per_buyer_limit)))
}

/// The reminder's day has come.
pub(crate) async fn remind(app: &App, adoption: AdoptionId, intent: &Intent) -> Result<(), Error> {
    app.perform(intent, |work| {
        let remind = Command::RemindRenewal { now: intent.now() };
        work.decide::<Renewal>(&renewal::stream_id(adoption), remind)?;
        Ok(())
    })
    .await?;
    Ok(())
}

/// It renews by itself: under the very contract and clause that were accepted, at no higher price. Anything else waits
/// for the holder's own word (D 6).
pub(crate) async fn renew_by_itself(
    app: &App,
    adoption: AdoptionId,
    intent: &Intent,
) -> Result<(), Error> {
    app.perform(intent, |work| {
        let id = renewal::stream_id(adoption);
        let check = Command::CheckMayRenewByItself { now: intent.now() };
        work.decide::<Renewal>(&id, check)?;
        let Some(offered) = work.state::<Renewal>(&id)?.offered else {
            return Ok(());
        };
        let before = agreement_of(work, adoption)?;
        let next = agreement_of(work, offered.next)?;
        let same = next.contract == before.contract
            && next.risk_clause == before.risk_clause
            && next.price.currency == before.price.currency
            && next.price.minor <= before.price.minor
            && before.buyer == offered.holder;
        if !same {
            return Ok(());
        }
        let accept = bond::Command::AcceptContract {
            contract: next.contract,
            risk_clause: next.risk_clause,
            no_return_confirmed: true,
            at: intent.now(),
        };
        work.decide::<Adoption>(&bond::stream_id(offered.next), accept)?;
        let answer = Answer::Renewed;
        let at = intent.now();
        work.decide::<Renewal>(&id, Command::AnswerRenewal { answer, at })?;
        Ok(())
    })
    .await?;
    Ok(())
}

/// The time to answer is over. The hold ends by itself.
pub(crate) async fn lapse(app: &App, adoption: AdoptionId, intent: &Intent) -> Result<(), Error> {
    app.perform(intent, |work| {
        let id = renewal::stream_id(adoption);
        let Some(offered) = work.state::<Renewal>(&id)?.offered else {
            return Ok(());
        };
        // Who paid without saying so has answered.
        let next = work.state::<Adoption>(&bond::stream_id(offered.next))?;
        let answer = match next.phase {
            Phase::Confirmed | Phase::Completed => Answer::Renewed,
            Phase::Started | Phase::Cancelled { .. } => Answer::Lapsed,
        };
        let at = intent.now();
        work.decide::<Renewal>(&id, Command::AnswerRenewal { answer, at })?;
        Ok(())
    })
    .await?;
    Ok(())
}
