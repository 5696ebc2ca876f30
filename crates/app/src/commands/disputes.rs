//! A payer asks the channel, not us, for the money back: opened, answered with evidence, won or lost (B 21, D 20).

use std::collections::{BTreeMap, btree_map::Entry};

use adoption::adoption::{self as bond, Adoption, CancelReason, Phase};
use kernel::{AdoptionId, ContentHash, DisputeId, Money, PaymentId, Timestamp};
use settlement::{
    channel_fact::Purpose,
    dispute::{self, Command, Dispute, DisputeReason},
    farmer_account::{self, FarmerAccount},
    payment::{self, Channel, Payment},
    refund::{self, Refund, RefundReason, Terms},
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, unwind},
        cancelling,
        farmers::account_of,
        payments::{Capture, spend_transaction},
        refunds,
    },
    permission::{Operator, Signed},
    work::Work,
};

/// Namespace of dispute ids (UUID version 5 over channel and case); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.disputeid");

/// Why a refund is given up when the payer got the money by a dispute.
const GONE: &str = "the payer got the money back by a dispute";

/// What a channel says about a dispute.
#[derive(Debug, Clone)]
pub struct Case {
    /// The channel's own id of the case.
    pub case: String,
    /// How much is disputed.
    pub amount: Money,
    /// Why.
    pub reason: DisputeReason,
    /// Until when evidence counts.
    pub respond_by: Timestamp,
}

/// Records that a payment is disputed: from now on nothing more is shipped, paid out or refunded for it (D 20).
///
/// # Errors
/// No such payment, nothing captured, or the case was told with other facts.
pub async fn open(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    payment: PaymentId,
    case: Case,
) -> Result<(DisputeId, Done), Error> {
    open_told(app, intent, payment, case).await
}

/// The dispute that a channel calls by this name.
pub(crate) fn dispute_of(channel: Channel, case: &str) -> DisputeId {
    let name = format!("{}/{case}", channel.as_str());
    DisputeId::from_bytes(Uuid::new_v5(&NAMESPACE, name.as_bytes()).into_bytes())
}

/// The same as [`open`], told by whomever may tell.
pub(crate) async fn open_told(
    app: &App,
    intent: &Intent,
    payment: PaymentId,
    case: Case,
) -> Result<(DisputeId, Done), Error> {
    let channel = app
        .load::<Payment>(&payment::stream_id(payment))?
        .channel()?;
    let dispute = dispute_of(channel, &case.case);
    let done = app
        .perform(intent, |work| {
            let id = payment::stream_id(payment);
            let adoption = work.state::<Payment>(&id)?.opened()?.adoption;
            let at = intent.now();
            let record = payment::Command::RecordDispute {
                dispute,
                amount: case.amount,
                at,
            };
            work.decide::<Payment>(&id, record)?;
            let opened = dispute::Opened {
                dispute,
                payment,
                adoption,
                channel,
                case: case.case.clone(),
                amount: case.amount,
                reason: case.reason,
                respond_by: case.respond_by,
            };
            let open = Command::OpenDispute { opened, at };
            work.decide::<Dispute>(&dispute::stream_id(dispute), open)?;
            if let Some(account) = account_of(work, adoption)? {
                let freeze = farmer_account::Command::FreezeEarnings {
                    adoption,
                    dispute,
                    at,
                };
                work.decide::<FarmerAccount>(&account, freeze)?;
            }
            Ok(())
        })
        .await?;
    Ok((dispute, done))
}

/// Hands in evidence.
///
/// # Errors
/// No such dispute, too late, over, or no document.
pub async fn submit_evidence(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    dispute: DisputeId,
    (documents, note): (Vec<ContentHash>, String),
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::SubmitEvidence {
            by: who.person(),
            documents: documents.clone(),
            note: note.clone(),
            at: intent.now(),
        };
        work.decide::<Dispute>(&dispute::stream_id(dispute), command)?;
        Ok(())
    })
    .await
}

/// Records that the money stays; everything goes on.
///
/// # Errors
/// No such dispute, or it was lost.
pub async fn record_won(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    dispute: DisputeId,
) -> Result<Done, Error> {
    win(app, intent, dispute).await
}

/// The same, told by whomever may tell.
pub(crate) async fn win(app: &App, intent: &Intent, dispute: DisputeId) -> Result<Done, Error> {
    // The books tell what is owed of what was cancelled.
    app.caught_up(app.log().durable_position()).await?;
    app.perform(intent, |work| {
        let won = Command::RecordWon { at: intent.now() };
        let id = dispute::stream_id(dispute);
        if !work.decide::<Dispute>(&id, won)? {
            return Ok(());
        }
        end(work, intent, dispute, None)?;
        // What was cancelled meanwhile could not be refunded while it was disputed; of a divided tree every part.
        let root = work.state::<Dispute>(&id)?.opened()?.adoption;
        let state = work.state::<Adoption>(&bond::stream_id(root))?;
        let others = state
            .split_into
            .iter()
            .copied()
            .filter(|part| *part != root);
        for adoption in std::iter::once(root).chain(others) {
            let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
            if matches!(state.phase, Phase::Cancelled { .. }) {
                let why = (RefundReason::ByOperator, &Terms::default());
                cancelling::pay_rest(app, work, intent, adoption, why)?;
            }
        }
        Ok(())
    })
    .await
}

