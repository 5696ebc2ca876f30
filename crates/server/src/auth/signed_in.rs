//! The signed-in person, by session cookie or API token.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{Method, header},
    web,
};
use app::{commands::sign_in, permission::Identity};
use vault::Session;

use super::{cookies, csrf};
use crate::{problem::Problem, state::State};

/// Who is asking. As an extractor it refuses who is not signed in (401; a page leads to the sign-in); wrapped in an
/// `Option` it lets everybody pass, and whoever shows a wrong token passes as a visitor.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn {
    /// Who, with what roles.
    pub(crate) identity: Identity,
    /// The session, unless the request carries an API token.
    pub(crate) session: Option<Session>,
}

impl SignedIn {
    /// Who a request is from. A bearer token wins over a cookie, also a wrong one.
    pub(crate) fn of(req: &HttpRequest) -> Result<Self, Problem> {
        let state = req
            .app_data::<web::Data<State>>()
            .ok_or_else(Problem::not_signed_in)?;
        let found = match bearer(req) {
            Some(token) => Self {
                identity: sign_in::by_token(&state.app, token)?,
                session: None,
            },
            None => {
                let name = cookies::session_name(&state.config);
                let cookie = req.cookie(name).ok_or_else(Problem::not_signed_in)?;
                let (identity, session) = sign_in::by_session(&state.app, cookie.value())?;
                Self {
                    identity,
                    session: Some(session),
                }
            }
        };
        state.throttle.person(found.identity.person())?;
        Ok(found)
    }

    /// The token that forms of this session send back; empty for API tokens.
    pub(crate) fn form_token(&self) -> &str {
        self.session
            .as_ref()
            .map_or("", |session| session.form_token.as_str())
    }

    /// Who may change something: own site, and for cookies the token of the header. A form's field is checked when
    /// the form is read.
    pub(crate) fn for_change(req: &HttpRequest) -> Result<Self, Problem> {
        let who = Self::of(req)?;
        if who.session.is_some() {
            csrf::demand_own_site(req)?;
        }
        Ok(who)
    }
}

fn bearer(req: &HttpRequest) -> Option<&str> {
    let value = req.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let safe = matches!(*req.method(), Method::GET | Method::HEAD);
        ready(if safe {
            Self::of(req)
        } else {
            Self::for_change(req).and_then(|who| {
                csrf::demand_token(req, &who, None)?;
                Ok(who)
            })
        })
    }
}
