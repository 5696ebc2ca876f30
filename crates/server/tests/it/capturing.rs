//! EPCIS's capture interface as a partner's program uses it: what is taken, what is refused, and that none of it becomes
//! our own history.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    caller::{Caller, Reply, fresh_key, send},
    harness::TestServer,
    orchard_year::{Year, whole_year},
    standards::{accepted, files, list},
};

const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

fn document(events: &[Value]) -> Value {
    json!({
        "@context": [CONTEXT, { "depot": "https://depot.example/voc/" }], "type": "EPCISDocument",
        "schemaVersion": "2.0", "creationDate": "2026-11-26T00:00:00Z",
        "epcisBody": { "eventList": events }
    })
}

/// A cold store says that a parcel of ours is there.
fn stored(parcel: &str, id: &str) -> Value {
    json!({
        "type": "ObjectEvent", "eventID": id, "action": "OBSERVE", "bizStep": "storing",
        "eventTime": "2026-11-25T20:00:00.000+08:00", "eventTimeZoneOffset": "+08:00",
        "readPoint": { "id": "https://depot.example/id/loc/cold-1" },
        "epcList": [format!("http://pomona.test/id/obj/{parcel}")],
        "depot:keeper": "王小明 13912345678"
    })
}

async fn deliver(who: &Caller, body: &str, header: Option<&str>) -> Reply {
    let request = who.request(Method::POST, "/epcis/capture");
    let request = request.header("content-type", "application/ld+json");
    let request = match header {
        Some(word) => request.header("GS1-Capture-Error-Behaviour", word),
        None => request,
    };
    who.noted(send(request.body(body.to_owned())).await)
}

async fn ended(who: &Caller, reply: &Reply) -> Value {
    assert_eq!(reply.status, 202, "{reply:?}");
    who.get(reply.header("location")).await.ok().json()
}

