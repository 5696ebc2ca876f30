//! Members: sign up, oneself, roles, erasure.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use app::{App, Error, commands::people};
use community::member::{Locale, Role};
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{Answer, shapes::RoleShape};
use crate::{
    answer::{self, PageQuery},
    auth::{KnockJson, Nothing, SignedIn, Wish},
    idempotency::Key,
    problem::Problem,
};

/// Who wants to become a member.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignUpForm {
    /// E-mail, phone or short name to sign in with.
    #[schema(example = "lin@example.cn")]
    pub(crate) login: String,
    /// The password: at least 10 characters.
    pub(crate) password: String,
    /// How the person wants to be called.
    #[schema(example = "林晓满")]
    pub(crate) name: String,
    /// `zh-CN` or `en`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(crate) locale: Locale,
}

/// A member, as they or an operator see them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberView {
    /// The person.
    pub(crate) person: String,
    /// Their name; absent once erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    /// `zh-CN` or `en`.
    #[schema(value_type = String)]
    pub(crate) locale: Locale,
    /// The roles they were granted.
    #[schema(value_type = Vec<RoleShape>)]
    pub(crate) roles: Vec<Role>,
    /// When they registered.
    pub(crate) registered_at: String,
    /// When they were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) erased_at: Option<String>,
}

fn view(app: &App, member: readmodels::members::Member) -> Result<MemberView, Problem> {
    Ok(MemberView {
        name: app.open_name(member.person, &member.name)?,
        person: member.person.to_string(),
        locale: member.locale,
        roles: member.roles,
        registered_at: member.registered_at.to_string(),
        erased_at: member.erased_at.map(|at| at.to_string()),
    })
}

/// `POST /api/v1/members`
pub(crate) async fn sign_up(app: Data<App>, knock: KnockJson<SignUpForm>) -> Answer {
    let SignUpForm {
        login,
        password,
        name,
        locale,
    } = knock.form;
    // The password is left out of what the log keeps a fingerprint of.
    let content = json!([login, name, locale]).to_string();
    let key = Key::of(&knock.req, None)?;
    let intent = key.visitor_intent(&knock.req, content.as_bytes(), app.now());
    let wish = people::SignUp {
        login,
        password,
        name,
        locale,
    };
    let (person, done) = people::sign_up(&app, &intent, wish).await?;
    Ok(answer::made(person, "/api/v1/members/me", done))
}

/// `GET /api/v1/members/me`
pub(crate) async fn me(app: Data<App>, who: SignedIn) -> Answer {
    let member = app
        .read()
        .member(who.identity.person())?
        .ok_or(Error::NotFound)?;
    Ok(answer::json(&view(&app, member)?))
}

/// `GET /api/v1/members`
pub(crate) async fn list(
    req: HttpRequest,
    app: Data<App>,
    who: SignedIn,
    page: Query<PageQuery>,
) -> Answer {
    who.identity.operator()?;
    let limit = page.limit()?;
    let members = app
        .read()
        .members(page.cursor(|text| text.parse().ok())?, limit)?;
    let next = members
        .last()
        .filter(|_| members.len() == limit)
        .map(|last| last.position.to_string());
    let views = members
        .into_iter()
        .map(|member| view(&app, member))
        .collect::<Result<_, _>>()?;
    Ok(answer::page::<MemberView>(&req, views, next))
}

/// `POST /api/v1/members/{person}/roles`
pub(crate) async fn grant(app: Data<App>, person: Path<PersonId>, wish: Wish<Role>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = people::grant_role(&app, &operator, &wish.intent, *person, wish.form).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/members/{person}/revocations`
pub(crate) async fn revoke(app: Data<App>, person: Path<PersonId>, wish: Wish<Role>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = people::revoke_role(&app, &operator, &wish.intent, *person, wish.form).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/members/{person}/erasure`
pub(crate) async fn erase(app: Data<App>, person: Path<PersonId>, wish: Wish<Nothing>) -> Answer {
    let operator = wish.who.identity.operator()?;
    let done = people::erase_as_operator(&app, &operator, &wish.intent, *person).await?;
    Ok(answer::done(done))
}
