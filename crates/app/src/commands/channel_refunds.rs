//! A refund goes out to its channel: approved, not frozen, within the rail's limits, noted before the channel is asked.
//! Asking the channel is somebody else's; it is asked with the same id however often (B 20, D 21).

use channels::{RefundOrder, Title};
use kernel::{RefundId, Timestamp};
use settlement::{
    payment::{self, Payment},
    rails::{RailFacts, RailLimits, Route, refund_route},
    refund::{self, Command, Phase, Refund},
};

use crate::{App, Error, Intent, commands::refunds, error::Fault, rejection::Rejection};

const NAME: &str = "when_refund_requested_ask_channel";

/// What is to be done about a refund now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Ask the channel to give the money back.
    Order(RefundOrder),
    /// Ask what became of it.
    Inquire(RefundOrder),
    /// Nothing before this moment: the channel wants a while between two refunds of a payment.
    Wait(Timestamp),
    /// Nothing: it is over, not approved, or a dispute about the payment is open (D 20).
    Rest,
}

/// Finds out what is to be done, and notes that the channel is going to be asked. A refund that the channel would take
/// no more fails here: the money is owed as before, and a person sends it by a payout (B 19).
///
/// # Errors
/// The log or the read models failed.
pub async fn next(app: &App, refund: RefundId) -> Result<Next, Error> {
    let state = app.load::<Refund>(&refund::stream_id(refund))?;
    let Some(requested) = &state.requested else {
        return Ok(Next::Rest);
    };
    let paid = app.load::<Payment>(&payment::stream_id(requested.payment))?;
    let Some(captured) = &paid.captured else {
        return Ok(Next::Rest);
    };
    let order = RefundOrder {
        refund,
        // The channel knows what came beside a payment by the number of that payment.
        payment: paid.beside.unwrap_or(requested.payment),
        transaction: captured.transaction.clone(),
        amount: requested.amount,
        captured: captured.amount,
        reason: Title::of_refund(),
    };
    if requested.terms.fallback.is_some() {
        // A payout carries it.
        return Ok(Next::Rest);
    }
    match state.phase {
        Phase::Accepted => return Ok(Next::Inquire(order)),
        Phase::Requested if state.approvals.complete() => {}
        Phase::Requested | Phase::Settled { .. } | Phase::Failed | Phase::Declined => {
            return Ok(Next::Rest);
        }
    }
    if state.asked.is_some() {
        return Ok(Next::Order(order));
    }
    match route(app, requested)? {
        Route::Original(at) if at > app.now() => Ok(Next::Wait(at)),
        Route::Original(_) => ask(app, refund, order).await,
        Route::Payout(_) | Route::Refused(_) => {
            let intent = Intent::of_deadline(NAME, &format!("{refund}/too-late"), app.now());
            refunds::fail(
                app,
                &intent,
                refund,
                "the channel refunds this payment no more",
            )
            .await?;
            Ok(Next::Rest)
        }
    }
}

/// Which way the refund goes, by what the channel was asked for so far.
fn route(app: &App, requested: &refund::Requested) -> Result<Route, Error> {
    let Some(rail) = app.read().rail(requested.payment).map_err(Fault::from)? else {
        return Ok(Route::Original(app.now().plus_seconds(1)));
    };
    let asked = app
        .read()
        .refunds_asked(requested.payment, requested.channel);
    let mut facts = RailFacts::new(rail.facts.captured, rail.facts.captured_at);
    facts.refunds = asked.map_err(Fault::from)?;
    let limits = RailLimits::of(requested.channel);
    Ok(refund_route(&limits, &facts, requested.amount, app.now()))
}

async fn ask(app: &App, refund: RefundId, order: RefundOrder) -> Result<Next, Error> {
    let intent = Intent::of_deadline(NAME, &refund.to_string(), app.now());
    let noted = app
        .perform(&intent, |work| {
            let frozen = payment::Command::CheckNotFrozen;
            work.decide::<Payment>(&payment::stream_id(order.payment), frozen)?;
            let asked = Command::RecordAsked { at: intent.now() };
            work.decide::<Refund>(&refund::stream_id(refund), asked)?;
            Ok(())
        })
        .await;
    match noted {
        Ok(done) => {
            // The next refund of the same payment has to see this one.
            app.caught_up(done.position.position()).await?;
            Ok(Next::Order(order))
        }
        Err(Error::Rejected(Rejection::Payment(payment::Rejection::DisputeOpen { .. }))) => {
            Ok(Next::Rest)
        }
        Err(Error::Rejected(_)) => Ok(Next::Rest),
        Err(error) => Err(error),
    }
}

/// Notes that the channel refused the order for good.
///
/// # Errors
/// The log failed.
pub async fn refused(app: &App, refund: RefundId, code: &str) -> Result<(), Error> {
    let intent = Intent::of_deadline(NAME, &format!("{refund}/refused"), app.now());
    let reason = if code.is_empty() { "refused" } else { code };
    match refunds::fail(app, &intent, refund, reason).await {
        Ok(_) | Err(Error::Rejected(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
