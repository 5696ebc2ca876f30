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
