//! The one map from what went wrong to what is answered: status, code, facts and words (RFC 9457).
//!
//! Handlers return a [`Problem`]; how it looks (JSON for machines, a page for people) is decided in [`present`].
//! A private cause goes to the log under the request id, never to the client.
//!
//! A rejection is 422 when what was sent can never be right (see `map.rs`) and 409 when the state of the
//! world says no and the same wish may succeed at another time.

mod map;
pub(crate) mod present;
mod proofs;
mod statements;
mod uploads;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use serde::Serialize;
use serde_json::Value;

/// What kind of failure it is: fixes status, title and the words of the error page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What was sent has not the form that is asked for.
    Malformed,
    /// Nobody is signed in.
    NotSignedIn,
    /// The person may not do this.
    Forbidden,
    /// A form without its token, or from another site.
    ExpiredForm,
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// There is such a thing, but not with this method.
    MethodNotAllowed,
    /// The state of the world says no.
    Conflict,
    /// It has changed since it was read.
    Stale,
    /// Too many bytes.
    TooLarge,
    /// A content type that is not taken here.
    UnsupportedType,
    /// What was sent can never be right.
    Refused,
    /// Too many requests.
    TooMany,
    /// Something is broken here.
    Fault,
    /// Not now; later.
    Busy,
    /// The disk is nearly full.
    Full,
}

impl Kind {
    /// The HTTP status.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::ExpiredForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
        }
    }

    /// The short title of the JSON answer.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Malformed => "The request is malformed",
            Self::NotSignedIn => "Sign in first",
            Self::Forbidden => "Not allowed",
            Self::ExpiredForm => "The form is not ours or too old",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "The state of the world says no",
            Self::Stale => "It has changed meanwhile",
            Self::TooLarge => "Too large",
            Self::UnsupportedType => "Content type not taken",
            Self::Refused => "A rule says no",
            Self::TooMany => "Too many requests",
            Self::Fault => "Something broke on our side",
            Self::Busy => "Not now",
            Self::Full => "The disk is nearly full",
        }
    }

    /// The message key of the error page's title; its text is under the same key with `-text`, where there is one.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::NotSignedIn => "error-sign-in",
            Self::Forbidden => "error-forbidden",
            Self::ExpiredForm => "error-expired-form",
            Self::NotFound | Self::MethodNotAllowed => "error-not-found",
            Self::Conflict | Self::Stale => "error-conflict",
            Self::TooLarge => "error-too-large",
            Self::Malformed | Self::UnsupportedType | Self::Refused => "error-refused",
            Self::TooMany => "error-too-many",
            Self::Fault => "error-fault",
            Self::Busy => "error-busy",
            Self::Full => "error-full",
        }
    }
}

/// One field that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FieldProblem {
    /// Path of the field in what was sent, such as `boxes[0].address.phone`.
    pub(crate) field: String,
    /// Stable kebab-case code.
    pub(crate) code: &'static str,
}

/// What went wrong, as it may be told.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub(crate) struct Problem {
    /// What kind of failure.
    pub(crate) kind: Kind,
    /// Stable kebab-case code; `rejection-<code>` is its sentence in the locales where a rule said no.
    pub(crate) code: &'static str,
    /// One English sentence for a developer.
    pub(crate) detail: String,
    /// Facts that explain it.
    pub(crate) facts: Box<Value>,
    /// The fields at fault.
    pub(crate) errors: Vec<FieldProblem>,
    /// When to try again.
    pub(crate) retry_after_seconds: Option<u64>,
    /// For the operator's log only.
    pub(crate) cause: Option<Box<app::Error>>,
}

impl Problem {
    /// A problem without facts.
    pub(crate) fn new(kind: Kind, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            kind,
            code,
            detail: detail.into(),
            facts: Box::default(),
            errors: Vec::new(),
            retry_after_seconds: None,
            cause: None,
        }
    }

    /// With facts that explain it.
    #[must_use]
    pub(crate) fn with_facts(mut self, facts: Value) -> Self {
        *self.facts = facts;
        self
    }

    /// With a field at fault.
    #[must_use]
    pub(crate) fn at_field(mut self, field: impl Into<String>, code: &'static str) -> Self {
        let field = field.into();
        self.errors.push(FieldProblem { field, code });
        self
    }

    /// There is no such thing.
    pub(crate) fn not_found() -> Self {
        Self::new(Kind::NotFound, "not-found", "there is no such thing here")
    }

    /// Nobody is signed in.
    pub(crate) fn not_signed_in() -> Self {
        Self::new(
            Kind::NotSignedIn,
            "not-signed-in",
            "a session or an API token is needed",
        )
    }

    /// A part of the address's query cannot be taken.
    pub(crate) fn query(field: impl Into<String>, code: &'static str) -> Self {
        Self::new(
            Kind::Malformed,
            "query-malformed",
            "a part of the query cannot be taken",
        )
        .at_field(field, code)
    }

    /// A number from before the log was restored.
    pub(crate) fn restored_since() -> Self {
        let detail = "it is of an earlier life of the log, which was restored since; what was written after the \
                      backup is gone: read again and begin from there";
        Self::new(Kind::Stale, "log-restored", detail)
    }

    /// Too many bytes came in.
    pub(crate) fn too_large(limit_bytes: usize) -> Self {
        Self::new(
            Kind::TooLarge,
            "too-large",
            format!("at most {limit_bytes} bytes are taken"),
        )
        .with_facts(serde_json::json!({ "limit_bytes": limit_bytes }))
    }

    /// A content type that is not taken here.
    pub(crate) fn unsupported_type(wanted: &'static str) -> Self {
        Self::new(
            Kind::UnsupportedType,
            "content-type-unsupported",
            format!("send {wanted}"),
        )
        .with_facts(serde_json::json!({ "wanted": wanted }))
    }

    /// Somebody asks too often.
    pub(crate) fn too_many(retry_after_seconds: u64) -> Self {
        let mut problem = Self::new(
            Kind::TooMany,
            "too-many-requests",
            format!("try again in {retry_after_seconds} s"),
        );
        problem.retry_after_seconds = Some(retry_after_seconds);
        problem
    }

    /// What was asked for is there, but its answer could not be drawn.
    pub(crate) fn undrawn(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "an answer could not be drawn");
        Self::new(Kind::Fault, "fault", "the answer could not be drawn")
    }

    /// The body broke off or could not be read.
    pub(crate) fn body_unreadable() -> Self {
        Self::new(
            Kind::Malformed,
            "body-unreadable",
            "the body could not be read to its end",
        )
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    /// Only the status: [`present`] knows the request and writes the body.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.kind.status())
    }
}
