//! What each fact about money debits and credits. It must not know where the facts come from.

use kernel::{Money, MoneyError};

use super::{Account, MoneyFact, Taken};
use crate::farmer_account::ChargeCause;

mod surplus;

type Line = (Account, Money);

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
        MoneyFact::SurplusReceived { .. }
        | MoneyFact::SurplusReturned { .. }
        | MoneyFact::SurplusNotReturned { .. }
        | MoneyFact::SurplusLost { .. }
        | MoneyFact::UnknownReceived { .. }
        | MoneyFact::UnknownReturned { .. } => surplus::lines(fact),
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
        MoneyFact::FeeTold {
            channel,
            before,
            fee,
            ..
        } => transfer(
            Account::ChannelFees,
            Account::Channel(channel),
            fee.minus(before)?,
        ),
        MoneyFact::FeeReturned {
            channel,
            before,
            fee,
            ..
        } => transfer(
            Account::Channel(channel),
            Account::ChannelFees,
            fee.minus(before)?,
        ),
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
        MoneyFact::Credited { .. }
        | MoneyFact::GoodwillGranted { .. }
        | MoneyFact::CarriedOver { .. }
        | MoneyFact::CarryOverDelivered { .. }
        | MoneyFact::CarryOverReturned { .. }
        | MoneyFact::CreditSpent { .. }
        | MoneyFact::CashRequested { .. }
        | MoneyFact::CashPaid { .. }
        | MoneyFact::CashNotPaid { .. } => credit_lines(fact),
        MoneyFact::AdvanceGranted { .. }
        | MoneyFact::FarmerEarned { .. }
        | MoneyFact::FarmerCharged { .. }
        | MoneyFact::HoldbackReleased { .. }
        | MoneyFact::SettlementAgreed { .. }
        | MoneyFact::FarmerPaid { .. }
        | MoneyFact::FarmerNotPaid { .. } => farm_lines(fact),
    }
}

fn credit_lines(fact: &MoneyFact) -> Result<Vec<Line>, MoneyError> {
    match *fact {
        MoneyFact::Credited { taken, .. } => Ok(vec![
            (Account::Deposits, taken.deposit),
            (Account::Undelivered, taken.undelivered),
            (Account::FruitReturns, taken.delivered),
            (Account::Credit, taken.total()?.negated()?),
        ]),
        MoneyFact::CarriedOver { taken, .. } => Ok(vec![
            (Account::Deposits, taken.deposit),
            (Account::Undelivered, taken.undelivered),
            (Account::FruitReturns, taken.delivered),
            (Account::CarriedOver, taken.total()?.negated()?),
        ]),
        MoneyFact::CarryOverDelivered { amount, .. } => {
            transfer(Account::CarriedOver, Account::IncomeFruit, amount)
        }
        MoneyFact::CarryOverReturned { amount, .. } => {
            transfer(Account::CarriedOver, Account::Undelivered, amount)
        }
        MoneyFact::GoodwillGranted { amount, .. } => {
            transfer(Account::Claims, Account::Credit, amount)
        }
        MoneyFact::CreditSpent { amount, .. } => {
            transfer(Account::Credit, Account::Deposits, amount)
        }
        MoneyFact::CashRequested { amount } => {
            transfer(Account::Credit, Account::PayoutsInFlight, amount)
        }
        MoneyFact::CashPaid { channel, amount } => {
            transfer(Account::PayoutsInFlight, Account::Channel(channel), amount)
        }
        MoneyFact::CashNotPaid { amount } => {
            transfer(Account::PayoutsInFlight, Account::Credit, amount)
        }
        MoneyFact::Captured { .. }
        | MoneyFact::SurplusReceived { .. }
        | MoneyFact::SurplusReturned { .. }
        | MoneyFact::SurplusNotReturned { .. }
        | MoneyFact::SurplusLost { .. }
        | MoneyFact::UnknownReceived { .. }
        | MoneyFact::UnknownReturned { .. }
        | MoneyFact::Confirmed { .. }
        | MoneyFact::Delivered { .. }
        | MoneyFact::RefundRequested { .. }
        | MoneyFact::RefundGivenUp { .. }
        | MoneyFact::RefundSettled { .. }
        | MoneyFact::FeeTold { .. }
        | MoneyFact::FeeReturned { .. }
        | MoneyFact::DisputeOpened { .. }
        | MoneyFact::DisputeWon { .. }
        | MoneyFact::DisputeLost { .. }
        | MoneyFact::AdvanceGranted { .. }
        | MoneyFact::FarmerEarned { .. }
        | MoneyFact::FarmerCharged { .. }
        | MoneyFact::HoldbackReleased { .. }
        | MoneyFact::SettlementAgreed { .. }
        | MoneyFact::FarmerPaid { .. }
        | MoneyFact::FarmerNotPaid { .. } => Ok(vec![]),
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
        | MoneyFact::SurplusReceived { .. }
        | MoneyFact::SurplusReturned { .. }
        | MoneyFact::SurplusNotReturned { .. }
        | MoneyFact::SurplusLost { .. }
        | MoneyFact::UnknownReceived { .. }
        | MoneyFact::UnknownReturned { .. }
        | MoneyFact::Confirmed { .. }
        | MoneyFact::Delivered { .. }
        | MoneyFact::RefundRequested { .. }
        | MoneyFact::RefundGivenUp { .. }
        | MoneyFact::RefundSettled { .. }
        | MoneyFact::FeeTold { .. }
        | MoneyFact::FeeReturned { .. }
        | MoneyFact::DisputeOpened { .. }
        | MoneyFact::DisputeWon { .. }
        | MoneyFact::DisputeLost { .. }
        | MoneyFact::Credited { .. }
        | MoneyFact::GoodwillGranted { .. }
        | MoneyFact::CarriedOver { .. }
        | MoneyFact::CarryOverDelivered { .. }
        | MoneyFact::CarryOverReturned { .. }
        | MoneyFact::CreditSpent { .. }
        | MoneyFact::CashRequested { .. }
        | MoneyFact::CashPaid { .. }
        | MoneyFact::CashNotPaid { .. } => Ok(vec![]),
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
