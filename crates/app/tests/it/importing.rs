//! Import of trees and outlines: a verdict for each row, all or nothing, and the same file twice changes nothing.

use app::{
    Done, Error, Intent,
    commands::tree_import::{self, Format, Imported, Outcome, TreeFile},
};
use kernel::TreeId;
use serde_json::json;
use traceability::spot::Spot;

use crate::world::World;

const GOOD: &str = "\u{feff}block,row,number,variety,planted,name,rootstock,latitude,longitude
乙区,1,1,纽荷尔脐橙,2011,小满,枳壳,24.9832100,115.6714300
乙区,1,2,纽荷尔脐橙,2011,谷雨,,24.98321,115.67147
乙区,1,3,纽荷尔脐橙,2011,白露,,,
";
const BAD: &str = "block,row,number,variety,planted,name,latitude,longitude
乙区,1,1,纽荷尔脐橙,2011,小满
丙区,1,3,纽荷尔脐橙,2011,白露
乙区,x,4,纽荷尔脐橙,2011,寒露
乙区,1,5,纽荷尔脐橙,3011,霜降
乙区,1,1,纽荷尔脐橙,2011,小满
乙区,1,6,,2011,立冬
乙区,1,7,脐橙,2011,小雪,91,115
乙区,1,8,脐橙,2011,大雪,24.98,
";

async fn import(
    world: &World,
    intent: &Intent,
    (format, file, trial): (Format, &str, bool),
) -> Result<(Imported, Done), Error> {
    let file = TreeFile {
        format,
        bytes: file.as_bytes(),
        trial,
    };
    let who = world.operator();
    tree_import::import(&world.app, &who, intent, world.orchard, file, |_, _| {}).await
}

async fn verdicts(world: &World, file: &str) -> Result<Vec<Outcome>, Error> {
    let intent = world.intent(&world.operator);
    let (imported, _) = import(world, &intent, (Format::Csv, file, false)).await?;
    Ok(imported.rows.into_iter().map(|row| row.outcome).collect())
}

fn new_tree(outcome: &Outcome) -> TreeId {
    let Outcome::Registered {
        tree,
        code: Some(_),
    } = outcome
    else {
        unreachable!("{outcome:?}")
    };
    *tree
}

#[tokio::test]
async fn a_file_is_taken_whole_and_twice_is_once() {
    let world = World::new().await;
    let first = verdicts(&world, GOOD).await.unwrap();
    let trees: Vec<TreeId> = first.iter().map(new_tree).collect();
    let position = world.app.log().durable_position();
    let unchanged = |tree: &TreeId| Outcome::Unchanged { tree: Some(*tree) };
    assert_eq!(
        verdicts(&world, GOOD).await.unwrap(),
        trees.iter().map(unchanged).collect::<Vec<_>>()
    );
    assert_eq!(
        world.app.log().durable_position(),
        position,
        "nothing was written"
    );
    world.caught_up().await;
    let record = world.app.read().tree_record(trees[0]).unwrap().unwrap();
    assert_eq!(record.rootstock.as_deref(), Some("枳壳"));
    let spot = Spot {
        lat_e7: 249_832_100,
        lon_e7: 1_156_714_300,
    };
    assert_eq!(record.spot, Some(spot));
    let moved = GOOD.replace("115.67147", "115.67148");
    assert_eq!(
        verdicts(&world, &moved).await.unwrap(),
        [
            unchanged(&trees[0]),
            Outcome::Surveyed { tree: trees[1] },
            unchanged(&trees[2])
        ]
    );
}

#[tokio::test]
async fn one_refused_row_keeps_the_whole_file_out() {
    let world = World::new().await;
    let before = world.app.log().durable_position();
    let all = verdicts(&world, BAD).await.unwrap();
    let refused = |code, column| Outcome::Refused { code, column };
    assert!(
        matches!(all[0], Outcome::Registered { code: None, .. }),
        "{all:?}"
    );
    assert_eq!(
        all[1..],
        [
            refused("block-unknown", Some("block")),
            refused("not-a-number", Some("row")),
            refused("planted-invalid", None),
            refused("row-repeated", None),
            refused("required", Some("variety")),
            refused("spot-invalid", None),
            refused("required", Some("longitude")),
        ]
    );
    assert_eq!(
        world.app.log().durable_position(),
        before,
        "nothing was written"
    );
    verdicts(&world, GOOD).await.unwrap();
    let renamed = GOOD.replace("谷雨", "清明");
    assert_eq!(
        verdicts(&world, &renamed).await.unwrap()[1],
        refused("tree-exists", None)
    );
}

