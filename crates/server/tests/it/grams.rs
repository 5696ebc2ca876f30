//! Grams over HTTP: how a harvest is divided, what is sorted out of it, why a box holds what it holds.

use serde_json::json;

use crate::{
    harness::TestServer,
    orchard_year::{Year, campaign, campaign_form, orchard, whole_year},
};

#[tokio::test(flavor = "multi_thread")]
async fn e02_a_box_is_explained_to_its_buyer_and_the_orchard_and_to_nobody_else() {
    let server = TestServer::start().await;
    let Year {
        orchard: year,
        buyer,
        adoption,
        lot,
        ..
    } = whole_year(&server).await;
    let ledger = buyer
        .get(&format!("/api/v1/adoptions/{adoption}/grams"))
        .await
        .ok()
        .json();
    assert_eq!(
        ledger["sums"],
        json!({
            "promised_grams": 10_000, "reduced_grams": 0, "carried_in_grams": 0, "owed_grams": 10_000,
            "allocated_grams": 10_000, "packed_grams": 10_000, "delivered_grams": 10_000
        })
    );
    let facts = ledger["facts"].as_array().unwrap();
    let packed = facts.iter().find(|one| one["step"] == "packed").unwrap();
    let path = format!(
        "/api/v1/boxes/{}/explanation",
        packed["box"].as_str().unwrap()
    );
    let told = buyer.get(&path).await.ok();
    let steps: Vec<_> = told.json()["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["step"].as_str().unwrap().to_owned(),
                one["grams"].clone(),
            )
        })
        .collect();
    let expected = [
        ("promised", 10_000),
        ("planned", 5_000),
        ("allocated", 10_000),
        ("packed", 5_000),
        ("delivered", 5_000),
    ];
    let expected = expected.map(|(step, grams)| (step.to_owned(), json!(grams)));
    assert_eq!(steps, expected);
    let lots = &told.json()["lots"];
    assert_eq!(
        (
            &lots[0]["lot"],
            &lots[0]["policy"],
            &lots[0]["surplus_grams"]
        ),
        (&json!(lot), &json!("own-tree/1"), &json!(20_000))
    );
    assert!(!told.text.contains("per_") && !told.text.contains("林晓满"));
    assert_eq!(year.operator.get(&path).await.ok().json(), told.json());
    let (_, stranger) = server.member("stranger", &[]).await;
    stranger.get(&path).await.refused(404, "not-found");
    let own = format!("/api/v1/adoptions/{adoption}/grams");
    stranger.get(&own).await.refused(404, "not-found");

    let losses = format!("/api/v1/lots/{lot}/losses");
    let rot = |grams: u64| json!({ "cause": "rot", "grams": grams });
    year.operator.post(&losses, rot(1_500)).await.ok();
    let above = year.operator.post(&losses, rot(18_501)).await;
    assert_eq!(
        above.refused(409, "loss-above-available")["facts"]["available"],
        18_500
    );
    year.operator
        .post(&losses, rot(0))
        .await
        .refused(422, "loss-empty");
    buyer.post(&losses, rot(1)).await.refused(404, "not-found");
    let shown = year
        .operator
        .get(&format!("/api/v1/lots/{lot}"))
        .await
        .ok()
        .json();
    assert_eq!(
        (
            &shown["lost_grams"],
            &shown["surplus_grams"],
            &shown["allocated_grams"]
        ),
        (&json!(1_500), &json!(18_500), &json!(10_000))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn b09_a_draft_says_how_its_harvest_is_divided() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let draft = year
        .operator
        .post("/api/v1/campaigns", campaign_form(&year.orchard))
        .await
        .id();
    let path = format!("/api/v1/campaigns/{draft}/harvest-rule");
    let plain = year.operator.get(&path).await.ok().json();
    assert_eq!(plain, json!({ "rule": "own-tree" }));
    let guaranteed =
        |grams: u64| json!({ "rule": "guaranteed-minimum", "guaranteed_grams": grams });
    year.operator.put(&path, guaranteed(6_000)).await.ok();
    assert_eq!(
        year.operator.get(&path).await.ok().json(),
        guaranteed(6_000)
    );
    for wrong in [guaranteed(10_001), json!({ "rule": "guaranteed-minimum" })] {
        let refused = year.operator.put(&path, wrong).await;
        refused.refused(422, "guarantee-invalid");
    }
    for wrong in [
        json!({ "rule": "first-come" }),
        json!({ "rule": "pro-rata", "guaranteed_grams": 1 }),
    ] {
        let refused = year.operator.put(&path, wrong).await;
        refused.refused(422, "fields-invalid");
    }
    let (_, buyer) = server.member("buyer", &[]).await;
    buyer
        .put(&path, guaranteed(1))
        .await
        .refused(403, "forbidden");
    let open = campaign(&server, &year).await;
    let path = format!("/api/v1/campaigns/{open}/harvest-rule");
    let late = year.operator.put(&path, guaranteed(5_000)).await;
    late.refused(409, "campaign-not-draft");
}
