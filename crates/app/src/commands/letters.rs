//! Letters: who is to be told, and what a person may do about one that was given up. Sending them is [`crate::post`]'s.

use community::{
    contact::{self, Channel, Contact},
    letter::{self, About, Command, Kind, Letter, Reach},
    member::{self, Member},
};
use kernel::{LetterId, PersonId, Sealed, Timestamp};

use crate::{
    App, Done, Error, Intent,
    permission::{Operator, Signed},
};

/// Somebody who is to be told something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What.
    pub kind: Kind,
    /// Whom.
    pub person: PersonId,
    /// What about.
    pub about: About,
    /// Not before this; `None` for at once.
    pub send_at: Option<Timestamp>,
}

impl Wanted {
    /// At once.
    #[must_use]
    pub const fn now(kind: Kind, person: PersonId, about: About) -> Self {
        Self {
            kind,
            person,
            about,
            send_at: None,
        }
    }
}

/// Decides that a letter is written, if its reader can be reached and, where that is needed, agreed (D 8). The letter's
/// id comes from the intent and the reader, so the same wish never makes a second letter. Without an address or consent
/// nothing is recorded.
///
/// # Errors
/// The log failed.
pub async fn write(app: &App, intent: &Intent, wanted: &Wanted) -> Result<Option<LetterId>, Error> {
    if address_of(app, wanted.kind, wanted.person)?.is_none() {
        return Ok(None);
    }
    let step = intent.step(&format!("{:?}/{}", wanted.kind, wanted.person));
    let letter = LetterId::from_bytes(step.bytes("letter"));
    app.perform(&step, |work| {
        let address = Command::Address {
            letter,
            kind: wanted.kind,
            person: wanted.person,
            about: wanted.about,
            send_at: wanted.send_at.unwrap_or(intent.now()),
            at: intent.now(),
        };
        work.decide::<Letter>(&letter::stream_id(letter), address)?;
        Ok(())
    })
    .await?;
    Ok(Some(letter))
}

/// Where a letter of this kind may go now; `None` for nowhere: no address, no consent, or the reader was erased.
pub(crate) fn address_of(app: &App, kind: Kind, person: PersonId) -> Result<Option<Sealed>, Error> {
    let contact = app.load::<Contact>(&contact::stream_id(person))?;
    let agreed = kind
        .purpose()
        .is_none_or(|purpose| contact.agrees(Channel::Email, purpose));
    if !agreed {
        return Ok(None);
    }
    let sealed = match kind.reach() {
        Reach::Verified => contact.verified().cloned(),
        Reach::Given => contact.email.as_ref().map(|email| email.sealed.clone()),
        Reach::Previous => contact.previous.clone(),
    };
    let member = app.load::<Member>(&member::stream_id(person))?;
    Ok(sealed.filter(|_| member.active().is_ok()))
}

/// Has a letter that was given up tried again.
///
/// # Errors
/// No such letter, or it was not given up.
pub async fn send_again(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    letter: LetterId,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let again = Command::SendAgain { at: intent.now() };
        work.decide::<Letter>(&letter::stream_id(letter), again)?;
        Ok(())
    })
    .await
}
