//! Every fact about money in the words of the books, and what each debits and credits. It must not know where the
//! facts come from.

use kernel::{AdoptionId, FarmId, Money, MoneyError};

use super::{Account, Taken};
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

type Line = (Account, Money);

impl MoneyFact {
    /// What happened, in a word for journals.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Captured { .. } => "payment captured",
            Self::Confirmed { .. } => "adoption confirmed",
            Self::Delivered { .. } => "box delivered",
            Self::RefundRequested { .. } => "refund requested",
            Self::RefundGivenUp { .. } => "refund given up",
            Self::RefundSettled { .. } => "refund settled",
            Self::DisputeOpened { .. } => "dispute opened",
            Self::DisputeWon { .. } => "dispute won",
            Self::DisputeLost { .. } => "dispute lost",
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
            | Self::Confirmed { adoption, .. }
            | Self::Delivered { adoption, .. }
            | Self::RefundRequested { adoption, .. }
            | Self::RefundGivenUp { adoption, .. }
            | Self::RefundSettled { adoption, .. }
            | Self::DisputeOpened { adoption, .. }
            | Self::DisputeWon { adoption, .. }
            | Self::DisputeLost { adoption, .. } => (Some(*adoption), None),
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

/// What a fact debits and credits.
pub(super) fn lines(fact: &MoneyFact) -> Result<Vec<Line>, MoneyError> {
    match *fact {
        MoneyFact::Captured {
            channel,
            amount,
            fee,
            ..
        } => Ok(vec![
            (Account::Channel(channel), amount.minus(fee)?),
            (Account::ChannelFees, fee),
            (Account::Deposits, amount.negated()?),
        ]),
        MoneyFact::Confirmed { price, .. } => {
            transfer(Account::Deposits, Account::Undelivered, price)
        }
        MoneyFact::Delivered { revenue, .. } => {
            transfer(Account::Undelivered, Account::IncomeFruit, revenue)
        }
        MoneyFact::RefundRequested {
            taken, kept_fee, ..
        } => refund(&taken, kept_fee),
        MoneyFact::RefundGivenUp {
            taken, kept_fee, ..
        } => opposite(refund(&taken, kept_fee)?),
        MoneyFact::RefundSettled {
            channel, amount, ..
        } => transfer(Account::RefundsPayable, Account::Channel(channel), amount),
        MoneyFact::DisputeOpened {
            channel, amount, ..
        } => transfer(Account::Disputed, Account::Channel(channel), amount),
        MoneyFact::DisputeWon {
            channel, amount, ..
        } => transfer(Account::Channel(channel), Account::Disputed, amount),
        MoneyFact::DisputeLost {
            channel,
            disputed,
            taken,
            fee,
            ..
        } => {
            let kept = disputed.minus(taken.total()?)?;
            Ok(vec![
                (Account::Deposits, taken.deposit),
                (Account::Undelivered, taken.undelivered),
                (Account::DisputeLosses, taken.delivered),
                (Account::DisputeFees, fee),
                (Account::Channel(channel), kept.minus(fee)?),
                (Account::Disputed, disputed.negated()?),
            ])
        }
        MoneyFact::AdvanceGranted { .. }
        | MoneyFact::FarmerEarned { .. }
        | MoneyFact::FarmerCharged { .. }
        | MoneyFact::HoldbackReleased { .. }
        | MoneyFact::SettlementAgreed { .. }
        | MoneyFact::FarmerPaid { .. }
        | MoneyFact::FarmerNotPaid { .. } => farm_lines(fact),
    }
}

fn farm_lines(fact: &MoneyFact) -> Result<Vec<Line>, MoneyError> {
    match *fact {
        MoneyFact::AdvanceGranted { amount, .. } => {
            transfer(Account::FarmerAdvances, Account::PayoutsInFlight, amount)
        }
        MoneyFact::FarmerEarned {
            earned,
            recovered,
            held_back,
            ..
        } => {
            let free = earned.minus(recovered)?.minus(held_back)?;
            Ok(vec![
                (Account::FruitBought, earned),
                (Account::FarmerAdvances, recovered.negated()?),
                (Account::FarmerHoldback, held_back.negated()?),
                (Account::Farmers, free.negated()?),
            ])
        }
        MoneyFact::FarmerCharged { cause, amount, .. } => {
            let relieved = match cause {
                ChargeCause::Claim => Account::Claims,
                ChargeCause::LostFee => Account::ChannelFees,
                ChargeCause::DisputeLost => Account::DisputeLosses,
            };
            transfer(Account::Farmers, relieved, amount)
        }
        MoneyFact::HoldbackReleased { amount, .. } => {
            transfer(Account::FarmerHoldback, Account::Farmers, amount)
        }
        MoneyFact::SettlementAgreed { amount, .. } => {
            transfer(Account::Farmers, Account::PayoutsInFlight, amount)
        }
        MoneyFact::FarmerPaid {
            channel, amount, ..
        } => transfer(Account::PayoutsInFlight, Account::Channel(channel), amount),
        MoneyFact::FarmerNotPaid {
            advance,
            amount,
            given_back,
            ..
        } => {
            let source = if advance {
                Account::FarmerAdvances
            } else {
                Account::Farmers
            };
            Ok(vec![
                (Account::PayoutsInFlight, amount),
                (source, amount.negated()?),
                (Account::FarmerAdvances, given_back),
                (Account::Farmers, given_back.negated()?),
            ])
        }
        MoneyFact::Captured { .. }
        | MoneyFact::Confirmed { .. }
        | MoneyFact::Delivered { .. }
        | MoneyFact::RefundRequested { .. }
        | MoneyFact::RefundGivenUp { .. }
        | MoneyFact::RefundSettled { .. }
        | MoneyFact::DisputeOpened { .. }
        | MoneyFact::DisputeWon { .. }
        | MoneyFact::DisputeLost { .. } => Ok(vec![]),
    }
}

fn refund(taken: &Taken, kept_fee: Money) -> Result<Vec<Line>, MoneyError> {
    let cash = taken.total()?.minus(kept_fee)?;
    Ok(vec![
        (Account::Deposits, taken.deposit),
        (Account::Undelivered, taken.undelivered),
        (Account::FruitReturns, taken.delivered),
        (Account::RefundsPayable, cash.negated()?),
        (Account::ChannelFees, kept_fee.negated()?),
    ])
}

fn transfer(debit: Account, credit: Account, amount: Money) -> Result<Vec<Line>, MoneyError> {
    Ok(vec![(debit, amount), (credit, amount.negated()?)])
}

fn opposite(lines: Vec<Line>) -> Result<Vec<Line>, MoneyError> {
    lines
        .into_iter()
        .map(|(account, amount)| Ok((account, amount.negated()?)))
        .collect()
}
