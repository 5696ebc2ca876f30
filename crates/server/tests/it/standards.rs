//! GS1 Digital Link and EPCIS as strangers use them: followed without signing in, and judged by other people's programs.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use reqwest::{Client, Response, redirect::Policy};
use serde_json::{Value, json};
use server::Config;

use crate::{
    caller::Caller,
    harness::TestServer,
    orchard_year::{Year, orchard, whole_year},
};

const BASE: &str = "http://pomona.test";
const TREE_GTIN: &str = "09521234543213";
const FRUIT_GTIN: &str = "09506000134352";

fn with_keys(config: &mut Config) {
    config.gs1.company_prefix = "9521234".into();
    config.gs1.tree_gtin = TREE_GTIN.into();
    config.gs1.fruit_gtin = FRUIT_GTIN.into();
    config.check().unwrap();
}

/// What a script of `tests/judges/standards` says; `None` where its packages are not installed, which is a failure
/// with `STANDARDS_JUDGES=required`.
pub(crate) fn accepted(script: &str, what: &[String]) -> Option<Result<(), String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judges/standards");
    if !folder.join("node_modules").exists() {
        let required = std::env::var("STANDARDS_JUDGES").is_ok_and(|value| value == "required");
        assert!(!required, "run npm ci in tests/judges/standards");
        return None;
    }
    let output = Command::new("node")
        .arg(script)
        .args(what)
        .current_dir(folder)
        .output()
        .expect("node runs");
    let why = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        assert!(output.stdout.starts_with(b"accepted "), "{why}");
    } else {
        assert!(why.starts_with("refused: "), "{why}");
    }
    let verdict = output.status.success();
    Some(verdict.then_some(()).ok_or_else(|| why.into_owned()))
}

