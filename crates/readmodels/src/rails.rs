//! What was done on each payment's rail: the facts that `settlement::rails` reckons clocks from. It does not know limits.

use kernel::{AdoptionId, FarmId, Money, PaymentId, Season, Timestamp};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use settlement::payment::Channel;
use settlement::rails::RailFacts;

use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::money::MONEY_PAGE_MAX;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// A captured payment and what was done on its rail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RailRow {
    /// The payment.
    pub payment: PaymentId,
    /// What it is for.
    pub adoption: AdoptionId,
    /// Its channel.
    pub channel: Channel,
    /// Its place in the order of opening, for paging.
    pub position: u64,
    /// What was done.
    pub facts: RailFacts,
}

/// Columns of a captured payment over `payment p`.
const RAIL: &str = "p.payment, p.adoption, p.channel, p.opened_position, p.captured,
    p.captured_currency, p.settled_at,
    (SELECT count(*) FROM parcel r WHERE r.adoption = p.adoption AND r.tracking IS NOT NULL)";

impl ReadModels {
    /// What was done on the rail of one payment; nothing before it is captured.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn rail(&self, payment: PaymentId) -> Answer<Option<RailRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {RAIL} FROM payment p
                 WHERE p.payment = ?1 AND p.state IN ('captured', 'late', 'surplus')"
            );
            let found = db
                .prepare_cached(&sql)?
                .query_row([payment.as_bytes()], read)
                .optional()?;
            found.map(|row| with_refunds(db, row)).transpose()
        })
    }

    /// The refunds of a payment that its channel was asked for and did not refuse, with when.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunds_asked(
        &self,
        payment: PaymentId,
        channel: Channel,
    ) -> Answer<Vec<(Money, Timestamp)>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT amount, currency, asked_at FROM refund
                 WHERE payment = ?1 AND channel = ?2 AND asked_at IS NOT NULL
                   AND state IN ('requested', 'accepted', 'settled')
                 ORDER BY requested_position",
            )?
            .query_map(params![payment.as_bytes(), kept_json(&channel)?], |row| {
                let mut columns = Columns::of(row);
                Ok((columns.money()?, columns.time()?))
            })?
            .collect()
        })
    }

    /// Captured payments of a channel with what was done on their rails, oldest first, those opened behind `after`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn rails(&self, channel: Channel, after: u64, limit: usize) -> Answer<Vec<RailRow>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(|db| {
            let sql = format!(
                "SELECT {RAIL} FROM payment p
                 WHERE p.channel = ?1 AND p.state IN ('captured', 'late', 'surplus') AND p.opened_position > ?2
                 ORDER BY p.opened_position LIMIT ?3"
            );
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            let rows: Vec<RailRow> = db
                .prepare_cached(&sql)?
                .query_map(params![kept_json(&channel)?, after, limit], read)?
                .collect::<Result<_>>()?;
            rows.into_iter().map(|row| with_refunds(db, row)).collect()
        })
    }
}

impl ReadModels {
    /// Payments of a channel captured since a moment with what was done on their rails, the oldest first: theirs are
    /// the clocks that run out next.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn rails_since(
        &self,
        channel: Channel,
        since: Timestamp,
        limit: usize,
    ) -> Answer<Vec<RailRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {RAIL} FROM payment p
                 WHERE p.channel = ?1 AND p.state IN ('captured', 'late', 'surplus') AND p.settled_at >= ?2
                 ORDER BY p.settled_at LIMIT ?3"
            );
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            let rows: Vec<RailRow> = db
                .prepare_cached(&sql)?
                .query_map(params![kept_json(&channel)?, since.millis(), limit], read)?
                .collect::<Result<_>>()?;
            rows.into_iter().map(|row| with_refunds(db, row)).collect()
        })
    }
}

impl ReadModels {
    /// Payments of a channel for one farm's trees in a season, confirmed and not cancelled, with what was done on their
    /// rails, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn rails_of_farm(
        &self,
        channel: Channel,
        (farm, season): (FarmId, Season),
        limit: usize,
    ) -> Answer<Vec<RailRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {RAIL} FROM payment p
                 JOIN adoption a ON a.adoption = p.adoption
                 JOIN tree t ON t.tree = a.tree
                 JOIN orchard o ON o.orchard = t.orchard
                 WHERE p.channel = ?1 AND p.state IN ('captured', 'late') AND a.status IN ('confirmed', 'completed')
                   AND o.farm = ?2 AND a.season = ?3
                 ORDER BY p.settled_at LIMIT ?4"
            );
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            let asked = params![
                kept_json(&channel)?,
                farm.as_bytes(),
                season.year(),
                limit
            ];
            let rows: Vec<RailRow> = db
                .prepare_cached(&sql)?
                .query_map(asked, read)?
                .collect::<Result<_>>()?;
            rows.into_iter().map(|row| with_refunds(db, row)).collect()
        })
    }
}

/// Refunds that went another way than the payment came do not count on its rail.
fn with_refunds(db: &Connection, mut row: RailRow) -> Result<RailRow> {
    row.facts.refunds = db
        .prepare_cached(
            "SELECT amount, currency, requested_at FROM refund
             WHERE payment = ?1 AND channel = ?2
               AND state IN ('unapproved', 'requested', 'accepted', 'settled')
             ORDER BY requested_position",
        )?
        .query_map(
            params![row.payment.as_bytes(), kept_json(&row.channel)?],
            |row| {
                let mut columns = Columns::of(row);
                Ok((columns.money()?, columns.time()?))
            },
        )?
        .collect::<Result<_>>()?;
    Ok(row)
}

fn read(row: &Row<'_>) -> Result<RailRow> {
    let mut columns = Columns::of(row);
    let (payment, adoption) = (
        columns.id(PaymentId::from_bytes)?,
        columns.id(AdoptionId::from_bytes)?,
    );
    let channel = columns.json()?;
    let position = columns.position()?;
    let (captured, at) = (columns.money()?, columns.time()?);
    let mut facts = RailFacts::new(captured, at);
    facts.parcels = columns.plain()?;
    Ok(RailRow {
        payment,
        adoption,
        channel,
        position,
        facts,
    })
}
