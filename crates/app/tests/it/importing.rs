//! CSV import of trees: a verdict per row, and the same file twice changes nothing.

use app::{
    Error,
    commands::tree_import::{self, Outcome},
};

use crate::world::World;

const FILE: &str = "\u{feff}block,row,number,variety,planted,name
乙区,1,1,纽荷尔脐橙,2011,小满
乙区,1,2,纽荷尔脐橙,2011,谷雨
丙区,1,3,纽荷尔脐橙,2011,白露
乙区,x,4,纽荷尔脐橙,2011,寒露
乙区,1,5,纽荷尔脐橙,3011,霜降
乙区,1,1,纽荷尔脐橙,2011,小满
乙区,1,6,,2011,立冬
";

async fn verdicts(world: &World, file: &str) -> Result<Vec<Outcome>, Error> {
    let intent = world.intent(&world.operator);
    let (rows, _) = tree_import::import(
        &world.app,
        &world.operator(),
        &intent,
        world.orchard,
        file.as_bytes(),
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.outcome).collect())
}

#[tokio::test]
async fn every_row_has_its_verdict_and_twice_is_once() {
    let world = World::new().await;
    let first = verdicts(&world, FILE).await.unwrap();
    let refused = |code, column| Outcome::Refused { code, column };
    assert!(matches!(first[0], Outcome::Registered { .. }), "{first:?}");
    assert!(matches!(first[1], Outcome::Registered { .. }));
    assert_eq!(
        first[2..],
        [
            refused("block-unknown", Some("block")),
            refused("not-a-number", Some("row")),
            refused("planted-invalid", None),
            refused("row-repeated", None),
            refused("required", Some("variety")),
        ]
    );
    let position = world.app.log().durable_position();
    let second = verdicts(&world, FILE).await.unwrap();
    assert!(matches!(second[0], Outcome::Unchanged { .. }));
    assert!(matches!(second[1], Outcome::Unchanged { .. }));
    assert_eq!(second[2..], first[2..]);
    assert_eq!(
        world.app.log().durable_position(),
        position,
        "nothing was written"
    );
    let renamed = FILE.replace("谷雨", "清明");
    assert_eq!(
        verdicts(&world, &renamed).await.unwrap()[1],
        refused("tree-exists", None)
    );
}

#[tokio::test]
async fn the_same_wish_again_gets_its_first_answer() {
    let world = World::new().await;
    let intent = world.intent(&world.operator);
    let who = world.operator();
    let import = || tree_import::import(&world.app, &who, &intent, world.orchard, FILE.as_bytes());
    let (first, _) = import().await.unwrap();
    let (again, done) = import().await.unwrap();
    assert!(done.repeated);
    assert_eq!(first, again);
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
async fn three_hundred_trees_get_three_hundred_codes() {
    let world = World::new().await;
    let rows: String = (1..=300)
        .map(|number| format!("乙区,{},{},脐橙,2011,树{number}\n", number / 50 + 1, number))
        .collect();
    let file = format!("block,row,number,variety,planted,name\n{rows}");
    let mut codes = std::collections::BTreeSet::new();
    for outcome in verdicts(&world, &file).await.unwrap() {
        let Outcome::Registered { code, .. } = outcome else {
            unreachable!("{outcome:?}")
        };
        codes.insert(code);
    }
    assert_eq!(codes.len(), 300);
}
