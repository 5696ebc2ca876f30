//! What a channel said of a dispute. Its end may be told before its beginning; then it begins and ends at once.

use kernel::{Money, PaymentId, Timestamp};
use settlement::{
    dispute::{self, DisputeReason},
    exception::{Cause, Raised},
    payment::Channel,
};

use super::{Outcome, payment_of};
use crate::{
    App, Error, Intent,
    commands::{
        disputes::{self, Case},
        exceptions::{about, raise},
        payments::Capture,
    },
    rejection::Rejection,
};

/// The case as we keep it. Where the channel hears no evidence, its time is over at once.
pub(super) fn case(
    app: &App,
    dispute: String,
    amount: Money,
    reason: &str,
    respond_by: Option<Timestamp>,
) -> Case {
    Case {
        case: dispute,
        amount,
        reason: reason_of(reason),
        respond_by: respond_by.unwrap_or_else(|| app.now()),
    }
}

/// Channels have their own words for why money is wanted back.
fn reason_of(code: &str) -> DisputeReason {
    match code {
        "fraudulent" | "unrecognized" => DisputeReason::Fraud,
        "product_not_received" => DisputeReason::NotReceived,
        "product_unacceptable" => DisputeReason::NotAsDescribed,
        "duplicate" => DisputeReason::Duplicate,
        _ => DisputeReason::Other,
    }
}

pub(super) async fn opened(
    app: &App,
    channel: Channel,
    transaction: &str,
    case: Case,
) -> Result<Outcome, Error> {
    let Some(payment) = payment_of(app, channel, transaction)? else {
        return unclear(app, channel, None, &case).await;
    };
    match open(app, channel, payment, &case).await {
        Ok(()) => Ok(Outcome::Recorded),
        Err(Error::Rejected(_)) => unclear(app, channel, Some(payment), &case).await,
        Err(error) => Err(error),
    }
}

/// Quiet if the dispute is known with this amount: its end may have been told first, without its reason.
async fn open(app: &App, channel: Channel, payment: PaymentId, case: &Case) -> Result<(), Error> {
    let fact = format!("dispute-opened/{}/{}", case.case, case.amount);
    let intent = Intent::of_channel(channel.as_str(), &fact, app.now());
    match disputes::open_told(app, &intent, payment, case.clone()).await {
        Ok(_) | Err(Error::Rejected(Rejection::Dispute(dispute::Rejection::DisputeExists))) => {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn closed(
    app: &App,
    channel: Channel,
    transaction: &str,
    case: Case,
    won: bool,
) -> Result<Outcome, Error> {
    let Some(payment) = payment_of(app, channel, transaction)? else {
        return unclear(app, channel, None, &case).await;
    };
    match end(app, channel, payment, &case, won).await {
        Ok(()) => Ok(Outcome::Recorded),
        Err(Error::Rejected(_)) => unclear(app, channel, Some(payment), &case).await,
        Err(error) => Err(error),
    }
}

async fn end(
    app: &App,
    channel: Channel,
    payment: PaymentId,
    case: &Case,
    won: bool,
) -> Result<(), Error> {
    open(app, channel, payment, case).await?;
    let dispute = disputes::dispute_of(channel, &case.case);
    let fact = format!("dispute-closed/{}/{won}", case.case);
    let intent = Intent::of_channel(channel.as_str(), &fact, app.now());
    if won {
        disputes::win(app, &intent, dispute).await?;
    } else {
        // The channel has no id of its own for taking the money: the case is one, and it ends once.
        let lost = Capture {
            channel,
            transaction: case.case.clone(),
            amount: case.amount,
            fee: Money::new(0, case.amount.currency),
            value_at: intent.now(),
        };
        disputes::lose(app, &intent, dispute, lost).await?;
    }
    Ok(())
}

async fn unclear(
    app: &App,
    channel: Channel,
    payment: Option<PaymentId>,
    case: &Case,
) -> Result<Outcome, Error> {
    let raised = Raised {
        payment,
        amount: Some(case.amount),
        ..about(channel, Cause::DisputeUnclear, &case.case)
    };
    Ok(Outcome::Exception(raise(app, raised).await?))
}
