//! Every page is walked as each role in both languages: nobody meets a fault, a missing word or the wrong language.

use std::collections::BTreeSet;

use super::{adopting::adopt, browser::Page, site::Site};

/// Who may look at a page.
#[derive(Clone, Copy, PartialEq)]
enum May {
    Everybody,
    Member,
    Farmer,
    Packer,
    Auditor,
    Operator,
}

fn may(page: May, role: &str) -> u16 {
    let allowed = match page {
        May::Everybody => true,
        May::Member => role != "nobody",
        May::Farmer => matches!(role, "farmer" | "operator"),
        May::Packer => matches!(role, "packer" | "operator"),
        May::Auditor => matches!(role, "auditor" | "operator"),
        May::Operator => role == "operator",
    };
    match (allowed, role) {
        (true, _) => 200,
        (false, "nobody") => 303,
        (false, _) => 403,
    }
}

fn pages(site: &Site) -> Vec<(String, May)> {
    let campaign = site.campaign;
    let code = site.code(1);
    let orchard = site.orchard;
    [
        ("/".to_owned(), May::Everybody),
        (format!("/campaigns/{campaign}"), May::Everybody),
        (format!("/campaigns/{campaign}?tree={code}"), May::Everybody),
        (format!("/campaigns/{campaign}/contract"), May::Everybody),
        (
            format!("/campaigns/{campaign}/trees/{code}"),
            May::Everybody,
        ),
        (format!("/t/{code}"), May::Everybody),
        (format!("/t/{}", site.code(0)), May::Everybody),
        (format!("/t/{}/proof", site.code(0)), May::Everybody),
        ("/sign-up".to_owned(), May::Everybody),
        ("/api/docs".to_owned(), May::Everybody),
        ("/garden".to_owned(), May::Member),
        ("/account".to_owned(), May::Member),
        ("/account/tokens".to_owned(), May::Member),
        ("/today".to_owned(), May::Farmer),
        (format!("/today?orchard={orchard}&tree={code}"), May::Farmer),
        ("/today/field".to_owned(), May::Farmer),
        ("/today/queue".to_owned(), May::Farmer),
        ("/harvest".to_owned(), May::Farmer),
        ("/today/care".to_owned(), May::Farmer),
        ("/losses".to_owned(), May::Farmer),
        ("/losses/new".to_owned(), May::Farmer),
        (
            format!(
                "/losses/new?block={}&degree=60&cause=frost&season=2026",
                site.block
            ),
            May::Farmer,
        ),
        ("/packing".to_owned(), May::Packer),
        (format!("/packing?code={code}"), May::Packer),
        ("/packing?code=nothing".to_owned(), May::Packer),
        ("/operator".to_owned(), May::Auditor),
        ("/operator/campaigns/new".to_owned(), May::Operator),
        (format!("/operator/campaigns/{campaign}"), May::Operator),
        ("/operator/orchards".to_owned(), May::Operator),
        (
            format!("/operator/orchards/{orchard}?block={}", site.block),
            May::Operator,
        ),
        ("/operator/trees/import".to_owned(), May::Operator),
        (
            format!("/operator/tags?block={}", site.block),
            May::Operator,
        ),
        (format!("/campaigns/{campaign}/map"), May::Everybody),
        (
            format!("/campaigns/{campaign}/map?zoom=9&x=1&y=-1&state=free"),
            May::Everybody,
        ),
        ("/register".to_owned(), May::Farmer),
        (
            format!("/register?orchard={orchard}&q={code}&lack=spot"),
            May::Farmer,
        ),
        (format!("/register/trees/{}", site.trees[0]), May::Farmer),
        (
            format!("/register/map?orchard={orchard}&season=2026"),
            May::Farmer,
        ),
        ("/operator/people".to_owned(), May::Operator),
        ("/operator/certificate".to_owned(), May::Operator),
        ("/account/letters".to_owned(), May::Member),
        ("/operator/letters".to_owned(), May::Auditor),
        ("/operator/photos".to_owned(), May::Auditor),
        ("/operator/silence".to_owned(), May::Auditor),
        (
            format!("/operator/campaigns/{campaign}/contract"),
            May::Operator,
        ),
        ("/operator/plates".to_owned(), May::Operator),
        ("/today/plates".to_owned(), May::Farmer),
        ("/operator/statements".to_owned(), May::Auditor),
        ("/operator/reconciliation".to_owned(), May::Auditor),
        ("/operator/inbox".to_owned(), May::Auditor),
        ("/operator/payments".to_owned(), May::Auditor),
        ("/operator/payments?state=late".to_owned(), May::Auditor),
        ("/operator/refunds".to_owned(), May::Auditor),
        ("/operator/refunds?state=failed".to_owned(), May::Auditor),
        ("/operator/disputes".to_owned(), May::Auditor),
        ("/operator/payouts".to_owned(), May::Auditor),
        ("/operator/payouts?state=sent".to_owned(), May::Auditor),
        ("/operator/farms".to_owned(), May::Auditor),
        ("/operator/books".to_owned(), May::Auditor),
        ("/operator/books?day=2026-02-28".to_owned(), May::Auditor),
        ("/operator/invoices".to_owned(), May::Auditor),
        ("/operator/clocks".to_owned(), May::Auditor),
        ("/operator/coverage".to_owned(), May::Auditor),
        ("/account/money".to_owned(), May::Member),
        ("/farm/money".to_owned(), May::Farmer),
    ]
    .into()
}