/// Writes documents to files that a judge reads.
pub(crate) fn files(folder: &Path, documents: &[String]) -> Vec<String> {
    let write = |(number, text): (usize, &String)| {
        let path: PathBuf = folder.join(format!("{number}.jsonld"));
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    documents.iter().enumerate().map(write).collect()
}

pub(crate) fn list(document: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(document).unwrap();
    let body = &document["epcisBody"];
    let list = body
        .get("eventList")
        .unwrap_or(&body["queryResults"]["resultsBody"]["eventList"]);
    list.as_array().unwrap().clone()
}

fn steps(document: &str) -> Vec<String> {
    let mut steps: Vec<_> = list(document)
        .iter()
        .map(|event| {
            format!(
                "{} {}",
                event["type"].as_str().unwrap(),
                event["bizStep"].as_str().unwrap()
            )
        })
        .collect();
    steps.sort();
    steps.dedup();
    steps
}

/// Asks once the read models show all that was done.
async fn ask(server: &TestServer, path: &str) -> Response {
    let done = server.app.log().durable_position();
    server.app.caught_up(done).await.unwrap();
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    client
        .get(format!("http://{}{path}", server.address))
        .send()
        .await
        .unwrap()
}

/// Where a path leads, followed once.
async fn leads(server: &TestServer, path: &str) -> (u16, String) {
    let answer = ask(server, path).await;
    let to = answer
        .headers()
        .get("location")
        .map(|to| to.to_str().unwrap().to_owned());
    (answer.status().as_u16(), to.unwrap_or_default())
}

async fn parcel_code(year: &Year, nth: usize) -> String {
    let path = format!("/api/v1/parcels/{}", year.parcels[nth]);
    let shown = year.orchard.operator.get(&path).await.ok().json();
    shown["code"].as_str().unwrap().to_owned()
}

async fn exports(year: &Year, visitor: &Caller) -> Vec<String> {
    let operator = &year.orchard.operator;
    let (tree, parcel) = (&year.orchard.trees[0].1, parcel_code(year, 0).await);
    let mut told = vec![
        operator.get("/epcis/exports/seasons/2026").await.ok().text,
        operator
            .get("/epcis/exports/seasons/2026?harvest=transformation")
            .await
            .ok()
            .text,
        operator.get("/epcis/events?perPage=1000").await.ok().text,
    ];
    for path in [
        format!("trees/{tree}"),
        format!("lots/{}", year.lot),
        format!("parcels/{parcel}"),
    ] {
        told.push(
            visitor
                .get(&format!("/epcis/exports/{path}"))
                .await
                .ok()
                .text,
        );
    }
    told
}

/// Treatments and work with names in their notes, another certificate, and corrections of both kinds.
async fn cared(year: &Year) {
    let Year { orchard, lot, .. } = year;
    let block = format!(
        "/api/v1/orchards/{}/blocks/{}",
        orchard.orchard, orchard.block
    );
    let operator = &orchard.operator;
    let spray = |trees: &[&String]| json!({ "product": "波尔多液 PD2015", "dose": "1:200", "on": "2026-11-24", "waiting_days": 0, "trees": trees });
    let path = format!("{block}/treatments");
    operator.post(&path, spray(&[])).await.ok();
    operator
        .post(&path, spray(&[&orchard.trees[1].0]))
        .await
        .ok();
    let withdrawal = format!("{path}/1/withdrawal");
    operator
        .post(
            &withdrawal,
            json!({ "reason": "王师傅记错了，电话 13912345678" }),
        )
        .await
        .ok();
    let work = json!({ "kind": "pruning", "on": "2026-11-24", "note": "王师傅 13912345678" });
    operator.post(&format!("{block}/work"), work).await.ok();
    let certificate = json!({
        "number": "C-2", "product": "脐橙", "origin": "信丰", "producer": "安西果园",
        "contact": "13912345678", "basis": "own-test", "issued_on": "2026-11-25"
    });
    let form = json!({ "lots": [lot], "cause": "repacked", "certificate": certificate });
    operator.post("/api/v1/certificates", form).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn d45_a_season_is_accepted_by_outside_validators_in_both_namings_and_names_nobody() {
    for named in [true, false] {
        let server = TestServer::start_with(|config| {
            if named {
                with_keys(config);
            }
        })
        .await;
        let year = whole_year(&server).await;
        let tree = &year.orchard.trees[1].0;
        cared(&year).await;
        let reason = json!({ "reason": "牌子裂了" });
        year.orchard
            .operator
            .post(&format!("/api/v1/trees/{tree}/tags"), reason)
            .await
            .ok();
        let told = exports(&year, &server.visitor()).await;
        assert_eq!(
            steps(&told[0]),
            [
                "AggregationEvent packing",
                "AssociationEvent installing",
                "AssociationEvent removing",
                "ObjectEvent commissioning",
                "ObjectEvent creating_class_instance",
                "ObjectEvent inspecting",
                "ObjectEvent other",
                "ObjectEvent receiving",
                "ObjectEvent shipping",
            ]
        );
        assert!(
            steps(&told[1]).contains(&"TransformationEvent creating_class_instance".to_owned())
        );
        assert_eq!(list(&told[0]), list(&told[2]), "the query tells the same");
        for text in &told {
            for word in [
                "per_",
                "adp_",
                "box_",
                "林晓满",
                "小满一家",
                "13800138000",
                "0797-1",
                "SFpar",
                "龙井路",
                "王师傅",
                "13912345678",
            ] {
                assert!(!text.contains(word), "{word}");
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let verdict = accepted("epcis.mjs", &files(folder.path(), &told));
        assert!(!matches!(verdict, Some(Err(_))), "{verdict:?}");
        let broken = told[0].replace("creating_class_instance", "harvesting");
        let verdict = accepted("epcis.mjs", &files(folder.path(), &[broken]));
        assert_ne!(verdict, Some(Ok(())), "the judge judges");
        if named {
            let keys = keys_in(&told[0]);
            assert!(keys.len() >= 5, "{keys:?}");
            let verdict = accepted("gs1.mjs", &keys);
            assert!(!matches!(verdict, Some(Err(_))), "{verdict:?}");
        }
    }
}

/// The GS1 keys among the names in a document.
fn keys_in(document: &str) -> Vec<String> {
    let mut keys: Vec<_> = document
        .split('"')
        .filter(|text| {
            ["/01/", "/00/", "/8004/"]
                .iter()
                .any(|key| text.starts_with(&format!("{BASE}{key}")))
        })
        .map(str::to_owned)
        .collect();
    keys.sort();
    keys.dedup();
    keys
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcels_export_tells_its_own_way_and_no_other_parcels() {
    let server = TestServer::start().await;
    let year = whole_year(&server).await;
    let told = exports(&year, &server.visitor()).await;
    let (one, other) = (&year.parcels[0], &year.parcels[1]);
    assert!(
        told[5].contains(one.as_str()) && !told[5].contains(other.as_str()),
        "a parcel alone"
    );
    assert!(
        told[4].contains(one.as_str()) && told[4].contains(other.as_str()),
        "all parcels of a lot"
    );
    assert!(
        told[3].contains(&year.lot) && told[3].contains(other.as_str()),
        "all that came of a tree"
    );
    assert!(
        !told[3].contains(&year.orchard.trees[1].0),
        "nothing of another tree"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn gs1_keys_lead_to_pages_with_the_query_kept() {
    let server = TestServer::start_with(with_keys).await;
    let year = whole_year(&server).await;
    let code = &year.orchard.trees[0].1;
    let parcel = parcel_code(&year, 0).await;
    let lot = &year.lot;
    let sscc = "/00/095212340000000006";
    for (path, to) in [
        (format!("/01/{TREE_GTIN}/21/{code}"), format!("/t/{code}")),
        (format!("/8004/9521234{code}"), format!("/t/{code}")),
        (format!("/01/{FRUIT_GTIN}/10/L-1"), format!("/l/{lot}")),
        (format!("/01/{FRUIT_GTIN}/10/L%2D1"), format!("/l/{lot}")),
        (format!("/01/{FRUIT_GTIN}"), "/".to_owned()),
        (
            format!("/01/{TREE_GTIN}/22/A/21/{code}"),
            format!("/t/{code}"),
        ),
        (
            format!("/01/{FRUIT_GTIN}/10/L-1/21/none"),
            format!("/l/{lot}"),
        ),
        (sscc.to_owned(), format!("/p/{parcel}")),
        (
            format!("/id/obj/{}", year.orchard.trees[0].0),
            format!("/t/{code}"),
        ),
        (format!("/id/obj/tag-{code}"), format!("/t/{code}")),
        (
            format!("/id/obj/{}", year.parcels[0]),
            format!("/p/{parcel}"),
        ),
        (format!("/id/class/{lot}"), format!("/l/{lot}")),
        (
            format!("/id/loc/{}", year.orchard.orchard),
            format!("/api/v1/orchards/{}", year.orchard.orchard),
        ),
        (
            format!("/id/loc/{}", year.orchard.block),
            format!("/api/v1/orchards/{}", year.orchard.orchard),
        ),
    ] {
        assert_eq!(leads(&server, &path).await, (307, to.clone()), "{path}");
        let asked = format!("{path}?17=261231&lang=en");
        assert_eq!(
            leads(&server, &asked).await,
            (307, format!("{to}?17=261231&lang=en")),
            "{path}"
        );
        assert_eq!(ask(&server, &to).await.status(), 200, "{to}");
    }
    for (path, status) in [
        (format!("/01/{TREE_GTIN}/21/00000000"), 404),
        (format!("/01/{TREE_GTIN}/21/{}", code.to_lowercase()), 404),
        (format!("/01/{FRUIT_GTIN}/21/{code}"), 404),
        (format!("/01/{TREE_GTIN}/10/L-1"), 404),
        (format!("/8004/9529999{code}"), 404),
        ("/00/095212340000099990".to_owned(), 400),
        ("/00/395212340000000007".to_owned(), 404),
        ("/01/09521234543214".to_owned(), 400),
        ("/01/0952123454321".to_owned(), 400),
        (format!("/01/{TREE_GTIN}/21/%E6%A0%91"), 400),
        (format!("/01/{TREE_GTIN}/21/{code}/10/L-1"), 400),
        ("/01/".to_owned(), 400),
        ("/414/9521234543213".to_owned(), 404),
        ("/414/9521234543213/254/plot-7".to_owned(), 404),
        ("/414/9521234543214".to_owned(), 400),
        ("/8006/095212345432130302".to_owned(), 400),
        (format!("/01/{TREE_GTIN}/235/X"), 404),
        (format!("/01/{TREE_GTIN}/21/{code}?17=261331"), 400),
        (format!("/01/{TREE_GTIN}/21/%00"), 400),
        (format!("/01/{TREE_GTIN}/21/{}", "A".repeat(3_000)), 400),
        ("/id/obj/nothing".to_owned(), 404),
    ] {
        assert_eq!(leads(&server, &path).await.0, status, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_get_a_linkset_and_the_resolvers_description() {
    let server = TestServer::start_with(with_keys).await;
    let year = orchard(&server).await;
    let code = &year.trees[0].1;
    let path = format!("/01/{TREE_GTIN}/21/{code}");
    let answer = ask(&server, &format!("{path}?linkType=linkset")).await;
    assert_eq!(answer.headers()["content-type"], "application/linkset+json");
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let set: Value = answer.json().await.unwrap();
    let context = &set["linkset"][0];
    assert_eq!(context["anchor"], format!("{BASE}{path}"));
    assert_eq!(
        context["https://ref.gs1.org/voc/defaultLink"]
            .as_array()
            .map(Vec::len),
        Some(1),
        "exactly one default"
    );
    assert_eq!(
        context["https://ref.gs1.org/voc/traceability"][0]["href"],
        format!("{BASE}/t/{code}")
    );
    let client = Client::new();
    let url = format!("http://{}{path}", server.address);
    let accepted = client
        .get(url)
        .header("accept", "application/linkset+json")
        .send()
        .await
        .unwrap();
    assert_eq!(accepted.json::<Value>().await.unwrap(), set);
    for (accept, type_) in [
        ("application/json", "application/linkset+json"),
        (
            "text/html;q=0.4, application/linkset+json;q=0.5",
            "application/linkset+json",
        ),
        ("application/linkset+json;q=0", "text/html; charset=utf-8"),
        (
            "text/html, application/linkset+json;q=0.9",
            "text/html; charset=utf-8",
        ),
        ("*/*", "text/html; charset=utf-8"),
        (";;q=,q=9,", "text/html; charset=utf-8"),
    ] {
        let url = format!("http://{}{path}", server.address);
        let answer = client
            .get(url)
            .header("accept", accept)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["content-type"], type_, "{accept}");
    }
    let events = format!("/epcis/exports/trees/{code}?linkType=gs1:epcis");
    assert_eq!(
        leads(&server, &format!("{path}?linkType=gs1:epcis")).await,
        (307, events)
    );
    assert_eq!(
        leads(&server, &format!("{path}?linkType=gs1:recipeInfo"))
            .await
            .0,
        404
    );
    let about: Value = ask(&server, "/.well-known/gs1resolver")
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(about["supportedPrimaryKeys"], json!(["01", "00", "8004"]));
    assert_eq!(about["resolverRoot"], BASE);
    assert_eq!(about["linkTypeDefaultCanBeLinkset"], false);
    let kinds = about["supportedLinkType"].as_array().unwrap();
    assert!(
        kinds
            .iter()
            .all(|kind| kind["namespace"].is_string() && kind["prefix"].is_string())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_gs1_keys_things_are_named_by_our_own_domain() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let (tree, code) = &year.trees[0];
    assert_eq!(
        leads(&server, &format!("/01/{TREE_GTIN}/21/{code}"))
            .await
            .0,
        404
    );
    assert_eq!(leads(&server, "/.well-known/gs1resolver").await.0, 404);
    let told = server
        .visitor()
        .get(&format!("/epcis/exports/trees/{code}"))
        .await
        .ok()
        .text;
    let names = list(&told);
    assert_eq!(
        names[0]["epcList"],
        json!([format!("{BASE}/id/obj/{tree}")])
    );
    assert_eq!(
        names[1]["childEPCs"],
        json!([format!("{BASE}/id/obj/tag-{code}")])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_asked_for_by_filters_page_by_page() {
    let server = TestServer::start_with(with_keys).await;
    let year = whole_year(&server).await;
    let operator = &year.orchard.operator;
    let ask = async |query: &str| {
        operator
            .get(&format!("/epcis/events?perPage=1000{query}"))
            .await
            .ok()
            .text
    };
    let all = list(&ask("").await);
    let code = &year.orchard.trees[0].1;
    let tree = format!("{BASE}/8004/9521234{code}");
    for (query, count) in [
        ("&eventType=AggregationEvent".to_owned(), 2),
        ("&EQ_bizStep=shipping|receiving".to_owned(), 4),
        ("&EQ_bizStep=shipping&EQ_bizStep=receiving".to_owned(), 4),
        ("&EQ_action=ADD&eventType=AssociationEvent".to_owned(), 2),
        ("&EQ_disposition=in_transit".to_owned(), 2),
        (format!("&MATCH_epc={tree}"), 2),
        (format!("&MATCH_parentID={tree}"), 1),
        (format!("&MATCH_anyEPC={tree}"), 3),
        (
            format!("&MATCH_anyEPC={BASE}/id/obj/{}", year.orchard.trees[0].0),
            3,
        ),
        (format!("&MATCH_epcClass={BASE}/01/{FRUIT_GTIN}/10/L-1"), 4),
        (format!("&MATCH_epc={BASE}/00/095212340000000006"), 2),
        ("&MATCH_epc=https://other.example/id/obj/x".to_owned(), 0),
        (
            format!("&EQ_bizLocation={BASE}/id/loc/{}", year.orchard.orchard),
            4,
        ),
        ("&GE_eventTime=2026-11-01T00:00:00Z".to_owned(), 8),
        (
            "&LT_eventTime=2026-11-01T00:00:00%2B08:00".to_owned(),
            all.len() - 8,
        ),
        ("&EXISTS_errorDeclaration=".to_owned(), 0),
        ("&eventCountLimit=3".to_owned(), 3),
        (
            format!("&EQ_eventID={}", all[0]["eventID"].as_str().unwrap()),
            1,
        ),
    ] {
        assert_eq!(list(&ask(&query).await).len(), count, "{query}");
    }
    let times = list(&ask("&orderBy=eventTime").await);
    let times: Vec<_> = times
        .iter()
        .map(|event| event["eventTime"].as_str().unwrap())
        .collect();
    assert!(
        times.is_sorted_by(|one, two| one >= two),
        "the newest first: {times:?}"
    );
    let (mut path, mut paged) = (
        "/epcis/events?perPage=4&orderBy=eventTime&orderDirection=ASC".to_owned(),
        Vec::new(),
    );
    loop {
        let page = operator.get(&path).await.ok();
        paged.extend(list(&page.text));
        let Some(next) = page.headers.get("link") else {
            break;
        };
        assert!(!page.header("gs1-next-page-token-expires").is_empty());
        path = next.to_str().unwrap()[1..]
            .split('>')
            .next()
            .unwrap()
            .to_owned();
    }
    assert_eq!(paged.len(), all.len(), "every event once");
    let shorter = operator
        .get("/epcis/eventTypes/AggregationEvent/events")
        .await
        .ok();
    assert_eq!(list(&shorter.text).len(), 2);
    let encoded = tree.replace(':', "%3A").replace('/', "%2F");
    assert_eq!(
        list(
            &operator
                .get(&format!("/epcis/epcs/{encoded}/events"))
                .await
                .ok()
                .text
        )
        .len(),
        3
    );
    assert_eq!(shorter.header("gs1-epcis-version"), "2.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_epcis_cannot_be_asked_is_refused_in_its_words() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    for (query, status, exception) in [
        ("?EQ_colour=red", 400, "QueryParameterException"),
        ("?eventType=TreeEvent", 400, "QueryParameterException"),
        ("?GE_eventTime=yesterday", 400, "QueryParameterException"),
        ("?orderBy=colour", 400, "QueryParameterException"),
        ("?perPage=0", 400, "QueryParameterException"),
        ("?perPage=1001", 400, "QueryParameterException"),
        ("?nextPageToken=x", 400, "QueryParameterException"),
        (
            "?eventCountLimit=1&maxEventCount=1",
            400,
            "QueryParameterException",
        ),
        ("?maxEventCount=1", 413, "QueryTooLargeException"),
    ] {
        let answer = year.operator.get(&format!("/epcis/events{query}")).await;
        assert_eq!(answer.status, status, "{query}: {}", answer.text);
        assert_eq!(
            answer.json()["type"],
            format!("epcisException:{exception}"),
            "{query}"
        );
    }
    server
        .visitor()
        .get("/epcis/events")
        .await
        .refused(401, "not-signed-in");
    server
        .visitor()
        .get("/epcis/exports/seasons/2026")
        .await
        .refused(401, "not-signed-in");
    let (_, buyer) = server.member("buyer", &[]).await;
    buyer.get("/epcis/events").await.refused(403, "forbidden");
}
