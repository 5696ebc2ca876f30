//! Forged requests, open redirects, other people's roles, and words that try to be markup.

use super::{
    adopting::hold,
    site::{PASSWORD, Site},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_its_token_or_from_another_site_does_nothing() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let here = format!("/campaigns/{}/trees/{}", site.campaign, site.code(0));
    let form = buyer.get(&here).await.form(&format!("{here}/hold"));
    let bare = buyer.send(&form.clone().with("csrf", "")).await;
    assert_eq!(bare.status, 403, "{}", bare.words());
    let other = site
        .signed_in("stranger")
        .await
        .get(&here)
        .await
        .form(&format!("{here}/hold"));
    let borrowed = form.clone().with("csrf", other.fields["csrf"].clone());
    assert_eq!(
        buyer.send(&borrowed).await.status,
        403,
        "somebody else's token"
    );
    for foreign in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let answer = buyer.send_with(&form, &[foreign]).await;
        assert_eq!(answer.status, 403, "{foreign:?}");
    }
    assert!(
        buyer.get(&here).await.html.contains("/hold\""),
        "the tree is still free"
    );
    assert_eq!(
        buyer.send(&form).await.status,
        303,
        "our own form goes through"
    );
    let sign_in = site.visitor();
    let door = sign_in.get("/sign-in").await.form("/sign-in");
    let door = door
        .with("email", "buyer@example.com")
        .with("password", PASSWORD);
    assert_eq!(
        sign_in
            .send_with(&door, &[("sec-fetch-site", "cross-site")])
            .await
            .status,
        403
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_back_to_us_and_nowhere_else() {
    let site = Site::open().await;
    let visitor = site.visitor();
    let asked = visitor.get("/garden?x=1").await;
    assert_eq!(
        (asked.status.as_u16(), asked.location.as_str()),
        (303, "/sign-in?next=/garden%3Fx%3D1")
    );
    let form = visitor.get(&asked.location).await.form("/sign-in");
    assert_eq!(form.fields["next"], "/garden?x=1");
    for foreign in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
    ] {
        let browser = site.visitor();
        let form = form.clone().with("next", foreign);
        let form = form
            .with("email", "buyer@example.com")
            .with("password", PASSWORD);
        assert_eq!(browser.send(&form).await.location, "/garden", "{foreign:?}");
        let page = site
            .visitor()
            .get(&format!("/sign-in?next={foreign}"))
            .await;
        assert_eq!(page.value("/sign-in", "next"), "", "{foreign:?}");
    }
    let form = form
        .with("email", "buyer@example.com")
        .with("password", PASSWORD);
    assert_eq!(visitor.send(&form).await.location, "/garden?x=1");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let form = buyer.get("/account").await.form("/sign-out");
    assert_eq!(buyer.send(&form).await.location, "/");
    assert_eq!(buyer.get("/garden").await.status, 303);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_type_is_never_markup() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let nasty = "<img src=x onerror=alert(1)>\"'&";
    let page = operator.get("/operator/orchards").await;
    let form = page
        .form("/operator/orchards")
        .with("farm_name", nasty)
        .with("name", nasty)
        .with("province", nasty)
        .with("county", nasty)
        .with("village", nasty)
        .with("latitude", "24.7")
        .with("longitude", "115.6");
    let shown = operator.submit(&form).await;
    assert!(
        shown.says("<img src=x") && !shown.html.contains("<img src=x"),
        "{}",
        shown.html
    );
    let searched = operator
        .get(&format!("/packing?code={nasty}&lang=en"))
        .await;
    assert!(!searched.html.contains("<img src=x"));
    let policy = &shown.headers["content-security-policy"];
    assert!(
        policy
            .to_str()
            .expect("text")
            .starts_with("default-src 'self'")
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_garden_of_one_is_not_seen_by_another() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, _) = hold(&site, &buyer, 0).await;
    let stranger = site.signed_in("stranger").await;
    for step in ["nameplate", "contract", "pay", "done", "boxes", "remedies"] {
        let page = stranger.get(&format!("/adoptions/{adoption}/{step}")).await;
        assert_eq!(page.status, 404, "{step}");
    }
    let path = format!("/adoptions/{adoption}/cancel");
    assert_eq!(stranger.get(&path).await.status, 404);
    let mine = buyer.get(&path).await.form(&path);
    let theirs = stranger.get("/account").await.form("/sign-out");
    let forged = mine.with("csrf", theirs.fields["csrf"].clone());
    assert_eq!(stranger.send(&forged).await.status, 404);
    assert!(!stranger.get("/garden").await.says("小满1"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let form = buyer
        .get("/account/tokens")
        .await
        .form("/account/tokens")
        .with("name", "秤台");
    let shown = buyer.send(&form).await;
    assert!(shown.html.contains("pom_"), "{}", shown.words());
    let after = buyer.get("/account/tokens").await;
    assert!(after.says("秤台") && !after.html.contains("pom_"));
    let revoke = after
        .html
        .split("action=\"/account/tokens/")
        .nth(1)
        .expect("a token");
    let id = revoke.split('/').next().expect("its id");
    let left = buyer
        .submit(&after.form(&format!("/account/tokens/{id}/revoke")))
        .await;
    assert!(!left.says("秤台"), "{}", left.words());
    let nameless = buyer.send(&left.form("/account/tokens")).await;
    assert_eq!(nameless.status, 422);
    site.close().await;
}
