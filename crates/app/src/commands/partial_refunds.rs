//! A part of a payment goes back: asked for by an operator, approved by another above the limit, queued while it is
//! small, and by a payout where the channel no longer can (B 19, C U6).

use eventlog::StreamName;
use kernel::{AdoptionId, Money, PaymentId, PayoutId, RefundId};
use readmodels::rails::RailRow;
use settlement::{
    approval::Approvals,
    payment::{self, Channel, LinePart, Payment},
    payout::{self, Payee, Payout, Purpose},
    rails::{RailLimits, Route, refund_route},
    refund::{
        self, Command, Fallback, FallbackCause, FeeBearer, LostFee, Refund, RefundReason, Stake,
        Terms,
    },
};

use crate::{
    App, Done, Error, Intent, Violation,
    account::Account,
    commands::{
        channel_fees,
        paid_for::{PaidFor, decided_before, paid_for, within_limit},
        refunds::{decided_by, refund_of},
    },
    error::Fault,
    permission::{Operator, Signed},
    work::{Work, stream_of},
};

mod together;

pub(crate) use together::send_together;

/// What an operator wants to give back.
#[derive(Debug, Clone)]
pub struct RefundWish {
    /// Of what was paid for which adoption.
    pub adoption: AdoptionId,
    /// Of this payment alone; otherwise of every payer's, in proportion to what they paid.
    pub payment: Option<PaymentId>,
    /// How much.
    pub amount: Money,
    /// How much of which line, where one payment has lines; empty to take from the lines in their order.
    pub parts: Vec<LinePart>,
    /// Why.
    pub reason: RefundReason,
    /// The channel was asked and refused: a payout carries it, whatever the rail's limits say.
    pub channel_refused: bool,
    /// The operator made sure that the account for a payout belongs to the payer. Needed only where the channel can no
    /// longer refund.
    pub identity_checked: bool,
    /// The account for a payout, as the payer told it; it is sealed for them, and it is one payer's.
    pub account: Option<Account>,
}

/// What became of the wish at one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The channel is asked, once enough persons approved.
    Requested(RefundId),
    /// It is small and waits for company.
    Queued(RefundId),
    /// The channel no longer can; a payout carries it.
    ByPayout(RefundId, PayoutId),
}

/// What goes back of one payment, and which way.
struct Take {
    payment: PaymentId,
    amount: Money,
    route: Route,
    terms: Terms,
}

/// Asks for a part of what was paid for an adoption to go back, of every payer in proportion to what they paid. Several
/// parts of one payment are several refunds, each with its own id (B 20).
///
/// # Errors
/// More than is left of what was paid for it or of a line (D 12), lines where several paid, the channel cannot and
/// nobody checked the identity.
pub async fn request(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    wish: RefundWish,
) -> Result<(Vec<RefundOutcome>, Done), Error> {
    let done = app
        .perform(intent, |work| give_back(app, who, work, intent, &wish))
        .await?;
    Ok((outcomes(app, intent, wish.adoption)?, done))
}

/// The same within somebody else's commit.
pub(crate) fn give_back(
    app: &App,
    who: &Signed<Operator>,
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
) -> Result<(), Error> {
    let paid = paid_for_wish(work, wish)?;
    for take in takes(app, who, work, intent, (wish, &paid))? {
        carry_out(app, work, intent, (wish, &paid), take)?;
    }
    Ok(())
}

/// What was paid for the adoption, or what of one payment is left.
fn paid_for_wish(work: &mut Work<'_>, wish: &RefundWish) -> Result<PaidFor, Error> {
    let Some(payment) = wish.payment else {
        return paid_for(work, wish.adoption);
    };
    let behind = paid_for(work, wish.adoption)?;
    if behind.stakes.iter().any(|(known, _)| *known == payment) {
        let of_this = |(known, _): &(PaymentId, Stake)| *known == payment;
        let stakes: Vec<_> = behind.stakes.into_iter().filter(of_this).collect();
        let left = stakes.iter().map(|(_, stake)| stake.left).sum::<u64>();
        let left = behind.left.min(i64::try_from(left).unwrap_or(i64::MAX));
        return Ok(PaidFor {
            stakes,
            left,
            ..behind
        });
    }
    // It did not bring the price: a late part of a group, or money that was not asked for.
    let state = work.state::<Payment>(&payment::stream_id(payment))?;
    if state.opened.as_ref().map(|opened| opened.adoption) != Some(wish.adoption) {
        return Err(Error::NotFound);
    }
    let left = state.refundable()?.minor;
    let paid = state.captured.as_ref().map_or(0, |one| one.amount.minor);
    let minor = |amount: i64| u64::try_from(amount).unwrap_or(0);
    let stake = Stake {
        paid: minor(paid),
        left: minor(left),
    };
    Ok(PaidFor {
        stakes: vec![(payment, stake)],
        left,
        ..PaidFor::default()
    })
}

