//! A small orchard to try things in. Blobs live in memory, everything else is the real thing.

mod crash;
mod till;
mod words;

use std::{collections::HashMap, path::Path, sync::Arc};

use adoption::campaign::{HarvestRule, LegalProfile, RiskClause, SalesPlan, Terms};
use app::{
    App, Error, Intent, Settings,
    commands::{
        adopt::{self, Acceptance, Choice},
        campaigns::{self, CampaignDraft},
        contracts, observations,
        orchards::{self, OrchardDraft},
        payments::{self, Capture},
        people::{self, SignUp},
        sign_in, trees,
    },
    permission::{Identity, Operator, Signed},
    policies::PolicyRunner,
    ports::{BlobError, BlobKey, Blobs, SettableClock},
};
use community::member::{Locale, Role};
use eventlog::{Log, Options, StreamName, StreamVersion};
use kernel::{
    AdoptionId, BlockId, CampaignId, Money, OrchardId, PaymentId, Season, Timestamp, TreeId,
};
use parking_lot::Mutex;
use readmodels::ReadModels;
use settlement::payment::Channel;
use tempfile::TempDir;
use traceability::{orchard::Place, tree::TreeFacts};
use vault::{MasterKey, Vault};

pub(crate) use self::till::code;
pub(crate) use self::words::{
    acceptance, account, contract, day, jpeg, moment, post_of, terms, words,
};

/// Blobs in memory.
#[derive(Default)]
struct MemoryBlobs(Mutex<HashMap<BlobKey, Vec<u8>>>);

impl Blobs for MemoryBlobs {
    fn put(&self, key: BlobKey, bytes: &[u8]) -> Result<(), BlobError> {
        self.0.lock().insert(key, bytes.to_vec());
        Ok(())
    }

    fn get(&self, key: BlobKey) -> Result<Vec<u8>, BlobError> {
        self.0.lock().get(&key).cloned().ok_or(BlobError::Missing)
    }
}

/// Everything a test needs at hand.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: SettableClock,
    pub(crate) operator: Identity,
    pub(crate) orchard: OrchardId,
    pub(crate) block: BlockId,
    pub(crate) folder: TempDir,
    /// How campaigns of this world divide their harvest.
    pub(crate) harvest_rule: HarvestRule,
    /// The law of its campaigns, if it is not what their boxes make it.
    pub(crate) law: Option<LegalProfile>,
    keys: Mutex<u64>,
}

impl World {
    /// An orchard with a block and an operator, on 1 March 2026, in memory.
    pub(crate) async fn new() -> Self {
        let log = Log::in_memory();
        let vault = Vault::in_memory(&MasterKey::random().unwrap()).unwrap();
        let readmodels = ReadModels::temporary(&log).unwrap();
        Self::begin(log, vault, readmodels, tempfile::tempdir().unwrap()).await
    }

