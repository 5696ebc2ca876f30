//! What channels answer and report, in words that are the same for all of them. It must not know any channel.

use kernel::{Money, PaymentId, RefundId, Timestamp};
use serde::Serialize;

/// What the buyer is shown to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presentation {
    /// A page of the channel.
    Redirect {
        /// Its address.
        url: String,
        /// The channel's name of this attempt, to be kept for questions about it.
        attempt: Option<String>,
    },
    /// A text to be drawn as a QR code.
    QrCode {
        /// The text.
        text: String,
    },
    /// What a page inside WeChat hands to `WeixinJSBridge`.
    JsApi(JsApiCall),
}

/// The arguments of `getBrandWCPayRequest`, named as that function wants them. The package holds a prepaid id that
/// only this payer can use for two hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsApiCall {
    /// Our public account.
    pub app_id: String,
    /// Seconds since 1970.
    pub time_stamp: String,
    /// Used once.
    pub nonce_str: String,
    /// `prepay_id=…`.
    pub package: String,
    /// Always `RSA`.
    pub sign_type: &'static str,
    /// Our signature over the four above.
    pub pay_sign: String,
}

/// Money that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// For which payment.
    pub payment: PaymentId,
    /// The channel's own id, 1–64 printable characters.
    pub transaction: String,
    /// How much, before fees; callers compare it with what they asked for.
    pub amount: Money,
    /// From when it counts.
    pub value_at: Timestamp,
    /// What the channel keeps of it, in the same currency, where it says so together with the payment.
    pub fee: Option<Money>,
}

/// What a channel says that it keeps of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeReport {
    /// The transaction by which the money had come.
    pub transaction: String,
    /// How much; `None` if the channel does not know yet, or keeps it in another currency.
    pub fee: Option<Money>,
}

/// How a payment stands at the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentState {
    /// The channel does not know it.
    Unknown,
    /// Not paid yet.
    Waiting,
    /// Paid, and perhaps refunded since.
    Captured(Capture),
    /// Never paid, and cannot be any more.
    Closed,
    /// The channel tried and failed; the buyer may try again until it is closed.
    Failed {
        /// The channel's code.
        code: String,
    },
}

/// What the channel says of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReport {
    /// Which.
    pub payment: PaymentId,
    /// How it stands.
    pub state: PaymentState,
}

/// How a refund stands at the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundState {
    /// The channel does not know it.
    Unknown,
    /// The channel took the order.
    Accepted,
    /// The money is back.
    Settled {
        /// The channel's own id of the transfer back.
        transaction: String,
        /// How much went back, which callers compare with what they asked for (B 16).
        amount: Money,
        /// When; `None` where the channel does not say.
        at: Option<Timestamp>,
    },
    /// The money did not go back.
    Failed {
        /// The channel's code.
        code: String,
    },
}

/// What the channel says of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundReport {
    /// Which.
    pub refund: RefundId,
    /// How it stands.
    pub state: RefundState,
}

/// What a channel answers to an [`Ask`](crate::Ask).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The buyer can pay now.
    Present(Presentation),
    /// How a payment stands.
    Payment(PaymentReport),
    /// No money will be taken for the payment.
    Closed,
    /// How a refund stands.
    Refund(RefundReport),
    /// What the channel keeps of a payment.
    Fee(FeeReport),
    /// A statement is to be fetched.
    StatementAt {
        /// Where.
        url: String,
        /// Its SHA-1 in lower-case hexadecimal, where the channel says it.
        sha1: Option<String>,
    },
}

/// What a channel tells unasked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// How a payment stands.
    Payment(PaymentReport),
    /// How a refund stands.
    Refund(RefundReport),
    /// What the channel keeps of a payment.
    Fee(FeeReport),
    /// So much of a payment has gone back in total, by our orders or by hand in the channel's own pages.
    RefundedInTotal {
        /// The transaction by which the money had come.
        transaction: String,
        /// In total.
        refunded: Money,
    },
    /// The payer disputes a payment at the bank (D 20).
    DisputeOpened {
        /// The channel's name of the dispute.
        dispute: String,
        /// The transaction by which the money had come.
        transaction: String,
        /// How much is disputed.
        amount: Money,
        /// The channel's code of the cause.
        reason: String,
        /// Until when evidence is heard; `None` if it is not.
        respond_by: Option<Timestamp>,
    },
    /// A dispute has ended.
    DisputeClosed {
        /// The channel's name of the dispute.
        dispute: String,
        /// The transaction by which the money had come.
        transaction: String,
        /// How much was disputed.
        amount: Money,
        /// Whether the money stays with us.
        won: bool,
    },
    /// Nothing that we need to know.
    Nothing,
}

/// A verified callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The channel's id of this message; the same message comes several times.
    pub id: String,
    /// What it says.
    pub fact: Fact,
}
