//! Which fact about money posts what. The rules are `settlement::postings`; this only names the fact. What is earned by
//! adoptions and boxes is in `books/earning.rs`.

use kernel::{FarmId, Money, PaymentId, RefundId};
use rusqlite::{Connection, OptionalExtension, params};
use settlement::postings::{MoneyFact, Taken};
use settlement::refund::{FeeBearer, Terms};
use settlement::{books, dispute, entry, exception, farmer_account, payment, payout, refund};

use super::apply::{count_day, keep, owed, post};
use crate::columns::{Columns, kept_json};
use crate::error::ApplyError;
use crate::fact::Fact;

pub(crate) fn payment(
    db: &Connection,
    fact: &Fact,
    event: &payment::Event,
) -> Result<(), ApplyError> {
    match *event {
        payment::Event::PaymentCaptured {
            adoption,
            channel,
            amount,
            fee,
            value_at,
            ..
        }
        | payment::Event::LatePaymentReceived {
            adoption,
            channel,
            amount,
            fee,
            value_at,
            ..
        } => {
            count_day(db, value_at, amount)?;
            let captured = MoneyFact::Captured {
                adoption,
                channel,
                amount,
                fee,
            };
            post(db, fact, &captured)
        }
        payment::Event::SurplusReceived(payment::Surplus {
            adoption,
            channel,
            amount,
            fee,
            ..
        }) => {
            let received = MoneyFact::SurplusReceived {
                adoption,
                channel,
                amount,
                fee,
            };
            post(db, fact, &received)
        }
        payment::Event::FeeTold {
            adoption,
            channel,
            before,
            fee,
            ..
        } => {
            let told = MoneyFact::FeeTold {
                adoption,
                channel,
                before,
                fee,
            };
            post(db, fact, &told)
        }
        payment::Event::PaymentOpened { .. }
        | payment::Event::PaymentAttempted { .. }
        | payment::Event::PaymentAttemptEnded { .. }
        | payment::Event::PaymentFailed { .. }
        | payment::Event::RefundReserved { .. }
        | payment::Event::RefundReleased { .. }
        | payment::Event::RefundQueued { .. }
        | payment::Event::RefundsBatched { .. }
        | payment::Event::PaymentCredited { .. }
        | payment::Event::PaymentDisputed { .. }
        | payment::Event::PaymentDisputeEnded { .. } => Ok(()),
    }
}

pub(crate) fn exception(
    db: &Connection,
    fact: &Fact,
    event: &exception::Event,
) -> Result<(), ApplyError> {
    let happened = match event {
        exception::Event::UnknownMoneyKept { kept, at: _ } => MoneyFact::UnknownReceived {
            channel: kept.channel,
            amount: kept.amount,
            fee: kept.fee,
        },
        exception::Event::UnknownMoneyReturned {
            channel, amount, ..
        } => MoneyFact::UnknownReturned {
            channel: *channel,
            amount: *amount,
        },
        exception::Event::ExceptionRaised { .. } | exception::Event::ExceptionResolved { .. } => {
            return Ok(());
        }
    };
    post(db, fact, &happened)
}

pub(crate) fn refund(
    db: &Connection,
    fact: &Fact,
    refund: RefundId,
    event: &refund::Event,
) -> Result<(), ApplyError> {
    if let Some(happened) = of_surplus(db, event)? {
        return post(db, fact, &happened);
    }
    match event {
        refund::Event::RefundRequested {
            adoption,
            amount,
            terms,
            ..
        } => {
            let kept_fee = fee_kept_from_buyer(terms, *amount);
            let taken = owed(db, *adoption, *amount)?.take(amount.plus(kept_fee)?);
            remember_taken(db, refund, &taken, kept_fee)?;
            let requested = MoneyFact::RefundRequested {
                adoption: *adoption,
                taken,
                kept_fee,
            };
            post(db, fact, &requested)
        }
        refund::Event::RefundApproved { .. }
        | refund::Event::RefundAsked { .. }
        | refund::Event::RefundAccepted { .. } => Ok(()),
        refund::Event::RefundSettled {
            adoption,
            channel,
            amount,
            ..
        } => {
            let settled = MoneyFact::RefundSettled {
                adoption: *adoption,
                channel: *channel,
                amount: *amount,
            };
            post(db, fact, &settled)
        }
        refund::Event::FeeReturned {
            adoption,
            channel,
            before,
            fee,
            ..
        } => {
            let returned = MoneyFact::FeeReturned {
                adoption: *adoption,
                channel: *channel,
                before: *before,
                fee: *fee,
            };
            post(db, fact, &returned)
        }
        refund::Event::RefundFailed { adoption, .. }
        | refund::Event::RefundDeclined { adoption, .. } => {
            let Some((taken, kept_fee)) = taken_by(db, refund)? else {
                return Ok(());
            };
            let given_up = MoneyFact::RefundGivenUp {
                adoption: *adoption,
                taken,
                kept_fee,
            };
            post(db, fact, &given_up)
        }
    }
}

