//! Payments: what is awaited, and what came. What goes back is `money/refunds.rs`.

use kernel::{AdoptionId, Money, PaymentId, PersonId, ShortCode, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::payment::Channel;

use super::MONEY_PAGE_MAX;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What a channel said about arrived money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The channel's transaction id.
    pub transaction: String,
    /// What arrived, gross.
    pub amount: Money,
    /// What the channel keeps of it.
    pub fee: Money,
    /// Whether the channel said so; otherwise it is reckoned from its schedule.
    pub fee_told: bool,
    /// The value date.
    pub value_at: Timestamp,
}

/// Where a payment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentState {
    /// The money has not come.
    Awaited,
    /// The adoption ended before money came; should it still come, it is late.
    Lapsed,
    /// The money came in time.
    Captured(Capture),
    /// The money came after the hold.
    Late(Capture),
    /// The money was not asked for, and came beside this payment.
    Surplus(Capture, PaymentId),
    /// The channel said no.
    Failed {
        /// What the channel said.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// Which payments to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentFilter {
    /// All.
    All,
    /// Not paid yet, adoption still held.
    Awaited,
    /// Not paid, adoption gone.
    Lapsed,
    /// Paid in time.
    Captured,
    /// Paid too late.
    Late,
    /// Not asked for.
    Surplus,
    /// Failed.
    Failed,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    /// The payment.
    pub payment: PaymentId,
    /// What it is for.
    pub adoption: AdoptionId,
    /// Who pays.
    pub payer: PersonId,
    /// What is expected.
    pub amount: Money,
    /// By which way.
    pub channel: Channel,
    /// What the payer writes on the transfer.
    pub reference: ShortCode,
    /// When it was recorded.
    pub opened_at: Timestamp,
    /// Until when it is in time.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: PaymentState,
    /// Its place in the order of opening, for paging.
    pub position: u64,
}

/// Columns of a payment over `payment p`.
pub(super) const PAYMENT: &str =
    "p.payment, p.adoption, p.payer, p.amount, p.currency, p.channel, p.reference,
    p.opened_at, p.expires_at, p.opened_position, p.state, p.beside, p.transaction_id, p.captured,
    p.captured_currency, p.fee, p.captured_currency, p.fee_told, p.settled_at, p.failure";

pub(super) fn read_payment(columns: &mut Columns<'_, '_>) -> Result<PaymentRow> {
    let mut row = PaymentRow {
        payment: columns.id(PaymentId::from_bytes)?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        payer: columns.person()?,
        amount: columns.money()?,
        channel: columns.json()?,
        reference: columns.code()?,
        opened_at: columns.time()?,
        expires_at: columns.time()?,
        position: columns.position()?,
        state: PaymentState::Awaited,
    };
    row.state = read_payment_state(columns)?;
    Ok(row)
}

fn read_payment_state(columns: &mut Columns<'_, '_>) -> Result<PaymentState> {
    let word: String = columns.plain()?;
    if matches!(word.as_str(), "awaited" | "lapsed") {
        let awaited = word == "awaited";
        return Ok(if awaited {
            PaymentState::Awaited
        } else {
            PaymentState::Lapsed
        });
    }
    let beside = columns.id_or_none(PaymentId::from_bytes)?;
    let transaction: Option<String> = columns.plain()?;
    let amount = columns.money_or_none()?;
    let fee = columns.money_or_none()?;
    let fee_told = columns.plain()?;
    let at = columns.time()?;
    if let (Some(transaction), Some(amount), Some(fee)) = (transaction, amount, fee) {
        let capture = Capture {
            transaction,
            amount,
            fee,
            fee_told,
            value_at: at,
        };
        return Ok(match beside {
            Some(beside) => PaymentState::Surplus(capture, beside),
            None if word == "late" => PaymentState::Late(capture),
            None => PaymentState::Captured(capture),
        });
    }
    Ok(PaymentState::Failed {
        reason: columns.plain()?,
        at,
    })
}

impl PaymentState {
    /// What the channel said about the money, if it came.
    #[must_use]
    pub const fn capture(&self) -> Option<&Capture> {
        match self {
            Self::Captured(capture) | Self::Late(capture) | Self::Surplus(capture, _) => {
                Some(capture)
            }
            Self::Awaited | Self::Lapsed | Self::Failed { .. } => None,
        }
    }
}

impl PaymentFilter {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Awaited => Some("awaited"),
            Self::Lapsed => Some("lapsed"),
            Self::Captured => Some("captured"),
            Self::Late => Some("late"),
            Self::Surplus => Some("surplus"),
            Self::Failed => Some("failed"),
        }
    }
}

impl ReadModels {
    /// Payments in a state, newest first, those opened before `before` (a [`PaymentRow::position`]).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payments(
        &self,
        filter: PaymentFilter,
        before: Option<u64>,
        limit: usize,
    ) -> Answer<Vec<PaymentRow>> {
        let before = before
            .and_then(|before| i64::try_from(before).ok())
            .unwrap_or(i64::MAX);
        self.read(|db| {
            let condition = if filter.word().is_some() {
                "p.state = ?1"
            } else {
                "?1 IS NULL"
            };
            let sql = format!(
                "SELECT {PAYMENT} FROM payment p WHERE {condition} AND p.opened_position < ?2
                 ORDER BY p.opened_position DESC LIMIT ?3"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![filter.word(), before, page_limit(limit, MONEY_PAGE_MAX)],
                    |row| read_payment(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// One payment.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payment(&self, payment: PaymentId) -> Answer<Option<PaymentRow>> {
        self.read(|db| {
            let sql = format!("SELECT {PAYMENT} FROM payment p WHERE p.payment = ?1");
            db.prepare_cached(&sql)?
                .query_row([payment.as_bytes()], |row| {
                    read_payment(&mut Columns::of(row))
                })
                .optional()
        })
    }

    /// The payment with the reference on a bank statement line.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payment_by_reference(&self, reference: ShortCode) -> Answer<Option<PaymentRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {PAYMENT} FROM payment p WHERE p.reference = ?1 AND p.state <> 'surplus'
                 ORDER BY p.opened_position DESC LIMIT 1"
            );
            db.prepare_cached(&sql)?
                .query_row([reference.as_str()], |row| {
                    read_payment(&mut Columns::of(row))
                })
                .optional()
        })
    }

    /// Payments of which small refunds wait for company, at most [`MONEY_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payments_with_queued_refunds(&self) -> Answer<Vec<PaymentId>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT DISTINCT payment FROM queued_refund ORDER BY payment LIMIT ?1",
            )?
            .query_map([page_limit(MONEY_PAGE_MAX, MONEY_PAGE_MAX)], |row| {
                Columns::of(row).id(PaymentId::from_bytes)
            })?
            .collect()
        })
    }
}

/// Payments under a condition of ours over `payment p`.
pub(crate) fn payments_where(
    db: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<PaymentRow>> {
    db.prepare_cached(&format!(
        "SELECT {PAYMENT} FROM payment p WHERE {condition}"
    ))?
    .query_map(params, |row| read_payment(&mut Columns::of(row)))?
    .collect()
}

pub(crate) fn payments_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<PaymentRow>> {
    let asked = "p.adoption = ?1 AND p.state <> 'surplus' ORDER BY p.opened_position";
    payments_where(db, asked, [adoption.as_bytes()])
}

/// What came for an adoption and was not asked for.
pub(crate) fn surplus_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<PaymentRow>> {
    let asked = "p.adoption = ?1 AND p.state = 'surplus' ORDER BY p.opened_position";
    payments_where(db, asked, [adoption.as_bytes()])
}