fn codes(job: &Value) -> Vec<String> {
    let errors = job["errors"].as_array().unwrap().iter();
    let detail = |error: &Value| {
        assert_eq!(error["type"], "epcisException:ValidationException");
        error["detail"].as_str().unwrap().to_owned()
    };
    errors.map(detail).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_others_are_taken_once_and_kept_apart_from_ours() {
    let server = TestServer::start().await;
    let year = whole_year(&server).await;
    let operator = &year.orchard.operator;
    let before = operator.get("/epcis/events?perPage=1000").await.ok().text;
    let body = document(&[stored(
        &year.parcels[0],
        "urn:uuid:11111111-2222-4333-8444-555555555555",
    )]);
    let first = deliver(operator, &body.to_string(), None).await;
    assert_eq!(first.header("GS1-EPCIS-Capture-Limit"), "100");
    assert_eq!(first.header("GS1-EPCIS-Version"), "2.0");
    let job = ended(operator, &first).await;
    assert_eq!(
        (&job["success"], &job["running"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(
        (&job["pomona:taken"], &job["errors"]),
        (&json!(1), &json!([]))
    );
    let again = deliver(operator, &body.to_string(), None).await;
    assert_eq!(
        again.header("location"),
        first.header("location"),
        "the same delivery"
    );
    let mut other = body.clone();
    other["creationDate"] = "2026-11-27T00:00:00Z".into();
    let job = ended(operator, &deliver(operator, &other.to_string(), None).await).await;
    assert_eq!(
        (&job["pomona:taken"], &job["pomona:known"]),
        (&json!(0), &json!(1))
    );

    let kept = operator
        .get(&format!("{}/events", first.header("location")))
        .await
        .ok()
        .text;
    assert_eq!(list(&kept)[0]["bizStep"], "storing");
    assert!(
        !kept.contains("王小明") && !kept.contains("13912345678"),
        "{kept}"
    );
    let folder = tempfile::tempdir().unwrap();
    let verdict = accepted("epcis.mjs", &files(folder.path(), &[kept]));
    assert!(!matches!(verdict, Some(Err(_))), "{verdict:?}");
    let after = operator.get("/epcis/events?perPage=1000").await.ok().text;
    assert_eq!(
        list(&after),
        list(&before),
        "our own history is what it was"
    );
    let jobs = operator.get("/epcis/capture?perPage=1").await.ok();
    assert_eq!(jobs.json().as_array().map(Vec::len), Some(1));
    assert!(jobs.header("link").contains("nextPageToken="));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_event_takes_all_back_unless_asked_to_proceed() {
    let server = TestServer::start().await;
    let year = whole_year(&server).await;
    let operator = &year.orchard.operator;
    let good = stored(&year.parcels[0], "urn:x:good");
    let mut wrong = stored(&year.parcels[0], "urn:x:wrong");
    wrong["bizStep"] = "eating".into();
    let unknown = stored("par_00000000000000000000000000", "urn:x:unknown");
    let own: Value = list(&operator.get("/epcis/events").await.ok().text)[0].clone();
    let body = document(&[good.clone(), wrong, unknown, own]).to_string();
    let job = ended(operator, &deliver(operator, &body, None).await).await;
    let failures = [
        "event 1: bizStep: malformed",
        "event 2: nothing-of-ours",
        "event 3: eventID: event-is-ours",
    ];
    assert_eq!(codes(&job), failures);
    assert_eq!(
        (&job["success"], &job["pomona:taken"]),
        (&json!(false), &json!(0))
    );
    assert_eq!(job["captureErrorBehaviour"], "rollback");
    let request = operator.command(Method::POST, &fresh_key(), "/epcis/capture");
    let request = request.header("GS1-Capture-Error-Behaviour", "proceed");
    let reply = send(
        request
            .header("content-type", "application/json")
            .body(body),
    )
    .await;
    let job = ended(operator, &operator.noted(reply)).await;
    assert_eq!(codes(&job), failures);
    assert_eq!(job["pomona:taken"], 1);
    let mut differs = good;
    differs["bizStep"] = "shipping".into();
    let job = ended(
        operator,
        &deliver(operator, &document(&[differs]).to_string(), None).await,
    )
    .await;
    assert_eq!(codes(&job), ["event 0: foreign-event-differs"]);
}

async fn refusals(year: &Year) -> Vec<(String, Option<&'static str>, u16)> {
    let one = stored(&year.parcels[0], "urn:x:1");
    let many = vec![one.clone(); 101];
    vec![
        ("{".to_owned(), None, 400),
        ("[]".to_owned(), None, 400),
        (json!({ "type": "EPCISDocument" }).to_string(), None, 400),
        (document(&[]).to_string(), None, 400),
        (document(&[one]).to_string(), Some("maybe"), 400),
        (document(&many).to_string(), None, 413),
        ("x".repeat(1024 * 1024 + 1), None, 413),
        ("[".repeat(100_000), None, 400),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_delivery_is_refused_in_the_words_of_epcis() {
    let server = TestServer::start().await;
    let year = whole_year(&server).await;
    let operator = &year.orchard.operator;
    for (body, header, status) in refusals(&year).await {
        let reply = deliver(operator, &body, header).await;
        let begin: String = body.chars().take(60).collect();
        assert_eq!(reply.status, status, "{begin}: {reply:?}");
        assert_eq!(
            reply.header("content-type"),
            "application/problem+json",
            "{begin}"
        );
    }
    let text = operator
        .request(Method::POST, "/epcis/capture")
        .header("content-type", "text/plain");
    assert_eq!(send(text.body("{}")).await.status, 415);
    let visitor = deliver(&server.visitor(), "{}", None).await;
    assert_eq!(visitor.status, 401);
    let (_, buyer) = server.member("buyer", &[]).await;
    assert_eq!(deliver(&buyer, "{}", None).await.status, 403);
    assert_eq!(buyer.get("/epcis/capture").await.status, 403);
    for path in [
        "/epcis/capture/cap_00000000000000000000000000",
        "/epcis/capture/x",
    ] {
        assert_eq!(operator.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn top_level_resources_tell_what_there_are_events_of() {
    let server = TestServer::start().await;
    let year = whole_year(&server).await;
    let operator = &year.orchard.operator;
    for (name, count) in [
        ("eventTypes", 3),
        ("bizSteps", 7),
        ("dispositions", 4),
        ("bizLocations", 2),
        ("readPoints", 2),
    ] {
        let all = operator.get(&format!("/epcis/{name}")).await.ok().json();
        assert_eq!(all["type"], "Collection");
        let members = all["member"].as_array().unwrap().clone();
        assert_eq!(members.len(), count, "{name}: {members:?}");
        for member in members {
            let member = gs1::encode(member.as_str().unwrap());
            let about = operator
                .get(&format!("/epcis/{name}/{member}"))
                .await
                .ok()
                .json();
            assert_eq!(about["member"], json!(["events"]));
            let events = operator
                .get(&format!("/epcis/{name}/{member}/events"))
                .await
                .ok()
                .text;
            assert!(!list(&events).is_empty(), "{name}/{member}");
        }
    }
    for path in [
        "/epcis/colours",
        "/epcis/bizSteps/eating",
        "/epcis/dispositions/x",
    ] {
        let reply = operator.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(
            reply.json()["type"],
            "epcisException:NoSuchResourceException"
        );
    }
    server
        .visitor()
        .get("/epcis/bizSteps")
        .await
        .refused(401, "not-signed-in");
}
