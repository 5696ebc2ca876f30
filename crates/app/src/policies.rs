//! When this happens, then that is wanted: policies read the log from their checkpoint and call use cases.
//!
//! Every reaction commits under an id derived from (policy, position of the event), so a crash anywhere, or a
//! checkpoint that is lost, repeats commits and changes nothing. A reaction that a rule refuses has been overtaken
//! by other facts: that is noted and passed. A fault stops the runner at its checkpoint, is reported, and the same
//! event is tried again at the next turn.

mod checkpoint;
mod deadlines;
mod when_allocation_made_grant_entitlement;
mod when_funding_failed_pay_everybody_back;
mod when_observation_captured_judge_it;
mod when_parcel_delivered_complete_adoption;
mod when_payment_captured_confirm_adoption;
mod when_share_freed_offer_it;

use std::{path::PathBuf, time::Duration};

use eventlog::{GlobalPosition, RecordedEvent};
use tokio::sync::watch;

pub use deadlines::settle_deadlines;

use crate::{App, Error, error::Fault};
use checkpoint::Checkpoint;

/// How long a runner that was stopped by a fault waits for news before it tries again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Events taken from the log at a time.
const BATCH_EVENTS_MAX: usize = 500;

/// Something the runner is about to do; tests end the process here to prove that nothing is lost or doubled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Before a policy reacts to the event at this position.
    BeforeReaction(u64),
    /// After it reacted, before the checkpoint is kept.
    BeforeCheckpoint(u64),
    /// After the checkpoint is kept.
    AfterCheckpoint(u64),
}

/// Runs all policies, one event after the other.
pub struct PolicyRunner {
    app: App,
    checkpoint: Checkpoint,
    on_step: Box<dyn Fn(Step) + Send + Sync>,
    status: watch::Sender<PolicyStatus>,
}

/// How the policies are doing, for `/readyz` and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PolicyStatus {
    /// Reacted to everything up to here.
    pub reached: GlobalPosition,
    /// Stopped by a fault at the next event.
    pub failing: bool,
}

impl PolicyRunner {
    /// A runner that keeps its checkpoint in `path`.
    ///
    /// # Errors
    /// The checkpoint cannot be read.
    pub fn new(app: App, path: PathBuf) -> Result<Self, Error> {
        let checkpoint = Checkpoint::open(path).map_err(Fault::Checkpoint)?;
        let status = PolicyStatus {
            reached: checkpoint.position(),
            failing: false,
        };
        Ok(Self {
            app,
            checkpoint,
            on_step: Box::new(|_| ()),
            status: watch::Sender::new(status),
        })
    }

    /// Calls `hook` at every step.
    #[must_use]
    pub fn on_step(mut self, hook: impl Fn(Step) + Send + Sync + 'static) -> Self {
        self.on_step = Box::new(hook);
        self
    }

    /// How the policies are doing, to be looked at or waited for.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<PolicyStatus> {
        self.status.subscribe()
    }

    /// Reacts to everything that is durable now. Policies react to each other's events too: this returns when none
    /// is left.
    ///
    /// # Errors
    /// The fault that stopped it; calling again resumes at the same event.
    pub async fn catch_up(&mut self) -> Result<(), Error> {
        loop {
            let batch = self
                .app
                .log()
                .read_all(self.checkpoint.position(), BATCH_EVENTS_MAX)?;
            let Some(last) = batch.last().map(|event| event.position) else {
                return Ok(());
            };
            for event in &batch {
                self.react(event).await?;
            }
            (self.on_step)(Step::BeforeCheckpoint(last.0));
            self.checkpoint.keep(last).map_err(Fault::Checkpoint)?;
            self.status.send_modify(|status| status.reached = last);
            (self.on_step)(Step::AfterCheckpoint(last.0));
        }
    }

    /// Follows the log until it is closed. A fault is reported and tried again when something new is written, or after
    /// a while.
    pub async fn run(mut self) {
        loop {
            let outcome = self.catch_up().await;
            self.status
                .send_modify(|status| status.failing = outcome.is_err());
            let seen = match outcome {
                Ok(()) => self.checkpoint.position(),
                Err(error) => {
                    tracing::error!(%error, position = self.checkpoint.position().0, "policies stopped");
                    self.app.log().durable_position()
                }
            };
            let mut news = self.app.log().subscribe(seen);
            // Whether something new came or the time is up: in both cases it goes on from the checkpoint.
            if let Ok(Err(_closed)) =
                tokio::time::timeout(TRY_AGAIN_AFTER, news.next_batch(1)).await
            {
                return;
            }
        }
    }

    async fn react(&self, event: &RecordedEvent) -> Result<(), Error> {
        let name = event.type_name.as_str();
        if !REACTED_TO.contains(&name) {
            return Ok(());
        }
        (self.on_step)(Step::BeforeReaction(event.position.0));
        let outcome = match name {
            "settlement.payment-captured" | "settlement.late-payment-received" => {
                when_payment_captured_confirm_adoption::react(&self.app, event).await
            }
            "traceability.observation-captured" => {
                when_observation_captured_judge_it::react(&self.app, event).await
            }
            "adoption.campaign-funding-judged" => {
                when_funding_failed_pay_everybody_back::react(&self.app, event).await
            }
            "adoption.tree-share-released" | "adoption.tree-share-hold-expired" => {
                when_share_freed_offer_it::react(&self.app, event).await
            }
            "traceability.lot-allocated" => {
                when_allocation_made_grant_entitlement::react(&self.app, event).await
            }
            _ => when_parcel_delivered_complete_adoption::react(&self.app, event).await,
        };
        match outcome {
            Err(Error::Rejected(rejection)) => {
                tracing::warn!(
                    code = rejection.code(),
                    position = event.position.0,
                    "a reaction was overtaken"
                );
                Ok(())
            }
            other => other,
        }
    }
}

/// The events some policy reacts to.
const REACTED_TO: [&str; 8] = [
    "adoption.campaign-funding-judged",
    "adoption.tree-share-released",
    "adoption.tree-share-hold-expired",
    "settlement.payment-captured",
    "settlement.late-payment-received",
    "traceability.observation-captured",
    "traceability.lot-allocated",
    "fulfilment.parcel-delivered",
];

/// Reads the event a policy reacts to.
fn decode<E: kernel::codec::StoredEvent>(event: &RecordedEvent) -> Result<E, Error> {
    let payload = std::str::from_utf8(&event.payload).unwrap_or_default();
    let decoded = kernel::codec::decode(event.type_name.as_str(), event.schema_version, payload);
    Ok(decoded.map_err(Fault::from)?)
}
