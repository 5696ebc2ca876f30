//! What is remembered of a payment, and what can be read off it. It must not decide anything.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{
    AdoptionId, CreditId, DisputeId, Money, PaymentId, PersonId, RefundId, ShortCode, Timestamp,
};

use super::{Attempt, Channel, Line, LinePart, Queued, Rejection};

/// What was agreed when the payment was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What it is made of; empty for fruit alone.
    pub lines: Vec<Line>,
}

/// The money that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// By which way; refunds go back by it.
    pub channel: Channel,
    /// The channel's own id.
    pub transaction: String,
    /// How much arrived, gross.
    pub amount: Money,
    /// What the channel kept of it.
    pub fee: Money,
    /// Whether the channel said so; otherwise it is reckoned from its schedule.
    pub fee_told: bool,
    /// Whether it arrived after the expiry.
    pub late: bool,
}

/// A dispute about the payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disputed {
    /// How much is disputed.
    pub amount: Money,
    /// How it ended, with what was lost; `None` while it is open.
    pub ended: Option<Option<Money>>,
}

/// What is remembered of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was agreed; `None` before the payment is opened.
    pub opened: Option<Opened>,
    /// The ways by which the payer tried to pay.
    pub attempts: BTreeMap<Channel, Attempt>,
    /// The payment that this money came beside, if nobody asked for it.
    pub beside: Option<PaymentId>,
    /// The money that arrived, if it did.
    pub captured: Option<Captured>,
    /// Whether the channel said that the money will not come. Money may still arrive after that.
    pub failed: bool,
    /// What is set aside for refunds, in flight or settled.
    pub reserved: BTreeMap<RefundId, Money>,
    /// Of what was set aside, how much of which line; nothing for payments of one line.
    pub parts: BTreeMap<RefundId, Vec<LinePart>>,
    /// Small refunds that wait for company; what they take is among the reserved.
    pub queued: BTreeMap<RefundId, Queued>,
    /// Small refunds that became part of another.
    pub batched: BTreeMap<RefundId, RefundId>,
    /// Refunds whose reservation was given back.
    pub released: BTreeSet<RefundId>,
    /// What became the buyer's credit.
    pub credited: BTreeMap<CreditId, Money>,
    /// On account of which adoption; those that are not here are about the payment's own.
    pub credited_for: BTreeMap<CreditId, AdoptionId>,
    /// Disputes about it, open and over.
    pub disputes: BTreeMap<DisputeId, Disputed>,
}

impl State {
    /// What was agreed.
    ///
    /// # Errors
    /// `PaymentUnknown` before the payment is opened.
    pub fn opened(&self) -> Result<&Opened, Rejection> {
        self.opened.as_ref().ok_or(Rejection::PaymentUnknown)
    }

    /// The way by which the money came; before that the way that was meant.
    ///
    /// # Errors
    /// `PaymentUnknown` before the payment is opened.
    pub fn channel(&self) -> Result<Channel, Rejection> {
        let opened = self.opened()?.channel;
        Ok(self
            .captured
            .as_ref()
            .map_or(opened, |captured| captured.channel))
    }

    /// What can still be refunded: captured less all reservations, all that became credit and all
    /// that disputes took or may take (D 12).
    /// Zero, never less, when a dispute came after the refund.
    ///
    /// # Errors
    /// `PaymentUnknown` or `PaymentNotCaptured`.
    pub fn refundable(&self) -> Result<Money, Rejection> {
        self.opened()?;
        let captured = self
            .captured
            .as_ref()
            .ok_or(Rejection::PaymentNotCaptured)?;
        let left = captured.amount.minor.saturating_sub(self.taken()).max(0);
        Ok(Money::new(left, captured.amount.currency))
    }

    /// By how much more would be given back, set aside and lost than came, if a dispute is lost with this amount, in minor
    /// units; zero or less while the money is there. Disputes are taken whatever was refunded before.
    #[must_use]
    pub fn overdrawn_by(&self, dispute: DisputeId, lost: Money) -> i64 {
        let captured = self.captured.as_ref().map_or(0, |one| one.amount.minor);
        let at_stake = self.disputes.get(&dispute).map_or(0, Disputed::at_stake);
        let others = self.taken().saturating_sub(at_stake);
        others.saturating_add(lost.minor).saturating_sub(captured)
    }

    /// All reservations, all that became credit and all that disputes took or may take, in minor units.
    fn taken(&self) -> i64 {
        let reserved = self.reserved.values().map(|amount| amount.minor);
        let credited = self.credited.values().map(|amount| amount.minor);
        reserved
            .chain(credited)
            .chain(self.disputes.values().map(Disputed::at_stake))
            .fold(0_i64, i64::saturating_add)
    }

    /// The dispute that is open, if one is: it freezes shipping, payouts and commission (D 20).
    #[must_use]
    pub fn open_dispute(&self) -> Option<DisputeId> {
        self.disputes
            .iter()
            .find(|(_, disputed)| disputed.ended.is_none())
            .map(|(dispute, _)| *dispute)
    }

    /// Whether this very transaction was recorded; a rejection if another was, or the same with another amount.
    pub(super) fn knows_capture(
        &self,
        transaction: &str,
        amount: Money,
    ) -> Result<bool, Rejection> {
        match &self.captured {
            None => Ok(false),
            Some(known) if known.transaction != transaction => {
                Err(Rejection::PaymentAlreadyCaptured {
                    transaction: known.transaction.clone(),
                })
            }
            Some(known) if known.amount == amount => Ok(true),
            Some(known) => Err(Rejection::AmountDiffers {
                expected: known.amount,
                actual: amount,
            }),
        }
    }
}

impl Disputed {
    /// What the dispute took or may still take, in minor units.
    fn at_stake(&self) -> i64 {
        match self.ended {
            None => self.amount.minor,
            Some(lost) => lost.map_or(0, |amount| amount.minor),
        }
    }
}
