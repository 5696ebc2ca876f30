//! Cancelling as one command: the whole unwinding is planned and shown, and confirming carries out exactly that plan (B 14,
//! 15). Money, fruit and the share are streams of their own; one commit over all of them joins them, so a crash leaves
//! either nothing or everything.

use adoption::{
    adoption::{self as bond, Adoption, CancelReason, Phase},
    group::FailReason,
    handover::{self, Handover},
    shortfall::{self, Shortfall},
};
use fulfilment::{
    box_plan::{self, BoxPlan},
    parcel::{self, Parcel},
};
use kernel::{AdoptionId, ContentHash, Money};
use settlement::{
    carry_over::{self, CarryOver},
    payment::{self, Payment},
    refund::{LostFee, RefundReason, Terms},
};

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, give_back, own_agreement, phase_of},
        channel_fees, counting, credits, groups,
        paid_for::{PaidFor, paid_for},
        payments::{bought_by, payments_behind},
        refunds, remedies,
    },
    error::Fault,
    permission::{Buyer, Operator, Signed},
    unwinding::{self, BoxFacts, BoxStage, Facts, Plan},
    work::Work,
};

/// Who cancels.
#[derive(Debug, Clone, Copy)]
pub enum Canceller {
    /// The buyer, their own adoption.
    Buyer(Signed<Buyer>),
    /// An operator, any.
    Operator(Signed<Operator>),
}

impl Canceller {
    /// Why money goes back when they cancel.
    const fn reason(self) -> RefundReason {
        match self {
            Self::Buyer(_) => RefundReason::Withdrawn,
            Self::Operator(_) => RefundReason::ByOperator,
        }
    }
}

/// What came of a confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cancelled {
    /// The plan was carried out.
    Done(Done),
    /// Something changed meanwhile; this is the plan now, and nothing was done.
    Changed(Plan),
}

/// What cancelling would come to; changes nothing.
///
/// # Errors
/// Somebody else's adoption, or one that is over.
pub async fn plan(app: &App, who: Canceller, adoption: AdoptionId) -> Result<Plan, Error> {
    app.caught_up(app.log().durable_position()).await?;
    let intent = Intent::of_system("a plan is never committed", app.now());
    let mut work = app.think(&intent);
    demand(&mut work, who, adoption)?;
    made(app, &mut work, adoption, who.reason())
}

/// Carries out the plan of this hash, or tells the plan that it has become.
///
/// # Errors
/// As [`plan`].
pub async fn confirm(
    app: &App,
    who: Canceller,
    intent: &Intent,
    adoption: AdoptionId,
    seen: ContentHash,
) -> Result<Cancelled, Error> {
    // The books tell what is owed; they are asked once they know of everything.
    app.caught_up(app.log().durable_position()).await?;
    let done = app
        .perform(intent, |work| {
            demand(work, who, adoption)?;
            let plan = made(app, work, adoption, who.reason())?;
            if plan.hash() != seen {
                return Err(Error::Stale { actual: 0 });
            }
            carry_out(app, work, intent, (who, adoption), &plan)
        })
        .await;
    match done {
        Ok(done) => Ok(Cancelled::Done(done)),
        Err(Error::Stale { .. }) => Ok(Cancelled::Changed(plan(app, who, adoption).await?)),
        Err(other) => Err(other),
    }
}

