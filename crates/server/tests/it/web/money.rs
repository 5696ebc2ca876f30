//! The pages of money, through their forms: what is asked, approved, recorded, and what the buyer and the farm see.

use super::{
    adopting::adopt,
    browser::{Browser, Page},
    site::Site,
};

/// Finds the adoption of the first tree by what people know of it, and chooses it; no id is typed.
async fn picked(site: &Site, operator: &Browser, here: &str, adoption: &str) -> Page {
    let choose = format!("{here}?adoption={adoption}#chosen");
    for words in [site.code(0).to_string(), "buyer".into(), "三标脐橙".into()] {
        let search: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = operator.get(&format!("{here}?q={search}")).await;
        assert!(
            found.links().contains(&choose),
            "{words}: {}",
            found.words()
        );
    }
    let nothing = operator.get(&format!("{here}?q=nobody&lang=en")).await;
    assert!(nothing.says("Nothing fits"), "{}", nothing.words());
    operator
        .get(choose.split('#').next().expect("a page"))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_goes_back_and_the_buyer_sees_every_line() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    site.settle().await;
    let operator = site.signed_in("operator").await;
    let here = "/operator/refunds";
    let ask = picked(&site, &operator, here, &adoption)
        .await
        .form(here)
        .with("amount", "lots")
        .with("reason", "shortfall");
    let refused = operator.send(&ask).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(
        refused.value(here, "amount"),
        "lots",
        "what was typed is kept"
    );
    let asked = operator
        .submit(&refused.form(here).with("amount", "100"))
        .await;
    assert!(asked.says("¥100"), "{}", asked.words());
    let paid = asked
        .html
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|action| action.ends_with("/paid"))
        .expect("a form")
        .to_owned();
    let told = operator
        .submit(&asked.form(&paid).with("transaction", "R-1"))
        .await;
    assert_eq!(told.status, 200, "{}", told.words());
    let settled = operator.get("/operator/refunds?state=settled").await;
    assert!(settled.says("R-1"), "{}", settled.words());
    let mine = buyer.get("/account/money?lang=en").await;
    for words in ["Paid", "¥1,680", "Refunded", "¥100", "¥1,580"] {
        assert!(mine.says(words), "{words}: {}", mine.words());
    }
    let csv = buyer.get("/account/money.csv").await;
    assert!(
        csv.html.contains("168000") && csv.html.contains("10000"),
        "{}",
        csv.html
    );
    let stranger = site.signed_in("stranger").await;
    assert!(!stranger.get("/account/money").await.says("¥1,680"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_farm_is_advanced_within_its_limit_and_sees_its_statement() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let operator = site.signed_in("operator").await;
    let here = "/operator/farms";
    let farm = site.app.read().orchards().expect("orchards")[0].farm;
    let terms = operator.get(here).await.form(here);
    let values = [
        ("farm", farm.to_string()),
        ("season", "2026".to_owned()),
        ("share", "70".to_owned()),
        ("cover", "50".to_owned()),
        ("holdback", "10".to_owned()),
    ];
    let terms = values
        .into_iter()
        .fold(terms, |form, (name, value)| form.with(name, value));
    assert_eq!(operator.submit(&terms).await.status, 200);
    site.settle().await;
    let account = format!("{here}/{farm}/2026");
    let advance = format!("{account}/advance");
    let page = operator.get(&account).await;
    assert!(
        page.says("¥840"),
        "half of the price covers: {}",
        page.words()
    );
    let refused = operator
        .send(&page.form(&advance).with("amount", "840.01"))
        .await;
    assert_eq!(refused.status, 409, "D 17: {}", refused.words());
    let granted = operator
        .submit(&refused.form(&advance).with("amount", "840"))
        .await;
    assert_eq!(granted.status, 200, "{}", granted.words());
    assert!(operator.get("/operator/inbox").await.says("¥840"));
    let charge = format!("{account}/charge");
    let page = picked(&site, &operator, &account, &adoption).await;
    let charged = page.form(&charge).with("amount", "5");
    let charged = operator.send(&charged.with("cause", "claim")).await;
    assert!(
        matches!(charged.status.as_u16(), 303 | 409),
        "the rules decide, and the form is whole: {}",
        charged.words()
    );
    let farmer = site.signed_in("farmer").await;
    let statement = farmer.get("/farm/money?lang=en").await;
    assert!(
        statement.says("Advanced") && statement.says("¥840"),
        "{}",
        statement.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_reversed_and_never_changed() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let here = "/operator/books";
    let entries = format!("{here}/entries");
    let page = operator.get(here).await;
    let written = page
        .form(&entries)
        .with("debit", "expenses:channel-fees")
        .with("credit", "equity:corrections")
        .with("amount", "12.50")
        .with("memo", "bank charge");
    let page = operator.submit(&written).await;
    assert!(page.says("bank charge"), "{}", page.words());
    let entry = page
        .html
        .split("href=\"/operator/books?entry=")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("an entry")
        .to_owned();
    let looked = operator.get(&format!("{here}?entry={entry}")).await;
    let reverse = format!("{entries}/{entry}/reverse");
    let back = looked.form(&reverse).with("memo", "not ours");
    let page = operator.submit(&back).await;
    assert!(
        page.says("not ours") && page.says("bank charge"),
        "{}",
        page.words()
    );
    let twice = operator
        .send(&looked.form(&reverse).with("memo", "again"))
        .await;
    assert!(
        matches!(twice.status.as_u16(), 409 | 422),
        "D 19: {}",
        twice.words()
    );
    let close = page
        .form(&format!("{here}/close"))
        .with("day", "2026-03-20");
    let early = operator.send(&close).await;
    assert!(
        matches!(early.status.as_u16(), 409 | 422),
        "{}",
        early.words()
    );
    site.close().await;
}
