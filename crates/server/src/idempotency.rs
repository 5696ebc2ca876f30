//! The idempotency key of a command, and the intent that follows from it: the same key and content is the same wish.

use actix_web::{HttpRequest, http::header, web};
use app::{Intent, LogNumber, NumberError};
use eventlog::Epoch;
use kernel::{PersonId, Timestamp};
use sha2::{Digest, Sha256};

use crate::{
    limits::KEY_CHARS_MAX,
    problem::{Kind, Problem},
    state::State,
};

/// The header with the key (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const HEADER: &str = "idempotency-key";
/// The form field with the key.
pub(crate) const FIELD: &str = "idempotency_key";

/// A client's name for one wish: 1 to 128 printable ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key(String);

impl Key {
    /// The key in the header, or in a form's field where there is one.
    pub(crate) fn of(req: &HttpRequest, field: Option<&str>) -> Result<Self, Problem> {
        let missing = || {
            let detail = "every command needs the header Idempotency-Key, such as a UUID";
            Problem::new(Kind::Malformed, "idempotency-key-missing", detail)
        };
        let header = req
            .headers()
            .get(HEADER)
            .map(|value| value.to_str().unwrap_or_default());
        Self::parse(header.or(field).ok_or_else(missing)?)
    }

    /// Quoted as the draft says, or bare as most clients send it.
    fn parse(text: &str) -> Result<Self, Problem> {
        let bare = text
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(text);
        let printable = bare
            .bytes()
            .all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if printable && (1..=KEY_CHARS_MAX).contains(&bare.len()) {
            return Ok(Self(bare.to_owned()));
        }
        let detail = format!("a key is 1 to {KEY_CHARS_MAX} printable ASCII characters");
        Err(Problem::new(
            Kind::Malformed,
            "idempotency-key-malformed",
            detail,
        ))
    }

    /// A person's wish. Its content is hashed together with the key, so that the fingerprint in the log cannot be
    /// guessed back into what was typed, not even once the person is erased.
    pub(crate) fn intent(
        &self,
        req: &HttpRequest,
        person: PersonId,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Intent, Problem> {
        let epoch = req
            .app_data::<web::Data<State>>()
            .and_then(|state| state.app.log().epoch());
        let content = self.content(req, body);
        Ok(Intent::of_person(person, &self.0, &content, now).if_version(if_match(req, epoch)?))
    }

    /// A visitor's wish.
    pub(crate) fn visitor_intent(&self, req: &HttpRequest, body: &[u8], now: Timestamp) -> Intent {
        Intent::of_visitor(&self.0, &self.content(req, body), now)
    }

    fn content(&self, req: &HttpRequest, body: &[u8]) -> Vec<u8> {
        let mut content = format!("{}\n{} {}\n", self.0, req.method(), req.path()).into_bytes();
        content.extend_from_slice(&Sha256::digest(body));
        content
    }
}

/// The version in `If-Match`; `*` and no header ask for none.
fn if_match(req: &HttpRequest, epoch: Option<Epoch>) -> Result<Option<u64>, Problem> {
    let Some(value) = req.headers().get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let read = version.map(|version| LogNumber::parse(version, epoch));
    match read.unwrap_or(Err(NumberError::Malformed)) {
        Ok(version) => Ok(Some(version.number())),
        Err(NumberError::OtherEpoch) => Err(Problem::restored_since()),
        Err(NumberError::Malformed) => Err(Problem::new(
            Kind::Malformed,
            "if-match-malformed",
            "If-Match is the ETag of what was read, such as \"3-0a1b2c3d\"",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn key(text: &str) -> Result<Key, &'static str> {
        let req = TestRequest::post()
            .insert_header((HEADER, text))
            .to_http_request();
        Key::of(&req, None).map_err(|problem| problem.code)
    }

    #[test]
    fn a_key_may_be_quoted_or_bare() {
        assert_eq!(key("\"k-1\""), key("k-1"));
        assert_eq!(
            key(&"k".repeat(KEY_CHARS_MAX)).map(|key| key.0.len()),
            Ok(KEY_CHARS_MAX)
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "\"\"", &"k".repeat(KEY_CHARS_MAX + 1)] {
            assert_eq!(key(text), Err("idempotency-key-malformed"), "{text:?}");
        }
        let bare = TestRequest::post().to_http_request();
        assert_eq!(
            Key::of(&bare, None).unwrap_err().code,
            "idempotency-key-missing"
        );
        assert_eq!(Key::of(&bare, Some("a-form")).unwrap().0, "a-form");
    }

    #[test]
    fn an_etag_is_a_version_in_quotes() {
        let asked = |text: &str| {
            let req = TestRequest::put()
                .insert_header((header::IF_MATCH, text))
                .to_http_request();
            if_match(&req, Some(Epoch([0xa1; 16]))).map_err(|problem| problem.code)
        };
        assert_eq!(asked("\"3-a1a1a1a1\""), Ok(Some(3)));
        assert_eq!(asked("*"), Ok(None));
        for text in [
            "3",
            "3-a1a1a1a1",
            "\"3\"",
            "\"x\"",
            "\"-1\"",
            "W/\"3-a1a1a1a1\"",
        ] {
            assert_eq!(asked(text), Err("if-match-malformed"), "{text}");
        }
        assert_eq!(asked("\"3-b2b2b2b2\""), Err("log-restored"));
    }
}
