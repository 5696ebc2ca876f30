//! Paying by plain forms, in a shop with play money, and the operator's pages of bank and channels.

use super::{
    adopting::{agree, hold},
    browser::{Browser, Page},
    site::Site,
};

async fn shop() -> (Site, Browser, String) {
    let site = Site::open_with(|config| {
        config.sandbox.payments = true;
        config.payments.ask_seconds = 3_600;
    })
    .await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, nameplate) = hold(&site, &buyer, 0).await;
    agree(&buyer, &adoption, &nameplate).await;
    (site, buyer, adoption)
}

/// Chooses play money and goes to the page where it is paid.
async fn choose(buyer: &Browser, adoption: &str) -> (Page, String) {
    let pay = buyer.get(&format!("/adoptions/{adoption}/pay")).await;
    let way = buyer
        .submit(&pay.form(&format!("/adoptions/{adoption}/pay")))
        .await;
    assert!(way.says("不会动用真钱"), "{}", way.words());
    let link = way
        .html
        .split("href=\"/sandbox/payments/")
        .nth(1)
        .expect("a link");
    let path = format!("/sandbox/payments/{}", link.split('"').next().unwrap());
    (buyer.get(&path).await, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn play_money_adopts_a_tree_and_says_what_it_is() {
    let (site, buyer, adoption) = shop().await;
    let (sandbox, path) = choose(&buyer, &adoption).await;
    assert!(sandbox.says("不会扣款"), "{}", sandbox.words());
    let declined = buyer
        .send(&sandbox.form(&path).with("answer", "decline"))
        .await;
    assert_eq!(declined.status, 303);
    site.settle().await;
    assert_eq!(
        buyer
            .get(&format!("/adoptions/{adoption}/done"))
            .await
            .location,
        format!("/adoptions/{adoption}/pay")
    );
    let stranger = site.signed_in("stranger").await;
    assert_eq!(stranger.get(&path).await.status, 404);
    let paid = buyer.send(&sandbox.form(&path).with("answer", "pay")).await;
    assert_eq!(paid.location, format!("/adoptions/{adoption}/paid"));
    site.settle().await;
    let back = buyer.get(&paid.location).await;
    assert_eq!(back.location, format!("/adoptions/{adoption}/pay"));
    let done = buyer.get(&back.location).await;
    assert_eq!(done.location, format!("/adoptions/{adoption}/done"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_paying_speak_both_languages() {
    let (site, buyer, adoption) = shop().await;
    let (_, sandbox) = choose(&buyer, &adoption).await;
    let way = format!("/adoptions/{adoption}/pay/sandbox");
    for (path, zh, en) in [
        (format!("/adoptions/{adoption}/pay"), "现在付款", "Pay now"),
        (way, "不会动用真钱", "no real money"),
        (sandbox, "假装付好了", "Pretend it is paid"),
    ] {
        for (lang, words) in [("zh-CN", zh), ("en", en)] {
            let page = buyer.get(&format!("{path}?lang={lang}")).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.says(words), "{path}: {}", page.words());
        }
    }
    let nowhere = buyer
        .get(&format!("/adoptions/{adoption}/pay/alipay"))
        .await;
    assert_eq!(nowhere.status, 404, "a way that is off");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_brings_in_a_statement_and_confirms_what_is_likely() {
    let (site, buyer, adoption) = shop().await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator/statements").await;
    let form = page.form("/operator/statements").with("form", "plain");
    let file =
        "booked,value,amount,text,payer,reference\n2026-03-20,2026-03-20,1680.00,认养,林晓满,B1\n";
    let answer = operator
        .upload(&form, "file", &[file.as_bytes().to_vec()], "text/html")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.words());
    assert!(
        answer.says("可能是付款") && answer.says("林晓满"),
        "{}",
        answer.words()
    );
    let action = answer
        .html
        .split("action=\"")
        .find(|part| part.contains("/match\""));
    let action = action
        .expect("a suggestion")
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let confirmed = operator.submit(&answer.form(&action)).await;
    assert!(confirmed.says("已入账"), "{}", confirmed.words());
    site.settle().await;
    let done = buyer.get(&format!("/adoptions/{adoption}/pay")).await;
    assert_eq!(done.location, format!("/adoptions/{adoption}/done"));
    let wrong = form.with("form", "camt.053");
    let wrong = operator
        .upload(&wrong, "file", &[b"x".to_vec()], "text/html")
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("不是 camt.053"), "{}", wrong.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_compares_a_day() {
    let (site, buyer, adoption) = shop().await;
    let (sandbox, path) = choose(&buyer, &adoption).await;
    buyer.send(&sandbox.form(&path).with("answer", "pay")).await;
    site.settle().await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator/reconciliation").await;
    let form = page
        .form("/operator/reconciliation")
        .with("day", "2026-03-20");
    let answer = operator.upload(&form, "file", &[], "text/html").await;
    assert_eq!(
        answer.location,
        "/operator/reconciliation/sandbox/2026-03-20",
        "{}",
        answer.words()
    );
    let day = operator.get(&answer.location).await;
    assert!(
        day.says("两边完全一致") && day.says("¥1,680"),
        "{}",
        day.words()
    );
    let list = operator.get("/operator/reconciliation").await;
    assert!(
        list.says("2026-03-20") && list.says("一致"),
        "{}",
        list.words()
    );
    let csv = operator
        .get(&format!("{}/differences.csv", answer.location))
        .await;
    assert!(csv.html.contains("kind,movement"), "{}", csv.html);
    site.close().await;
}