fn takes(
    app: &App,
    who: &Signed<Operator>,
    work: &mut Work<'_>,
    intent: &Intent,
    (wish, paid): (&RefundWish, &PaidFor),
) -> Result<Vec<Take>, Error> {
    if paid.stakes.is_empty() {
        return Err(payment::Rejection::PaymentNotCaptured.into());
    }
    let currency = wish.amount.currency;
    if wish.amount.minor <= 0 {
        return Err(payment::Rejection::AmountNotPositive.into());
    }
    for (payment, _) in &paid.stakes {
        let refundable = work
            .state::<Payment>(&payment::stream_id(*payment))?
            .refundable()?;
        if wish.amount.minor > paid.left || refundable.currency != currency {
            let available = Money::new(paid.left, refundable.currency);
            return Err(payment::Rejection::RefundAboveCaptured { available }.into());
        }
    }
    let divided = paid.divide(wish.amount.minor);
    if divided.len() > 1 && !wish.parts.is_empty() {
        return Err(payment::Rejection::PartsInvalid.into());
    }
    if divided.len() > 1 && wish.account.is_some() {
        return Err(Error::Invalid(vec![Violation::new("payment", "required")]));
    }
    let terms = decided_by(app, who);
    let before = decided_before(work, paid)?;
    let mut takes = Vec::new();
    for (payment, minor) in divided {
        let amount = Money::new(minor, currency);
        let route = match route(app, intent, payment, amount)? {
            Route::Refused(refusal) => return Err(refusal.into()),
            Route::Original(_) if wish.channel_refused => {
                Route::Payout(FallbackCause::ChannelRefused)
            }
            found @ (Route::Original(_) | Route::Payout(_)) => found,
        };
        if matches!(route, Route::Payout(_)) && !wish.identity_checked {
            return Err(Error::Invalid(vec![Violation::new(
                "identity_checked",
                "needed-for-payout",
            )]));
        }
        let others = before.saturating_add(wish.amount.minor - minor);
        takes.push(Take {
            payment,
            amount,
            route,
            terms: within_limit(&terms, others),
        });
    }
    Ok(takes)
}

fn carry_out(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    (wish, paid): (&RefundWish, &PaidFor),
    take: Take,
) -> Result<(), Error> {
    match take.route {
        Route::Payout(cause) => pay_out(app, work, intent, wish, (&take, cause)),
        Route::Original(_) if waits(app, work, paid, &take)? => {
            let refund = refund_of(intent, wish.adoption, take.payment);
            let command = payment::Command::QueueRefund {
                refund,
                amount: take.amount,
                parts: wish.parts.clone(),
                at: intent.now(),
            };
            work.decide::<Payment>(&payment::stream_id(take.payment), command)?;
            Ok(())
        }
        Route::Original(_) | Route::Refused(_) => ask(work, intent, wish, take, None),
    }
}

/// What was written under the wish, now or when it was first wished.
fn outcomes(app: &App, intent: &Intent, adoption: AdoptionId) -> Result<Vec<RefundOutcome>, Error> {
    let written = app.written_by(intent)?;
    let has = |stream: Result<StreamName, Error>| stream.map(|name| written.contains(&name));
    let mut outcomes = Vec::new();
    for stream in &written {
        let Ok(payment) = stream.id().parse::<PaymentId>() else {
            continue;
        };
        let refund = refund_of(intent, adoption, payment);
        let payout = payout_of(intent, payment);
        outcomes.push(if has(stream_of::<Payout>(&payout::stream_id(payout)))? {
            RefundOutcome::ByPayout(refund, payout)
        } else if has(stream_of::<Refund>(&refund::stream_id(refund)))? {
            RefundOutcome::Requested(refund)
        } else {
            RefundOutcome::Queued(refund)
        });
    }
    Ok(outcomes)
}

/// The payout that carries what the channel of a payment no longer can.
fn payout_of(intent: &Intent, payment: PaymentId) -> PayoutId {
    PayoutId::from_bytes(intent.bytes(&format!("payout/{payment}")))
}

fn route(app: &App, intent: &Intent, payment: PaymentId, amount: Money) -> Result<Route, Error> {
    let Some(rail) = rail(app, payment)? else {
        return Err(payment::Rejection::PaymentNotCaptured.into());
    };
    let limits = RailLimits::of(rail.channel);
    Ok(refund_route(&limits, &rail.facts, amount, intent.now()))
}

fn rail(app: &App, payment: PaymentId) -> Result<Option<RailRow>, Error> {
    Ok(app.read().rail(payment).map_err(Fault::from)?)
}

