//! What is asked when money is settled with channels: refunds to be sent, refunds that failed, the movements of a day.

use kernel::Timestamp;
use rusqlite::params;
use settlement::payment::Channel;

use super::MONEY_PAGE_MAX;
use super::payments::{PAYMENT, PaymentRow, read_payment};
use super::refunds::{REFUND, RefundRow, read_refund};
use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

impl ReadModels {
    /// Refunds that a channel is to be asked for or asked about, oldest first, those requested behind `after` (a
    /// position given beside the last one).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunds_at_channels(&self, after: u64, limit: usize) -> Answer<Vec<(u64, RefundRow)>> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(|db| {
            let sql = format!(
                "SELECT r.requested_position, {REFUND} FROM refund r
                 WHERE r.state IN ('requested', 'accepted') AND r.channel <> ?1
                   AND r.requested_position > ?2
                 ORDER BY r.requested_position LIMIT ?3"
            );
            let manual = kept_json(&Channel::Manual)?;
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            db.prepare_cached(&sql)?
                .query_map(params![manual, after, limit], |row| {
                    let mut columns = Columns::of(row);
                    Ok((columns.position()?, read_refund(&mut columns)?))
                })?
                .collect()
        })
    }

    /// Refunds that failed, newest first: what they were to give back is owed as before.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunds_failed(&self, limit: usize) -> Answer<Vec<RefundRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {REFUND} FROM refund r WHERE r.state = 'failed'
                 ORDER BY r.requested_position DESC LIMIT ?1"
            );
            db.prepare_cached(&sql)?
                .query_map([page_limit(limit, MONEY_PAGE_MAX)], |row| {
                    read_refund(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// Payments of a channel whose money counts within `from..until`, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn captured_within(
        &self,
        channel: Channel,
        from: Timestamp,
        until: Timestamp,
    ) -> Answer<Vec<PaymentRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {PAYMENT} FROM payment p
                 WHERE p.state IN ('captured', 'late', 'surplus') AND p.channel = ?1
                   AND p.settled_at >= ?2 AND p.settled_at < ?3
                 ORDER BY p.opened_position"
            );
            let asked = params![kept_json(&channel)?, from.millis(), until.millis()];
            db.prepare_cached(&sql)?
                .query_map(asked, |row| read_payment(&mut Columns::of(row)))?
                .collect()
        })
    }

    /// Refunds of a channel that were settled within `from..until`, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn refunded_within(
        &self,
        channel: Channel,
        from: Timestamp,
        until: Timestamp,
    ) -> Answer<Vec<RefundRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {REFUND} FROM refund r
                 WHERE r.state = 'settled' AND r.channel = ?1
                   AND r.decided_at >= ?2 AND r.decided_at < ?3
                 ORDER BY r.requested_position"
            );
            let asked = params![kept_json(&channel)?, from.millis(), until.millis()];
            db.prepare_cached(&sql)?
                .query_map(asked, |row| read_refund(&mut Columns::of(row)))?
                .collect()
        })
    }
}
