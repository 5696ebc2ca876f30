//! Payouts: what shall go out by bank, and how far it has come. It does not know why so much is due; kept by
//! `payouts/apply.rs`.

pub(crate) mod apply;

use kernel::{Money, PayoutId, PersonId, Sealed, Timestamp};
use rusqlite::{OptionalExtension, Result, params};
use settlement::payment::Channel;
use settlement::payout::{Payee, Purpose};

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::money::MONEY_PAGE_MAX;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// Where a payout stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutState {
    /// Another person must approve it first.
    Unapproved,
    /// To be sent.
    Requested,
    /// The bank was asked.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The money arrived.
    Settled {
        /// The bank's transaction id.
        transaction: String,
        /// When.
        at: Timestamp,
    },
    /// The money did not arrive.
    Failed {
        /// The bank's words.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// A payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRow {
    /// The payout.
    pub payout: PayoutId,
    /// Its place in the order of asking, for paging.
    pub position: u64,
    /// Who is paid.
    pub payee: Payee,
    /// What for.
    pub purpose: Purpose,
    /// How much.
    pub amount: Money,
    /// By which way.
    pub channel: Channel,
    /// Who asked; nobody when a rule, the buyer or the farm did.
    pub requested_by: Option<PersonId>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// The account it goes to, sealed for whoever is paid.
    pub account: Option<Sealed>,
    /// Where it stands.
    pub state: PayoutState,
}

const PAYOUT: &str = "payout, requested_position, payee, purpose, amount, currency, channel,
    requested_by, requested_at, account, state, transaction_id, failure, decided_at";

fn read(columns: &mut Columns<'_, '_>) -> Result<PayoutRow> {
    let mut row = PayoutRow {
        payout: columns.id(PayoutId::from_bytes)?,
        position: columns.position()?,
        payee: columns.json()?,
        purpose: columns.json()?,
        amount: columns.money()?,
        channel: columns.json()?,
        requested_by: columns.id_or_none(PersonId::from_bytes)?,
        requested_at: columns.time()?,
        account: columns.sealed_or_none()?,
        state: PayoutState::Requested,
    };
    let word: String = columns.plain()?;
    let transaction: Option<String> = columns.plain()?;
    let failure: Option<String> = columns.plain()?;
    let at = columns.time_or_none()?.unwrap_or(row.requested_at);
    row.state = match (word.as_str(), transaction, failure) {
        (_, Some(transaction), _) => PayoutState::Settled { transaction, at },
        (_, None, Some(reason)) => PayoutState::Failed { reason, at },
        ("unapproved", None, None) => PayoutState::Unapproved,
        ("sent", None, None) => PayoutState::Sent { at },
        (_, None, None) => PayoutState::Requested,
    };
    Ok(row)
}

impl ReadModels {
    /// Payouts in a state (`unapproved`, `requested`, `sent`, `settled`, `failed`; all if none is named), newest
    /// first, those asked for before `before` (a [`PayoutRow::position`]).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payouts(
        &self,
        state: Option<&str>,
        before: Option<u64>,
        limit: usize,
    ) -> Answer<Vec<PayoutRow>> {
        let before = before.and_then(|before| i64::try_from(before).ok());
        self.read(|db| {
            let sql = format!(
                "SELECT {PAYOUT} FROM payout
                 WHERE (?1 IS NULL OR state = ?1) AND requested_position < ?2
                 ORDER BY requested_position DESC LIMIT ?3"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![
                        state,
                        before.unwrap_or(i64::MAX),
                        page_limit(limit, MONEY_PAGE_MAX)
                    ],
                    |row| read(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// Payouts to a payee, newest first, at most [`MONEY_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payouts_to(&self, payee: Payee) -> Answer<Vec<PayoutRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {PAYOUT} FROM payout WHERE payee = ?1
                 ORDER BY requested_position DESC LIMIT ?2"
            );
            let limit = page_limit(MONEY_PAGE_MAX, MONEY_PAGE_MAX);
            db.prepare_cached(&sql)?
                .query_map(params![kept_json(&payee)?, limit], |row| {
                    read(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// One payout.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn payout(&self, payout: PayoutId) -> Answer<Option<PayoutRow>> {
        self.read(|db| {
            let sql = format!("SELECT {PAYOUT} FROM payout WHERE payout = ?1");
            db.prepare_cached(&sql)?
                .query_row([payout.as_bytes()], |row| read(&mut Columns::of(row)))
                .optional()
        })
    }
}
