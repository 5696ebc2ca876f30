//! Every fact about money in the words of the books. It must not know where the facts come from, nor what they debit
//! and credit.

use kernel::{AdoptionId, FarmId, Money};

use super::Taken;
use crate::{farmer_account::ChargeCause, payment::Channel};

/// What happened to money, in the words of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyFact {
    /// `PaymentCaptured` or `LatePaymentReceived`.
    Captured {
        /// What was paid for.
        adoption: AdoptionId,
        /// By which way.
        channel: Channel,
        /// Gross.
        amount: Money,
        /// Kept by the channel.
        fee: Money,
    },
    /// Money came that was not asked for.
    SurplusReceived {
        /// What it was meant for.
        adoption: AdoptionId,
        /// By which way.
        channel: Channel,
        /// Gross.
        amount: Money,
        /// Kept by the channel.
        fee: Money,
    },
    /// It is to go back.
    SurplusReturned {
        /// What it was meant for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// It did not go back; it belongs to the payer as before.
    SurplusNotReturned {
        /// What it was meant for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// A dispute about it is lost: the payer has it back.
    SurplusLost {
        /// What it was meant for.
        adoption: AdoptionId,
        /// Whose dispute.
        channel: Channel,
        /// How much had been held back.
        disputed: Money,
        /// How much is gone.
        amount: Money,
        /// What the channel charges for the case.
        fee: Money,
    },
    /// Money came for a payment that we never opened.
    UnknownReceived {
        /// By which way.
        channel: Channel,
        /// Gross.
        amount: Money,
        /// Kept by the channel.
        fee: Money,
    },
    /// It went back.
    UnknownReturned {
        /// By which way.
        channel: Channel,
        /// How much.
        amount: Money,
    },
    /// The adoption is confirmed: the deposit becomes undelivered fruit.
    Confirmed {
        /// Which.
        adoption: AdoptionId,
        /// What was paid for it.
        price: Money,
    },
    /// A box was delivered: its part of what is owed becomes income (`revenue_of_box`).
    Delivered {
        /// Whose box.
        adoption: AdoptionId,
        /// What it earned.
        revenue: Money,
    },
    /// Refund requested: what was owed is now payable in cash.
    RefundRequested {
        /// What had been paid for.
        adoption: AdoptionId,
        /// From where it is taken: what goes back and what the buyer bears of the fee (B 22).
        taken: Taken,
        /// Of that, the lost fee that the buyer bears.
        kept_fee: Money,
    },
    /// The refund failed or was declined: everything is owed where it was.
    RefundGivenUp {
        /// What had been paid for.
        adoption: AdoptionId,
        /// From where it had been taken.
        taken: Taken,
        /// The fee that the buyer would have borne.
        kept_fee: Money,
    },
    /// The channel paid back.
    RefundSettled {
        /// What had been paid for.
        adoption: AdoptionId,
        /// By which way it went.
        channel: Channel,
        /// How much went back.
        amount: Money,
    },
    /// The channel said what it keeps.
    FeeTold {
        /// What was paid for.
        adoption: AdoptionId,
        /// Which channel.
        channel: Channel,
        /// What was posted before.
        before: Money,
        /// What it keeps.
        fee: Money,
    },
    /// The channel gave a part of its fee back with a refund.
    FeeReturned {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which channel.
        channel: Channel,
        /// What was posted before.
        before: Money,
        /// What it gave back in all.
        fee: Money,
    },
    /// A dispute is open: the channel holds the money back.
    DisputeOpened {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Whose dispute.
        channel: Channel,
        /// How much.
        amount: Money,
    },
    /// The dispute is won: the channel gives the money back.
    DisputeWon {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Whose dispute.
        channel: Channel,
        /// How much.
        amount: Money,
    },
    /// The dispute is lost: what was owed to the buyer is owed no longer, the rest is a loss.
    DisputeLost {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Whose dispute.
        channel: Channel,
        /// How much had been held back.
        disputed: Money,
        /// From where the lost amount is taken.
        taken: Taken,
        /// What the channel charges for the case.
        fee: Money,
    },
    /// What was owed for an adoption became credit, or credit spent on it came back.
    Credited {
        /// On account of which.
        adoption: AdoptionId,
        /// From where it is taken.
        taken: Taken,
    },
    /// Credit beyond what was paid: the platform bears it.
    GoodwillGranted {
        /// On account of which.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// An adoption was paid for with credit.
    CreditSpent {
        /// Which.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// Credit is on its way out as cash.
    CashRequested {
        /// How much.
        amount: Money,
    },
    /// The cash arrived.
    CashPaid {
        /// By which way.
        channel: Channel,
        /// How much.
        amount: Money,
    },
    /// The cash did not arrive; it is credit again.
    CashNotPaid {
        /// How much.
        amount: Money,
    },
    /// What was owed for an adoption is owed from the next season's harvest.
    CarriedOver {
        /// On account of which.
        adoption: AdoptionId,
        /// From where it is taken.
        taken: Taken,
    },
    /// Fruit that was carried over was delivered.
    CarryOverDelivered {
        /// On account of which.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// What was carried over is owed for the adoption itself again.
    CarryOverReturned {
        /// On account of which.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// A tranche is on its way to a farm.
    AdvanceGranted {
        /// Which farm.
        farm: FarmId,
        /// How much.
        amount: Money,
    },
    /// Delivered fruit earned money for a farm.
    FarmerEarned {
        /// Which farm.
        farm: FarmId,
        /// By whose box.
        adoption: AdoptionId,
        /// The farm's part.
        earned: Money,
        /// Of that, for the advance.
        recovered: Money,
        /// Of that, waiting for claims.
        held_back: Money,
    },
    /// A farm was charged.
    FarmerCharged {
        /// Which farm.
        farm: FarmId,
        /// On whose behalf.
        adoption: AdoptionId,
        /// Why.
        cause: ChargeCause,
        /// How much.
        amount: Money,
    },
    /// What was held back became payable.
    HoldbackReleased {
        /// To which farm.
        farm: FarmId,
        /// How much.
        amount: Money,
    },
    /// A settlement is on its way to a farm.
    SettlementAgreed {
        /// Which farm.
        farm: FarmId,
        /// How much.
        amount: Money,
    },
    /// A payout arrived at a farm.
    FarmerPaid {
        /// Which farm.
        farm: FarmId,
        /// By which way.
        channel: Channel,
        /// How much.
        amount: Money,
    },
    /// A payout did not arrive at a farm.
    FarmerNotPaid {
        /// Which farm.
        farm: FarmId,
        /// Whether it was a tranche of the advance.
        advance: bool,
        /// How much.
        amount: Money,
        /// What had been kept of the earned for it.
        given_back: Money,
    },
}

impl MoneyFact {
    /// What happened, in a word for journals.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Captured { .. } => "payment captured",
            Self::SurplusReceived { .. } => "surplus received",
            Self::SurplusReturned { .. } => "surplus to go back",
            Self::SurplusNotReturned { .. } => "surplus not gone back",
            Self::SurplusLost { .. } => "surplus lost",
            Self::UnknownReceived { .. } => "unknown money received",
            Self::UnknownReturned { .. } => "unknown money returned",
            Self::Confirmed { .. } => "adoption confirmed",
            Self::Delivered { .. } => "box delivered",
            Self::RefundRequested { .. } => "refund requested",
            Self::RefundGivenUp { .. } => "refund given up",
            Self::RefundSettled { .. } => "refund settled",
            Self::FeeTold { .. } => "fee told",
            Self::FeeReturned { .. } => "fee returned",
            Self::DisputeOpened { .. } => "dispute opened",
            Self::DisputeWon { .. } => "dispute won",
            Self::DisputeLost { .. } => "dispute lost",
            Self::Credited { .. } => "credited",
            Self::GoodwillGranted { .. } => "goodwill granted",
            Self::CreditSpent { .. } => "credit spent",
            Self::CarriedOver { .. } => "carried over",
            Self::CarryOverDelivered { .. } => "carry-over delivered",
            Self::CarryOverReturned { .. } => "carry-over returned",
            Self::CashRequested { .. } => "cash for credit requested",
            Self::CashPaid { .. } => "cash for credit paid",
            Self::CashNotPaid { .. } => "cash for credit not paid",
            Self::AdvanceGranted { .. } => "advance granted",
            Self::FarmerEarned { .. } => "farmer earned",
            Self::FarmerCharged { .. } => "farmer charged",
            Self::HoldbackReleased { .. } => "holdback released",
            Self::SettlementAgreed { .. } => "settlement agreed",
            Self::FarmerPaid { .. } => "farmer paid",
            Self::FarmerNotPaid { .. } => "farmer not paid",
        }
    }

    /// On behalf of whom the fact is posted.
    pub(super) const fn on_behalf_of(&self) -> (Option<AdoptionId>, Option<FarmId>) {
        match self {
            Self::Captured { adoption, .. }
            | Self::SurplusReceived { adoption, .. }
            | Self::SurplusReturned { adoption, .. }
            | Self::SurplusNotReturned { adoption, .. }
            | Self::SurplusLost { adoption, .. }
            | Self::Confirmed { adoption, .. }
            | Self::Delivered { adoption, .. }
            | Self::RefundRequested { adoption, .. }
            | Self::RefundGivenUp { adoption, .. }
            | Self::RefundSettled { adoption, .. }
            | Self::FeeTold { adoption, .. }
            | Self::FeeReturned { adoption, .. }
            | Self::DisputeOpened { adoption, .. }
            | Self::DisputeWon { adoption, .. }
            | Self::DisputeLost { adoption, .. }
            | Self::Credited { adoption, .. }
            | Self::GoodwillGranted { adoption, .. }
            | Self::CarriedOver { adoption, .. }
            | Self::CarryOverDelivered { adoption, .. }
            | Self::CarryOverReturned { adoption, .. }
            | Self::CreditSpent { adoption, .. } => (Some(*adoption), None),
            Self::UnknownReceived { .. }
            | Self::UnknownReturned { .. }
            | Self::CashRequested { .. }
            | Self::CashPaid { .. }
            | Self::CashNotPaid { .. } => (None, None),
            Self::FarmerEarned { farm, adoption, .. }
            | Self::FarmerCharged { farm, adoption, .. } => (Some(*adoption), Some(*farm)),
            Self::AdvanceGranted { farm, .. }
            | Self::HoldbackReleased { farm, .. }
            | Self::SettlementAgreed { farm, .. }
            | Self::FarmerPaid { farm, .. }
            | Self::FarmerNotPaid { farm, .. } => (None, Some(*farm)),
        }
    }
}
