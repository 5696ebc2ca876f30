//! A served orchard to try the pages in: one farm with a block of trees, an open campaign, and one person of each
//! role. The server runs in the test's own process, on a free port, with a clock that stands where it is set.

use std::net::TcpListener;

use adoption::campaign::{Bilingual, RiskClause, Terms};
use app::{
    App, Intent,
    commands::{
        campaigns::{self, CampaignDraft},
        observations::{self, Post},
        orchards::{self, OrchardDraft},
        people::{self, SignUp},
        sign_in, trees,
    },
    permission::{Identity, Operator, Signed},
    policies::PolicyStatus,
    ports::SettableClock,
};
use community::member::{Locale, Role};
use kernel::{
    BlockId, CampaignId, Day, Grams, Money, OrchardId, PersonId, Season, ShortCode, TreeId,
};
use server::{Config, Time, assemble, run};
use tempfile::TempDir;
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};
use traceability::{observation::Stage, orchard::Place, tree::TreeFacts};

use super::browser::Browser;

/// Everybody's password here.
pub(crate) const PASSWORD: &str = "orange-blossom-42";
/// Spring in the orchard: the sale is open.
const SPRING: &str = "2026-03-20T04:00:00Z";
/// How many trees stand in the block.
const TREES: u16 = 4;

/// A served orchard.
pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) clock: SettableClock,
    pub(crate) orchard: OrchardId,
    pub(crate) block: BlockId,
    pub(crate) campaign: CampaignId,
    pub(crate) trees: Vec<TreeId>,
    policies: watch::Receiver<PolicyStatus>,
    base: String,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<std::io::Result<()>>>,
    _folder: TempDir,
}

impl Site {
    /// Opens, seeds and serves it.
    pub(crate) async fn open() -> Self {
        Self::open_with(|_| ()).await
    }

    /// The same with other settings.
    pub(crate) async fn open_with(adjust: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config {
            data: folder.path().to_owned(),
            ..Config::default()
        };
        config.server.workers = 2;
        config.proofs.publish_seconds = 1;
        config.payments.account_holder = "三标果园合作社".into();
        config.nameplates.banned_words = vec!["坏话".into()];
        adjust(&mut config);
        let clock = SettableClock::new(SPRING.parse().expect("a moment"));
        let parts = assemble(config, Time::Settable(clock.clone())).expect("an open folder");
        let (app, policies) = (parts.app.clone(), parts.policies.status());
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(run(listener, parts, async {
            stopped.await.unwrap_or_default();
        }));
        let mut site = Self {
            app,
            clock,
            orchard: OrchardId::from_bytes([0; 16]),
            block: BlockId::from_bytes([0; 16]),
            campaign: CampaignId::from_bytes([0; 16]),
            trees: Vec::new(),
            policies,
            base,
            stop: Some(stop),
            served: Some(served),
            _folder: folder,
        };
        site.seed().await;
        site
    }

    /// Ends the server in order; call it at the end of every test.
    pub(crate) async fn close(mut self) {
        self.stop
            .take()
            .expect("running")
            .send(())
            .expect("still serving");
        let served = self.served.take().expect("running");
        served.await.expect("no panic").expect("a clean end");
    }

    async fn seed(&mut self) {
        let boss = self.person("operator", &[Role::Operator]).await;
        self.orchard = self.plant(&boss.operator().expect("an operator")).await;
        let orchard = self.orchard;
        self.person("farmer", &[Role::Farmer { orchard }]).await;
        self.person("packer", &[Role::Packer { orchard }]).await;
        self.person("auditor", &[Role::Auditor]).await;
        self.person("buyer", &[]).await;
        self.person("stranger", &[]).await;
        self.campaign = self.sell(&boss.operator().expect("an operator")).await;
        self.settle().await;
    }

