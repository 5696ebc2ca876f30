//! Money arrives: what was asked for, or what nobody asked for and belongs to the payer. It must not know of anything
//! beyond the payment's own past.

use kernel::{AdoptionId, Money, PaymentId, PersonId, ShortCode, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Captured, Channel, Event, Opened, Rejection, State, attempts};

/// Longest transaction id of a channel, in characters.
const MAX_TRANSACTION_CHARACTERS: usize = 64;

/// Whether a text can be a channel's transaction id: 1–64 printable ASCII characters, no space at the ends,
/// because " 1" and "1" would be spent as two transactions.
pub(crate) fn is_transaction_id(text: &str) -> bool {
    let printable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    (1..=MAX_TRANSACTION_CHARACTERS).contains(&text.len())
        && text.bytes().all(printable)
        && text.trim() == text
}

/// Money that came and was not asked for: another amount than a payment's, or the same once more. It is a payment of
/// its own that pays for nothing; all that can be done with it is to send it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surplus {
    /// The payment that it is.
    pub payment: PaymentId,
    /// The payment it was meant for.
    pub beside: PaymentId,
    /// What that one is for.
    pub adoption: AdoptionId,
    /// Who pays that one, and gets this back.
    pub payer: PersonId,
    /// What the payer wrote on the transfer.
    pub reference: ShortCode,
    /// By which way it came.
    pub channel: Channel,
    /// The channel's own id.
    pub transaction: String,
    /// How much came, gross.
    pub amount: Money,
    /// What the channel kept of it.
    pub fee: Money,
    /// Its value date.
    pub value_at: Timestamp,
}

pub(super) fn capture(
    state: &State,
    (channel, transaction): (Channel, String),
    amount: Money,
    fee: Money,
    value_at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    if !is_transaction_id(&transaction) {
        return Err(Rejection::TransactionInvalid);
    }
    if state.knows_capture(&transaction, amount)? {
        return Ok(vec![]);
    }
    check_amounts(opened, amount, fee)?;
    let (payment, adoption) = (opened.payment, opened.adoption);
    Ok(vec![if value_at <= opened.expires_at {
        Event::PaymentCaptured {
            payment,
            adoption,
            channel,
            transaction,
            amount,
            fee,
            value_at,
        }
    } else {
        Event::LatePaymentReceived {
            payment,
            adoption,
            channel,
            transaction,
            amount,
            fee,
            value_at,
        }
    }])
}

/// Quiet for the same transaction and amount.
pub(super) fn surplus(state: &State, surplus: Surplus) -> Result<Vec<Event>, Rejection> {
    if !is_transaction_id(&surplus.transaction) {
        return Err(Rejection::TransactionInvalid);
    }
    if surplus.amount.minor <= 0 {
        return Err(Rejection::AmountNotPositive);
    }
    if state.opened.is_some() {
        return if state.knows_capture(&surplus.transaction, surplus.amount)? {
            Ok(vec![])
        } else {
            Err(Rejection::PaymentExists)
        };
    }
    check_fee(surplus.amount, surplus.fee)?;
    Ok(vec![Event::SurplusReceived(surplus)])
}

/// What came beside a payment is known with its first fact.
pub(super) fn came_beside(state: &mut State, surplus: &Surplus) {
    state.beside = Some(surplus.beside);
    state.opened = Some(Opened {
        payment: surplus.payment,
        adoption: surplus.adoption,
        payer: surplus.payer,
        amount: surplus.amount,
        channel: surplus.channel,
        reference: surplus.reference,
        expires_at: surplus.value_at,
        lines: vec![],
    });
    let amounts = (surplus.amount, surplus.fee);
    arrived(state, surplus.channel, &surplus.transaction, amounts, true);
}

/// The attempt that brought the money is over; others may still bring more.
pub(super) fn arrived(
    state: &mut State,
    channel: Channel,
    transaction: &str,
    (amount, fee): (Money, Money),
    late: bool,
) {
    state.captured = Some(Captured {
        channel,
        transaction: transaction.to_owned(),
        amount,
        fee,
        fee_told: false,
        late,
    });
    attempts::ended(state, channel);
}

fn check_amounts(opened: &Opened, amount: Money, fee: Money) -> Result<(), Rejection> {
    if amount != opened.amount {
        return Err(Rejection::AmountDiffers {
            expected: opened.amount,
            actual: amount,
        });
    }
    check_fee(amount, fee)
}

pub(super) fn check_fee(amount: Money, fee: Money) -> Result<(), Rejection> {
    if fee.currency != amount.currency || !(0..=amount.minor).contains(&fee.minor) {
        return Err(Rejection::FeeInvalid);
    }
    Ok(())
}
