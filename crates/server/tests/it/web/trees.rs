//! The page behind a tag: without an adopter, with one, and after that adopter was forgotten.

use app::{Intent, commands::people};

use super::{adopting::adopt, site::Site};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_tree_survives_its_adopter() {
    let site = Site::open().await;
    let page = format!("/t/{}", site.code(0));
    let visitor = site.visitor();
    let free = visitor.get(&page).await;
    assert!(
        free.says("小满1") && free.says("第一朵花"),
        "{}",
        free.words()
    );
    assert!(
        free.html
            .contains(&format!("/campaigns/{}/trees/", site.campaign)),
        "it can be adopted"
    );

    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let unapproved = visitor.get(&page).await;
    assert!(
        !unapproved.says("小满的橙子树"),
        "not before it is approved"
    );
    let operator = site.signed_in("operator").await;
    let approve = format!("/operator/nameplates/{adoption}/approve");
    operator
        .submit(&operator.get("/operator").await.form(&approve))
        .await;
    site.settle().await;
    let adopted = visitor.get(&page).await;
    assert!(adopted.says("小满的橙子树"), "{}", adopted.words());
    assert!(!adopted.says("buyer"), "nothing else about the person");

    let id = adoption.parse().expect("an id");
    let found = site
        .app
        .read()
        .adoption(id)
        .expect("an answer")
        .expect("an adoption");
    let person = found.adoption.agreement.buyer;
    let intent = Intent::of_system("erase", site.app.now());
    people::erase(&site.app, &intent, person)
        .await
        .expect("erased");
    site.settle().await;
    let erased = visitor.get(&page).await;
    assert_eq!(erased.status, 200);
    assert!(
        !erased.says("小满的橙子树") && erased.says("小满1"),
        "{}",
        erased.words()
    );
    assert_eq!(operator.get("/operator").await.status, 200);
    assert_eq!(operator.get("/operator/people").await.status, 200);
    assert_eq!(
        buyer.get("/garden").await.status,
        303,
        "their session has ended"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_tag_still_leads_to_its_tree() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let (old, tree) = (site.code(1), site.trees[1]);
    let list = format!("/operator/orchards/{}?block={}", site.orchard, site.block);
    let form = operator
        .get(&list)
        .await
        .form(&format!("/operator/trees/{tree}/tag"));
    let after = operator.submit(&form.with("reason", "掉了")).await;
    assert_eq!(after.status, 200);
    let new = site.code(1);
    assert_ne!(old, new);
    for code in [old, new] {
        let page = site.visitor().get(&format!("/t/{code}")).await;
        assert!(page.says(&new.grouped()), "{}", page.words());
    }
    let typed = new.grouped().to_lowercase();
    assert_eq!(
        site.visitor().get(&format!("/t/{typed}")).await.status,
        200,
        "as people type it"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_leads_nowhere_is_a_page_with_a_way_out() {
    let site = Site::open().await;
    for path in [
        "/t/00000000",
        "/t/x",
        "/nowhere",
        "/campaigns/cmp_x",
        "/adoptions/x/pay",
        "/t/%00",
    ] {
        let page = site.visitor().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(
            page.html.contains("<a ") && page.html.contains("href=\"/\""),
            "{path}: {}",
            page.html
        );
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_sent_again_only_when_it_has_changed() {
    let site = Site::open().await;
    let page = format!("/t/{}", site.code(0));
    let visitor = site.visitor();
    let first = visitor.get(&page).await;
    let etag = first.headers["etag"].to_str().expect("text").to_owned();
    let known = || visitor.get_with(&page, "if-none-match", &etag);
    let again = known().await;
    assert_eq!((again.status.as_u16(), again.html.as_str()), (304, ""));
    let english = visitor.get(&format!("{page}?lang=en")).await;
    assert_ne!(english.headers["etag"], *etag, "another language");
    let visitor = site.visitor();
    let known = || visitor.get_with(&page, "if-none-match", &etag);

    let buyer = site.signed_in("buyer").await;
    adopt(&site, &buyer, 0).await;
    site.settle().await;
    let changed = known().await;
    assert_eq!(changed.status, 200, "a part of it is adopted");

    let offer = format!("/campaigns/{}/trees/", site.campaign);
    let other = format!("/t/{}", site.code(2));
    let on_sale = visitor.get(&other).await;
    assert!(on_sale.html.contains(&offer), "it can be adopted");
    site.clock
        .set("2027-03-20T04:00:00Z".parse().expect("a moment"));
    let later = visitor.get(&other).await;
    assert!(
        !later.html.contains(&offer),
        "the sale is over by the clock"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_never_gets_the_page_that_was_drawn_for_somebody() {
    let site = Site::open().await;
    let page = format!("/t/{}", site.code(0));
    let (buyer, visitor) = (site.signed_in("buyer").await, site.visitor());
    let sign_in = "/sign-in?next=";
    for _ in 0..2 {
        let own = buyer.get(&page).await;
        assert!(own.html.contains("href=\"/account\"") && !own.html.contains(sign_in));
        assert!(!own.headers.contains_key("etag"), "nothing to compare with");
        let public = visitor.get(&page).await;
        assert!(!public.html.contains("href=\"/account\"") && public.html.contains(sign_in));
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_name_is_gone_before_the_log_says_so() {
    let site = Site::open().await;
    let (page, json) = (
        format!("/t/{}", site.code(0)),
        format!("/api/v1/trees/by-code/{}", site.code(0)),
    );
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let operator = site.signed_in("operator").await;
    let approve = format!("/operator/nameplates/{adoption}/approve");
    operator
        .submit(&operator.get("/operator").await.form(&approve))
        .await;
    site.settle().await;
    let visitor = site.visitor();
    for path in [&page, &json] {
        assert!(
            visitor.get(path).await.html.contains("小满的橙子树"),
            "{path}"
        );
    }
    let id = adoption.parse().expect("an id");
    let found = site.app.read().adoption(id).expect("an answer");
    let person = found.expect("an adoption").adoption.agreement.buyer;
    let subject = vault::Subject::parse(&person.to_string()).expect("a subject");
    site.app.vault().erase(&subject).expect("erased");
    for path in [&page, &json] {
        assert!(
            !visitor.get(path).await.html.contains("小满的橙子树"),
            "{path}"
        );
    }
    site.close().await;
}
