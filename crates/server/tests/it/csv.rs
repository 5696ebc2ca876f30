//! CSV in with a verdict for each row, CSV out that opens in a spreadsheet.

use serde_json::{Value, json};

use crate::{
    caller::{Reply, fresh_key, send},
    harness::TestServer,
    orchard_year::{import, orchard},
};

fn outcomes(reply: &Reply) -> Vec<Value> {
    let rows = reply.json()["rows"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| json!([row["line"], row["outcome"], row["reason"], row["column"]]))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let file = "\u{feff}block,row,number,variety,planted,name\n\
                A,2,1,纽荷尔,2015,立夏\nA,2,x,纽荷尔,2015,芒种\nB,2,3,纽荷尔,2015,夏至\nA,2,1,纽荷尔,2015,立夏\n\
                A,1,1,纽荷尔,2015,小满\nA,1,2,纽荷尔,1066,谷雨\n";
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
            json!([7, "refused", "tree-exists", null]),
        ]
    );
    let counts = first.json();
    assert_eq!(
        [
            &counts["registered"],
            &counts["unchanged"],
            &counts["refused"]
        ],
        [1, 1, 4]
    );
    let position = server.app.log().durable_position();
    let second = import(&year.operator, &fresh_key(), &year.orchard, file)
        .await
        .ok();
    assert_eq!(outcomes(&second)[0], json!([2, "unchanged", null, null]));
    assert_eq!(second.json()["rows"][0]["tree"], counts["rows"][0]["tree"]);
    assert_eq!(
        server.app.log().durable_position(),
        position,
        "no event was written"
    );
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
