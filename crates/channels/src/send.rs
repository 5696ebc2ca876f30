//! The only file that speaks HTTP: sends a signed request, gives back the reply. TLS through rustls and the machine's own
//! certificates, no redirects, no cookies, bounded time and bytes. It must not know any channel.

use std::{io::Cursor, time::Duration};

use ::http::{Request, Uri, header::HeaderValue};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use crate::{Answer, Ask, Channel, Error, HttpReply, HttpRequest, Moment, Step};

/// Most bytes of a reply; statements are the largest.
const REPLY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Longest wait for a reply, connection and body included.
const REPLY_TIMEOUT: Duration = Duration::from_secs(20);

/// Why there is no reply. Whatever it is, asking the same again is safe: our ids make the second order the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The machine has no certificates to judge servers by.
    #[error("no trusted certificates on this machine (package ca-certificates)")]
    NoCertificates,
    /// The request has an address or a header that cannot be sent.
    #[error("the request cannot be sent")]
    Unsendable,
    /// No connection: the channel has heard nothing.
    #[error("the channel cannot be reached")]
    Unreachable,
    /// The channel may have heard it, but its reply is not here.
    #[error("no reply came")]
    NoReply,
    /// The channel may have heard it, but did not reply in time.
    #[error("no reply within {seconds} seconds")]
    TimedOut {
        /// How long was waited.
        seconds: u64,
    },
    /// The reply is larger than any real one.
    #[error("the reply has more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: usize,
    },
}

/// Why a channel gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// There was no reply.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The reply was not believed, or a refusal.
    #[error(transparent)]
    Channel(#[from] Error),
}

/// Sends requests; one for the whole program, since it keeps connections.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>,
    timeout: Duration,
}

impl Sender {
    /// A sender that trusts this machine's certificates.
    ///
    /// # Errors
    /// The machine has none.
    pub fn new() -> Result<Self, SendError> {
        let provider = rustls::crypto::ring::default_provider();
        let tls = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(provider)
            .map_err(|_| SendError::NoCertificates)?;
        let mut plain = HttpConnector::new();
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(CONNECT_TIMEOUT));
        // Plain HTTP never leaves this machine: `BaseUrl` sees to that.
        let connector = tls.https_or_http().enable_http1().wrap_connector(plain);
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            timeout: REPLY_TIMEOUT,
        })
    }

    /// The same with another longest wait for a reply.
    #[must_use]
    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends a request and reads its reply. A redirect is a reply like any other: it is not followed, since a signature
    /// is for one address.
    ///
    /// # Errors
    /// No reply; see [`SendError`] for what the channel may have heard.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpReply, SendError> {
        let request = built(request)?;
        let seconds = self.timeout.as_secs();
        tokio::time::timeout(self.timeout, self.reply(request))
            .await
            .unwrap_or(Err(SendError::TimedOut { seconds }))
    }

    async fn reply(&self, request: Request<Full<Cursor<Vec<u8>>>>) -> Result<HttpReply, SendError> {
        let reply = self.client.request(request).await;
        let reply = reply.map_err(|cause| match cause.is_connect() {
            true => SendError::Unreachable,
            false => SendError::NoReply,
        })?;
        let (head, body) = reply.into_parts();
        let body = Limited::new(body, REPLY_BYTES_MAX).collect().await;
        let body = body.map_err(|cause| match cause.is::<LengthLimitError>() {
            true => SendError::TooLarge {
                limit_bytes: REPLY_BYTES_MAX,
            },
            false => SendError::NoReply,
        })?;
        let headers = head.headers.iter().filter_map(|(name, value)| {
            let value = value.to_str().ok()?;
            Some((name.as_str().to_owned(), value.to_owned()))
        });
        Ok(HttpReply {
            status: head.status.as_u16(),
            headers: headers.collect(),
            body: body.to_bytes().to_vec(),
        })
    }
}

/// The authorization is marked as a secret, so that no layer below shows it.
fn built(request: HttpRequest) -> Result<Request<Full<Cursor<Vec<u8>>>>, SendError> {
    let uri: Uri = request.url.parse().map_err(|_| SendError::Unsendable)?;
    let mut builder = Request::builder().method(request.method.as_str()).uri(uri);
    for (name, value) in request.headers {
        let mut value = HeaderValue::try_from(value).map_err(|_| SendError::Unsendable)?;
        value.set_sensitive(name == "authorization");
        builder = builder.header(name, value);
    }
    let body = Full::new(Cursor::new(request.body));
    builder.body(body).map_err(|_| SendError::Unsendable)
}

/// Asks a channel and gives its answer. `moment` is asked for anew whenever something is signed or judged by time.
///
/// # Errors
/// No reply, a refusal, or a reply that is not believed.
pub async fn exchange(
    channel: &(impl Channel + ?Sized),
    sender: &Sender,
    ask: &Ask,
    moment: impl Fn() -> Moment,
) -> Result<Answer, ExchangeError> {
    match channel.ask(ask, moment())? {
        Step::Done(answer) => Ok(answer),
        Step::Send(request) => {
            let reply = sender.send(request).await?;
            Ok(channel.answer(ask, &reply, moment())?)
        }
    }
}
