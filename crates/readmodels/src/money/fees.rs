//! What channels keep: sums per channel, and of which payments the channel has not said it yet.

use kernel::{Currency, Timestamp};
use rusqlite::params;
use settlement::payment::Channel;

use super::MONEY_PAGE_MAX;
use super::payments::{PAYMENT, PaymentRow, read_payment};
use crate::columns::{Columns, kept_json};
use crate::error::Answer;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// What a channel kept of all that came by it in one currency, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelFees {
    /// Which channel.
    pub channel: Channel,
    /// In which currency.
    pub currency: Currency,
    /// Payments that came.
    pub payments: u64,
    /// Of these, how many fees the channel itself told.
    pub told: u64,
    /// What came, gross.
    pub captured: i64,
    /// What the channel kept of it.
    pub kept: i64,
    /// What it gave back with refunds.
    pub returned: i64,
    /// What was lost with refunds, by whomever it is borne.
    pub lost: i64,
}

impl ReadModels {
    /// What each channel kept, by channel and currency.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn channel_fees(&self) -> Answer<Vec<ChannelFees>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT p.channel, p.captured_currency, count(*), sum(p.fee_told), sum(p.captured), sum(p.fee),
                        coalesce((SELECT sum(r.fee_returned) FROM refund r
                         WHERE r.channel = p.channel AND r.currency = p.captured_currency), 0),
                        coalesce((SELECT sum(json_extract(r.lost_fee, '$.amount.minor')) FROM refund r
                         WHERE r.state = 'settled' AND r.channel = p.channel
                           AND r.currency = p.captured_currency), 0)
                 FROM payment p WHERE p.captured IS NOT NULL
                 GROUP BY p.channel, p.captured_currency ORDER BY p.channel, p.captured_currency",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(ChannelFees {
                    channel: columns.json()?,
                    currency: columns.json()?,
                    payments: columns.position()?,
                    told: columns.position()?,
                    captured: columns.plain()?,
                    kept: columns.plain()?,
                    returned: columns.plain()?,
                    lost: columns.plain()?,
                })
            })?
            .collect()
        })
    }

    /// Payments of a channel that count since a moment and of which the channel has not said what it keeps, oldest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn fees_untold(
        &self,
        channel: Channel,
        since: Timestamp,
        limit: usize,
    ) -> Answer<Vec<PaymentRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {PAYMENT} FROM payment p
                 WHERE p.captured IS NOT NULL AND p.fee_told = 0 AND p.channel = ?1 AND p.settled_at >= ?2
                 ORDER BY p.settled_at LIMIT ?3"
            );
            let limit = page_limit(limit, MONEY_PAGE_MAX);
            db.prepare_cached(&sql)?
                .query_map(params![kept_json(&channel)?, since.millis(), limit], |row| {
                    read_payment(&mut Columns::of(row))
                })?
                .collect()
        })
    }
}
