//! An adoption's life by plain forms: the choice left to us, paying together, giving, dividing, the plate on the tree.

use super::{
    adopting::{adopt, hold},
    browser::{Browser, Page},
    site::{Site, photo},
};

/// The address in a page's box to be copied, without the host.
fn link(page: &Page, id: &str) -> String {
    let marked = page.html.split(&format!("id=\"{id}\">")).nth(1);
    let link = marked.expect("a link").split('<').next().expect("its text");
    let path = link.splitn(4, '/').nth(3).expect("a path");
    format!("/{path}")
}

async fn offered(buyer: &Browser, adoption: &str) -> String {
    let here = format!("/adoptions/{adoption}/share");
    let form = buyer
        .get(&here)
        .await
        .form(&format!("/adoptions/{adoption}/offer"));
    let form = form
        .with("kind", "gift")
        .with("days", "7")
        .with("otherwise", "keep");
    link(&buyer.submit(&form).await, "offer-link")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_is_left_to_us() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let campaign = format!("/campaigns/{}", site.campaign);
    let form = buyer.get(&campaign).await.form(&format!("{campaign}/any"));
    let answer = buyer.send(&form).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    assert!(buyer.get(&answer.location).await.says("小满"));
    let visitor = site.visitor().get(&campaign).await;
    assert!(visitor.says("登录后由我们来挑"));
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_is_sent_by_link_seen_by_a_visitor_and_accepted_by_a_friend() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let gift = offered(&buyer, &adoption).await;
    for lang in ["zh-CN", "en"] {
        let seen = site.visitor().get(&format!("{gift}?lang={lang}")).await;
        assert_eq!(seen.status, 200);
        assert!(!seen.says("1,680"), "a gift has no price");
    }
    let own = buyer.get(&gift).await;
    assert!(own.says("这是你自己的树"), "{}", own.words());
    let friend = site.signed_in("stranger").await;
    let form = friend.get(&gift).await.form(&format!("{gift}/accept"));
    let untouched = friend.send(&form).await;
    assert_eq!(untouched.status, 422, "both boxes must be ticked");
    let form = form.with("accept", "yes").with("no_return", "yes");
    let garden = friend.submit(&form).await;
    assert!(garden.says("小满1"), "{}", garden.words());
    assert!(
        !garden.says("1,680"),
        "the giver's money is the giver's affair"
    );
    let gone = buyer.get(&format!("/adoptions/{adoption}/share")).await;
    assert_eq!(gone.status, 404);
    assert_eq!(site.visitor().get("/handovers/nothing").await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_is_divided_and_an_offer_taken_back() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let gift = offered(&buyer, &adoption).await;
    let here = format!("/adoptions/{adoption}/share");
    let form = buyer
        .get(&here)
        .await
        .form(&format!("/adoptions/{adoption}/offer/withdraw"));
    buyer.submit(&form).await;
    let over = site.visitor().get(&gift).await;
    assert!(over.says("这个邀请已经结束"), "{}", over.words());
    let split = format!("/adoptions/{adoption}/split");
    let form = buyer.get(&here).await.form(&split);
    let refused = buyer.send(&form.clone().with("parts", "4")).await;
    assert_eq!(refused.status, 409, "two boxes for four parts");
    let garden = buyer.submit(&form.with("parts", "2")).await;
    assert_eq!(garden.html.matches("/share\"").count(), 2, "two adoptions");
    site.close().await;
}

/// Two are to pay for the first tree; says the adoption and where the group is.
async fn invited(site: &Site, buyer: &Browser) -> (String, String) {
    let tree = format!("/campaigns/{}/trees/{}", site.campaign, site.code(0));
    let form = buyer.get(&tree).await.form(&format!("{tree}/together"));
    let nameplate = buyer
        .submit(&form.with("parts", "2").with("hours", "24"))
        .await;
    let adoption = nameplate.html.split("/adoptions/").nth(1).expect("a form");
    let adoption = adoption.split('/').next().expect("an id").to_owned();
    let form = nameplate.form(&format!("/adoptions/{adoption}/nameplate"));
    let contract = buyer.submit(&form.with("text", "我们的树")).await;
    let form = contract.form(&format!("/adoptions/{adoption}/contract"));
    let group = buyer
        .submit(&form.with("accept", "yes").with("no_return", "yes"))
        .await;
    (adoption, link(&group, "group-link"))
}

/// Takes a part and pays it with play money.
async fn paid_by_channel(site: &Site, browser: &Browser, here: &str, number: u8) -> Page {
    let part = format!("{here}/parts/{number}");
    let form = browser.get(here).await.form(&part);
    let taken = browser.submit(&form).await;
    let way = browser.submit(&taken.form(&format!("{part}/pay"))).await;
    assert!(way.says("不会动用真钱"), "{}", way.words());
    let mut links = way.links().into_iter();
    let sandbox = links.find(|link| link.starts_with("/sandbox/payments/"));
    let sandbox = sandbox.expect("a link");
    let page = browser.get(&sandbox).await;
    assert!(page.says("¥840"), "{}", page.words());
    let back = browser
        .send(&page.form(&sandbox).with("answer", "pay"))
        .await;
    assert_eq!(back.location, format!("{part}/paid"));
    site.settle().await;
    let group = browser.get(&back.location).await;
    assert_eq!(group.location, here);
    let watched = browser.get(&format!("{part}/pay/sandbox")).await;
    assert_eq!(watched.location, here, "the way is over");
    browser.get(here).await
}

async fn shop() -> Site {
    Site::open_with(|config| {
        config.sandbox.payments = true;
        config.payments.ask_seconds = 3_600;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn friends_pay_their_parts_by_a_channel_and_the_tree_is_adopted() {
    let site = shop().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, here) = invited(&site, &buyer).await;
    let friend = site.signed_in("stranger").await;
    let half = paid_by_channel(&site, &friend, &here, 2).await;
    assert!(!half.says("树认养成功"), "{}", half.words());
    // Nobody pays what is another's.
    let part = format!("{here}/parts/2");
    let strange = buyer
        .get(&part.replace("parts/2", "parts/2/pay/sandbox"))
        .await;
    assert_eq!(strange.location, here);
    for lang in ["zh-CN", "en"] {
        let page = friend.get(&format!("{here}?lang={lang}")).await;
        super::walking::looks_right(&page, lang, &here);
    }
    friend.get("/?lang=zh-CN").await;
    paid_by_channel(&site, &buyer, &here, 1).await;
    let done = buyer.get(&format!("/adoptions/{adoption}/pay")).await;
    assert_eq!(done.location, format!("/adoptions/{adoption}/done"));
    let money = friend.get("/account/money?lang=en").await;
    assert!(
        money.says("¥840") && !money.says("¥1,680"),
        "one's own part and no more: {}",
        money.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_friends_paid_by_a_channel_goes_back_when_the_time_is_over() {
    let site = shop().await;
    let buyer = site.signed_in("buyer").await;
    let (_, here) = invited(&site, &buyer).await;
    let friend = site.signed_in("stranger").await;
    paid_by_channel(&site, &friend, &here, 2).await;
    site.clock.advance_seconds(25 * 3_600);
    app::policies::settle_deadlines(&site.app)
        .await
        .expect("deadlines");
    site.settle().await;
    let ended = friend.get(&format!("{here}?lang=zh-CN")).await;
    assert!(ended.says("退"), "{}", ended.words());
    let money = friend.get("/account/money?lang=en").await;
    assert!(money.says("Refund on its way"), "{}", money.words());
    let part = format!("{here}/parts/1");
    assert!(
        !ended.actions().contains(&part),
        "nothing is taken any more"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn friends_pay_their_parts_by_a_link() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let (adoption, here) = invited(&site, &buyer).await;
    let friend = site.signed_in("stranger").await;
    for (browser, number) in [(&buyer, 1), (&friend, 2)] {
        let form = browser
            .get(&here)
            .await
            .form(&format!("{here}/parts/{number}"));
        let page = browser.submit(&form).await;
        assert!(page.says("¥840"), "{}", page.words());
    }
    for lang in ["zh-CN", "en"] {
        let seen = site.visitor().get(&format!("{here}?lang={lang}")).await;
        assert_eq!(seen.status, 200);
    }
    let taken = friend.get("/garden").await;
    assert!(taken.html.contains(&here), "a part is found in the garden");
    let form = buyer
        .get(&here)
        .await
        .form(&format!("/adoptions/{adoption}/group/cancel"));
    assert_eq!(buyer.send(&form).await.status, 303);
    // The friend's browser knows nothing of the buyer's position.
    site.settle().await;
    let ended = friend.get(&here).await;
    assert!(ended.says("已被取消"), "{}", ended.words());
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn e7_a_plate_is_printed_and_hung_and_words_are_banned_by_forms() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let operator = site.signed_in("operator").await;
    let form = operator
        .get("/operator")
        .await
        .form(&format!("/operator/nameplates/{adoption}/approve"));
    operator.submit(&form).await;
    let list = operator.get("/operator/plates").await;
    let sheet = operator.submit(&list.form("/operator/plates/print")).await;
    assert!(sheet.says("小满的橙子树"), "{}", sheet.words());
    let farmer = site.signed_in("farmer").await;
    let action = format!("/today/plates/{adoption}");
    let form = farmer.get("/today/plates").await.form(&action);
    let picture = photo("the plate on its tree");
    let hung = farmer.upload(&form, "photo", &[picture], "text/html").await;
    assert_eq!(hung.status, 303, "{}", hung.words());
    site.settle().await;
    let tree = site.visitor().get(&format!("/t/{}", site.code(0))).await;
    assert!(tree.says("名牌挂上了树"), "{}", tree.words());

    let form = operator
        .get("/operator/plates")
        .await
        .form("/operator/words");
    let listed = operator.submit(&form.with("word", "糟糕")).await;
    assert!(listed.says("糟糕"));
    let (second, plate) = hold(&site, &buyer, 1).await;
    let form = plate.form(&format!("/adoptions/{second}/nameplate"));
    let refused = buyer.send(&form.with("text", "真糟糕")).await;
    assert_eq!(refused.status, 422);
    let allow = listed.form("/operator/words/allow");
    operator.submit(&allow).await;
    site.close().await;
}
