//! The register of trees, its maps, and what became of a tag.

use super::{adopting::adopt, site::Site};

#[tokio::test(flavor = "multi_thread")]
async fn a_farmer_finds_a_tree_says_where_it_stands_and_that_its_tag_is_lost() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    let old = site.code(0);
    let found = farmer.get(&format!("/register?q={}", old.grouped())).await;
    let record = format!("/register/trees/{}", site.trees[0]);
    assert!(
        found.html.contains(&record) && !found.html.contains(&site.trees[1].to_string()),
        "{}",
        found.words()
    );
    let page = farmer.get(&record).await;
    let survey = page
        .form(&format!("{record}/survey"))
        .with("rootstock", "枳壳")
        .with("latitude", "24.98321")
        .with("longitude", "115.67143");
    let told = farmer.submit(&survey).await;
    assert!(
        told.says("枳壳") && told.says("24.9832100, 115.6714300"),
        "{}",
        told.words()
    );
    let half = told
        .form(&format!("{record}/survey"))
        .with("latitude", "north");
    assert_eq!(farmer.send(&half).await.status, 422);
    let lost = farmer
        .submit(&told.form(&format!("{record}/tag-lost")))
        .await;
    assert!(lost.says("丢失"), "{}", lost.words());
    let visitor = site.visitor();
    let public = visitor.get(&format!("/t/{old}")).await;
    assert!(public.says("报过丢失"), "{}", public.words());
    let again = farmer
        .submit(&lost.form(&format!("{record}/tag-found")))
        .await;
    assert!(!again.html.contains("/tag-found"), "{}", again.words());
    assert!(
        !again.html.contains(&format!("{record}/tag\"")),
        "only an operator prints another tag"
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d4_a_replaced_tag_leads_to_its_tree_and_says_so() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let old = site.code(0);
    let record = format!("/register/trees/{}", site.trees[0]);
    let page = operator.get(&record).await;
    let refused = page
        .form(&format!("{record}/tag"))
        .with("reason", "枝".repeat(201));
    assert_eq!(operator.send(&refused).await.status, 422);
    let replace = page
        .form(&format!("{record}/tag"))
        .with("reason", "台风吹落");
    let told = operator.submit(&replace).await;
    assert!(told.says("台风吹落"), "{}", told.words());
    let new = site.code(0);
    assert_ne!(old, new);
    for lang in ["zh-CN", "en"] {
        let public = site.visitor().get(&format!("/t/{old}?lang={lang}")).await;
        assert_eq!(public.status, 200);
        assert!(
            public.says(&new.grouped()) && public.html.contains("flash warn"),
            "{}",
            public.words()
        );
    }
    let fresh = site.visitor().get(&format!("/t/{new}")).await;
    assert!(!fresh.html.contains("flash warn"));
    let found = operator.get(&format!("/register?q={old}")).await;
    assert!(
        found.html.contains(&record),
        "an old code finds it: {}",
        found.words()
    );
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_public_map_tells_whether_but_never_who_nor_where_on_the_globe() {
    let site = Site::open().await;
    let farmer = site.signed_in("farmer").await;
    for (nth, tree) in site.trees.iter().take(2).enumerate() {
        let record = format!("/register/trees/{tree}");
        let survey = farmer
            .get(&record)
            .await
            .form(&format!("{record}/survey"))
            .with("latitude", "24.98321")
            .with("longitude", format!("115.6714{nth}"));
        assert_eq!(farmer.submit(&survey).await.status, 200);
    }
    let buyer = site.signed_in("buyer").await;
    adopt(&site, &buyer, 0).await;
    let path = format!("/campaigns/{}/map", site.campaign);
    let map = site.visitor().get(&path).await;
    assert_eq!(map.status, 200);
    assert_eq!(map.html.matches("class=\"map-tree\"").count(), 2);
    assert_eq!(
        map.html.matches("<use href=\"#mark-taken\"").count(),
        1,
        "{}",
        map.html
    );
    assert!(
        !map.html.contains("24.98") && !map.html.contains("115.67"),
        "no coordinates"
    );
    assert!(!map.says("buyer") && !map.says("小满的橙子树"));
    let free = site.visitor().get(&format!("{path}?state=free")).await;
    assert_eq!(free.html.matches("class=\"map-tree\"").count(), 1);
    let none = site
        .visitor()
        .get(&format!("{path}?variety=%E6%9F%9A%E5%AD%90"))
        .await;
    assert_eq!(none.html.matches("class=\"map-tree\"").count(), 0);
    for wish in [
        "zoom=255&x=2147483647&y=-2147483648",
        "state=%00&variety=%27%3C",
        "zoom=",
        "zoom=-1",
        "x=NaN",
    ] {
        let status = site.visitor().get(&format!("{path}?{wish}")).await.status;
        assert!(status == 200 || status == 400, "{wish}: {status}");
    }
    site.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d43_a_wrong_variety_is_corrected_with_a_reason_that_everybody_reads() {
    let site = Site::open().await;
    let operator = site.signed_in("operator").await;
    let record = format!("/register/trees/{}", site.trees[0]);
    let form = operator
        .get(&record)
        .await
        .form(&format!("{record}/correction"));
    assert_eq!(
        operator.send(&form).await.status,
        422,
        "no reason, and nothing else is said"
    );
    let right = form
        .with("variety", "赣南早脐橙")
        .with("planted", "2010")
        .with("reason", "嫁接时记错了");
    let told = operator.submit(&right).await;
    assert!(told.says("赣南早脐橙"), "{}", told.words());
    let public = site.visitor().get(&format!("/t/{}", site.code(0))).await;
    assert!(
        public.says("赣南早脐橙") && public.says("嫁接时记错了"),
        "{}",
        public.words()
    );
    let farmer = site.signed_in("farmer").await;
    assert!(
        !farmer.get(&record).await.html.contains("/correction\""),
        "the register is the operator's"
    );
    site.close().await;
}
