//! The operator's desk: campaigns, orchards, imports, people.

use super::{
    browser::{Form, Page},
    site::Site,
};

/// The form of a new campaign, filled in as it may stand.
fn new_campaign(page: &Page) -> Form {
    [
        ("title_zh", "秋天的树"),
        ("title_en", "Autumn trees"),
        ("story_zh", "好树"),
        ("story_en", "Good trees"),
        ("season", "2027"),
        ("price", "880.50"),
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
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_drafts_offers_opens_and_closes() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator/campaigns/new").await;
    let form = new_campaign(&page);
    let refused = operator
        .send(&form.clone().with("price", "cheap").with("boxes", ""))
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.value("/operator/campaigns", "price"), "cheap");
    let uncovered = operator
        .send(&form.clone().with("promised_grams", "39000"))
        .await;
    assert_eq!(uncovered.status, 422, "{}", uncovered.words());
    assert!(
        uncovered.says("39") && uncovered.says("32"),
        "facts are told: {}",
        uncovered.words()
    );

    let draft = operator
        .send(
            &uncovered
                .form("/operator/campaigns")
                .with("promised_grams", "10000"),
        )
        .await;
    assert_eq!(draft.status, 303, "{}", draft.words());
    let here = draft.location.clone();
    let public = here.replace("/operator", "");
    assert_eq!(
        site.visitor().get(&public).await.status,
        404,
        "a draft is nobody's business"
    );
    let editor = operator.get(&here).await;
    assert_eq!(editor.value(&here, "price"), "880.50");
    assert_eq!(editor.value(&here, "sale_until"), "2026-12-31");
    let contract = editor.form(&format!("{here}/contract"));
    let one_language = operator
        .send(&contract.clone().with("contract_zh", "条款"))
        .await;
    assert_eq!(one_language.status, 422);
    let contract = contract
        .with("contract_zh", "条款")
        .with("contract_en", "Terms");
    let editor = operator.submit(&contract).await;
    let editor = operator
        .submit(&editor.form(&format!("{here}/offer")))
        .await;
    let editor = operator
        .submit(&editor.form(&here).with("title_zh", "秋树"))
        .await;
    let opened = operator.submit(&editor.form(&format!("{here}/open"))).await;
    assert!(
        site.visitor().get(&public).await.says("秋树"),
        "{}",
        opened.words()
    );
    let closed = operator
        .submit(&opened.form(&format!("{here}/close")))
        .await;
    assert!(!closed.html.contains("/close\""), "closed for good");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn trees_come_from_a_file_once() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let bad = "block,row,number,variety,planted,name\n乙区,9,1,纽荷尔脐橙,2012,谷雨\n没有区,9,2,脐橙,2012,立夏\n乙区,9,x,脐橙,2012,芒种\n";
    let good = "block,row,number,variety,planted,name,latitude,longitude\n乙区,9,1,纽荷尔脐橙,2012,谷雨,24.98,115.67\n";
    let form = operator
        .get("/operator/trees/import")
        .await
        .form("/operator/trees/import");
    let verdicts = operator
        .upload(&form, "file", &[bad.as_bytes().to_vec()], "text/html")
        .await;
    assert_eq!(verdicts.status, 200, "{}", verdicts.words());
    assert!(
        verdicts.html.contains("class=\"flash bad\""),
        "nothing was taken: {}",
        verdicts.words()
    );
    let tried = verdicts
        .form("/operator/trees/import")
        .with("csv", good)
        .with("trial", "yes");
    let tried = operator.upload(&tried, "file", &[], "text/html").await;
    assert!(
        tried.html.contains("class=\"flash warn\""),
        "only checked: {}",
        tried.words()
    );
    let taken = tried.form("/operator/trees/import").with("csv", good);
    let taken = operator.upload(&taken, "file", &[], "text/html").await;
    assert!(
        taken.html.contains("class=\"flash good\"") && taken.says("谷雨"),
        "{}",
        taken.words()
    );
    let again = taken.form("/operator/trees/import").with("csv", good);
    let again = operator.upload(&again, "file", &[], "text/html").await;
    assert!(again.says("谷雨"), "{}", again.words());
    let list = operator
        .get(&format!(
            "/operator/orchards/{}?block={}",
            site.orchard, site.block
        ))
        .await;
    assert_eq!(
        list.words().matches("谷雨").count(),
        1,
        "once: {}",
        list.words()
    );
    let broken = operator
        .upload(
            &form,
            "file",
            &[b"no,headings\n1,2\n".to_vec()],
            "text/html",
        )
        .await;
    assert_eq!(broken.status, 422, "{}", broken.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orchards_blocks_and_people_are_registered() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator/orchards").await;
    let form = [
        ("farm_name", "云岭"),
        ("name", "云岭果园"),
        ("province", "云南省"),
        ("county", "宾川县"),
        ("village", "金牛镇"),
    ]
    .into_iter()
    .fold(page.form("/operator/orchards"), |form, (name, value)| {
        form.with(name, value)
    });
    let refused = operator
        .send(&form.with("latitude", "north").with("longitude", "100.5"))
        .await;
    assert_eq!(
        (
            refused.status.as_u16(),
            refused.value("/operator/orchards", "latitude")
        ),
        (422, "north".into())
    );
    let orchard = operator
        .send(&refused.form("/operator/orchards").with("latitude", "25.83"))
        .await;
    let here = orchard.location.clone();
    let add = operator.get(&here).await.form(&format!("{here}/blocks"));
    assert!(
        operator
            .submit(&add.with("name", "丁区"))
            .await
            .says("丁区")
    );
    let same = operator
        .get(&here)
        .await
        .form(&format!("{here}/blocks"))
        .with("name", "丁区");
    assert_eq!(operator.send(&same).await.status, 409);

    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_get_roles_for_an_orchard() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let id = site.orchard.to_string();
    let people = operator.get("/operator/people").await;
    let form = people
        .form("/operator/people")
        .with("display", "赖师傅")
        .with("role", "farmer");
    let form = form
        .with("email", "lai@example.com")
        .with("password", super::site::PASSWORD);
    let refused = operator.send(&form.clone().with("scope", "")).await;
    assert_eq!(
        refused.status,
        422,
        "a farmer needs an orchard: {}",
        refused.words()
    );
    assert_eq!(refused.value("/operator/people", "display"), "赖师傅");
    assert!(!refused.html.contains(super::site::PASSWORD));
    let added = operator.submit(&form.with("scope", &id)).await;
    assert!(
        added.says("赖师傅") && added.says("三标果园"),
        "{}",
        added.words()
    );
    let lai = site.signed_in("lai").await;
    assert!(lai.get("/today").await.says("三标果园"));
    site.close().await;
}
