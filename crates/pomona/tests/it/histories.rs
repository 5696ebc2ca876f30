//! `pomona history`: what happened, as a document that other programs read.

use std::fs;

use serde_json::Value;

use crate::{folder::seeded, pomona::run};

fn events(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(document["type"], "EPCISDocument");
    document["epcisBody"]["eventList"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn a_season_is_exported_whole_with_progress_and_a_tree_by_its_code() {
    let data = seeded();
    let file = data.path().join("season.jsonld");
    let to = file.to_str().unwrap();
    let ended = run(data.path(), &["history", "season", "2026", "--out", to]);
    assert!(ended.err.contains("exporting 100 %"), "{}", ended.err);
    let told = ended.good();
    let all = events(&fs::read_to_string(&file).unwrap());
    assert!(told.starts_with(&format!("{} events", all.len())), "{told}");
    assert!(all.len() > 64, "more than a page: {}", all.len());
    let printed = run(data.path(), &["history", "season", "2026"]).good();
    assert_eq!(events(&printed), all);
    let mut ids: Vec<_> = all
        .iter()
        .map(|event| event["eventID"].to_string())
        .collect();
    let wrong = all
        .iter()
        .filter(|event| event.get("errorDeclaration").is_some())
        .count();
    ids.sort();
    ids.dedup();
    assert_eq!(
        ids.len() + wrong,
        all.len(),
        "no event is told twice but with its declaration"
    );

    let tag = (2020..=2026).find_map(|year: u16| {
        let season = ["history", "season", &year.to_string()];
        let told = events(&run(data.path(), &season).good());
        told.into_iter()
            .find(|event| event["bizStep"] == "installing")
    });
    let tag = tag.expect("a tree with a tag");
    let child = tag["childEPCs"][0].as_str().unwrap();
    let (_, code) = child.rsplit_once("tag-").unwrap();
    let tree = run(data.path(), &["history", "tree", code, "--transformation"]).good();
    assert!(!events(&tree).is_empty());
    let block = tag["readPoint"]["id"].as_str().unwrap();
    let (_, block) = block.rsplit_once('/').unwrap();
    let pdf = data.path().join("tags.pdf");
    let printed = run(
        data.path(),
        &["tags", block, "--out", pdf.to_str().unwrap()],
    );
    assert!(printed.err.contains("drawing 100 %"), "{}", printed.err);
    printed.good();
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let wrong = [
        "tags",
        block,
        "--stock",
        "b5",
        "--out",
        pdf.to_str().unwrap(),
    ];
    run(data.path(), &wrong).bad(4);
    let nothing = run(data.path(), &["history", "parcel", "00000000"]).bad(4);
    assert!(nothing.contains("no such"), "{nothing}");
}
