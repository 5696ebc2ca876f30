//! A buyer's credit: granted as a remedy, spent on an adoption, paid out in cash when the buyer asks (B 13).

use adoption::{
    adoption::{self as bond, Adoption},
    group::{self, Group},
};
use kernel::{AdoptionId, CreditId, Money, PayoutId, PersonId};
use settlement::{
    credit::{self, Command, Credit, Granted, Rejection, Source},
    payment::{self, Channel, Payment},
    payout::{self, Payee, Payout, Purpose},
};

use crate::{
    App, Done, Error, Intent,
    account::Account,
    commands::{
        adopt::{agreement_of, own_agreement},
        confirming,
        paid_for::paid_for,
        payments::{bought_by, payment_of, payments_behind},
    },
    permission::{Buyer, Operator, Signed},
    work::Work,
};

/// What a buyer is given.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// The credit, made by the caller; retries keep it.
    pub credit: CreditId,
    /// On account of which adoption; its buyer gets it.
    pub adoption: AdoptionId,
    /// What for.
    pub source: Source,
    /// How much.
    pub amount: Money,
}

/// Grants credit within somebody else's commit. What is taken from what was paid counts against it as a refund does
/// (D 12, 13); if a part had been paid with credit, that part comes back last.
///
/// # Errors
/// More than is left of what was paid, unless it is goodwill.
pub(crate) fn grant_credit(
    work: &mut Work<'_>,
    intent: &Intent,
    grant: Grant,
) -> Result<(), Error> {
    let buyer = agreement_of(work, grant.adoption)?.buyer;
    let id = credit::stream_id(buyer);
    let at = intent.now();
    let mut granted = Granted {
        credit: grant.credit,
        buyer,
        adoption: grant.adoption,
        source: grant.source,
        amount: grant.amount,
    };
    if work
        .state::<Credit>(&id)?
        .granted
        .contains_key(&grant.credit)
    {
        return Ok(());
    }
    if grant.source.from_payment() {
        let payer = bought_by(work, grant.adoption)?;
        let by_credit = spent_on(work, payer, grant.adoption)?;
        let captured = paid_for(work, grant.adoption)?.left;
        let from_credit = grant
            .amount
            .minor
            .saturating_sub(captured)
            .clamp(0, by_credit);
        if from_credit > 0 {
            give_back(work, intent, payer, grant.adoption, from_credit)?;
        }
        granted.amount.minor = grant.amount.minor.saturating_sub(from_credit);
        if granted.amount.minor == 0 {
            return Ok(());
        }
        set_aside(work, intent, &granted)?;
    }
    work.decide::<Credit>(&id, Command::GrantCredit { granted, at })?;
    Ok(())
}

/// Takes what becomes credit from the payments behind the adoption, in their order; the last one says no if there is
/// not enough.
fn set_aside(work: &mut Work<'_>, intent: &Intent, granted: &Granted) -> Result<(), Error> {
    let payments = payments_behind(work, granted.adoption)?;
    let mut rest = granted.amount.minor;
    for (nth, payment) in payments.iter().enumerate() {
        let id = payment::stream_id(*payment);
        let refundable = work.state::<Payment>(&id)?.refundable();
        let last = nth + 1 == payments.len();
        let part = if last {
            rest
        } else {
            rest.min(refundable.map_or(0, |left| left.minor))
        };
        if part > 0 {
            let command = payment::Command::SetAsideCredit {
                credit: granted.credit,
                adoption: granted.adoption,
                amount: Money::new(part, granted.amount.currency),
                at: intent.now(),
            };
            work.decide::<Payment>(&id, command)?;
            rest -= part;
        }
    }
    Ok(())
}

/// Grants credit on an operator's decision.
///
/// # Errors
/// No such adoption, or more than is left of what was paid for it.
pub async fn grant(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    (adoption, source, amount): (AdoptionId, Source, Money),
) -> Result<(CreditId, Done), Error> {
    let credit = CreditId::from_bytes(intent.bytes("credit"));
    let done = app
        .perform(intent, |work| {
            let grant = Grant {
                credit,
                adoption,
                source,
                amount,
            };
            grant_credit(work, intent, grant)
        })
        .await?;
    Ok((credit, done))
}

