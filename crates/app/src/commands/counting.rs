//! Keeps a campaign's tally in step with its adoptions, in the same commit. Campaigns without a goal and without a
//! price that only so many get have no tally.

use adoption::{
    adoption::{Agreement, CancelReason, Phase},
    campaign::{self, Campaign, Quote, SalesPlan},
    tally::{self, Command, Tally},
};
use kernel::{AdoptionId, CampaignId, Timestamp};

use crate::{Error, work::Work};

/// What a share of the campaign costs now.
pub(crate) fn quote(
    work: &mut Work<'_>,
    campaign: CampaignId,
    now: Timestamp,
) -> Result<Quote, Error> {
    let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    let counted = if state.plan.needs_tally() {
        work.state::<Tally>(&tally::stream_id(campaign))?.counted
    } else {
        0
    };
    Ok(state.plan.quote(&state.offer()?.terms, counted, now))
}

/// An adoption was started.
pub(crate) fn count_started(
    work: &mut Work<'_>,
    campaign: CampaignId,
    adoption: AdoptionId,
) -> Result<(), Error> {
    tell(
        work,
        campaign,
        [Command::CountAdoption { campaign, adoption }],
    )
}

/// An adoption was paid. `was` is how it stood before: one whose hold had ended had lost its place.
pub(crate) fn count_paid(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
    was: Phase,
) -> Result<(), Error> {
    let campaign = agreement.campaign;
    let again = match was {
        Phase::Cancelled { .. } => Some(Command::CountAdoption { campaign, adoption }),
        Phase::Started | Phase::Confirmed | Phase::Completed => None,
    };
    let money = Command::CountMoney {
        adoption,
        part: agreement.part,
        amount: agreement.price,
    };
    tell(work, campaign, again.into_iter().chain([money]))
}

/// An adoption ended. `was` is how it stood before.
pub(crate) fn uncount(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
    was: Phase,
) -> Result<(), Error> {
    let place = Command::UncountAdoption { adoption };
    let money = Command::UncountMoney {
        adoption,
        part: agreement.part,
        amount: agreement.price,
    };
    let commands = match was {
        Phase::Started => vec![place],
        Phase::Confirmed => vec![money, place],
        // Its place was given up when its hold ended; nothing else leads here.
        Phase::Cancelled {
            reason:
                CancelReason::HoldExpired
                | CancelReason::Withdrawn
                | CancelReason::PaidTooLate
                | CancelReason::ByOperator
                | CancelReason::GoalMissed,
        }
        | Phase::Completed => Vec::new(),
    };
    tell(work, agreement.campaign, commands)
}

fn tell(
    work: &mut Work<'_>,
    campaign: CampaignId,
    commands: impl IntoIterator<Item = Command>,
) -> Result<(), Error> {
    if plan(work, campaign)?.needs_tally() {
        for command in commands {
            work.decide::<Tally>(&tally::stream_id(campaign), command)?;
        }
    }
    Ok(())
}

fn plan(work: &mut Work<'_>, campaign: CampaignId) -> Result<SalesPlan, Error> {
    let state = work.state::<Campaign>(&campaign::stream_id(campaign))?;
    Ok(state.plan.clone())
}
