//! GeoJSON as others write it, well and badly.

use kernel::BlockId;
use proptest::prelude::*;
use serde_json::json;

use super::*;

fn orchard() -> (OrchardId, orchard::State) {
    let mut known = orchard::State::default();
    known
        .blocks
        .insert(BlockId::from_bytes([1; 16]), "乙区".to_owned());
    (OrchardId::from_bytes([2; 16]), known)
}

fn read_all(text: &str) -> Result<Vec<Result<Wanted, Outcome>>, Error> {
    let (orchard, known) = orchard();
    let rows = read(text.as_bytes(), orchard, &known)?;
    Ok(rows.into_iter().map(|row| row.wanted).collect())
}

fn one(feature: &Value) -> Result<Wanted, Outcome> {
    let file = json!({ "type": "FeatureCollection", "features": [feature] });
    read_all(&file.to_string()).unwrap().remove(0)
}

fn tree(geometry: &Value) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": {
        "block": "乙区", "row": 1, "number": "2", "variety": "脐橙", "planted": 2011, "name": "小满" } })
}

fn block(rings: &Value) -> Value {
    json!({ "type": "Feature", "properties": { "block": "乙区" },
        "geometry": { "type": "Polygon", "coordinates": rings } })
}

#[test]
fn a_point_is_a_tree_with_longitude_first() {
    let wanted = one(&tree(
        &json!({ "type": "Point", "coordinates": [115.671_43, 24.983_210_04, 310.5] }),
    ));
    let Ok(Wanted::Tree { facts, spot, .. }) = wanted else {
        unreachable!("{wanted:?}")
    };
    assert_eq!((facts.row, facts.number, facts.planted), (1, 2, 2011));
    let spot = spot.unwrap();
    assert_eq!((spot.lat_e7, spot.lon_e7), (249_832_100, 1_156_714_300));
}

#[test]
fn a_tree_without_geometry_stands_nowhere_yet() {
    let wanted = one(&tree(&Value::Null));
    assert!(
        matches!(wanted, Ok(Wanted::Tree { spot: None, .. })),
        "{wanted:?}"
    );
}

#[test]
fn a_polygon_is_the_outline_of_a_block() {
    let wanted = one(&block(&json!([[[0, 0], [10, 0], [10, 10], [0, 0]]])));
    let Ok(Wanted::Outline { outline, .. }) = wanted else {
        unreachable!("{wanted:?}")
    };
    assert_eq!(outline.len(), 3, "the first corner is not repeated");
    assert_eq!(outline[1].lon_e7, 100_000_000);
}

#[test]
fn what_is_no_tree_and_no_outline_is_refused_for_its_reason() {
    let point = |coordinates: Value| tree(&json!({ "type": "Point", "coordinates": coordinates }));
    let no_block = json!({ "type": "Feature", "properties": null,
        "geometry": { "type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 0]]] } });
    for (feature, code) in [
        (json!(7), "geojson-feature"),
        (json!({ "type": "Point" }), "geojson-feature"),
        (
            json!({ "type": "Feature", "geometry": null }),
            "geojson-feature",
        ),
        (point(json!([])), "coordinate"),
        (point(json!([1])), "coordinate"),
        (point(json!(["1", "2"])), "coordinate"),
        (point(json!([1e300, 2])), "coordinate"),
        (point(json!([1, 2, 3, 4])), "coordinate"),
        (
            tree(&json!({ "type": "MultiPoint", "coordinates": [[1, 2]] })),
            "geojson-geometry",
        ),
        (tree(&json!("Point")), "geojson-geometry"),
        (block(&json!([])), "outline-with-holes"),
        (block(&json!([[[0, 0]], [[0, 0]]])), "outline-with-holes"),
        (block(&json!([[]])), "outline-invalid"),
        (
            block(&json!([[[0, 0], [10, 0], [10, 10]]])),
            "outline-invalid",
        ),
        (block(&json!([7])), "outline-invalid"),
        (
            block(&json!([[[0, 0], [10, "x"], [10, 10], [0, 0]]])),
            "coordinate",
        ),
        (no_block, "required"),
    ] {
        let wanted = one(&feature);
        let Err(Outcome::Refused { code: found, .. }) = wanted else {
            unreachable!("{feature}: {wanted:?}")
        };
        assert_eq!(found, code, "{feature}");
    }
}

#[test]
fn a_place_or_an_outline_comes_once_in_a_file() {
    let point = tree(&json!({ "type": "Point", "coordinates": [1, 2] }));
    let ring = block(&json!([[[0, 0], [10, 0], [10, 10], [0, 0]]]));
    let file = json!({ "type": "FeatureCollection", "features": [point, ring, point, ring] });
    let rows = read_all(&file.to_string()).unwrap();
    let repeated = |row: &Result<Wanted, Outcome>| {
        matches!(
            row,
            Err(Outcome::Refused {
                code: "row-repeated",
                ..
            })
        )
    };
    assert_eq!(
        rows.iter().map(repeated).collect::<Vec<_>>(),
        [false, false, true, true]
    );
}

#[test]
fn what_is_no_collection_of_wgs84_is_refused_whole() {
    let deep = format!(
        "{{\"type\":\"FeatureCollection\",\"features\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let many =
        json!({ "type": "FeatureCollection", "features": vec![0; ROWS_MAX + 1] }).to_string();
    let gauss = json!({ "type": "FeatureCollection", "features": [],
        "crs": { "type": "name", "properties": { "name": "EPSG:2437" } } })
    .to_string();
    for file in [
        "",
        "[]",
        "{}",
        "{\"type\":\"Feature\"}",
        "{\"type\":\"Topology\",\"features\":[]}",
        "{\"type\":\"FeatureCollection\",\"features\":{}}",
        "{\"type\":\"FeatureCollection\",\"features\":[1e999]}",
        "\u{0}",
        &deep,
        &many,
        &gauss,
    ] {
        assert!(read_all(file).is_err(), "{file:.60}");
    }
    let named = json!({ "type": "FeatureCollection", "features": [],
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:OGC:1.3:CRS84" } } });
    assert!(read_all(&named.to_string()).unwrap().is_empty());
}

/// Any JSON, a few levels deep, with the words of GeoJSON frequent in it.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "type",
        "Feature",
        "FeatureCollection",
        "features",
        "geometry",
        "coordinates",
        "Point",
        "Polygon",
        "properties",
        "block",
        "乙区",
        "crs",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 5, move |inner| {
        let fields =
            prop::collection::btree_map(word.clone().prop_map(str::to_owned), inner.clone(), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::from),
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn hostile_features_are_judged_and_harm_nobody(features in prop::collection::vec(any_json(), 0..5)) {
        let file = json!({ "type": "FeatureCollection", "features": features });
        prop_assert_eq!(read_all(&file.to_string()).unwrap().len(), features.len());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let (orchard, known) = orchard();
        let _ = read(&bytes, orchard, &known);
    }

    #[test]
    fn seven_digits_survive_floating_point(e7 in -1_800_000_000_i32..=1_800_000_000) {
        let text = traceability::spot::degrees_text(e7);
        let number: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(rounded(&number), Some(e7));
    }
}
