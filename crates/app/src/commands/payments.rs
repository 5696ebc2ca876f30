//! Money comes in: a payment is opened, a channel's fact is recorded. Only channel facts settle (D 15).

use adoption::{
    adoption::{self as bond, Adoption},
    group::{self, Group},
};
use kernel::{AdoptionId, ContentHash, Money, PaymentId, PersonId, Timestamp};
use settlement::{
    channel_fact::{self, ChannelFact, Purpose},
    payment::{self, Channel, Command, Payment},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::{adopt::own_agreement, credits},
    permission::{Buyer, Operator, Signed},
    work::Work,
};

/// Namespace of payment ids (UUID version 5 over the adoption); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.paymentid");

/// The payment of an adoption. Opening it again finds the same one, so a second attempt to pay can neither charge
/// twice nor prolong the hold (D 3).
#[must_use]
pub fn payment_of(adoption: AdoptionId) -> PaymentId {
    PaymentId::from_bytes(Uuid::new_v5(&NAMESPACE, adoption.as_bytes()).into_bytes())
}

/// The payments that brought, or are to bring, an adoption's price: its own one, those of a group, or those of the
/// adoption that it was divided from.
pub(crate) fn payments_behind(
    work: &mut Work<'_>,
    adoption: AdoptionId,
) -> Result<Vec<PaymentId>, Error> {
    let bond = work.state::<Adoption>(&bond::stream_id(adoption))?;
    let own = bond.payment.unwrap_or_else(|| payment_of(adoption));
    let paid = work.state::<Payment>(&payment::stream_id(own))?;
    let root = paid
        .opened
        .as_ref()
        .map_or(adoption, |opened| opened.adoption);
    let group = work.state::<Group>(&group::stream_id(root))?;
    Ok(match group.opened {
        Some(_) => group.paid().collect(),
        None => vec![own],
    })
}

/// Who paid for an adoption, unless others did: its first holder.
pub(crate) fn bought_by(work: &mut Work<'_>, adoption: AdoptionId) -> Result<PersonId, Error> {
    let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
    state.bought_by.ok_or(Error::NotFound)
}

/// D 20: while a payment behind an adoption is disputed, nothing of it moves.
pub(crate) fn refuse_if_disputed(work: &mut Work<'_>, adoption: AdoptionId) -> Result<(), Error> {
    for payment in payments_behind(work, adoption)? {
        let id = payment::stream_id(payment);
        work.decide::<Payment>(&id, Command::CheckNotFrozen)?;
    }
    Ok(())
}

/// Opens the payment of one's own adoption and gives the buyer a reference to write on the transfer.
///
/// # Errors
/// The contract is not accepted (D 7), the hold has ended, or the adoption is over.
pub async fn start_payment(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    channel: Channel,
) -> Result<(PaymentId, Done), Error> {
    let payment = payment_of(adoption);
    let reference = app.fresh_code(intent, "reference")?;
    let done = app
        .perform(intent, |work| {
            let agreement = own_agreement(work, adoption, who.person())?;
            if work
                .state::<Group>(&group::stream_id(adoption))?
                .opened
                .is_some()
            {
                return Err(group::Rejection::GroupExists.into());
            }
            let ready = bond::Command::CheckReadyToPay { now: intent.now() };
            work.decide::<Adoption>(&bond::stream_id(adoption), ready)?;
            let id = payment::stream_id(payment);
            if work.state::<Payment>(&id)?.opened.is_some() {
                return Ok(());
            }
            let by_credit = credits::spent_on(work, who.person(), adoption)?;
            let mut amount = agreement.price;
            amount.minor = amount.minor.saturating_sub(by_credit);
            let open = Command::OpenPayment {
                payment,
                adoption,
                payer: who.person(),
                amount,
                channel,
                reference,
                expires_at: agreement.hold_until,
                lines: vec![],
            };
            work.decide::<Payment>(&id, open)?;
            Ok(())
        })
        .await?;
    Ok((payment, done))
}

/// A channel's word that money arrived: a statement line that an operator records.
#[derive(Debug, Clone)]
pub struct Capture {
    /// By which way it came.
    pub channel: Channel,
    /// The channel's own id of the transaction.
    pub transaction: String,
    /// What arrived, before fees.
    pub amount: Money,
    /// What the channel kept.
    pub fee: Money,
    /// When the money counts as paid (B 4).
    pub value_at: Timestamp,
}

/// Records that money arrived for a payment; the same transaction again changes nothing (D 14). What follows
/// (confirm, or refund when the share is gone) is a policy's.
///
/// # Errors
/// The transaction was used for something else, the amount differs, or the payment was captured by another.
pub async fn record_capture(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payment: PaymentId,
    fact: Capture,
) -> Result<Done, Error> {
    record_arrival(app, intent, payment, fact).await
}

/// The same, told by whomever may tell.
pub(crate) async fn record_arrival(
    app: &App,
    intent: &Intent,
    payment: PaymentId,
    fact: Capture,
) -> Result<Done, Error> {
    let intent = intent
        .clone()
        .occurred_at(fact.value_at)
        .from_source(fact.transaction.clone());
    app.perform(&intent, |work| arrive(work, payment, &fact))
        .await
}

/// Money arrived: the payment knows it, and its transaction is spent.
pub(crate) fn arrive(work: &mut Work<'_>, payment: PaymentId, fact: &Capture) -> Result<(), Error> {
    let id = payment::stream_id(payment);
    if work.state::<Payment>(&id)?.opened.is_none() {
        return Err(Error::NotFound);
    }
    let command = Command::RecordCapture {
        channel: fact.channel,
        transaction: fact.transaction.clone(),
        amount: fact.amount,
        fee: fact.fee,
        value_at: fact.value_at,
    };
    work.decide::<Payment>(&id, command)?;
    spend_transaction(work, fact, Purpose::Capture(payment))
}

/// Binds the channel's transaction to one purpose for ever (D 14).
pub(crate) fn spend_transaction(
    work: &mut Work<'_>,
    fact: &Capture,
    purpose: Purpose,
) -> Result<(), Error> {
    let digest = ContentHash::from_bytes(Sha256::digest(&fact.transaction).into());
    let command = channel_fact::Command::RecordChannelFact {
        channel: fact.channel,
        transaction: fact.transaction.clone(),
        purpose,
        amount: fact.amount,
        at: fact.value_at,
    };
    let id = channel_fact::stream_id(fact.channel, &digest);
    work.decide::<ChannelFact>(&id, command)?;
    Ok(())
}

/// Records the channel's word that money will not come.
///
/// # Errors
/// No such payment, or it was captured.
pub async fn record_failure(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payment: PaymentId,
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::RecordFailure {
            reason: reason.trim().to_owned(),
            at: intent.now(),
        };
        work.decide::<Payment>(&payment::stream_id(payment), command)?;
        Ok(())
    })
    .await
}
