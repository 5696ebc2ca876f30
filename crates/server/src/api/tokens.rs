//! API tokens of the signed-in person. They are no facts of the log and need no idempotency key.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path, Payload},
};
use app::{App, commands::sign_in};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Answer;
use crate::{
    answer,
    auth::{SignedIn, read_json},
};

/// A new token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenForm {
    /// What its owner calls it.
    #[schema(example = "packing script")]
    pub(crate) name: String,
}

/// A token just issued.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssuedTokenView {
    /// Its id, for revoking it.
    pub(crate) id: String,
    /// The token itself. It is shown this once.
    #[schema(example = "pom_…")]
    pub(crate) token: String,
}

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenView {
    /// Its id.
    pub(crate) id: String,
    /// What its owner called it.
    pub(crate) name: String,
    /// When it was issued (RFC 3339).
    pub(crate) created_at: Option<String>,
}

/// `POST /api/v1/tokens`
pub(crate) async fn issue(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    body: Payload,
) -> Answer {
    let (form, _) = read_json::<TokenForm>(&req, body.into_inner()).await?;
    let issued = sign_in::issue_token(&app, &who.identity, &form.name)?;
    let view = IssuedTokenView {
        id: issued.id.as_str().to_owned(),
        token: issued.secret.expose().to_owned(),
    };
    Ok(HttpResponse::Created()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(view))
}

/// `GET /api/v1/tokens`
pub(crate) async fn list(app: Data<App>, who: SignedIn) -> Answer {
    let tokens = sign_in::tokens(&app, &who.identity)?;
    let views: Vec<_> = tokens
        .into_iter()
        .map(|token| TokenView {
            id: token.id.as_str().to_owned(),
            name: token.name,
            created_at: kernel::Timestamp::from_millis(token.created_ms).map(|at| at.to_string()),
        })
        .collect();
    Ok(answer::json(&views))
}

/// `DELETE /api/v1/tokens/{token}`
pub(crate) async fn revoke(app: Data<App>, who: SignedIn, token: Path<String>) -> Answer {
    sign_in::revoke_token(&app, &who.identity, &token)?;
    Ok(HttpResponse::NoContent().finish())
}
