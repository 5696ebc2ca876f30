//! What buyers' credit posts. The rules are `settlement::postings`; this only names the fact.

use rusqlite::Connection;
use settlement::credit::Event;
use settlement::postings::MoneyFact;

use super::apply::{owed, post};
use crate::error::ApplyError;
use crate::fact::Fact;

/// That cash arrived is posted with the payout, which knows by which way.
pub(crate) fn credit(db: &Connection, fact: &Fact, event: &Event) -> Result<(), ApplyError> {
    let happened = match *event {
        Event::CreditGranted { granted, at: _ } => {
            let (adoption, amount) = (granted.adoption, granted.amount);
            if granted.source.from_payment() {
                let taken = owed(db, adoption, amount)?.take(amount);
                MoneyFact::Credited { adoption, taken }
            } else {
                MoneyFact::GoodwillGranted { adoption, amount }
            }
        }
        Event::CreditReturned {
            adoption,
            amount,
            at: _,
        } => {
            let taken = owed(db, adoption, amount)?.take(amount);
            MoneyFact::Credited { adoption, taken }
        }
        Event::CreditSpent {
            adoption,
            amount,
            at: _,
        } => MoneyFact::CreditSpent { adoption, amount },
        Event::CreditCashRequested {
            payout: _,
            amount,
            at: _,
        } => MoneyFact::CashRequested { amount },
        Event::CreditCashNotPaid {
            payout: _,
            amount,
            at: _,
        } => MoneyFact::CashNotPaid { amount },
        Event::CreditCashPaid { .. } => return Ok(()),
    };
    post(db, fact, &happened)
}
