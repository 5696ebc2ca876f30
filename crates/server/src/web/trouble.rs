//! The page for when something did not work: what happened, what still holds, the next step, ways out. Who is not
//! signed in is led to the sign-in and back.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
};

use super::{
    page::{page_with, see},
    sentence,
    view::{
        notice::{ErrorPage, Link},
        shell::Shell,
    },
    visit::Visit,
};
use crate::{
    auth::SignedIn,
    observe::RequestId,
    problem::{Kind, Problem},
};

/// A problem as a page.
pub(crate) fn problem_page(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let shell = match Visit::of(req, SignedIn::of(req).ok()) {
        Ok(visit) => visit.shell(),
        Err(_) => Shell::default(),
    };
    if problem.kind == Kind::NotSignedIn {
        return see(&sign_in_href(req, &shell));
    }
    let status = problem.kind.status();
    page_with(status, &draw(req, shell, problem))
}

/// Where to sign in and then come back to: the page itself, or the page whose form was sent.
fn sign_in_href(req: &HttpRequest, shell: &Shell) -> String {
    if matches!(*req.method(), Method::GET | Method::HEAD) {
        return shell.sign_in_href();
    }
    let referer = req
        .headers()
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok());
    let path = referer.and_then(path_of).unwrap_or_default();
    Shell {
        path: path.to_owned(),
        ..Shell::default()
    }
    .sign_in_href()
}

/// The path of an address, whatever its host: it is only ever used as a path of ours.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let path = &rest[rest.find('/')?..];
    super::account::next::is_local(path).then_some(path)
}

fn draw(req: &HttpRequest, shell: Shell, problem: &Problem) -> ErrorPage {
    let words = problem.kind.words();
    let lang = shell.lang;
    let told = sentence::of_problem(lang, problem);
    let general = lang.known_word(words, "text");
    let holds = match problem.kind {
        Kind::NotFound | Kind::MethodNotAllowed | Kind::Forbidden | Kind::NotSignedIn => {
            String::new()
        }
        Kind::Malformed
        | Kind::ExpiredForm
        | Kind::Conflict
        | Kind::Stale
        | Kind::TooLarge
        | Kind::UnsupportedType
        | Kind::Refused
        | Kind::TooMany
        | Kind::Fault
        | Kind::Busy
        | Kind::Full => shell.t("holds-nothing-changed"),
    };
    ErrorPage {
        status: problem.kind.status().as_u16(),
        title: shell.t(words),
        happened: told.or(general).unwrap_or_default(),
        holds,
        next: String::new(),
        links: links(&shell),
        request_id: RequestId::of(req),
        shell,
    }
}

fn links(shell: &Shell) -> Vec<Link> {
    let mut links = vec![Link::new("/", shell.t("next-home"))];
    if shell.person.is_some() {
        links.push(Link::new("/garden", shell.t("next-garden")));
    }
    links
}
