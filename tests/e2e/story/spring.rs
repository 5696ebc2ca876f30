//! Spring: an operator registers orchard and trees, the farmer photographs those that are offered, the campaign opens.

use season::{Answer, Client, Folder, Orchard, Tree, jpeg};
use serde_json::json;

use super::Season;

/// Trees of the orchard.
const TREES: usize = 300;
/// Trees that are offered: one for each of forty buyers and one to spare.
const OFFERED: usize = 41;

pub(super) async fn an_orchard_opens_a_campaign() -> Season {
    let folder = Folder::sandbox();
    Orchard::add_operator(&folder);
    let serving = folder.serve();
    let mut orchard = Orchard::register(&Client::visitor(&serving.base)).await;
    three_hundred_trees_come_from_a_file(&mut orchard).await;
    the_farmer_photographs_what_is_offered(&orchard).await;
    let campaign = orchard.open_campaign(&orchard.trees[..OFFERED]).await;
    Season {
        folder,
        serving,
        orchard,
        campaign,
        advanced_seconds: 0,
        adoptions: Vec::new(),
    }
}

async fn three_hundred_trees_come_from_a_file(orchard: &mut Orchard) {
    let file = Orchard::csv(TREES);
    let with_faults = format!("{file}乙区,1,1,脐橙,2014,无此区\n甲区,99,x,脐橙,2014,没有号\n");
    let first = orchard.import(&with_faults).await;
    counted(&first, [TREES, 0, 2]);
    let rows = first.json()["rows"].clone();
    assert_eq!(rows[TREES]["reason"], "block-unknown");
    assert_eq!(rows[TREES]["line"], TREES + 2);
    assert_eq!(rows[TREES + 1]["column"], "number");
    assert_eq!(first.json()["written"], false, "all or nothing");
    assert!(orchard.trees.is_empty());

    counted(&orchard.import(&file).await, [TREES, 0, 0]);
    assert_eq!(orchard.trees.len(), TREES);
    let position = orchard.operator.seen();
    counted(&orchard.import(&file).await, [0, TREES, 0]);
    assert_eq!(
        orchard.operator.seen(),
        position,
        "the same file twice changes nothing"
    );
}

fn counted(answer: &Answer, [registered, unchanged, refused]: [usize; 3]) {
    let json = answer.json();
    assert_eq!(json["registered"], registered, "{answer}");
    assert_eq!(json["unchanged"], unchanged, "{answer}");
    assert_eq!(json["refused"], refused, "{answer}");
}

async fn the_farmer_photographs_what_is_offered(orchard: &Orchard) {
    for (seed, tree) in (1..).zip(&orchard.trees[..OFFERED]) {
        orchard.photograph(tree, "blossom", seed).await.good();
    }
    a_broken_picture_is_refused_with_its_number(orchard, &orchard.trees[0]).await;
    orchard.operator.let_policies_act().await;
    let path = format!("/api/v1/observations?orchard={}", orchard.id);
    let posted = orchard.farmer.read(&path).await;
    let posted = posted.as_array().expect("a list");
    assert_eq!(posted.len(), OFFERED);
    assert!(
        posted.iter().all(|one| one["state"] == "accepted"),
        "{posted:?}"
    );
}

/// Two photos, the second cut off: nothing of the post is kept.
async fn a_broken_picture_is_refused_with_its_number(orchard: &Orchard, tree: &Tree) {
    let whole = jpeg(1_000);
    let cut_off = whole[..whole.len() / 2].to_vec();
    let refused = orchard
        .post_photos(tree, "blossom", vec![whole, cut_off])
        .await;
    refused.refused(422, "photo-cut-off");
    assert_eq!(refused.json()["facts"], json!({ "index": 1 }));
}
