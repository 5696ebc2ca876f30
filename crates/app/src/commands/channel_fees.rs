//! What channels keep: reckoned from their schedules until they tell it themselves, lost or given back with refunds, and
//! borne by whom the cause names (B 22). A channel's own word replaces what was reckoned; nothing else does.

use std::collections::BTreeMap;

use adoption::{
    campaign::WithdrawalFee,
    purchase::{self, Purchase},
};
use channels::{LineKind, LineStatus, StatementLine};
use kernel::{AdoptionId, EntryId, Money, PaymentId, RefundId};
use settlement::{
    farmer_account::{self, ChargeCause, FarmerAccount},
    fees::FeeSchedule,
    payment::{self, Channel, Payment},
    refund::{self, FeeBearer, LostFee, Refund, RefundReason, bearer, lost_fee},
};

use crate::{App, Done, Error, Intent, commands::farmers::kept_for, work::Work};

/// Most movements whose fees are recorded in one commit.
const PER_COMMIT_MAX: usize = 50;

/// What channels keep, where an operator said so; others keep what they publish.
pub type FeeSchedules = BTreeMap<Channel, FeeSchedule>;

/// What one channel keeps.
pub(crate) fn schedule_of(schedules: &FeeSchedules, channel: Channel) -> FeeSchedule {
    let said = schedules.get(&channel).copied();
    said.unwrap_or(FeeSchedule::of(channel))
}

/// What a channel will probably keep of an amount.
pub(crate) fn expected(app: &App, channel: Channel, amount: Money) -> Money {
    schedule_of(&app.settings().fees, channel).fee_of(amount)
}

/// Records a channel's word about what it keeps of a payment.
pub(crate) async fn told(
    app: &App,
    intent: &Intent,
    payment: PaymentId,
    fee: Money,
) -> Result<Done, Error> {
    app.perform(intent, |work| hear(work, intent, Kept::Of(payment), fee))
        .await
}

/// Of what a channel's statement tells a fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Kept of a payment.
    Of(PaymentId),
    /// Given back with a refund.
    GivenBack(RefundId),
}

fn hear(work: &mut Work<'_>, intent: &Intent, kept: Kept, fee: Money) -> Result<(), Error> {
    let at = intent.now();
    match kept {
        Kept::Of(payment) => {
            let command = payment::Command::RecordFee { fee, at };
            work.decide::<Payment>(&payment::stream_id(payment), command)?;
        }
        Kept::GivenBack(refund) => {
            let command = refund::Command::RecordFeeReturned { fee, at };
            work.decide::<Refund>(&refund::stream_id(refund), command)?;
        }
    }
    Ok(())
}

/// Records what the lines of a statement tell about the fees of movements that are ours; answers with the last commit, if
/// there was one. A line that no rule can take,
/// such as a fee in another currency, is left to the comparison's list.
pub(crate) async fn learn(
    app: &App,
    intent: &Intent,
    theirs: &[StatementLine],
    known: &BTreeMap<(LineKind, String), Kept>,
) -> Result<Option<Done>, Error> {
    let mut found = Vec::new();
    for line in theirs
        .iter()
        .filter(|line| line.status == LineStatus::Settled)
    {
        let Some(kept) = known.get(&(line.kind, line.transaction.clone())) else {
            continue;
        };
        let fee = match kept {
            Kept::Of(_) => Some(line.fee),
            Kept::GivenBack(_) => line.fee.negated().ok(),
        };
        found.extend(fee.map(|fee| (*kept, fee)));
    }
    let mut last = None;
    for (nth, some) in found.chunks(PER_COMMIT_MAX).enumerate() {
        let intent = intent.step(&format!("fees/{nth}"));
        let done = app.perform(&intent, |work| {
            for (kept, fee) in some {
                work.attempt(|work| hear(work, &intent, *kept, *fee))?;
            }
            Ok(())
        });
        last = Some(done.await?);
    }
    Ok(last)
}

/// The fee that is lost for good when a part of a payment goes back, and who bears it. To be asked before the part is
/// set aside.
pub(crate) fn lost(
    work: &mut Work<'_>,
    (payment, adoption): (PaymentId, AdoptionId),
    reason: RefundReason,
    part: Money,
) -> Result<Option<LostFee>, Error> {
    let state = work.state::<Payment>(&payment::stream_id(payment))?;
    let (Some(captured), Ok(refundable)) = (&state.captured, state.refundable()) else {
        return Ok(None);
    };
    if work.schedule_of(captured.channel).returned {
        return Ok(None);
    }
    let before = captured.amount.minor.saturating_sub(refundable.minor);
    let before = Money::new(before, captured.amount.currency);
    let amount = lost_fee(captured.fee, captured.amount, before, part);
    if amount.minor <= 0 {
        return Ok(None);
    }
    let bearer = match who_bears(work, adoption, reason)? {
        // Nothing would be left to go back.
        FeeBearer::Buyer if amount.minor >= part.minor => FeeBearer::Platform,
        bearer @ (FeeBearer::Buyer | FeeBearer::Platform | FeeBearer::Farm(_)) => bearer,
    };
    Ok(Some(LostFee { amount, bearer }))
}

/// Who bears a fee that is lost for this cause.
fn who_bears(
    work: &mut Work<'_>,
    adoption: AdoptionId,
    reason: RefundReason,
) -> Result<FeeBearer, Error> {
    let agreed = reason == RefundReason::Withdrawn && agreed_to_bear(work, adoption)?;
    let farm = if reason == RefundReason::Claim {
        kept_for(work, adoption)?.map(|(farm, _)| farm)
    } else {
        None
    };
    Ok(bearer(reason, agreed, farm))
}

/// Whether the buyer agreed to bear it, and may no longer withdraw for all of the money.
fn agreed_to_bear(work: &mut Work<'_>, adoption: AdoptionId) -> Result<bool, Error> {
    let now = work.now();
    let bought = work.state::<Purchase>(&purchase::stream_id(adoption))?;
    let over = bought.cooling_off_until.is_none_or(|until| now > until);
    let agreed = bought.agreed;
    Ok(over && agreed.is_some_and(|(_, law)| law.withdrawal_fee == WithdrawalFee::Buyer))
}

/// What follows for the fee when a refund is settled: the channel's schedule gives a part of it back, or a farm is
/// charged with what is lost.
pub(crate) fn settled(work: &mut Work<'_>, intent: &Intent, refund: RefundId) -> Result<(), Error> {
    let id = refund::stream_id(refund);
    let state = work.state::<Refund>(&id)?;
    let requested = state.requested()?;
    let at = intent.now();
    if state.fee_returned.is_none() {
        let paid = work.state::<Payment>(&payment::stream_id(requested.payment))?;
        let back = paid.captured.as_ref().map(|captured| {
            let schedule = work.schedule_of(requested.channel);
            schedule.returned_of(captured.fee, captured.amount, requested.amount)
        });
        if let Some(fee) = back.filter(|fee| fee.minor > 0) {
            let command = refund::Command::RecordFeeReturned { fee, at };
            work.decide::<Refund>(&id, command)?;
        }
    }
    let Some(LostFee {
        amount,
        bearer: FeeBearer::Farm(_),
    }) = requested.terms.lost_fee
    else {
        return Ok(());
    };
    let adoption = requested.adoption;
    if let Some((_, account)) = kept_for(work, adoption)? {
        let charge = farmer_account::Command::ChargeFarm {
            charge: EntryId::from_bytes(*refund.as_bytes()),
            adoption,
            cause: ChargeCause::LostFee,
            amount,
            at,
        };
        work.decide::<FarmerAccount>(&account, charge)?;
    }
    Ok(())
}
