//! Disputes: what payers want back from their channel, until when evidence counts, how it ended. It does not know what
//! is frozen meanwhile; kept by `disputes/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, DisputeId, Money, PaymentId, Timestamp};
use rusqlite::{OptionalExtension, Result, params};
use settlement::dispute::{DisputeReason, Document};
use settlement::payment::Channel;

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::money::MONEY_PAGE_MAX;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// How a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeState {
    /// Nobody has decided.
    Open,
    /// The money stays.
    Won {
        /// When.
        at: Timestamp,
    },
    /// The money is gone.
    Lost {
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
}

/// A dispute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeRow {
    /// The dispute.
    pub dispute: DisputeId,
    /// The payment it is about.
    pub payment: PaymentId,
    /// What had been paid for.
    pub adoption: AdoptionId,
    /// Whose it is.
    pub channel: Channel,
    /// The channel's own id of the case.
    pub case: String,
    /// How much is disputed.
    pub amount: Money,
    /// Why.
    pub reason: DisputeReason,
    /// Since when.
    pub opened_at: Timestamp,
    /// Until when evidence counts.
    pub respond_by: Timestamp,
    /// How many documents were handed in.
    pub evidence: u32,
    /// What is attached, one of each kind.
    pub documents: Vec<Document>,
    /// When the channel was handed the evidence.
    pub handed_in_at: Option<Timestamp>,
    /// How it stands.
    pub state: DisputeState,
}

const DISPUTE: &str = "dispute, payment, adoption, channel, case_id, amount, currency, reason,
    opened_at, respond_by, evidence, documents, handed_in_at, state, ended_at, lost, currency";

fn read(columns: &mut Columns<'_, '_>) -> Result<DisputeRow> {
    let mut row = DisputeRow {
        dispute: columns.id(DisputeId::from_bytes)?,
        payment: columns.id(PaymentId::from_bytes)?,
        adoption: columns.id(AdoptionId::from_bytes)?,
        channel: columns.json()?,
        case: columns.plain()?,
        amount: columns.money()?,
        reason: columns.json()?,
        opened_at: columns.time()?,
        respond_by: columns.time()?,
        evidence: columns.plain()?,
        documents: columns.json()?,
        handed_in_at: columns.time_or_none()?,
        state: DisputeState::Open,
    };
    let word: String = columns.plain()?;
    let at = columns.time_or_none()?.unwrap_or(row.opened_at);
    let lost = columns.money_or_none()?;
    row.state = match (word.as_str(), lost) {
        ("lost", Some(amount)) => DisputeState::Lost { amount, at },
        ("won", _) => DisputeState::Won { at },
        _ => DisputeState::Open,
    };
    Ok(row)
}

impl ReadModels {
    /// Disputes: the open ones by the day their evidence is due, then those that ended, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn disputes(&self, open_only: bool, limit: usize) -> Answer<Vec<DisputeRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {DISPUTE} FROM dispute WHERE NOT ?1 OR state = 'open'
                 ORDER BY state <> 'open', CASE WHEN state = 'open' THEN respond_by END,
                          opened_position DESC LIMIT ?2"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![open_only, page_limit(limit, MONEY_PAGE_MAX)],
                    |row| read(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// Open disputes of a channel whose evidence was submitted and not handed in there, the most pressing first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn evidence_to_hand_in(&self, channel: Channel, limit: usize) -> Answer<Vec<DisputeRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {DISPUTE} FROM dispute
                 WHERE state = 'open' AND evidence > 0 AND handed_in_at IS NULL AND channel = ?1
                 ORDER BY respond_by LIMIT ?2"
            );
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            db.prepare_cached(&sql)?
                .query_map(params![kept_json(&channel)?, limit], |row| {
                    read(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// One dispute.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn dispute(&self, dispute: DisputeId) -> Answer<Option<DisputeRow>> {
        self.read(|db| {
            let sql = format!("SELECT {DISPUTE} FROM dispute WHERE dispute = ?1");
            db.prepare_cached(&sql)?
                .query_row([dispute.as_bytes()], |row| read(&mut Columns::of(row)))
                .optional()
        })
    }
}
