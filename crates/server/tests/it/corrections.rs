//! Corrections from the desk to the world (D 43): what was told stays visible as wrong, everything derived follows.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    caller::{Reply, fresh_key, send},
    harness::TestServer,
    orchard_year::{Orchard, campaign, orchard, settled},
};

async fn told(server: &TestServer, code: &str) -> Value {
    server
        .visitor()
        .get(&format!("/api/v1/trees/by-code/{code}"))
        .await
        .ok()
        .json()
}

async fn events(server: &TestServer, code: &str) -> Vec<Value> {
    let export = server
        .visitor()
        .get(&format!("/epcis/exports/trees/{code}"))
        .await
        .ok();
    export.json()["epcisBody"]["eventList"]
        .as_array()
        .unwrap()
        .clone()
}

async fn newest_observation(year: &Orchard, tree: &str) -> String {
    let path = format!("/api/v1/observations?orchard={}", year.orchard);
    let list = year.operator.get(&path).await.ok().json();
    let list = list.as_array().unwrap().iter();
    let of_tree = list.filter(|one| one["tree"]["tree"] == tree);
    of_tree
        .map(|one| one["observation"].as_str().unwrap().to_owned())
        .next()
        .unwrap()
}

async fn done(server: &TestServer, reply: Reply) {
    settled(server, reply.ok().json()["position"].as_str().unwrap()).await;
}

fn diary<'a>(tree: &'a Value, kind: &str) -> Vec<&'a Value> {
    let diary = tree["diary"].as_array().unwrap().iter();
    diary.filter(|entry| entry["kind"] == kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn d43_a_wrong_observation_stays_visible_and_everything_follows_what_holds() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    campaign(&server, &year).await;
    let (tree, code) = &year.trees[0];
    let observation = newest_observation(&year, tree).await;
    let path = format!("/api/v1/observations/{observation}/corrections");
    let right = json!({ "mistake": "incorrect-data", "reason": "看错了", "right": { "stage": "fruit-set", "note": "小果" } });
    done(&server, year.operator.post(&path, right.clone()).await).await;
    let shown = told(&server, code).await;
    assert_eq!(shown["tree"]["stage"], "fruit-set");
    let seen = diary(&shown, "observed");
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0]["wrong"]["reason"], "看错了");
    assert_eq!(seen[0]["wrong"]["mistake"], "incorrect-data");
    assert_eq!(
        (&seen[1]["stage"], &seen[1]["note"]),
        (&json!("fruit-set"), &json!("小果"))
    );
    assert_eq!(seen[1].get("wrong"), None);
    let page = server.visitor().get(&format!("/t/{code}")).await.ok().text;
    assert!(page.contains("<del>") && page.contains("看错了") && page.contains("小果"));
    let again = json!({ "mistake": "incorrect-data", "reason": "再说一遍", "right": { "stage": "fruit-set", "note": "小果" } });
    year.operator
        .post(&path, again)
        .await
        .refused(409, "nothing-corrected");
    let never = json!({ "mistake": "did-not-occur", "reason": "拍的是另一棵" });
    done(&server, year.operator.post(&path, never).await).await;
    let shown = told(&server, code).await;
    assert_eq!(
        shown["tree"]["stage"],
        Value::Null,
        "nothing counts any more"
    );
    assert_eq!(
        diary(&shown, "observed")
            .iter()
            .filter(|entry| entry.get("wrong").is_none())
            .count(),
        0
    );
    let list = events(&server, code).await;
    let seen: Vec<_> = list
        .iter()
        .filter(|event| event["bizStep"] == "inspecting")
        .collect();
    assert_eq!(seen.len(), 4, "told, taken back, told anew, taken back");
    assert_eq!(seen[0]["eventID"], seen[1]["eventID"]);
    assert_eq!(seen[0].get("errorDeclaration"), None);
    assert_eq!(seen[1]["errorDeclaration"]["reason"], "incorrect_data");
    assert_eq!(
        seen[1]["errorDeclaration"]["correctiveEventIDs"],
        json!([seen[2]["eventID"]])
    );
    assert_eq!(seen[2]["pomona:stage"], "fruit-set");
    assert_eq!(seen[3]["eventID"], seen[2]["eventID"]);
    assert_eq!(seen[3]["errorDeclaration"]["reason"], "did_not_occur");
    year.operator
        .post(&path, right)
        .await
        .refused(409, "observation-withdrawn");
}

