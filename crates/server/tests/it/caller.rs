//! A client: asks, sends commands under keys, and keeps what came back.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use reqwest::{Client, Method, RequestBuilder, header::HeaderMap};
use serde_json::Value;

static KEYS: AtomicU64 = AtomicU64::new(1);

/// A key that nobody used before in this process.
pub(crate) fn fresh_key() -> String {
    format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed))
}

/// The newest position that anybody in a test was told; later reads wait for it.
pub(crate) type Seen = Arc<Mutex<String>>;

/// Remembers a position if it is newer.
pub(crate) fn note(seen: &Seen, position: &str) {
    let mut seen = seen.lock().unwrap();
    if number(position) > number(&seen) {
        position.clone_into(&mut seen);
    }
}

/// The number in a position; 0 in what is none.
fn number(position: &str) -> u64 {
    let digits = position.split('-').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) http: Client,
    base: String,
    token: Option<String>,
    seen: Seen,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The id of what was made.
    #[track_caller]
    pub(crate) fn id(&self) -> String {
        assert_eq!(self.status, 201, "{self:?}");
        self.json()["id"].as_str().unwrap().to_owned()
    }

    /// The code of what went wrong.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> Value {
        let body = self.json();
        assert_eq!(
            (self.status, body["code"].as_str()),
            (status, Some(code)),
            "{self:?}"
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("/problems/{code}"));
        assert_eq!(body["instance"], self.header("x-request-id"));
        body
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!((200..300).contains(&self.status), "{self:?}");
        self
    }
}

impl Caller {
    pub(crate) fn new(address: SocketAddr, token: Option<String>, seen: &Seen) -> Self {
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            base: format!("http://{address}"),
            token,
            seen: Arc::clone(seen),
        }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The same person at another address, such as after a restart.
    pub(crate) fn at(&self, address: SocketAddr) -> Self {
        Self {
            base: format!("http://{address}"),
            ..self.clone()
        }
    }

    /// A question, asked of read models that know what was written before.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        send(self.question(path)).await
    }

    pub(crate) fn question(&self, path: &str) -> RequestBuilder {
        let request = self.request(Method::GET, path);
        match self.seen.lock().unwrap().as_str() {
            "" => request,
            seen => request.header("pomona-position", seen),
        }
    }

    /// A command under a key of its own.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.post_as(&fresh_key(), path, body).await
    }

    pub(crate) async fn post_as(&self, key: &str, path: &str, body: Value) -> Reply {
        self.noted(send(self.command(Method::POST, key, path).json(&body)).await)
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.noted(send(self.command(Method::PUT, &fresh_key(), path).json(&body)).await)
    }

    /// Remembers the position of an answer.
    pub(crate) fn noted(&self, reply: Reply) -> Reply {
        note(&self.seen, reply.header("pomona-position"));
        reply
    }

    pub(crate) fn command(&self, method: Method, key: &str, path: &str) -> RequestBuilder {
        self.request(method, path).header("idempotency-key", key)
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    Reply {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
    }
}