    /// The same on disk, in a folder that goes with the world.
    pub(crate) async fn on_disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (log, vault, readmodels) = open(folder.path());
        Self::begin(log, vault, readmodels, folder).await
    }

    async fn begin(log: Log, vault: Vault, readmodels: ReadModels, folder: TempDir) -> Self {
        let clock = SettableClock::new(moment("2026-03-01T02:00:00Z"));
        let app = assemble(log, vault, readmodels, &clock);
        let operator = person(&app, "operator", Some(Role::Operator)).await;
        let who = operator.operator().unwrap();
        let intent = Intent::of_system("orchard", app.now());
        let draft = OrchardDraft {
            farm: None,
            farm_name: "三标合作社".into(),
            name: "三标果园".into(),
            place: Place {
                province: "江西省".into(),
                county: "寻乌县".into(),
                village: "留车镇".into(),
                lat_e7: 247_600_000,
                lon_e7: 1_156_500_000,
            },
        };
        let (orchard, _) = orchards::register(&app, &who, &intent, draft)
            .await
            .unwrap();
        let intent = Intent::of_system("block", app.now());
        let (block, _) = orchards::add_block(&app, &who, &intent, orchard, "乙区")
            .await
            .unwrap();
        Self {
            app,
            clock,
            operator,
            orchard,
            block,
            folder,
            harvest_rule: HarvestRule::OwnTree,
            law: None,
            keys: Mutex::new(0),
        }
    }

    /// A new member, with a role if asked.
    pub(crate) async fn person(&self, name: &str, role: Option<Role>) -> Identity {
        person(&self.app, name, role).await
    }

    /// A fresh wish of a person.
    pub(crate) fn intent(&self, who: &Identity) -> Intent {
        let mut keys = self.keys.lock();
        *keys += 1;
        Intent::of_person(who.person(), &format!("key-{keys}"), b"", self.app.now())
    }

    pub(crate) fn operator(&self) -> Signed<Operator> {
        self.operator.operator().unwrap()
    }

    /// A tree with an accepted photo.
    pub(crate) async fn tree(&self, number: u16) -> TreeId {
        let facts = TreeFacts {
            orchard: self.orchard,
            block: self.block,
            row: 1,
            number,
            variety: "纽荷尔脐橙".into(),
            planted: 2011,
            name: format!("小满{number}"),
        };
        let intent = self.intent(&self.operator);
        let (tree, _) = trees::register(&self.app, &self.operator(), &intent, facts)
            .await
            .unwrap();
        self.photo(tree, u8::try_from(number).unwrap()).await;
        tree
    }

    /// Posts a photo of its own for a tree and lets the policies judge it.
    pub(crate) async fn photo(&self, tree: TreeId, shade: u8) {
        let farmer = self.operator.farmer(self.orchard).unwrap();
        let post = post_of(tree, vec![jpeg(shade)]);
        let intent = self.intent(&self.operator);
        observations::post(&self.app, &farmer, &intent, post)
            .await
            .unwrap();
        self.policies().await;
    }

    /// An open campaign of these trees, a plain sale.
    pub(crate) async fn campaign(
        &self,
        trees: &[TreeId],
        change: impl FnOnce(&mut Terms),
    ) -> CampaignId {
        self.crowdfunded(trees, SalesPlan::default(), change).await
    }

    /// An open campaign of these trees with goal and price phases.
    pub(crate) async fn crowdfunded(
        &self,
        trees: &[TreeId],
        plan: SalesPlan,
        change: impl FnOnce(&mut Terms),
    ) -> CampaignId {
        let who = self.operator();
        let mut terms = terms();
        change(&mut terms);
        let draft = CampaignDraft {
            orchard: self.orchard,
            season: Season::new(2026).unwrap(),
            title: words("脐橙 2026"),
            story: words("山里的橙子"),
            terms,
        };
        let (campaign, _) = campaigns::draft(&self.app, &who, &self.intent(&self.operator), draft)
            .await
            .unwrap();
        let intent = self.intent(&self.operator);
        campaigns::set_sales_plan(&self.app, &who, &intent, campaign, plan)
            .await
            .unwrap();
        let intent = self.intent(&self.operator);
        contracts::set_harvest_rule(&self.app, &who, &intent, campaign, self.harvest_rule)
            .await
            .unwrap();
        if let Some(law) = self.law {
            let intent = self.intent(&self.operator);
            contracts::set_legal_profile(&self.app, &who, &intent, campaign, law)
                .await
                .unwrap();
        }
        let intent = self.intent(&self.operator);
        campaigns::publish_contract(&self.app, &who, &intent, campaign, contract())
            .await
            .unwrap();
        let intent = self.intent(&self.operator);
        campaigns::offer_trees(&self.app, &who, &intent, campaign, trees.to_vec())
            .await
            .unwrap();
        let intent = self.intent(&self.operator);
        campaigns::open(&self.app, &who, &intent, campaign)
            .await
            .unwrap();
        campaign
    }

    /// A buyer holds a tree.
    pub(crate) async fn adopt(
        &self,
        buyer: &Identity,
        campaign: CampaignId,
        tree: TreeId,
    ) -> Result<AdoptionId, Error> {
        let choice = Choice {
            campaign,
            tree,
            part: 1,
        };
        let intent = self.intent(buyer);
        let (adoption, _) = adopt::adopt(&self.app, &buyer.buyer(), &intent, choice).await?;
        Ok(adoption)
    }

    /// A buyer accepts the contract and opens the payment.
    pub(crate) async fn ready_to_pay(&self, buyer: &Identity, adoption: AdoptionId) -> PaymentId {
        let who = buyer.buyer();
        let seen = acceptance();
        let intent = self.intent(buyer);
        adopt::accept_contract(&self.app, &who, &intent, adoption, seen)
            .await
            .unwrap();
        let intent = self.intent(buyer);
        let (payment, _) =
            payments::start_payment(&self.app, &who, &intent, adoption, Channel::Manual)
                .await
                .unwrap();
        payment
    }

    /// A confirmed adoption under another clause than the usual.
    pub(crate) async fn adopted_under(
        &self,
        buyer: &Identity,
        campaign: CampaignId,
        tree: TreeId,
        risk_clause: RiskClause,
    ) -> AdoptionId {
        let adoption = self.adopt(buyer, campaign, tree).await.unwrap();
        let seen = Acceptance {
            risk_clause,
            ..acceptance()
        };
        let (who, intent) = (buyer.buyer(), self.intent(buyer));
        adopt::accept_contract(&self.app, &who, &intent, adoption, seen)
            .await
            .unwrap();
        let intent = self.intent(buyer);
        let (payment, _) =
            payments::start_payment(&self.app, &who, &intent, adoption, Channel::Manual)
                .await
                .unwrap();
        self.captured(payment, &format!("T-{payment}"), self.app.now())
            .await;
        adoption
    }

    /// The operator finds the transfer on the statement; the policies react.
    pub(crate) async fn captured(
        &self,
        payment: PaymentId,
        transaction: &str,
        value_at: Timestamp,
    ) {
        self.capture(payment, transaction, value_at).await.unwrap();
        self.policies().await;
    }

    pub(crate) async fn capture(
        &self,
        payment: PaymentId,
        transaction: &str,
        value_at: Timestamp,
    ) -> Result<(), Error> {
        let fact = Capture {
            channel: Channel::Manual,
            transaction: transaction.into(),
            amount: self.price_of(payment),
            fee: Money::fen(0),
            value_at,
        };
        let intent = self.intent(&self.operator);
        payments::record_capture(&self.app, &self.operator(), &intent, payment, fact).await?;
        Ok(())
    }

    /// What the payment asks for, as the log has it.
    fn price_of(&self, payment: PaymentId) -> Money {
        let stream = StreamName::new("payment", &payment.to_string()).unwrap();
        let events = self.app.log().read_stream(&stream, StreamVersion::FIRST);
        let opened: serde_json::Value =
            serde_json::from_slice(&events.unwrap()[0].payload).unwrap();
        serde_json::from_value(opened["amount"].clone()).unwrap()
    }

    /// A confirmed adoption.
    pub(crate) async fn adopted(
        &self,
        buyer: &Identity,
        campaign: CampaignId,
        tree: TreeId,
    ) -> AdoptionId {
        let adoption = self.adopt(buyer, campaign, tree).await.unwrap();
        let payment = self.ready_to_pay(buyer, adoption).await;
        self.captured(payment, &format!("T-{payment}"), self.app.now())
            .await;
        adoption
    }

    /// Lets the policies react to everything, and the read models catch up.
    pub(crate) async fn policies(&self) {
        let path = self.folder.path().join("policies.position");
        let mut runner = PolicyRunner::new(self.app.clone(), path).unwrap();
        runner.catch_up().await.unwrap();
        self.caught_up().await;
    }

    pub(crate) async fn caught_up(&self) {
        self.app
            .caught_up(self.app.log().durable_position())
            .await
            .unwrap();
    }

    /// Lets time pass and ends what is due.
    pub(crate) async fn pass(&self, minutes: i64) {
        self.clock.advance_seconds(minutes * 60);
        self.caught_up().await;
        app::policies::settle_deadlines(&self.app).await.unwrap();
        self.policies().await;
    }
}

