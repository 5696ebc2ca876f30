//! An orchard to act in: an operator, a farmer, a packer, trees from a CSV file, photos, an open campaign.

use std::fmt::Write as _;

use kernel::{Day, Timestamp};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::{Answer, Client, Folder, jpeg};

/// The operator's login.
pub const OPERATOR: &str = "operator@example.cn";
/// Everybody's password in these suites.
pub const PASSWORD: &str = "juzi shu xia 1";
/// Price of a share, in fen.
pub const PRICE_FEN: i64 = 168_001;
/// Promised to a share, in grams.
pub const PROMISED_GRAMS: u64 = 20_001;
/// Boxes of a share. Neither price nor promise divides by it: the books must find every fen and gram.
pub const BOXES: u8 = 2;
/// Trees in a row of a block.
const ROW_TREES: usize = 20;
/// Minutes a hold lasts.
const HOLD_MINUTES: u16 = 30;

/// A registered tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// Its id.
    pub id: String,
    /// The code on its tag.
    pub code: String,
}

/// The open campaign.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Its id.
    pub id: String,
    /// The hash of its contract.
    pub contract: String,
}

/// An orchard and the people who work in it.
pub struct Orchard {
    /// Its id.
    pub id: String,
    /// Its block.
    pub block: String,
    /// Its operator.
    pub operator: Client,
    /// Its farmer.
    pub farmer: Client,
    /// Its packer.
    pub packer: Client,
    /// The trees in the order of the file they were imported from.
    pub trees: Vec<Tree>,
}

impl Orchard {
    /// Adds the operator to an empty folder; the first thing anybody does, before the program serves.
    pub fn add_operator(folder: &Folder) {
        let args = [
            "user", "add", "--login", OPERATOR, "--name", "周敏", "--role", "operator",
        ];
        let typed = format!("{PASSWORD}\n");
        let told = folder.done(&[args.as_slice(), &["--password-stdin"]].concat(), &typed);
        assert!(
            told.contains(OPERATOR) && told.contains("operator"),
            "{told}"
        );
        assert!(
            !told.contains(PASSWORD),
            "a password that was given is not shown"
        );
    }

    /// Registers the orchard with one block, a farmer and a packer.
    pub async fn register(visitor: &Client) -> Self {
        let operator = visitor.signed_in(OPERATOR, PASSWORD).await;
        let form = json!({
            "farm_name": "三标合作社",
            "name": "东坡",
            "place": {
                "province": "江西省", "county": "寻乌县", "village": "三标乡",
                "lat_e7": 247_600_000, "lon_e7": 1_156_500_000
            }
        });
        let id = operator.post("/api/v1/orchards", &form).await.made();
        let block = json!({ "name": "甲区" });
        let block = operator
            .post(&format!("/api/v1/orchards/{id}/blocks"), &block)
            .await
            .made();
        let farmer = worker(visitor, &operator, &id, "farmer", "李桂生").await;
        let packer = worker(visitor, &operator, &id, "packer", "何秀英").await;
        let trees = Vec::new();
        Self {
            id,
            block,
            operator,
            farmer,
            packer,
            trees,
        }
    }

    /// A file of trees, as the program takes it.
    #[must_use]
    pub fn csv(trees: usize) -> String {
        let mut file = String::from("block,row,number,variety,planted,name,latitude,longitude\n");
        let degrees = |e7: usize| format!("{}.{:07}", e7 / 10_000_000, e7 % 10_000_000);
        for tree in 0..trees {
            let (row, number) = (tree / ROW_TREES + 1, tree % ROW_TREES + 1);
            // Writing to a String cannot fail.
            let _ = writeln!(
                file,
                "甲区,{row},{number},纽荷尔脐橙,2014,东坡{row}-{number},{},{}",
                degrees(249_800_000 + row * 450),
                degrees(1_156_700_000 + number * 450),
            );
        }
        file
    }

    /// Imports a file of trees and remembers those that are new; a file with a fault is told and left.
    pub async fn import(&mut self, file: &str) -> Answer {
        let path = format!("/api/v1/orchards/{}/trees/imports", self.id);
        let answer = self.operator.post_csv(&path, file).await.good();
        let json = answer.json();
        let rows = json["rows"].as_array().expect("a verdict for each row");
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let written = json["written"] == true;
        let new = rows
            .iter()
            .filter(|row| written && row["outcome"] == "registered");
        self.trees.extend(new.map(|row| Tree {
            id: text(row, "tree"),
            code: text(row, "code"),
        }));
        answer
    }

