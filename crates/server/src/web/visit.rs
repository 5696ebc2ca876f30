//! One visit of a page: who came, in which language, and what every page has around it.
//!
//! [`Visit`] serves pages that are looked at, [`Sent`] and [`Carried`] those that a form is sent to. All of them wait
//! until the read models show what this browser wrote last, which a short-lived cookie tells.

mod cookies;
mod language;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{Method, StatusCode},
    web::Data,
};
use app::{App, Done, Intent, permission::Identity};
use askama::Template;
use fluent_bundle::FluentValue;
use futures_util::future::LocalBoxFuture;
use kernel::{PersonId, Sealed};
use uuid::Uuid;

pub(super) use language::{remember, remembered};

use super::{
    i18n::Lang,
    page::{page_with, see},
    sentence,
    view::{
        form::Form,
        shell::{Flash, Shell, ShellPerson},
    },
};
use crate::{
    auth::{Fields, Posted, SignedIn, Uploaded},
    kept::Name,
    problem::{Kind, Problem},
    state::State,
};

/// Who looks at a page, and in which language.
pub(crate) struct Visit {
    state: Data<State>,
    who: Option<SignedIn>,
    /// The language of the answer.
    pub(super) lang: Lang,
    path: String,
    flash: Option<String>,
}

impl Visit {
    /// The visit behind a request, whoever it is from.
    pub(super) fn of(req: &HttpRequest, who: Option<SignedIn>) -> Result<Self, Problem> {
        let state = req
            .app_data::<Data<State>>()
            .ok_or_else(Problem::not_found)?;
        Ok(Self {
            state: state.clone(),
            who,
            lang: language::of(req),
            path: language::path_without_choice(req),
            flash: cookies::flash(req),
        })
    }

    /// The product.
    pub(super) fn app(&self) -> &App {
        &self.state.app
    }

    /// What handlers share.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// What handlers share, for work that goes on without the visit.
    pub(super) fn into_state(self) -> Data<State> {
        self.state
    }

    /// Who is signed in, if anybody.
    pub(super) fn identity(&self) -> Option<&Identity> {
        self.who.as_ref().map(|who| &who.identity)
    }

    /// Who is signed in; a visitor is led to the sign-in.
    pub(super) fn signed_in(&self) -> Result<&Identity, Problem> {
        self.identity().ok_or_else(Problem::not_signed_in)
    }

    /// The frame of the page, with a new key for its forms.
    pub(crate) fn shell(&self) -> Shell {
        Shell {
            lang: self.lang,
            path: self.path.clone(),
            person: self.who.as_ref().map(|who| self.person(&who.identity)),
            csrf: self
                .who
                .as_ref()
                .map_or("", SignedIn::form_token)
                .to_owned(),
            idempotency_key: Uuid::new_v4().to_string(),
            flash: self.flash.as_deref().and_then(|word| {
                let text = self.lang.known_word("flash", word)?;
                Some(Flash { good: true, text })
            }),
        }
    }

    fn person(&self, identity: &Identity) -> ShellPerson {
        let name = self.member_name(identity.person()).ok().flatten();
        ShellPerson {
            display: name.unwrap_or_else(|| self.lang.text("account-title")),
            is_farmer: identity.is_operator() || identity.farms().next().is_some(),
            is_packer: identity.is_operator() || identity.packs().next().is_some(),
            is_operator: identity.is_operator(),
            is_auditor: identity.auditor().is_ok(),
        }
    }

    /// What a member is called; nothing once they were erased.
    pub(super) fn member_name(&self, person: PersonId) -> Result<Option<String>, Problem> {
        match self.app().read().member(person)? {
            Some(member) => self.name(person, &member.name),
            None => Ok(None),
        }
    }

    /// Opens a member's name.
    pub(super) fn name(
        &self,
        person: PersonId,
        sealed: &Sealed,
    ) -> Result<Option<String>, Problem> {
        Ok(self.app().open_name(person, sealed)?)
    }

    /// The name of the answer that every visitor gets here; none where the answer is for this one alone.
    pub(super) fn name_for_all(&self) -> Option<Name> {
        let for_all = self.who.is_none() && self.flash.is_none() && !self.path.contains('?');
        for_all.then(|| Name {
            path: self.path.clone(),
            lang: Some(self.lang),
        })
    }

    /// The message of a key with one named text.
    pub(super) fn text_with(&self, key: &str, name: &str, value: &str) -> String {
        self.lang
            .text_with(key, &[(name, FluentValue::from(value))])
    }

    /// The message of a key with two named texts.
    pub(super) fn text_with_two(&self, key: &str, one: (&str, &str), two: (&str, &str)) -> String {
        let args = [
            (one.0, FluentValue::from(one.1)),
            (two.0, FluentValue::from(two.1)),
        ];
        self.lang.text_with(key, &args)
    }

