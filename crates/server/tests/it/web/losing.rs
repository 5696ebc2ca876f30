//! A frost by plain forms: looked at, declared, assessed, chosen, corrected; and a plan of cancelling that is shown first.

use super::{
    adopting::adopt,
    browser::Browser,
    site::{Site, photo},
};

/// The farmer looks at who would be affected and declares it with a photo; says where the loss is told.
pub(super) async fn declare(site: &Site, farmer: &Browser) -> String {
    let asked = format!(
        "/losses/new?block={}&codes=&cause=frost&degree=60&season=2026&lang=en",
        site.block
    );
    let seen = farmer.get(&asked).await;
    assert!(seen.says("Who would be affected"), "{}", seen.words());
    let form = seen.form("/losses").with("note", "零下四度");
    let sent = farmer
        .upload(&form, "photos", &[photo("frost")], "text/html")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    sent.location
}

pub(super) async fn assess(site: &Site, operator: &Browser, loss: &str, kilos: &str) {
    let action = format!("{loss}/assessment");
    let form = operator.get(loss).await.form(&action);
    let after = operator.submit(&form.with("each", kilos)).await;
    assert_eq!(after.status, 200, "{}", after.words());
    site.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn e1_a_frost_is_declared_assessed_chosen_and_corrected_by_plain_forms() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let farmer = site.signed_in("farmer").await;
    let loss = declare(&site, &farmer).await;
    let told = farmer.get(&format!("{loss}?lang=en")).await;
    assert!(told.says("To be assessed"), "{}", told.words());
    assert!(
        !told.html.contains("/assessment\""),
        "a farmer does not assess"
    );
    let picture = told.html.split("href=\"/photos/").nth(1).expect("a photo");
    let picture = format!("/photos/{}", picture.split('"').next().expect("its end"));
    let operator = site.signed_in("operator").await;
    assess(&site, &operator, &loss, "2").await;

    let garden = buyer.get("/garden?lang=en").await;
    assert!(
        garden.says("Choose what shall be done"),
        "{}",
        garden.words()
    );
    let path = format!("/adoptions/{adoption}/remedies");
    for lang in ["zh-CN", "en"] {
        let page = buyer.get(&format!("{path}?lang={lang}")).await;
        super::walking::looks_right(&page, lang, &path);
    }
    let page = buyer.get(&path).await;
    assert!(page.says("零下四度"), "{}", page.words());
    assert_eq!(buyer.get(&picture).await.status, 200, "evidence is seen");
    assert_eq!(site.visitor().get(&picture).await.status, 404);
    let choose = format!("{path}/1");
    let refused = page.form(&choose).with("remedy", "carry-over");
    assert_eq!(buyer.send(&refused).await.status, 409, "not offered");
    let page = buyer.get(&path).await;
    let after = buyer
        .submit(&page.form(&choose).with("remedy", "refund"))
        .await;
    assert!(
        !after.html.contains(&format!("action=\"{choose}\"")),
        "once"
    );

    let told = operator.get(&format!("{loss}?lang=en")).await;
    super::walking::looks_right(&told, "en", &loss);
    assert!(told.says("Money back"), "{}", told.words());
    let form = told
        .form(&format!("{loss}/correction"))
        .with("finding", "did-not-occur")
        .with("note", "数错了");
    let bare = operator.upload(&form, "photos", &[], "text/html").await;
    assert_eq!(bare.status, 422, "D 36: without evidence");
    let sent = operator
        .upload(&form, "photos", &[photo("counted")], "text/html")
        .await;
    assert_eq!(sent.status, 303, "{}", sent.words());
    site.settle().await;
    let page = buyer.get(&format!("{path}?lang=en")).await;
    assert!(page.says("What was done stays"), "{}", page.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn b14_a_plan_that_changed_is_shown_again_and_nothing_is_done() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let path = format!("/adoptions/{adoption}/cancel");
    for lang in ["zh-CN", "en"] {
        let page = buyer.get(&format!("{path}?lang={lang}")).await;
        super::walking::looks_right(&page, lang, &path);
    }
    let old = buyer.get(&path).await.form(&path);
    let changed = buyer.send(&old.clone().with("plan", "0".repeat(64))).await;
    assert_eq!(changed.status, 200);
    assert!(
        changed.html.contains("role=\"alert\""),
        "{}",
        changed.words()
    );
    let nothing = old.clone().with("plan", "");
    let shown = buyer.send(&nothing).await;
    assert!(shown.html.contains("name=\"plan\""));
    let fresh = buyer.get(&path).await.form(&path);
    let after = buyer.submit(&fresh).await;
    assert_eq!(after.status, 200);
    assert_eq!(buyer.get(&path).await.status, 409, "it is over");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loss_of_nobodys_trees_is_refused_with_words() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    for query in [
        "block=&codes=&cause=frost&degree=60&season=2026",
        "block=&codes=nothing&cause=frost&degree=60&season=2026",
        "block=&codes=&cause=magic&degree=x&season=y",
    ] {
        let page = farmer.get(&format!("/losses/new?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.html.contains("class=\"error\""), "{query}");
    }
    let strange = "/losses/los_00000000000000000000000000";
    assert_eq!(farmer.get(strange).await.status, 404);
    site.close().await;
}
