//! When this happens, then that is wanted: policies read the log from their checkpoint and call use cases.
//!
//! Every reaction commits under an id derived from (policy, position of the event), so a crash anywhere, or a
//! checkpoint that is lost, repeats commits and changes nothing. A reaction that a rule refuses has been overtaken
//! by other facts: that is noted and passed. A fault stops the runner at its checkpoint, is reported, and the same
//! event is tried again at the next turn.

mod checkpoint;
mod deadlines;
mod when_adoption_confirmed_cover_advance;
mod when_allocation_made_grant_entitlement;
mod when_farmer_terms_agreed_cover_confirmed;
mod when_funding_failed_pay_everybody_back;
mod when_it_matters_write_letters;
mod when_loss_assessed_offer_remedies;
mod when_observation_captured_judge_it;
mod when_parcel_delivered_complete_adoption;
mod when_parcel_delivered_credit_farm;
mod when_payment_captured_confirm_adoption;
mod when_season_follows_carry_over;
mod when_share_freed_offer_it;
mod when_surplus_left_top_up;
mod when_trees_offered_ask_holders_first;

use std::{path::PathBuf, time::Duration};

use eventlog::{GlobalPosition, ReadError, RecordedEvent};
use tokio::sync::watch;

pub use deadlines::{send_small_refunds, settle_deadlines};

use crate::{App, Error, error::Fault, rejection::Rejection};
use checkpoint::Checkpoint;

/// How long a runner that was stopped by a fault waits for news before it tries again.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// Events taken from the log at a time.
const BATCH_EVENTS_MAX: usize = 500;

/// Events after which the checkpoint is kept though more are waiting: as many may be looked at again after a crash.
/// Keeping it costs two syncs, which the log's own would have to wait for.
const KEEP_AFTER_EVENTS: u64 = 10_000;