/// What credit paid for an adoption and did not come back, in minor units of its price.
pub(crate) fn spent_on(
    work: &mut Work<'_>,
    buyer: PersonId,
    adoption: AdoptionId,
) -> Result<i64, Error> {
    let state = work.state::<Credit>(&credit::stream_id(buyer))?;
    Ok(state.spent_on(adoption).map_or(0, |spent| spent.minor))
}

/// Pays for one's own adoption with credit, before its payment is opened; what is missing is then what the payment
/// expects. Credit for the whole price confirms the adoption at once.
///
/// # Errors
/// More than there is or than the adoption costs, a payment that is open, a contract that is not accepted.
pub async fn spend_credit(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    adoption: AdoptionId,
    amount: Money,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let agreement = own_agreement(work, adoption, who.person())?;
        if work
            .state::<Group>(&group::stream_id(adoption))?
            .opened
            .is_some()
        {
            return Err(group::Rejection::GroupExists.into());
        }
        let now = intent.now();
        let ready = bond::Command::CheckReadyToPay { now };
        work.decide::<Adoption>(&bond::stream_id(adoption), ready)?;
        let payment = payment_of(adoption);
        if work
            .state::<Payment>(&payment::stream_id(payment))?
            .opened
            .is_some()
        {
            return Err(Rejection::PaymentOpenAlready.into());
        }
        let price = agreement.price;
        if amount.currency != price.currency || amount.minor > price.minor {
            return Err(Rejection::CreditAbovePrice { price }.into());
        }
        let spend = Command::SpendCredit {
            adoption,
            amount,
            at: now,
        };
        work.decide::<Credit>(&credit::stream_id(who.person()), spend)?;
        if amount == price {
            confirming::confirm(work, intent, adoption, &agreement, payment)?;
        }
        Ok(())
    })
    .await
}

/// What credit paid for an adoption comes back whole; nothing if none did.
pub(crate) fn give_back_spent(
    work: &mut Work<'_>,
    intent: &Intent,
    buyer: PersonId,
    adoption: AdoptionId,
) -> Result<(), Error> {
    match spent_on(work, buyer, adoption)? {
        0 => Ok(()),
        minor => give_back(work, intent, buyer, adoption, minor),
    }
}

pub(crate) fn give_back(
    work: &mut Work<'_>,
    intent: &Intent,
    buyer: PersonId,
    adoption: AdoptionId,
    minor: i64,
) -> Result<(), Error> {
    let currency = agreement_of(work, adoption)?.price.currency;
    let command = Command::ReturnCredit {
        adoption,
        amount: Money::new(minor, currency),
        at: intent.now(),
    };
    work.decide::<Credit>(&credit::stream_id(buyer), command)?;
    Ok(())
}

/// Asks for one's own credit in cash, on one's own account: a payout that operators send, two of them above the limit.
/// The account is sealed for the buyer.
///
/// # Errors
/// More than there is.
pub async fn pay_credit_out(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    amount: Money,
    account: &Account,
) -> Result<(PayoutId, Done), Error> {
    let payout = PayoutId::from_bytes(intent.bytes("payout"));
    let account = app.seal_account(who.person(), payout, account)?;
    let done = app
        .perform(intent, |work| {
            let (buyer, at) = (who.person(), intent.now());
            let cash = Command::RequestCash { payout, amount, at };
            work.decide::<Credit>(&credit::stream_id(buyer), cash)?;
            let requested = payout::Requested {
                payout,
                payee: Payee::Person(buyer),
                purpose: Purpose::Credit(buyer),
                amount,
                channel: Channel::Manual,
                // Who is paid does not count as one of the persons who stand behind it.
                requested_by: None,
                two_persons_above: Some(app.settings().two_persons_above),
                account: Some(account.clone()),
            };
            let request = payout::Command::RequestPayout { requested, at };
            work.decide::<Payout>(&payout::stream_id(payout), request)?;
            Ok(())
        })
        .await?;
    Ok((payout, done))
}
