//! A command of the JSON API: who, under which intent, with what content.

use std::time::Duration;

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::header,
    web::{self, Bytes},
};
use app::{Intent, commands::tree_import::Format};
use futures_util::{StreamExt, future::LocalBoxFuture};
use kernel::ContentHash;
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{SignedIn, csrf};
use crate::{
    idempotency::Key,
    limits::{
        BODY_BYTES_MAX, BODY_SECONDS_MAX, CAPTURE_BYTES_MAX, CSV_BYTES_MAX, GEOJSON_BYTES_MAX,
        STATEMENT_BYTES_MAX,
    },
    problem::{Kind, Problem},
    state::State,
};

/// A command with a JSON body.
pub(crate) struct Wish<T> {
    /// Who wishes.
    pub(crate) who: SignedIn,
    /// Under which key, when, for which version.
    pub(crate) intent: Intent,
    /// What was sent.
    pub(crate) form: T,
}

/// A command without content: an empty body or `{}`.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// A command whose body is a file of trees: CSV or GeoJSON.
pub(crate) struct RawWish {
    /// Who wishes.
    pub(crate) who: SignedIn,
    /// Under which key, when.
    pub(crate) intent: Intent,
    /// How it is written.
    pub(crate) format: Format,
    /// What was sent.
    pub(crate) body: Bytes,
}

/// A command whose body is a statement of a bank or a channel, in whatever type it calls itself.
pub(crate) struct FileWish {
    /// Who wishes.
    pub(crate) who: SignedIn,
    /// Under which key, when.
    pub(crate) intent: Intent,
    /// The file; empty if none was sent.
    pub(crate) body: Bytes,
}

/// A delivery of EPCIS events. That standard knows no idempotency keys: where none is sent, the same document by the same
/// person is the same delivery.
pub(crate) struct CaptureWish {
    /// Who wishes.
    pub(crate) who: SignedIn,
    /// Under which key, when.
    pub(crate) intent: Intent,
    /// The document.
    pub(crate) body: Bytes,
}

impl FromRequest for CaptureWish {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let who = SignedIn::for_change(&req)?;
            csrf::demand_token(&req, &who, None)?;
            let wanted = ["application/ld+json", "application/json"];
            if !wanted.iter().any(|one| is_content_type(&req, one)) {
                return Err(Problem::unsupported_type(wanted[0]));
            }
            let body = read_body(&req, payload, CAPTURE_BYTES_MAX).await?;
            let same = ContentHash::from_bytes(Sha256::digest(&body).into()).to_string();
            let key = Key::of(&req, Some(&same))?;
            let intent = intent(&req, &who, &key, &body)?;
            Ok(Self { who, intent, body })
        })
    }
}

impl FromRequest for FileWish {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let (who, key) = admit(&req)?;
            let body = read_body(&req, payload, STATEMENT_BYTES_MAX).await?;
            let intent = intent(&req, &who, &key, &body)?;
            Ok(Self { who, intent, body })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Wish<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let (who, key) = admit(&req)?;
            let body = read_body(&req, payload, BODY_BYTES_MAX).await?;
            let form = json(&req, &body)?;
            let intent = intent(&req, &who, &key, &body)?;
            Ok(Self { who, intent, form })
        })
    }
}

impl FromRequest for RawWish {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let (who, key) = admit(&req)?;
            let (format, limit_bytes) = if is_content_type(&req, "text/csv") {
                (Format::Csv, CSV_BYTES_MAX)
            } else if is_content_type(&req, "application/geo+json") {
                (Format::GeoJson, GEOJSON_BYTES_MAX)
            } else {
                return Err(Problem::unsupported_type(
                    "text/csv or application/geo+json",
                ));
            };
            let body = read_body(&req, payload, limit_bytes).await?;
            let intent = intent(&req, &who, &key, &body)?;
            Ok(Self {
                who,
                intent,
                format,
                body,
            })
        })
    }
}

fn admit(req: &HttpRequest) -> Result<(SignedIn, Key), Problem> {
    let who = SignedIn::for_change(req)?;
    csrf::demand_token(req, &who, None)?;
    Ok((who, Key::of(req, None)?))
}

