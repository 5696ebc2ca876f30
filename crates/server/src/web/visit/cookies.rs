//! Two small cookies between a form and the page after it: how far this browser has written, and one word to say.

use actix_web::{
    HttpRequest,
    cookie::{Cookie, SameSite, time::Duration},
};
use app::LogNumber;
use eventlog::{Epoch, GlobalPosition};

/// How far this browser has written.
const WROTE: &str = "pomona_at";
/// What the next page says once.
pub(in crate::web) const SAY: &str = "pomona_say";
/// Read models are behind by milliseconds; after this nobody needs to wait for them.
const WROTE_SECONDS: i64 = 60;
/// The page that says it comes at once.
const SAY_SECONDS: i64 = 20;

/// Position of the newest wish of this browser.
pub(super) fn wrote(position: LogNumber, secure: bool) -> Cookie<'static> {
    small(WROTE, position.to_string(), WROTE_SECONDS, secure)
}

/// The word of what has happened, a key of the messages `flash-…`.
pub(super) fn say(word: &str, secure: bool) -> Cookie<'static> {
    small(SAY, word.to_owned(), SAY_SECONDS, secure)
}

/// The cookie that takes the word away.
pub(in crate::web) fn said(secure: bool) -> Cookie<'static> {
    small(SAY, String::new(), 0, secure)
}

/// How far the browser says it has written in this life of the log.
pub(super) fn written(req: &HttpRequest, epoch: Option<Epoch>) -> Option<GlobalPosition> {
    let cookie = req.cookie(WROTE)?;
    let number = LogNumber::parse(cookie.value(), epoch).ok()?;
    Some(number.position())
}

/// What is to be said.
pub(super) fn flash(req: &HttpRequest) -> Option<String> {
    req.cookie(SAY).map(|cookie| cookie.value().to_owned())
}

fn small(name: &'static str, value: String, seconds: i64, secure: bool) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(Duration::seconds(seconds))
        .finish()
}
