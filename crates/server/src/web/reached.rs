//! How one is reached: `/account/letters`, and the links that letters carry. `/unsubscribe` works for whoever has the link,
//! without signing in and with the one click of a mail program (RFC 8058).

use actix_web::{HttpRequest, HttpResponse, web::Query};
use app::{
    Intent,
    commands::contacts::{self, Link},
};
use community::contact::Purpose;
use readmodels::letters::ContactRow;
use serde::Deserialize;

use super::{
    page::{page, see},
    view::{
        form::{Choice, Form},
        reached::{LettersPage, LinkPage},
    },
    visit::{Sent, Visit},
};
use crate::{problem::Problem, throttle::client_address};

/// What a link in a letter carries.
#[derive(Deserialize)]
pub(super) struct Carried {
    /// The signed words.
    #[serde(default)]
    t: String,
}

/// `GET /account/letters`
pub(super) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    Ok(page(&draw(&visit, None)?))
}

fn draw(visit: &Visit, refused: Option<Form>) -> Result<LettersPage, Problem> {
    let person = visit.signed_in()?.person();
    let contact = visit.app().read().contact(person)?;
    let email = email_of(visit, contact.as_ref())?;
    let agreed = contact
        .as_ref()
        .map_or(&[][..], |one| one.purposes.as_slice());
    let lang = visit.lang;
    let consents = agreed.iter().fold(Form::empty(), |form, purpose| {
        form.with(contacts::purpose_word(*purpose), "yes")
    });
    Ok(LettersPage {
        shell: visit.shell(),
        form: refused.unwrap_or_else(|| Form::empty().with("email", email.clone())),
        is_verified: contact.is_some_and(|one| one.is_verified),
        email,
        consents,
        purposes: Purpose::ALL
            .into_iter()
            .map(contacts::purpose_word)
            .map(|word| Choice::new(word, lang.word("consent", word)))
            .collect(),
    })
}

/// One's own address; empty when there is none.
fn email_of(visit: &Visit, contact: Option<&ContactRow>) -> Result<String, Problem> {
    let person = visit.signed_in()?.person();
    let Some(sealed) = contact.and_then(|one| one.email.as_ref()) else {
        return Ok(String::new());
    };
    Ok(visit.app().open_email(person, sealed)?.unwrap_or_default())
}

/// `POST /account/email`
pub(super) async fn give(sent: Sent) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let wish = contacts::give_email(app, &who, &sent.intent, sent.fields.text("email")).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done("/account/letters", "email-given", done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, Some(refused.form.clone()))?)),
    }
}

/// `POST /account/email/remove`
pub(super) async fn remove(sent: Sent) -> Result<HttpResponse, Problem> {
    let who = sent.who.buyer();
    let done = contacts::remove_email(sent.visit.app(), &who, &sent.intent).await?;
    Ok(sent.visit.done("/account/letters", "email-removed", done))
}

/// `POST /account/letters`: a tick for each purpose.
pub(super) async fn choose(sent: Sent) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let mut last = None;
    for purpose in Purpose::ALL {
        let word = contacts::purpose_word(purpose);
        let agrees = sent.fields.text(word) == "yes";
        let step = sent.intent.step(word);
        last = Some(contacts::set_consent(app, &who, &step, purpose, agrees).await?);
    }
    match last {
        Some(done) => Ok(sent.visit.done("/account/letters", "letters-chosen", done)),
        None => Ok(see("/account/letters")),
    }
}

/// `GET /account/email/verify?t=…`: asks for the click that programs which look at links ahead do not make.
pub(super) async fn verify_page(
    visit: Visit,
    link: Query<Carried>,
) -> Result<HttpResponse, Problem> {
    match contacts::read_link(visit.app(), &link.t) {
        Some(Link::Verify { .. }) => Ok(page(&asked(&visit, "verify", &link.t))),
        Some(Link::Unsubscribe { .. } | Link::Garden { .. }) | None => Err(Problem::not_found()),
    }
}

/// `POST /account/email/verify?t=…`
pub(super) async fn verify(
    req: HttpRequest,
    visit: Visit,
    link: Query<Carried>,
) -> Result<HttpResponse, Problem> {
    visit.state().throttle.door(client_address(&req))?;
    let intent = intent_of(&visit, "verify", &link.t);
    contacts::verify_email(visit.app(), &intent, &link.t).await?;
    Ok(page(&told(&visit, "verified")))
}

/// `GET /unsubscribe?t=…`
pub(super) async fn unsubscribe_page(
    visit: Visit,
    link: Query<Carried>,
) -> Result<HttpResponse, Problem> {
    match contacts::read_link(visit.app(), &link.t) {
        Some(Link::Unsubscribe { .. }) => Ok(page(&asked(&visit, "unsubscribe", &link.t))),
        Some(Link::Verify { .. } | Link::Garden { .. }) | None => Err(Problem::not_found()),
    }
}

/// `POST /unsubscribe?t=…`: the page's button, or a mail program's one click.
pub(super) async fn unsubscribe(
    req: HttpRequest,
    visit: Visit,
    link: Query<Carried>,
) -> Result<HttpResponse, Problem> {
    visit.state().throttle.door(client_address(&req))?;
    let intent = intent_of(&visit, "unsubscribe", &link.t);
    contacts::unsubscribe(visit.app(), &intent, &link.t).await?;
    Ok(page(&told(&visit, "unsubscribed")))
}

/// Whoever has the link may follow it again after having agreed again, so the moment is part of the key.
fn intent_of(visit: &Visit, what: &str, link: &str) -> Intent {
    let now = visit.app().now();
    Intent::of_visitor(&format!("{what}/{link}/{now}"), link.as_bytes(), now)
}

fn asked(visit: &Visit, what: &'static str, link: &str) -> LinkPage {
    let action = match what {
        "verify" => "/account/email/verify",
        _ => "/unsubscribe",
    };
    LinkPage {
        action: Some((
            format!("{action}?t={link}"),
            visit.lang.text(&format!("link-{what}-button")),
        )),
        ..told(visit, what)
    }
}

fn told(visit: &Visit, what: &str) -> LinkPage {
    LinkPage {
        shell: visit.shell(),
        title: visit.lang.text(&format!("link-{what}-title")),
        text: visit.lang.text(&format!("link-{what}-text")),
        action: None,
    }
}