    /// Waits until policies and read models know everything that is durable, whatever follows from what.
    pub(crate) async fn settle(&self) {
        let mut policies = self.policies.clone();
        loop {
            let position = self.app.log().durable_position();
            let reached = policies.wait_for(|status| status.reached >= position).await;
            drop(reached.expect("policies run"));
            if self.app.log().durable_position() == position {
                return self
                    .app
                    .caught_up(position)
                    .await
                    .expect("read models follow");
            }
        }
    }

    fn intent(&self, key: &str) -> Intent {
        Intent::of_system(key, self.app.now())
    }

    /// Where it keeps its data.
    pub(crate) fn data(&self) -> &std::path::Path {
        self._folder.path()
    }

    /// A member with a name of their own.
    pub(crate) async fn person_named(&self, login: &str, name: &str) {
        let wish = SignUp {
            login: format!("{login}@example.com"),
            password: PASSWORD.into(),
            name: name.into(),
            locale: Locale::ZhCn,
        };
        let joined = people::sign_up(&self.app, &self.intent(login), wish).await;
        joined.expect("a member");
        self.settle().await;
    }

    /// Forgets somebody for ever.
    pub(crate) async fn erase(&self, name: &str) {
        // Who signs up twice under one key is the same person.
        let who = self.person(name, &[]).await;
        let intent = self.intent(&format!("erase {name}"));
        people::erase(&self.app, &intent, who.person())
            .await
            .expect("erased");
        self.settle().await;
    }

    /// The copy of a contract as a file.
    pub(crate) async fn contract_pdf(&self, buyer: &Browser, adoption: &str) -> Vec<u8> {
        buyer
            .file(&format!("/adoptions/{adoption}/contract.pdf"))
            .await
    }

    /// A new photo of a tree, accepted.
    pub(crate) async fn photograph(&self, tree: usize, key: &str) {
        let boss = self.person("operator", &[]).await;
        let farmer = boss.farmer(self.orchard).expect("an operator stands in");
        let post = Post {
            observation: None,
            tree: self.trees[tree],
            stage: Stage::Blossom,
            note: None,
            photos: vec![photo(key)],
            captured_at: None,
            device_place_e7: None,
        };
        let intent = self.intent(&format!("photograph {key}"));
        observations::post(&self.app, &farmer, &intent, post)
            .await
            .expect("an observation");
        self.settle().await;
    }

    /// A member with roles, signed up under their own name.
    pub(crate) async fn person(&self, name: &str, roles: &[Role]) -> Identity {
        let wish = SignUp {
            login: format!("{name}@example.com"),
            password: PASSWORD.into(),
            name: name.into(),
            locale: Locale::ZhCn,
        };
        let joined = people::sign_up(&self.app, &self.intent(name), wish).await;
        let (person, _): (PersonId, _) = joined.expect("a member");
        for role in roles {
            let key = format!("{name}/{role:?}");
            let intent = self.intent(&key);
            let granted = people::grant_role_as_system(&self.app, &intent, person, *role).await;
            granted.expect("a role");
        }
        sign_in::identity_of(&self.app, person).expect("an identity")
    }

    async fn plant(&mut self, boss: &Signed<Operator>) -> OrchardId {
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
        let registered = orchards::register(&self.app, boss, &self.intent("orchard"), draft).await;
        let (orchard, _) = registered.expect("an orchard");
        let intent = self.intent("block");
        let added = orchards::add_block(&self.app, boss, &intent, orchard, "乙区").await;
        self.block = added.expect("a block").0;
        orchard
    }

    async fn sell(&mut self, boss: &Signed<Operator>) -> CampaignId {
        for number in 1..=TREES {
            let tree = self.tree(boss, number).await;
            self.trees.push(tree);
        }
        self.settle().await;
        let draft = CampaignDraft {
            orchard: self.orchard,
            season: Season::new(2026).expect("a season"),
            title: Bilingual {
                zh: "三标脐橙 2026".into(),
                en: "Sanbiao oranges 2026".into(),
            },
            story: Bilingual {
                zh: "山上的老树。".into(),
                en: "Old trees on a hill.".into(),
            },
            terms: terms(),
        };
        let app = &self.app;
        let drafted = campaigns::draft(app, boss, &self.intent("draft"), draft).await;
        let (campaign, _) = drafted.expect("a draft");
        let text = Bilingual {
            zh: "第一条。\n\n第二条。".into(),
            en: "First.\n\nSecond.".into(),
        };
        let intent = self.intent("contract");
        campaigns::publish_contract(app, boss, &intent, campaign, text)
            .await
            .expect("a contract");
        let offered = self.trees[..3].to_vec();
        let intent = self.intent("offer");
        campaigns::offer_trees(app, boss, &intent, campaign, offered)
            .await
            .expect("an offer");
        campaigns::open(app, boss, &self.intent("open"), campaign)
            .await
            .expect("open");
        campaign
    }

