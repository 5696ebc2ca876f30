//! What a farm gets for a season: terms, tranches of the advance, the settlement at harvest (D 17, E 8).

use kernel::{AdoptionId, EntryId, FarmId, Money, PayoutId, PersonId, Season};
use settlement::{
    farmer_account::{ChargeCause, Command, FarmerAccount, Statement, Terms, stream_id},
    payment::Channel,
    payout::{self, Payee, Payout, Purpose},
};
use traceability::{
    orchard::{self, Orchard},
    tree::{self, Tree},
};

use crate::{
    App, Done, Error, Intent,
    commands::adopt::agreement_of,
    permission::{Farmer, Operator, Signed},
    work::Work,
};

/// The stream of the account that an adoption belongs to, if terms were agreed with the farm.
pub(crate) fn account_of(
    work: &mut Work<'_>,
    adoption: AdoptionId,
) -> Result<Option<String>, Error> {
    Ok(kept_for(work, adoption)?.map(|(_, account)| account))
}

/// The farm whose tree an adoption is about, and the stream of its account, if terms were agreed with it.
pub(crate) fn kept_for(
    work: &mut Work<'_>,
    adoption: AdoptionId,
) -> Result<Option<(FarmId, String)>, Error> {
    let agreement = agreement_of(work, adoption)?;
    let tree = work.state::<Tree>(&tree::stream_id(agreement.tree))?;
    let Some(facts) = &tree.facts else {
        return Ok(None);
    };
    let orchard = work.state::<Orchard>(&orchard::stream_id(facts.orchard))?;
    let Some(registration) = &orchard.registration else {
        return Ok(None);
    };
    let id = stream_id(registration.farm, agreement.season);
    let agreed = work.state::<FarmerAccount>(&id)?.agreed.is_some();
    Ok(agreed.then_some((registration.farm, id)))
}

/// Where a farm's season stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The statement.
    pub statement: Statement,
    /// What may be advanced and not earned (D 17).
    pub limit: Money,
    /// What is advanced and not earned.
    pub outstanding: Money,
    /// What can be advanced now.
    pub available: Money,
    /// The open proposal of a settlement and what it would pay.
    pub proposed: Option<(u32, Money)>,
}

/// Where a farm's season stands; nothing before terms are agreed.
///
/// # Errors
/// The log failed.
pub fn standing(app: &App, farm: FarmId, season: Season) -> Result<Option<Standing>, Error> {
    let state = app.load::<FarmerAccount>(&stream_id(farm, season))?;
    if state.agreed.is_none() {
        return Ok(None);
    }
    Ok(Some(Standing {
        statement: state.statement(),
        limit: state.limit(),
        outstanding: state.outstanding(),
        available: state.available(),
        proposed: state
            .proposed
            .filter(|proposed| proposed.open)
            .map(|proposed| (proposed.number, proposed.statement.payable)),
    }))
}

/// Where the season of a farmer's own farm stands; nothing before terms are agreed.
///
/// # Errors
/// No such orchard, or the log failed.
pub fn own_standing(
    app: &App,
    who: &Signed<Farmer>,
    season: Season,
) -> Result<Option<Standing>, Error> {
    let orchard = app.load::<Orchard>(&orchard::stream_id(who.orchard()))?;
    let registration = orchard.registration.as_ref().ok_or(Error::NotFound)?;
    standing(app, registration.farm, season)
}

/// Agrees with a farm how a season's money is divided. Adoptions that are confirmed from now on cover advances.
///
/// # Errors
/// Parts above one whole, or terms in use.
pub async fn agree_terms(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    (farm, season): (FarmId, Season),
    terms: Terms,
) -> Result<Done, Error> {
    decide(app, intent, (farm, season), || Command::AgreeFarmerTerms {
        farm,
        season,
        terms,
        at: intent.now(),
    })
    .await
}

/// Advances a tranche: the account grants it within its limit, a payout carries it.
///
/// # Errors
/// Above the limit (D 17), or no terms.
pub async fn grant_advance(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    (farm, season): (FarmId, Season),
    amount: Money,
) -> Result<(PayoutId, Done), Error> {
    let payout = PayoutId::from_bytes(intent.bytes("payout"));
    let done = app
        .perform(intent, |work| {
            let grant = Command::GrantAdvance {
                payout,
                amount,
                at: intent.now(),
            };
            work.decide::<FarmerAccount>(&stream_id(farm, season), grant)?;
            let purpose = Purpose::Advance(season);
            let asked_by = Some(who.person());
            request_payout(
                app,
                work,
                intent,
                (payout, farm),
                (purpose, amount),
                asked_by,
            )
        })
        .await?;
    Ok((payout, done))
}

