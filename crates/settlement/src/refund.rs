//! One refund: requested, accepted by the channel, settled or failed. Stream `refund-<RefundId>`.
//! Only a channel's fact settles it (D 15). It must not know how much of the payment is left: the payment
//! reserves that.

use kernel::{
    AdoptionId, Decider, Money, PaymentId, PersonId, RefundId, Timestamp, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::{approval::Approvals, payment::Channel};

mod fee;
mod pro_rata;
mod rejection;
mod rules;
mod terms;

pub use fee::{FeeBearer, LostFee, bearer, lost_fee};
pub use pro_rata::{Stake, pro_rata};
pub use rejection::Rejection;
pub use terms::{Fallback, FallbackCause, Terms};

/// Why money goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefundReason {
    /// The money came after the share was gone (D 16).
    PaidTooLate,
    /// The buyer withdrew.
    Withdrawn,
    /// The operator cancelled.
    ByOperator,
    /// Less fruit than promised, and the buyer chose money.
    Shortfall,
    /// Fruit arrived spoiled or not at all.
    Claim,
    /// The campaign did not reach its goal.
    CampaignFailed,
    /// The money had not been asked for.
    Surplus,
}

/// What may be asked of a refund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Ask the channel to pay back. Quiet for the same refund, whenever it is asked again.
    RequestRefund {
        /// The refund; retries keep it (B 20).
        refund: RefundId,
        /// The payment it takes from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back, the same as the way in.
        channel: Channel,
        /// How much.
        amount: Money,
        /// Why.
        reason: RefundReason,
        /// Who asked, what approval it needs, which way it goes.
        terms: Terms,
        /// When.
        at: Timestamp,
    },
    /// One more person stands behind the refund. Quiet if they did before.
    ApproveRefund {
        /// Who; not the one who asked.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The refund shall not be. Quiet if it was declined before.
    DeclineRefund {
        /// Who says so.
        by: PersonId,
        /// Why, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The channel is about to be asked; asked again it is the same order (B 20). Quiet if it was asked before.
    RecordAsked {
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: it took the order. Quiet if it did so before.
    RecordAcceptance {
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money is back. A channel that pays at once need not accept first.
    RecordSettlement {
        /// The channel's own id of the transfer back.
        transaction: String,
        /// How much went back.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// How much of the payment's fee came back with a settled refund: as the channel's schedule has it, and then as the
    /// channel itself says. Quiet for the same.
    RecordFeeReturned {
        /// How much.
        fee: Money,
        /// When.
        at: Timestamp,
    },
    /// A channel's fact: the money did not go back. Quiet if the refund failed already.
    RecordFailure {
        /// The channel's words, 1–200 characters on one line.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Money shall go back.
    #[serde(rename = "settlement.refund-requested")]
    RefundRequested {
        /// The refund.
        refund: RefundId,
        /// The payment it takes from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back.
        channel: Channel,
        /// How much.
        amount: Money,
        /// Why.
        reason: RefundReason,
        /// Who asked, what approval it needs, which way it goes.
        #[serde(default, skip_serializing_if = "Terms::is_plain")]
        terms: Terms,
        /// When.
        at: Timestamp,
    },
    /// One more person stands behind the refund.
    #[serde(rename = "settlement.refund-approved")]
    RefundApproved {
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The refund shall not be; the money is owed as before.
    #[serde(rename = "settlement.refund-declined")]
    RefundDeclined {
        /// The refund.
        refund: RefundId,
        /// The payment it would have taken from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much is still owed.
        amount: Money,
        /// Who said so.
        by: PersonId,
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// The channel was asked for the first time; its clocks count from here.
    #[serde(rename = "settlement.refund-asked")]
    RefundAsked {
        /// When.
        at: Timestamp,
    },
    /// The channel took the order.
    #[serde(rename = "settlement.refund-accepted")]
    RefundAccepted {
        /// When.
        at: Timestamp,
    },
    /// The money is back.
    #[serde(rename = "settlement.refund-settled")]
    RefundSettled {
        /// The refund.
        refund: RefundId,
        /// The payment it took from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// The way back.
        channel: Channel,
        /// The channel's own id of the transfer back.
        transaction: String,
        /// How much went back.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// The channel gave a part of its fee back with the refund.
    #[serde(rename = "settlement.refund-fee-returned")]
    FeeReturned {
        /// The refund.
        refund: RefundId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which channel.
        channel: Channel,
        /// What was held for given back before.
        before: Money,
        /// What it gave back in all.
        fee: Money,
        /// When.
        at: Timestamp,
    },
    /// The money did not go back; it is owed as before.
    #[serde(rename = "settlement.refund-failed")]
    RefundFailed {
        /// The refund.
        refund: RefundId,
        /// The payment it would have taken from.
        payment: PaymentId,
        /// What had been paid for.
        adoption: AdoptionId,
        /// How much is still owed.
        amount: Money,
        /// The channel's words.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "refund";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.refund-requested", 1),
        ("settlement.refund-approved", 1),
        ("settlement.refund-declined", 1),
        ("settlement.refund-asked", 1),
        ("settlement.refund-accepted", 1),
        ("settlement.refund-settled", 1),
        ("settlement.refund-fee-returned", 1),
        ("settlement.refund-failed", 1),
    ];
}

/// The id part of a refund's stream name.
#[must_use]
pub fn stream_id(refund: RefundId) -> String {
    refund.to_string()
}

/// What was requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// The refund.
    pub refund: RefundId,
    /// The payment it takes from.
    pub payment: PaymentId,
    /// What had been paid for.
    pub adoption: AdoptionId,
    /// The way back.
    pub channel: Channel,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
    /// Who asked, what approval it needs, which way it goes.
    pub terms: Terms,
}

/// How far a refund has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Phase {
    /// The channel has not answered.
    #[default]
    Requested,
    /// The channel took the order.
    Accepted,
    /// The money is back.
    Settled {
        /// By this transaction.
        transaction: String,
    },
    /// The money did not go back.
    Failed,
    /// A person said no before it was sent.
    Declined,
}

/// What is remembered of a refund.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was requested; `None` before that.
    pub requested: Option<Requested>,
    /// Who stands behind it.
    pub approvals: Approvals,
    /// When the channel was asked first.
    pub asked: Option<Timestamp>,
    /// What came back of the payment's fee; nothing was said if `None`.
    pub fee_returned: Option<Money>,
    /// How far it has come since.
    pub phase: Phase,
}

/// The rules of a refund.
#[derive(Debug, Clone, Copy)]
pub struct Refund;

impl Decider for Refund {
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
