//! Signing in, signing up, signing out, one's own account. Passwords pass through and are never kept or sent back.

pub(super) mod next;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{HeaderName, HeaderValue},
    web::Query,
};
use app::{
    commands::{
        people::{self, SignUp},
        sign_in,
    },
    permission::Identity,
};
use community::member::Locale;
use serde::Deserialize;
use vault::Secret;

use super::{
    i18n::Lang,
    page::{page, see},
    view::{
        account::{AccountPage, SignInPage, SignUpPage},
        form::Form,
        parts::Fact,
    },
    visit::{Refused, Sent, Visit, outcome, remembered, typed},
};
use crate::{
    auth::{Knock, cookies},
    idempotency::{self, Key},
    problem::Problem,
};

/// Has a browser forget what the site kept in it (Clear-Site-Data, W3C).
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Next {
    next: Option<String>,
}

/// `GET /sign-in?next={path}`
pub(super) async fn sign_in_page(
    visit: Visit,
    query: Query<Next>,
) -> Result<HttpResponse, Problem> {
    let next = next::local(query.next.as_deref());
    match visit.identity() {
        Some(who) => Ok(see(&next::or_home(&next, who))),
        None => Ok(page(&SignInPage {
            shell: visit.shell(),
            form: Form::empty(),
            next,
        })),
    }
}

/// `POST /sign-in`
pub(super) async fn sign_in(visit: Visit, knock: Knock) -> Result<HttpResponse, Problem> {
    let Knock { fields, client, .. } = knock;
    let next = next::local(fields.find("next"));
    let password = fields.text("password").to_owned();
    let wish = sign_in::sign_in(visit.app(), fields.text("email"), password, client).await;
    match outcome(
        visit.lang,
        without_password(typed(&fields)),
        wish,
        str::to_owned,
    )? {
        Ok((who, secret)) => Ok(welcome(&visit, &next::or_home(&next, &who), &secret)),
        Err(refused) => {
            let form = refused.form.clone();
            Ok(refused.page(&SignInPage {
                shell: visit.shell(),
                form,
                next,
            }))
        }
    }
}

/// `GET /sign-up?next={path}`
pub(super) async fn sign_up_page(
    visit: Visit,
    query: Query<Next>,
) -> Result<HttpResponse, Problem> {
    let next = next::local(query.next.as_deref());
    Ok(page(&sign_up_view(&visit, Form::empty(), next)))
}

/// `POST /sign-up`
pub(super) async fn sign_up(visit: Visit, knock: Knock) -> Result<HttpResponse, Problem> {
    let next = next::local(knock.fields.find("next"));
    let form = without_password(typed(&knock.fields));
    match outcome(visit.lang, form, join(&visit, &knock).await, field_of)? {
        Ok(secret) => Ok(welcome(
            &visit,
            if next.is_empty() { "/" } else { &next },
            &secret,
        )),
        Err(refused) => Ok(redrawn_sign_up(&visit, &refused, next)),
    }
}

fn redrawn_sign_up(visit: &Visit, refused: &Refused, next: String) -> HttpResponse {
    refused.page(&sign_up_view(visit, refused.form.clone(), next))
}

async fn join(visit: &Visit, knock: &Knock) -> Result<Secret, Problem> {
    let (app, fields) = (visit.app(), &knock.fields);
    let key = Key::of(&knock.req, fields.find(idempotency::FIELD))?;
    let content = format!("{:?}", fields.typed().collect::<Vec<_>>());
    let intent = key.visitor_intent(&knock.req, content.as_bytes(), app.now());
    let wish = SignUp {
        login: fields.text("email").to_owned(),
        password: fields.text("password").to_owned(),
        name: fields.text("display").to_owned(),
        locale: match visit.lang {
            Lang::ZhCn => Locale::ZhCn,
            Lang::En => Locale::En,
        },
    };
    let (person, done) = people::sign_up(app, &intent, wish).await?;
    app.caught_up(done.position.position()).await?;
    Ok(sign_in::start_session(app, person).await?)
}

/// The fields of the use case under the names of the form.
pub(super) fn field_of(path: &str) -> String {
    match path {
        "login" => "email",
        "name" => "display",
        other => other,
    }
    .to_owned()
}

fn without_password(mut form: Form) -> Form {
    form.values.remove("password");
    form
}

fn sign_up_view(visit: &Visit, form: Form, next: String) -> SignUpPage {
    let password_min = i64::try_from(vault::PASSWORD_CHARS_MIN).unwrap_or(i64::MAX);
    SignUpPage {
        shell: visit.shell(),
        form,
        next,
        password_min,
    }
}

fn welcome(visit: &Visit, next: &str, secret: &Secret) -> HttpResponse {
    let mut answer = see(next);
    let cookie = cookies::session(&visit.state().config, secret.expose());
    if let Err(error) = answer.add_cookie(&cookie) {
        tracing::error!(%error, "the session cookie cannot be set");
    }
    answer
}

/// `POST /sign-out`
pub(super) async fn sign_out(req: HttpRequest, sent: Sent) -> Result<HttpResponse, Problem> {
    let config = &sent.visit.state().config;
    if let Some(cookie) = req.cookie(cookies::session_name(config)) {
        sign_in::sign_out(sent.visit.app(), cookie.value())?;
    }
    let mut answer = see("/");
    // Pages, trees and photos that a phone keeps for the orchard go with the session.
    let forget = HeaderValue::from_static("\"storage\"");
    answer.headers_mut().insert(CLEAR_SITE_DATA, forget);
    if let Err(error) = answer.add_cookie(&cookies::ended(config)) {
        tracing::error!(%error, "the session cookie cannot be taken away");
    }
    Ok(answer)
}

/// `GET /account`
pub(super) async fn account(visit: Visit) -> Result<HttpResponse, Problem> {
    let who = visit.signed_in()?;
    let name = visit.member_name(who.person())?.unwrap_or_default();
    let roles = roles(&visit, who)?.join(" · ");
    let facts = vec![
        Fact::new(visit.lang.text("account-display"), name),
        Fact::new(visit.lang.text("account-roles"), roles),
    ];
    Ok(page(&AccountPage {
        shell: visit.shell(),
        facts,
    }))
}

fn roles(visit: &Visit, who: &Identity) -> Result<Vec<String>, Problem> {
    let orchards = visit.app().read().orchards()?;
    let mut labels = vec![visit.lang.word("role", "buyer")];
    for role in who.roles() {
        let label = super::operator::people::role_label(visit.lang, *role, &orchards);
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    Ok(labels)
}

/// `POST /account/language`
pub(super) async fn language(sent: Sent) -> Result<HttpResponse, Problem> {
    let lang = Lang::from_tag(sent.fields.text("lang")).unwrap_or(sent.visit.lang);
    let mut answer = see("/account");
    let secure = sent.visit.state().config.server.secure_cookies;
    if let Err(error) = answer.add_cookie(&remembered(lang, secure)) {
        tracing::error!(%error, "the language cookie cannot be set");
    }
    Ok(answer)
}
