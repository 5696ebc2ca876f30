//! What is written down at the end: books, codes, and the same answers after a restart, a rebuild and an erasure.

use std::process::Command;

use season::{BOXES, Folder, PASSWORD, PRICE_FEN, Serving};
use serde_json::{Value, json};

use super::{Season, sale};

/// Adoptions that were paid in time, each with a fee.
const WITH_FEE: i64 = 36;

pub(super) async fn the_books_balance(season: &Season) {
    let overview = season.operator().read("/api/v1/overview").await;
    let lines = overview["trial_balance"]
        .as_array()
        .expect("a balance")
        .clone();
    let balance = |account: &str| {
        let line = lines.iter().find(|line| line["account"] == account);
        line.and_then(|line| line["balance_minor"].as_i64())
            .unwrap_or_default()
    };
    let sum: i64 = lines
        .iter()
        .filter_map(|line| line["balance_minor"].as_i64())
        .sum();
    assert_eq!(sum, 0, "{lines:?}");
    let sold = i64::try_from(season.adoptions.len()).expect("few");
    // An uneven fen belongs to the first box, so the second is worth the smaller half.
    let owed = PRICE_FEN / i64::from(BOXES);
    assert_eq!(balance("liabilities:undelivered"), -owed);
    assert_eq!(balance("income:fruit"), -(sold * PRICE_FEN - owed));
    assert_eq!(balance("liabilities:deposits"), 0);
    assert_eq!(balance("liabilities:refunds-payable"), 0);
    assert_eq!(balance("expenses:channel-fees"), WITH_FEE * sale::FEE_FEN);
    assert_eq!(
        balance("assets:channel:manual"),
        sold * PRICE_FEN - WITH_FEE * sale::FEE_FEN
    );
    let counts = &overview["adoptions"];
    assert_eq!(counts["completed"], sold - 1);
    assert_eq!(counts["confirmed"], 1);
    assert_eq!(counts["started"], 0);
    assert_eq!(
        counts["cancelled"], 3,
        "the hasty, the one who left, the one too late"
    );
}

/// The printed code leads to the tree's page; decoders that are not ours read it.
pub(super) async fn a_code_leads_to_its_tree(season: &Season) {
    let adoption = &season.adoptions[0];
    let (visitor, code) = (season.visitor(), &adoption.tree.code);
    let address = format!("https://pomona.example/t/{code}");
    let png = visitor
        .get(&format!("/t/{code}/qr.png?size=600"))
        .await
        .good();
    let picture = image::load_from_memory(&png.body)
        .expect("a picture")
        .to_luma8();
    let (width, height) = picture.dimensions();
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(
        usize::try_from(width).expect("small"),
        usize::try_from(height).expect("small"),
        |x, y| picture.as_raw()[y * 600 + x],
    );
    let grids = seen.detect_grids();
    assert_eq!(grids.len(), 1);
    let (meta, content) = grids[0].decode().expect("readable");
    assert_eq!(content, address);
    // ISO/IEC 18004 writes level Q as binary 11.
    assert_eq!(meta.ecc_level, 3, "level Q");
    read_by_zbar(season, &png.body, &address);

    let tag = visitor
        .get(&format!("/t/{code}/tag.svg"))
        .await
        .good()
        .text();
    let (head, tail) = code.split_at(4);
    for text in [format!("{head}-{tail}").as_str(), "谷雨一家", "东坡"] {
        assert!(tag.contains(text), "{text} is not on the tag");
    }
    let page = visitor.get(&format!("/t/{code}")).await.good().text();
    for text in ["谷雨一家", "DP-A-1", "XW-2026-0001"] {
        assert!(page.contains(text), "{text} is not on the tree's page");
    }
}

