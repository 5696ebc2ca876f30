//! What the HTTP runs need: an open campaign with many parts of trees, buyers with tokens, one tree with a page.

use std::{collections::HashMap, io::Cursor};

use adoption::campaign::{Bilingual, RiskClause, Terms};
use app::{
    App, Intent,
    commands::{
        campaigns::{self, CampaignDraft},
        observations::{self, Post},
        orchards::{self, OrchardDraft},
        people::{self, SignUp},
        sign_in, tree_import,
    },
    permission::{Farmer, Identity, Signed},
};
use community::member::{Locale, Role};
use kernel::{CampaignId, Grams, Money, Season, TreeId};
use server::Parts;
use traceability::{observation::Stage, orchard::Place};

/// Photos that are posted at the same time, so that they share what makes them durable.
const PHOTOS_AT_ONCE: usize = 16;

/// How much there is to sell, and to how many.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    /// Trees of the campaign.
    pub(crate) trees: usize,
    /// Into how many parts each is sold.
    pub(crate) parts: u8,
    /// Members with a token.
    pub(crate) buyers: usize,
}

/// What the load needs to know.
pub(crate) struct Orchard {
    pub(crate) campaign: CampaignId,
    pub(crate) parts: Vec<(TreeId, u8)>,
    pub(crate) tokens: Vec<String>,
    pub(crate) code: String,
}

pub(crate) async fn prepare(parts: &mut Parts, size: Size) -> anyhow::Result<Orchard> {
    let app = &parts.app.clone();
    let operator = member(app, "operator", Some(Role::Operator)).await?;
    let who = operator.operator()?;
    let system = |key: &str| Intent::of_system(key, app.now());
    let (orchard, _) = orchards::register(app, &who, &system("orchard"), draft()).await?;
    orchards::add_block(app, &who, &system("block"), orchard, "A").await?;
    let mut trees = HashMap::new();
    let numbers: Vec<usize> = (1..=size.trees).collect();
    for (nth, some) in numbers.chunks(tree_import::ROWS_MAX).enumerate() {
        let rows: String = some
            .iter()
            .map(|n| format!("A,1,{n},脐橙,2011,树{n}\n"))
            .collect();
        let file = format!("block,row,number,variety,planted,name\n{rows}");
        let intent = system(&format!("trees/{nth}"));
        let file = tree_import::TreeFile {
            format: tree_import::Format::Csv,
            bytes: file.as_bytes(),
            trial: false,
        };
        let (imported, _) =
            tree_import::import(app, &who, &intent, orchard, file, |_, _| {}).await?;
        for verdict in imported.rows {
            if let tree_import::Outcome::Registered {
                tree,
                code: Some(code),
            } = verdict.outcome
            {
                trees.insert(tree, code.to_string());
            }
        }
    }
    anyhow::ensure!(trees.len() == size.trees, "not all trees were registered");
    let farmer = operator.farmer(orchard)?;
    let all: Vec<_> = trees.keys().copied().enumerate().collect();
    for some in all.chunks(PHOTOS_AT_ONCE) {
        let posts = some
            .iter()
            .map(|(number, tree)| photograph(app, &farmer, *number, *tree));
        futures_util::future::try_join_all(posts).await?;
    }
    parts.policies.catch_up().await?;
    let sold = trees.keys().copied().collect();
    let campaign = open_campaign(app, &operator, orchard, sold, size.parts).await?;
    let mut tokens = Vec::new();
    for number in 0..size.buyers {
        let buyer = member(app, &format!("buyer{number}"), None).await?;
        tokens.push(
            sign_in::issue_token(app, &buyer, "bench")?
                .secret
                .expose()
                .to_owned(),
        );
    }
    app.caught_up(app.log().durable_position()).await?;
    Ok(Orchard {
        campaign,
        parts: trees
            .keys()
            .flat_map(|tree| (1..=size.parts).map(|part| (*tree, part)))
            .collect(),
        tokens,
        code: trees.values().next().cloned().unwrap_or_default(),
    })
}

/// Posts a picture of a tree.
async fn photograph(
    app: &App,
    farmer: &Signed<Farmer>,
    number: usize,
    tree: TreeId,
) -> anyhow::Result<()> {
    let post = Post {
        observation: None,
        tree,
        stage: Stage::Blossom,
        note: Some("开花了".into()),
        photos: vec![picture(u32::try_from(number)?)?],
        captured_at: None,
        device_place_e7: None,
    };
    let intent = Intent::of_system(&format!("photo/{tree}"), app.now());
    observations::post(app, farmer, &intent, post).await?;
    Ok(())
}

async fn open_campaign(
    app: &App,
    operator: &Identity,
    orchard: kernel::OrchardId,
    trees: Vec<TreeId>,
    shares_per_tree: u8,
) -> anyhow::Result<CampaignId> {
    let who = operator.operator()?;
    let system = |key: &str| Intent::of_system(key, app.now());
    let words = |text: &str| Bilingual {
        zh: text.into(),
        en: text.into(),
    };
    let today = app::commands::harvest::local_day(app.now());
    let terms = Terms {
        price: Money::fen(42_000),
        shares_per_tree,
        sale_from: app.now(),
        sale_until: app.now().plus_days(30),
        ship_from: today,
        ship_until: today,
        promised_grams: Grams(10_000),
        boxes: 1,
        risk_clause: RiskClause::TopUp,
        per_buyer_limit: u16::MAX,
        hold_minutes: 60,
        photo_max_age_days: 30,
        forecast_grams_per_tree: Grams(60_000),
        cover_percent: 80,
    };
    let draft = CampaignDraft {
        orchard,
        season: Season::new(2026)?,
        title: words("bench"),
        story: words("bench"),
        terms,
    };
    let (campaign, _) = campaigns::draft(app, &who, &system("campaign"), draft).await?;
    campaigns::publish_contract(app, &who, &system("contract"), campaign, words("contract"))
        .await?;
    for (number, some) in trees.chunks(500).enumerate() {
        let intent = system(&format!("offer/{number}"));
        campaigns::offer_trees(app, &who, &intent, campaign, some.to_vec()).await?;
    }
    campaigns::open(app, &who, &system("open"), campaign).await?;
    Ok(campaign)
}

async fn member(app: &App, name: &str, role: Option<Role>) -> anyhow::Result<Identity> {
    let wish = SignUp {
        login: format!("{name}@example.org"),
        password: "correct horse battery".into(),
        name: name.into(),
        locale: Locale::En,
    };
    let intent = Intent::of_visitor(name, b"", app.now());
    let (person, _) = people::sign_up(app, &intent, wish).await?;
    if let Some(role) = role {
        let intent = Intent::of_system(&format!("role/{name}"), app.now());
        people::grant_role_as_system(app, &intent, person, role).await?;
    }
    Ok(sign_in::identity_of(app, person)?)
}

fn draft() -> OrchardDraft {
    OrchardDraft {
        farm: None,
        farm_name: "bench".into(),
        name: "bench".into(),
        place: Place {
            province: "江西省".into(),
            county: "寻乌县".into(),
            village: "留车镇".into(),
            lat_e7: 247_600_000,
            lon_e7: 1_156_500_000,
        },
    }
}

/// A small picture of its own for each number.
fn picture(number: u32) -> anyhow::Result<Vec<u8>> {
    let picture = image::RgbImage::from_fn(32, 32, |x, y| {
        let byte = |value: u32| u8::try_from(value % 256).unwrap_or_default();
        image::Rgb([byte(number), byte(number / 256 + x * 7), byte(y * 7)])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}