    /// The farmer photographs a tree; `seed` makes the picture.
    pub async fn photograph(&self, tree: &Tree, stage: &str, seed: u32) -> Answer {
        self.post_photos(tree, stage, vec![jpeg(seed)]).await
    }

    /// The farmer posts these files for a tree.
    pub async fn post_photos(&self, tree: &Tree, stage: &str, photos: Vec<Vec<u8>>) -> Answer {
        let form = json!({ "code": tree.code, "stage": stage, "note": "花开得好" });
        let mut parts = Form::new().text("observation", form.to_string());
        for photo in photos {
            let part = Part::bytes(photo)
                .file_name("DCIM0001.JPG")
                .mime_str("image/jpeg");
            parts = parts.part("photos", part.expect("a type"));
        }
        self.farmer.post_form("/api/v1/observations", parts).await
    }

    /// Drafts a campaign, publishes its contract, offers trees and opens it. The trees need accepted photos.
    pub async fn open_campaign(&self, trees: &[Tree]) -> Campaign {
        let draft = json!({
            "orchard": self.id, "season": self.now().await.utc().format("%Y").to_string().parse::<u16>().ok(),
            "title": { "zh": "东坡脐橙", "en": "East Slope navel oranges" },
            "story": { "zh": "海拔四百米的山坡,早晨有雾。", "en": "A slope at 400 metres, foggy in the morning." },
            "terms": self.terms().await
        });
        let id = self.operator.post("/api/v1/campaigns", &draft).await.made();
        let path = format!("/api/v1/campaigns/{id}");
        let text = json!({ "text": {
            "zh": "一、认养的是这一棵树当季的果实。\n\n二、鲜果无瑕疵不退。\n\n三、歉收由果园补足。",
            "en": "1. You adopt this season's fruit of this tree.\n\n2. Fresh fruit without fault is not returned.\n\n\
                   3. The orchard tops up a poor harvest."
        }});
        self.operator
            .put(&format!("{path}/contract"), &text)
            .await
            .good();
        let ids: Vec<_> = trees.iter().map(|tree| &tree.id).collect();
        let offer = json!({ "trees": ids });
        self.operator
            .post(&format!("{path}/trees"), &offer)
            .await
            .good();
        self.operator
            .post(&format!("{path}/opening"), &json!({}))
            .await
            .good();
        let contract = self.operator.get(&path).await.good().text_at("/contract");
        Campaign { id, contract }
    }

    async fn terms(&self) -> Value {
        let now = self.now().await;
        json!({
            "price": { "minor": PRICE_FEN, "currency": "CNY" }, "shares_per_tree": 1,
            "sale_from": now.plus_days(-1), "sale_until": now.plus_days(30),
            "ship_from": day(now.plus_days(180)), "ship_until": day(now.plus_days(240)),
            "promised_grams": PROMISED_GRAMS, "boxes": BOXES, "risk_clause": "top-up",
            "per_buyer_limit": 2, "hold_minutes": HOLD_MINUTES, "photo_max_age_days": 60,
            "forecast_grams_per_tree": 40_000, "cover_percent": 70
        })
    }

    /// What the program's clock shows.
    pub async fn now(&self) -> Timestamp {
        let shown = self
            .operator
            .get("/api/v1/sandbox/clock")
            .await
            .good()
            .text_at("/now");
        shown.parse().expect("a moment")
    }

    /// Moves the program's clock; deadlines that come are kept before it answers.
    pub async fn advance(&self, seconds: i64) {
        let form = json!({ "advance_seconds": seconds });
        self.operator
            .post("/api/v1/sandbox/clock", &form)
            .await
            .good();
    }

    /// The same orchard, asked at another address.
    #[must_use]
    pub fn moved(self, base: &str) -> Self {
        Self {
            operator: self.operator.moved(base),
            farmer: self.farmer.moved(base),
            packer: self.packer.moved(base),
            ..self
        }
    }
}

/// The calendar day of a moment in UTC.
#[must_use]
pub fn day(at: Timestamp) -> Day {
    Day::from(at.utc().date_naive())
}

async fn worker(
    visitor: &Client,
    operator: &Client,
    orchard: &str,
    role: &str,
    name: &str,
) -> Client {
    let worker = visitor
        .signed_up(&format!("{role}@example.cn"), PASSWORD, name)
        .await;
    let person = worker
        .get("/api/v1/members/me")
        .await
        .good()
        .text_at("/person");
    let grant = json!({ "role": role, "orchard": orchard });
    operator
        .post(&format!("/api/v1/members/{person}/roles"), &grant)
        .await
        .good();
    worker
}
