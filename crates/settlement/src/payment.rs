//! One expected payment for one adoption. Stream `payment-<PaymentId>`.
//! It must not know about holds or trees: whether money was in time is judged by its own expiry alone.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    AdoptionId, Decider, Money, PaymentId, PersonId, RefundId, ShortCode, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod rules;

pub(crate) use rules::is_transaction_id;

/// By which way money comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A bank transfer or cash that an operator records from a statement line.
    Manual,
    /// WeChat Pay, API v3.
    WechatPay,
    /// Alipay.
    Alipay,
    /// Stripe.
    Stripe,
    /// Play money of the demo; no real money ever moves by it.
    Sandbox,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [
        Self::Manual,
        Self::WechatPay,
        Self::Alipay,
        Self::Stripe,
        Self::Sandbox,
    ];

    /// The stored and spoken name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::WechatPay => "wechat-pay",
            Self::Alipay => "alipay",
            Self::Stripe => "stripe",
            Self::Sandbox => "sandbox",
        }
    }
}

/// What may be asked of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Expect money.
    OpenPayment {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        adoption: AdoptionId,
        /// Who pays.
        payer: PersonId,
        /// How much, gross.
        amount: Money,
        /// By which way.
        channel: Channel,
        /// What the payer writes on the transfer.
        reference: ShortCode,
        /// Money of a later value date is late.
        expires_at: Timestamp,
    },
    /// A channel's fact: money arrived. By its value date it is in time or late (B 4, D 16).
    /// Quiet when this transaction is recorded already (D 14).
    RecordCapture {
        /// The channel's own id.
        transaction: String,
        /// How much arrived, gross.
        amount: Money,
        /// What the channel keeps of it.
        fee: Money,
        /// From when the money counts.
        value_at: Timestamp,
    },
    /// A channel's fact: the money will not come. Quiet if the payment failed already.
    RecordFailure {
        /// The channel's words, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Refund reservations keep the sum of refunds within what was captured (D 12).
    ReserveRefund {
        /// The refund.
        refund: RefundId,
        /// How much of the payment it takes.
        amount: Money,
    },
    /// A refund failed: what it reserved can be refunded again. Quiet if released already.
    ReleaseRefund {
        /// The refund.
        refund: RefundId,
    },
}

/// What may happen to a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Money is expected.
    #[serde(rename = "settlement.payment-opened")]
    PaymentOpened {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        adoption: AdoptionId,
        /// Who pays.
        payer: PersonId,
        /// How much, gross.
        amount: Money,
        /// By which way.
        channel: Channel,
        /// What the payer writes on the transfer.
        reference: ShortCode,
        /// Money of a later value date is late.
        expires_at: Timestamp,
    },
    /// The money arrived in time.
    #[serde(rename = "settlement.payment-captured")]
    PaymentCaptured {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        adoption: AdoptionId,
        /// By which way.
        channel: Channel,
        /// The channel's own id.
        transaction: String,
        /// How much arrived, gross.
        amount: Money,
        /// What the channel keeps of it.
        fee: Money,
        /// From when the money counts.
        value_at: Timestamp,
    },
    /// The money arrived after the expiry; it ends in a confirmation or a refund (D 16).
    #[serde(rename = "settlement.late-payment-received")]
    LatePaymentReceived {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        adoption: AdoptionId,
        /// By which way.
        channel: Channel,
        /// The channel's own id.
        transaction: String,
        /// How much arrived, gross.
        amount: Money,
        /// What the channel keeps of it.
        fee: Money,
        /// From when the money counts.
        value_at: Timestamp,
    },
    /// The channel says that the money will not come.
    #[serde(rename = "settlement.payment-failed")]
    PaymentFailed {
        /// The channel's words.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// A part of the captured money is set aside for a refund.
    #[serde(rename = "settlement.payment-refund-reserved")]
    RefundReserved {
        /// The refund.
        refund: RefundId,
        /// How much is set aside.
        amount: Money,
    },
    /// What was set aside is free again.
    #[serde(rename = "settlement.payment-refund-released")]
    RefundReleased {
        /// The refund.
        refund: RefundId,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "payment";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.payment-opened", 1),
        ("settlement.payment-captured", 1),
        ("settlement.late-payment-received", 1),
        ("settlement.payment-failed", 1),
        ("settlement.payment-refund-reserved", 1),
        ("settlement.payment-refund-released", 1),
    ];
}

