//! Every link leads somewhere: each role follows all of them from its own first page, and is never told that something is
//! not there or not for them. Who may only look is offered nothing to do.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    adopting::{adopt, agree, hold},
    browser::Browser,
    losing::{assess, declare},
    site::Site,
};

/// A bound for pages that would lead to ever new ones.
const PAGES_MAX: usize = 800;

/// An orchard where something of each kind happened and something of each kind waits.
async fn lived_in() -> Site {
    let site = Site::open_with(|config| {
        config.sandbox.payments = true;
        config.payments.ask_seconds = 3_600;
    })
    .await;
    let buyer = site.signed_in("buyer").await;
    let operator = site.signed_in("operator").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let (held, nameplate) = hold(&site, &buyer, 1).await;
    agree(&buyer, &held, &nameplate).await;
    buyer.get(&format!("/adoptions/{held}/pay/sandbox")).await;
    let farmer = site.signed_in("farmer").await;
    let loss = declare(&site, &farmer).await;
    // The operator's browser knows nothing of the farmer's position.
    site.settle().await;
    assess(&site, &operator, &loss, "2").await;
    drafted(&operator).await;
    bank_statement(&operator).await;
    compared(&operator).await;
    let share = buyer.get(&format!("/adoptions/{adoption}/share")).await;
    let offer = share.form(&format!("/adoptions/{adoption}/offer"));
    let offer = offer.with("kind", "gift").with("days", "7");
    buyer.submit(&offer.with("otherwise", "keep")).await;
    site.settle().await;
    site
}

/// A campaign that only operators may see.
async fn drafted(operator: &Browser) {
    let page = operator.get("/operator/campaigns/new").await;
    let form = [
        ("title_zh", "秋天的树"),
        ("title_en", "Autumn trees"),
        ("story_zh", "好树"),
        ("story_en", "Good trees"),
        ("season", "2027"),
        ("price", "880"),
        ("promised_grams", "10000"),
        ("boxes", "1"),
        ("sale_from", "2026-03-01"),
        ("sale_until", "2026-12-31"),
        ("ship_from", "2027-11-20"),
        ("ship_until", "2027-12-20"),
        ("forecast_grams_per_tree", "40000"),
    ]
    .into_iter()
    .fold(page.form("/operator/campaigns"), |form, (name, value)| {
        form.with(name, value)
    });
    operator.submit(&form).await;
}

/// A movement that may pay for the tree that is held.
async fn bank_statement(operator: &Browser) {
    let here = "/operator/statements";
    let form = operator.get(here).await.form(here).with("form", "plain");
    let file = "booked,value,amount,text,payer,reference\n\
                2026-03-20,2026-03-20,1680.00,认养,林晓满,B1\n";
    let bytes = vec![file.as_bytes().to_vec()];
    let answer = operator.upload(&form, "file", &bytes, "text/html").await;
    assert_eq!(answer.status, 200, "{}", answer.words());
}

async fn compared(operator: &Browser) {
    let here = "/operator/reconciliation";
    let form = operator.get(here).await.form(here);
    let form = form.with("day", "2026-03-20");
    let answer = operator.upload(&form, "file", &[], "text/html").await;
    assert_eq!(answer.status, 303, "{}", answer.words());
}

/// Everything that links lead to from the first page on, with what each page offers to do.
async fn followed(browser: &Browser, role: &str) -> BTreeMap<String, Vec<String>> {
    let mut seen = BTreeMap::new();
    let mut waiting = vec![("/".to_owned(), "the beginning".to_owned())];
    let mut known: BTreeSet<String> = ["/".to_owned()].into();
    while let Some((path, from)) = waiting.pop() {
        let page = browser.get(&path).await;
        let status = page.status.as_u16();
        let sent_on = matches!(status, 303 | 308);
        assert!(
            status == 200 || sent_on,
            "{role}: {from} links to {path}, which answers {status}: {}",
            page.words()
        );
        let to_sign_in = sent_on && page.location.starts_with("/sign-in");
        assert!(
            !to_sign_in || role == "nobody",
            "{role}: {from} links to {path}, which asks who they are"
        );
        let onward = page.links().into_iter().chain([page.location.clone()]);
        for href in onward.filter(|href| is_local(href)) {
            let href = href.split('#').next().unwrap_or_default().to_owned();
            if known.insert(href.clone()) {
                waiting.push((href, path.clone()));
            }
        }
        seen.insert(path, page.actions());
        assert!(known.len() <= PAGES_MAX, "{role}: {known:?}");
    }
    seen
}

/// A page of ours, in the language it is read in.
fn is_local(href: &str) -> bool {
    href.starts_with('/') && !href.starts_with("//") && !href.contains("lang=")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_role_meets_a_dead_link_and_auditors_are_offered_nothing_to_do() {
    let site = lived_in().await;
    for role in [
        "nobody", "buyer", "stranger", "farmer", "packer", "auditor", "operator",
    ] {
        let browser = match role {
            "nobody" => site.visitor(),
            role => site.signed_in(role).await,
        };
        let seen = followed(&browser, role).await;
        let finds = |path: &str| assert!(seen.contains_key(path), "{role} finds {path}: {seen:?}");
        if matches!(role, "auditor" | "operator") {
            finds("/operator/inbox");
            finds("/operator/statements");
            finds("/operator/reconciliation");
            finds("/operator/reconciliation/sandbox/2026-03-20");
        }
        if role == "auditor" {
            for (path, actions) in &seen {
                let desk: Vec<_> = actions
                    .iter()
                    .filter(|action| action.starts_with("/operator"))
                    .collect();
                assert!(desk.is_empty(), "{path} offers an auditor {desk:?}");
            }
        }
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_reads_bank_and_channels_and_changes_nothing() {
    let site = lived_in().await;
    let auditor = site.signed_in("auditor").await;
    let page = auditor.get("/operator/statements").await;
    assert!(
        page.says("¥1,680") && page.says("林晓满"),
        "{}",
        page.words()
    );
    // What an operator's browser would send is refused.
    let operator = site.signed_in("operator").await;
    let statements = operator.get("/operator/statements").await;
    let own = auditor.get("/account").await.form("/account/language");
    let lines = statements.actions();
    let lines: Vec<_> = lines.iter().filter(|one| one.contains("/lines/")).collect();
    assert!(lines.len() > 1, "{lines:?}");
    for action in lines {
        let form = statements.form(action).with("note", "不是我们的");
        let form = form.with("csrf", own.fields["csrf"].as_str());
        assert_eq!(auditor.send(&form).await.status, 403, "{action}");
    }
    site.close().await;
}
