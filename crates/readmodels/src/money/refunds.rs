//! Refunds: what goes back, and how far it is. The payments they return are `money/payments.rs`.

use kernel::{AdoptionId, Money, PaymentId, PersonId, RefundId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, params};
use settlement::payment::Channel;
use settlement::refund::{LostFee, RefundReason};

use super::MONEY_PAGE_MAX;
use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

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
    /// Who paid that, and gets this back; nobody for a payment of another time.
    pub payer: Option<PersonId>,
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
    /// What the channel gave back of its fee with it.
    pub fee_returned: Money,
    /// The fee that is lost with it, and who bears that (B 22).
    pub lost_fee: Option<LostFee>,
    /// Where it stands.
    pub state: RefundState,
    /// Its place in the order of asking, for paging.
    pub position: u64,
}

/// Columns of a refund over `refund r`.
pub(super) const REFUND: &str =
    "r.refund, r.payment, (SELECT p.payer FROM payment p WHERE p.payment = r.payment), r.adoption, r.channel, r.amount, r.currency, r.reason,
    r.requested_at, r.requested_by, r.requested_position, r.fee_returned, r.currency, r.lost_fee, r.state, r.transaction_id, r.failure,
    r.decided_at";

pub(super) fn read_refund(columns: &mut Columns<'_, '_>) -> Result<RefundRow> {
    let mut row = RefundRow {
        refund: columns.id(RefundId::from_bytes)?,
        payment: columns.id(PaymentId::from_bytes)?,
        payer: columns.id_or_none(PersonId::from_bytes)?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        channel: columns.json()?,
        amount: columns.money()?,
        reason: columns.json()?,
        requested_at: columns.time()?,
        requested_by: columns.id_or_none(PersonId::from_bytes)?,
        position: columns.position()?,
        fee_returned: columns.money()?,
        lost_fee: columns.json_or_none()?,
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

impl ReadModels {
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
