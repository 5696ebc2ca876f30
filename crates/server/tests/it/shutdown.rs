//! The end in order: what is running finishes, the folder is free.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use server::{Config, Time, assemble};

use crate::harness::{PASSWORD, TestServer, config_in};

/// Looks at the metrics this often before giving up; each look is a whole request.
const LOOKS_MAX: usize = 10_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_running_request_finishes_and_the_folder_is_free() {
    let server = TestServer::start().await;
    let body = format!(r#"{{"login":"late","password":"{PASSWORD}","name":"Late"}}"#);
    let head = format!(
        "POST /api/v1/members HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
         Idempotency-Key: late\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..10]).unwrap();
    until_two_run(&server).await;

    let (running, folder) = server.begin_stop();
    let finish = tokio::task::spawn_blocking(move || {
        stream.write_all(&body.as_bytes()[10..]).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    });
    let answer = finish.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    running.await.unwrap().unwrap();

    let config = config_in(&folder);
    let parts = assemble(config, Time::System).unwrap();
    assert_eq!(
        parts.app.log().durable_position().0,
        1,
        "the sign-up is there"
    );
}

/// The request with half a body, and the look itself.
async fn until_two_run(server: &TestServer) {
    for _ in 0..LOOKS_MAX {
        let metrics = server.visitor().get("/metrics").await.ok();
        if metrics.text.contains("pomona_http_requests_in_flight 2") {
            return;
        }
    }
    panic!("the request never began");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_there_after_a_restart() {
    let server = TestServer::start().await;
    server.member("lin", &[]).await;
    let folder = server.stop().await;
    let config = config_in(&folder);
    let parts = assemble(config, Time::System).unwrap();
    parts
        .app
        .caught_up(parts.app.log().durable_position())
        .await
        .unwrap();
    assert_eq!(parts.app.read().members(None, 10).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_opened_says_what_to_do() {
    let server = TestServer::start().await;
    let open_again = |change: &dyn Fn(&mut Config)| {
        let mut config = config_in(&server.folder);
        change(&mut config);
        assemble(config, Time::System)
            .map(drop)
            .unwrap_err()
            .to_string()
    };
    let in_use = open_again(&|_| ());
    assert!(in_use.contains("stop it first"), "{in_use}");
    let no_folder = open_again(&|config| config.data = "/dev/null/pomona".into());
    assert!(no_folder.contains("--data"), "{no_folder}");
    let folder = server.stop().await;
    let config = config_in(&folder);
    std::fs::write(folder.path().join("policies.position"), "nonsense").unwrap();
    let refused = assemble(config.clone(), Time::System)
        .map(drop)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("policies.position"), "{refused}");
    std::fs::remove_file(folder.path().join("master.key")).unwrap();
    let refused = assemble(config, Time::System)
        .map(drop)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("POMONA_MASTER_KEY"), "{refused}");
}
