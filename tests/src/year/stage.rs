//! Where the season takes place: the program, its channels, its people, its orchard with two open campaigns, and the clock.

use std::{collections::BTreeSet, future::Future, sync::Arc, time::Instant};

use futures_util::{StreamExt, stream};
use kernel::Day;
use serde_json::{Value, json};

use super::{
    Bond, Table,
    alipay::Alipay,
    bank::Bank,
    cast::{self, Shop},
    stand_in::{Callback, Clock, StandIn},
    stripe::Stripe,
    wechat::WechatPay,
};
use crate::{
    BOXES, Campaign, Client, Folder, Orchard, PASSWORD, PRICE_FEN, PROMISED_GRAMS, Serving, Tree,
    day,
};

/// People who act at the same time.
const AT_ONCE: usize = 8;
/// Trees that nobody adopts, and whose fruit helps out.
const SPARE_TREES: usize = 4;
/// Sale, from a day ago, in days.
const SALE_DAYS: i64 = 30;
/// When the goal must be reached, in days.
pub(super) const DEADLINE_DAYS: i64 = 12;
/// Days that late statements are waited for.
pub(super) const GRACE_DAYS: i64 = 2;
/// Off for those who come early, in fen; neither price divides by the boxes.
const EARLY_OFF_FEN: i64 = 12_002;
/// A day in seconds.
pub(super) const DAY_SECONDS: i64 = 86_400;
/// The risk clause of each campaign.
pub(super) const CLAUSES: [&str; 2] = ["top-up", "carry-over"];

/// The channels that are servers beside the program.
pub(super) struct Channels {
    pub(super) clock: Clock,
    pub(super) wechat: Arc<WechatPay>,
    pub(super) alipay: Arc<Alipay>,
    pub(super) stripe: Arc<Stripe>,
    /// They serve as long as they are kept.
    _servers: [StandIn; 3],
}

impl Channels {
    fn open(shop: Shop) -> (Self, Folder) {
        let clock = Clock::default();
        let (wechat, at_wechat) = WechatPay::start(&clock);
        let (alipay, at_alipay) = Alipay::start(&clock);
        let (stripe, at_stripe) = Stripe::start(&clock);
        let folder = Folder::sandbox().set("POMONA_PAYMENTS__ASK_SECONDS", "1");
        let folder = match shop {
            Shop::Demo => folder.set("POMONA_SANDBOX__PAYMENTS", "true"),
            Shop::Real => {
                let folder = WechatPay::configure(folder, &at_wechat);
                let folder = Alipay::configure(folder, &at_alipay);
                Stripe::configure(folder, &at_stripe)
            }
        };
        let channels = Self {
            clock,
            wechat,
            alipay,
            stripe,
            _servers: [at_wechat, at_alipay, at_stripe],
        };
        (channels, folder)
    }
}

/// Everything the chapters share.
pub(super) struct Stage {
    pub(super) shop: Shop,
    pub(super) size: usize,
    pub(super) folder: Folder,
    pub(super) serving: Serving,
    pub(super) channels: Channels,
    pub(super) bank: Bank,
    pub(super) orchard: Orchard,
    /// The other operator, who stands behind what the first asked for.
    pub(super) second: Client,
    pub(super) campaigns: Vec<Campaign>,
    pub(super) season: i32,
    pub(super) bonds: Vec<Bond>,
    /// Every day on which something happened.
    pub(super) days: BTreeSet<Day>,
    /// What came by play money, in fen.
    pub(super) play_fen: i64,
    /// What a lost dispute took of it, in fen.
    pub(super) play_lost_fen: i64,
    /// What buyers were paid of their credit, in fen.
    pub(super) cashed_fen: i64,
    pub(super) table: Table,
    began: Instant,
    asked_before: u64,
}

impl Stage {
    /// An orchard with photographed trees and two open campaigns.
    pub(super) async fn open(shop: Shop, size: usize) -> Self {
        let (channels, folder) = Channels::open(shop);
        let began = Instant::now();
        Orchard::add_operator(&folder);
        add_second(&folder);
        let serving = folder.serve();
        let visitor = Client::visitor(&serving.base);
        let mut orchard = Orchard::register(&visitor).await;
        let second = visitor.signed_in("second@example.cn", PASSWORD).await;
        channels.clock.set(orchard.now().await);
        let season = day(channels.clock.now().plus_days(180))
            .date()
            .format("%Y")
            .to_string()
            .parse()
            .expect("a year");
        orchard.import(&Orchard::csv(size + SPARE_TREES)).await;
        let mut stage = Self {
            shop,
            size,
            folder,
            serving,
            channels,
            bank: Bank::default(),
            orchard,
            second,
            campaigns: vec![],
            season,
            bonds: vec![],
            days: BTreeSet::new(),
            play_fen: 0,
            play_lost_fen: 0,
            cashed_fen: 0,
            table: Table::new(size),
            began,
            asked_before: 0,
        };
        stage.photograph().await;
        for nth in 0..CLAUSES.len() {
            let campaign = stage.open_campaign(nth).await;
            stage.campaigns.push(campaign);
        }
        stage
    }

    async fn photograph(&self) {
        let orchard = &self.orchard;
        let posts = (1..).zip(&orchard.trees);
        at_once(posts, |(seed, tree)| async move {
            orchard.photograph(tree, "blossom", seed).await.good();
        })
        .await;
        self.settled().await;
    }

