//! Money arrived, in time or late: the adoption is confirmed if its share can still be had, otherwise the money goes
//! back (D 16). Nothing else can come of a captured payment.

use adoption::{
    adoption::{self as bond, Adoption, Agreement, CancelReason},
    group::{self, FailReason, Group},
};
use eventlog::RecordedEvent;
use kernel::{AdoptionId, Money, PaymentId};
use settlement::{
    payment::{self, Payment},
    refund::{RefundReason, Terms},
};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{
        adopt::{agreement_of, give_back, phase_of},
        confirming::confirm,
        counting, credits, groups,
        payments::payment_of,
        refunds,
    },
    work::Work,
};

const NAME: &str = "when_payment_captured_confirm_adoption";

pub(super) async fn react(app: &App, event: &RecordedEvent) -> Result<(), Error> {
    let (payment, adoption) = match decode::<payment::Event>(event)? {
        payment::Event::PaymentCaptured {
            payment, adoption, ..
        }
        | payment::Event::LatePaymentReceived {
            payment, adoption, ..
        } => (payment, adoption),
        payment::Event::PaymentOpened { .. }
        | payment::Event::PaymentAttempted { .. }
        | payment::Event::PaymentAttemptEnded { .. }
        | payment::Event::SurplusReceived(_)
        | payment::Event::PaymentFailed { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::RefundReleased { .. }
        | payment::Event::RefundQueued { .. }
        | payment::Event::RefundsBatched { .. }
        | payment::Event::PaymentCredited { .. }
        | payment::Event::PaymentDisputed { .. }
        | payment::Event::FeeTold { .. }
        | payment::Event::PaymentDisputeEnded { .. } => return Ok(()),
    };
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        let Some(group) = part_of_group(work, adoption)? else {
            let confirmed = work.attempt(|work| {
                demand_whole_price(work, adoption, &agreement)?;
                confirm(work, &intent, adoption, &agreement, payment)
            })?;
            return if confirmed {
                Ok(())
            } else {
                pay_back(work, &intent, adoption, &agreement)
            };
        };
        take_part(work, &intent, (adoption, payment), &agreement, &group)
    })
    .await?;
    Ok(())
}

/// The group that pays for the adoption together, if one does.
fn part_of_group(
    work: &mut Work<'_>,
    adoption: AdoptionId,
) -> Result<Option<std::sync::Arc<group::State>>, Error> {
    let state = work.state::<Group>(&group::stream_id(adoption))?;
    Ok(state.opened.is_some().then_some(state))
}

/// One part of several: it counts while the group is open, the last one confirms. What comes too late, or for a part
/// that was given up, goes back by itself.
fn take_part(
    work: &mut Work<'_>,
    intent: &Intent,
    (adoption, payment): (AdoptionId, PaymentId),
    agreement: &Agreement,
    before: &group::State,
) -> Result<(), Error> {
    let at = intent.now();
    let id = group::stream_id(adoption);
    let record = group::Command::RecordPart { payment, at };
    let counts = work.attempt(|work| {
        work.decide::<Group>(&id, record.clone())?;
        if work.state::<Group>(&id)?.is_open() {
            return Ok(());
        }
        confirm(work, intent, adoption, agreement, payment)
    })?;
    if counts {
        return Ok(());
    }
    // All parts are there and the adoption cannot be had: everything goes back.
    if before.is_open() && before.parts.values().any(|part| part.payment == payment) {
        groups::end(work, intent, adoption, FailReason::NotToBeHad)?;
        pay_back(work, intent, adoption, agreement)?;
    }
    let whole = i64::MAX;
    refunds::request(
        work,
        intent,
        (payment, adoption),
        whole,
        RefundReason::PaidTooLate,
        Terms::default(),
    )?;
    Ok(())
}

/// Credit that paid a part of the price went back when the hold ended; money that comes later does not pay for it.
fn demand_whole_price(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    agreement: &Agreement,
) -> Result<(), Error> {
    let payment = payment::stream_id(payment_of(adoption));
    let state = work.state::<Payment>(&payment)?;
    let captured = state.captured.as_ref().map_or(0, |one| one.amount.minor);
    let by_credit = credits::spent_on(work, agreement.buyer, adoption)?;
    let actual = Money::new(captured.saturating_add(by_credit), agreement.price.currency);
    if actual.minor < agreement.price.minor {
        let expected = agreement.price;
        return Err(payment::Rejection::AmountDiffers { expected, actual }.into());
    }
    Ok(())
}

fn pay_back(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    agreement: &Agreement,
) -> Result<(), Error> {
    let was = phase_of(work, adoption)?;
    let cancel = bond::Command::CancelAdoption {
        reason: CancelReason::PaidTooLate,
        at: intent.now(),
    };
    if work.decide::<Adoption>(&bond::stream_id(adoption), cancel)? {
        counting::uncount(work, adoption, agreement, was)?;
    }
    give_back(work, intent, agreement, adoption)?;
    refunds::request_for_adoption(work, intent, adoption, RefundReason::PaidTooLate)
}
