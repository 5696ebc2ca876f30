//! Corrections by plain forms, and the pages that tell where fruit comes from.

use super::{
    browser::{Browser, Page},
    site::Site,
    walking::looks_right,
};

/// The first address on a page that begins and ends so.
pub(super) fn link(page: &Page, begins: &str, ends: &str) -> String {
    let mut found = page
        .html
        .split('"')
        .filter(|text| text.starts_with(begins) && text.ends_with(ends));
    found
        .next()
        .unwrap_or_else(|| panic!("{begins}…{ends}: {}", page.words()))
        .to_owned()
}

pub(super) async fn in_both_languages(browser: &Browser, path: &str) {
    for lang in ["zh-CN", "en"] {
        let page = browser.get(&format!("{path}?lang={lang}")).await;
        assert_eq!(page.status, 200, "{path}: {}", page.words());
        looks_right(&page, lang, path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_farmer_corrects_what_was_seen_and_what_was_weighed() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let seen = link(&farmer.get("/today").await, "/observations/", "/correction");
    in_both_languages(&farmer, &seen).await;
    let form = farmer
        .get(&seen)
        .await
        .form(&seen)
        .with("stage", "ripe")
        .with("note", "其实熟了");
    let refused = farmer.send(&form).await;
    assert_eq!(refused.status, 422, "a reason is needed");
    assert_eq!(
        refused.value(&seen, "note"),
        "其实熟了",
        "nothing typed is lost"
    );
    let form = refused
        .form(&seen)
        .with("mistake", "incorrect-data")
        .with("reason", "看走了眼");
    let form = form.with("stage", "ripe");
    assert_eq!(farmer.submit(&form).await.status, 200);
    site.settle().await;
    let told = (0..site.trees.len()).map(|tree| format!("/t/{}", site.code(tree)));
    let mut shown = 0;
    for path in told {
        let page = site.visitor().get(&path).await;
        if page.says("看走了眼") {
            shown += 1;
            assert!(
                page.says("其实熟了") && page.html.contains("<del>"),
                "{}",
                page.words()
            );
        }
    }
    assert_eq!(shown, 1, "on the page of its tree alone");

    let page = farmer.get("/harvest").await;
    let lines = format!("{} 20000", site.code(0));
    let lot = page
        .form("/harvest/lots")
        .with("code", "L-1")
        .with("trees", lines);
    let recorded = farmer.submit(&lot).await;
    let weighed = link(&recorded, "/lots/", "/correction");
    in_both_languages(&farmer, &weighed).await;
    let lines = format!("{} 18000", site.code(1));
    let form = farmer
        .get(&weighed)
        .await
        .form(&weighed)
        .with("mistake", "incorrect-data");
    let unknown = form
        .clone()
        .with("reason", "秤没归零")
        .with("trees", "00000000 5");
    assert_eq!(farmer.send(&unknown).await.status, 422);
    let form = form
        .with("reason", "秤没归零")
        .with("trees", lines)
        .with("grade", "first");
    let corrected = farmer.submit(&form).await;
    assert!(corrected.says("18 kg"), "{}", corrected.words());
    let trace = format!("/l/{}", weighed.split('/').nth(2).expect("the lot"));
    in_both_languages(&site.visitor(), &trace).await;
    assert!(site.visitor().get(&trace).await.says("18 kg"));

    let never = farmer.get(&weighed).await.form(&weighed);
    let never = never
        .with("mistake", "did-not-occur")
        .with("reason", "记重了");
    farmer.submit(&never).await;
    assert!(site.visitor().get(&trace).await.says("记重了"));
    for stranger in [
        site.signed_in("buyer").await,
        site.signed_in("packer").await,
    ] {
        assert_eq!(stranger.get(&seen).await.status, 404);
        assert_eq!(stranger.get(&weighed).await.status, 404);
    }
    assert_eq!(site.visitor().get(&seen).await.status, 303, "sign in first");
    site.close().await;
}