/// Small refunds wait only where the channel counts them and while one person may decide them. What a part of a divided
/// tree gets back, and what was not asked for, goes alone: what goes together goes back on account of one adoption.
fn waits(app: &App, work: &mut Work<'_>, paid: &PaidFor, take: &Take) -> Result<bool, Error> {
    let state = work.state::<Payment>(&payment::stream_id(take.payment))?;
    let counted = RailLimits::of(state.channel()?).refunds_max.is_some();
    let limit = take.terms.two_persons_above;
    let by_one = Approvals::of(take.terms.requested_by, take.amount, limit).complete();
    let alone = paid.divided || state.beside.is_some();
    Ok(counted && by_one && !alone && app.settings().batching.waits(take.amount))
}

fn ask(
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
    take: Take,
    channel: Option<Channel>,
) -> Result<(), Error> {
    let (payment, amount) = (take.payment, take.amount);
    let refund = refund_of(intent, wish.adoption, payment);
    let id = payment::stream_id(payment);
    let mut terms = take.terms;
    if terms.fallback.is_none() {
        let of = (payment, wish.adoption);
        terms.lost_fee = channel_fees::lost(work, of, wish.reason, amount)?.map(decided);
    }
    let reserve = payment::Command::ReserveRefund {
        refund,
        amount,
        parts: wish.parts.clone(),
    };
    work.decide::<Payment>(&id, reserve)?;
    let came_by = work.state::<Payment>(&id)?.channel()?;
    let command = Command::RequestRefund {
        refund,
        payment,
        adoption: wish.adoption,
        channel: channel.unwrap_or(came_by),
        amount,
        reason: wish.reason,
        terms,
        at: intent.now(),
    };
    work.decide::<Refund>(&refund::stream_id(refund), command)?;
    Ok(())
}

/// What an operator names is what goes back: nothing is kept of it for a fee.
fn decided(lost: LostFee) -> LostFee {
    let bearer = match lost.bearer {
        FeeBearer::Buyer => FeeBearer::Platform,
        other @ (FeeBearer::Platform | FeeBearer::Farm(_)) => other,
    };
    LostFee { bearer, ..lost }
}

/// The refund goes by bank to the payer, under the same approvals.
fn pay_out(
    app: &App,
    work: &mut Work<'_>,
    intent: &Intent,
    wish: &RefundWish,
    (take, cause): (&Take, FallbackCause),
) -> Result<(), Error> {
    let id = payment::stream_id(take.payment);
    let refund = refund_of(intent, wish.adoption, take.payment);
    let payout = payout_of(intent, take.payment);
    let payer = work.state::<Payment>(&id)?.opened()?.payer;
    let requested_by = take.terms.requested_by;
    let requested = payout::Requested {
        payout,
        payee: Payee::Person(payer),
        purpose: Purpose::Refund(refund),
        amount: take.amount,
        channel: Channel::Manual,
        requested_by,
        two_persons_above: take.terms.two_persons_above,
        account: match &wish.account {
            Some(account) => Some(app.seal_account(payer, payout, account)?),
            None => None,
        },
    };
    // The payout is what people approve; the refund follows it.
    let terms = Terms {
        requested_by,
        fallback: Some(Fallback {
            cause,
            payout,
            identity_checked_by: requested_by.unwrap_or(payer),
        }),
        ..Terms::default()
    };
    let (payment, amount, route) = (take.payment, take.amount, take.route);
    let by_bank = Take {
        payment,
        amount,
        route,
        terms,
    };
    ask(work, intent, wish, by_bank, Some(Channel::Manual))?;
    let command = payout::Command::RequestPayout {
        requested,
        at: intent.now(),
    };
    work.decide::<Payout>(&payout::stream_id(payout), command)?;
    Ok(())
}

/// Stands behind a refund that somebody else asked for.
///
/// # Errors
/// One's own refund, or one that needs nobody more.
pub async fn approve(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (by, at) = (who.person(), intent.now());
        let command = Command::ApproveRefund { by, at };
        work.decide::<Refund>(&refund::stream_id(refund), command)?;
        Ok(())
    })
    .await
}

/// Says no to a refund that is not approved yet; what it took can be refunded otherwise.
///
/// # Errors
/// It is approved, or over.
pub async fn decline(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    refund: RefundId,
    reason: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let id = refund::stream_id(refund);
        let payment = work.state::<Refund>(&id)?.requested()?.payment;
        let command = Command::DeclineRefund {
            by: who.person(),
            reason: reason.to_owned(),
            at: intent.now(),
        };
        if work.decide::<Refund>(&id, command)? {
            let release = payment::Command::ReleaseRefund { refund };
            work.decide::<Payment>(&payment::stream_id(payment), release)?;
        }
        Ok(())
    })
    .await
}
