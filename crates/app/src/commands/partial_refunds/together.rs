//! Small refunds of one payment go together as one, because the channel counts them (B 19, D 21).

use kernel::{Money, PaymentId, RefundId};
use settlement::{
    payment::{self, Payment},
    rails::RailLimits,
    refund::{self, Command, Refund, RefundReason, Terms},
};

use super::rail;
use crate::{App, Error, Intent};

/// Sends small refunds of one payment together, if it is time (B 19). Returns whether it was.
pub(crate) async fn send_together(
    app: &App,
    intent: &Intent,
    payment: PaymentId,
) -> Result<bool, Error> {
    let Some(rail) = rail(app, payment)? else {
        return Ok(false);
    };
    let limits = RailLimits::of(rail.channel);
    let last_call = limits.refund_days_max.map(|days| {
        let days = i64::from(days) - i64::from(app.settings().batching.wait_days_max);
        rail.facts.captured_at.plus_days(days)
    });
    let refund = RefundId::from_bytes(intent.bytes("refund"));
    let id = payment::stream_id(payment);
    let due =
        app.load::<Payment>(&id)?
            .batch_due(&app.settings().batching, last_call, intent.now());
    if due.is_empty() {
        return Ok(false);
    }
    app.perform(intent, |work| {
        let state = work.state::<Payment>(&id)?;
        let (opened, channel) = (state.opened()?.clone(), state.channel()?);
        let items = state.batch_due(&app.settings().batching, last_call, intent.now());
        if items.is_empty() {
            return Ok(());
        }
        let batch = payment::Command::BatchRefunds {
            refund,
            items: items.clone(),
        };
        work.decide::<Payment>(&id, batch)?;
        let amount = work.state::<Payment>(&id)?.reserved.get(&refund).copied();
        let command = Command::RequestRefund {
            refund,
            payment,
            adoption: opened.adoption,
            channel,
            amount: amount.unwrap_or(Money::new(0, opened.amount.currency)),
            reason: RefundReason::ByOperator,
            terms: Terms {
                items,
                ..Terms::default()
            },
            at: intent.now(),
        };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        Ok(())
    })
    .await?;
    Ok(true)
}