/// What a refund of money that nobody asked for posts, other than that it settled; nothing for other refunds.
fn of_surplus(db: &Connection, event: &refund::Event) -> rusqlite::Result<Option<MoneyFact>> {
    let (payment, happened) = match *event {
        refund::Event::RefundRequested {
            payment,
            adoption,
            amount,
            ..
        } => (payment, MoneyFact::SurplusReturned { adoption, amount }),
        refund::Event::RefundFailed {
            payment,
            adoption,
            amount,
            ..
        }
        | refund::Event::RefundDeclined {
            payment,
            adoption,
            amount,
            ..
        } => (payment, MoneyFact::SurplusNotReturned { adoption, amount }),
        refund::Event::RefundApproved { .. }
        | refund::Event::RefundAsked { .. }
        | refund::Event::RefundAccepted { .. }
        | refund::Event::RefundSettled { .. }
        | refund::Event::FeeReturned { .. } => return Ok(None),
    };
    Ok(is_surplus(db, payment)?.then_some(happened))
}

/// Whether a payment is money that nobody asked for.
fn is_surplus(db: &Connection, payment: PaymentId) -> rusqlite::Result<bool> {
    let beside: Option<Option<Vec<u8>>> = db
        .prepare_cached("SELECT beside FROM payment WHERE payment = ?1")?
        .query_row([payment.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(beside.flatten().is_some())
}

fn fee_kept_from_buyer(terms: &Terms, amount: Money) -> Money {
    let kept = terms
        .lost_fee
        .filter(|lost| lost.bearer == FeeBearer::Buyer)
        .map_or(0, |lost| lost.amount.minor);
    Money::new(kept, amount.currency)
}

fn remember_taken(
    db: &Connection,
    refund: RefundId,
    taken: &Taken,
    kept_fee: Money,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO refund_taken (refund, currency, deposit, undelivered, delivered, kept_fee)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        refund.as_bytes(),
        kept_json(&kept_fee.currency)?,
        taken.deposit.minor,
        taken.undelivered.minor,
        taken.delivered.minor,
        kept_fee.minor,
    ])?;
    Ok(())
}

fn taken_by(db: &Connection, refund: RefundId) -> rusqlite::Result<Option<(Taken, Money)>> {
    db.prepare_cached(
        "SELECT deposit, currency, undelivered, currency, delivered, currency, kept_fee, currency
         FROM refund_taken WHERE refund = ?1",
    )?
    .query_row([refund.as_bytes()], |row| {
        let mut columns = Columns::of(row);
        let taken = Taken {
            deposit: columns.money()?,
            undelivered: columns.money()?,
            delivered: columns.money()?,
        };
        Ok((taken, columns.money()?))
    })
    .optional()
}

