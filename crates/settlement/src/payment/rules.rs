//! How a payment decides and remembers. It must not know of anything beyond its own past.

use kernel::{Money, RefundId, Timestamp, one_line};

use super::{Captured, Command, Event, Opened, Rejection, State};
use crate::REASON_CHARS_MAX;

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

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::OpenPayment {
            payment,
            adoption,
            payer,
            amount,
            channel,
            reference,
            expires_at,
        } => open(
            state,
            Opened {
                payment,
                adoption,
                payer,
                amount,
                channel,
                reference,
                expires_at,
            },
        ),
        Command::RecordCapture {
            transaction,
            amount,
            fee,
            value_at,
        } => capture(state, transaction, amount, fee, value_at),
        Command::RecordFailure { reason, at } => {
            state.opened()?;
            match &state.captured {
                Some(captured) => Err(Rejection::PaymentAlreadyCaptured {
                    transaction: captured.transaction.clone(),
                }),
                None if state.failed => Ok(vec![]),
                None => {
                    let reason = checked_reason(&reason)?;
                    Ok(vec![Event::PaymentFailed { reason, at }])
                }
            }
        }
        Command::ReserveRefund { refund, amount } => reserve(state, refund, amount),
        Command::ReleaseRefund { refund } => {
            state.opened()?;
            if state.reserved.contains_key(&refund) {
                Ok(vec![Event::RefundReleased { refund }])
            } else if state.released.contains(&refund) {
                Ok(vec![])
            } else {
                Err(Rejection::RefundUnknown { refund })
            }
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::PaymentOpened {
            payment,
            adoption,
            payer,
            amount,
            channel,
            reference,
            expires_at,
        } => {
            state.opened = Some(Opened {
                payment: *payment,
                adoption: *adoption,
                payer: *payer,
                amount: *amount,
                channel: *channel,
                reference: *reference,
                expires_at: *expires_at,
            });
        }
        Event::PaymentCaptured {
            transaction,
            amount,
            ..
        } => state.captured = Some(captured(transaction, *amount, false)),
        Event::LatePaymentReceived {
            transaction,
            amount,
            ..
        } => state.captured = Some(captured(transaction, *amount, true)),
        Event::PaymentFailed { reason: _, at: _ } => state.failed = true,
        Event::RefundReserved { refund, amount } => {
            state.reserved.insert(*refund, *amount);
        }
        Event::RefundReleased { refund } => {
            state.reserved.remove(refund);
            state.released.insert(*refund);
        }
    }
}

fn captured(transaction: &str, amount: Money, late: bool) -> Captured {
    Captured {
        transaction: transaction.to_owned(),
        amount,
        late,
    }
}

fn open(state: &State, wanted: Opened) -> Result<Vec<Event>, Rejection> {
    match &state.opened {
        Some(opened) if *opened == wanted => Ok(vec![]),
        Some(_) => Err(Rejection::PaymentExists),
        None if wanted.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
        None => Ok(vec![Event::PaymentOpened {
            payment: wanted.payment,
            adoption: wanted.adoption,
            payer: wanted.payer,
            amount: wanted.amount,
            channel: wanted.channel,
            reference: wanted.reference,
            expires_at: wanted.expires_at,
        }]),
    }
}

fn capture(
    state: &State,
    transaction: String,
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
    let (payment, adoption, channel) = (opened.payment, opened.adoption, opened.channel);
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

/// D 12: what is set aside for refunds stays within what was captured.
fn reserve(state: &State, refund: RefundId, amount: Money) -> Result<Vec<Event>, Rejection> {
    let available = state.refundable()?;
    if state.released.contains(&refund) {
        return Err(Rejection::RefundWasReleased { refund });
    }
    if let Some(expected) = state.reserved.get(&refund) {
        return quiet_if_equal(*expected, amount);
    }
    if amount.minor <= 0 {
        return Err(Rejection::AmountNotPositive);
    }
    if amount.currency != available.currency || amount.minor > available.minor {
        return Err(Rejection::RefundAboveCaptured { available });
    }
    Ok(vec![Event::RefundReserved { refund, amount }])
}

fn check_amounts(opened: &Opened, amount: Money, fee: Money) -> Result<(), Rejection> {
    if amount != opened.amount {
        return Err(Rejection::AmountDiffers {
            expected: opened.amount,
            actual: amount,
        });
    }
    if fee.currency != amount.currency || !(0..=amount.minor).contains(&fee.minor) {
        return Err(Rejection::FeeInvalid);
    }
    Ok(())
}

fn quiet_if_equal(expected: Money, actual: Money) -> Result<Vec<Event>, Rejection> {
    if expected == actual {
        Ok(vec![])
    } else {
        Err(Rejection::AmountDiffers { expected, actual })
    }
}

/// The channel's words on one line.
fn checked_reason(reason: &str) -> Result<String, Rejection> {
    let reason = one_line(reason);
    match reason.chars().count() {
        0 => Err(Rejection::ReasonMissing),
        1..=REASON_CHARS_MAX => Ok(reason),
        _ => Err(Rejection::ReasonTooLong {
            max: REASON_CHARS_MAX,
        }),
    }
}

impl State {
    /// What was agreed.
    ///
    /// # Errors
    /// `PaymentUnknown` before the payment is opened.
    pub fn opened(&self) -> Result<&Opened, Rejection> {
        self.opened.as_ref().ok_or(Rejection::PaymentUnknown)
    }

    /// What can still be refunded: captured less all reservations (D 12).
    ///
    /// # Errors
    /// `PaymentUnknown` or `PaymentNotCaptured`.
    pub fn refundable(&self) -> Result<Money, Rejection> {
        self.opened()?;
        let captured = self
            .captured
            .as_ref()
            .ok_or(Rejection::PaymentNotCaptured)?;
        let reserved = self
            .reserved
            .values()
            .fold(0_i64, |sum, amount| sum.saturating_add(amount.minor));
        let left = captured.amount.minor.saturating_sub(reserved);
        Ok(Money::new(left, captured.amount.currency))
    }

    /// Whether this very transaction was recorded; a rejection if another was, or the same with another amount.
    fn knows_capture(&self, transaction: &str, amount: Money) -> Result<bool, Rejection> {
        match &self.captured {
            None => Ok(false),
            Some(known) if known.transaction != transaction => {
                Err(Rejection::PaymentAlreadyCaptured {
                    transaction: known.transaction.clone(),
                })
            }
            Some(known) => quiet_if_equal(known.amount, amount).map(|_| true),
        }
    }
}
