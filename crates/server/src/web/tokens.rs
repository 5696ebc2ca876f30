//! `GET|POST /account/tokens`: keys for programs. A new one is shown once, in the answer to its making.

use actix_web::{HttpResponse, web::Path};
use app::commands::sign_in;

use super::{
    page::{page, see},
    view::{
        form::Form,
        parts::When,
        tokens::{TokenRow, TokensPage},
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// How much of a token's id tells one from another at a glance, in characters.
const PREFIX_CHARS: usize = 8;

/// `GET /account/tokens`
pub(super) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    Ok(page(&draw(&visit, Form::empty(), None)?))
}

/// `POST /account/tokens`
pub(super) async fn issue(sent: Sent) -> Result<HttpResponse, Problem> {
    let wish = sign_in::issue_token(sent.visit.app(), &sent.who, sent.fields.text("name"));
    match sent.outcome(wish, str::to_owned)? {
        Ok(issued) => {
            let secret = issued.secret.expose().to_owned();
            Ok(page(&draw(&sent.visit, Form::empty(), Some(secret))?))
        }
        Err(refused) => Ok(refused.page(&draw(&sent.visit, refused.form.clone(), None)?)),
    }
}

/// `POST /account/tokens/{id}/revoke`
pub(super) async fn revoke(sent: Sent, id: Path<String>) -> Result<HttpResponse, Problem> {
    sign_in::revoke_token(sent.visit.app(), &sent.who, &id)?;
    Ok(see("/account/tokens"))
}

fn draw(visit: &Visit, form: Form, fresh: Option<String>) -> Result<TokensPage, Problem> {
    let tokens = sign_in::tokens(visit.app(), visit.signed_in()?)?;
    let rows = tokens.into_iter().map(|token| TokenRow {
        id: token.id.as_str().to_owned(),
        name: token.name,
        prefix: token.id.as_str().chars().take(PREFIX_CHARS).collect(),
        created: When::at(visit.lang, token.created_ms),
        used: token.used_ms.map(|used| When::at(visit.lang, used)),
    });
    Ok(TokensPage {
        shell: visit.shell(),
        fresh,
        form,
        tokens: rows.collect(),
    })
}