    /// The answer after a wish came true: see the next page, which waits for it and says so once.
    pub(super) fn done(&self, path: &str, flash: &str, done: Done) -> HttpResponse {
        let mut answer = see(path);
        let secure = self.state.config.server.secure_cookies;
        for cookie in [
            cookies::wrote(done.position, secure),
            cookies::say(flash, secure),
        ] {
            if let Err(error) = answer.add_cookie(&cookie) {
                tracing::error!(%error, "a cookie of ours cannot be set");
            }
        }
        answer
    }

    /// Another page, which says something once although nothing was changed.
    pub(super) fn tell(&self, path: &str, flash: &str) -> HttpResponse {
        let mut answer = see(path);
        let cookie = cookies::say(flash, self.state.config.server.secure_cookies);
        if let Err(error) = answer.add_cookie(&cookie) {
            tracing::error!(%error, "a cookie of ours cannot be set");
        }
        answer
    }

    /// Waits for what this browser wrote. If the read models are far behind, the page is drawn as of before.
    async fn catch_up(&self, req: &HttpRequest) {
        let wrote = cookies::written(req, self.app().log().epoch());
        let known = wrote.filter(|position| *position <= self.app().log().durable_position());
        if let Some(position) = known
            && self.app().caught_up(position).await.is_err()
        {
            tracing::warn!("a page is drawn before the read models show what its reader wrote");
        }
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let visit = Self::of(&req, who(&req)?)?;
            visit.catch_up(&req).await;
            Ok(visit)
        })
    }
}

/// Whoever is signed in. A session that has ended makes a visitor, not an error: the page may be public.
fn who(req: &HttpRequest) -> Result<Option<SignedIn>, Problem> {
    let safe = matches!(*req.method(), Method::GET | Method::HEAD);
    let found = if safe {
        SignedIn::of(req)
    } else {
        SignedIn::for_change(req)
    };
    match found {
        Ok(who) => Ok(Some(who)),
        Err(problem) if problem.kind == Kind::NotSignedIn => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A form that a signed-in person sent.
pub(crate) struct Sent {
    /// The visit.
    pub(super) visit: Visit,
    /// Who sent it.
    pub(super) who: Identity,
    /// Under which key, when.
    pub(super) intent: Intent,
    /// What was typed.
    pub(super) fields: Fields,
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, posted) = (req.clone(), Posted::from_request(req, payload));
        Box::pin(async move {
            let Posted {
                who,
                intent,
                fields,
            } = posted.await?;
            let identity = who.identity.clone();
            let visit = Visit::of(&req, Some(who))?;
            visit.catch_up(&req).await;
            Ok(Self {
                visit,
                who: identity,
                intent,
                fields,
            })
        })
    }
}

impl Sent {
    /// What was typed, for drawing the form again.
    pub(super) fn typed(&self) -> Form {
        typed(&self.fields)
    }

    /// What a wish came to: its result, or the form to be drawn again with what is wrong.
    pub(super) fn outcome<T>(
        &self,
        wish: Result<T, impl Into<Problem>>,
        place: impl Fn(&str) -> String,
    ) -> Result<Result<T, Refused>, Problem> {
        outcome(self.visit.lang, self.typed(), wish, place)
    }
}

/// A multipart form that a signed-in person sent.
pub(crate) struct Carried {
    /// The visit.
    pub(super) visit: Visit,
    /// Who sent it.
    pub(super) who: Identity,
    /// What came: intent, fields, files. A file that is too large has spoilt the whole.
    pub(super) upload: Result<Uploaded, Problem>,
}

impl FromRequest for Carried {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, uploaded) = (req.clone(), Uploaded::from_request(req, payload));
        Box::pin(async move {
            let upload = uploaded.await;
            let who = match &upload {
                Ok(upload) => upload.who.clone(),
                Err(_) => SignedIn::for_change(&req)?,
            };
            let identity = who.identity.clone();
            let visit = Visit::of(&req, Some(who))?;
            visit.catch_up(&req).await;
            Ok(Self {
                visit,
                who: identity,
                upload,
            })
        })
    }
}

/// What was typed, for drawing a form again.
pub(super) fn typed(fields: &Fields) -> Form {
    fields
        .typed()
        .fold(Form::empty(), |form, (name, value)| form.with(name, value))
}

/// A form that was refused, ready to be drawn again.
pub(super) struct Refused {
    /// What was typed and what is wrong.
    pub(super) form: Form,
    status: StatusCode,
}

impl Refused {
    /// The answer: the page with the form, under the status of the refusal.
    pub(super) fn page<T: Template>(&self, template: &T) -> HttpResponse {
        page_with(self.status, template)
    }
}

/// What a wish came to, with the form it was typed into.
pub(super) fn outcome<T>(
    lang: Lang,
    form: Form,
    wish: Result<T, impl Into<Problem>>,
    place: impl Fn(&str) -> String,
) -> Result<Result<T, Refused>, Problem> {
    match wish {
        Ok(done) => Ok(Ok(done)),
        Err(error) => {
            let problem = error.into();
            // A wrong password is a wrong field here; 401 is for who must sign in first.
            let status = if problem.kind == Kind::NotSignedIn {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                problem.kind.status()
            };
            let form = sentence::redrawn(lang, form, problem, place)?;
            Ok(Err(Refused { form, status }))
        }
    }
}
