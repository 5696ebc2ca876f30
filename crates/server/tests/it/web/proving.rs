//! A tree's history as a visitor gets it: a page in plain words, and a file that is checked without us and tells nothing
//! of a person.

use data_encoding::BASE64;
use eventlog::proof::EventRecord;
use server::proofs::history::{CheckedHistory, HistoryFile};

use super::{adopting::adopt, browser::Browser, site::Site};

/// Waits until everything is under a seal.
async fn sealed(site: &Site, visitor: &Browser) {
    site.settle().await;
    let position = site.app.log().durable_position().0;
    let ready = visitor.get(&format!("/readyz?checkpoint={position}")).await;
    assert_eq!(ready.status, 200, "{}", ready.html);
}

async fn downloaded(site: &Site, visitor: &Browser) -> (HistoryFile, CheckedHistory) {
    let file = visitor
        .get(&format!("/t/{}/proof.json", site.code(0)))
        .await;
    assert_eq!(file.status, 200, "{}", file.html);
    let vkey = visitor
        .get("/log/vkey")
        .await
        .html
        .trim_end()
        .parse()
        .unwrap();
    let file = HistoryFile::parse(&file.html).unwrap();
    let checked = file.check(&vkey).unwrap();
    (file, checked)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_tree_is_proven_and_names_nobody() {
    let site = Site::open().await;
    let buyer = site.signed_in("buyer").await;
    let adoption = adopt(&site, &buyer, 0).await;
    let visitor = site.visitor();
    sealed(&site, &visitor).await;
    let (file, checked) = downloaded(&site, &visitor).await;
    assert_eq!(
        (file.tree.code.as_str(), file.left_out),
        (site.code(0).to_string().as_str(), 0)
    );
    let records: Vec<_> = checked
        .open
        .iter()
        .map(|record| EventRecord::parse(record).unwrap())
        .collect();
    let kinds: Vec<_> = records.iter().map(|record| record.type_name).collect();
    assert_eq!(
        kinds,
        [
            "traceability.tree-registered",
            "traceability.tree-tag-attached",
            "traceability.observation-captured",
            "traceability.observation-accepted"
        ]
    );
    let seen = String::from_utf8(records[2].payload.to_vec()).unwrap();
    assert!(
        seen.contains("第一朵花") && seen.contains("\"sha256\""),
        "{seen}"
    );
    assert_eq!(checked.closed.len(), 1, "the adoption");

    let id = adoption.parse().unwrap();
    let found = site.app.read().adoption(id).unwrap().unwrap();
    let person = found.adoption.agreement.buyer.to_string();
    let opened = file.events.iter().filter_map(|event| event.record.as_ref());
    let opened = opened.map(|record| {
        String::from_utf8_lossy(&BASE64.decode(record.as_bytes()).unwrap()).into_owned()
    });
    let all: String = opened.collect::<String>() + &serde_json::to_string(&file).unwrap();
    for secret in [person.as_str(), &adoption, "小满的橙子树", "buyer"] {
        assert!(!all.contains(secret), "{secret} is in the file");
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_is_proven_and_what_not_in_both_languages() {
    let site = Site::open().await;
    let visitor = site.visitor();
    let tree = format!("/t/{}", site.code(0));
    assert!(
        visitor
            .get(&tree)
            .await
            .html
            .contains(&format!("{tree}/proof\""))
    );
    sealed(&site, &visitor).await;
    let vkey = visitor.get("/log/vkey").await.html;
    for (lang, words) in [
        ("zh-CN", ["能证明的", "不能证明的", "原文可查"]),
        (
            "en",
            ["What is proven", "What is not proven", "Open to read"],
        ),
    ] {
        let page = visitor.get(&format!("{tree}/proof?lang={lang}")).await;
        let page = if page.status == 303 {
            visitor.get(&format!("{tree}/proof")).await
        } else {
            page
        };
        for word in words {
            assert!(page.says(word), "{word}: {}", page.words());
        }
        assert!(page.says(vkey.trim_end()), "the key stands on the page");
        assert!(page.html.contains(&format!("{tree}/proof.json")));
        assert_eq!(
            page.html.matches("href=\"/log/proof/").count(),
            3,
            "one proof a record"
        );
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proven_history_is_kept_and_proving_is_bounded() {
    let once = |config: &mut server::Config| {
        config.limits.history_proofs_per_minute = std::num::NonZeroU32::MIN;
    };
    let site = Site::open_with(once).await;
    let visitor = site.visitor();
    sealed(&site, &visitor).await;
    let (first, _) = downloaded(&site, &visitor).await;
    for _ in 0..3 {
        assert_eq!(downloaded(&site, &visitor).await.0, first, "drawn once");
    }
    let other = format!("/t/{}/proof.json", site.code(1));
    assert_eq!(
        visitor.get(&other).await.status,
        429,
        "a second in the same minute"
    );
    assert_eq!(downloaded(&site, &visitor).await.0, first);
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_that_is_none_has_no_history() {
    let site = Site::open().await;
    let visitor = site.visitor();
    sealed(&site, &visitor).await;
    for path in [
        "/t/00000000/proof",
        "/t/00000000/proof.json",
        "/t/x/proof.json",
    ] {
        assert_eq!(visitor.get(path).await.status, 404, "{path}");
    }
    site.close().await;
}
