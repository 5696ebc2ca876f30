//! Photos on pages: what looks alike waits for a person, who says why; every photo has its page; late photos are asked
//! for; a tree is followed and sent on.

use super::{
    adopting::adopt,
    browser::Browser,
    site::{Site, photo_of_side},
};

/// Posts a file for a tree.
async fn post(site: &Site, farmer: &Browser, tree: usize, picture: Vec<u8>) {
    let page = farmer
        .get(&format!("/today?tree={}", site.code(tree)))
        .await;
    let form = page.form("/today/observations").with("stage", "fruit-set");
    let answer = farmer
        .upload(&form, "photos", &[picture], "text/html")
        .await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    site.settle().await;
}

/// The first address of a page that begins so.
fn address(html: &str, begins: &str) -> String {
    let at = html.find(begins).expect("such an address");
    let rest = &html[at..];
    rest[..rest.find(['"', '<', '>']).expect("its end")]
        .replace("&amp;", "&")
        .replace("&#38;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn e6_a_copy_waits_until_a_person_looked_at_both_pictures_and_said_why() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    post(&site, &farmer, 3, photo_of_side("tree/1", 341)).await;
    let operator = site.signed_in("operator").await;
    let queue = operator.get("/operator/photos?lang=en").await;
    assert!(queue.says("One photo waits"), "{}", queue.words());
    assert!(queue.says("This photo looks like another one"));
    assert_eq!(queue.html.matches("<figure>").count(), 2, "side by side");
    let action = address(&queue.html, "/operator/observations/obs_");
    assert!(action.ends_with("/accept"));
    let silent = queue.form(&action).with("reason", " ");
    let again = operator.send(&silent).await;
    assert_eq!(again.status, 422, "no reason, no decision");
    assert!(
        again.says("原因") || again.says("reason"),
        "{}",
        again.words()
    );
    let said = queue.form(&action).with("reason", "two neighbours");
    let done = operator.send(&said).await;
    assert_eq!(done.status, 303, "{}", done.words());
    site.settle().await;
    let tree = site
        .visitor()
        .get(&format!("/t/{}?lang=en", site.code(3)))
        .await;
    let photo = address(&tree.html, "/photos/");
    let photo = photo.split("/card").next().unwrap_or_default().to_owned();
    let page = site.visitor().get(&format!("{photo}?lang=en")).await;
    assert_eq!(page.status, 200, "{photo}");
    assert!(page.says("two neighbours"), "{}", page.words());
    let hash = photo.trim_start_matches("/photos/").to_owned();
    assert!(
        page.words().replace(' ', "").contains(&hash),
        "{}",
        page.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_nobody_may_see_has_no_page() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    post(&site, &farmer, 3, photo_of_side("tree/2", 427)).await;
    let operator = site.signed_in("operator").await;
    let queue = operator.get("/operator/photos").await;
    let photo = address(&queue.html, "/photos/");
    assert_eq!(operator.get(&photo).await.status, 200);
    assert_eq!(site.visitor().get(&photo).await.status, 404);
    let unknown = format!("/photos/{}", "0".repeat(64));
    assert_eq!(site.visitor().get(&unknown).await.status, 404);
    assert_eq!(site.visitor().get("/photos/nothing").await.status, 404);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn u1_6_an_adopter_reads_how_late_a_photo_is_and_asks_once() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let path = format!("/adoptions/{adoption}/ask-for-photo");
    let early = buyer.get("/garden").await;
    assert!(!early.html.contains(&path), "nothing is late");
    site.pass_days(31).await;
    let buyer = site.signed_in("buyer").await;
    let late = buyer.get("/garden?lang=en").await;
    assert!(late.says("Last photo 31 days ago"), "{}", late.words());
    let asked = buyer.send(&late.form(&path)).await;
    assert_eq!(asked.status, 303, "{}", asked.words());
    let told = buyer.get("/garden?lang=en").await;
    assert!(told.says("The farmer was reminded on"), "{}", told.words());
    assert!(!told.html.contains(&path), "once is enough");
    let inbox = site
        .signed_in("operator")
        .await
        .get("/operator/inbox?lang=en")
        .await;
    assert!(inbox.says("A tree without news"), "{}", inbox.words());
    let today = site.signed_in("farmer").await.get("/today?lang=en").await;
    assert!(today.says("Adopters wait for a photo"), "{}", today.words());
    let public = site
        .visitor()
        .get(&format!("/t/{}?lang=en", site.code(0)))
        .await;
    assert!(
        public.says("The farmer was reminded on"),
        "{}",
        public.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_is_followed_and_sent_on() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    adopt(&site, &buyer, 0).await;
    let garden = buyer.get("/garden").await;
    for (name, begins) in [
        ("/garden/feed.atom", "<?xml"),
        ("/garden/feed.json", "{\"version\"".trim_start_matches(' ')),
        ("/garden/days.ics", "BEGIN:VCALENDAR"),
    ] {
        let path = address(&garden.html, &format!("{}{name}", site.public()));
        let path = path.trim_start_matches(&site.public()).to_owned();
        // Whoever reads it is not signed in.
        let text = String::from_utf8(site.visitor().file(&path).await).expect("text");
        assert!(
            text.starts_with(begins) || text.contains("jsonfeed.org"),
            "{text}"
        );
        assert!(text.contains("小满1"), "{text}");
        let forged = format!("{name}?t=Z2FyZGVu.x");
        assert_eq!(site.visitor().get(&forged).await.status, 404);
    }
    let tree = site.visitor().get(&format!("/t/{}", site.code(0))).await;
    assert!(tree.html.contains("property=\"og:image\""));
    for name in ["share.png", "share-square.png"] {
        let path = format!("/t/{}/{name}", site.code(0));
        let picture = site.visitor().file(&path).await;
        assert_eq!(&picture[1..4], b"PNG");
        assert_eq!(picture, site.visitor().file(&path).await, "kept");
    }
    site.close().await;
}
