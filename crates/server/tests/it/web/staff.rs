//! The work behind a box: photos, harvest, certificate, division, packing, the way to the door; and the operator's
//! desk: campaigns, orchards, imports, people.

use super::{
    adopting::adopt,
    browser::{Browser, Form},
    site::{Site, photo},
};

#[tokio::test(flavor = "multi_thread")]
async fn fruit_finds_its_way_to_the_door_by_plain_forms() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    say_where(&buyer, &adoption).await;
    site.clock
        .set("2026-11-25T04:00:00Z".parse().expect("a moment"));
    let farmer = site.signed_in("farmer").await;
    harvest(&site, &farmer).await;
    let operator = site.signed_in("operator").await;
    let lot = operator.get("/operator").await;
    let id = lot
        .html
        .split("action=\"/operator/lots/")
        .nth(1)
        .expect("a lot to divide");
    let id = id.split('/').next().expect("its id");
    operator
        .submit(&lot.form(&format!("/operator/lots/{id}/allocate")))
        .await;
    site.settle().await;

    let packer = site.signed_in("packer").await;
    for nth in 1..=2 {
        pack_next(&site, &packer).await;
        let board = packer.get("/packing").await;
        assert!(board.says(&format!("{nth} / 2")), "{}", board.words());
    }
    let empty = packer.get(&format!("/packing?code={}", site.code(0))).await;
    assert!(
        !empty.html.contains("action=\"/packing/parcels\""),
        "nothing is left to pack"
    );
    deliver_all(&site, &packer).await;
    site.settle().await;
    let tree = site.visitor().get(&format!("/t/{}", site.code(0))).await;
    assert!(
        tree.says("ZS-20261125") && tree.says("20 kg"),
        "{}",
        tree.words()
    );
    let buyer = site.signed_in("buyer").await;
    let garden = buyer.get("/garden?lang=en").await;
    assert!(
        garden.says("Completed") && garden.says("SF1234567890"),
        "{}",
        garden.words()
    );
    site.close().await;
}

async fn say_where(buyer: &Browser, adoption: &str) {
    let action = format!("/adoptions/{adoption}/boxes");
    let mut form = buyer.get(&action).await.form(&action);
    for (name, value) in [
        ("recipient-1", "林晓满"),
        ("phone-1", "13800138000"),
        ("province-1", "浙江省"),
        ("city-1", "杭州市"),
        ("district-1", "西湖区"),
        ("street-1", "龙井路 1 号"),
    ] {
        form = form.with(name, value);
    }
    assert_eq!(
        form.fields.get("same").map(String::as_str),
        Some("yes"),
        "one address for all"
    );
    assert!(buyer.submit(&form).await.says("龙井路 1 号"));
}

async fn harvest(site: &Site, farmer: &Browser) {
    let page = farmer.get("/harvest").await;
    let form = page
        .form("/harvest/lots")
        .with("code", "L-1125-B")
        .with("tare", "1500");
    let wrong = form
        .clone()
        .with("trees", format!("{} twenty", site.code(0)));
    let refused = farmer.send(&wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.value("/harvest/lots", "code"), "L-1125-B");
    let lines = format!("{} 20000\n{} 18000", site.code(0), site.code(1));
    let recorded = farmer
        .submit(&refused.form("/harvest/lots").with("trees", lines))
        .await;
    assert!(
        recorded.says("L-1125-B") && recorded.says("38 kg"),
        "{}",
        recorded.words()
    );

    let form = recorded
        .form("/harvest/certificates")
        .with("product", "脐橙");
    let form = form.with("contact", "0797-1234567");
    let refused = farmer.send(&form.clone().with("number", "")).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(refused.value("/harvest/certificates", "product"), "脐橙");
    let form = refused
        .form("/harvest/certificates")
        .with("number", "ZS-20261125");
    assert!(farmer.submit(&form).await.says("ZS-20261125"));
}

/// Scans the tree, locks the address if it is open, packs what the bench suggests.
async fn pack_next(site: &Site, packer: &Browser) {
    let scanned = packer.get(&format!("/packing?code={}", site.code(0))).await;
    let lock = scanned
        .html
        .split("action=\"/packing/boxes/")
        .nth(1)
        .expect("an open address");
    let id = lock.split('/').next().expect("a box");
    assert!(!scanned.says("龙井路"), "no address before it is locked");
    let locked = packer
        .submit(&scanned.form(&format!("/packing/boxes/{id}/lock")))
        .await;
    assert!(
        locked.says("龙井路 1 号"),
        "for the label: {}",
        locked.words()
    );
    let form = locked.form("/packing/parcels");
    let much = packer.send(&form.clone().with("grams", "30000")).await;
    assert_eq!(much.status, 409, "{}", much.words());
    assert_eq!(much.value("/packing/parcels", "grams"), "30000");
    let packed = packer.send(&form).await;
    assert_eq!(packed.status, 303, "{}", packed.words());
    assert_eq!(packer.send(&form).await.status, 303, "a double click");
}