/// How long nothing new must have come before the checkpoint is kept.
const KEEP_WHEN_QUIET_FOR: Duration = Duration::from_secs(1);

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

    /// Reacts to everything that is durable now and keeps the checkpoint. Policies react to each other's events too:
    /// this returns when none is left.
    ///
    /// # Errors
    /// The fault that stopped it; calling again resumes at the same event.
    pub async fn catch_up(&mut self) -> Result<(), Error> {
        loop {
            let batch = self.app.log().read_all(self.reached(), BATCH_EVENTS_MAX)?;
            if batch.is_empty() {
                return self.keep();
            }
            self.take(&batch).await?;
        }
    }

    /// Follows the log until it is closed. A fault is reported and tried again when something new is written, or after
    /// a while.
    pub async fn run(mut self) {
        while let Err(error) = self.follow().await {
            tracing::error!(%error, position = self.reached().0, "policies stopped");
            self.status.send_modify(|status| status.failing = true);
            let mut news = self.app.log().subscribe(self.app.log().durable_position());
            // Whether something new came or the time is up: in both cases it goes on from where it was.
            if let Ok(Err(_closed)) =
                tokio::time::timeout(TRY_AGAIN_AFTER, news.next_batch(1)).await
            {
                return;
            }
        }
    }

    /// Reacts until the log is closed or a fault comes.
    async fn follow(&mut self) -> Result<(), Error> {
        let mut news = self.app.log().subscribe(self.reached());
        loop {
            let next = news.next_batch(BATCH_EVENTS_MAX);
            match tokio::time::timeout(KEEP_WHEN_QUIET_FOR, next).await {
                Ok(Ok(batch)) => self.take(&batch).await?,
                Ok(Err(ReadError::Closed)) => return self.keep(),
                Ok(Err(cause)) => return Err(cause.into()),
                Err(_quiet) => self.keep()?,
            }
            self.status
                .send_if_modified(|status| std::mem::take(&mut status.failing));
        }
    }

    /// Reacts to events that follow those before.
    async fn take(&mut self, batch: &[RecordedEvent]) -> Result<(), Error> {
        for event in batch {
            self.react(event).await?;
        }
        if let Some(last) = batch.last() {
            self.status
                .send_modify(|status| status.reached = last.position);
        }
        if self.reached().0 - self.checkpoint.position().0 >= KEEP_AFTER_EVENTS {
            self.keep()?;
        }
        Ok(())
    }

    /// Reacted to everything up to here.
    fn reached(&self) -> GlobalPosition {
        self.status.borrow().reached
    }

    fn keep(&mut self) -> Result<(), Error> {
        let reached = self.reached();
        if reached == self.checkpoint.position() {
            return Ok(());
        }
        (self.on_step)(Step::BeforeCheckpoint(reached.0));
        self.checkpoint.keep(reached).map_err(Fault::Checkpoint)?;
        (self.on_step)(Step::AfterCheckpoint(reached.0));
        Ok(())
    }

    async fn react(&self, event: &RecordedEvent) -> Result<(), Error> {
        let name = event.type_name.as_str();
        let writes = when_it_matters_write_letters::tells_of(name);
        if !writes && !REACTED_TO.contains(&name) {
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
            "adoption.campaign-opened" | "adoption.campaign-trees-offered" => {
                when_trees_offered_ask_holders_first::react(&self.app, event).await
            }
            "traceability.lot-allocated" => {
                let granted = when_allocation_made_grant_entitlement::react(&self.app, event).await;
                passed(granted, event)?;
                when_surplus_left_top_up::react(&self.app, event).await
            }
            "adoption.adoption-confirmed"
            | "adoption.adoption-cancelled"
            | "adoption.adoption-completed" => self.react_to_bond(event).await,
            "adoption.remedy-chosen" | "adoption.remedy-defaulted" => {
                when_surplus_left_top_up::react_to_choice(&self.app, event).await
            }
            "traceability.loss-assessed" | "traceability.loss-corrected" => {
                when_loss_assessed_offer_remedies::react(&self.app, event).await
            }
            "settlement.farmer-terms-agreed" => {
                when_farmer_terms_agreed_cover_confirmed::react(&self.app, event).await
            }
            "fulfilment.parcel-delivered" => self.react_to_delivery(event).await,
            _ => Ok(()),
        };
        passed(outcome, event)?;
        if writes {
            when_it_matters_write_letters::react(&self.app, event).await?;
        }
        Ok(())
    }

    /// Several policies hear of an adoption; one that was overtaken does not keep the others from it.
    async fn react_to_bond(&self, event: &RecordedEvent) -> Result<(), Error> {
        if event.type_name.as_str() != "adoption.adoption-completed" {
            let covered = when_adoption_confirmed_cover_advance::react(&self.app, event).await;
            passed(covered, event)?;
        }
        let told = when_loss_assessed_offer_remedies::react_to_confirmation(&self.app, event).await;
        passed(told, event)?;
        when_season_follows_carry_over::react(&self.app, event).await
    }

    /// Two policies hear of a delivery; one that was overtaken does not keep the other from it.
    async fn react_to_delivery(&self, event: &RecordedEvent) -> Result<(), Error> {
        let completed = when_parcel_delivered_complete_adoption::react(&self.app, event).await;
        passed(completed, event)?;
        when_parcel_delivered_credit_farm::react(&self.app, event).await
    }
}

/// A reaction that a rule refuses has been overtaken by other facts.
fn passed(outcome: Result<(), Error>, event: &RecordedEvent) -> Result<(), Error> {
    match outcome {
        Err(Error::Rejected(rejection)) => {
            overtaken(&rejection, event);
            Ok(())
        }
        other => other,
    }
}

fn overtaken(rejection: &Rejection, event: &RecordedEvent) {
    tracing::warn!(
        code = rejection.code(),
        position = event.position.0,
        "a reaction was overtaken"
    );
}

/// The events some policy reacts to.
const REACTED_TO: [&str; 18] = [
    "adoption.campaign-opened",
    "adoption.campaign-trees-offered",
    "adoption.adoption-confirmed",
    "adoption.adoption-cancelled",
    "adoption.adoption-completed",
    "adoption.remedy-chosen",
    "adoption.remedy-defaulted",
    "traceability.loss-assessed",
    "traceability.loss-corrected",
    "adoption.campaign-funding-judged",
    "adoption.tree-share-released",
    "adoption.tree-share-hold-expired",
    "settlement.farmer-terms-agreed",
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
