//! A payer asks the channel, not us, for the money back: opened, answered with evidence, won or lost (B 21, D 20).

use adoption::adoption::{self as bond, Adoption, CancelReason, Phase};
use kernel::{ContentHash, DisputeId, Money, PaymentId, Timestamp};
use settlement::{
    channel_fact::Purpose,
    dispute::{self, Command, Dispute, DisputeReason},
    farmer_account::{self, FarmerAccount},
    payment::{self, Channel, Payment},
    refund::RefundReason,
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::{
        adopt::{agreement_of, unwind},
        farmers::account_of,
        payments::{Capture, spend_transaction},
        refunds,
    },
    permission::{Operator, Signed},
    work::Work,
};

/// Namespace of dispute ids (UUID version 5 over channel and case); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.disputeid");

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
    app.perform(intent, |work| {
        let won = Command::RecordWon { at: intent.now() };
        let id = dispute::stream_id(dispute);
        if !work.decide::<Dispute>(&id, won)? {
            return Ok(());
        }
        end(work, intent, dispute, None)?;
        // What was cancelled meanwhile could not be refunded while it was disputed.
        let adoption = work.state::<Dispute>(&id)?.opened()?.adoption;
        let state = work.state::<Adoption>(&bond::stream_id(adoption))?;
        if matches!(state.phase, Phase::Cancelled { .. }) {
            refunds::request_for_adoption(work, intent, adoption, RefundReason::ByOperator)?;
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
    app.perform(intent, |work| {
        let lost = Command::RecordLost {
            transaction: fact.transaction.clone(),
            amount: fact.amount,
            fee: fact.fee,
            at: fact.value_at,
        };
        let id = dispute::stream_id(dispute);
        if !work.decide::<Dispute>(&id, lost)? {
            return Ok(());
        }
        spend_transaction(work, &fact, Purpose::Dispute(dispute))?;
        end(work, intent, dispute, Some(fact.amount))?;
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