/// Keys that stand among the words of a page.
fn missing_words(page: &Page) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en");
    let files = std::fs::read_dir(folder).unwrap();
    let english: String = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let keys: BTreeSet<&str> = english
        .lines()
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .filter(|key| key.contains('-') && !key.starts_with(' '))
        .collect();
    let words = page.words();
    let words = words.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words
        .filter(|word| keys.contains(word))
        .map(str::to_owned)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_both_languages_to_every_role() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    for role in ["nobody", "buyer", "farmer", "packer", "auditor", "operator"] {
        let browser = if role == "nobody" {
            site.visitor()
        } else {
            site.signed_in(role).await
        };
        for (path, who) in pages(&site) {
            for lang in ["zh-CN", "en"] {
                let join = if path.contains('?') { '&' } else { '?' };
                let page = browser.get(&format!("{path}{join}lang={lang}")).await;
                assert_eq!(
                    page.status.as_u16(),
                    may(who, role),
                    "{role} {path}: {}",
                    page.words()
                );
                if page.status != 303 {
                    looks_right(&page, lang, &format!("{role} {path}"));
                }
            }
        }
    }
    for step in ["nameplate", "contract", "done", "boxes", "share", "season"] {
        for lang in ["zh-CN", "en"] {
            let path = format!("/adoptions/{adoption}/{step}");
            let page = buyer.get(&format!("{path}?lang={lang}")).await;
            assert_eq!(page.status, 200, "{path}");
            looks_right(&page, lang, &path);
        }
    }
    site.close().await;
}

pub(super) fn looks_right(page: &Page, lang: &str, what: &str) {
    assert!(
        page.html.contains(&format!("<html lang=\"{lang}\">")),
        "{what} in {lang}"
    );
    let missing = missing_words(page);
    assert!(missing.is_empty(), "{what} in {lang} shows {missing:?}");
    assert!(
        !page.html.contains("{ $") && !page.html.contains("{$"),
        "{what} in {lang}"
    );
    assert!(
        page.headers.contains_key("content-security-policy"),
        "{what}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_chosen_remembered_and_guessed() {
    let site = Site::open().await;
    let visitor = site.visitor();
    let is = |page: &Page, lang: &str| page.html.contains(&format!("<html lang=\"{lang}\">"));
    assert!(
        is(&visitor.get("/").await, "zh-CN"),
        "Chinese unless asked otherwise"
    );
    assert!(is(
        &visitor
            .get_with("/", "accept-language", "en-GB,zh;q=0.5")
            .await,
        "en"
    ));
    assert!(is(&visitor.get("/?lang=en").await, "en"));
    assert!(is(&visitor.get("/sign-in").await, "en"), "remembered");
    assert!(
        is(
            &visitor.get_with("/nowhere", "accept-language", "zh").await,
            "en"
        ),
        "also by errors"
    );
    let buyer = site.signed_in("buyer").await;
    let form = buyer
        .get("/account")
        .await
        .form("/account/language")
        .with("lang", "en");
    assert!(is(&buyer.submit(&form).await, "en"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_browsers_ask_for_by_themselves_is_there() {
    let site = Site::open().await;
    let visitor = site.visitor();
    let home = visitor.get("/").await;
    let style = home
        .html
        .split("href=\"/assets/pomona.css")
        .nth(1)
        .expect("a stylesheet");
    let style = format!(
        "/assets/pomona.css{}",
        style.split('"').next().expect("its version")
    );
    let style = visitor.get(&style).await;
    assert_eq!(style.status, 200);
    assert!(
        style.headers["cache-control"]
            .to_str()
            .expect("text")
            .contains("immutable")
    );
    assert_eq!(visitor.get("/favicon.ico").await.status, 200);
    let plain = visitor.get("/assets/field/store.js").await;
    assert_eq!(plain.headers["cache-control"], "no-cache", "no version");
    let robots = visitor.get("/robots.txt").await;
    assert!(robots.html.contains("Disallow: /garden") && !robots.html.contains("Disallow: /t/"));
    assert_eq!(visitor.get("/assets/../Cargo.toml").await.status, 404);
    site.close().await;
}
