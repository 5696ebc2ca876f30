//! The rules of money: payments, refunds, disputes, payouts, farms' accounts, invoices, and double-entry books.
//!
//! A person or a policy may only ask for money to move; that it moved is always a fact from the channel
//! (D 15), recorded once per transaction (D 14). Every such fact becomes lines that sum to zero (D 11).
//!
//! Aggregates: [`payment`], [`refund`], [`dispute`], [`payout`], [`farmer_account`], [`credit`], [`channel_fact`],
//! [`exception`], [`bank_statement`], [`bank_line`], [`reconciliation`], [`entry`] and [`books`], [`invoice`].
//! Pure functions: [`fees`] (what a channel keeps), [`postings`] (fact to lines), [`rails`] (what a channel allows, until when,
//! in which order), [`journal`] (the books as text for other programs).

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

use kernel::codec::StoredEvent;

pub mod approval;
pub mod bank_line;
pub mod bank_statement;
pub mod books;
pub mod carry_over;
pub mod channel_fact;
pub mod credit;
pub mod dispute;
pub mod entry;
pub mod exception;
pub mod farmer_account;
pub mod fees;
pub mod invoice;
pub mod journal;
pub mod payment;
pub mod payout;
pub mod postings;
pub mod rails;
pub mod reconciliation;
pub mod refund;

/// Longest words of a channel about a failure, in characters.
pub const REASON_CHARS_MAX: usize = 200;

/// Every event this crate stores: category, type name, schema version. The source of `docs/events.md`.
#[must_use]
pub fn event_types() -> Vec<(&'static str, &'static str, u16)> {
    types_of::<payment::Event>()
        .chain(types_of::<channel_fact::Event>())
        .chain(types_of::<exception::Event>())
        .chain(types_of::<bank_statement::Event>())
        .chain(types_of::<bank_line::Event>())
        .chain(types_of::<reconciliation::Event>())
        .chain(types_of::<refund::Event>())
        .chain(types_of::<dispute::Event>())
        .chain(types_of::<payout::Event>())
        .chain(types_of::<farmer_account::Event>())
        .chain(types_of::<credit::Event>())
        .chain(types_of::<carry_over::Event>())
        .chain(types_of::<entry::Event>())
        .chain(types_of::<books::Event>())
        .chain(types_of::<invoice::Event>())
        .chain(types_of::<invoice::SeriesEvent>())
        .collect()
}

fn types_of<E: StoredEvent>() -> impl Iterator<Item = (&'static str, &'static str, u16)> {
    E::TYPES
        .iter()
        .map(|(name, version)| (E::CATEGORY, *name, *version))
}
