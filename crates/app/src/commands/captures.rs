//! Events of others about our things (EPCIS capture): taken in as claims of theirs, each once under its id, and kept apart
//! from our own facts.

use kernel::{CaptureId, ContentHash};
use sha2::{Digest, Sha256};
use traceability::{
    capture::{self, Capture, Command, Failure, OnError, Outcome},
    foreign_event::{self, ForeignEvent, Told},
};

use crate::{
    App, Done, Error, Intent,
    permission::{Operator, Signed},
    work::Work,
};

/// An event of a delivery, as the door read it.
#[derive(Debug, Clone)]
pub struct Brought {
    /// The event.
    pub told: Told,
    /// Whether it declares an earlier telling wrong.
    pub is_error: bool,
}

/// Takes in what can be taken in, and notes how it ended, in one commit: all events or none, unless asked to proceed.
///
/// # Errors
/// The log failed. What is wrong with an event is told by the outcome.
pub async fn capture(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    on_error: OnError,
    brought: &[Result<Brought, Failure>],
) -> Result<(CaptureId, Done), Error> {
    let id = CaptureId::from_bytes(intent.bytes("capture"));
    let done = app
        .perform(intent, |work| {
            let mut outcome = taken_in(work, who, intent, id, brought)?;
            outcome.on_error = on_error;
            if on_error == OnError::Rollback && !outcome.failures.is_empty() {
                work.forget();
                outcome.taken = 0;
                outcome.known = 0;
            }
            let command = Command::FinishCapture {
                capture: id,
                outcome,
                by: who.person(),
                at: intent.now(),
            };
            work.decide::<Capture>(&capture::stream_id(id), command)?;
            Ok(())
        })
        .await?;
    Ok((id, done))
}

/// Decides on each event by itself.
fn taken_in(
    work: &mut Work<'_>,
    who: &Signed<Operator>,
    intent: &Intent,
    capture: CaptureId,
    brought: &[Result<Brought, Failure>],
) -> Result<Outcome, Error> {
    let mut outcome = Outcome {
        on_error: OnError::Proceed,
        taken: 0,
        known: 0,
        failures: Vec::new(),
    };
    for (index, one) in (0..).zip(brought) {
        let one = match one {
            Ok(one) => one,
            Err(failure) => {
                outcome.failures.push(failure.clone());
                continue;
            }
        };
        let hash = ContentHash::from_bytes(Sha256::digest(&one.told.id).into());
        let command = foreign_event::Command::TakeIn {
            capture,
            told: one.told.clone(),
            is_error: one.is_error,
            by: who.person(),
            at: intent.now(),
        };
        match work.decide::<ForeignEvent>(&foreign_event::stream_id(&hash), command) {
            Ok(true) => outcome.taken += 1,
            Ok(false) => outcome.known += 1,
            Err(Error::Rejected(rejection)) => outcome.failures.push(Failure {
                index,
                code: rejection.code().to_owned(),
                field: None,
            }),
            Err(other) => return Err(other),
        }
    }
    Ok(outcome)
}
