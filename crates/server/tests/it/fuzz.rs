//! No input gives a 500: odd bodies, odd headers, odd bytes on the wire, against every operation.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use reqwest::Method;
use serde_json::Value;

use crate::{
    caller::{fresh_key, send},
    harness::TestServer,
};

const BODIES: &[&[u8]] = &[
    b"",
    b"{}",
    b"[]",
    b"null",
    b"1",
    b"\"x\"",
    b"{",
    b"\xff\xfe",
    b"{\"a\":",
    b"\0",
    b"{\"name\":\"\\u0000\"}",
    b"{\"name\":1e999}",
    b"{\"boxes\":[{}]}",
    b"{\"trees\":[\"tre_00000000000000000000000000\"]}",
    b"{\"tree\":\"tre_00000000000000000000000000\",\"part\":255}",
    b"{\"reason\":\"\"}",
    b"{\"role\":\"farmer\"}",
    b"{\"login\":\"\\u0000\",\"password\":\"\"}",
    b"{\"advance_seconds\":-9223372036854775808}",
    b"{\"contents\":[]}",
    b"{\"carrier\":\"\",\"tracking\":\"\"}",
    b"{\"at\":\"+999999-01-01T00:00:00Z\"}",
    b"{\"transaction\":\"\",\"amount\":{\"minor\":-9223372036854775808,\"currency\":\"CNY\"}}",
    b"{\"text\":\"\\ud800\"}",
    b"{\"channel\":\"bitcoin\"}",
];

/// Every operation of the description with ids that name nothing.
async fn operations(server: &TestServer) -> Vec<(Method, String)> {
    let document: Value = server.visitor().get("/api/openapi.json").await.ok().json();
    let ids = [
        ("{orchard}", "orc_"),
        ("{tree}", "tre_"),
        ("{campaign}", "cmp_"),
        ("{adoption}", "adp_"),
        ("{box}", "box_"),
        ("{parcel}", "par_"),
        ("{payment}", "pay_"),
        ("{refund}", "rfd_"),
        ("{lot}", "lot_"),
        ("{observation}", "obs_"),
        ("{person}", "per_"),
    ];
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        let path = ids.iter().fold(path.clone(), |path, (name, prefix)| {
            path.replace(name, &format!("{prefix}00000000000000000000000000"))
        });
        let path = path
            .replace("{code}", "10000001")
            .replace("{reference}", "10000001")
            .replace("{token}", "t");
        for method in methods.as_object().unwrap().keys() {
            found.push((method.to_uppercase().parse().unwrap(), path.clone()));
        }
    }
    assert!(found.len() > 70);
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_bodies_break_nothing() {
    let server = TestServer::start_with(|config| {
        config.limits.person_burst_requests = u32::MAX.try_into().unwrap();
        config.limits.address_burst_requests = u32::MAX.try_into().unwrap();
        config.limits.door_burst_requests = u32::MAX.try_into().unwrap();
    })
    .await;
    let operator = server.operator().await;
    for (method, path) in operations(&server).await {
        if method == Method::GET {
            for query in [
                "",
                "?limit=-1",
                "?cursor=%00",
                "?at=-1",
                "?orchard=x",
                "?%ff=%ff",
                "?state[]=1",
            ] {
                let answer = operator.get(&format!("{path}{query}")).await;
                assert_ne!(answer.status, 500, "{path}{query}: {answer:?}");
            }
            continue;
        }
        for body in BODIES {
            let request = operator.command(method.clone(), &fresh_key(), &path);
            let request = request
                .header("content-type", "application/json")
                .body(body.to_vec());
            let answer = send(request).await;
            let shown = String::from_utf8_lossy(body);
            assert_ne!(answer.status, 500, "{method} {path} {shown}: {answer:?}");
        }
    }
    operator.get("/api/v1/campaigns").await.ok();
}

/// Sends bytes and gives the status line's number; `None` if the server hung up.
fn raw(address: SocketAddr, bytes: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    // A hang-up in the middle is an answer too.
    let _ = stream.read_to_end(&mut answer);
    let text = String::from_utf8_lossy(&answer);
    text.split(' ').nth(1)?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_bytes_on_the_wire_break_nothing() {
    let server = TestServer::start().await;
    let address = server.address;
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(60_000));
    let headers = format!(
        "GET / HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "X: y\r\n".repeat(500)
    );
    let cases: Vec<Vec<u8>> = vec![
        b"GET /api/v1/campaigns/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"GET /api/v1/campaigns/%00%ff HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"GET //api//v1// HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: pomona_session=\xff\xff\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\r\n\r\n".to_vec(),
        b"GET /api/v1/garden HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: \xff\r\nAccept-Language: \xff\r\n\r\n".to_vec(),
        b"POST /api/v1/members HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n".to_vec(),
        b"POST /api/v1/members HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_vec(),
        b"POST /api/v1/members HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{}".to_vec(),
        b"BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"\0\0\0\0\r\n\r\n".to_vec(),
        long.into_bytes(),
        headers.into_bytes(),
    ];
    for bytes in cases {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        let status = tokio::task::spawn_blocking(move || raw(address, &bytes))
            .await
            .unwrap();
        assert_ne!(status, Some(500), "{shown}");
    }
    server.visitor().get("/healthz").await.ok();
}
