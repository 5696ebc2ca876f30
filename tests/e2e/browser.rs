//! The season's core in Chromium at phone width: `tests/browser/season.mjs` does what people do, this prepares the
//! orchard they do it in. Pictures of every page are left in `tests/output/screenshots`.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use season::{Client, Folder, OPERATOR, Orchard, PASSWORD, jpeg};
use serde_json::{Value, json};

/// Trees of the orchard, the first of which are offered.
const TREES: usize = 24;
/// Trees that are offered.
const OFFERED: usize = 18;

#[tokio::test(flavor = "multi_thread")]
async fn buyer_farmer_packer_and_stranger_find_their_way() {
    let folder = Folder::sandbox();
    Orchard::add_operator(&folder);
    let serving = folder.serve();
    let mut orchard = Orchard::register(&Client::visitor(&serving.base)).await;
    orchard.import(&Orchard::csv(TREES)).await;
    for (seed, tree) in (1..).zip(&orchard.trees[..OFFERED]) {
        orchard.photograph(tree, "blossom", seed).await.good();
    }
    orchard.operator.let_policies_act().await;
    let campaign = orchard.open_campaign(&orchard.trees[..OFFERED]).await;
    let pictures = tempfile::tempdir().expect("a temporary folder");
    let codes: Vec<_> = orchard.trees.iter().map(|tree| &tree.code).collect();
    let settings = json!({
        "operatorToken": orchard.operator.token(), "operator": OPERATOR, "password": PASSWORD,
        "farmer": "farmer@example.cn", "packer": "packer@example.cn",
        "orchard": orchard.id, "block": orchard.block, "campaign": campaign.id,
        "codes": codes,
        "photos": [picture(pictures.path(), 101), picture(pictures.path(), 102)],
        "broken": broken_picture(pictures.path())
    });
    drive("season.mjs", &serving.base, settings);
    serving.stop();
}

fn picture(folder: &Path, seed: u32) -> PathBuf {
    let path = folder.join(format!("photo-{seed}.jpg"));
    std::fs::write(&path, jpeg(seed)).expect("written");
    path
}

/// A photo that stopped in the middle of its way.
fn broken_picture(folder: &Path) -> PathBuf {
    let path = folder.join("cut-off.jpg");
    let whole = jpeg(103);
    std::fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    path
}

/// Runs a script of `tests/browser` against the program; what it finds fails the test.
pub(crate) fn drive(script: &str, base: &str, mut settings: Value) {
    let suite = super::workspace().join("tests");
    let installed = suite.join("browser/node_modules/playwright-core").is_dir();
    assert!(
        installed,
        "run `npm ci` in tests/browser first (tests/run does)"
    );
    settings["base"] = json!(base);
    settings["chromium"] = json!(chromium());
    settings["screenshots"] = json!(suite.join("output/screenshots"));
    let mut node = Command::new("node");
    node.arg(script).current_dir(suite.join("browser"));
    node.stdin(Stdio::piped());
    let mut node = node
        .spawn()
        .expect("node runs: install nodejs (tests/run does)");
    let mut input = node.stdin.take().expect("piped");
    input
        .write_all(settings.to_string().as_bytes())
        .expect("node reads its settings");
    drop(input);
    let status = node.wait().expect("node ends");
    assert!(
        status.success(),
        "{script} ended with {status}; what it found stands above"
    );
}

fn chromium() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("chromium"));
    let mut found = found.filter(|program| program.is_file());
    found
        .next()
        .expect("chromium is missing: install the package chromium (tests/run does)")
}
