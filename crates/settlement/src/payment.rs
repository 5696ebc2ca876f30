//! One expected payment for one adoption. Stream `payment-<PaymentId>`.
//! It must not know about holds or trees: whether money was in time is judged by its own expiry alone.

use std::collections::BTreeSet;

use kernel::{
    AdoptionId, CreditId, Decider, DisputeId, Money, PaymentId, PersonId, RefundId, ShortCode,
    Timestamp, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

mod attempts;
mod capture;
mod channel;
mod fee;
mod lines;
mod money_back;
mod queue;
mod rejection;
mod rules;
mod state;

pub use attempts::Attempt;
pub use capture::Surplus;
pub(crate) use capture::is_transaction_id;
pub use channel::Channel;
pub use lines::{Line, LineKind, LinePart};
pub use queue::{BatchPolicy, Queued};
pub use rejection::Rejection;
pub use state::{Captured, Disputed, Opened, State};

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
        /// What it is made of; empty for fruit alone.
        lines: Vec<Line>,
    },
    /// The payer wants to pay by this way. It holds nothing longer than before (D 3, B 3). Quiet if it is open already
    /// under the same name.
    StartAttempt {
        /// By which way.
        channel: Channel,
        /// What the channel calls the attempt, once it told: 1–255 printable characters.
        name: Option<String>,
        /// When.
        at: Timestamp,
    },
    /// The channel takes no money by this attempt any more. Quiet if it is over.
    EndAttempt {
        /// By which way.
        channel: Channel,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: money arrived. By its value date it is in time or late (B 4, D 16).
    /// Quiet when this transaction is recorded already (D 14).
    RecordCapture {
        /// By which way it came, whatever was meant when the payment was opened.
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
    /// A channel's fact: what it keeps of the money. Quiet for the same word again.
    RecordFee {
        /// How much.
        fee: Money,
        /// When it said so.
        at: Timestamp,
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
        /// How much of which line; empty to take from the lines in their order.
        parts: Vec<LinePart>,
    },
    /// Sets a small refund aside until it is worth an order of its own (B 19). Quiet if it waits already.
    QueueRefund {
        /// The small refund.
        refund: RefundId,
        /// How much of the payment it takes.
        amount: Money,
        /// How much of which line; empty to take from the lines in their order.
        parts: Vec<LinePart>,
        /// When.
        at: Timestamp,
    },
    /// Makes one refund of small ones that wait; what was set aside for them is now set aside for it.
    BatchRefunds {
        /// The one refund that the channel is asked for.
        refund: RefundId,
        /// The small ones.
        items: BTreeSet<RefundId>,
    },
    /// A refund failed: what it reserved can be refunded again. Quiet if released already.
    ReleaseRefund {
        /// The refund.
        refund: RefundId,
    },
    /// A part of the captured money became the buyer's credit: it cannot be refunded as well (D 12, 13). Quiet for the
    /// same credit.
    SetAsideCredit {
        /// The credit.
        credit: CreditId,
        /// On account of which adoption: of a divided tree one payment stands behind several.
        adoption: AdoptionId,
        /// How much of the payment it takes.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: money came that was not asked for. It is a payment of its own. Quiet for the same transaction.
    RecordSurplus(Surplus),
    /// A channel's fact: the payer asked the channel for money back. Always taken, whatever was refunded before.
    RecordDispute {
        /// The dispute.
        dispute: DisputeId,
        /// How much of the payment is disputed.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the dispute is over.
    EndDispute {
        /// The dispute.
        dispute: DisputeId,
        /// What the channel took back; nothing if it was won.
        lost: Option<Money>,
        /// When.
        at: Timestamp,
    },
    /// Asks whether shipping, payouts and commission may go on (D 20). Leads to no event.
    CheckNotFrozen,
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
        /// What it is made of; empty for fruit alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<Line>,
    },
    /// The payer wants to pay by this way; told again when the channel has named the attempt.
    #[serde(rename = "settlement.payment-attempted")]
    PaymentAttempted {
        /// By which way.
        channel: Channel,
        /// What the channel calls it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// When.
        at: Timestamp,
    },
    /// The channel takes no money by this attempt any more.
    #[serde(rename = "settlement.payment-attempt-ended")]
    PaymentAttemptEnded {
        /// By which way.
        channel: Channel,
        /// When.
        at: Timestamp,
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
    /// The channel said what it keeps; until then it was reckoned from its schedule.
    #[serde(rename = "settlement.payment-fee-told")]
    FeeTold {
        /// The payment.
        payment: PaymentId,
        /// What it is for.
        adoption: AdoptionId,
        /// Which channel.
        channel: Channel,
        /// What was reckoned with before.
        before: Money,
        /// What it keeps.
        fee: Money,
        /// When it said so.
        at: Timestamp,
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
        /// How much of which line; empty if there is one line only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<LinePart>,
    },
    /// What was set aside is free again.
    #[serde(rename = "settlement.payment-refund-released")]
    RefundReleased {
        /// The refund.
        refund: RefundId,
    },
    /// A small refund is set aside and waits for company.
    #[serde(rename = "settlement.payment-refund-queued")]
    RefundQueued {
        /// The small refund.
        refund: RefundId,
        /// How much is set aside.
        amount: Money,
        /// How much of which line; empty if there is one line only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<LinePart>,
        /// When.
        at: Timestamp,
    },
    /// Small refunds became one.
    #[serde(rename = "settlement.payment-refunds-batched")]
    RefundsBatched {
        /// The one refund.
        refund: RefundId,
        /// The small ones.
        items: BTreeSet<RefundId>,
        /// What they are together.
        amount: Money,
    },
    /// Money came that was not asked for; it belongs to the payer.
    #[serde(rename = "settlement.surplus-received")]
    SurplusReceived(Surplus),
    /// A part of the captured money became the buyer's credit.
    #[serde(rename = "settlement.payment-credited")]
    PaymentCredited {
        /// The credit.
        credit: CreditId,
        /// On account of which adoption; left out in old events, which are about the payment's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adoption: Option<AdoptionId>,
        /// How much became credit.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The payer asked the channel for money back: shipping, payouts and commission stop (D 20).
    #[serde(rename = "settlement.payment-disputed")]
    PaymentDisputed {
        /// The dispute.
        dispute: DisputeId,
        /// How much of the payment is disputed.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The dispute is over.
    #[serde(rename = "settlement.payment-dispute-ended")]
    PaymentDisputeEnded {
        /// The dispute.
        dispute: DisputeId,
        /// What the channel took back; nothing if it was won.
        lost: Option<Money>,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "payment";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.payment-opened", 1),
        ("settlement.payment-attempted", 1),
        ("settlement.payment-attempt-ended", 1),
        ("settlement.payment-captured", 1),
        ("settlement.late-payment-received", 1),
        ("settlement.payment-fee-told", 1),
        ("settlement.payment-failed", 1),
        ("settlement.payment-refund-reserved", 1),
        ("settlement.payment-refund-released", 1),
        ("settlement.payment-refund-queued", 1),
        ("settlement.payment-refunds-batched", 1),
        ("settlement.surplus-received", 1),
        ("settlement.payment-credited", 1),
        ("settlement.payment-disputed", 1),
        ("settlement.payment-dispute-ended", 1),
    ];
}

/// The id part of a payment's stream name.
#[must_use]
pub fn stream_id(payment: PaymentId) -> String {
    payment.to_string()
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
