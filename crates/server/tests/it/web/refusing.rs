//! A refused form comes back with what was typed and what is wrong; nothing is done by halves.

use super::{
    adopting::{adopt, hold},
    site::{Site, photo},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_nameplate_that_cannot_hang_is_given_back() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, page) = hold(&site, &buyer, 0).await;
    let action = format!("/adoptions/{adoption}/nameplate");
    for text in [
        "",
        "说坏话的树",
        "13800138000",
        "<b>树</b>",
        &"长".repeat(40),
    ] {
        let refused = buyer.send(&page.form(&action).with("text", text)).await;
        assert_eq!(refused.status, 422, "{text}");
        assert_eq!(refused.value(&action, "text"), text);
        assert!(refused.html.contains("aria-invalid=\"true\""), "{text}");
    }
    let english = buyer.get(&format!("{action}?lang=en")).await;
    let refused = buyer
        .send(
            &english
                .form(&action)
                .with("text", "<script>alert(1)</script>"),
        )
        .await;
    assert!(refused.says("cannot be carved"), "{}", refused.words());
    assert!(
        !refused.html.contains("<script>alert"),
        "what was typed is escaped"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_is_not_accepted_by_halves() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, _) = hold(&site, &buyer, 0).await;
    let action = format!("/adoptions/{adoption}/contract");
    let page = buyer.get(&action).await;
    let one = buyer.send(&page.form(&action).with("accept", "yes")).await;
    assert_eq!(one.status, 422);
    assert_eq!(one.value(&action, "accept"), "yes", "the tick stays");
    let both = page
        .form(&action)
        .with("accept", "yes")
        .with("no_return", "yes");
    let other = buyer.send(&both.with("hash", "0".repeat(64))).await;
    assert_eq!(other.status, 422, "another text than the one shown");
    let pay = buyer.get(&format!("/adoptions/{adoption}/pay")).await;
    assert_eq!(pay.location, action, "nothing is accepted yet");
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_kept_as_typed_until_all_are_right() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let action = format!("/adoptions/{adoption}/boxes");
    let mut form = buyer.get(&action).await.form(&action);
    form.fields.remove("same");
    for nth in [1, 2] {
        for (name, value) in [
            ("recipient", "林晓满"),
            ("province", "浙江省"),
            ("city", "杭州市"),
            ("district", "西湖区"),
            ("street", "龙井路 1 号"),
        ] {
            form = form.with(&format!("{name}-{nth}"), value);
        }
        form = form.with(&format!("phone-{nth}"), "13800138000");
    }
    let refused = buyer.send(&form.clone().with("phone-2", "请打电话")).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(refused.value(&action, "phone-2"), "请打电话");
    assert_eq!(refused.value(&action, "recipient-1"), "林晓满");
    assert!(
        refused.html.contains("id=\"phone-2-error\"")
            && !refused.html.contains("id=\"phone-1-error\"")
    );

    let saved = buyer
        .submit(&refused.form(&action).with("phone-2", "13900139000"))
        .await;
    assert!(
        saved.says("13900139000") && saved.says("龙井路"),
        "{}",
        saved.words()
    );
    let again = buyer.get(&action).await;
    let moved = buyer
        .submit(&again.form(&action).with("street-1", "文三路 2 号"))
        .await;
    assert!(
        moved.says("文三路 2 号") && moved.says("龙井路"),
        "{}",
        moved.words()
    );
    let stranger = site.signed_in("stranger").await;
    assert_eq!(stranger.get(&action).await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_must_fit_its_payment() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, nameplate) = hold(&site, &buyer, 0).await;
    let reference = super::adopting::agree(&buyer, &adoption, &nameplate).await;
    let operator = site.signed_in("operator").await;
    let page = operator.get("/operator").await;
    let form = page
        .form("/operator/captures")
        .with("reference", &reference)
        .with("transaction", "t1");
    for (field, value, amount) in [
        ("amount", "a lot", "a lot"),
        ("reference", "0000000Z", "1680.00"),
        ("value_date", "20.3.2026", "1680.00"),
        ("amount", "1680.001", "1680.001"),
    ] {
        let wrong = form.clone().with("amount", amount).with(field, value);
        let refused = operator.send(&wrong).await;
        assert_eq!(refused.status, 422, "{field} {value}: {}", refused.words());
        assert_eq!(refused.value("/operator/captures", field), value);
        assert_eq!(refused.value("/operator/captures", "transaction"), "t1");
    }
    let less = operator.send(&form.clone().with("amount", "16.80")).await;
    assert_eq!(less.status, 422);
    assert!(
        less.says("¥1,680") && less.says("¥16.80"),
        "both amounts are told: {}",
        less.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_that_cannot_be_taken_are_named() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let page = farmer.get(&format!("/today?tree={}", site.code(3))).await;
    let action = "/today/observations";
    let form = page.form(action).with("note", "花开了 <i>真多</i>");
    let files = [photo("good"), b"no picture at all".to_vec()];
    let refused = farmer.upload(&form, "photos", &files, "text/html").await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(refused.value(action, "note"), "花开了 <i>真多</i>");
    assert!(
        refused.says("第 2") || refused.says("2"),
        "which one: {}",
        refused.words()
    );
    assert!(!refused.html.contains("<i>真多"), "escaped");

    let told = farmer
        .upload(&form, "photos", &files, "application/json")
        .await;
    assert_eq!(told.status, 422);
    let body: serde_json::Value = serde_json::from_str(&told.html).expect("JSON");
    assert_eq!(body["errors"][0]["file"], 1, "{body}");
    assert_eq!(body["errors"][0]["code"], "photo-not-a-picture");

    let wrong_tree = form.clone().with("code", "00000000");
    let refused = farmer
        .upload(&wrong_tree, "photos", &[photo("good")], "text/html")
        .await;
    assert_eq!(
        (refused.status.as_u16(), refused.value(action, "code")),
        (422, "00000000".to_owned())
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_that_stays_shut_keeps_the_name_and_never_the_password() {
    let site = Site::open().await;
    let visitor = site.visitor();
    let form = visitor.get("/sign-in").await.form("/sign-in");
    let wrong = form
        .with("email", "buyer@example.com")
        .with("password", "not-my-password-1");
    let refused = visitor.send(&wrong).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.value("/sign-in", "email"), "buyer@example.com");
    assert!(!refused.html.contains("not-my-password-1"));

    let form = visitor
        .get("/sign-up")
        .await
        .form("/sign-up")
        .with("display", "新来的");
    let weak = form
        .clone()
        .with("email", "new@example.com")
        .with("password", "short");
    let refused = visitor.send(&weak).await;
    assert_eq!(refused.status, 422, "{}", refused.words());
    assert_eq!(refused.value("/sign-up", "display"), "新来的");
    assert!(refused.html.contains("id=\"password-error\""));
    let taken = form
        .with("email", "buyer@example.com")
        .with("password", super::site::PASSWORD);
    let refused = visitor.send(&taken).await;
    assert!(
        refused.html.contains("id=\"email-error\""),
        "{}",
        refused.words()
    );
    let good = refused.form("/sign-up").with("email", "new@example.com");
    let joined = visitor
        .send(&good.with("password", super::site::PASSWORD))
        .await;
    assert_eq!(joined.status, 303, "{}", joined.words());
    assert_eq!(
        visitor.get("/garden").await.status,
        200,
        "signed in at once"
    );
    site.close().await;
}
