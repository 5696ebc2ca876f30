//! A page's form: who, under which intent, with the words as they were typed.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use app::Intent;
use futures_util::future::LocalBoxFuture;

use super::{
    SignedIn, csrf,
    wish::{is_content_type, read_body},
};
use crate::{
    idempotency::{self, Key},
    limits::BODY_BYTES_MAX,
    problem::{Kind, Problem},
    state::State,
};

/// What a form holds, as typed. A field may come several times.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields from elsewhere: a multipart form.
    pub(crate) const fn new(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Problem> {
        let malformed =
            || Problem::new(Kind::Malformed, "form-malformed", "the form cannot be read");
        let text = std::str::from_utf8(body).map_err(|_| malformed())?;
        let fields =
            web::Query::<Vec<(String, String)>>::from_query(text).map_err(|_| malformed())?;
        Ok(Self(fields.into_inner()))
    }

    /// The first value of a field; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first value of a field.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Name and value of every field but the guards, for drawing the form again.
    pub(crate) fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        let guard = |name: &str| name == csrf::FIELD || name == idempotency::FIELD;
        self.0
            .iter()
            .filter(move |(name, _)| !guard(name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A signed-in person's form. Session, CSRF token and idempotency key are checked.
pub(crate) struct Posted {
    /// Who.
    pub(crate) who: SignedIn,
    /// Under which key, when. For an edit of a version add `if_version`.
    pub(crate) intent: Intent,
    /// What was typed.
    pub(crate) fields: Fields,
}

impl FromRequest for Posted {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let who = SignedIn::for_change(&req)?;
            let fields = read_fields(&req, payload).await?;
            csrf::demand_token(&req, &who, fields.find(csrf::FIELD))?;
            let key = Key::of(&req, fields.find(idempotency::FIELD))?;
            let state = req
                .app_data::<web::Data<State>>()
                .ok_or_else(Problem::not_signed_in)?;
            let content = format!("{:?}", fields.typed().collect::<Vec<_>>());
            let person = who.identity.person();
            let intent = key.intent(&req, person, content.as_bytes(), state.app.now())?;
            Ok(Self {
                who,
                intent,
                fields,
            })
        })
    }
}

/// Reads a form's body.
pub(super) async fn read_fields(req: &HttpRequest, payload: Payload) -> Result<Fields, Problem> {
    if !is_content_type(req, "application/x-www-form-urlencoded") {
        return Err(Problem::unsupported_type(
            "application/x-www-form-urlencoded",
        ));
    }
    Fields::parse(&read_body(req, payload, BODY_BYTES_MAX).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_words_and_hide_the_guards() {
        let fields = Fields::parse(
            "name=%E5%B0%8F%E6%BB%A1&tree=a&tree=b&csrf=x&idempotency_key=y".as_bytes(),
        )
        .unwrap();
        assert_eq!(fields.text("name"), "小满");
        assert_eq!(fields.text("other"), "");
        assert_eq!(fields.all("tree").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(fields.typed().count(), 3);
        assert!(Fields::parse(b"\xff\xfe").is_err());
    }
}
