//! Whether a request that changes something comes from our own pages.
//!
//! Two locks: the browser's own word about the origin (`Sec-Fetch-Site`, else `Origin`), and a token bound to the
//! session, in the form field `csrf` or the header `X-CSRF-Token`. Requests with an API token need neither: browsers
//! do not send those by themselves.

use actix_web::{HttpRequest, http::header, web};

use super::SignedIn;
use crate::{
    problem::{Kind, Problem},
    state::State,
};

/// The header with the token.
pub(crate) const HEADER: &str = "x-csrf-token";
/// The form field with the token.
pub(crate) const FIELD: &str = "csrf";

/// Refuses what a browser says comes from another site.
pub(crate) fn demand_own_site(req: &HttpRequest) -> Result<(), Problem> {
    let text = |name: &str| {
        req.headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let own = match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => is_own_origin(req, origin),
        (None, None) => true,
    };
    if own {
        return Ok(());
    }
    Err(Problem::new(
        Kind::ExpiredForm,
        "cross-site-request",
        "the request comes from another site",
    ))
}

fn is_own_origin(req: &HttpRequest, origin: &str) -> bool {
    let public = req
        .app_data::<web::Data<State>>()
        .is_some_and(|state| state.config.server.public_url == origin);
    let host = req
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok());
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    public || (authority.is_some() && authority == host)
}

/// Refuses a cookie's request without its session's token. `shown` is the form's field, if there is a form.
pub(crate) fn demand_token(
    req: &HttpRequest,
    who: &SignedIn,
    shown: Option<&str>,
) -> Result<(), Problem> {
    let Some(session) = &who.session else {
        return Ok(());
    };
    let header = req
        .headers()
        .get(HEADER)
        .and_then(|value| value.to_str().ok());
    if header
        .or(shown)
        .is_some_and(|token| session.form_token_matches(token))
    {
        return Ok(());
    }
    Err(Problem::new(
        Kind::ExpiredForm,
        "csrf-token-missing",
        "the form's token is missing or of another session",
    ))
}
