//! How a person may be reached, and what they agreed to be told (D 8). Stream `contact-<PersonId>`.
//! It must not know an address: it comes in sealed and is only passed on.

use std::collections::BTreeSet;

use kernel::{Decider, PersonId, Sealed, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

mod rules;

/// Most addresses one person may give within [`GIVEN_WINDOW_HOURS`]: each is written to, and may be somebody else's.
pub const GIVEN_IN_WINDOW_MAX: usize = 5;
/// The window of [`GIVEN_IN_WINDOW_MAX`], in hours.
pub const GIVEN_WINDOW_HOURS: i64 = 24;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// E-mail.
    Email,
}

/// What a message that needs consent is for. Service messages about one's own adoption need none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Photos and news of one's own trees.
    News,
    /// Offers: new campaigns, next seasons.
    Offers,
}

impl Purpose {
    /// All purposes, in the order of the page.
    pub const ALL: [Self; 2] = [Self::News, Self::Offers];
}

/// What may be asked of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Write to this address from now on, once it is verified. Quiet for the same sealed text;
    /// sealed anew, the same address asks for another letter.
    GiveEmail {
        /// Whose.
        person: PersonId,
        /// The address, sealed for this person.
        email: Sealed,
        /// When.
        at: Timestamp,
    },
    /// Whoever reads the address followed the link. Quiet if verified.
    VerifyEmail {
        /// The address the link was for.
        email: Sealed,
        /// When.
        at: Timestamp,
    },
    /// Write no more. Quiet if there is no address.
    RemoveEmail {
        /// When.
        at: Timestamp,
    },
    /// Agree to be told (D 8). Quiet if agreed.
    GiveConsent {
        /// Who agrees.
        person: PersonId,
        /// By what.
        channel: Channel,
        /// For what.
        purpose: Purpose,
        /// When.
        at: Timestamp,
    },
    /// Agree no longer; it counts at once (D 8). Quiet if not agreed.
    WithdrawConsent {
        /// By what.
        channel: Channel,
        /// For what.
        purpose: Purpose,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// An address was given; it is not verified.
    #[serde(rename = "community.email-given")]
    EmailGiven {
        /// Whose.
        person: PersonId,
        /// The address, sealed for this person.
        email: Sealed,
        /// When.
        at: Timestamp,
    },
    /// The address is the person's.
    #[serde(rename = "community.email-verified")]
    EmailVerified {
        /// When.
        at: Timestamp,
    },
    /// There is no address any more.
    #[serde(rename = "community.email-removed")]
    EmailRemoved {
        /// When.
        at: Timestamp,
    },
    /// The person agreed to be told.
    #[serde(rename = "community.consent-given")]
    ConsentGiven {
        /// Who agreed.
        person: PersonId,
        /// By what.
        channel: Channel,
        /// For what.
        purpose: Purpose,
        /// When.
        at: Timestamp,
    },
    /// The person agrees no longer.
    #[serde(rename = "community.consent-withdrawn")]
    ConsentWithdrawn {
        /// By what.
        channel: Channel,
        /// For what.
        purpose: Purpose,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "contact";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("community.email-given", 1),
        ("community.email-verified", 1),
        ("community.email-removed", 1),
        ("community.consent-given", 1),
        ("community.consent-withdrawn", 1),
    ];
}

/// The id part of a contact's stream name.
#[must_use]
pub fn stream_id(person: PersonId) -> String {
    person.to_string()
}

/// Why a wish about a contact was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No address was given, or it was removed.
    #[error("there is no address to verify")]
    EmailMissing,
    /// The link was for another address than the present one.
    #[error("the link was for an address that is no longer the present one")]
    EmailDiffers,
    /// Each address is written to, and may be somebody else's.
    #[error("at most {max} addresses a day")]
    TooManyAddresses {
        /// The limit, [`GIVEN_IN_WINDOW_MAX`].
        max: usize,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmailMissing => "email-missing",
            Self::EmailDiffers => "email-differs",
            Self::TooManyAddresses { .. } => "too-many-addresses",
        }
    }
}

/// An address and whether it is the person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The address, sealed.
    pub sealed: Sealed,
    /// Whether its reader followed the link.
    pub is_verified: bool,
}

/// What is remembered of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The present address.
    pub email: Option<Email>,
    /// The verified address before the present one: it is told of the change.
    pub previous: Option<Sealed>,
    /// What the person agrees to now.
    pub consents: BTreeSet<(Channel, Purpose)>,
    /// When the newest addresses were given, oldest first; at most [`GIVEN_IN_WINDOW_MAX`].
    pub given_at: Vec<Timestamp>,
}

impl State {
    /// The address that may be written to.
    #[must_use]
    pub fn verified(&self) -> Option<&Sealed> {
        let email = self.email.as_ref().filter(|email| email.is_verified)?;
        Some(&email.sealed)
    }

    /// Whether a message for this purpose may go out by this channel (D 8).
    #[must_use]
    pub fn agrees(&self, channel: Channel, purpose: Purpose) -> bool {
        self.consents.contains(&(channel, purpose))
    }
}

/// The rules of a contact.
#[derive(Debug, Clone, Copy)]
pub struct Contact;

impl Decider for Contact {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        rules::decide(state, command)
    }

    fn evolve(state: &mut State, event: &Event) {
        rules::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
