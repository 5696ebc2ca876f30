//! What needs a person: kept the moment it is said, resolved when somebody has dealt with it.

use kernel::{ContentHash, ExceptionId, Money, Timestamp};
use settlement::{
    channel_fact::Purpose,
    exception::{self, Cause, Command, Exception, Kept, Raised},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::payments::{Capture, spend_transaction},
    permission::{Operator, Signed},
    work::Work,
};

/// Namespace of exception ids (UUID version 5 over what was said); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.exception");
/// What is noted on an exception whose money went back by hand.
const RETURNED: &str = "given back in the channel's own pages";

/// Keeps what a channel said for a person. The same words are kept once.
pub(crate) async fn raise(app: &App, raised: Raised) -> Result<ExceptionId, Error> {
    raise_with(app, raised, None).await
}

/// Keeps what a channel said together with money that came for nothing we know: the books have it until it is known
/// whose it is. A transaction that was recorded already brings no money twice (D 14).
pub(crate) async fn raise_with(
    app: &App,
    mut raised: Raised,
    came: Option<&Capture>,
) -> Result<ExceptionId, Error> {
    let name = name_of(&raised);
    raised.exception =
        ExceptionId::from_bytes(Uuid::new_v5(&NAMESPACE, name.as_bytes()).into_bytes());
    let exception = raised.exception;
    let fact = format!("exception/{exception}");
    let intent = Intent::of_channel(raised.channel.as_str(), &fact, app.now());
    app.perform(&intent, |work| {
        let (raised, at) = (raised.clone(), intent.now());
        let raise = Command::RaiseException { raised, at };
        work.decide::<Exception>(&exception::stream_id(exception), raise)?;
        let Some(came) = came else { return Ok(()) };
        work.attempt(|work| keep(work, exception, came, at))?;
        Ok(())
    })
    .await?;
    tracing::warn!(%exception, cause = raised.cause.as_str(), "a channel said what needs a person");
    Ok(exception)
}

fn keep(
    work: &mut Work<'_>,
    exception: ExceptionId,
    came: &Capture,
    at: Timestamp,
) -> Result<(), Error> {
    spend_transaction(work, came, Purpose::Unknown(exception))?;
    let kept = Kept {
        channel: came.channel,
        transaction: came.transaction.clone(),
        amount: came.amount,
        fee: came.fee,
        value_at: came.value_at,
    };
    let keep = Command::KeepMoney { kept, at };
    work.decide::<Exception>(&exception::stream_id(exception), keep)?;
    Ok(())
}

/// Records that money of nothing we know went back in the channel's own pages, and resolves the exception it came with.
///
/// # Errors
/// No such exception, no money came with it, it went back by another transaction, or the transaction was used for
/// something else.
pub async fn record_return(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    exception: ExceptionId,
    transaction: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let (id, by, at) = (exception::stream_id(exception), who.person(), intent.now());
        let record = Command::RecordReturn {
            transaction: transaction.to_owned(),
            by,
            at,
        };
        if !work.decide::<Exception>(&id, record)? {
            return Ok(());
        }
        let kept = work.state::<Exception>(&id)?.kept.clone();
        let kept = kept.ok_or(exception::Rejection::NothingToSendBack)?;
        let went = Capture {
            channel: kept.channel,
            transaction: transaction.to_owned(),
            amount: kept.amount,
            fee: Money::new(0, kept.amount.currency),
            value_at: at,
        };
        spend_transaction(work, &went, Purpose::Unknown(exception))?;
        let note = RETURNED.to_owned();
        let resolve = Command::ResolveException { by, note, at };
        work.decide::<Exception>(&id, resolve)?;
        Ok(())
    })
    .await
}

/// What was said, as one text. The transaction goes in by its hash, since it is the channel's.
fn name_of(raised: &Raised) -> String {
    let (channel, cause) = (raised.channel.as_str(), raised.cause.as_str());
    let transaction = ContentHash::from_bytes(Sha256::digest(&raised.transaction).into());
    let of = |id: Option<String>| id.unwrap_or_default();
    let payment = of(raised.payment.map(|id| id.to_string()));
    let refund = of(raised.refund.map(|id| id.to_string()));
    let amount = of(raised.amount.map(|amount| amount.to_string()));
    format!("{channel}\n{cause}\n{transaction}\n{payment}\n{refund}\n{amount}")
}

/// An exception that is not raised yet.
pub(crate) fn about(
    channel: settlement::payment::Channel,
    cause: Cause,
    transaction: &str,
) -> Raised {
    Raised {
        exception: ExceptionId::from_bytes([0; 16]),
        channel,
        cause,
        transaction: transaction.to_owned(),
        payment: None,
        refund: None,
        amount: None,
        expected: None,
    }
}

/// Notes that a person has dealt with it, and how.
///
/// # Errors
/// No such exception, or no word about what was done.
pub async fn resolve(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    exception: ExceptionId,
    note: &str,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = Command::ResolveException {
            by: who.person(),
            note: note.to_owned(),
            at: intent.now(),
        };
        work.decide::<Exception>(&exception::stream_id(exception), command)?;
        Ok(())
    })
    .await
}
