//! Payments and refunds: what is awaited, what came, what goes back. It does not know trees or people; the
//! books are in [`crate::books`]; kept by `money/apply.rs`.

pub(crate) mod apply;
mod channels;

use kernel::{AdoptionId, Money, PaymentId, PersonId, RefundId, ShortCode, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::payment::Channel;
use settlement::refund::RefundReason;

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Most payments or refunds one page holds.
pub const MONEY_PAGE_MAX: usize = 500;
/// What a channel said about arrived money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The channel's transaction id.
    pub transaction: String,
    /// What arrived, gross.
    pub amount: Money,
    /// What the channel keeps of it.
    pub fee: Money,
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

/// Where a refund stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// Another person must approve it first.
    Unapproved,
    /// A person declined it.
    Declined {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// To be sent.
    Requested,
    /// The channel has taken it on.
    Accepted {
        /// When.
        at: Timestamp,
    },
    /// The money is back.
    Settled {
        /// The channel's transaction id.
        transaction: String,
        /// When.
        at: Timestamp,
    },
    /// The channel said no.
    Failed {
        /// What the channel said.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRow {
    /// The refund.
    pub refund: RefundId,
    /// The payment it returns.
    pub payment: PaymentId,
    /// The adoption it was for.
    pub adoption: AdoptionId,
    /// By which way.
    pub channel: Channel,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
    /// When it was requested.
    pub requested_at: Timestamp,
    /// Who asked; nobody when a rule did.
    pub requested_by: Option<PersonId>,
    /// Where it stands.
    pub state: RefundState,
    /// Its place in the order of asking, for paging.
    pub position: u64,
}

/// Columns of a payment over `payment p`.
const PAYMENT: &str =
    "p.payment, p.adoption, p.payer, p.amount, p.currency, p.channel, p.reference,
    p.opened_at, p.expires_at, p.opened_position, p.state, p.beside, p.transaction_id, p.captured,
    p.captured_currency, p.fee, p.captured_currency, p.settled_at, p.failure";

fn read_payment(columns: &mut Columns<'_, '_>) -> Result<PaymentRow> {
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
    let at = columns.time()?;
    if let (Some(transaction), Some(amount), Some(fee)) = (transaction, amount, fee) {
        let capture = Capture {
            transaction,
            amount,
            fee,
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

/// Columns of a refund over `refund r`.
const REFUND: &str = "r.refund, r.payment, r.adoption, r.channel, r.amount, r.currency, r.reason,
    r.requested_at, r.requested_by, r.requested_position, r.state, r.transaction_id, r.failure,
    r.decided_at";

pub(crate) fn read_refund(columns: &mut Columns<'_, '_>) -> Result<RefundRow> {
    let mut row = RefundRow {
        refund: columns.id(RefundId::from_bytes)?,
        payment: columns.id(PaymentId::from_bytes)?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        channel: columns.json()?,
        amount: columns.money()?,
        reason: columns.json()?,
        requested_at: columns.time()?,
        requested_by: columns.id_or_none(PersonId::from_bytes)?,
        position: columns.position()?,
        state: RefundState::Requested,
    };
    let word: String = columns.plain()?;
    let transaction: Option<String> = columns.plain()?;
    let failure: Option<String> = columns.plain()?;
    let at = columns.time_or_none()?.unwrap_or(row.requested_at);
    row.state = match (word.as_str(), transaction, failure) {
        (_, Some(transaction), _) => RefundState::Settled { transaction, at },
        ("declined", None, Some(reason)) => RefundState::Declined { reason, at },
        ("unapproved", None, None) => RefundState::Unapproved,
        (_, None, Some(reason)) => RefundState::Failed { reason, at },
        ("accepted", None, None) => RefundState::Accepted { at },
        (_, None, None) => RefundState::Requested,
    };
    Ok(row)
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

    /// One refund.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refund(&self, refund: RefundId) -> Answer<Option<RefundRow>> {
        self.read(|db| {
            let sql = format!("SELECT {REFUND} FROM refund r WHERE r.refund = ?1");
            db.prepare_cached(&sql)?
                .query_row([refund.as_bytes()], |row| {
                    read_refund(&mut Columns::of(row))
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

    /// Refunds in a state (`unapproved`, `requested`, `accepted`, `settled`, `failed`, `declined`; all if none is named),
    /// newest first, those asked for before `before` (a [`RefundRow::position`]).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunds(
        &self,
        state: Option<&str>,
        before: Option<u64>,
        limit: usize,
    ) -> Answer<Vec<RefundRow>> {
        let before = before.and_then(|before| i64::try_from(before).ok());
        self.read(|db| {
            let sql = format!(
                "SELECT {REFUND} FROM refund r
                 WHERE (?1 IS NULL OR r.state = ?1) AND r.requested_position < ?2
                 ORDER BY r.requested_position DESC LIMIT ?3"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![
                        state,
                        before.unwrap_or(i64::MAX),
                        page_limit(limit, MONEY_PAGE_MAX)
                    ],
                    |row| read_refund(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// Refunds that wait: for approval, for the channel to take them, or for its settlement, oldest first, at most
    /// [`MONEY_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunds_open(&self) -> Answer<Vec<RefundRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {REFUND} FROM refund r WHERE r.state IN ('unapproved', 'requested', 'accepted')
                 ORDER BY r.requested_position LIMIT ?1"
            );
            db.prepare_cached(&sql)?
                .query_map([page_limit(MONEY_PAGE_MAX, MONEY_PAGE_MAX)], |row| {
                    read_refund(&mut Columns::of(row))
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
    let sql = format!(
        "SELECT {PAYMENT} FROM payment p WHERE p.adoption = ?1 AND p.state <> 'surplus' ORDER BY p.opened_position"
    );
    db.prepare_cached(&sql)?
        .query_map([adoption.as_bytes()], |row| {
            read_payment(&mut Columns::of(row))
        })?
        .collect()
}

pub(crate) fn refunds_of(db: &Connection, adoption: AdoptionId) -> Result<Vec<RefundRow>> {
    let sql = format!(
        "SELECT {REFUND} FROM refund r WHERE r.adoption = ?1 ORDER BY r.requested_position"
    );
    db.prepare_cached(&sql)?
        .query_map([adoption.as_bytes()], |row| {
            read_refund(&mut Columns::of(row))
        })?
        .collect()
}
