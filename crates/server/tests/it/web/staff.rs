//! The work behind a box: photos, harvest, certificate, division, packing, the way to the door.

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
