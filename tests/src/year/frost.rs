//! One night of frost: the farmer declares it with a photo, an operator says what the trees will give, people choose what
//! their contract allows, and some say nothing. Each remedy is somebody's.

use std::collections::BTreeMap;

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::{
    Stage,
    cast::{self, Bond},
    money,
    stage::{DAY_SECONDS, at_once},
};
use crate::{PROMISED_GRAMS, Tree, jpeg};

/// From the goal to the frost, in days.
const TO_FROST_DAYS: i64 = 40;
/// Days that people may choose.
const CHOOSE_DAYS: i64 = 14;
/// What a frozen tree will give, in grams.
pub(super) const FROZEN_GRAMS: u64 = 6_003;
/// Seed of the picture of the frost; no tree's photo has it.
const PHOTO_SEED: u32 = 1_000_003;

pub(super) async fn strikes(stage: &mut Stage) {
    stage.pass(TO_FROST_DAYS * DAY_SECONDS).await;
    let trees: Vec<Tree> = (0..stage.size)
        .filter(|number| cast::freezes(*number))
        .map(|number| stage.orchard.trees[number].clone())
        .collect();
    let loss = declare(stage, &trees).await;
    let word = json!({
        "expected": { "each_grams": FROZEN_GRAMS }, "choose_days": CHOOSE_DAYS
    });
    let path = format!("/api/v1/losses/{loss}/assessment");
    stage.operator().post(&path, &word).await.good();
    stage.settled().await;
    stage.table.count("trees hit by the frost", trees.len());
    people_choose(stage).await;
    stage.pass((CHOOSE_DAYS + 1) * DAY_SECONDS).await;
    money::refunds_settle(stage).await;
}

async fn declare(stage: &Stage, trees: &[Tree]) -> String {
    let ids: Vec<&String> = trees.iter().map(|tree| &tree.id).collect();
    let form = json!({
        "trees": ids, "season": stage.season, "cause": "frost", "degree_percent": 70,
        "note": "零下四度"
    });
    let photo = Part::bytes(jpeg(PHOTO_SEED)).file_name("FROST.JPG");
    let photo = photo.mime_str("image/jpeg").expect("a type");
    let parts = Form::new()
        .text("loss", form.to_string())
        .part("photos", photo);
    let path = format!("/api/v1/orchards/{}/losses", stage.orchard.id);
    stage.orchard.farmer.post_form(&path, parts).await.made()
}

/// Whose tree froze and who still has it, with the open offer; those whose payment is disputed must wait.
pub(super) async fn offers(stage: &Stage) -> Vec<(Bond, Value)> {
    let frozen = stage
        .bonds
        .iter()
        .filter(|bond| cast::freezes(bond.number % stage.size));
    let offers = at_once(frozen, |bond| async move {
        let path = bond.adoption.path("/remedies");
        let all = bond.adoption.buyer.client.read(&path).await;
        let all = all.as_array().expect("a list").clone();
        all.into_iter().map(move |offer| (bond.clone(), offer))
    })
    .await;
    offers.into_iter().flatten().collect()
}

/// In each campaign the first takes the first option, the second the next; after the last comes one who says nothing.
async fn people_choose(stage: &Stage) {
    let mut turns: BTreeMap<usize, usize> = BTreeMap::new();
    for (bond, offer) in offers(stage).await {
        assert_eq!(offer["state"], "open", "{offer}");
        assert_eq!(offer["shortfall_grams"], PROMISED_GRAMS - FROZEN_GRAMS);
        if offer["frozen"] == true {
            continue;
        }
        let turn = turns.entry(cast::campaign(bond.number % stage.size));
        let turn = turn.or_default();
        let options = offer["options"].as_array().expect("options");
        let choice = options.get(*turn % (options.len() + 1));
        *turn += 1;
        let Some(remedy) = choice else {
            continue;
        };
        let path = bond
            .adoption
            .path(&format!("/remedies/{}/choice", offer["offer"]));
        let client = &bond.adoption.buyer.client;
        client
            .post(&path, &json!({ "remedy": remedy }))
            .await
            .good();
    }
    stage.settled().await;
}

/// What was taken, by remedy and by who chose; no offer is left open. Says who has credit now, and how much.
pub(super) async fn is_made_good(stage: &mut Stage) -> Vec<(Bond, i64)> {
    let mut taken: BTreeMap<String, (usize, i64)> = BTreeMap::new();
    let mut credits = Vec::new();
    for (bond, offer) in offers(stage).await {
        let value = offer["value"]["minor"].as_i64().expect("a value");
        let state = offer["state"].as_str().expect("a state");
        let remedy = offer["taken"].as_str().unwrap_or("nothing");
        assert_ne!(state, "open", "{offer}");
        let entry = taken.entry(format!("remedy {remedy}, {state}"));
        let entry = entry.or_default();
        *entry = (entry.0 + 1, entry.1 + value);
        if remedy == "credit" {
            credits.push((bond, value));
        }
    }
    for (what, (count, fen)) in taken {
        stage.table.money(what, count, fen);
    }
    credits
}
