//! Every file of the photos' corpus, sent to the server: each is taken or refused with its own code, and none ends in a
//! fault.

use serde_json::json;

use crate::{
    caller::fresh_key,
    corpus::cases,
    harness::TestServer,
    orchard_year::{observe, orchard},
};

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_corpus_ends_in_a_fault() {
    let server = TestServer::start().await;
    let year = orchard(&server).await;
    let form = json!({ "tree": year.trees[0].0, "stage": "ripe" });
    // A form without a file and a file without a byte are the same to a browser.
    for case in cases().into_iter().filter(|case| !case.bytes.is_empty()) {
        let told = observe(&year.operator, &fresh_key(), form.clone(), &[&case.bytes]).await;
        if case.verdict.starts_with("taken") {
            assert_eq!(told.status, 201, "{}: {}", case.name, case.what);
        } else {
            told.refused(422, case.verdict);
        }
    }
}
