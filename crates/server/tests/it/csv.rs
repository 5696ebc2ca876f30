//! CSV in with a verdict for each row, CSV out that opens in a spreadsheet.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    caller::{Reply, fresh_key, send},
    harness::TestServer,
    orchard_year::{Orchard, import, orchard},
    standards::accepted,
};

fn outcomes(reply: &Reply) -> Vec<Value> {
    let rows = reply.json()["rows"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| json!([row["line"], row["outcome"], row["reason"], row["column"]]))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_whole_and_twice_changes_nothing() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let file = "\u{feff}block,row,number,variety,planted,name\n\
                A,2,1,纽荷尔,2015,立夏\nA,2,x,纽荷尔,2015,芒种\nB,2,3,纽荷尔,2015,夏至\nA,2,1,纽荷尔,2015,立夏\n\
                A,1,1,纽荷尔,2015,小满\nA,1,2,纽荷尔,1066,谷雨\n";
    let position = server.app.log().durable_position();
    let first = import(&year.operator, &fresh_key(), &year.orchard, file)
        .await
        .ok();
    assert_eq!(
        outcomes(&first),
        [
            json!([2, "registered", null, null]),
            json!([3, "refused", "not-a-number", "number"]),
            json!([4, "refused", "block-unknown", "block"]),
            json!([5, "refused", "row-repeated", null]),
            json!([6, "unchanged", null, null]),
            json!([7, "refused", "planted-invalid", null]),
        ]
    );
    let told = first.json();
    let counts = ["written", "registered", "unchanged", "refused"].map(|key| &told[key]);
    assert_eq!(counts, [&json!(false), &json!(1), &json!(1), &json!(4)]);
    assert_eq!(
        server.app.log().durable_position(),
        position,
        "one refused row keeps the whole file out"
    );
    let good = "block,row,number,variety,planted,name,rootstock,latitude,longitude\n\
                A,2,1,纽荷尔,2015,立夏,枳,-24.9832100,115.6714300\nA,1,1,纽荷尔,2015,小满,,,\n";
    let tried = import_as(&year, "text/csv", "?dry_run=true", good)
        .await
        .json();
    assert_eq!(
        [&tried["written"], &tried["registered"]],
        [&json!(false), &json!(1)]
    );
    assert_eq!(server.app.log().durable_position(), position, "a trial");
    let taken = import(&year.operator, &fresh_key(), &year.orchard, good)
        .await
        .ok();
    assert_eq!(taken.json()["written"], true);
    let position = server.app.log().durable_position();
    let second = import(&year.operator, &fresh_key(), &year.orchard, good)
        .await
        .ok();
    assert_eq!(outcomes(&second)[0], json!([2, "unchanged", null, null]));
    assert_eq!(
        second.json()["rows"][0]["tree"],
        taken.json()["rows"][0]["tree"]
    );
    assert_eq!(
        server.app.log().durable_position(),
        position,
        "no event was written"
    );
}