/// The id part of a payment's stream name.
#[must_use]
pub fn stream_id(payment: PaymentId) -> String {
    payment.to_string()
}

/// Why a wish about a payment was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No payment was opened under this id.
    #[error("there is no such payment")]
    PaymentUnknown,
    /// A payment was opened under this id with other facts.
    #[error("the payment exists already")]
    PaymentExists,
    /// Nothing or less than nothing was asked for.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// The amount is not the one that belongs to the payment, the transaction or the refund.
    #[error("{expected} is expected, {actual} arrived")]
    AmountDiffers {
        /// What was agreed.
        expected: Money,
        /// What was said now.
        actual: Money,
    },
    /// The fee is negative, above the amount, or in another currency.
    #[error("a fee must not be negative or above the amount")]
    FeeInvalid,
    /// Money arrived for this payment by another transaction.
    #[error("this payment was captured by transaction {transaction}")]
    PaymentAlreadyCaptured {
        /// The transaction that was recorded.
        transaction: String,
    },
    /// A failure without the channel's words.
    #[error("a failure needs a reason")]
    ReasonMissing,
    /// A reason of more than 200 characters.
    #[error("the reason is longer than {max} characters")]
    ReasonTooLong {
        /// The limit, [`REASON_CHARS_MAX`](crate::REASON_CHARS_MAX).
        max: usize,
    },
    /// Not 1–64 printable ASCII characters, or spaces at an end.
    #[error("a transaction id has 1 to 64 printable characters")]
    TransactionInvalid,
    /// A refund needs captured money.
    #[error("nothing was captured")]
    PaymentNotCaptured,
    /// All refunds together would exceed what was captured (D 12).
    #[error("only {available} of the payment can still be refunded")]
    RefundAboveCaptured {
        /// Captured less all reservations.
        available: Money,
    },
    /// The refund never reserved anything here.
    #[error("refund {refund} is not reserved here")]
    RefundUnknown {
        /// The refund.
        refund: RefundId,
    },
    /// A released refund is over; trying again needs a refund of its own.
    #[error("refund {refund} was released and cannot be reserved again")]
    RefundWasReleased {
        /// The refund.
        refund: RefundId,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::PaymentUnknown => "payment-unknown",
            Self::PaymentExists => "payment-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffers { .. } => "amount-differs",
            Self::FeeInvalid => "fee-invalid",
            Self::PaymentAlreadyCaptured { .. } => "payment-already-captured",
            Self::ReasonMissing => "reason-missing",
            Self::ReasonTooLong { .. } => "reason-too-long",
            Self::TransactionInvalid => "transaction-invalid",
            Self::PaymentNotCaptured => "payment-not-captured",
            Self::RefundAboveCaptured { .. } => "refund-above-captured",
            Self::RefundUnknown { .. } => "refund-unknown",
            Self::RefundWasReleased { .. } => "refund-was-released",
        }
    }
}

/// What was agreed when the payment was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The payment.
    pub payment: PaymentId,
    /// What it is for.
    pub adoption: AdoptionId,
    /// Who pays.
    pub payer: PersonId,
    /// How much, gross.
    pub amount: Money,
    /// By which way.
    pub channel: Channel,
    /// What the payer writes on the transfer.
    pub reference: ShortCode,
    /// Money of a later value date is late.
    pub expires_at: Timestamp,
}

/// The money that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// The channel's own id.
    pub transaction: String,
    /// How much arrived, gross.
    pub amount: Money,
    /// Whether it arrived after the expiry.
    pub late: bool,
}

/// What is remembered of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was agreed; `None` before the payment is opened.
    pub opened: Option<Opened>,
    /// The money that arrived, if it did.
    pub captured: Option<Captured>,
    /// Whether the channel said that the money will not come. Money may still arrive after that.
    pub failed: bool,
    /// What is set aside for refunds, in flight or settled.
    pub reserved: BTreeMap<RefundId, Money>,
    /// Refunds whose reservation was given back.
    pub released: BTreeSet<RefundId>,
}

/// The rules of a payment.
#[derive(Debug, Clone, Copy)]
pub struct Payment;

impl Decider for Payment {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
