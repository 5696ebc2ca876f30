//! Money arrived, in time or late: the adoption is confirmed if its share can still be had, otherwise the money goes
//! back (D 16). Nothing else can come of a captured payment.

use adoption::{
    adoption::{self as bond, Adoption, Agreement, CancelReason},
    allowance::{self, Allowance},
    campaign::{self, Campaign},
    tree_share::{self, TreeShare},
    waiting_list::{self, WaitingList},
};
use eventlog::RecordedEvent;
use kernel::{AdoptionId, PaymentId};
use settlement::{payment, refund::RefundReason};

use super::decode;
use crate::{
    App, Error, Intent,
    commands::{
        adopt::{agreement_of, allowance_id, give_back, phase_of, share_id},
        counting, refunds,
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
        | payment::Event::PaymentFailed { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::RefundReleased { .. }
        | payment::Event::RefundQueued { .. }
        | payment::Event::RefundsBatched { .. }
        | payment::Event::PaymentDisputed { .. }
        | payment::Event::PaymentDisputeEnded { .. } => return Ok(()),
    };
    let intent = Intent::of_policy(NAME, event.position.0, app.now());
    app.perform(&intent, |work| {
        let agreement = agreement_of(work, adoption)?;
        let confirmed =
            work.attempt(|work| confirm(work, &intent, adoption, &agreement, payment))?;
        if confirmed {
            Ok(())
        } else {
            pay_back(work, &intent, adoption, &agreement)
        }
    })
    .await?;
    Ok(())
}

fn confirm(
    work: &mut Work<'_>,
    intent: &Intent,
    adoption: AdoptionId,
    agreement: &Agreement,
    payment: PaymentId,
) -> Result<(), Error> {
    let was = phase_of(work, adoption)?;
    let share = tree_share::Command::RetakeTreeShare {
        part: agreement.part,
        campaign: agreement.campaign,
        adoption,
        holder: agreement.buyer,
        at: intent.now(),
    };
    work.decide::<TreeShare>(&share_id(agreement), share)?;
    let campaign = work.state::<Campaign>(&campaign::stream_id(agreement.campaign))?;
    let allowance = allowance::Command::UseAllowance {
        campaign: agreement.campaign,
        buyer: agreement.buyer,
        adoption,
        limit: campaign.offer()?.terms.per_buyer_limit,
    };
    let id = allowance_id(agreement.campaign, agreement.buyer);
    work.decide::<Allowance>(&id, allowance)?;
    let confirm = bond::Command::ConfirmAdoption {
        payment,
        at: intent.now(),
    };
    if work.decide::<Adoption>(&bond::stream_id(adoption), confirm)? {
        counting::count_paid(work, adoption, agreement, was)?;
        let taken = waiting_list::Command::TakePlace {
            adoption,
            at: intent.now(),
        };
        work.decide::<WaitingList>(&waiting_list::stream_id(agreement.campaign), taken)?;
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
