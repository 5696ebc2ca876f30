//! Money goes out by bank: to a farm, or to a buyer whom the channel can no longer refund. Only the bank's fact settles
//! it (D 15); what it was for follows in the same commit.

use kernel::PayoutId;
use settlement::{
    channel_fact::Purpose as Spent,
    credit::{self, Credit},
    farmer_account::{self, FarmerAccount},
    payment::{self, Payment},
    payout::{self, Command, Payee, Payout, Purpose, Requested},
    refund::{self, Refund},
};

use crate::{
    App, Done, Error, Intent,
    commands::payments::{Capture, spend_transaction},
    permission::{Operator, Signed},
    work::Work,
};

/// Stands behind a payout that somebody else asked for.
///
/// # Errors
/// One's own payout, or one that needs nobody more.
pub async fn approve(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    payout: PayoutId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (by, at) = (who.person(), intent.now());
        let approve = Command::ApprovePayout { by, at };
        work.decide::<Payout>(&payout::stream_id(payout), approve)?;
        Ok(())
    })
    .await
}

/// Records that the bank was given the order.
///
/// # Errors
/// Not approved, or over; or a dispute froze what it would refund (D 20).
pub async fn record_sent(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payout: PayoutId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = payout::stream_id(payout);
        if let Purpose::Refund(refund) = work.state::<Payout>(&id)?.requested()?.purpose {
            let refund = work.state::<Refund>(&refund::stream_id(refund))?;
            let payment = payment::stream_id(refund.requested()?.payment);
            work.decide::<Payment>(&payment, payment::Command::CheckNotFrozen)?;
        }
        let sent = Command::RecordSent { at: intent.now() };
        work.decide::<Payout>(&id, sent)?;
        Ok(())
    })
    .await
}

/// Records the bank's fact that the money arrived.
///
/// # Errors
/// Not sent, another amount, or the transaction was used for something else.
pub async fn record_settlement(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payout: PayoutId,
    fact: Capture,
) -> Result<Done, Error> {
    let intent = intent
        .clone()
        .occurred_at(fact.value_at)
        .from_source(fact.transaction.clone());
    app.perform(&intent, |work| {
        let id = payout::stream_id(payout);
        let settle = Command::RecordSettlement {
            transaction: fact.transaction.clone(),
            amount: fact.amount,
            at: fact.value_at,
        };
        if !work.decide::<Payout>(&id, settle)? {
            return Ok(());
        }
        spend_transaction(work, &fact, Spent::Payout(payout))?;
        let requested = work.state::<Payout>(&id)?.requested()?.clone();
        if let Purpose::Refund(refund) = requested.purpose {
            let settle = refund::Command::RecordSettlement {
                transaction: fact.transaction.clone(),
                amount: fact.amount,
                at: fact.value_at,
            };
            work.decide::<Refund>(&refund::stream_id(refund), settle)?;
        }
        if let Purpose::Credit(buyer) = requested.purpose {
            let (payout, at) = (requested.payout, fact.value_at);
            let paid = credit::Command::RecordPaid { payout, at };
            work.decide::<Credit>(&credit::stream_id(buyer), paid)?;
        }
        if let Some(account) = account(&requested) {
            let (payout, at) = (requested.payout, fact.value_at);
            let paid = farmer_account::Command::RecordPaid { payout, at };
            work.decide::<FarmerAccount>(&account, paid)?;
        }
        Ok(())
    })
    .await
}

/// Records that the money did not arrive, or gives the payout up before it is sent.
///
/// # Errors
/// It arrived.
pub async fn record_failure(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payout: PayoutId,
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = payout::stream_id(payout);
        let fail = Command::RecordFailure {
            reason: reason.to_owned(),
            at: intent.now(),
        };
        if !work.decide::<Payout>(&id, fail)? {
            return Ok(());
        }
        let requested = work.state::<Payout>(&id)?.requested()?.clone();
        give_back(work, intent, &requested, reason)
    })
    .await
}

fn give_back(
    work: &mut Work<'_>,
    intent: &Intent,
    requested: &Requested,
    reason: &str,
) -> Result<(), Error> {
    let at = intent.now();
    if let Purpose::Refund(refund) = requested.purpose {
        let id = refund::stream_id(refund);
        let payment = work.state::<Refund>(&id)?.requested()?.payment;
        let fail = refund::Command::RecordFailure {
            reason: reason.to_owned(),
            at,
        };
        work.decide::<Refund>(&id, fail)?;
        let release = payment::Command::ReleaseRefund { refund };
        work.decide::<Payment>(&payment::stream_id(payment), release)?;
    }
    if let Purpose::Credit(buyer) = requested.purpose {
        let payout = requested.payout;
        let not_paid = credit::Command::RecordNotPaid { payout, at };
        work.decide::<Credit>(&credit::stream_id(buyer), not_paid)?;
    }
    if let Some(account) = account(requested) {
        let payout = requested.payout;
        let not_paid = farmer_account::Command::RecordNotPaid { payout, at };
        work.decide::<FarmerAccount>(&account, not_paid)?;
    }
    Ok(())
}

/// The farmer's account that a payout belongs to.
fn account(requested: &Requested) -> Option<String> {
    match (requested.payee, requested.purpose) {
        (Payee::Farm(farm), Purpose::Advance(season) | Purpose::Settlement(season)) => {
            Some(farmer_account::stream_id(farm, season))
        }
        (Payee::Farm(_) | Payee::Person(_), _) => None,
    }
}
