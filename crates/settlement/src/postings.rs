//! From a fact about money to balanced double-entry postings: one pure function (D 11, 18).
//! It knows accounts and amounts, not streams or tables.

use kernel::{AdoptionId, Money};
use serde::Serialize;

/// The chart of accounts. The text form is what exports show, such as `assets:channel:manual`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Account {
    /// assets:channel:manual — what the channel owes us or holds for us.
    ChannelManual,
    /// expenses:channel-fees
    ChannelFees,
    /// liabilities:deposits — received, adoption not confirmed yet.
    Deposits,
    /// liabilities:undelivered — sold fruit that is owed to buyers (deferred revenue).
    Undelivered,
    /// liabilities:refunds-payable
    RefundsPayable,
    /// income:fruit
    IncomeFruit,
}

/// One line of an entry: positive debits, negative credits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posting {
    pub account: Account,
    pub adoption: AdoptionId,
    pub amount: Money,
}

/// What happened to money, in the words of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyFact {
    /// PaymentCaptured or LatePaymentReceived: amount gross, fee kept by the channel.
    Captured {
        adoption: AdoptionId,
        amount: Money,
        fee: Money,
    },
    /// The adoption is confirmed: the deposit becomes undelivered fruit.
    Confirmed {
        adoption: AdoptionId,
        price: Money,
    },
    /// Refund requested: what was owed as deposit (unconfirmed) or undelivered (confirmed) is now payable in cash.
    RefundRequested {
        adoption: AdoptionId,
        amount: Money,
        was_confirmed: bool,
    },
    RefundSettled {
        adoption: AdoptionId,
        amount: Money,
    },
    /// A failed refund goes back to where it was owed.
    RefundFailed {
        adoption: AdoptionId,
        amount: Money,
        was_confirmed: bool,
    },
    /// Box `nth` (from 1) of `boxes` was delivered: its exact part of the price becomes income.
    Delivered {
        adoption: AdoptionId,
        price: Money,
        boxes: u8,
        nth: u8,
    },
}
