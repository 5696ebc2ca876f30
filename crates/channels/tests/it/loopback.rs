//! Requests over real HTTP to a server on this machine: what arrives, and every way in which no reply comes.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use crate::keys::{THEIRS, THEIRS_CERTIFICATE, now, order, payment, refund_order, stripe};
use channels::{
    Answer, Ask, Channel, ChannelName, PaymentHandle, Presentation, Scene,
    keys::SharedSecret,
    sandbox::{Sandbox, Vendor},
    send::{ExchangeError, SendError, Sender, exchange},
};

/// Takes one connection on a thread of its own, gives back what it read until the body was whole, and replies.
fn serve_once(listener: TcpListener, reply: Vec<u8>) -> JoinHandle<String> {
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut heard = Vec::new();
        let mut buffer = [0; 4096];
        while !is_whole(&String::from_utf8_lossy(&heard)) {
            let count = stream.read(&mut buffer).unwrap();
            assert!(count > 0, "the sender hung up early");
            heard.extend(&buffer[..count]);
        }
        // A sender that has seen enough may have left.
        let _ = stream.write_all(&reply);
        String::from_utf8(heard).unwrap()
    })
}

fn is_whole(heard: &str) -> bool {
    let Some((head, body)) = heard.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

fn bound() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    (listener, base)
}

fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
        .into_bytes()
}

#[tokio::test]
async fn an_order_arrives_as_it_was_built_and_its_reply_comes_back() {
    let (listener, base) = bound();
    let number = payment();
    let body = format!(
        r#"{{"id":"cs_test_1","payment_status":"unpaid","status":"open","client_reference_id":"{number}","url":"https://checkout.stripe.com/c/1"}}"#
    );
    let server = serve_once(listener, http("200 OK", &body));
    let ask = Ask::Start(order(Scene::Phone));
    let answer = exchange(&stripe(&base), &Sender::new().unwrap(), &ask, now)
        .await
        .unwrap();
    assert!(matches!(
        answer,
        Answer::Present(Presentation::Redirect { .. })
    ));
    let heard = server.join().unwrap();
    assert!(
        heard.starts_with("POST /v1/checkout/sessions HTTP/1.1\r\n"),
        "{heard}"
    );
    for part in [
        "authorization: Bearer sk_test_1\r\n",
        "content-type: application/x-www-form-urlencoded\r\n",
        &format!("idempotency-key: start-{number}\r\n"),
        "line_items%5B0%5D%5Bprice_data%5D%5Bunit_amount%5D=168000",
    ] {
        assert!(heard.contains(part), "{part} in {heard}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (listener, base) = bound();
    let moved = "307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/";
    let server = serve_once(listener, http(moved, ""));
    let ask = Ask::Refund(refund_order("pi_1"));
    let refused = exchange(&stripe(&base), &Sender::new().unwrap(), &ask, now).await;
    let expected = channels::Error::Refused {
        status: 307,
        code: String::new(),
    };
    assert_eq!(refused, Err(ExchangeError::Channel(expected)));
    server.join().unwrap();
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_apart() {
    let ask = Ask::Refund(refund_order("pi_1"));
    let sender = Sender::new().unwrap();
    let (listener, base) = bound();
    drop(listener);
    let nobody = exchange(&stripe(&base), &sender, &ask, now).await;
    assert_eq!(nobody, Err(SendError::Unreachable.into()));

    let (listener, base) = bound();
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec();
    let server = serve_once(listener, cut);
    let cut = exchange(&stripe(&base), &sender, &ask, now).await;
    assert_eq!(cut, Err(SendError::NoReply.into()));
    server.join().unwrap();

    let (listener, base) = bound();
    let large = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec();
    let server = serve_once(listener, large);
    let large = exchange(&stripe(&base), &sender, &ask, now).await;
    assert!(matches!(
        large,
        Err(ExchangeError::Send(
            SendError::TooLarge { .. } | SendError::NoReply
        ))
    ));
    server.join().unwrap();

    // The listener takes the connection into its queue and nobody ever answers.
    let (_listener, base) = bound();
    let impatient = sender.with_timeout(Duration::from_millis(50));
    let silent = exchange(&stripe(&base), &impatient, &ask, now).await;
    assert_eq!(silent, Err(SendError::TimedOut { seconds: 0 }.into()));
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_hears_nothing() {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let certificate = CertificateDer::from_pem_slice(THEIRS_CERTIFICATE.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(THEIRS.as_bytes()).unwrap();
    let settings = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let (listener, base) = bound();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut tls = rustls::ServerConnection::new(Arc::new(settings)).unwrap();
        let mut heard = Vec::new();
        let ended = rustls::Stream::new(&mut tls, &mut stream).read_to_end(&mut heard);
        (ended.is_err(), heard)
    });
    let ask = Ask::Refund(refund_order("pi_1"));
    let base = base.replace("http://", "https://");
    let refused = exchange(&stripe(&base), &Sender::new().unwrap(), &ask, now).await;
    assert_eq!(refused, Err(SendError::Unreachable.into()));
    assert_eq!(
        server.join().unwrap(),
        (true, vec![]),
        "not a byte of the order went out"
    );
}

#[tokio::test]
async fn the_sandbox_answers_over_http() {
    let (listener, base) = bound();
    let base: channels::BaseUrl = format!("{base}/sandbox").parse().unwrap();
    let secret = || SharedSecret::new(&"of this test".to_owned().into());
    let channel = Sandbox::new(base.clone(), secret());
    assert_eq!(
        (channel.name(), channel.name().moves_money()),
        (ChannelName::Sandbox, false)
    );
    let handle = PaymentHandle {
        payment: payment(),
        attempt: None,
    };
    let ask = Ask::Payment(handle);
    let channels::Step::Send(request) = channel.ask(&ask, now()).unwrap() else {
        panic!("a request");
    };
    let reply = Vendor::new(&base, secret()).serve(&request, now());
    let header = &reply.headers[0];
    let head = format!("200 OK\r\n{}: {}", header.0, header.1);
    let body = String::from_utf8(reply.body).unwrap();
    let server = serve_once(listener, http(&head, &body));
    let answer = exchange(&channel, &Sender::new().unwrap(), &ask, now)
        .await
        .unwrap();
    assert!(matches!(answer, Answer::Payment(_)));
    let heard = server.join().unwrap();
    assert!(
        heard.starts_with(&format!("GET /sandbox/payments/{} ", payment())),
        "{heard}"
    );
}
