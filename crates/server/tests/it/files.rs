//! Photos, codes and tags.

use serde_json::json;

use crate::{
    caller::fresh_key,
    harness::TestServer,
    orchard_year::{campaign, observe, orchard, settled},
};

#[tokio::test(flavor = "multi_thread")]
async fn accepted_photos_are_public_for_ever_and_others_are_not_there() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    campaign(&server, &year).await;
    let (_, buyer) = server.member("buyer", &[]).await;
    let trees = format!("/api/v1/trees/{}", year.trees[0].0);
    let hash = buyer.get(&trees).await.ok().json()["tree"]["photo"]
        .as_str()
        .unwrap()
        .to_owned();
    for size in ["thumb", "card", "full"] {
        let photo = server
            .visitor()
            .get(&format!("/photos/{hash}/{size}.jpg"))
            .await
            .ok();
        assert_eq!(photo.header("content-type"), "image/jpeg");
        assert_eq!(
            photo.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(photo.header("x-content-type-options"), "nosniff");
    }
    for path in ["original.jpg", "full.png", "../x", "full"] {
        assert_eq!(
            buyer.get(&format!("/photos/{hash}/{path}")).await.status,
            404,
            "{path}"
        );
    }
    let unknown = "0".repeat(64);
    assert_eq!(
        year.operator
            .get(&format!("/photos/{unknown}/card.jpg"))
            .await
            .status,
        404
    );

    // The very same photo of the other tree raises a question; as long as nobody has answered, only insiders see it.
    let other: &[u8] = include_bytes!("../../../photos/tests/it/fixtures/optimised-444.jpg");
    let form = |tree: &str| json!({ "tree": tree, "stage": "growing" });
    let first = observe(
        &year.operator,
        &fresh_key(),
        form(&year.trees[0].0),
        &[other],
    )
    .await
    .ok();
    settled(&server, first.header("pomona-position")).await;
    let at = format!("/api/v1/observations/{}", first.id());
    let seen = year.operator.get(&at).await.ok().json();
    year.operator
        .post(&format!("{at}/refusal"), json!({ "reason": "x" }))
        .await
        .refused(409, "observation-accepted");
    assert_eq!(seen["state"], "accepted");
    let again = observe(
        &year.operator,
        &fresh_key(),
        form(&year.trees[1].0),
        &[other],
    )
    .await
    .ok();
    settled(&server, again.header("pomona-position")).await;
    let flagged = year.operator.get("/api/v1/observations").await.ok().json();
    assert_eq!(flagged[0]["flags"][0]["flag"], "same-photo");
    let path = format!("/api/v1/observations/{}/refusal", again.id());
    year.operator
        .post(&path, json!({ "reason": "同一张照片" }))
        .await
        .ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_and_tags_are_drawn_at_the_size_asked_for() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let visitor = server.visitor();
    let at = |rest: &str| format!("/t/{}/{rest}", year.trees[0].1);
    let png = visitor.get(&at("qr.png?size=256")).await.ok();
    assert_eq!(png.header("content-type"), "image/png");
    let svg = visitor.get(&at("qr.svg?size=30")).await.ok();
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text.contains("width=\"30mm\""), "{}", &svg.text[..200]);
    let tag = visitor.get(&at("tag.svg")).await.ok();
    assert!(tag.text.contains("小满") && tag.text.contains("东坡 · A"));
    for rest in [
        "qr.png?size=63",
        "qr.png?size=2049",
        "qr.png?size=-1",
        "qr.svg?size=100000",
        "qr.svg?size=x",
    ] {
        assert_eq!(visitor.get(&at(rest)).await.status, 400, "{rest}");
    }
    for path in [
        "/t/10000001/qr.png",
        "/t/nonsense/qr.svg",
        "/t/10000001/tag.svg",
    ] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
}