    async fn open_campaign(&self, nth: usize) -> Campaign {
        let operator = self.operator();
        let trees: Vec<&Tree> = (0..self.size)
            .filter(|number| cast::campaign(*number) == nth)
            .map(|number| &self.orchard.trees[number])
            .collect();
        let name = ["东坡脐橙", "东坡脐橙·结转"][nth];
        let draft = json!({
            "orchard": self.orchard.id, "season": self.season,
            "title": { "zh": name, "en": format!("East Slope oranges, {}", CLAUSES[nth]) },
            "story": { "zh": "海拔四百米的山坡。", "en": "A slope at 400 metres." },
            "terms": self.terms(CLAUSES[nth])
        });
        let id = operator.post("/api/v1/campaigns", &draft).await.made();
        let path = format!("/api/v1/campaigns/{id}");
        let text = json!({ "text": {
            "zh": "一、认养的是这一棵树当季的果实。\n\n二、鲜果无瑕疵不退。",
            "en": "1. You adopt this season's fruit of this tree.\n\n2. Fresh fruit is not returned."
        }});
        operator
            .put(&format!("{path}/contract"), &text)
            .await
            .good();
        let plan = self.sales_plan(trees.len());
        operator
            .put(&format!("{path}/sales-plan"), &plan)
            .await
            .good();
        let ids: Vec<&String> = trees.iter().map(|tree| &tree.id).collect();
        for some in ids.chunks(200) {
            let offer = json!({ "trees": some });
            operator.post(&format!("{path}/trees"), &offer).await.good();
        }
        operator
            .post(&format!("{path}/opening"), &json!({}))
            .await
            .good();
        let contract = operator.get(&path).await.good().text_at("/contract");
        Campaign { id, contract }
    }

    fn terms(&self, clause: &str) -> Value {
        let now = self.channels.clock.now();
        json!({
            "price": { "minor": PRICE_FEN, "currency": "CNY" }, "shares_per_tree": 1,
            "sale_from": now.plus_days(-1), "sale_until": now.plus_days(SALE_DAYS),
            "ship_from": day(now.plus_days(180)), "ship_until": day(now.plus_days(240)),
            "promised_grams": PROMISED_GRAMS, "boxes": BOXES, "risk_clause": clause,
            "per_buyer_limit": 4, "hold_minutes": 60, "photo_max_age_days": 60,
            "forecast_grams_per_tree": 40_000, "cover_percent": 70
        })
    }

    /// Two thirds of the trees by the deadline or everybody is paid back; the first quarter pays less.
    fn sales_plan(&self, trees: usize) -> Value {
        let now = self.channels.clock.now();
        json!({
            "funding": {
                "goal": { "trees": trees * 2 / 3 }, "deadline": now.plus_days(DEADLINE_DAYS),
                "grace_days": GRACE_DAYS, "rule": "all-or-nothing"
            },
            "phases": [{
                "name": "early", "adoptions": trees / 4 + 1,
                "price": { "minor": PRICE_FEN - EARLY_OFF_FEN, "currency": "CNY" }
            }]
        })
    }

    pub(super) fn operator(&self) -> &Client {
        &self.orchard.operator
    }

    pub(super) fn visitor(&self) -> Client {
        self.orchard.operator.nobody()
    }

    /// Time passes; deadlines that come are kept, channels are asked, policies react.
    pub(super) async fn pass(&mut self, seconds: i64) {
        self.days.insert(self.channels.clock.today());
        // The program asks its channels before it answers: they must know already what time it is.
        let then = self.channels.clock.now().plus_seconds(seconds);
        self.channels.clock.set(then);
        self.orchard.advance(seconds).await;
        assert_eq!(self.orchard.now().await, then, "one clock moves them all");
        self.days.insert(self.channels.clock.today());
        self.settled().await;
    }

    /// Waits until policies have reacted to everything, what channels told and rounds found out included.
    pub(super) async fn settled(&self) {
        loop {
            let known = self.operator().seen();
            self.operator().let_policies_act().await;
            if self.operator().seen() == known {
                return;
            }
        }
    }

    /// A channel tells something, twice: the second time changes nothing.
    pub(super) async fn tell(&self, told: &Callback) {
        let path = format!("/channels/{}/notify", told.channel);
        for _ in 0..2 {
            self.visitor()
                .deliver(&path, &told.headers, &told.body)
                .await
                .good();
        }
    }

    /// Writes down what a chapter took.
    pub(super) fn chapter(&mut self, name: &'static str) {
        let asked = self.operator().asked();
        let took = self.began.elapsed();
        self.table.chapter(name, took, asked - self.asked_before);
        (self.began, self.asked_before) = (Instant::now(), asked);
    }
}

fn add_second(folder: &Folder) {
    let words = "user add --login second@example.cn --name 吴芳 --role operator --password-stdin";
    let args: Vec<&str> = words.split(' ').collect();
    folder.done(&args, &format!("{PASSWORD}\n"));
}

/// Does something for each, a few at a time.
pub(super) async fn at_once<T, R, F: Future<Output = R>>(
    all: impl IntoIterator<Item = T>,
    work: impl Fn(T) -> F,
) -> Vec<R> {
    stream::iter(all)
        .map(work)
        .buffered(AT_ONCE)
        .collect()
        .await
}