/// Cancels at once, by the plan as it is at this moment: for who need not see it first. Quiet if it is cancelled.
///
/// # Errors
/// As [`plan`].
pub async fn at_once(
    app: &App,
    who: Canceller,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<Done, Error> {
    app.caught_up(app.log().durable_position()).await?;
    app.perform(intent, |work| {
        demand_theirs(work, who, adoption)?;
        if let Phase::Cancelled { .. } = phase_of(work, adoption)? {
            return Ok(());
        }
        demand(work, who, adoption)?;
        let plan = made(app, work, adoption, who.reason())?;
        carry_out(app, work, intent, (who, adoption), &plan)
    })
    .await
}

/// Asks for what a cancelled adoption is still owed: what boxes earned or will earn stays, and what is on its way back is
/// not asked for twice. The caller has waited until the books know of everything.
pub(crate) fn pay_rest(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    (reason, terms): (RefundReason, &Terms),
) -> Result<(), Error> {
    let plan = made(app, work, adoption, reason)?;
    refunds::request_part(work, intent, adoption, taken(&plan), (reason, terms))?;
    if plan.credit.minor > 0 {
        let payer = bought_by(work, adoption)?;
        credits::give_back(work, intent, payer, adoption, plan.credit.minor)?;
    }
    Ok(())
}

/// What is taken of what was paid: what goes back, and what the buyer bears of the fee.
const fn taken(plan: &Plan) -> i64 {
    plan.refund.minor.saturating_add(plan.fee_of_buyer.minor)
}

fn demand_theirs(work: &mut Work<'_>, who: Canceller, adoption: AdoptionId) -> Result<(), Error> {
    match who {
        Canceller::Buyer(buyer) => own_agreement(work, adoption, buyer.person())?,
        Canceller::Operator(_) => agreement_of(work, adoption)?,
    };
    Ok(())
}

fn demand(work: &mut Work<'_>, who: Canceller, adoption: AdoptionId) -> Result<(), Error> {
    demand_theirs(work, who, adoption)?;
    match phase_of(work, adoption)? {
        Phase::Started | Phase::Confirmed => Ok(()),
        Phase::Cancelled { reason } => Err(bond::Rejection::AdoptionCancelled { reason }.into()),
        Phase::Completed => Err(bond::Rejection::AdoptionCompleted.into()),
    }
}

/// Every stream the plan depends on is read through the work, and so becomes a condition of carrying it out.
fn made(
    app: &App,
    work: &mut Work<'_>,
    adoption: AdoptionId,
    reason: RefundReason,
) -> Result<Plan, Error> {
    let agreement = agreement_of(work, adoption)?;
    let money = |minor| Money::new(minor, agreement.price.currency);
    let mut payments = Vec::new();
    for payment in payments_behind(work, adoption)? {
        payments.push(work.state::<Payment>(&payment::stream_id(payment))?);
    }
    let owed = app.read().undelivered_for(adoption).map_err(Fault::from)?;
    let carried = work.state::<CarryOver>(&carry_over::stream_id(adoption))?;
    let carried = carried.owed().map(|(_, amount)| amount.minor).sum::<i64>();
    let paid = paid_for(work, adoption)?;
    let payer = bought_by(work, adoption)?;
    let boxes = boxes(work, adoption)?;
    let plan_state = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    let cancelled = plan_state.boxes.iter().filter(|one| one.cancelled).count();
    let delivered = boxes.iter().filter(|one| one.stage == BoxStage::Delivered);
    let gone = u8::try_from(cancelled + delivered.count()).unwrap_or(u8::MAX);
    let bond = work.state::<Adoption>(&bond::stream_id(adoption))?;
    let state = work.state::<Shortfall>(&shortfall::stream_id(adoption))?;
    let mut facts = Facts {
        owed: money(owed),
        refundable: money(paid.left),
        by_credit: money(credits::spent_on(work, payer, adoption)?),
        gone_back: money(paid.reserved.saturating_sub(carried)),
        credited: money(paid.credited),
        carried: money(carried),
        fee: None,
        boxes,
        boxes_left: agreement.boxes.saturating_sub(gone),
        plate: bond.nameplate.is_some(),
        offer: state.open().map(|(offer, _)| offer),
        fruit_waiting: remedies::fruit_waiting(work, adoption, &agreement)?,
        disputed: payments.iter().any(|one| one.open_dispute().is_some()),
    };
    let back = unwinding::plan(&facts).refund;
    facts.fee = fee(work, adoption, reason, (&paid, back))?;
    Ok(unwinding::plan(&facts))
}

/// B 22: what the channels keep of the refunds, each of its own payment. All are borne alike: the cause is the same.
fn fee(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    reason: RefundReason,
    (paid, back): (&PaidFor, Money),
) -> Result<Option<LostFee>, Error> {
    let mut sum: Option<LostFee> = None;
    for (payment, part) in paid.divide(back.minor) {
        let part = Money::new(part, back.currency);
        let lost = channel_fees::lost(work, (payment, adoption), reason, part)?;
        sum = match (sum, lost) {
            (Some(mut sum), Some(lost)) => {
                sum.amount.minor = sum.amount.minor.saturating_add(lost.amount.minor);
                Some(sum)
            }
            (sum, lost) => sum.or(lost),
        };
    }
    Ok(sum)
}

fn boxes(work: &mut Work<'_>, adoption: AdoptionId) -> Result<Vec<BoxFacts>, Error> {
    let plan = work.state::<BoxPlan>(&box_plan::stream_id(adoption))?;
    let mut boxes = Vec::new();
    for one in plan.boxes.iter().filter(|one| !one.cancelled) {
        let stage = match &one.packed {
            None => BoxStage::Planned,
            Some((parcel, _)) => {
                let parcel = work.state::<Parcel>(&parcel::stream_id(*parcel))?;
                if parcel.delivered_at.is_some() {
                    BoxStage::Delivered
                } else {
                    BoxStage::Packed
                }
            }
        };
        boxes.push(BoxFacts {
            box_id: one.planned.box_id,
            nth: one.planned.nth,
            grams: one.planned.grams,
            stage,
        });
    }
    Ok(boxes)
}

fn carry_out(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    (who, adoption): (Canceller, AdoptionId),
    plan: &Plan,
) -> Result<(), Error> {
    let agreement = agreement_of(work, adoption)?;
    let was = phase_of(work, adoption)?;
    let at = intent.now();
    let why = who.reason();
    let (reason, terms) = match who {
        Canceller::Buyer(_) => (CancelReason::Withdrawn, Terms::default()),
        Canceller::Operator(operator) => {
            let terms = refunds::decided_by(app, &operator);
            (CancelReason::ByOperator, terms)
        }
    };
    let cancel = bond::Command::CancelAdoption { reason, at };
    work.decide::<Adoption>(&bond::stream_id(adoption), cancel)?;
    counting::uncount(work, adoption, &agreement, was)?;
    let withdraw = handover::Command::WithdrawHandover { at };
    work.decide::<Handover>(&handover::stream_id(adoption), withdraw)?;
    groups::end(work, intent, adoption, FailReason::Cancelled)?;
    if !plan.cancel.is_empty() {
        let boxes = plan.cancel.clone();
        let cancel = box_plan::Command::CancelBoxes { boxes, at };
        work.decide::<BoxPlan>(&box_plan::stream_id(adoption), cancel)?;
    }
    remedies::end_offers(work, intent, adoption)?;
    remedies::give_all_carried_back(work, intent, adoption)?;
    refunds::request_part(work, intent, adoption, taken(plan), (why, &terms))?;
    if plan.credit.minor > 0 {
        let payer = bought_by(work, adoption)?;
        credits::give_back(work, intent, payer, adoption, plan.credit.minor)?;
    }
    if plan.frees_share {
        give_back(work, intent, &agreement, adoption)?;
    }
    Ok(())
}
