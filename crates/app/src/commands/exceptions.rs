//! What needs a person: kept the moment it is said, resolved when somebody has dealt with it.

use kernel::{ContentHash, ExceptionId};
use settlement::exception::{self, Cause, Command, Exception, Raised};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    permission::{Operator, Signed},
};

/// Namespace of exception ids (UUID version 5 over what was said); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.exception");

/// Keeps what a channel said for a person. The same words are kept once.
pub(crate) async fn raise(app: &App, mut raised: Raised) -> Result<ExceptionId, Error> {
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
        Ok(())
    })
    .await?;
    tracing::warn!(%exception, cause = raised.cause.as_str(), "a channel said what needs a person");
    Ok(exception)
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
