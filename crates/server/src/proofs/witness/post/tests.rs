//! One request and its answer, over plain TCP and over TLS.

use super::*;

#[test]
fn an_address_has_host_and_path() {
    let place = |tls, host, path| Place { tls, host, path };
    assert_eq!(
        parts("http://w.example:81/log/add?x=1"),
        place(false, "w.example:81", "/log/add?x=1")
    );
    assert_eq!(parts("https://w.example"), place(true, "w.example", "/"));
    assert_eq!(parts("http://[::1]:9/a"), place(false, "[::1]:9", "/a"));
    for (host, name) in [
        ("w.example:81", "w.example"),
        ("[::1]:9", "::1"),
        ("[::1]", "::1"),
        ("w", "w"),
    ] {
        assert_eq!(bare(host), name);
    }
}

/// A certificate for `localhost` and the authority that signed it, made for this test alone and good for a
/// hundred years; the key is nobody's secret.
const AUTHORITY: &[u8] = include_bytes!("../../../../tests/tls/authority.der");
const CERTIFICATE: &[u8] = include_bytes!("../../../../tests/tls/localhost.der");
const KEY: &[u8] = include_bytes!("../../../../tests/tls/localhost.key.der");

/// Answers one request over TLS; cuts the connection off without saying so if asked to.
fn sealed_witness(answer: &'static str, rude: bool) -> (String, std::thread::JoinHandle<String>) {
    let key = rustls::pki_types::PrivateKeyDer::try_from(KEY).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CERTIFICATE.into()], key)
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!(
        "https://localhost:{}/add-checkpoint",
        listener.local_addr().unwrap().port()
    );
    let answering = std::thread::spawn(move || {
        let stream = listener.accept().unwrap().0;
        let session = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(session, stream);
        let mut heard = vec![0; 4096];
        let count = stream.read(&mut heard).unwrap_or_default();
        if count > 0 {
            stream.write_all(answer.as_bytes()).unwrap();
            if !rude {
                stream.conn.send_close_notify();
            }
            stream.flush().unwrap();
        }
        String::from_utf8_lossy(&heard[..count]).into_owned()
    });
    (url, answering)
}

fn roots_with(certificate: &[u8]) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.to_vec().into()).unwrap();
    roots
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(10)
}

#[test]
fn a_witness_is_spoken_to_over_tls() {
    for (answer, rude) in [
        ("HTTP/1.1 200 OK\r\n\r\nlines\n", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nlines\n", true),
    ] {
        let (url, answering) = sealed_witness(answer, rude);
        let told = post_judging(&url, "x", soon(), || Ok(roots_with(AUTHORITY))).unwrap();
        assert_eq!(told, Answer::Taken("lines\n".to_owned()));
        let heard = answering.join().unwrap();
        assert!(
            heard.starts_with("POST /add-checkpoint HTTP/1.0\r\n"),
            "{heard}"
        );
    }
}

#[test]
fn an_answer_that_was_cut_off_under_tls_is_none() {
    for answer in [
        "HTTP/1.1 200 OK\r\n\r\nlines\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\nlines\n",
    ] {
        let (url, answering) = sealed_witness(answer, true);
        let told = post_judging(&url, "x", soon(), || Ok(roots_with(AUTHORITY)));
        assert!(matches!(told, Err(PostError::Io { .. })), "{told:?}");
        answering.join().unwrap();
    }
}

#[test]
fn a_server_that_nobody_vouches_for_hears_nothing() {
    let (url, answering) = sealed_witness("HTTP/1.1 200 OK\r\n\r\n", false);
    let other = rustls_native_certs::load_native_certs().certs;
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(other);
    let told = post_judging(&url, "secret", soon(), || Ok(roots));
    assert!(matches!(told, Err(PostError::Io { .. })), "{told:?}");
    assert_eq!(answering.join().unwrap(), "");
    let (url, answering) = sealed_witness("HTTP/1.1 200 OK\r\n\r\n", false);
    let by_number = url.replace("localhost", "127.0.0.1");
    let told = post_judging(&by_number, "secret", soon(), || Ok(roots_with(AUTHORITY)));
    assert!(
        told.is_err(),
        "the certificate is for another name: {told:?}"
    );
    answering.join().unwrap();
}

#[test]
fn a_witness_that_drips_is_left_at_the_deadline() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let dripping = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        // Never silent, never done: ends when the other side has gone.
        while stream.write_all(b"H").is_ok() {
            std::thread::yield_now();
            if stream
                .set_read_timeout(Some(Duration::from_millis(20)))
                .is_err()
            {
                break;
            }
            if let Ok(0) = stream.read(&mut [0; 1024]) {
                break;
            }
        }
    });
    let begun = Instant::now();
    let answer = post(&url, "x", begun + Duration::from_millis(200));
    assert!(matches!(answer, Err(PostError::Io { .. })), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    let over = post(&url, "x", Instant::now());
    assert!(matches!(over, Err(PostError::Io { .. })), "{over:?}");
    dripping.join().unwrap();
}

#[test]
fn an_answer_is_its_status_and_the_size_of_a_witness_that_has_another() {
    let read = |head: &str, body: &str| read(&format!("{head}\r\nX: y\r\n\r\n{body}"));
    assert_eq!(
        read("HTTP/1.1 200 OK", "x"),
        Some(Answer::Taken("x".to_owned()))
    );
    assert_eq!(
        read("HTTP/1.1 204 No Content", ""),
        Some(Answer::Taken(String::new()))
    );
    assert_eq!(
        read("HTTP/1.1 409 Conflict", "17\n"),
        Some(Answer::OtherSize(17))
    );
    assert_eq!(
        read("HTTP/1.1 409 Conflict", "no"),
        Some(Answer::Refused(409))
    );
    assert_eq!(read("HTTP/1.0 302 Found", ""), Some(Answer::Refused(302)));
    assert_eq!(read("SSH-2.0", ""), None);
    assert_eq!(super::read("HTTP/1.1 200 OK"), None, "cut off");
}
