//! The sale: forty buyers, one race, one who leaves, two who pay late.

use season::{Adoption, Buyer, Tree};
use serde_json::{Value, json};

use super::Season;

/// Buyers who pay in time.
const IN_TIME: usize = 36;
/// Longer than a hold, in seconds.
const HALF_AN_HOUR_AND_MORE: i64 = 31 * 60;
/// What the bank keeps of a transfer, in fen.
pub(super) const FEE_FEN: i64 = 120;

pub(super) async fn forty_people_want_a_tree(season: &mut Season) {
    let visitor = season.visitor();
    let trees = season.orchard.trees.clone();
    let mut buyers = Vec::new();
    for number in 1..=IN_TIME {
        buyers.push(Buyer::sign_up(&visitor, number).await);
    }
    let spare = &trees[40];
    let (first, second) =
        two_race_for_one_tree(season, [&buyers[0], &buyers[1]], [&trees[0], spare]).await;
    let mut adoptions = vec![first, second];
    for (buyer, tree) in buyers.iter().zip(&trees).skip(2) {
        adoptions.push(buyer.adopt(&season.campaign, tree).await);
    }
    for (number, adoption) in adoptions.iter().enumerate() {
        adoption
            .sign(&season.campaign, &format!("小满{number}"))
            .await;
    }
    nobody_pays_before_signing(season, &buyers[0], &trees[39]).await;
    for adoption in &adoptions {
        adoption.capture(season.operator(), FEE_FEN).await.good();
    }
    season.operator().let_policies_act().await;
    plates_are_judged(season, &adoptions).await;
    for adoption in &adoptions {
        assert_eq!(adoption.status().await, "confirmed");
        assert_eq!(season.on_the_map(&adoption.tree).await, "taken");
    }
    season.adoptions = adoptions;
}

/// Exactly one of two simultaneous wishes for a tree comes true; the other buyer takes the next.
async fn two_race_for_one_tree(
    season: &Season,
    [one, other]: [&Buyer; 2],
    [wanted, spare]: [&Tree; 2],
) -> (Adoption, Adoption) {
    let (first, second) = tokio::join!(
        one.try_adopt(&season.campaign, wanted),
        other.try_adopt(&season.campaign, wanted)
    );
    let (winner, loser, won, lost) = if first.status.is_success() {
        (one, other, first, second)
    } else {
        (other, one, second, first)
    };
    lost.refused(409, "tree-share-on-hold");
    let won = Adoption {
        id: won.made(),
        buyer: winner.clone(),
        tree: wanted.clone(),
    };
    (won, loser.adopt(&season.campaign, spare).await)
}

async fn nobody_pays_before_signing(season: &Season, buyer: &Buyer, tree: &Tree) {
    let hasty = buyer.adopt(&season.campaign, tree).await;
    let pay = json!({ "channel": "manual" });
    let refused = buyer.client.post(&hasty.path("/payments"), &pay).await;
    refused.refused(409, "contract-not-accepted");
    buyer
        .client
        .post(&hasty.path("/cancellation"), &json!({}))
        .await
        .good();
    assert_eq!(season.on_the_map(tree).await, "free");
    let stranger = season
        .visitor()
        .signed_up("stranger@example.cn", season::PASSWORD, "路人")
        .await;
    assert_eq!(stranger.get(&hasty.path("")).await.status.as_u16(), 404);
    assert_eq!(stranger.get("/api/v1/overview").await.status.as_u16(), 403);
}