#[tokio::test]
async fn a_trial_tells_the_verdicts_and_writes_nothing() {
    let world = World::new().await;
    let before = world.app.log().durable_position();
    let intent = world.intent(&world.operator);
    let (trial, _) = import(&world, &intent, (Format::Csv, GOOD, true))
        .await
        .unwrap();
    assert!(!trial.written);
    assert!(
        trial
            .rows
            .iter()
            .all(|row| matches!(row.outcome, Outcome::Registered { code: None, .. }))
    );
    assert_eq!(world.app.log().durable_position(), before);
}

#[tokio::test]
async fn the_same_wish_again_gets_its_first_answer() {
    let world = World::new().await;
    verdicts(&world, &GOOD.replace("115.67147", "115.67148"))
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    let more = format!("{GOOD}乙区,1,4,脐橙,2011,立冬,,,\n");
    let (first, _) = import(&world, &intent, (Format::Csv, &more, false))
        .await
        .unwrap();
    assert!(matches!(first.rows[1].outcome, Outcome::Surveyed { .. }));
    assert!(matches!(first.rows[3].outcome, Outcome::Registered { .. }));
    let (again, done) = import(&world, &intent, (Format::Csv, &more, false))
        .await
        .unwrap();
    assert!(done.repeated);
    assert_eq!(first.rows[1], again.rows[1]);
    assert_eq!(first.rows[3], again.rows[3]);
}

#[tokio::test]
async fn features_are_trees_and_outlines() {
    let world = World::new().await;
    let tree = |number: u16, at: serde_json::Value| {
        json!({ "type": "Feature", "geometry": at, "properties": {
            "block": "乙区", "row": 1, "number": number, "variety": "脐橙", "planted": 2011, "name": "小满" } })
    };
    let ring = json!([[
        [115.67, 24.98],
        [115.68, 24.98],
        [115.68, 24.99],
        [115.67, 24.98]
    ]]);
    let file = json!({ "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "block": "乙区" },
          "geometry": { "type": "Polygon", "coordinates": ring } },
        tree(1, json!({ "type": "Point", "coordinates": [115.671, 24.985] })),
        tree(2, json!(null)),
    ] })
    .to_string();
    let intent = world.intent(&world.operator);
    let (first, _) = import(&world, &intent, (Format::GeoJson, &file, false))
        .await
        .unwrap();
    assert!(first.written);
    assert!(matches!(first.rows[0].outcome, Outcome::Outlined { .. }));
    new_tree(&first.rows[1].outcome);
    let position = world.app.log().durable_position();
    let second = world.intent(&world.operator);
    let (again, _) = import(&world, &second, (Format::GeoJson, &file, false))
        .await
        .unwrap();
    assert!(
        again
            .rows
            .iter()
            .all(|row| matches!(row.outcome, Outcome::Unchanged { .. })),
        "{again:?}"
    );
    assert_eq!(world.app.log().durable_position(), position);
}

#[tokio::test]
async fn what_is_no_such_table_is_refused_whole() {
    let world = World::new().await;
    for file in ["", "block,row\n乙区,1\n", "\u{0}\u{1}"] {
        let refused = verdicts(&world, file).await.unwrap_err();
        assert!(
            matches!(refused, Error::Invalid(_)),
            "{file:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn three_hundred_trees_get_three_hundred_codes_and_tell_how_far_they_are() {
    let world = World::new().await;
    let rows: String = (1..=300)
        .map(|number| format!("乙区,{},{},脐橙,2011,树{number}\n", number / 50 + 1, number))
        .collect();
    let text = format!("block,row,number,variety,planted,name\n{rows}");
    let file = TreeFile {
        format: Format::Csv,
        bytes: text.as_bytes(),
        trial: false,
    };
    let (intent, who) = (world.intent(&world.operator), world.operator());
    let mut heard = Vec::new();
    let hear = |done, total| heard.push((done, total));
    let (imported, _) = tree_import::import(&world.app, &who, &intent, world.orchard, file, hear)
        .await
        .unwrap();
    let codes: std::collections::BTreeSet<_> = imported
        .rows
        .iter()
        .map(|row| {
            let Outcome::Registered { code, .. } = row.outcome else {
                unreachable!("{:?}", row.outcome)
            };
            code.unwrap()
        })
        .collect();
    assert_eq!(codes.len(), 300);
    assert_eq!(heard, [(200, 300), (300, 300)]);
}
