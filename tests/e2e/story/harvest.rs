//! Autumn: lots, certificate, allocation, boxes, addresses, parcels, delivery.

use season::{Adoption, BOXES, PROMISED_GRAMS};
use serde_json::{Value, json};

use super::Season;

/// From the sale to the harvest, in seconds.
const TO_HARVEST_SECONDS: i64 = 190 * 86_400;
/// What an adopted tree gives, in grams: a little more than was promised of it.
const YIELD_GRAMS: u64 = 20_500;
/// What the crates weigh, in grams.
const TARE_GRAMS: u64 = 90_000;

pub(super) async fn the_fruit_of_each_tree_reaches_its_adopter(season: &mut Season) {
    for adoption in &season.adoptions {
        plan_boxes(adoption).await;
    }
    season.pass(TO_HARVEST_SECONDS).await;
    let lot = a_lot_is_picked(season).await;
    the_lot_is_divided(season, &lot).await;
    nothing_ships_without_lock_and_certificate(season, &lot).await;
    let adoptions = season.adoptions.clone();
    let (last, others) = adoptions.split_last().expect("adoptions");
    for adoption in others {
        for nth in 1..=BOXES {
            send(season, adoption, &lot, nth, true).await;
        }
    }
    // The last adopter's second box is still on its way when the books are looked at.
    send(season, last, &lot, 1, true).await;
    send(season, last, &lot, 2, false).await;
    season.operator().let_policies_act().await;
    for adoption in others {
        assert_eq!(adoption.status().await, "completed");
    }
    assert_eq!(last.status().await, "confirmed");
}

async fn plan_boxes(adoption: &Adoption) {
    let address = json!({
        "recipient": "林晓满", "phone": "13800138000", "province": "浙江省", "city": "杭州市",
        "district": "西湖区", "street": "龙井路 1 号"
    });
    let plan = json!({ "boxes": [{ "address": address }] });
    adoption
        .buyer
        .client
        .post(&adoption.path("/boxes"), &plan)
        .await
        .good();
}

/// One lot with the fruit of every adopted tree and of one that nobody adopted.
async fn a_lot_is_picked(season: &Season) -> String {
    let orchard = &season.orchard;
    let adopted = season.adoptions.iter().map(|adoption| &adoption.tree);
    let trees: Vec<_> = adopted.chain([&orchard.trees[200]]).collect();
    let net = YIELD_GRAMS * trees.len() as u64;
    let yields: Vec<_> = trees
        .iter()
        .map(|tree| json!({ "tree": tree.id, "grams": YIELD_GRAMS }))
        .collect();
    let form = json!({
        "code": "DP-A-1", "block": orchard.block, "picked_on": season::day(orchard.now().await),
        "grade": "first", "gross_grams": net + TARE_GRAMS, "tare_grams": TARE_GRAMS, "yields": yields
    });
    orchard
        .farmer
        .post(&format!("/api/v1/orchards/{}/lots", orchard.id), &form)
        .await
        .made()
}

async fn nothing_ships_without_lock_and_certificate(season: &Season, lot: &str) {
    let adoption = &season.adoptions[0];
    let (boxes, packer) = (boxes(adoption).await, &season.orchard.packer);
    let first = boxes[0]["box"].as_str().expect("a box");
    let contents = json!({ "contents": [{ "lot": lot, "grams": boxes[0]["grams"] }] });
    let path = adoption.path(&format!("/boxes/{first}/parcel"));
    packer
        .post(&path, &contents)
        .await
        .refused(409, "address-not-locked");
    for adoption in &season.adoptions {
        lock(season, adoption).await;
    }
    packer
        .post(&path, &contents)
        .await
        .refused(409, "lot-not-certified");
    let certificate = json!({
        "number": "XW-2026-0001", "product": "纽荷尔脐橙", "origin": "江西省寻乌县三标乡",
        "producer": "三标合作社", "contact": "0797-2800000", "basis": "own-test",
        "issued_on": season::day(season.orchard.now().await)
    });
    let path = format!("/api/v1/lots/{lot}/certificate");
    season.orchard.farmer.put(&path, &certificate).await.good();
}

async fn the_lot_is_divided(season: &Season, lot: &str) {
    let path = format!("/api/v1/lots/{lot}");
    season
        .operator()
        .post(&format!("{path}/allocation"), &json!({}))
        .await
        .good();
    season.operator().let_policies_act().await;
    let shown = season.operator().read(&path).await;
    let shares = season.adoptions.len() as u64;
    assert_eq!(shown["allocated_grams"], PROMISED_GRAMS * shares);
    assert_eq!(
        shown["surplus_grams"],
        YIELD_GRAMS * (shares + 1) - PROMISED_GRAMS * shares
    );
}

async fn boxes(adoption: &Adoption) -> Vec<Value> {
    adoption.shown().await["planned_boxes"]
        .as_array()
        .expect("boxes")
        .clone()
}

async fn lock(season: &Season, adoption: &Adoption) {
    let ids: Vec<_> = boxes(adoption)
        .await
        .iter()
        .map(|one| one["box"].clone())
        .collect();
    let form = json!({ "boxes": ids });
    season
        .orchard
        .packer
        .post(&adoption.path("/address-lock"), &form)
        .await
        .good();
}

/// Packs a box, hands it over, and has it delivered.
async fn send(season: &Season, adoption: &Adoption, lot: &str, nth: u8, delivered: bool) {
    let planned = &boxes(adoption).await[usize::from(nth) - 1];
    let packer = &season.orchard.packer;
    let contents = json!({ "contents": [{ "lot": lot, "grams": planned["grams"] }] });
    let box_id = planned["box"].as_str().expect("a box");
    let path = adoption.path(&format!("/boxes/{box_id}/parcel"));
    let parcel = packer.post(&path, &contents).await.made();
    let path = format!("/api/v1/parcels/{parcel}");
    packer
        .post(&format!("{path}/delivery"), &json!({}))
        .await
        .refused(409, "parcel-not-handed-over");
    let carrier = json!({ "carrier": "SF", "tracking": format!("SF{}-{nth}", adoption.tree.code) });
    packer
        .post(&format!("{path}/handover"), &carrier)
        .await
        .good();
    if delivered {
        packer
            .post(&format!("{path}/delivery"), &json!({}))
            .await
            .good();
    }
}