async fn deliver_all(site: &Site, packer: &Browser) {
    for number in ["SF1234567890", "SF1234567891"] {
        let board = packer
            .get(&format!("/packing?orchard={}", site.orchard))
            .await;
        let parcel = parcel_form(&board, "handover");
        let refused = packer
            .send(&parcel.clone().with("tracking", "no such number!"))
            .await;
        assert_eq!(refused.status, 422);
        assert_eq!(refused.value(&parcel.action, "tracking"), "no such number!");
        packer
            .submit(&parcel.with("tracking", number).with("carrier", "sf"))
            .await;
    }
    for _ in 0..2 {
        let board = packer.get("/packing").await;
        packer.submit(&parcel_form(&board, "delivered")).await;
    }
}

fn parcel_form(board: &super::browser::Page, step: &str) -> Form {
    let actions = board.html.split("action=\"/packing/parcels/").skip(1);
    let mut actions = actions.filter_map(|rest| rest.split('"').next());
    let action = actions
        .find(|action| action.ends_with(step))
        .expect("a parcel at this step");
    board.form(&format!("/packing/parcels/{action}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_posted_with_and_without_scripts() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let page = farmer.get(&format!("/today?tree={}", site.code(3))).await;
    let form = page
        .form("/today/observations")
        .with("note", "坐果了")
        .with("stage", "fruit-set");
    assert_eq!(form.fields["code"], site.code(3).to_string());
    let answer = farmer
        .upload(&form, "photos", &[photo("one"), photo("two")], "text/html")
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let again = farmer
        .upload(&form, "photos", &[photo("one"), photo("two")], "text/html")
        .await;
    assert_eq!(again.location, answer.location, "a double click");
    site.settle().await;
    let tree = site.visitor().get(&format!("/t/{}", site.code(3))).await;
    assert_eq!(
        tree.words().matches("坐果了").count(),
        1,
        "{}",
        tree.words()
    );

    let id = "7b1d9c1e-1f0a-4a8e-9a57-0a4f6d1c2b3d";
    let script = page
        .form("/today/observations")
        .with("client_id", id)
        .with("idempotency_key", id);
    let script = script.with("note", "又一张");
    for _ in 0..2 {
        let told = farmer
            .upload(&script, "photos", &[photo("three")], "application/json")
            .await;
        assert_eq!(told.status, 201, "{}", told.html);
    }
    site.settle().await;
    let tree = site.visitor().get(&format!("/t/{}", site.code(3))).await;
    assert_eq!(tree.words().matches("又一张").count(), 1);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_drafts_offers_opens_and_closes() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator/campaigns/new").await;
    let form = [
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
    });
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
    let csv = "block,row,number,variety,planted,name\n乙区,9,1,纽荷尔脐橙,2012,谷雨\n没有区,9,2,脐橙,2012,立夏\n乙区,9,x,脐橙,2012,芒种\n";
    let form = operator
        .get("/operator/trees/import")
        .await
        .form("/operator/trees/import");
    let verdicts = operator
        .upload(&form, "file", &[csv.as_bytes().to_vec()], "text/html")
        .await;
    assert_eq!(verdicts.status, 200, "{}", verdicts.words());
    assert!(
        verdicts.says("谷雨") && verdicts.says("row") || verdicts.says("2"),
        "{}",
        verdicts.words()
    );
    let pasted = verdicts.form("/operator/trees/import").with("csv", csv);
    let again = operator.upload(&pasted, "file", &[], "text/html").await;
    assert_eq!(again.status, 200);
    assert!(
        again.html.contains("<td>谷雨") || again.says("谷雨"),
        "{}",
        again.words()
    );
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

    let people = operator.get("/operator/people").await;
    let id = here.rsplit('/').next().expect("an id").to_owned();
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
        added.says("赖师傅") && added.says("云岭果园"),
        "{}",
        added.words()
    );
    let lai = site.signed_in("lai").await;
    assert!(lai.get("/today").await.says("云岭果园"));
    site.close().await;
}