/// Opens log, vault and read models of a folder.
pub(crate) fn open(folder: &Path) -> (Log, Vault, ReadModels) {
    let log = Log::open(&folder.join("log"), Options::default()).unwrap();
    let key = MasterKey::load_or_create(&folder.join("master.key")).unwrap();
    let vault = Vault::open(&folder.join("vault.sqlite"), &key).unwrap();
    let readmodels = ReadModels::open(&folder.join("readmodels.sqlite"), &log).unwrap();
    (log, vault, readmodels)
}

/// The product on these parts.
pub(crate) fn assemble(
    log: Log,
    vault: Vault,
    readmodels: ReadModels,
    clock: &SettableClock,
) -> App {
    let blobs = Arc::new(MemoryBlobs::default());
    let settings = Settings {
        two_persons_above: Money::fen(150_000),
        ..Settings::default()
    };
    App::new(
        log,
        vault,
        readmodels,
        blobs,
        Arc::new(clock.clone()),
        settings,
    )
}

async fn person(app: &App, name: &str, role: Option<Role>) -> Identity {
    let wish = SignUp {
        login: format!("{name}@example.org"),
        password: "correct horse battery".into(),
        name: name.into(),
        locale: Locale::ZhCn,
    };
    let intent = Intent::of_visitor(name, b"", app.now());
    let (person, _) = people::sign_up(app, &intent, wish).await.unwrap();
    if let Some(role) = role {
        let intent = Intent::of_system(&format!("role of {name}"), app.now());
        people::grant_role_as_system(app, &intent, person, role)
            .await
            .unwrap();
    }
    sign_in::identity_of(app, person).unwrap()
}
