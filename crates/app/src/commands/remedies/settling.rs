//! A remedy that was taken moves fruit and money, to the gram and the fen.

use adoption::{
    adoption::{self as bond, Adoption, Agreement},
    shortfall::{self, Remedy, Shortfall},
};
use fulfilment::box_plan::{self, BoxPlan};
use kernel::{AdoptionId, BoxId, CreditId, Grams, Money, RefundId, Timestamp};
use settlement::{
    carry_over::{self, CarryOver},
    credit::Source,
    payment::{self, Payment},
    refund::{RefundReason, Terms},
};
use uuid::Uuid;

use crate::{
    Error, Intent,
    commands::{
        adopt::agreement_of,
        credits::{self, Grant},
        payments::{payment_of, payments_behind},
        refunds,
    },
    work::Work,
};

/// Namespace of what a carry-over sets aside of a payment (UUID version 5 over adoption and remedy); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.carryover");
/// When fruit of the next season must have come, in the year after it: citrus is picked until March.
const CARRY_OVER_ENDS: &str = "-05-01T00:00:00Z";

/// Carries out what was taken of an offer. Fruit of other trees comes when a lot has some; everything else is done now.
pub(super) fn settle(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    number: u16,
) -> Result<(), Error> {
    let state = work.state::<Shortfall>(&shortfall::stream_id(adoption))?;
    let Some(offer) = state.offers.get(&number) else {
        return Ok(());
    };
    let Some(remedy) = offer.taken().filter(|remedy| !remedy.is_fruit()) else {
        return Ok(());
    };
    let agreement = agreement_of(work, adoption)?;
    let less = box_plan::Command::ReduceEntitlement {
        adoption,
        remedy: number,
        grams: offer.shortfall,
        at: intent.now(),
    };
    work.decide::<BoxPlan>(&box_plan::stream_id(adoption), less)?;
    let left = super::returnable(work, adoption, &agreement)?;
    let value = Money::new(offer.value.minor.min(left.minor), offer.value.currency);
    match remedy {
        Remedy::Refund => pay_back(work, intent, adoption, value)?,
        Remedy::Credit => credit(work, intent, adoption, value)?,
        Remedy::CarryOver => carry(work, intent, (adoption, number), &agreement, value)?,
        // Sorted out above.
        Remedy::TopUp | Remedy::Substitute => {}
    }
    end_if_nothing_is_owed(work, intent, adoption, &agreement)
}

/// In cash as far as cash came; what credit had paid becomes credit again.
fn pay_back(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    value: Money,
) -> Result<(), Error> {
    let why = (RefundReason::Shortfall, &Terms::default());
    let rest = refunds::request_part(work, intent, adoption, value.minor, why)?;
    credit(work, intent, adoption, Money::new(rest, value.currency))
}

fn credit(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    amount: Money,
) -> Result<(), Error> {
    if amount.minor <= 0 {
        return Ok(());
    }
    let grant = Grant {
        credit: CreditId::from_bytes(intent.bytes("credit")),
        adoption,
        source: Source::Remedy,
        amount,
    };
    credits::grant_credit(work, intent, grant)
}

/// What cash paid for is owed from the next season; what credit had paid becomes credit again.
fn carry(
    work: &mut Work<'_>,
    intent: &Intent,
    (adoption, remedy): (AdoptionId, u16),
    agreement: &Agreement,
    value: Money,
) -> Result<(), Error> {
    // One payment keeps it; of a group's, the one with the most left.
    let mut best = (0, payment_of(adoption));
    for payment in payments_behind(work, adoption)? {
        let state = work.state::<Payment>(&payment::stream_id(payment))?;
        let left = state.refundable().map_or(0, |left| left.minor);
        if left > best.0 {
            best = (left, payment);
        }
    }
    let id = payment::stream_id(best.1);
    let cash = value.minor.min(best.0);
    let amount = Money::new(cash, value.currency);
    if cash > 0 {
        let aside = payment::Command::ReserveRefund {
            refund: set_aside(adoption, remedy),
            amount,
            parts: vec![],
        };
        work.decide::<Payment>(&id, aside)?;
        let carry = carry_over::Command::CarryOver {
            adoption,
            remedy,
            amount,
            until: carried_until(agreement, intent.now()),
            at: intent.now(),
        };
        work.decide::<CarryOver>(&carry_over::stream_id(adoption), carry)?;
    }
    let rest = Money::new(value.minor.saturating_sub(cash), value.currency);
    credit(work, intent, adoption, rest)
}

/// The spring after the next season's year.
fn carried_until(agreement: &Agreement, now: Timestamp) -> Timestamp {
    let year = agreement.season.year() + 2;
    format!("{year}{CARRY_OVER_ENDS}").parse().unwrap_or(now)
}

/// Under which id a carry-over keeps its money from being refunded.
pub(crate) fn set_aside(adoption: AdoptionId, remedy: u16) -> RefundId {
    let name = [adoption.as_bytes().as_slice(), &remedy.to_be_bytes()].concat();
    RefundId::from_bytes(Uuid::new_v5(&NAMESPACE, &name).into_bytes())
}

/// What was carried over is owed for the adoption itself again; it can be refunded.
pub(super) fn give_carried_back(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    remedy: u16,
) -> Result<Option<Money>, Error> {
    let id = carry_over::stream_id(adoption);
    let amount = work
        .state::<CarryOver>(&id)?
        .carried
        .get(&remedy)
        .map(|carried| carried.amount);
    let at = intent.now();
    let give_back = carry_over::Command::ReturnCarryOver { remedy, at };
    if !work.decide::<CarryOver>(&id, give_back)? {
        return Ok(None);
    }
    let kept = set_aside(adoption, remedy);
    let release = payment::Command::ReleaseRefund { refund: kept };
    for payment in payments_behind(work, adoption)? {
        let id = payment::stream_id(payment);
        if work.state::<Payment>(&id)?.reserved.contains_key(&kept) {
            work.decide::<Payment>(&id, release.clone())?;
        }
    }
    Ok(amount)
}

/// All that was carried over and comes with no adoption yet is owed for the adoption itself again.
pub(crate) fn give_all_carried_back(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<(), Error> {
    let carried = work.state::<CarryOver>(&carry_over::stream_id(adoption))?;
    for (remedy, _) in carried.owed() {
        give_carried_back(work, intent, adoption, remedy)?;
    }
    Ok(())
}

/// When everything was made good otherwise, there is nothing left to pack.
fn end_if_nothing_is_owed(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    agreement: &Agreement,
) -> Result<(), Error> {
    let id = box_plan::stream_id(adoption);
    let plan = work.state::<BoxPlan>(&id)?;
    if plan.owed(agreement.promised_grams) > Grams::ZERO {
        return Ok(());
    }
    let open = plan.boxes.iter().filter(|one| one.packed.is_none());
    let boxes: Vec<BoxId> = open.map(|one| one.planned.box_id).collect();
    let at = intent.now();
    if !boxes.is_empty() {
        let cancel = box_plan::Command::CancelBoxes { boxes, at };
        work.decide::<BoxPlan>(&id, cancel)?;
    }
    if plan.boxes.iter().all(|one| one.packed.is_none()) {
        let complete = bond::Command::CompleteAdoption { at };
        work.decide::<Adoption>(&bond::stream_id(adoption), complete)?;
    }
    Ok(())
}