async fn import_as(year: &Orchard, content_type: &str, query: &str, body: &str) -> Reply {
    let path = format!("/api/v1/orchards/{}/trees/imports{query}", year.orchard);
    let request = year.operator.command(Method::POST, &fresh_key(), &path);
    let request = request
        .header("content-type", content_type.to_owned())
        .body(body.to_owned());
    year.operator.noted(send(request).await).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_out_as_geojson_or_csv_comes_in_unchanged() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let corner = |lat_e7: i32, lon_e7: i32| json!({ "lat_e7": lat_e7, "lon_e7": lon_e7 });
    let outline = format!(
        "/api/v1/orchards/{}/blocks/{}/outline",
        year.orchard, year.block
    );
    let corners = json!({ "outline": [corner(0, 0), corner(500_000_000, 0), corner(500_000_000, 1_000_000_001)] });
    year.operator.put(&outline, corners).await.ok();
    let survey = format!("/api/v1/trees/{}/survey", year.trees[0].0);
    let found = json!({ "rootstock": "=枳", "spot": corner(-249_832_101, 1_156_714_307) });
    year.operator.put(&survey, found).await.ok();
    let path = format!("/api/v1/orchards/{}/trees", year.orchard);
    let geojson = year.operator.get(&format!("{path}.geojson")).await.ok();
    assert_eq!(geojson.header("content-type"), "application/geo+json");
    let told = geojson.json();
    assert_eq!(told["type"], "FeatureCollection");
    assert_eq!(
        told["bbox"],
        json!([0.0, -24.983_210_1, 115.671_430_7, 50.0])
    );
    let ring = &told["features"][0]["geometry"]["coordinates"][0];
    assert_eq!(ring[0], ring[3], "a ring ends where it begins");
    assert_eq!(ring[1], json!([100.000_000_1, 50.0]), "and goes left");
    assert_eq!(
        told["features"][1]["geometry"]["coordinates"],
        json!([115.671_430_7, -24.983_210_1])
    );
    assert!(
        told["features"][2]["geometry"].is_null(),
        "nobody placed it"
    );
    let folder = tempfile::tempdir().unwrap();
    let judged = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        accepted("geojson.mjs", &[file.to_str().unwrap().to_owned()])
    };
    assert_ne!(
        judged("ours", &geojson.text).map(|said| said.is_ok()),
        Some(false)
    );
    let wrong_way = geojson.text.replace("[100.0000001,50.0],", "");
    assert_ne!(
        judged("broken", &wrong_way),
        Some(Ok(())),
        "the judge judges"
    );
    let csv = send(year.operator.question(&path).header("accept", "text/csv"))
        .await
        .ok();
    assert!(
        csv.text.contains(",'=枳,-24.9832101,115.6714307,"),
        "{}",
        csv.text
    );
    let position = server.app.log().durable_position();
    for (content_type, file) in [
        ("application/geo+json", &geojson.text),
        ("text/csv", &csv.text),
    ] {
        let again = import_as(&year, content_type, "", file).await.json();
        assert_eq!(
            [&again["written"], &again["refused"]],
            [&json!(true), &json!(0)],
            "{again}"
        );
        let rows = again["rows"].as_array().unwrap();
        assert!(
            rows.iter().all(|row| row["outcome"] == "unchanged"),
            "{again}"
        );
    }
    assert_eq!(server.app.log().durable_position(), position);
    year.operator
        .get(&format!(
            "/api/v1/orchards/{}/trees.geojson",
            "orc_00000000000000000000000000"
        ))
        .await
        .refused(404, "not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_list_of_trees_is_refused_whole() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    for (file, code) in [
        ("", "csv-column-missing"),
        ("block,row\nA,1\n", "csv-column-missing"),
        ("\u{0}\u{1}", "csv-column-missing"),
    ] {
        let told = import(&year.operator, &fresh_key(), &year.orchard, file).await;
        let told = told.refused(422, "fields-invalid");
        assert_eq!(
            told["errors"],
            json!([{ "field": "file", "code": code }]),
            "{file:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_opens_in_a_spreadsheet_and_can_be_imported_again() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let path = format!("/api/v1/orchards/{}/trees", year.orchard);
    let ask = |path: &str| send(year.operator.question(path).header("accept", "text/csv"));
    let file = ask(&path).await.ok();
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("trees.csv"));
    assert!(
        file.text.starts_with('\u{feff}'),
        "spreadsheets need the byte order mark"
    );
    let again = import(&year.operator, &fresh_key(), &year.orchard, &file.text)
        .await
        .ok()
        .json();
    assert_eq!([&again["unchanged"], &again["refused"]], [2, 0]);
    for path in ["/api/v1/payments", "/api/v1/postings"] {
        assert!(ask(path).await.ok().text.starts_with('\u{feff}'), "{path}");
    }
    let paged = year.operator.get(&format!("{path}?limit=1")).await.ok();
    let next = paged.json()["next"].as_str().unwrap().to_owned();
    assert_eq!(
        paged.header("link"),
        format!("<{path}?limit=1&cursor={next}>; rel=\"next\"")
    );
    let rest = year
        .operator
        .get(&format!("{path}?cursor={next}"))
        .await
        .ok()
        .json();
    assert_eq!(rest["items"][0]["name"], "谷雨");
    assert!(rest["next"].is_null());
}
