//! Which language an answer speaks: what was chosen just now (`?lang=`), what was chosen before (a cookie), what
//! the browser prefers, Chinese.

use actix_web::{
    Error, HttpRequest,
    body::MessageBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};

use super::cookies;
use crate::web::i18n::Lang;

/// The cookie that remembers the choice.
const COOKIE: &str = "pomona_lang";
/// How long a choice is remembered, in days.
const COOKIE_DAYS: i64 = 365;
/// The part of the query that chooses.
const CHOICE: &str = "lang";

/// The language of the answer to a request.
pub(super) fn of(req: &HttpRequest) -> Lang {
    chosen(req.query_string())
        .or_else(|| from_cookie(req))
        .or_else(|| preferred(req))
        .unwrap_or_default()
}

/// Path and query without the choice of a language.
pub(super) fn path_without_choice(req: &HttpRequest) -> String {
    let kept: Vec<_> = pairs(req.query_string())
        .filter(|(name, _)| *name != CHOICE)
        .collect();
    let query: Vec<_> = kept
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if query.is_empty() {
        req.path().to_owned()
    } else {
        format!("{}?{}", req.path(), query.join("&"))
    }
}

/// The cookie that remembers a language.
pub(in crate::web) fn remembered(lang: Lang, secure: bool) -> Cookie<'static> {
    Cookie::build(COOKIE, lang.tag())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::days(COOKIE_DAYS))
        .finish()
}

/// Middleware of the pages: remembers a choice of language, and takes away the word that was said.
pub(in crate::web) async fn remember<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let choice = chosen(req.query_string());
    let said = req.cookie(cookies::SAY).is_some();
    let secure = req
        .app_data::<actix_web::web::Data<crate::state::State>>()
        .is_some_and(|state| state.config.server.secure_cookies);
    let mut answer = next.call(req).await?;
    let is_page = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if let Some(lang) = choice {
        answer
            .response_mut()
            .add_cookie(&remembered(lang, secure))?;
    }
    if said && is_page {
        answer.response_mut().add_cookie(&cookies::said(secure))?;
    }
    Ok(answer)
}

fn chosen(query: &str) -> Option<Lang> {
    pairs(query)
        .find(|(name, _)| *name == CHOICE)
        .and_then(|(_, tag)| Lang::from_tag(tag))
}

fn from_cookie(req: &HttpRequest) -> Option<Lang> {
    Lang::from_tag(req.cookie(COOKIE)?.value())
}

fn preferred(req: &HttpRequest) -> Option<Lang> {
    let header = req.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    Lang::from_accept(header)
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, "")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn a_choice_wins_over_the_cookie_the_cookie_over_the_browser() {
        let browser = || TestRequest::get().insert_header(("accept-language", "en-GB,en;q=0.9"));
        assert_eq!(of(&TestRequest::get().to_http_request()), Lang::ZhCn);
        assert_eq!(of(&browser().to_http_request()), Lang::En);
        let cookie = || browser().cookie(Cookie::new(COOKIE, "zh-CN"));
        assert_eq!(of(&cookie().to_http_request()), Lang::ZhCn);
        assert_eq!(of(&cookie().uri("/?lang=en").to_http_request()), Lang::En);
        assert_eq!(
            of(&TestRequest::get().uri("/?lang=xx").to_http_request()),
            Lang::ZhCn
        );
    }

    #[test]
    fn the_choice_is_no_part_of_the_path() {
        let path = |uri: &str| path_without_choice(&TestRequest::get().uri(uri).to_http_request());
        assert_eq!(path("/t/A?lang=en"), "/t/A");
        assert_eq!(path("/packing?code=A&lang=en&x=1"), "/packing?code=A&x=1");
        assert_eq!(path("/"), "/");
    }
}
