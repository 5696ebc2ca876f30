//! Harvest and doors: lots with what each tree gave, certificates, allocation, fruit for those who were promised other
//! fruit, boxes as they are left, parcels.

use serde_json::{Value, json};

use super::{
    Stage,
    cast::{self, Bond},
    frost,
    stage::{DAY_SECONDS, at_once},
};
use crate::day;

/// From the beginning of the season to the harvest, in days.
const TO_HARVEST_DAYS: i64 = 190;
/// What a healthy tree gives, in grams.
const HEALTHY_GRAMS: u64 = 24_007;
/// Trees of one lot.
const LOT_TREES: usize = 200;
/// What the crates of a lot weigh, in grams.
const TARE_GRAMS: u64 = 90_000;

pub(super) async fn harvest(stage: &mut Stage) {
    plan_boxes(stage).await;
    let first = *stage.days.first().expect("days");
    let today = stage.channels.clock.today();
    let gone = (today.date() - first.date()).num_days();
    stage.pass((TO_HARVEST_DAYS - gone) * DAY_SECONDS).await;
    let mut lots = Vec::new();
    for nth in 0..stage.orchard.trees.len().div_ceil(LOT_TREES) {
        lots.push(pick(stage, nth).await);
    }
    for lot in &lots {
        let path = format!("/api/v1/lots/{lot}/allocation");
        stage.operator().post(&path, &json!({})).await.good();
    }
    stage.settled().await;
    for lot in &lots {
        let path = format!("/api/v1/lots/{lot}/substitutes");
        stage.operator().post(&path, &json!({})).await.good();
    }
    stage.settled().await;
    stage.table.count("lots picked", lots.len());
    send(stage).await;
}

async fn standing(stage: &Stage) -> Vec<(Bond, Value)> {
    let shown = at_once(&stage.bonds, |bond| bond.adoption.shown()).await;
    let all = stage.bonds.iter().cloned().zip(shown);
    all.filter(|(_, shown)| shown["status"] == "confirmed")
        .collect()
}

async fn plan_boxes(stage: &Stage) {
    let address = json!({
        "recipient": "林晓满", "phone": "13800138000", "province": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "龙井路 1 号"
    });
    let plan = json!({ "boxes": [{ "address": address }] });
    let plan = &plan;
    at_once(standing(stage).await, |(bond, _)| async move {
        let path = bond.adoption.path("/boxes");
        bond.adoption.buyer.client.post(&path, plan).await.good();
    })
    .await;
}

/// Picks a lot, weighs each tree's fruit, issues the certificate.
async fn pick(stage: &Stage, nth: usize) -> String {
    let orchard = &stage.orchard;
    let numbers = (0..orchard.trees.len()).skip(nth * LOT_TREES);
    let yields: Vec<(usize, u64)> = numbers
        .take(LOT_TREES)
        .map(|number| {
            let frozen = number < stage.size && cast::freezes(number);
            (
                number,
                if frozen {
                    frost::FROZEN_GRAMS
                } else {
                    HEALTHY_GRAMS
                },
            )
        })
        .collect();
    let net: u64 = yields.iter().map(|(_, grams)| grams).sum();
    let yields: Vec<Value> = yields
        .iter()
        .map(|(number, grams)| json!({ "tree": orchard.trees[*number].id, "grams": grams }))
        .collect();
    let today = day(stage.channels.clock.now());
    let form = json!({
        "code": format!("DP-{}", nth + 1), "block": orchard.block, "picked_on": today,
        "grade": "first", "gross_grams": net + TARE_GRAMS, "tare_grams": TARE_GRAMS,
        "yields": yields
    });
    let path = format!("/api/v1/orchards/{}/lots", orchard.id);
    let lot = orchard.farmer.post(&path, &form).await.made();
    let certificate = json!({
        "number": format!("XW-{}", nth + 1), "product": "纽荷尔脐橙", "origin": "江西省寻乌县三标乡",
        "producer": "三标合作社", "contact": "0797-2800000", "basis": "own-test", "issued_on": today
    });
    let path = format!("/api/v1/lots/{lot}/certificate");
    orchard.farmer.put(&path, &certificate).await.good();
    lot
}

/// Every box that is left is packed from what lots gave, handed over, delivered; whoever got all is through.
async fn send(stage: &mut Stage) {
    let standing = standing(stage).await;
    let sent = {
        let stage = &*stage;
        at_once(&standing, |(bond, shown)| send_all(stage, bond, shown)).await
    };
    stage.settled().await;
    let statuses = at_once(&standing, |(bond, _)| bond.adoption.status()).await;
    for ((bond, shown), status) in standing.iter().zip(&statuses) {
        assert_eq!(status, "completed", "{}: {shown}", bond.number);
    }
    stage.table.count("adoptions delivered", standing.len());
    stage.table.count("parcels at doors", sent.iter().sum());
}

async fn send_all(stage: &Stage, bond: &Bond, shown: &Value) -> usize {
    let packer = &stage.orchard.packer;
    let boxes = shown["planned_boxes"].as_array().expect("boxes");
    let boxes: Vec<&Value> = boxes
        .iter()
        .filter(|one| one["step"] == "planned")
        .collect();
    let ids: Vec<&Value> = boxes.iter().map(|one| &one["box"]).collect();
    let lock = json!({ "boxes": ids });
    packer
        .post(&bond.adoption.path("/address-lock"), &lock)
        .await
        .good();
    let mut granted = granted(shown);
    for (nth, one) in boxes.iter().enumerate() {
        let grams = one["grams"].as_u64().expect("grams");
        let contents = taken(&mut granted, grams);
        let id = one["box"].as_str().expect("an id");
        let path = bond.adoption.path(&format!("/boxes/{id}/parcel"));
        let contents = json!({ "contents": contents });
        let parcel = packer.post(&path, &contents).await.made();
        let path = format!("/api/v1/parcels/{parcel}");
        let carrier = json!({ "carrier": "SF", "tracking": format!("SF{}-{nth}", bond.number) });
        packer
            .post(&format!("{path}/handover"), &carrier)
            .await
            .good();
        packer
            .post(&format!("{path}/delivery"), &json!({}))
            .await
            .good();
    }
    boxes.len()
}

/// What lots gave to an adoption.
fn granted(shown: &Value) -> Vec<(Value, u64)> {
    let grants = shown["grants"].as_array().expect("grants").iter();
    grants
        .map(|grant| {
            let grams = grant["granted_grams"].as_u64().expect("grams");
            (grant["lot"].clone(), grams)
        })
        .collect()
}

/// So many grams of what is left.
fn taken(granted: &mut [(Value, u64)], mut grams: u64) -> Vec<Value> {
    let mut contents = Vec::new();
    for (lot, left) in granted {
        let some = grams.min(*left);
        if some > 0 {
            contents.push(json!({ "lot": lot, "grams": some }));
        }
        (*left, grams) = (*left - some, grams - some);
    }
    contents
}
