//! How one is reached, what one agreed to, and what became of letters. No address but one's own, and no word of a letter.

use actix_web::web::{Data, Path};
use app::{
    App, Error,
    commands::{contacts, letters},
};
use community::{
    contact::Purpose,
    letter::{Failure, Kind},
};
use kernel::LetterId;
use readmodels::letters::{LETTERS_MAX, LetterRow, LetterState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Answer;
use crate::{
    answer,
    auth::{Nothing, SignedIn, Wish},
};

/// An address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmailForm {
    /// The address; a letter with a link goes there.
    #[schema(example = "li.wei@example.cn")]
    pub(crate) email: String,
}

/// What one agrees to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConsentForm {
    /// `news` or `offers`.
    #[schema(value_type = String, example = "news")]
    pub(crate) purpose: Purpose,
    /// Whether one agrees.
    pub(crate) agrees: bool,
}

/// How one is reached.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactView {
    /// The address; left out when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    /// Whether its reader followed the link.
    pub(crate) verified: bool,
    /// What one agreed to be told by e-mail: `news`, `offers`.
    #[schema(value_type = Vec<String>)]
    pub(crate) consents: Vec<Purpose>,
}

/// How many letters of a kind stand somewhere.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterCountView {
    /// Which kind.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// `waiting`, `in-flight`, `sent`, `given-up` or `dropped`.
    #[schema(value_type = String)]
    pub(crate) state: LetterState,
    /// How many.
    pub(crate) count: u64,
}

/// A letter in trouble.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LetterTroubleView {
    /// The letter.
    pub(crate) letter: String,
    /// Which kind.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// `waiting` for another attempt, or `given-up`.
    #[schema(value_type = String)]
    pub(crate) state: LetterState,
    /// Why the last attempt failed.
    #[schema(value_type = Option<String>)]
    pub(crate) failure: Option<Failure>,
    /// How often it was tried.
    pub(crate) attempts: u8,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) again_at: Option<String>,
}

/// What became of letters.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailLogView {
    /// Counts by kind and state.
    pub(crate) counts: Vec<LetterCountView>,
    /// Letters in trouble, newest first.
    pub(crate) troubles: Vec<LetterTroubleView>,
}

/// `GET /api/v1/contact`
pub(crate) async fn contact(app: Data<App>, who: SignedIn) -> Answer {
    let person = who.identity.person();
    let row = app.read().contact(person)?;
    let sealed = row.as_ref().and_then(|row| row.email.as_ref());
    let email = sealed
        .map(|sealed| app.open_email(person, sealed))
        .transpose()?;
    Ok(answer::json(&ContactView {
        email: email.flatten(),
        verified: row.as_ref().is_some_and(|row| row.is_verified),
        consents: row.map_or_else(Vec::new, |row| row.purposes),
    }))
}

/// `PUT /api/v1/contact/email`
pub(crate) async fn give_email(app: Data<App>, wish: Wish<EmailForm>) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = contacts::give_email(&app, &buyer, &wish.intent, &wish.form.email).await?;
    Ok(answer::done(done))
}

/// `DELETE /api/v1/contact/email`
pub(crate) async fn remove_email(app: Data<App>, wish: Wish<Nothing>) -> Answer {
    let buyer = wish.who.identity.buyer();
    let done = contacts::remove_email(&app, &buyer, &wish.intent).await?;
    Ok(answer::done(done))
}

/// `PUT /api/v1/contact/consents`
pub(crate) async fn consent(app: Data<App>, wish: Wish<ConsentForm>) -> Answer {
    let buyer = wish.who.identity.buyer();
    let ConsentForm { purpose, agrees } = wish.form;
    let done = contacts::set_consent(&app, &buyer, &wish.intent, purpose, agrees).await?;
    Ok(answer::done(done))
}

/// `GET /api/v1/letters`
pub(crate) async fn log(app: Data<App>, who: SignedIn) -> Answer {
    who.identity.auditor()?;
    let counts = app.read().letter_counts()?;
    let troubles = app.read().letters_in_trouble(LETTERS_MAX)?;
    Ok(answer::json(&MailLogView {
        counts: counts
            .into_iter()
            .map(|row| LetterCountView {
                kind: row.kind,
                state: row.state,
                count: row.count,
            })
            .collect(),
        troubles: troubles.iter().map(trouble).collect(),
    }))
}

fn trouble(row: &LetterRow) -> LetterTroubleView {
    LetterTroubleView {
        letter: row.letter.to_string(),
        kind: row.kind,
        state: row.state,
        failure: row.failure,
        attempts: row.attempts,
        again_at: row.next_at.map(|at| at.to_string()),
    }
}

/// `POST /api/v1/letters/{letter}/attempts`
pub(crate) async fn send_again(
    app: Data<App>,
    letter: Path<String>,
    wish: Wish<Nothing>,
) -> Answer {
    let operator = wish.who.identity.operator()?;
    let letter: LetterId = letter.parse().map_err(|_| Error::NotFound)?;
    let done = letters::send_again(&app, &operator, &wish.intent, letter).await?;
    Ok(answer::done(done))
}