async fn plates_are_judged(season: &Season, adoptions: &[Adoption]) {
    let operator = season.operator();
    for adoption in &adoptions[1..] {
        operator
            .post(&adoption.path("/nameplate/approval"), &json!({}))
            .await
            .good();
    }
    let first = &adoptions[0];
    let reason = json!({ "reason": "请不要写店名" });
    operator
        .post(&first.path("/nameplate/rejection"), &reason)
        .await
        .good();
    assert_eq!(first.shown().await["nameplate"]["reason"], "请不要写店名");
    assert_eq!(plate_on_page(season, first).await, Value::Null);
    first
        .buyer
        .client
        .put(&first.path("/nameplate"), &json!({ "text": "谷雨一家" }))
        .await
        .good();
    operator
        .post(&first.path("/nameplate/approval"), &json!({}))
        .await
        .good();
    assert_eq!(plate_on_page(season, first).await, "谷雨一家");
}

/// The plate on the tree's public page.
pub(super) async fn plate_on_page(season: &Season, adoption: &Adoption) -> Value {
    let page = season
        .visitor()
        .read(&format!("/api/v1/trees/by-code/{}", adoption.tree.code))
        .await;
    page["adopters"][0]["nameplate"].clone()
}

/// After the power cut: every confirmed adoption stands, and a repeated command gets its first answer.
pub(super) async fn nothing_acknowledged_was_lost(season: &Season) {
    for adoption in &season.adoptions {
        assert_eq!(adoption.status().await, "confirmed");
    }
    let position = season.operator().seen();
    let again = season.adoptions[5]
        .capture(season.operator(), FEE_FEN)
        .await;
    assert_eq!(again.good().headers["idempotent-replayed"], "true");
    season.operator().let_policies_act().await;
    assert_eq!(
        season.operator().seen(),
        position,
        "one transfer counts once"
    );
}

pub(super) async fn late_money_finds_its_way(season: &mut Season) {
    let visitor = season.visitor();
    let trees = season.orchard.trees.clone();
    let mut late = Vec::new();
    for (number, tree) in (37..=39).zip(&trees[36..39]) {
        let buyer = Buyer::sign_up(&visitor, number).await;
        late.push(buyer.adopt(&season.campaign, tree).await);
    }
    let [leaves, pays_late, pays_too_late] = [&late[0], &late[1], &late[2]];
    for adoption in [pays_late, pays_too_late] {
        adoption.sign(&season.campaign, "迟到了").await;
    }
    season.pass(HALF_AN_HOUR_AND_MORE).await;
    for adoption in &late {
        assert_eq!(adoption.status().await, "cancelled");
        assert_eq!(season.on_the_map(&adoption.tree).await, "free");
    }
    let faster = Buyer::sign_up(&visitor, 40).await;
    let faster = faster.adopt(&season.campaign, &pays_too_late.tree).await;
    faster.sign(&season.campaign, "清明").await;
    faster.capture(season.operator(), 0).await.good();
    for adoption in [pays_late, pays_too_late] {
        adoption.capture(season.operator(), 0).await.good();
    }
    season.operator().let_policies_act().await;
    assert_eq!(leaves.status().await, "cancelled");
    assert_eq!(season.on_the_map(&leaves.tree).await, "free");
    assert_eq!(pays_late.status().await, "confirmed");
    assert_eq!(faster.status().await, "confirmed");
    the_money_goes_back(season, pays_too_late).await;
    season.adoptions.extend([pays_late.clone(), faster]);
}

async fn the_money_goes_back(season: &Season, adoption: &Adoption) {
    let shown = adoption.shown().await;
    assert_eq!(shown["status"], "cancelled");
    assert_eq!(shown["cancel_reason"], "paid-too-late");
    assert_eq!(shown["refunds"][0]["state"], "requested");
    let refund = shown["refunds"][0]["refund"].as_str().expect("a refund");
    let path = format!("/api/v1/refunds/{refund}");
    let operator = season.operator();
    operator
        .post(&format!("{path}/acceptance"), &json!({}))
        .await
        .good();
    let fact = adoption.bank_line("out", 0);
    operator
        .post(&format!("{path}/settlement"), &fact)
        .await
        .good();
    assert_eq!(adoption.shown().await["refunds"][0]["state"], "settled");
    assert_eq!(operator.read("/api/v1/refunds").await, json!([]));
}
