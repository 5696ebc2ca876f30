//! Certificates on pages: read by everybody who scans one, issued anew by the farmer, worded by the operator.

use super::{
    browser::Browser,
    correcting::{in_both_languages, link},
    site::Site,
};

/// Records a lot of one tree and certifies it; gives its page at the harvest desk.
async fn certified(site: &Site, farmer: &Browser, code: &str, number: &str) -> String {
    let form = farmer.get("/harvest").await.form("/harvest/lots");
    let form = form
        .with("block", site.block.to_string())
        .with("code", code)
        .with("picked_on", "2026-03-20")
        .with("trees", format!("{} 12000", site.code(0)))
        .with("tare", "1500");
    let desk = farmer.submit(&form).await;
    let form = desk
        .form("/harvest/certificates")
        .with("number", number)
        .with("product", "脐橙")
        .with("contact", "0797-1234567");
    let desk = farmer.submit(&form).await;
    assert!(desk.says(number), "{}", desk.words());
    let lot = form.fields["lot"].clone();
    assert!(desk.html.contains(&format!("/lots/{lot}/certificate")));
    lot
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_a_certificate_and_prints_it() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let lot = certified(&site, &farmer, "L-7", "HG-1").await;
    let visitor = site.visitor();
    let traced = visitor.get(&format!("/l/{lot}")).await;
    let here = link(&traced, &format!("/l/{lot}/certificates/"), "");
    assert!(
        !traced.says("0797-1234567"),
        "no phone where fruit is traced"
    );
    in_both_languages(&visitor, &here).await;
    let page = visitor.get(&here).await;
    for words in [
        "承诺达标合格证",
        "不使用禁用农药",
        "脐橙",
        "12 kg",
        "HG-1",
        "0797-1234567",
    ] {
        assert!(page.says(words), "{words}: {}", page.words());
    }
    for file in ["paper.pdf", "label.pdf", "label.pdf?stock=roll&count=3"] {
        let pdf = visitor.file(&format!("{here}/{file}")).await;
        assert!(pdf.starts_with(b"%PDF-"), "{file}");
    }
    for wrong in [
        "label.pdf?count=0",
        "label.pdf?count=501",
        "paper.pdf?stock=60x90",
        "label.pdf?stock=b5",
    ] {
        assert_eq!(
            visitor.get(&format!("{here}/{wrong}")).await.status,
            400,
            "{wrong}"
        );
    }
    for nothing in [
        "certificates/2",
        "certificates/0/paper.pdf",
        "certificates/x",
    ] {
        assert_eq!(
            visitor.get(&format!("/l/{lot}/{nothing}")).await.status,
            404,
            "{nothing}"
        );
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_mixing_the_old_certificate_stays_visible_as_replaced() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let one = certified(&site, &farmer, "L-7", "HG-1").await;
    let other = certified(&site, &farmer, "L-8", "HG-2").await;
    let desk = format!("/lots/{one}/certificate");
    in_both_languages(&farmer, &desk).await;
    let form = farmer.get(&desk).await.form(&desk);
    let form = form.with("number", "HG-9").with("cause", "mixed");
    for (others, status) in [("", 422), ("L-99", 422), ("L-7", 422)] {
        let refused = farmer.send(&form.clone().with("others", others)).await;
        assert_eq!(refused.status, status, "{others}: {}", refused.words());
        assert_eq!(refused.value(&desk, "number"), "HG-9");
    }
    let done = farmer.submit(&form.with("others", "L-8")).await;
    assert!(done.says("HG-9") && done.says("HG-1"), "{}", done.words());
    let visitor = site.visitor();
    for lot in [&one, &other] {
        let old = visitor
            .get(&format!("/l/{lot}/certificates/1?lang=en"))
            .await;
        assert!(
            old.says("took the place") && old.says("HG-9"),
            "{}",
            old.words()
        );
        let new = visitor
            .get(&format!("/l/{lot}/certificates/2?lang=en"))
            .await;
        assert!(
            !new.says("took the place") && new.says("HG-9"),
            "{}",
            new.words()
        );
        let traced = visitor.get(&format!("/l/{lot}?lang=en")).await;
        assert!(
            traced.says("HG-9") && traced.says("Replaced"),
            "{}",
            traced.words()
        );
    }
    let packer = site.signed_in("packer").await;
    assert_eq!(packer.get(&desk).await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_keeps_the_words_right_and_old_certificates_keep_theirs() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let operator = site.signed_in("operator").await;
    let one = certified(&site, &farmer, "L-7", "HG-1").await;
    let page = "/operator/certificate";
    in_both_languages(&operator, page).await;
    let form = operator.get(page).await.form(page);
    let refused = operator.send(&form.clone().with("title", "合格证")).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    let refused = operator
        .send(&form.clone().with("promise", "长".repeat(401)))
        .await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    let words = "不使用禁用农药；残留不超标。";
    operator.submit(&form.with("promise", words)).await;
    let two = certified(&site, &farmer, "L-8", "HG-2").await;
    let visitor = site.visitor();
    let old = visitor.get(&format!("/l/{one}/certificates/1")).await;
    let new = visitor.get(&format!("/l/{two}/certificates/1")).await;
    assert!(old.says("停用兽药") && !old.says(words), "{}", old.words());
    assert!(!new.says("停用兽药") && new.says(words), "{}", new.words());
    site.close().await;
}
