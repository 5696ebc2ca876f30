//! What money that nobody asked for debits and credits. It must not know why it came.

use kernel::{Money, MoneyError};

use super::{Line, transfer};
use crate::{
    payment::Channel,
    postings::{Account, MoneyFact},
};

/// The lines of a fact about it; none of any other fact.
pub(super) fn lines(fact: &MoneyFact) -> Result<Vec<Line>, MoneyError> {
    if let MoneyFact::SurplusReceived {
        channel,
        amount,
        fee,
        ..
    } = *fact
    {
        return received(channel, (amount, fee), Account::Surplus);
    }
    if let MoneyFact::UnknownReceived {
        channel,
        amount,
        fee,
    } = *fact
    {
        return received(channel, (amount, fee), Account::Suspense);
    }
    back(fact)
}

fn received(
    channel: Channel,
    (amount, fee): (Money, Money),
    to: Account,
) -> Result<Vec<Line>, MoneyError> {
    Ok(vec![
        (Account::Channel(channel), amount.minus(fee)?),
        (Account::ChannelFees, fee),
        (to, amount.negated()?),
    ])
}

fn back(fact: &MoneyFact) -> Result<Vec<Line>, MoneyError> {
    if let MoneyFact::UnknownReturned { channel, amount } = *fact {
        return transfer(Account::Suspense, Account::Channel(channel), amount);
    }
    if let MoneyFact::SurplusReturned { amount, .. } = *fact {
        return transfer(Account::Surplus, Account::RefundsPayable, amount);
    }
    if let MoneyFact::SurplusNotReturned { amount, .. } = *fact {
        return transfer(Account::RefundsPayable, Account::Surplus, amount);
    }
    let MoneyFact::SurplusLost {
        channel,
        disputed,
        amount,
        fee,
        ..
    } = *fact
    else {
        return Ok(vec![]);
    };
    Ok(vec![
        (Account::Surplus, amount),
        (Account::DisputeFees, fee),
        (
            Account::Channel(channel),
            disputed.minus(amount)?.minus(fee)?,
        ),
        (Account::Disputed, disputed.negated()?),
    ])
}
