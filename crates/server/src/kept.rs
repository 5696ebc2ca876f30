//! Answers that every visitor gets alike, kept as they were drawn: the page and the JSON of a tree. It knows no page.
//!
//! A kept answer is given only while a new one would be the same: the read models stand where they stood, nobody was
//! erased since, and the clock has not left the span it was drawn for (docs/decisions/0011).

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{self, HeaderValue},
    web::Bytes,
};
use app::App;
use data_encoding::HEXLOWER;
use eventlog::GlobalPosition;
use kernel::Timestamp;
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest, Sha256};

use crate::{
    limits::{
        KEPT_ANSWERS_TYPICAL, KEPT_BYTES_MAX, PICTURES_BYTES_MAX, PICTURES_TYPICAL,
        SEALED_BYTES_MAX, SEALED_TYPICAL,
    },
    problem::Problem,
    web::i18n::Lang,
};

/// Bytes of an answer's hash that are its `ETag`: enough that no two answers share one.
const ETAG_BYTES: usize = 16;

/// Which answer: of a path, for pages in a language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    /// The path, without a query.
    pub(crate) path: String,
    /// The language of a page.
    pub(crate) lang: Option<Lang>,
}

/// What was drawn for everybody.
pub(crate) struct Drawn {
    /// The body.
    pub(crate) body: String,
    /// The next moment at which the clock alone changes it, if there is one.
    pub(crate) until: Option<Timestamp>,
}

/// The kept answers, bounded in bytes.
pub(crate) struct Kept {
    answers: Cache<Name, Arc<Answer>, Bytewise>,
    /// By path and by the size of the signed checkpoint that they are about.
    sealed: Cache<(String, u64), Bytes, Bytewise>,
    /// By what they show.
    pictures: Cache<String, Bytes, Bytewise>,
}

/// One answer with what it holds for.
pub(crate) struct Answer {
    body: Bytes,
    etag: HeaderValue,
    stand: Stand,
    drawn_at: Timestamp,
    until: Option<Timestamp>,
}

/// All that an answer may come from, but the clock.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stand {
    reached: GlobalPosition,
    erasures: u64,
}

impl Stand {
    fn of(app: &App) -> Self {
        Self {
            reached: app.read().reached(),
            erasures: app.vault().erasures(),
        }
    }
}

#[derive(Clone)]
struct Bytewise;

impl Weighter<Name, Arc<Answer>> for Bytewise {
    fn weight(&self, name: &Name, answer: &Arc<Answer>) -> u64 {
        (name.path.len() + answer.body.len()) as u64
    }
}

impl Weighter<(String, u64), Bytes> for Bytewise {
    fn weight(&self, (path, _): &(String, u64), body: &Bytes) -> u64 {
        (path.len() + body.len()) as u64
    }
}

impl Weighter<String, Bytes> for Bytewise {
    fn weight(&self, shown: &String, body: &Bytes) -> u64 {
        (shown.len() + body.len()) as u64
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            sealed: Cache::with_weighter(SEALED_TYPICAL, SEALED_BYTES_MAX, Bytewise),
            pictures: Cache::with_weighter(PICTURES_TYPICAL, PICTURES_BYTES_MAX, Bytewise),
            answers: Cache::with_weighter(KEPT_ANSWERS_TYPICAL, KEPT_BYTES_MAX, Bytewise),
        }
    }
}

impl Kept {
    /// What is told at `path` of the log as a signed checkpoint of `size` events counts it: that never changes. Who
    /// asks while it is drawn waits for it. Blocking.
    pub(crate) fn sealed(
        &self,
        path: &str,
        size: u64,
        draw: impl FnOnce() -> Result<String, Problem>,
    ) -> Result<Bytes, Problem> {
        let name = (path.to_owned(), size);
        self.sealed
            .get_or_insert_with(&name, || draw().map(Bytes::from))
    }

    /// The picture that shows this. Who asks while it is drawn waits for it. Blocking.
    pub(crate) fn picture(
        &self,
        shown: &str,
        draw: impl FnOnce() -> Result<Vec<u8>, Problem>,
    ) -> Result<Bytes, Problem> {
        self.pictures
            .get_or_insert_with(shown, || draw().map(Bytes::from))
    }

    /// The answer of this name, drawn anew if the kept one may no longer hold.
    pub(crate) fn answer(
        &self,
        app: &App,
        name: &Name,
        draw: impl FnOnce() -> Result<Drawn, Problem>,
    ) -> Result<Arc<Answer>, Problem> {
        // Looked at before anything is read: what changes meanwhile makes the new answer one that no longer holds.
        let (stand, now) = (Stand::of(app), app.now());
        if let Some(kept) = self.answers.get(name)
            && kept.holds(stand, now)
        {
            return Ok(kept);
        }
        let Drawn { body, until } = draw()?;
        let fresh = Arc::new(Answer {
            etag: etag_of(&body),
            body: body.into(),
            stand,
            drawn_at: now,
            until,
        });
        self.answers.insert(name.clone(), Arc::clone(&fresh));
        Ok(fresh)
    }
}

impl Answer {
    fn holds(&self, stand: Stand, now: Timestamp) -> bool {
        let in_time = self.drawn_at <= now && self.until.is_none_or(|until| now < until);
        stand == self.stand && in_time
    }

    /// The body under the headers of `answer`.
    pub(crate) fn whole(&self, mut answer: HttpResponseBuilder) -> HttpResponse {
        answer.body(self.body.clone())
    }

    /// The body under the headers of `answer` with its `ETag`, or 304 to whoever has it.
    pub(crate) fn unless_known(
        &self,
        req: &HttpRequest,
        mut answer: HttpResponseBuilder,
    ) -> HttpResponse {
        answer.insert_header((header::ETAG, self.etag.clone()));
        if self.is_known(req) {
            return answer
                .status(actix_web::http::StatusCode::NOT_MODIFIED)
                .finish();
        }
        answer.body(self.body.clone())
    }

    fn is_known(&self, req: &HttpRequest) -> bool {
        let shown = req.headers().get(header::IF_NONE_MATCH);
        let Some(list) = shown.and_then(|value| value.to_str().ok()) else {
            return false;
        };
        let etag = self.etag.to_str().unwrap_or_default();
        list.split(',').any(|one| {
            let one = one.trim();
            one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag
        })
    }
}

fn etag_of(body: &str) -> HeaderValue {
    let hash: [u8; 32] = Sha256::digest(body).into();
    let text = format!("\"{}\"", HEXLOWER.encode(&hash[..ETAG_BYTES]));
    // Hex digits in quotes are always a header's value.
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

#[cfg(test)]
mod tests;
