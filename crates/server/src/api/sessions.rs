//! Sessions: sign in, see who is signed in, sign out. They are no facts of the log and need no idempotency key.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Data};
use app::{App, commands::sign_in};
use community::member::{Locale, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, shapes::RoleShape};
use crate::{
    auth::{KnockJson, SignedIn, cookies},
    state::State,
};

/// Who wants to sign in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInForm {
    /// E-mail, phone or short name.
    #[schema(example = "lin@example.cn")]
    pub(crate) login: String,
    /// The password.
    pub(crate) password: String,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    /// The person.
    pub(crate) person: String,
    /// The roles they have beside buyer.
    #[schema(value_type = Vec<RoleShape>)]
    pub(crate) roles: Vec<Role>,
    /// The language they chose: `zh-CN` or `en`.
    #[schema(value_type = String)]
    pub(crate) locale: Locale,
    /// Send it as `X-CSRF-Token` with every command of this session; absent for API tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) csrf_token: Option<String>,
}

impl SessionView {
    fn of(who: &SignedIn) -> Self {
        Self {
            person: who.identity.person().to_string(),
            roles: who.identity.roles().to_vec(),
            locale: who.identity.locale(),
            csrf_token: who
                .session
                .as_ref()
                .map(|session| session.form_token.clone()),
        }
    }
}

/// `POST /api/v1/sessions`
pub(crate) async fn start(state: Data<State>, knock: KnockJson<SignInForm>) -> Answer {
    let SignInForm { login, password } = knock.form;
    let (_, secret) = sign_in::sign_in(&state.app, &login, password, knock.client).await?;
    let (identity, session) = sign_in::by_session(&state.app, secret.expose())?;
    let who = SignedIn {
        identity,
        session: Some(session),
    };
    Ok(HttpResponse::Created()
        .cookie(cookies::session(&state.config, secret.expose()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(SessionView::of(&who)))
}

/// `GET /api/v1/sessions/current`
pub(crate) async fn current(who: SignedIn) -> Answer {
    Ok(crate::answer::json(&SessionView::of(&who)))
}

/// `DELETE /api/v1/sessions/current`
pub(crate) async fn end(
    req: HttpRequest,
    app: Data<App>,
    state: Data<State>,
    _who: SignedIn,
) -> Answer {
    if let Some(cookie) = req.cookie(cookies::session_name(&state.config)) {
        sign_in::sign_out(&app, cookie.value())?;
    }
    Ok(HttpResponse::NoContent()
        .cookie(cookies::ended(&state.config))
        .finish())
}
