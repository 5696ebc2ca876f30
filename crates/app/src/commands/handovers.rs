//! An adoption is given or handed on to somebody else: offered by a link, accepted with the same contract by whoever
//! has it (C U1 7).

use adoption::{
    adoption::{self as bond, Adoption, CancelReason},
    allowance::{self, Allowance},
    campaign::{self, Campaign},
    handover::{self, Command, Handover, Kind, Unaccepted},
    tree_share::{self, TreeShare},
};
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, PersonId, Sealed};
use vault::Secret;

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{
            Acceptance, agreement_of, allowance_id, demand_confirmed, own_agreement, share_id,
            unwind,
        },
        groups::link_of,
        payments::refuse_if_disputed,
    },
    error::Fault,
    permission::{Buyer, Signed},
    work::Work,
};

/// What the giver wants.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// As a gift or to take over.
    pub kind: Kind,
    /// How many days it stands.
    pub days: i64,
    /// What happens when nobody accepts.
    pub if_unaccepted: Unaccepted,
}

/// Offers one's own paid adoption to whoever gets the link. The link is in the read model, sealed for the giver.
///
/// # Errors
/// Somebody else's adoption, one that is not paid, disputed, or whose addresses are locked; another open offer.
pub async fn offer(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    wish: Offer,
) -> Result<Done, Error> {
    let secret = Secret::invitation()?;
    let sealed = app.seal_secret(who.person(), adoption, secret.expose())?;
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        demand_movable(work, adoption)?;
        let offer = Command::OfferHandover {
            adoption,
            by: who.person(),
            kind: wish.kind,
            link: link_of(secret.expose()),
            secret: sealed.clone(),
            until: intent.now().plus_days(wish.days),
            if_unaccepted: wish.if_unaccepted,
            now: intent.now(),
        };
        work.decide::<Handover>(&handover::stream_id(adoption), offer)?;
        Ok(())
    })
    .await
}

/// An adoption moves only while nothing of it is on its way: paid, not disputed (D 20), no address printed (D 39).
pub(crate) fn demand_movable(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    demand_confirmed(work, adoption)?;
    refuse_if_disputed(work, adoption)?;
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    if plan
        .boxes
        .iter()
        .any(|one| one.locked || one.packed.is_some())
    {
        return Err(box_plan::Rejection::AddressLocked.into());
    }
    Ok(())
}

/// Takes the offer back.
///
/// # Errors
/// Somebody else's adoption.
pub async fn withdraw(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        let withdraw = Command::WithdrawHandover { at: intent.now() };
        work.decide::<Handover>(&handover::stream_id(adoption), withdraw)?;
        Ok(())
    })
    .await
}

/// Accepts an offered adoption: share, adoption, plate and allowance become the new holder's in one commit; the old
/// holder's addresses are forgotten.
///
/// # Errors
/// An unknown or ended link, one's own adoption, another contract than the adoption's, or as many adoptions as the
/// campaign allows one buyer.
pub async fn accept(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    secret: &str,
    seen: Acceptance,
) -> Result<(AdoptionId, Done), Error> {
    let (adoption, to, link) = (behind(app, secret)?, who.person(), link_of(secret));
    let done = app
        .perform(intent, |work| {
            let id = handover::stream_id(adoption);
            let open = work.state::<Handover>(&id)?.open.clone();
            let gift = open.is_some_and(|open| open.kind == Kind::Gift);
            let at = intent.now();
            let accept = Command::AcceptHandover { link, by: to, at };
            if !work.decide::<Handover>(&id, accept)? {
                return Ok(());
            }
            demand_movable(work, adoption)?;
            let before = agreement_of(work, adoption)?;
            let transfer = bond::Command::TransferAdoption {
                to,
                contract: seen.contract,
                risk_clause: seen.risk_clause,
                no_return_confirmed: seen.no_return_confirmed,
                nameplate: plate_for(app, work, adoption, (before.buyer, to))?,
                gift,
                at,
            };
            work.decide::<Adoption>(&bond::stream_id(adoption), transfer)?;
            let share = tree_share::Command::TransferTreeShare { adoption, to, at };
            work.decide::<TreeShare>(&share_id(&before), share)?;
            let forget = box_plan::Command::ForgetBoxes { at };
            work.decide::<BoxPlan>(&box_plan::stream_id(adoption), forget)?;
            move_allowance(work, adoption, &before, to)
        })
        .await?;
    Ok((adoption, done))
}

/// The words of the plate, sealed for the new holder. Words that nobody can read any more are gone.
fn plate_for(
    app: &App,
    work: &mut Work<'_>,
    adoption: AdoptionId,
    (from, to): (PersonId, PersonId),
) -> Result<Option<Sealed>, Error> {
    let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
    let Some(plate) = &state.nameplate else {
        return Ok(None);
    };
    let words = app.open_nameplate(from, adoption, &plate.text)?;
    words
        .map(|words| app.seal_nameplate(to, adoption, &words))
        .transpose()
}

/// The adoption counts for its holder, so that a limit per buyer cannot be passed by gifts.
fn move_allowance(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    before: &bond::Agreement,
    to: PersonId,
) -> Result<(), Error> {
    let back = allowance::Command::ReturnAllowance { adoption };
    work.decide::<Allowance>(&allowance_id(before.campaign, before.buyer), back)?;
    let campaign = work.state::<Campaign>(&campaign::stream_id(before.campaign))?;
    let allowance = allowance::Command::UseAllowance {
        campaign: before.campaign,
        buyer: to,
        adoption,
        limit: campaign.offer()?.terms.per_buyer_limit,
    };
    work.decide::<Allowance>(&allowance_id(before.campaign, to), allowance)?;
    Ok(())
}

/// Says no to an offered adoption. What the giver chose for this case happens.
///
/// # Errors
/// An unknown or ended link, or one's own adoption.
pub async fn refuse(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    secret: &str,
) -> Result<Done, Error> {
    let (adoption, link) = (behind(app, secret)?, link_of(secret));
    let by = who.person();
    app.perform(intent, |work| {
        let at = intent.now();
        let refuse = Command::RefuseHandover { link, by, at };
        end(work, intent, adoption, refuse)
    })
    .await
}

/// The offer's time is over.
pub(crate) async fn lapse(app: &App, adoption: AdoptionId, intent: &Intent) -> Result<(), Error> {
    app.perform(intent, |work| {
        let lapse = Command::LapseHandover { now: intent.now() };
        end(work, intent, adoption, lapse)
    })
    .await?;
    Ok(())
}

/// Ends an offer that nobody accepted: the adoption stays, or is cancelled and paid back if the giver chose that and it
/// still can be.
fn end(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    command: Command,
) -> Result<(), Error> {
    let id = handover::stream_id(adoption);
    let open = work.state::<Handover>(&id)?.open.clone();
    if !work.decide::<Handover>(&id, command)? {
        return Ok(());
    }
    if open.is_some_and(|open| open.if_unaccepted == Unaccepted::Refund) {
        work.attempt(|work| unwind(work, intent, adoption, CancelReason::Withdrawn))?;
    }
    Ok(())
}

fn behind(app: &App, secret: &str) -> Result<AdoptionId, Error> {
    let row = app
        .read()
        .handover_by_link(link_of(secret))
        .map_err(Fault::from)?;
    Ok(row.ok_or(Error::NotFound)?.adoption)
}