/// zbar is asked where it is installed; `tests/run` installs it.
fn read_by_zbar(season: &Season, png: &[u8], address: &str) {
    let file = season.folder.path().join("qr.png");
    std::fs::write(&file, png).expect("written");
    let mut zbar = Command::new("zbarimg");
    let Ok(output) = zbar
        .args(["--quiet", "--raw", "--nodbus"])
        .arg(&file)
        .output()
    else {
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), address);
}

/// What people see, as one list of answers.
async fn answers(season: &Season) -> Vec<(String, Value)> {
    let adoption = &season.adoptions[0];
    let orchard = &season.orchard;
    let board = format!("/api/v1/orchards/{}/board?limit=100", orchard.id);
    let today = format!("/api/v1/orchards/{}/today", orchard.id);
    let tree = format!("/api/v1/trees/by-code/{}", adoption.tree.code);
    let map = format!("/api/v1/campaigns/{}/trees", season.campaign.id);
    let asked = [
        (&orchard.operator, "/api/v1/overview"),
        (&orchard.operator, "/api/v1/payments?limit=100"),
        (&orchard.operator, "/api/v1/postings?limit=100"),
        (&orchard.operator, "/api/v1/campaigns"),
        (&orchard.operator, map.as_str()),
        (&orchard.farmer, today.as_str()),
        (&orchard.packer, board.as_str()),
        (&adoption.buyer.client, "/api/v1/garden"),
        (&adoption.buyer.client, tree.as_str()),
    ];
    let mut answers = Vec::new();
    for (client, path) in asked {
        answers.push((path.to_owned(), client.read(path).await));
    }
    answers
}

pub(super) async fn a_restart_changes_nothing(season: Season) -> Season {
    let before = answers(&season).await;
    let season = season.again(|serving, _| serving.stop()).await;
    same(&before, &answers(&season).await);
    season
}

pub(super) async fn a_rebuild_changes_nothing(season: Season) -> Season {
    let before = answers(&season).await;
    let end = |serving: Serving, folder: &Folder| {
        serving.stop();
        rebuilt_is_the_same(folder);
    };
    let season = season.again(end).await;
    same(&before, &answers(&season).await);
    season
}

/// The log is whole, and read models built anew from it equal the live ones, byte for byte (D 46).
fn rebuilt_is_the_same(folder: &Folder) {
    let verdict = folder.done(&["log", "verify"], "");
    assert!(verdict.starts_with("The log is whole"), "{verdict}");
    let live = folder.done(&["readmodel", "dump"], "");
    folder.done(&["readmodel", "rebuild"], "");
    let rebuilt = folder.done(&["readmodel", "dump"], "");
    let differing = live
        .lines()
        .zip(rebuilt.lines())
        .find(|(live, rebuilt)| live != rebuilt);
    assert_eq!(differing, None);
    assert_eq!(live.len(), rebuilt.len());
}

pub(super) async fn a_person_is_forgotten_and_the_tree_is_not(season: Season) {
    let adoption = season.adoptions[0].clone();
    let end = |serving: Serving, folder: &Folder| {
        serving.stop();
        let erase = [
            "person",
            "erase",
            "--login",
            adoption.buyer.login.as_str(),
            "--yes",
        ];
        folder.done(&erase, "");
        rebuilt_is_the_same(folder);
    };
    let season = season.again(end).await;
    assert_eq!(sale::plate_on_page(&season, &adoption).await, Value::Null);
    let page = season
        .visitor()
        .get(&format!("/t/{}", adoption.tree.code))
        .await
        .good()
        .text();
    assert!(!page.contains("谷雨一家") && page.contains("DP-A-1"));
    let knock = json!({ "login": adoption.buyer.login, "password": PASSWORD });
    let refused = season.visitor().post("/api/v1/sessions", &knock).await;
    refused.refused(401, "wrong-credentials");
    the_books_balance(&season).await;
    season.serving.stop();
}

fn same(before: &[(String, Value)], after: &[(String, Value)]) {
    for ((path, old), (_, new)) in before.iter().zip(after) {
        assert_eq!(old, new, "{path}");
    }
}
