//! `GET|POST /operator/people`: who may do what. Names are opened for the operator; passwords only pass through.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done, Intent,
    commands::people::{self, SignUp},
    permission::{Operator, Signed},
};
use community::member::{Locale, Role};
use kernel::{OrchardId, PersonId};
use readmodels::{
    members::{MEMBERS_PAGE_MAX, Member},
    orchards::OrchardRow,
};

use crate::{
    auth::Fields,
    problem::{Kind, Problem},
    web::{
        account::field_of,
        i18n::Lang,
        page::page,
        view::{
            form::{Choice, Form},
            people::{PeoplePage, PersonRow, RoleRow},
        },
        visit::{Sent, Visit},
    },
};

/// The roles an operator can give; every member is a buyer.
const GIVEN: [&str; 6] = [
    "farmer",
    "packer",
    "operator",
    "auditor",
    "organiser",
    "promoter",
];

/// `GET /operator/people`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&draw(&visit, Form::empty())?))
}

/// `POST /operator/people`: a new member, with a role.
pub(in crate::web) async fn add(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = add_member(&sent, &operator).await;
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(sent.visit.done("/operator/people", "person-added", done)),
        Err(refused) => {
            let mut form = refused.form.clone();
            form.values.remove("password");
            Ok(refused.page(&draw(&sent.visit, form)?))
        }
    }
}

async fn add_member(sent: &Sent, operator: &Signed<Operator>) -> Result<Done, Problem> {
    let (app, fields) = (sent.visit.app(), &sent.fields);
    let role = role(fields)?;
    let wish = SignUp {
        login: fields.text("email").to_owned(),
        password: fields.text("password").to_owned(),
        name: fields.text("display").to_owned(),
        locale: Locale::ZhCn,
    };
    let (person, done) = people::sign_up(app, &sent.intent, wish).await?;
    match role {
        None => Ok(done),
        Some(role) => {
            let second: Intent = sent.intent.step("role");
            Ok(people::grant_role(app, operator, &second, person, role).await?)
        }
    }
}

/// `POST /operator/people/{id}/roles`
pub(in crate::web) async fn change_role(
    sent: Sent,
    person: Path<PersonId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let give = sent.fields.text("give") != "no";
    let wish = match role(&sent.fields) {
        Ok(Some(role)) if give => people::grant_role(app, &operator, &sent.intent, *person, role)
            .await
            .map_err(Problem::from),
        Ok(Some(role)) => people::revoke_role(app, &operator, &sent.intent, *person, role)
            .await
            .map_err(Problem::from),
        Ok(None) => Err(invalid("role", "choice")),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(sent.visit.done("/operator/people", "role-changed", done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, refused.form.clone())?)),
    }
}

fn invalid(field: &str, code: &'static str) -> Problem {
    Problem::new(Kind::Refused, "fields-invalid", "fields cannot be taken").at_field(field, code)
}

/// The role that was chosen; none stands for a plain buyer.
fn role(fields: &Fields) -> Result<Option<Role>, Problem> {
    let orchard = || -> Result<OrchardId, Problem> {
        fields
            .text("scope")
            .trim()
            .parse()
            .map_err(|_| invalid("scope", "orchard-needed"))
    };
    Ok(Some(match fields.text("role") {
        "" | "buyer" => return Ok(None),
        "farmer" => Role::Farmer {
            orchard: orchard()?,
        },
        "packer" => Role::Packer {
            orchard: orchard()?,
        },
        "organiser" => Role::Organiser,
        "promoter" => Role::Promoter,
        "operator" => Role::Operator,
        "auditor" => Role::Auditor,
        _ => return Err(invalid("role", "choice")),
    }))
}

fn draw(visit: &Visit, form: Form) -> Result<PeoplePage, Problem> {
    let orchards = visit.app().read().orchards()?;
    let members = visit.app().read().members(None, MEMBERS_PAGE_MAX)?;
    let people = members
        .iter()
        .map(|one| row(visit, one, &orchards))
        .collect::<Result<_, _>>()?;
    let words = std::iter::once("buyer").chain(GIVEN);
    Ok(PeoplePage {
        shell: visit.shell(),
        people,
        roles: words
            .map(|word| Choice::new(word, visit.lang.word("role", word)))
            .collect(),
        orchards: orchards
            .iter()
            .map(crate::web::today::orchard_choice)
            .collect(),
        form,
    })
}

fn row(visit: &Visit, member: &Member, orchards: &[OrchardRow]) -> Result<PersonRow, Problem> {
    let name = visit.name(member.person, &member.name)?;
    let erased = member.erased_at.is_some();
    Ok(PersonRow {
        id: member.person.to_string(),
        display: name.unwrap_or_else(|| visit.lang.text("person-erased")),
        sign_in: if erased {
            String::new()
        } else {
            member.person.to_string()
        },
        roles: member
            .roles
            .iter()
            .map(|role| role_row(visit.lang, *role, orchards))
            .collect(),
    })
}

fn role_row(lang: Lang, role: Role, orchards: &[OrchardRow]) -> RoleRow {
    let (word, orchard) = word_of(role);
    RoleRow {
        role: word.to_owned(),
        scope: orchard.map_or_else(String::new, |id| id.to_string()),
        label: role_label(lang, role, orchards),
    }
}

/// A role with the orchard it is good for.
pub(in crate::web) fn role_label(lang: Lang, role: Role, orchards: &[OrchardRow]) -> String {
    let (word, orchard) = word_of(role);
    let label = lang.word("role", word);
    match orchards.iter().find(|one| Some(one.orchard) == orchard) {
        Some(orchard) => format!("{label} · {}", orchard.name),
        None => label,
    }
}

const fn word_of(role: Role) -> (&'static str, Option<OrchardId>) {
    match role {
        Role::Buyer => ("buyer", None),
        Role::Farmer { orchard } => ("farmer", Some(orchard)),
        Role::Packer { orchard } => ("packer", Some(orchard)),
        Role::Organiser => ("organiser", None),
        Role::Promoter => ("promoter", None),
        Role::Operator => ("operator", None),
        Role::Auditor => ("auditor", None),
    }
}
