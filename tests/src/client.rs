//! A client of the JSON API that reads what anybody in the test has written before.
//!
//! Commands carry a fresh idempotency key. Every read carries the newest position that any client of the family saw,
//! so nothing has to be waited for by the clock.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use reqwest::{Method, StatusCode, header::HeaderMap, multipart::Form};
use serde_json::Value;

/// Who asks, and where.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
    /// Cookie and CSRF token of the session behind the token, for pages that have no door in the API.
    session: Option<(String, String)>,
    /// Requests of all clients of the family.
    asked: Arc<AtomicU64>,
    /// Newest position of the log that this test knows of, as it was told.
    seen: Arc<Mutex<String>>,
    keys: Arc<AtomicU64>,
    /// Different for each run, so that keys of an earlier life of the same folder are not met again.
    run: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// What was asked, for messages.
    pub asked: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Client {
    /// A visitor of the program at `base`, such as `http://127.0.0.1:4711`.
    #[must_use]
    pub fn visitor(base: &str) -> Self {
        let http = reqwest::Client::builder().no_proxy();
        let http = http.redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.build().expect("a client without TLS is made"),
            base: base.to_owned(),
            token: None,
            session: None,
            asked: Arc::default(),
            seen: Arc::default(),
            keys: Arc::default(),
            run: uuid::Uuid::new_v4().to_string(),
        }
    }

    /// The same client at another address: the program was started again.
    #[must_use]
    pub fn moved(&self, base: &str) -> Self {
        let http = Self::visitor(base).http;
        Self {
            http,
            base: base.to_owned(),
            ..self.clone()
        }
    }

    /// The same client without a token.
    #[must_use]
    pub fn nobody(&self) -> Self {
        Self {
            token: None,
            session: None,
            ..self.clone()
        }
    }

    /// How many requests this family of clients has sent.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    /// The token it shows, for handing it on.
    #[must_use]
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// The newest position this test knows of, as it was told; empty before the first.
    #[must_use]
    pub fn seen(&self) -> String {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Signs in with a password and takes an API token, which is what the client shows from then on.
    pub async fn signed_in(&self, login: &str, password: &str) -> Self {
        let knock = serde_json::json!({ "login": login, "password": password });
        let session = self.post("/api/v1/sessions", &knock).await.good();
        let cookie = session.headers["set-cookie"].to_str().expect("a cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let csrf = session.text_at("/csrf_token");
        let request = self
            .http
            .post(format!("{}/api/v1/tokens", self.base))
            .header("cookie", &cookie)
            .header("x-csrf-token", &csrf)
            .json(&serde_json::json!({ "name": "season" }));
        let issued = self.send("POST /api/v1/tokens", request).await.good();
        Self {
            token: Some(issued.text_at("/token")),
            session: Some((cookie, csrf)),
            ..self.clone()
        }
    }

    /// Signs up a new member and signs them in.
    pub async fn signed_up(&self, login: &str, password: &str, name: &str) -> Self {
        let form = serde_json::json!({ "login": login, "password": password, "name": name });
        self.post("/api/v1/members", &form).await.good();
        self.signed_in(login, password).await
    }

    /// `GET` of what is there once everything this test wrote is known.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path);
        let request = match self.seen().as_str() {
            "" => request,
            seen => request.header("pomona-position", seen),
        };
        self.send(&format!("GET {path}"), request).await
    }

    /// The JSON of a good answer to `GET`.
    pub async fn read(&self, path: &str) -> Value {
        self.get(path).await.good().json()
    }

    /// A command with a fresh key.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.command(Method::POST, path, &self.fresh_key(), body)
            .await
    }

    /// A command that sets something.
    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.command(Method::PUT, path, &self.fresh_key(), body)
            .await
    }

    /// A command under a key of the caller's choice.
    pub async fn command(&self, method: Method, path: &str, key: &str, body: &Value) -> Answer {
        let request = self
            .request(method.clone(), path)
            .header("idempotency-key", key);
        self.send(&format!("{method} {path}"), request.json(body))
            .await
    }

    /// A CSV file as a command.
    pub async fn post_csv(&self, path: &str, text: &str) -> Answer {
        self.post_file(path, "text/csv", text).await
    }

    /// A file as a command.
    pub async fn post_file(&self, path: &str, kind: &str, text: &str) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("idempotency-key", self.fresh_key())
            .header("content-type", kind)
            .body(text.to_owned());
        self.send(&format!("POST {path}"), request).await
    }

    /// One field of a page's form, sent as a browser would.
    pub async fn submit(&self, path: &str, name: &str, value: &str) -> Answer {
        let (cookie, csrf) = self.session.clone().unwrap_or_default();
        let mut form = reqwest::Url::parse("http://form/").expect("an address");
        form.query_pairs_mut()
            .append_pair(name, value)
            .append_pair("csrf", &csrf)
            .append_pair("idempotency_key", &self.fresh_key());
        let request = self
            .http
            .post(format!("{}{path}", self.base))
            .header("cookie", cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.query().unwrap_or_default().to_owned());
        self.send(&format!("POST {path}"), request).await
    }

    /// What somebody else sends to the program, with headers of their own: a channel's callback.
    pub async fn deliver(&self, path: &str, headers: &[(&str, String)], body: &str) -> Answer {
        let request = self.http.post(format!("{}{path}", self.base));
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, value)
        });
        self.send(&format!("POST {path}"), request.body(body.to_owned()))
            .await
    }

    /// A form with files as a command.
    pub async fn post_form(&self, path: &str, form: Form) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("idempotency-key", self.fresh_key())
            .multipart(form);
        self.send(&format!("POST {path}"), request).await
    }

    /// Waits until the policies have reacted to everything this test knows of; reads afterwards show their doing.
    pub async fn let_policies_act(&self) {
        let path = format!(
            "/readyz?policies={}",
            Some(self.seen())
                .filter(|seen| !seen.is_empty())
                .unwrap_or_else(|| "0".to_owned())
        );
        let request = self.request(Method::GET, &path);
        self.send(&path, request).await.good();
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    async fn send(&self, asked: &str, request: reqwest::RequestBuilder) -> Answer {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = request.send().await;
        let answer = answer.unwrap_or_else(|error| panic!("{asked}: {error:?}"));
        let (status, headers) = (answer.status(), answer.headers().clone());
        let position = headers
            .get("pomona-position")
            .and_then(|value| value.to_str().ok());
        if let Some(position) = position {
            self.note(position);
        }
        let body = answer.bytes().await;
        let body = body
            .unwrap_or_else(|error| panic!("{asked}: {error:?}"))
            .to_vec();
        Answer {
            asked: asked.to_owned(),
            status,
            headers,
            body,
        }
    }

    fn note(&self, position: &str) {
        let seen = self.seen.lock();
        let mut seen = seen.unwrap_or_else(PoisonError::into_inner);
        if number_of(position) > number_of(&seen) {
            position.clone_into(&mut seen);
        }
    }

    fn fresh_key(&self) -> String {
        format!("{}-{}", self.run, self.keys.fetch_add(1, Ordering::SeqCst))
    }
}

/// The number in a position as a command answers it; 0 in what is none.
#[must_use]
pub fn number_of(position: &str) -> u64 {
    let digits = position.split('-').next().unwrap_or_default();
    digits.parse().unwrap_or_default()
}

impl Answer {
    /// The answer, which must be a success.
    #[track_caller]
    pub fn good(self) -> Self {
        assert!(self.status.is_success(), "{self}");
        self
    }

    /// Demands that it was refused with this status and code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{self}");
        assert_eq!(self.json()["code"], code, "{self}");
    }

    /// The body as JSON.
    #[track_caller]
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self}"))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The id of what a command made.
    #[track_caller]
    #[must_use]
    pub fn made(self) -> String {
        self.good().text_at("/id")
    }

    /// The text at a JSON pointer.
    #[track_caller]
    #[must_use]
    pub fn text_at(&self, pointer: &str) -> String {
        let json = self.json();
        let found = json.pointer(pointer).and_then(Value::as_str);
        found
            .unwrap_or_else(|| panic!("nothing at {pointer}: {self}"))
            .to_owned()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = self.text();
        let shown: String = text.chars().take(2_000).collect();
        write!(f, "{} answered {}: {shown}", self.asked, self.status)
    }
}
