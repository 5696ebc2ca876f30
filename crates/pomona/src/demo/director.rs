//! Carries the plan out: every step is a use case of `app`, at its own time, with the policies run in between.
//! It writes nothing to the log itself.

mod adoptions;
mod campaigns;
mod harvest;
mod money;
mod orchards;
mod statements;
mod turns;

use std::collections::HashMap;

use app::{
    App, Intent,
    commands::observations,
    permission::{Buyer, Farmer, Identity, Operator, Packer, Signed},
    policies::{PolicyRunner, settle_deadlines},
    ports::SettableClock,
    post::Post,
};
use kernel::{
    AdoptionId, BlockId, CampaignId, ContentHash, LossId, LotId, ObservationId, OrchardId,
    ParcelId, PayoutId, RefundId, Timestamp, TreeId,
};
use readmodels::observations::OBSERVATIONS_MAX;
use thiserror::Error;
use traceability::observation::Flag;

use super::calendar::day_of;
use super::darkroom::Darkroom;
use super::plan::{Act, Plan, Step};
use crate::paint::PaintError;

/// Letters sent in one go.
const LETTERS: usize = 100;

/// Why the demo could not be seeded.
#[derive(Debug, Error)]
pub(crate) enum SeedError {
    /// A use case said no or failed.
    #[error(transparent)]
    App(#[from] app::Error),
    /// A photo could not be painted.
    #[error(transparent)]
    Paint(#[from] PaintError),
    /// The read models could not be asked.
    #[error(transparent)]
    ReadModels(#[from] readmodels::QueryError),
    /// A bank statement could not be brought in.
    #[error(transparent)]
    Import(#[from] app::commands::bank::ImportError),
    /// A step of the plan stands before what it needs.
    #[error("the demo's plan has nothing for {0}")]
    Missing(&'static str),
}

/// The step at which seeding ended.
#[derive(Debug, Error)]
#[error("step {act} of the demo failed: {cause}")]
pub(crate) struct StepFailed {
    act: String,
    #[source]
    cause: SeedError,
}

/// The plan's stage: what stands on it and who acts.
pub(super) struct Director<'a> {
    plan: &'a Plan,
    app: App,
    clock: SettableClock,
    policies: PolicyRunner,
    post: Post,
    darkroom: Darkroom,
    operator: Option<Identity>,
    second: Option<Identity>,
    farms: Vec<Farmland>,
    buyers: HashMap<usize, Identity>,
    campaigns: HashMap<usize, (CampaignId, ContentHash)>,
    adoptions: HashMap<usize, AdoptionId>,
    observations: HashMap<usize, ObservationId>,
    lots: HashMap<usize, LotId>,
    parcels: HashMap<(usize, u8), ParcelId>,
    parts: HashMap<usize, Vec<AdoptionId>>,
    losses: HashMap<usize, LossId>,
    payouts: HashMap<usize, PayoutId>,
    refunds: HashMap<usize, RefundId>,
}

/// What was registered of a farm, and who works there.
struct Farmland {
    orchard: OrchardId,
    blocks: Vec<BlockId>,
    trees: Vec<TreeId>,
    farmer: Identity,
    packer: Identity,
}

impl<'a> Director<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        app: App,
        clock: SettableClock,
        (policies, post): (PolicyRunner, Post),
    ) -> Self {
        let scenes = super::scenes(plan);
        Self {
            plan,
            app,
            clock,
            policies,
            post,
            darkroom: Darkroom::open(scenes),
            operator: None,
            second: None,
            farms: Vec::new(),
            buyers: HashMap::new(),
            campaigns: HashMap::new(),
            adoptions: HashMap::new(),
            observations: HashMap::new(),
            lots: HashMap::new(),
            parcels: HashMap::new(),
            parts: HashMap::new(),
            losses: HashMap::new(),
            payouts: HashMap::new(),
            refunds: HashMap::new(),
        }
    }

    /// Does everything up to `now`. `progress` hears how many steps are done.
    pub(super) async fn carry_out(
        &mut self,
        now: Timestamp,
        mut progress: impl FnMut(usize),
    ) -> Result<(), StepFailed> {
        let plan = self.plan;
        for (n, step) in plan.steps.iter().enumerate() {
            let done = self.take(step).await;
            done.map_err(|cause| StepFailed {
                act: format!("{:?}", step.act),
                cause,
            })?;
            progress(n + 1);
        }
        let end = async {
            self.policies.catch_up().await?;
            self.move_clock(now).await?;
            self.policies.catch_up().await?;
            self.send_letters().await
        };
        end.await.map_err(|cause| StepFailed {
            act: "of the end".to_owned(),
            cause,
        })
    }

    async fn take(&mut self, step: &Step) -> Result<(), SeedError> {
        let today = day_of(app::ports::Clock::now(&self.clock));
        if today != day_of(step.at) {
            self.policies.catch_up().await?;
            self.move_clock(step.at).await?;
        } else {
            self.clock.set(step.at);
            if rests_on_policies(step.act) {
                self.policies.catch_up().await?;
            }
        }
        let mut name = format!("demo/{:?}", step.act);
        if let Act::Live(_) | Act::Book(_) = step.act {
            // Days are closed and plates printed more than once.
            name = format!("{name}/{}", step.at);
        }
        let intent = Intent::of_system(&name, step.at);
        self.perform(step.act, &intent).await
    }

    /// Nothing is left to be sent when the demo is served.
    async fn send_letters(&self) -> Result<(), SeedError> {
        loop {
            let written = self.app.log().durable_position();
            self.app.caught_up(written).await?;
            if self.post.send_due(LETTERS).await? == 0 {
                return Ok(());
            }
        }
    }

    /// A new day: holds whose time is up end.
    async fn move_clock(&mut self, to: Timestamp) -> Result<(), SeedError> {
        self.clock.set(to);
        self.app
            .caught_up(self.app.log().durable_position())
            .await?;
        settle_deadlines(&self.app).await?;
        self.look_at_photos().await
    }

    /// The operator looks at photos that only look like another tree's, and accepts them; other questions wait.
    async fn look_at_photos(&self) -> Result<(), SeedError> {
        let Some(operator) = &self.operator else {
            return Ok(());
        };
        for row in self.app.read().observations_flagged(OBSERVATIONS_MAX)? {
            let alike = |flag: &Flag| matches!(flag, Flag::NearPhoto { .. });
            if row.asked.iter().all(alike) {
                let name = format!("demo/look/{}", row.observation);
                let intent = Intent::of_system(&name, self.app.now());
                let (who, why) = (operator.operator()?, Some("看过两张照片，是两棵树"));
                observations::accept(&self.app, &who, &intent, row.observation, why).await?;
            }
        }
        Ok(())
    }

    async fn perform(&mut self, act: Act, intent: &Intent) -> Result<(), SeedError> {
        match act {
            Act::SignUpStaff => self.sign_up_staff(intent).await,
            Act::SignUpBuyer(buyer) => self.sign_up_buyer(intent, buyer).await,
            Act::RegisterOrchard(farm) => self.register_orchard(intent, farm).await,
            Act::ImportTrees(farm) => self.import_trees(intent, farm).await,
            Act::Photograph(shot) => self.photograph(intent, shot).await,
            Act::RefuseObservation(shot) => self.refuse_observation(intent, shot).await,
            Act::DraftCampaign(campaign) => self.draft_campaign(intent, campaign).await,
            Act::OpenCampaign(campaign) => self.open_campaign(intent, campaign).await,
            Act::CloseCampaign(campaign) => self.close_campaign(intent, campaign).await,
            Act::Adopt(k) => self.adopt(intent, k).await,
            Act::ProposePlate(k) => self.propose_plate(intent, k).await,
            Act::AcceptContract(k) => self.accept_contract(intent, k).await,
            Act::StartPayment(k) => self.start_payment(intent, k).await,
            Act::Capture(k) => self.capture(intent, k).await,
            Act::ApprovePlate(k) => self.approve_plate(intent, k).await,
            Act::RejectPlate(k) => self.reject_plate(intent, k).await,
            Act::Withdraw(k) => self.withdraw(intent, k).await,
            Act::SettleRefund(k) => self.settle_refund(intent, k).await,
            Act::PlanBoxes(k) => self.plan_boxes(intent, k).await,
            Act::LockAddresses(k) => self.lock_addresses(intent, k).await,
            Act::RecordHarvest(lot) => self.record_harvest(intent, lot).await,
            Act::Certify(lot) => self.certify(intent, lot).await,
            Act::Allocate(lot) => self.allocate(intent, lot).await,
            Act::Pack(k, nth) => self.pack(intent, k, nth).await,
            Act::HandOver(k, nth) => self.hand_over(intent, k, nth).await,
            Act::Deliver(k, nth) => self.deliver(intent, k, nth).await,
            Act::Live(turn) => self.live(intent, turn).await,
            Act::Book(entry) => self.book(intent, entry).await,
        }
    }

    fn operator(&self) -> Result<Signed<Operator>, SeedError> {
        let operator = self
            .operator
            .as_ref()
            .ok_or(SeedError::Missing("operator"))?;
        Ok(operator.operator()?)
    }

    fn second(&self) -> Result<Signed<Operator>, SeedError> {
        let second = self.second.as_ref();
        Ok(second
            .ok_or(SeedError::Missing("second operator"))?
            .operator()?)
    }

    /// The read models as of all that is in the log.
    async fn settled(&self) -> Result<&readmodels::ReadModels, SeedError> {
        self.app
            .caught_up(self.app.log().durable_position())
            .await?;
        Ok(self.app.read())
    }

    fn farm(&self, farm: usize) -> Result<&Farmland, SeedError> {
        self.farms.get(farm).ok_or(SeedError::Missing("farm"))
    }

    fn farmer(&self, farm: usize) -> Result<Signed<Farmer>, SeedError> {
        let farm = self.farm(farm)?;
        Ok(farm.farmer.farmer(farm.orchard)?)
    }

    fn packer(&self, adoption: usize) -> Result<Signed<Packer>, SeedError> {
        let campaign = self.plan.adoptions[adoption].campaign;
        let farm = self.farm(self.plan.campaigns[campaign].farm)?;
        Ok(farm.packer.packer(farm.orchard)?)
    }

    fn buyer(&self, adoption: usize) -> Result<Signed<Buyer>, SeedError> {
        self.person(self.plan.adoptions[adoption].buyer)
    }

    fn person(&self, buyer: usize) -> Result<Signed<Buyer>, SeedError> {
        let buyer = self.buyers.get(&buyer).ok_or(SeedError::Missing("buyer"))?;
        Ok(buyer.buyer())
    }

    fn tree(&self, farm: usize, tree: usize) -> Result<TreeId, SeedError> {
        let trees = &self.farm(farm)?.trees;
        trees.get(tree).copied().ok_or(SeedError::Missing("tree"))
    }

    fn adoption(&self, k: usize) -> Result<AdoptionId, SeedError> {
        self.adoptions
            .get(&k)
            .copied()
            .ok_or(SeedError::Missing("adoption"))
    }
}

/// Whether an act needs what policies make of the acts before it, even within a day.
const fn rests_on_policies(act: Act) -> bool {
    matches!(
        act,
        Act::OpenCampaign(_)
            | Act::Adopt(_)
            | Act::RefuseObservation(_)
            | Act::Withdraw(_)
            | Act::SettleRefund(_)
            | Act::PlanBoxes(_)
            | Act::Allocate(_)
            | Act::Pack(..)
            | Act::Live(_)
            | Act::Book(_)
    )
}
