//! What is done about missing fruit: offered when a loss is assessed, chosen once by the buyer or taken by default, and
//! carried out in the same commit, so that fruit and money follow the choice exactly (D 13, 18, E 1).

mod fruit;
mod settling;

use adoption::{
    adoption::{Agreement, Phase},
    shortfall::{self, Command, Frame, Remedy, Shortfall, Word, expected_of_part},
};
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, Grams, LossId, Money};
use traceability::loss::{self, Expectation, Loss};

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, demand_confirmed, own_agreement, phase_of},
        credits,
        paid_for::paid_for,
        payments::{bought_by, refuse_if_disputed},
    },
    permission::{Buyer, Operator, Signed},
    work::Work,
};

pub use fruit::serve_from_lot;
pub(crate) use fruit::{carry_in, deliver_carried, end_carried, top_up};
pub(crate) use settling::{give_all_carried_back, set_aside};

/// What a shortfall needs of an agreement.
pub(crate) const fn frame(adoption: AdoptionId, agreement: &Agreement) -> Frame {
    Frame {
        adoption,
        clause: agreement.risk_clause,
        promised: agreement.promised_grams,
        price: agreement.price,
    }
}

/// What the part will give; never less than what it gave already.
pub(crate) fn expected_grams(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
    expected: &Expectation,
) -> Result<Grams, Error> {
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    let given: Grams = plan.granted.values().sum();
    let of_part = expected_of_part(expected.of(agreement.tree), agreement.part);
    Ok(of_part.max(given))
}

/// What of the price may still go back, in cash or as credit.
pub(crate) fn returnable(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
) -> Result<Money, Error> {
    let cash = paid_for(work, adoption)?.left;
    let payer = bought_by(work, adoption)?;
    let by_credit = credits::spent_on(work, payer, adoption)?;
    Ok(Money::new(
        cash.saturating_add(by_credit),
        agreement.price.currency,
    ))
}

/// Tells an adoption what a loss is held to be now. Quiet if it heard so before, or if nothing was said yet.
pub(crate) fn tell(
    work: &mut Work<'_>,
    intent: &Intent,
    loss: LossId,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let state = work.state::<Loss>(&loss::stream_id(loss))?;
    let Some(standing) = state.standing.clone() else {
        return Ok(());
    };
    let agreement = agreement_of(work, adoption)?;
    let id = shortfall::stream_id(adoption);
    let heard = work.state::<Shortfall>(&id)?.words.contains_key(&loss);
    // Who was offered something is told of a correction even when all is delivered or ended.
    if phase_of(work, adoption)? != Phase::Confirmed && !heard {
        return Ok(());
    }
    let expected = match &standing.expected {
        Some(expected) => Some(expected_grams(work, adoption, &agreement, expected)?),
        None => None,
    };
    let returnable = match phase_of(work, adoption)? {
        Phase::Confirmed => returnable(work, adoption, &agreement)?,
        Phase::Started | Phase::Cancelled { .. } | Phase::Completed => {
            Money::new(0, agreement.price.currency)
        }
    };
    let command = Command::HearOfLoss {
        frame: frame(adoption, &agreement),
        word: Word {
            loss,
            revision: standing.revision,
            expected,
        },
        returnable,
        choose_by: standing.choose_by,
        at: intent.now(),
    };
    work.decide::<Shortfall>(&id, command)?;
    if phase_of(work, adoption)? != Phase::Confirmed {
        end_offers(work, intent, adoption)?;
    }
    Ok(())
}

/// Nothing is offered to an adoption that ended.
pub(crate) fn end_offers(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let end = Command::EndOffers { at: intent.now() };
    work.decide::<Shortfall>(&shortfall::stream_id(adoption), end)?;
    Ok(())
}

/// The buyer chooses; fruit and money follow in the same commit.
///
/// # Errors
/// Somebody else's adoption, not offered, chosen already, too late, or a dispute is open (D 20).
pub async fn choose(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    (adoption, offer): (AdoptionId, u16),
    remedy: Remedy,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        own_agreement(work, adoption, who.person())?;
        demand_confirmed(work, adoption)?;
        refuse_if_disputed(work, adoption)?;
        let choose = Command::ChooseRemedy {
            offer,
            remedy,
            at: intent.now(),
        };
        if work.decide::<Shortfall>(&shortfall::stream_id(adoption), choose)? {
            settling::settle(work, intent, adoption, offer)?;
        }
        Ok(())
    })
    .await
}

/// Time is up: what the clause says happens (D 42). Waits while a dispute is open.
pub(crate) async fn take_default(
    app: &App,
    intent: &Intent,
    (adoption, offer): (AdoptionId, u16),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        if phase_of(work, adoption)? != Phase::Confirmed {
            return end_offers(work, intent, adoption);
        }
        refuse_if_disputed(work, adoption)?;
        let now = intent.now();
        let default = Command::DefaultRemedy { offer, now };
        if work.decide::<Shortfall>(&shortfall::stream_id(adoption), default)? {
            settling::settle(work, intent, adoption, offer)?;
        }
        Ok(())
    })
    .await
}

/// Fruit that was chosen cannot be had: what is missing of it is offered anew, without fruit.
///
/// # Errors
/// No such offer, or fruit was not what was chosen.
pub async fn give_up_fruit(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    (adoption, offer): (AdoptionId, u16),
    choose_days: u16,
) -> Result<Done, Error> {
    let days = i64::from(choose_days);
    let (min, max) = (loss::CHOOSE_DAYS_MIN, loss::CHOOSE_DAYS_MAX);
    if !(min..=max).contains(&days) {
        return Err(loss::Rejection::ChooseByInvalid { min, max }.into());
    }
    app.perform(intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        demand_confirmed(work, adoption)?;
        let missing = fruit::missing(work, adoption, &agreement, true)?;
        let id = shortfall::stream_id(adoption);
        let state = work.state::<Shortfall>(&id)?;
        let most = state.offers.get(&offer).map(|offer| offer.shortfall);
        let give_up = Command::GiveUpFruit {
            frame: frame(adoption, &agreement),
            offer,
            unserved: missing.min(most.unwrap_or(missing)),
            returnable: returnable(work, adoption, &agreement)?,
            choose_by: intent.now().plus_days(days),
            at: intent.now(),
        };
        work.decide::<Shortfall>(&id, give_up)?;
        Ok(())
    })
    .await
}

/// Fruit of other trees that was chosen and has not come.
pub(crate) fn fruit_waiting(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
) -> Result<Grams, Error> {
    fruit::missing(work, adoption, agreement, true)
}