    /// A tree with a photo that nobody has seen before.
    async fn tree(&self, boss: &Signed<Operator>, number: u16) -> TreeId {
        let facts = TreeFacts {
            orchard: self.orchard,
            block: self.block,
            row: 1,
            number,
            variety: "纽荷尔脐橙".into(),
            planted: 2011,
            name: format!("小满{number}"),
        };
        let key = format!("tree/{number}");
        let registered = trees::register(&self.app, boss, &self.intent(&key), facts).await;
        let (tree, _) = registered.expect("a tree");
        let who = sign_in::identity_of(&self.app, boss.person()).expect("an identity");
        let farmer = who.farmer(self.orchard).expect("an operator stands in");
        let post = Post {
            observation: None,
            tree,
            stage: Stage::Blossom,
            note: Some("第一朵花".into()),
            photos: vec![photo(&key)],
            captured_at: None,
            device_place_e7: None,
        };
        let intent = self.intent(&format!("photo/{number}"));
        observations::post(&self.app, &farmer, &intent, post)
            .await
            .expect("an observation");
        tree
    }

    /// Lets days go by.
    pub(crate) async fn pass_days(&self, days: i64) {
        self.clock.advance_seconds(days * 86_400);
        self.settle().await;
    }

    /// Where the site says that it is.
    pub(crate) fn public(&self) -> String {
        Config::default().server.public_url
    }

    /// The code on a tree.
    pub(crate) fn code(&self, tree: usize) -> ShortCode {
        let card = self
            .app
            .read()
            .tree_card(self.trees[tree])
            .expect("an answer");
        card.and_then(|card| card.code).expect("a tagged tree")
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn visitor(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// A browser in which somebody is signed in.
    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let browser = self.visitor();
        let form = browser.get("/sign-in").await.form("/sign-in");
        let form = form
            .with("email", format!("{name}@example.com"))
            .with("password", PASSWORD);
        assert_eq!(browser.send(&form).await.status, 303, "{name} signs in");
        browser
    }
}

/// A picture that differs for every text, and looks different too.
pub(crate) fn photo(text: &str) -> Vec<u8> {
    photo_of_side(text, 256)
}

/// The same picture with another side, in pixels: another file that looks alike where the code fills as much of it, as
/// with 341 and 427.
pub(crate) fn photo_of_side(text: &str, side: u32) -> Vec<u8> {
    // Long enough to fill the code: what all codes have alike, its corners, is then the smaller part.
    let text = format!("{text} ").repeat(200 / (text.len() + 1));
    labels::qr_png(&text, side).expect("a picture")
}

fn terms() -> Terms {
    Terms {
        price: Money::fen(168_000),
        shares_per_tree: 1,
        sale_from: "2026-03-01T00:00:00+08:00".parse().expect("a moment"),
        sale_until: "2026-11-01T00:00:00+08:00".parse().expect("a moment"),
        ship_from: Day::new(2026, 11, 20).expect("a day"),
        ship_until: Day::new(2026, 12, 20).expect("a day"),
        promised_grams: Grams(20_000),
        boxes: 2,
        risk_clause: RiskClause::RefundShortfall,
        per_buyer_limit: 2,
        hold_minutes: 30,
        photo_max_age_days: 90,
        forecast_grams_per_tree: Grams(40_000),
        cover_percent: 80,
    }
}
