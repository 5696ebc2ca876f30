//! The log's own addresses, checked with nothing but what they give; and a log that is not the one that was signed.

use eventlog::proof::{Commitment, EventProof, GrowthProof, SignedCheckpoint, Vkey};
use reqwest::Method;
use server::Config;

use crate::{
    caller::{Reply, send},
    harness::TestServer,
};

/// A restored log has other tiles at the same addresses.
const AN_HOUR: &str = "public, max-age=3600";

fn quick(config: &mut Config) {
    config.proofs.publish_seconds = 1;
}

/// The bytes of a tile that must be there.
async fn bytes(server: &TestServer, path: &str) -> Vec<u8> {
    let answer = server
        .visitor()
        .request(Method::GET, path)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    assert_eq!(answer.headers()["content-type"], "application/octet-stream");
    assert_eq!(answer.headers()["cache-control"], AN_HOUR);
    answer.bytes().await.unwrap().to_vec()
}

/// Waits until a checkpoint counts everything, and opens it.
async fn signed(server: &TestServer) -> (SignedCheckpoint, Vkey) {
    let visitor = server.visitor();
    let position = server.app.log().durable_position().0;
    visitor
        .get(&format!("/readyz?checkpoint={position}"))
        .await
        .ok();
    let vkey = visitor
        .get("/log/vkey")
        .await
        .ok()
        .text
        .trim_end()
        .parse()
        .unwrap();
    let note = visitor.get("/log/checkpoint").await.ok();
    assert_eq!(note.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(note.header("cache-control"), "public, max-age=5");
    let opened = SignedCheckpoint::open(&note.text, &vkey).unwrap();
    assert!(opened.checkpoint().size >= position);
    (opened, vkey)
}

#[tokio::test(flavor = "multi_thread")]
async fn checkpoint_tiles_and_proofs_fit_together() {
    let server = TestServer::start_with(quick).await;
    let visitor = server.visitor();
    server.member("first", &[]).await;
    let (old, vkey) = signed(&server).await;
    assert_eq!(vkey.name().as_str(), "pomona.test/log");
    for n in 0..5 {
        server.member(&format!("member-{n}"), &[]).await;
    }
    let (new, _) = signed(&server).await;
    let size = new.checkpoint().size;
    assert!(old.checkpoint().size < size);

    let entries = bytes(&server, &format!("/log/tile/entries/000.p/{size}")).await;
    assert_eq!(entries.len() as u64, size * 34);
    let leaves = bytes(&server, &format!("/log/tile/0/000.p/{size}")).await;
    let first = Commitment(entries[2..34].try_into().unwrap());
    assert_eq!(first.leaf().0, leaves[..32]);
    let older = format!("/log/tile/0/000.p/{}", old.checkpoint().size);
    assert!(
        leaves.starts_with(&bytes(&server, &older).await),
        "partials of every size before"
    );

    let proof = visitor.get("/log/proof/1").await.ok();
    assert_eq!(
        proof.header("content-disposition"),
        "attachment; filename=\"event-1.tlog-proof\""
    );
    let proof = EventProof::parse(&proof.text).unwrap();
    assert_eq!(
        (proof.index, &proof.extra),
        (0, &None),
        "the record stays here"
    );
    proof.verify(first, &vkey).unwrap();

    let from = old.checkpoint().size;
    let grown = visitor
        .get(&format!("/log/consistency?from={from}"))
        .await
        .ok();
    let grown = GrowthProof::parse(&grown.text).unwrap();
    assert_eq!(grown.verify(old.checkpoint(), &vkey).unwrap(), new);
    let between = visitor
        .get(&format!("/log/consistency?from=1&to={from}"))
        .await
        .ok();
    let between = GrowthProof::parse(&between.text).unwrap();
    assert_eq!(
        (between.old_size, between.checkpoint_note.as_str()),
        (1, "")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_tile_is_not_found_and_what_is_no_proof_neither() {
    let server = TestServer::start_with(quick).await;
    server.member("first", &[]).await;
    let (newest, _) = signed(&server).await;
    let size = newest.checkpoint().size;
    let visitor = server.visitor();
    let not_found = |reply: Reply, path: &str| {
        assert_eq!(reply.header("cache-control"), "no-store", "{path}");
        reply.refused(404, "not-found");
    };
    for path in [
        "0/000",
        "0/000.p/0",
        "0/000.p/200",
        "0/000.p/01",
        "0/%30%30%30.p/1",
        "0/001.p/1",
        "1/000.p/1",
        "entries/000",
        "data/000.p/1",
        "64/000.p/1",
        "0/x000/000.p/1",
        "",
        "0/000.p/1/",
        "00/000.p/1",
        "0//000.p/1",
    ] {
        let path = format!("/log/tile/{path}");
        not_found(send(visitor.request(Method::GET, &path)).await, &path);
    }
    for position in [
        "0",
        "-1",
        "x",
        "18446744073709551616",
        &(size + 9).to_string(),
    ] {
        let path = format!("/log/proof/{position}");
        not_found(visitor.get(&path).await, &path);
    }
    for query in ["", "?from=x", "?from=-1", "?from=1&to=x"] {
        let answer = visitor.get(&format!("/log/consistency{query}")).await;
        answer.refused(400, "query-malformed");
    }
    let beyond = format!("/log/consistency?from=1&to={}", size + 1);
    let answer = visitor.get(&beyond).await.refused(400, "query-malformed");
    assert_eq!(answer["errors"][0]["field"], "to");
    let back = visitor.get("/log/consistency?from=2&to=1").await;
    back.refused(400, "query-malformed");
    let posted = send(visitor.request(Method::POST, "/log/checkpoint")).await;
    posted.refused(405, "method-not-allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_stands_in_the_next_checkpoint_and_says_so_before() {
    let server = TestServer::start_with(|config| config.proofs.publish_seconds = 3_600).await;
    let (newest, _) = signed(&server).await;
    server.member("late", &[]).await;
    // The turn that was waiting for something new may have come already; the one after comes in an hour.
    server.visitor().get("/readyz").await.ok();
    server.member("later", &[]).await;
    let position = server.app.log().durable_position().0;
    assert!(newest.checkpoint().size < position);
    let answer = server
        .visitor()
        .get(&format!("/log/proof/{position}"))
        .await;
    answer.refused(503, "not-yet-signed");
    assert_eq!(answer.header("retry-after"), "3600");
    let folder = server.stop().await;
    let kept = std::fs::read_to_string(folder.path().join("proofs/checkpoint")).unwrap();
    assert_eq!(
        kept.lines().nth(1),
        Some(position.to_string().as_str()),
        "the end signs what is left"
    );
}

/// Starts again in a folder whose log was exchanged.
async fn started_with_another_log(events: usize) -> TestServer {
    let first = TestServer::start_with(quick).await;
    first.member("one", &[]).await;
    first.member("two", &[]).await;
    let folder = first.stop().await;
    for stale in [
        "log",
        "vault.sqlite",
        "readmodels.sqlite",
        "policies.position",
    ] {
        let path = folder.path().join(stale);
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap();
        } else {
            std::fs::remove_file(path).unwrap();
        }
    }
    let other = TestServer::start_with(quick).await;
    for n in 0..events {
        other.member(&format!("other-{n}"), &[]).await;
    }
    let proofs = folder.path().join("proofs");
    let folder = other.stop().await;
    std::fs::remove_dir_all(folder.path().join("proofs")).unwrap();
    std::fs::rename(proofs, folder.path().join("proofs")).unwrap();
    TestServer::start_in(folder, quick).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_is_not_the_signed_one_is_served_and_never_signed() {
    for (events, found) in [(1, "history-lost"), (4, "history-differs")] {
        let server = started_with_another_log(events).await;
        let visitor = server.visitor();
        let ready = visitor.get("/readyz").await;
        assert_eq!(ready.status, 503, "{ready:?}");
        assert_eq!(ready.json()["proofs"]["signing"], found);
        let before = std::fs::read(server.folder.path().join("proofs/checkpoint")).unwrap();
        for path in [
            "/log/checkpoint",
            "/log/tile/0/000.p/1",
            "/log/proof/1",
            "/log/consistency?from=1",
        ] {
            visitor.get(path).await.refused(503, "proofs-stopped");
        }
        visitor.get("/log/vkey").await.ok();
        visitor.get("/api/v1/campaigns").await.ok();
        let metrics = visitor.get("/metrics").await.ok();
        assert!(
            metrics.text.contains("pomona_proofs_not_signing 1"),
            "{}",
            metrics.text
        );
        server.member("more", &[]).await;
        let folder = server.stop().await;
        let after = std::fs::read(folder.path().join("proofs/checkpoint")).unwrap();
        assert_eq!(before, after, "the last good checkpoint stays");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_ours_alone_and_another_name_or_no_key_is_refused_at_start() {
    use std::os::unix::fs::PermissionsExt;
    let server = TestServer::start_with(quick).await;
    let (_, vkey) = signed(&server).await;
    let folder = server.stop().await;
    let key = folder.path().join("proofs/signing-key");
    assert_eq!(
        std::fs::metadata(&key).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        server::proofs::vkey_of(folder.path()).unwrap(),
        Some(vkey.clone())
    );
    let refused = |adjust: &dyn Fn(&mut Config)| {
        let mut config = crate::harness::config_in(&folder);
        adjust(&mut config);
        let parts = server::assemble(config, server::Time::System);
        parts.map(drop).unwrap_err().to_string()
    };
    let other = refused(&|config| "other.example/log".clone_into(&mut config.proofs.origin));
    assert!(
        other.contains("the log is called pomona.test/log"),
        "{other}"
    );
    std::fs::rename(&key, folder.path().join("aside")).unwrap();
    let missing = refused(&|_| ());
    assert!(
        missing.contains("is missing") && missing.contains("never make a new key"),
        "{missing}"
    );
    assert!(!key.exists(), "no new key for an old log");
    std::fs::rename(folder.path().join("aside"), &key).unwrap();
    let again = TestServer::start_in(folder, |config| {
        config.server.public_url = "http://renamed.test".to_owned();
    });
    assert_eq!(
        signed(&again.await).await.1,
        vkey,
        "a new address changes no name"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_folder_that_is_away_is_named_and_nothing_is_signed() {
    let away = tempfile::tempdir().unwrap().path().join("away");
    let server = TestServer::start_with(|config| {
        quick(config);
        config.proofs.witness_folder.clone_from(&away);
    })
    .await;
    let visitor = server.visitor();
    server.member("first", &[]).await;
    let ready = visitor.get("/readyz?checkpoint=1").await;
    assert_eq!(ready.status, 503, "{ready:?}");
    assert_eq!(ready.json()["proofs"]["signing"], "witness-unreadable");
    let refused = visitor.get("/log/checkpoint").await;
    let refused = refused.refused(503, "proofs-stopped");
    assert!(!refused.to_string().contains("not the one"), "{refused}");
    visitor.get("/log/vkey").await.ok();
    let folder = server.stop().await;
    assert!(!folder.path().join("proofs/checkpoint").exists());
    assert!(!away.exists(), "the folder is not made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_cannot_be_written_makes_the_program_not_ready() {
    let server = TestServer::start_with(quick).await;
    signed(&server).await;
    // Where the next checkpoint is drafted stands a folder.
    std::fs::create_dir(server.folder.path().join("proofs/checkpoint.draft")).unwrap();
    server.member("late", &[]).await;
    let position = server.app.log().durable_position().0;
    let visitor = server.visitor();
    let ready = visitor.get(&format!("/readyz?checkpoint={position}"));
    let ready = ready.await;
    assert_eq!(ready.status, 503, "{ready:?}");
    assert_eq!(ready.json()["proofs"]["signing"], "stopped");
    let ready = visitor.get("/readyz").await;
    assert_eq!(ready.status, 503, "{ready:?}");
}
