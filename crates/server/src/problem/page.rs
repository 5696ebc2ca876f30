//! A problem as a page: what happened, the next step, a way out. It does not know which handler failed.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, header},
};

use super::{Kind, Problem};
use crate::{
    observe::RequestId,
    web::{
        i18n::Lang,
        page::{page_with, see},
        view::{
            notice::{ErrorPage, Link},
            shell::Shell,
        },
    },
};

/// Draws the page; who is not signed in and only looks is led to the sign-in and back.
pub(super) fn draw(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    let shell = Shell {
        lang: lang_of(req),
        path: path_and_query(req),
        ..Shell::default()
    };
    if problem.kind == Kind::NotSignedIn && req.method() == Method::GET {
        return see(&shell.sign_in_href());
    }
    let words = problem.kind.words();
    let known = |key: &str| shell.lang.known_word(words, key);
    let rule = shell.lang.known_word("rejection", problem.code);
    let page = ErrorPage {
        status: problem.kind.status().as_u16(),
        title: shell.t(words),
        happened: rule.or_else(|| known("text")).unwrap_or_default(),
        holds: String::new(),
        next: String::new(),
        links: vec![Link::new("/", shell.t("nav-campaigns"))],
        request_id: RequestId::of(req),
        shell,
    };
    page_with(problem.kind.status(), &page)
}

fn path_and_query(req: &HttpRequest) -> String {
    let uri = req.uri();
    uri.path_and_query()
        .map_or_else(|| uri.path().to_owned(), ToString::to_string)
}

fn lang_of(req: &HttpRequest) -> Lang {
    let chosen = req
        .cookie("lang")
        .and_then(|cookie| Lang::from_tag(cookie.value()));
    let header = req
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    chosen
        .or_else(|| header.and_then(Lang::from_accept))
        .unwrap_or_default()
}