fn request_payout(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    (payout, farm): (PayoutId, FarmId),
    (purpose, amount): (Purpose, Money),
    requested_by: Option<PersonId>,
) -> Result<(), Error> {
    let requested = payout::Requested {
        payout,
        payee: Payee::Farm(farm),
        purpose,
        amount,
        channel: Channel::Manual,
        requested_by,
        two_persons_above: Some(app.settings().two_persons_above),
        account: None,
    };
    let command = payout::Command::RequestPayout {
        requested,
        at: intent.now(),
    };
    work.decide::<Payout>(&payout::stream_id(payout), command)?;
    Ok(())
}

/// Charges a farm, such as for a claim that it is liable for.
///
/// # Errors
/// No terms, or nothing to charge.
pub async fn charge(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    (farm, season): (FarmId, Season),
    (adoption, cause, amount): (AdoptionId, ChargeCause, Money),
) -> Result<Done, Error> {
    let charge = EntryId::from_bytes(intent.bytes("charge"));
    decide(app, intent, (farm, season), || Command::ChargeFarm {
        charge,
        adoption,
        cause,
        amount,
        at: intent.now(),
    })
    .await
}

/// Makes what is held back payable: the claim window is over.
///
/// # Errors
/// The log failed.
pub async fn release_holdback(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    of: (FarmId, Season),
) -> Result<Done, Error> {
    decide(app, intent, of, || Command::ReleaseHoldback {
        at: intent.now(),
    })
    .await
}

/// Proposes to pay what is payable.
///
/// # Errors
/// Nothing is payable.
pub async fn propose_settlement(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    of: (FarmId, Season),
) -> Result<Done, Error> {
    decide(app, intent, of, || Command::ProposeSettlement {
        at: intent.now(),
    })
    .await
}

/// The farm agrees to a proposal; a payout carries it.
///
/// # Errors
/// Another farm's account, no such open proposal, or less is payable by now.
pub async fn agree_settlement(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    season: Season,
    number: u32,
) -> Result<(PayoutId, Done), Error> {
    let payout = PayoutId::from_bytes(intent.bytes("payout"));
    let done = app
        .perform(intent, |work| {
            let farm = own_farm(work, who)?;
            let id = stream_id(farm, season);
            let agree = Command::AgreeSettlement {
                number,
                by: who.person(),
                payout,
                at: intent.now(),
            };
            work.decide::<FarmerAccount>(&id, agree)?;
            let state = work.state::<FarmerAccount>(&id)?;
            let Some(transfer) = state.transfers.get(&payout) else {
                return Ok(());
            };
            let what = (Purpose::Settlement(season), transfer.amount);
            // A farm asks for its own money; above the limit two of the platform stand behind it.
            request_payout(app, work, intent, (payout, farm), what, None)
        })
        .await?;
    Ok((payout, done))
}

/// The farm does not agree to a proposal.
///
/// # Errors
/// Another farm's account, no such open proposal, no reason.
pub async fn dispute_settlement(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    season: Season,
    (number, reason): (u32, String),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let farm = own_farm(work, who)?;
        let command = Command::DisputeSettlement {
            number,
            by: who.person(),
            reason: reason.clone(),
            at: intent.now(),
        };
        work.decide::<FarmerAccount>(&stream_id(farm, season), command)?;
        Ok(())
    })
    .await
}

/// The farm that a farmer may speak for.
fn own_farm(work: &mut Work<'_>, who: &Signed<Farmer>) -> Result<FarmId, Error> {
    let orchard = work.state::<Orchard>(&orchard::stream_id(who.orchard()))?;
    let registration = orchard.registration.as_ref().ok_or(Error::NotFound)?;
    Ok(registration.farm)
}

async fn decide(
    app: &App,
    intent: &Intent,
    (farm, season): (FarmId, Season),
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        work.decide::<FarmerAccount>(&stream_id(farm, season), command())?;
        Ok(())
    })
    .await
}
