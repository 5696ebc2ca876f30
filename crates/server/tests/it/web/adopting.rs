//! From a free tree to an adopted one by plain forms, and everything that can be said twice on the way.

use super::{
    browser::{Browser, Form, Page},
    site::Site,
};

/// The words on the plate of the tests.
const PLATE: &str = "小满的橙子树";

/// Holds a tree and gives the page that follows: the nameplate.
pub(crate) async fn hold(site: &Site, buyer: &Browser, tree: usize) -> (String, Page) {
    let here = format!("/campaigns/{}/trees/{}", site.campaign, site.code(tree));
    let form = buyer.get(&here).await.form(&format!("{here}/hold"));
    let answer = buyer.send(&form).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let adoption = answer.location.split('/').nth(2).expect("an id").to_owned();
    (adoption, buyer.get(&answer.location).await)
}

/// From the nameplate to the page that asks for the money; gives its reference.
pub(crate) async fn agree(buyer: &Browser, adoption: &str, nameplate: &Page) -> String {
    let form = nameplate
        .form(&format!("/adoptions/{adoption}/nameplate"))
        .with("text", PLATE);
    let contract = buyer.submit(&form).await;
    let pay = buyer.submit(&accepted(&contract, adoption)).await;
    assert!(pay.says("¥1,680"), "{}", pay.words());
    let marked = pay
        .html
        .split("id=\"reference\">")
        .nth(1)
        .expect("a reference");
    marked.split('<').next().expect("its text").to_owned()
}

fn accepted(contract: &Page, adoption: &str) -> Form {
    let form = contract.form(&format!("/adoptions/{adoption}/contract"));
    form.with("accept", "yes").with("no_return", "yes")
}

/// The operator finds the money on the bank statement.
pub(crate) async fn pay(
    site: &Site,
    operator: &Browser,
    reference: &str,
    transaction: &str,
) -> Page {
    let form = operator.get("/operator").await.form("/operator/captures");
    let form = form
        .with("reference", reference)
        .with("transaction", transaction);
    let answer = operator.send(&form.with("amount", "1680.00")).await;
    site.settle().await;
    answer
}

/// A buyer who adopted and paid a tree.
pub(crate) async fn adopt(site: &Site, buyer: &Browser, tree: usize) -> String {
    let (adoption, nameplate) = hold(site, buyer, tree).await;
    let reference = agree(buyer, &adoption, &nameplate).await;
    let operator = site.signed_in("operator").await;
    let paid = pay(site, &operator, &reference, &format!("bank-{tree}")).await;
    assert_eq!(paid.status, 303, "{}", paid.words());
    adoption
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_is_adopted_by_plain_forms() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let plan = buyer
        .get(&format!(
            "/campaigns/{}?tree={}",
            site.campaign,
            site.code(0)
        ))
        .await;
    assert!(plan.html.contains(&format!(
        "/campaigns/{}/trees/{}",
        site.campaign,
        site.code(0)
    )));

    let (adoption, nameplate) = hold(&site, &buyer, 0).await;
    assert!(
        nameplate
            .html
            .contains("<time datetime=\"2026-03-20T12:30:00+08:00\""),
        "kept 30 minutes"
    );
    let reference = agree(&buyer, &adoption, &nameplate).await;

    let waiting = buyer.get(&format!("/adoptions/{adoption}/done")).await;
    assert_eq!(
        waiting.location,
        format!("/adoptions/{adoption}/pay"),
        "nothing has arrived"
    );
    let operator = site.signed_in("operator").await;
    assert_eq!(
        pay(&site, &operator, &reference, "bank-1").await.status,
        303
    );

    let end = buyer.get(&format!("/adoptions/{adoption}/done")).await;
    assert!(
        end.says("这棵树是你的了") || end.says(PLATE),
        "{}",
        end.words()
    );
    let garden = buyer.get("/garden").await;
    assert!(
        garden.says(PLATE) && garden.says("小满1"),
        "{}",
        garden.words()
    );
    let taken = site
        .visitor()
        .get(&format!("/campaigns/{}", site.campaign))
        .await;
    assert!(taken.says("1 / 3"), "{}", taken.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_holds_and_pays_once() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let here = format!("/campaigns/{}/trees/{}", site.campaign, site.code(0));
    let form = buyer.get(&here).await.form(&format!("{here}/hold"));
    let (first, second) = (buyer.send(&form).await, buyer.send(&form).await);
    assert_eq!(first.status, 303);
    assert_eq!(first.location, second.location, "the same adoption");
    site.settle().await;
    let again = buyer.send(&form).await;
    assert_eq!(
        again.location, first.location,
        "also after the page behind it knows"
    );

    let adoption = first.location.split('/').nth(2).expect("an id").to_owned();
    let nameplate = buyer.get(&first.location).await;
    let reference = agree(&buyer, &adoption, &nameplate).await;
    let operator = site.signed_in("operator").await;
    assert_eq!(
        pay(&site, &operator, &reference, "bank-1").await.status,
        303
    );
    assert_eq!(
        pay(&site, &operator, &reference, "bank-1").await.status,
        303,
        "the same line again"
    );
    let overview = operator.get("/operator").await;
    assert!(
        overview.says("¥1,680") && !overview.says("¥3,360"),
        "{}",
        overview.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_with_other_words_is_not_taken_for_a_repeat() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, nameplate) = hold(&site, &buyer, 0).await;
    let action = format!("/adoptions/{adoption}/nameplate");
    let form = nameplate.form(&action).with("text", "一");
    assert_eq!(buyer.send(&form).await.status, 303);
    let other = buyer.send(&form.clone().with("text", "二")).await;
    assert_eq!(other.status, 422);
    assert_eq!(other.value(&action, "text"), "二", "the words are kept");
    let again = buyer.send(&other.form(&action)).await;
    assert_eq!(
        again.status,
        303,
        "and go through with the new key: {}",
        again.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_second_or_late_reads_why() {
    let site = Site::open().await;
    let (buyer, other) = (
        site.signed_in("buyer").await,
        site.signed_in("stranger").await,
    );
    let here = format!("/campaigns/{}/trees/{}", site.campaign, site.code(0));
    let late = other.get(&here).await.form(&format!("{here}/hold"));
    let (adoption, _) = hold(&site, &buyer, 0).await;
    let refused = other.send(&late).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.says("12:30"),
        "until when it is kept: {}",
        refused.words()
    );
    assert!(refused.html.contains("#plan"), "a way out");
    assert_eq!(
        other
            .get(&format!("/adoptions/{adoption}/pay"))
            .await
            .status,
        404,
        "not theirs"
    );

    site.clock.advance_seconds(31 * 60);
    let contract = buyer.get(&format!("/adoptions/{adoption}/contract")).await;
    let refused = buyer.send(&accepted(&contract, &adoption)).await;
    assert_eq!(refused.status, 409, "{}", refused.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_may_leave() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, _) = hold(&site, &buyer, 1).await;
    let path = format!("/adoptions/{adoption}/cancel");
    assert!(buyer.get("/garden").await.html.contains(&path));
    let plan = buyer.get(&path).await;
    let after = buyer.submit(&plan.form(&path)).await;
    assert_eq!(after.status, 200);
    let end = buyer.get(&format!("/adoptions/{adoption}/done")).await;
    assert_eq!(end.status, 200, "{}", end.words());
    let here = format!("/campaigns/{}/trees/{}", site.campaign, site.code(1));
    assert!(
        buyer.get(&here).await.html.contains("/hold\""),
        "the tree is free again"
    );
    site.close().await;
}
