//! Pages about grams: a lot's balance, why a box holds what it holds, how a harvest will be divided.

use super::{
    adopting::adopt,
    correcting::{in_both_languages, link},
    site::Site,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_lot_shows_its_balance_and_takes_what_is_sorted_out() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let form = farmer.get("/harvest").await.form("/harvest/lots");
    let form = form
        .with("block", site.block.to_string())
        .with("code", "L-7")
        .with("picked_on", "2026-03-20")
        .with("trees", format!("{} 12000", site.code(0)))
        .with("tare", "1500");
    let desk = farmer.submit(&form).await;
    let here = link(&desk, "/lots/lot_", "");
    let here = here.trim_end_matches("/correction").to_owned();
    in_both_languages(&farmer, &here).await;
    let page = farmer.get(&here).await;
    let form = page.form(&format!("{here}/losses")).with("cause", "bruise");
    let refused = farmer.send(&form.clone().with("grams", "12001")).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.says("12000") || refused.says("12,000"),
        "{}",
        refused.words()
    );
    let after = farmer.submit(&form.with("grams", "700")).await;
    assert!(
        after.says("11.3 kg") && after.says("700 g"),
        "{}",
        after.words()
    );
    let packer = site.signed_in("packer").await;
    assert_eq!(packer.get(&here).await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_explains_itself_and_the_rule_is_told_before_the_purchase() {
    let site = Site::open().await;
    let (buyer, operator) = (
        site.signed_in("buyer").await,
        site.signed_in("operator").await,
    );
    let adoption = adopt(&site, &buyer, 0).await;
    let page = format!("/adoptions/{adoption}/boxes");
    let fields = [
        ("recipient-1", "林晓满"),
        ("phone-1", "13800138000"),
        ("province-1", "浙江省"),
        ("city-1", "杭州市"),
        ("district-1", "西湖区"),
        ("street-1", "龙井路 1 号"),
        ("same", "yes"),
    ];
    let form = fields
        .into_iter()
        .fold(buyer.get(&page).await.form(&page), |form, (name, value)| {
            form.with(name, value)
        });
    let garden = buyer.submit(&form).await;
    let why = link(&garden, "/boxes/", "/why");
    in_both_languages(&buyer, &why).await;
    in_both_languages(&operator, &why).await;
    let stranger = site.signed_in("stranger").await;
    assert_eq!(stranger.get(&why).await.status, 404);
    assert_eq!(site.visitor().get(&why).await.status, 303);

    let contract = format!("/campaigns/{}/contract?lang=en", site.campaign);
    let told = site.visitor().get(&contract).await;
    assert!(
        told.says("What the own tree bears, up to the promise"),
        "{}",
        told.words()
    );
    let desk = format!("/operator/campaigns/{}/contract", site.campaign);
    let shown = operator.get(&desk).await;
    assert!(
        !shown.html.contains("/harvest-rule\""),
        "an open campaign keeps its rule"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_printed_is_a_pdf_for_those_who_may() {
    let site = Site::open().await;
    let block = site.block;
    let operator = site.signed_in("operator").await;
    let visitor = site.visitor();
    let tags = format!("/operator/tags.pdf?block={block}");
    let one = format!("/t/{}/tag.pdf", site.code(0));
    let poster = format!("/campaigns/{}/poster.pdf", site.campaign);
    for path in [&tags, &format!("{tags}&stock=roll"), &one, &poster] {
        let file = operator.file(path).await;
        assert!(file.starts_with(b"%PDF-"), "{path}");
    }
    assert!(operator.file(&tags).await.len() > operator.file(&one).await.len());
    assert!(visitor.file(&poster).await.starts_with(b"%PDF-"));
    assert_eq!(visitor.get(&tags).await.status, 303);
    let farmer = site.signed_in("farmer").await;
    assert_eq!(farmer.get(&tags).await.status, 403);
    assert_eq!(operator.get("/operator/tags.pdf").await.status, 404);

    let form = farmer.get("/harvest").await.form("/harvest/lots");
    let form = form
        .with("block", block.to_string())
        .with("code", "L-8")
        .with("picked_on", "2026-03-20")
        .with("trees", format!("{} 9000", site.code(0)));
    let desk = farmer.submit(&form).await;
    let lot = link(&desk, "/lots/lot_", "");
    let lot = lot.trim_end_matches("/correction");
    let crates = format!("{lot}/labels.pdf");
    assert!(
        farmer
            .file(&format!("{crates}?count=3"))
            .await
            .starts_with(b"%PDF-")
    );
    for count in [0, 501] {
        let refused = farmer.get(&format!("{crates}?count={count}")).await;
        assert_eq!(refused.status, 400);
    }
    let stranger = site.signed_in("stranger").await;
    assert_eq!(stranger.get(&crates).await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d32_a_treatment_is_noted_shown_on_the_tree_and_keeps_it_from_being_picked() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let form = farmer
        .get("/today/care")
        .await
        .form("/today/care/treatments");
    let form = form
        .with("block", site.block.to_string())
        .with("on", "2026-03-19")
        .with("product", "波尔多液 PD20090001")
        .with("waiting_days", "15")
        .with("trees", site.code(0).grouped());
    let refused = farmer.send(&form.clone().with("dose", "")).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    let strange = form.clone().with("dose", "1:200").with("trees", "nonsense");
    assert_eq!(farmer.send(&strange).await.status, 422);
    let noted = farmer.submit(&form.with("dose", "1:200")).await;
    assert!(noted.says("波尔多液"), "{}", noted.words());
    in_both_languages(&farmer, "/today/care").await;
    let tree = format!("/t/{}", site.code(0));
    assert!(site.visitor().get(&tree).await.says("波尔多液"));
    assert!(
        !site
            .visitor()
            .get(&format!("/t/{}", site.code(1)))
            .await
            .says("波尔多液")
    );

    let lot = farmer.get("/harvest").await.form("/harvest/lots");
    let lot = lot
        .with("block", site.block.to_string())
        .with("code", "L-9")
        .with("picked_on", "2026-03-20")
        .with("trees", format!("{} 9000", site.code(0)));
    let blocked = farmer.send(&lot).await;
    assert_eq!(blocked.status, 409, "{}", blocked.words());

    let page = farmer.get("/today/care").await;
    let never = link(&page, "/today/care/blk_", "/withdraw");
    let silent = farmer.send(&page.form(&never)).await;
    assert_eq!(silent.status, 422, "a reason is needed");
    farmer
        .submit(&page.form(&never).with("reason", "记错了树"))
        .await;
    assert_eq!(
        farmer
            .send(&lot.with("picked_on", "2026-03-20"))
            .await
            .status,
        303
    );
    assert!(!site.visitor().get(&tree).await.says("波尔多液"));

    let work = farmer.get("/today/care").await.form("/today/care/work");
    let work = work
        .with("block", site.block.to_string())
        .with("kind", "thinning")
        .with("note", "阴，傍晚小雨");
    assert!(farmer.submit(&work).await.says("傍晚小雨"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_diary_can_be_followed_and_its_days_kept_in_a_calendar() {
    let site = Site::open().await;
    let (visitor, code) = (site.visitor(), site.code(0));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let atom = text(visitor.file(&format!("/t/{code}/feed.atom?lang=en")).await);
    assert!(
        atom.starts_with("<?xml") && atom.contains("<entry>"),
        "{atom}"
    );
    assert!(atom.contains(&format!("/t/{code}#")) && atom.contains("image/jpeg"));
    let json = text(visitor.file(&format!("/t/{code}/feed.json")).await);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert!(json["items"][0]["date_published"].is_string());
    let days = text(visitor.file(&format!("/t/{code}/days.ics")).await);
    assert!(days.starts_with("BEGIN:VCALENDAR\r\n") && days.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(days.matches("BEGIN:VEVENT").count(), 2, "{days}");
    for file in ["feed.atom", "feed.json", "days.ics"] {
        assert_eq!(
            visitor.get(&format!("/t/00000000/{file}")).await.status,
            404
        );
    }
    site.close().await;
}