pub(crate) fn dispute(
    db: &Connection,
    fact: &Fact,
    event: &dispute::Event,
) -> Result<(), ApplyError> {
    let happened = match event {
        dispute::Event::DisputeOpened { opened, .. } => MoneyFact::DisputeOpened {
            adoption: opened.adoption,
            channel: opened.channel,
            amount: opened.amount,
        },
        dispute::Event::EvidenceSubmitted { .. }
        | dispute::Event::DocumentAttached { .. }
        | dispute::Event::EvidenceHandedIn { .. } => return Ok(()),
        dispute::Event::DisputeWon {
            adoption,
            channel,
            amount,
            ..
        } => MoneyFact::DisputeWon {
            adoption: *adoption,
            channel: *channel,
            amount: *amount,
        },
        dispute::Event::DisputeLost {
            payment,
            adoption,
            channel,
            disputed,
            amount,
            fee,
            ..
        } if is_surplus(db, *payment)? => MoneyFact::SurplusLost {
            adoption: *adoption,
            channel: *channel,
            disputed: *disputed,
            amount: *amount,
            fee: *fee,
        },
        dispute::Event::DisputeLost {
            adoption,
            channel,
            disputed,
            amount,
            fee,
            ..
        } => MoneyFact::DisputeLost {
            adoption: *adoption,
            channel: *channel,
            disputed: *disputed,
            taken: owed(db, *adoption, *amount)?.take(*amount),
            fee: *fee,
        },
    };
    post(db, fact, &happened)
}

/// A payout of a refund is posted by the refund when it settles; one of credit, here, as one to a farm.
pub(crate) fn payout(
    db: &Connection,
    fact: &Fact,
    event: &payout::Event,
) -> Result<(), ApplyError> {
    let payout::Event::PayoutSettled {
        payee,
        purpose,
        channel,
        amount,
        ..
    } = *event
    else {
        return Ok(());
    };
    let paid = match (payee, purpose) {
        (payout::Payee::Farm(farm), _) => MoneyFact::FarmerPaid {
            farm,
            channel,
            amount,
        },
        (payout::Payee::Person(_), payout::Purpose::Credit(_)) => {
            MoneyFact::CashPaid { channel, amount }
        }
        (payout::Payee::Person(_), _) => return Ok(()),
    };
    post(db, fact, &paid)
}

pub(crate) fn farmer_account(
    db: &Connection,
    fact: &Fact,
    farm: FarmId,
    event: &farmer_account::Event,
) -> Result<(), ApplyError> {
    let happened = match *event {
        farmer_account::Event::AdvanceGranted { amount, .. } => {
            MoneyFact::AdvanceGranted { farm, amount }
        }
        farmer_account::Event::FarmerEarned {
            adoption,
            earned,
            recovered,
            held_back,
            ..
        } => MoneyFact::FarmerEarned {
            farm,
            adoption,
            earned,
            recovered,
            held_back,
        },
        farmer_account::Event::FarmerCharged {
            adoption,
            cause,
            amount,
            ..
        } => MoneyFact::FarmerCharged {
            farm,
            adoption,
            cause,
            amount,
        },
        farmer_account::Event::HoldbackReleased { amount, .. } => {
            MoneyFact::HoldbackReleased { farm, amount }
        }
        farmer_account::Event::SettlementAgreed { amount, .. } => {
            MoneyFact::SettlementAgreed { farm, amount }
        }
        farmer_account::Event::FarmerNotPaid {
            advance,
            amount,
            given_back,
            ..
        } => MoneyFact::FarmerNotPaid {
            farm,
            advance,
            amount,
            given_back,
        },
        // That it arrived is posted with the payout, which knows by which way.
        farmer_account::Event::FarmerPaid { .. }
        | farmer_account::Event::FarmerTermsAgreed { .. }
        | farmer_account::Event::AdvanceCovered { .. }
        | farmer_account::Event::AdvanceUncovered { .. }
        | farmer_account::Event::EarningsFrozen { .. }
        | farmer_account::Event::EarningsUnfrozen { .. }
        | farmer_account::Event::SettlementProposed { .. }
        | farmer_account::Event::SettlementDisputed { .. } => return Ok(()),
    };
    post(db, fact, &happened)
}

pub(crate) fn entry(db: &Connection, fact: &Fact, event: &entry::Event) -> Result<(), ApplyError> {
    let written = match event {
        entry::Event::EntryPosted { written, .. } | entry::Event::EntryReversed { written, .. } => {
            written
        }
    };
    Ok(keep(db, fact, written.day, &written.memo, &written.lines)?)
}

pub(crate) fn closing(db: &Connection, event: &books::Event) -> Result<(), ApplyError> {
    let books::Event::DayClosed { day, at, .. } = event;
    db.prepare_cached("INSERT OR IGNORE INTO closed_day (day, at) VALUES (?1, ?2)")?
        .execute(params![day.to_string(), at.millis()])?;
    Ok(())
}
