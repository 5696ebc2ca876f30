//! Letters: the words of each, made when it is sent, from what is known then. Every letter has a text part and a simple
//! HTML part; what needs consent can be ended with one click (RFC 8058).

mod mime;
mod words;

use app::{
    App,
    commands::contacts::{self, Link, VERIFY_LINK_DAYS},
    ports::{Commission, LetterWriter, Outgoing, Unwritten},
};
use askama::Template;
use community::{
    letter::{Failure, Kind},
    member::Locale,
};

use super::i18n::Lang;
use crate::{config::Config, problem::Problem};

/// Largest letter, in bytes: mail servers commonly take 10 MB, a reader on a phone wants much less.
const LETTER_BYTES_MAX: usize = 1_024 * 1_024;

/// Finds the words of letters.
pub(crate) struct Desk {
    app: App,
    config: Config,
}

/// What a letter says, finished.
pub(super) struct Said {
    pub(super) subject: String,
    pub(super) paragraphs: Vec<String>,
    /// Where to go: the button's word and the address.
    pub(super) action: Option<(String, String)>,
    /// What comes with it: the file's name and its bytes, a PDF.
    pub(super) paper: Option<(String, Vec<u8>)>,
}

/// The HTML part.
#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage<'a> {
    lang: Lang,
    said: &'a Said,
    foot: &'a [String],
    unsubscribe: Option<&'a (String, String)>,
}

impl Desk {
    pub(crate) const fn new(app: App, config: Config) -> Self {
        Self { app, config }
    }

    fn compose(&self, commission: &Commission) -> Result<Outgoing, Unwritten> {
        let lang = match commission.locale {
            Locale::ZhCn => Lang::ZhCn,
            Locale::En => Lang::En,
        };
        let said = words::say(self, lang, commission).map_err(|problem| unwritten(&problem))??;
        let unsubscribe = self.unsubscribe(lang, commission);
        let foot = self.foot(lang, commission);
        let page = LetterPage {
            lang,
            said: &said,
            foot: &foot,
            unsubscribe: unsubscribe.as_ref(),
        };
        let html = page
            .render()
            .map_err(|_| Unwritten::Failed(Failure::Unwritable))?;
        let parts = mime::Parts {
            lang,
            text: plain(&said, &foot, unsubscribe.as_ref()),
            html,
            unsubscribe: unsubscribe.map(|(_, address)| address),
        };
        let message = mime::message(&self.config, commission, &said, parts)
            .ok_or(Unwritten::Failed(Failure::Unwritable))?;
        if message.len() > LETTER_BYTES_MAX {
            return Err(Unwritten::Failed(Failure::Unwritable));
        }
        Ok(Outgoing {
            letter: commission.letter,
            person: commission.person,
            email: commission.email.clone(),
            message,
        })
    }

    /// Why the reader gets this, and where to change it.
    fn foot(&self, lang: Lang, commission: &Commission) -> Vec<String> {
        let why = match commission.kind.purpose() {
            Some(purpose) => format!("letter-why-{}", contacts::purpose_word(purpose)),
            None => "letter-why-service".to_owned(),
        };
        let url = self.url("/account/letters");
        vec![
            lang.text(&why),
            lang.text_with("letter-choose", &[("url", url.into())]),
        ]
    }

    /// The word and the address that end letters of this purpose; `None` for service messages.
    fn unsubscribe(&self, lang: Lang, commission: &Commission) -> Option<(String, String)> {
        let link = Link::Unsubscribe {
            person: commission.person,
            purpose: commission.kind.purpose()?,
        };
        let token = contacts::signed_link(&self.app, &link);
        let address = self.url(&format!("/unsubscribe?t={token}"));
        Some((lang.text("letter-unsubscribe"), address))
    }

    /// The link to verify the address this very letter goes to.
    fn verify_link(&self, commission: &Commission) -> String {
        let link = Link::Verify {
            person: commission.person,
            email: contacts::email_hash(&commission.sealed_email),
            until: commission.now.plus_days(VERIFY_LINK_DAYS),
        };
        let token = contacts::signed_link(&self.app, &link);
        self.url(&format!("/account/email/verify?t={token}"))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.config.server.public_url)
    }
}

impl LetterWriter for Desk {
    fn write(&self, commission: &Commission) -> Result<Outgoing, Unwritten> {
        self.compose(commission)
    }
}

/// What could not be read now can be read later.
fn unwritten(problem: &Problem) -> Unwritten {
    tracing::error!(code = problem.code, "a letter cannot be written");
    Unwritten::Failed(Failure::Unreachable)
}

/// The text part.
fn plain(said: &Said, foot: &[String], unsubscribe: Option<&(String, String)>) -> String {
    let mut text = said.paragraphs.join("\n\n");
    for (word, address) in said.action.iter() {
        text.push_str(&format!("\n\n{word}\n{address}"));
    }
    text.push_str("\n\n-- \n");
    text.push_str(&foot.join("\n"));
    if let Some((word, address)) = unsubscribe {
        text.push_str(&format!("\n{word}\n{address}"));
    }
    text.push('\n');
    text
}

/// Kinds for which the contract comes along.
const fn has_contract(kind: Kind) -> bool {
    matches!(kind, Kind::AdoptionConfirmed | Kind::AdoptionReceived)
}