async fn lot(year: &Orchard) -> String {
    let form = json!({
        "code": "L-1", "block": year.block, "picked_on": "2026-04-01", "grade": "first",
        "gross_grams": 32_000, "tare_grams": 2_000, "yields": [{ "tree": year.trees[0].0, "grams": 30_000 }]
    });
    let path = format!("/api/v1/orchards/{}/lots", year.orchard);
    year.operator.post(&path, form).await.id()
}

fn weighing(year: &Orchard) -> Value {
    json!({ "mistake": "incorrect-data", "reason": "忘了减筐", "right": {
        "picked_on": "2026-03-31", "grade": "second", "gross_grams": 32_000, "tare_grams": 4_000,
        "yields": [{ "tree": year.trees[1].0, "grams": 28_000 }]
    } })
}

#[tokio::test(flavor = "multi_thread")]
async fn d43_a_wrong_weighing_stays_visible_and_everything_follows_what_holds() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let lot = lot(&year).await;
    let path = format!("/api/v1/lots/{lot}");
    let corrections = format!("{path}/corrections");
    done(
        &server,
        year.operator.post(&corrections, weighing(&year)).await,
    )
    .await;
    let shown = year.operator.get(&path).await.ok().json();
    assert_eq!(shown["net_grams"], 28_000);
    assert_eq!(
        shown["yields"],
        json!([{ "tree": year.trees[1].0, "grams": 28_000 }])
    );
    let (one, other) = (
        told(&server, &year.trees[0].1).await,
        told(&server, &year.trees[1].1).await,
    );
    assert_eq!(diary(&one, "harvested")[0]["wrong"]["reason"], "忘了减筐");
    assert_eq!(one["lots"], json!([]), "it gave nothing");
    assert_eq!(diary(&other, "harvested")[0]["grams"], 28_000);
    let export = server
        .visitor()
        .get(&format!("/epcis/exports/lots/{lot}"))
        .await
        .ok()
        .json();
    let list = export["epcisBody"]["eventList"].as_array().unwrap().clone();
    let picked: Vec<_> = list
        .iter()
        .filter(|event| event["bizStep"] == "creating_class_instance")
        .collect();
    assert_eq!(picked.len(), 3);
    assert_eq!(
        picked[1]["errorDeclaration"]["correctiveEventIDs"],
        json!([picked[2]["eventID"]])
    );
    assert_eq!(picked[2]["quantityList"][0]["quantity"], 28_000);
    let recent = year
        .operator
        .get("/epcis/events?EXISTS_errorDeclaration=")
        .await
        .ok()
        .json();
    assert_eq!(
        recent["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let never = json!({ "mistake": "did-not-occur", "reason": "记到别的园子里了" });
    done(&server, year.operator.post(&corrections, never).await).await;
    let shown = year.operator.get(&path).await.ok().json();
    assert_eq!(
        (&shown["net_grams"], &shown["withdrawn"]),
        (&json!(0), &json!("记到别的园子里了"))
    );
    year.operator
        .post(&corrections, weighing(&year))
        .await
        .refused(409, "lot-withdrawn");
    year.operator
        .post(&format!("{path}/allocation"), json!({}))
        .await
        .refused(409, "lot-withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_divided_lot_a_bad_form_and_other_peoples_facts_are_not_corrected() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let lot = lot(&year).await;
    let path = format!("/api/v1/lots/{lot}/corrections");
    for (form, code) in [
        (
            json!({ "mistake": "incorrect-data", "reason": "x" }),
            "fields-invalid",
        ),
        (
            json!({ "mistake": "did-not-occur", "reason": " " }),
            "reason-missing",
        ),
    ] {
        year.operator.post(&path, form).await.refused(422, code);
    }
    let mut light = weighing(&year);
    light["right"]["gross_grams"] = json!(20_000);
    year.operator
        .post(&path, light)
        .await
        .refused(422, "yields-differ");
    let (_, buyer) = server.member("buyer", &[]).await;
    buyer
        .post(&path, weighing(&year))
        .await
        .refused(404, "not-found");
    let key = fresh_key();
    for _ in 0..2 {
        let request = year
            .operator
            .command(Method::POST, &key, &path)
            .json(&weighing(&year));
        year.operator.noted(send(request).await).ok();
    }
    year.operator
        .post(&format!("/api/v1/lots/{lot}/allocation"), json!({}))
        .await
        .ok();
    year.operator
        .post(&path, weighing(&year))
        .await
        .refused(409, "lot-already-allocated");
}