fn intent(req: &HttpRequest, who: &SignedIn, key: &Key, body: &[u8]) -> Result<Intent, Problem> {
    let state = req
        .app_data::<web::Data<State>>()
        .ok_or_else(Problem::not_signed_in)?;
    key.intent(req, who.identity.person(), body, state.app.now())
}

/// Reads a JSON body outside a wish: sign-in and tokens, which are no commands of the log.
pub(crate) async fn read_json<T: DeserializeOwned>(
    req: &HttpRequest,
    payload: Payload,
) -> Result<(T, Bytes), Problem> {
    let body = read_body(req, payload, BODY_BYTES_MAX).await?;
    Ok((json(req, &body)?, body))
}

/// Reads a body up to its limit; a length that is declared too large is refused unread.
pub(crate) async fn read_body(
    req: &HttpRequest,
    mut payload: Payload,
    limit_bytes: usize,
) -> Result<Bytes, Problem> {
    let declared = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    if declared
        .and_then(|text| text.parse::<u64>().ok())
        .is_some_and(|bytes| bytes > limit_bytes as u64)
    {
        return Err(Problem::too_large(limit_bytes));
    }
    let whole = async {
        let mut body = web::BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Problem::body_unreadable())?;
            if body.len() + chunk.len() > limit_bytes {
                return Err(Problem::too_large(limit_bytes));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body.freeze())
    };
    let in_time = tokio::time::timeout(Duration::from_secs(BODY_SECONDS_MAX), whole).await;
    in_time.map_err(|_| Problem::body_unreadable())?
}

pub(crate) fn is_content_type(req: &HttpRequest, wanted: &str) -> bool {
    let value = req
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|text| text.split(';').next())
        .unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(wanted)
}

/// Parses JSON; what does not fit is told with the path of the field. No body stands for `{}`.
fn json<T: DeserializeOwned>(req: &HttpRequest, body: &[u8]) -> Result<T, Problem> {
    if !body.is_empty() && !is_content_type(req, "application/json") {
        return Err(Problem::unsupported_type("application/json"));
    }
    let text: &[u8] = if body.is_empty() { b"{}" } else { body };
    parse_json(text)
}

/// Parses JSON that came in any way.
pub(crate) fn parse_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let parsed = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        malformed(&path, error.inner())
    })?;
    reader.end().map_err(|error| malformed(".", &error))?;
    Ok(parsed)
}

fn malformed(path: &str, error: &serde_json::Error) -> Problem {
    let detail = error.to_string();
    let code = if detail.starts_with("missing field") {
        "missing"
    } else if detail.starts_with("unknown field") {
        "unknown"
    } else {
        "malformed"
    };
    let parent = if path == "." { "" } else { path };
    let field = match (code, detail.split('`').nth(1)) {
        ("missing", Some(name)) if parent.is_empty() => name.to_owned(),
        ("missing", Some(name)) => format!("{parent}.{name}"),
        _ => parent.to_owned(),
    };
    Problem::new(Kind::Malformed, "body-malformed", detail).at_field(field, code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Outer {
        price: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only parsed")]
    struct Inner {
        minor: i64,
        days: Vec<u8>,
    }

    #[test]
    fn malformed_json_names_the_path_of_the_field() {
        for (text, field, code) in [
            (
                r#"{"price":{"minor":"x","days":[]}}"#,
                "price.minor",
                "malformed",
            ),
            (
                r#"{"price":{"minor":1,"days":[1,-2]}}"#,
                "price.days[1]",
                "malformed",
            ),
            (r#"{"price":{"days":[]}}"#, "price.minor", "missing"),
            (r#"{}"#, "price", "missing"),
            (r#"{"prize":1}"#, "prize", "unknown"),
            (r#"{"price":"#, "price", "malformed"),
            ("[1]", "[0]", "malformed"),
            (r#"{"price":{"minor":1,"days":[]}} x"#, "", "malformed"),
        ] {
            let problem = parse_json::<Outer>(text.as_bytes()).unwrap_err();
            assert_eq!(problem.kind, Kind::Malformed);
            let found = &problem.errors[0];
            assert_eq!((found.field.as_str(), found.code), (field, code), "{text}");
        }
    }
}