/// Records that the money is gone. What was owed for it is owed no longer; an adoption whose whole payment is gone and
/// of which nothing was packed is cancelled.
///
/// # Errors
/// No such dispute, it was won, or more than was disputed.
pub async fn record_lost(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    dispute: DisputeId,
    fact: Capture,
) -> Result<Done, Error> {
    lose(app, intent, dispute, fact).await
}

/// The same, told by whomever may tell.
pub(crate) async fn lose(
    app: &App,
    intent: &Intent,
    dispute: DisputeId,
    fact: Capture,
) -> Result<Done, Error> {
    let known = app.load::<Dispute>(&dispute::stream_id(dispute))?;
    let payment = known.opened()?.payment;
    app.perform(intent, |work| {
        let lost = Command::RecordLost {
            transaction: fact.transaction.clone(),
            amount: fact.amount,
            fee: fact.fee,
            at: fact.value_at,
        };
        let id = dispute::stream_id(dispute);
        // Given up before the loss is told: the books then find what was to go back where it was owed.
        let given_up = give_up_what_is_gone(work, intent, payment, (dispute, fact.amount))?;
        if !work.decide::<Dispute>(&id, lost)? {
            return Ok(());
        }
        spend_transaction(work, &fact, Purpose::Dispute(dispute))?;
        end(work, intent, dispute, Some(fact.amount))?;
        ask_anew(work, intent, payment, given_up)?;
        let opened = work.state::<Dispute>(&id)?.opened()?.clone();
        let payment = work.state::<Payment>(&payment::stream_id(opened.payment))?;
        let whole = payment.captured.as_ref().map(|captured| captured.amount) == Some(fact.amount);
        // Money that nobody asked for paid for nothing: no adoption ends with it.
        if whole && payment.beside.is_none() {
            agreement_of(work, opened.adoption)?;
            work.attempt(|work| unwind(work, intent, opened.adoption, CancelReason::ByOperator))?;
        }
        Ok(())
    })
    .await
}

/// A refund that is given up because the payer gets its money by a dispute, and whether some of it is left.
struct GivenUp {
    adoption: AdoptionId,
    amount: i64,
    reason: RefundReason,
    terms: Terms,
}

/// What the payer gets back by the dispute is not refunded as well: refunds that did not go out yet are given up as far as
/// the payment will no longer have their money (B 21, D 12).
fn give_up_what_is_gone(
    work: &mut Work<'_>,
    intent: &Intent,
    payment: PaymentId,
    (dispute, lost): (DisputeId, Money),
) -> Result<Vec<GivenUp>, Error> {
    let id = payment::stream_id(payment);
    let reserved = work.state::<Payment>(&id)?.reserved.clone();
    let mut given_up = Vec::new();
    for (refund, amount) in reserved {
        let stream = refund::stream_id(refund);
        let waiting = work.state::<Refund>(&stream)?;
        let Some(requested) = waiting.requested.clone() else {
            continue;
        };
        let unsent = waiting.phase == refund::Phase::Requested && waiting.asked.is_none();
        let by_payout = requested.terms.fallback.is_some();
        let missing = work.state::<Payment>(&id)?.overdrawn_by(dispute, lost);
        if !unsent || by_payout || missing <= 0 {
            continue;
        }
        let fail = refund::Command::RecordFailure {
            reason: GONE.to_owned(),
            at: intent.now(),
        };
        work.decide::<Refund>(&stream, fail)?;
        let release = payment::Command::ReleaseRefund { refund };
        work.decide::<Payment>(&id, release)?;
        given_up.push(GivenUp {
            adoption: requested.adoption,
            amount: amount.minor,
            reason: requested.reason,
            terms: requested.terms,
        });
    }
    Ok(given_up)
}

/// What was given up is asked for anew with what is left, one refund for an adoption.
fn ask_anew(
    work: &mut Work<'_>,
    intent: &Intent,
    payment: PaymentId,
    given_up: Vec<GivenUp>,
) -> Result<(), Error> {
    let mut anew: BTreeMap<AdoptionId, GivenUp> = BTreeMap::new();
    for one in given_up {
        match anew.entry(one.adoption) {
            Entry::Vacant(place) => {
                place.insert(one);
            }
            Entry::Occupied(mut place) => {
                let sum = place.get_mut();
                sum.amount = sum.amount.saturating_add(one.amount);
            }
        }
    }
    for (adoption, one) in anew {
        let of = (payment, adoption);
        refunds::request(work, intent, of, one.amount, one.reason, one.terms)?;
    }
    Ok(())
}

/// Ends what the dispute froze.
fn end(
    work: &mut Work<'_>,
    intent: &Intent,
    dispute: DisputeId,
    lost: Option<Money>,
) -> Result<(), Error> {
    let opened = work
        .state::<Dispute>(&dispute::stream_id(dispute))?
        .opened()?
        .clone();
    let at = intent.now();
    let end = payment::Command::EndDispute { dispute, lost, at };
    work.decide::<Payment>(&payment::stream_id(opened.payment), end)?;
    if let Some(account) = account_of(work, opened.adoption)? {
        let unfreeze = farmer_account::Command::UnfreezeEarnings {
            adoption: opened.adoption,
            dispute,
            at,
        };
        work.decide::<FarmerAccount>(&account, unfreeze)?;
    }
    Ok(())
}
