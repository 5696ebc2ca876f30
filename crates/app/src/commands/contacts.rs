//! How a person is reached and what they agreed to: address, its verification by a link, consent, opting out (D 8).

use community::{
    contact::{self, Channel, Command, Contact, Purpose},
    member::{self, Member},
};
use kernel::{ContentHash, PersonId, Sealed, Timestamp};
use sha2::{Digest, Sha256};

use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Buyer, Signed},
};

/// Longest address, in bytes (RFC 5321, 4.5.3.1.3 less brackets).
pub const EMAIL_BYTES_MAX: usize = 254;
/// Longest part before the @, in bytes (RFC 5321, 4.5.3.1.1).
pub const EMAIL_LOCAL_BYTES_MAX: usize = 64;
/// How long the link to verify an address can be followed, in days.
pub const VERIFY_LINK_DAYS: i64 = 3;

/// What is used of RFC 5321 addresses: plain ASCII without quotes, so that nothing typed can become another header,
/// another address or another command.
fn checked_email(typed: &str) -> Result<String, Error> {
    let email = typed.trim();
    let code = match email.split_once('@') {
        _ if email.is_empty() => "required",
        _ if email.len() > EMAIL_BYTES_MAX => "too-long",
        Some((local, domain)) if is_local(local) && is_domain(domain) => {
            return Ok(email.to_owned());
        }
        Some(_) | None => "email",
    };
    Err(Error::Invalid(vec![Violation::new("email", code)]))
}

fn is_local(local: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
    let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    (1..=EMAIL_LOCAL_BYTES_MAX).contains(&local.len()) && local.bytes().all(plain) && dots
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let edges = !label.starts_with('-') && !label.ends_with('-');
        (1..=63).contains(&label.len()) && label.bytes().all(plain) && edges
    };
    domain.contains('.') && domain.split('.').all(label)
}

/// Gives one's address. A letter with a link goes there; until it is followed, nothing else does.
///
/// # Errors
/// No address, or too many addresses within a day.
pub async fn give_email(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    typed: &str,
) -> Result<Done, Error> {
    let person = who.person();
    let email = app.seal_email(person, &checked_email(typed)?)?;
    decide(app, intent, person, || Command::GiveEmail {
        person,
        email: email.clone(),
        at: intent.now(),
    })
    .await
}

/// Wants no letters at all.
///
/// # Errors
/// The log failed.
pub async fn remove_email(app: &App, who: &Signed<Buyer>, intent: &Intent) -> Result<Done, Error> {
    decide(app, intent, who.person(), || Command::RemoveEmail {
        at: intent.now(),
    })
    .await
}

/// Agrees to be told, or agrees no longer.
///
/// # Errors
/// The log failed.
pub async fn set_consent(
    app: &App,
    who: &Signed<Buyer>,
    intent: &Intent,
    purpose: Purpose,
    agrees: bool,
) -> Result<Done, Error> {
    let person = who.person();
    decide(app, intent, person, || {
        if agrees {
            Command::GiveConsent {
                person,
                channel: Channel::Email,
                purpose,
                at: intent.now(),
            }
        } else {
            withdraw(purpose, intent.now())
        }
    })
    .await
}

const fn withdraw(purpose: Purpose, at: Timestamp) -> Command {
    Command::WithdrawConsent {
        channel: Channel::Email,
        purpose,
        at,
    }
}

async fn decide(
    app: &App,
    intent: &Intent,
    person: PersonId,
    command: impl Fn() -> Command,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let member = work.state::<Member>(&member::stream_id(person))?;
        member
            .active()
            .map_err(|refused| Error::Rejected(refused.into()))?;
        work.decide::<Contact>(&contact::stream_id(person), command())?;
        Ok(())
    })
    .await
}

/// What a link that we sent is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Verify the address it was sent to.
    Verify {
        /// Whose.
        person: PersonId,
        /// SHA-256 of the sealed address.
        email: ContentHash,
        /// Until when it can be followed.
        until: Timestamp,
    },
    /// Be told no more.
    Unsubscribe {
        /// Whose.
        person: PersonId,
        /// For what.
        purpose: Purpose,
    },
    /// Read the news of the own trees without signing in, as programs do.
    Garden {
        /// Whose trees.
        person: PersonId,
    },
}

impl Link {
    fn words(&self) -> String {
        match self {
            Self::Verify {
                person,
                email,
                until,
            } => format!("verify|{person}|{email}|{}", until.millis()),
            Self::Unsubscribe { person, purpose } => {
                format!("unsubscribe|{person}|{}", purpose_word(*purpose))
            }
            Self::Garden { person } => format!("garden|{person}"),
        }
    }

    fn read(words: &str) -> Option<Self> {
        let parts: Vec<&str> = words.split('|').collect();
        match parts.as_slice() {
            ["verify", person, email, until] => Some(Self::Verify {
                person: person.parse().ok()?,
                email: email.parse().ok()?,
                until: Timestamp::from_millis(until.parse().ok()?)?,
            }),
            ["unsubscribe", person, word] => Some(Self::Unsubscribe {
                person: person.parse().ok()?,
                purpose: Purpose::ALL
                    .into_iter()
                    .find(|purpose| purpose_word(*purpose) == *word)?,
            }),
            ["garden", person] => Some(Self::Garden {
                person: person.parse().ok()?,
            }),
            _ => None,
        }
    }
}

/// The word in links and addresses.
#[must_use]
pub const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::News => "news",
        Purpose::Offers => "offers",
    }
}

/// The text of a link, signed.
#[must_use]
pub fn signed_link(app: &App, link: &Link) -> String {
    app.vault().sign_link(&link.words())
}

/// What a link is for; `None` for what we did not sign.
#[must_use]
pub fn read_link(app: &App, shown: &str) -> Option<Link> {
    Link::read(&app.vault().read_link(shown)?)
}

/// What stands for a sealed address in a link.
#[must_use]
pub fn email_hash(sealed: &Sealed) -> ContentHash {
    ContentHash::from_bytes(Sha256::digest(sealed.as_str()).into())
}

/// Whoever followed the link reads the address.
///
/// # Errors
/// No such link, too late, or another address was given meanwhile.
pub async fn verify_email(app: &App, intent: &Intent, shown: &str) -> Result<Done, Error> {
    let Some(Link::Verify {
        person,
        email,
        until,
    }) = read_link(app, shown)
    else {
        return Err(Error::NotFound);
    };
    if intent.now() >= until {
        return Err(Error::Rejected(contact::Rejection::EmailDiffers.into()));
    }
    let state = app.load::<Contact>(&contact::stream_id(person))?;
    let present = state.email.as_ref().map(|email| email.sealed.clone());
    let present = present.ok_or(contact::Rejection::EmailMissing)?;
    if email_hash(&present) != email {
        return Err(contact::Rejection::EmailDiffers.into());
    }
    decide(app, intent, person, || Command::VerifyEmail {
        email: present.clone(),
        at: intent.now(),
    })
    .await
}

/// Whoever has the link wants to be told no more; nobody needs to sign in for that, and it counts at once (D 8).
///
/// # Errors
/// No such link.
pub async fn unsubscribe(app: &App, intent: &Intent, shown: &str) -> Result<Purpose, Error> {
    let Some(Link::Unsubscribe { person, purpose }) = read_link(app, shown) else {
        return Err(Error::NotFound);
    };
    app.perform(intent, |work| {
        let command = withdraw(purpose, intent.now());
        work.decide::<Contact>(&contact::stream_id(person), command)?;
        Ok(())
    })
    .await?;
    Ok(purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_or_refused() {
        for good in [
            "a@b.cn",
            " li.wei+1@mail.example.com ",
            "o'neill@example.org",
            "1@xn--fiqs8s.cn",
        ] {
            assert_eq!(checked_email(good).unwrap(), good.trim());
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "a",
            "a@b",
            "a@b.",
            "@b.cn",
            "a b@c.cn",
            "a@b.cn\r\nBcc: x@y.cn",
            "a@b.cn,c@d.cn",
            "\"a\"@b.cn",
            "<a@b.cn>",
            "a..b@c.cn",
            ".a@b.cn",
            "a@-b.cn",
            "王@例子.cn",
            "a@b@c.cn",
            &long,
        ] {
            assert!(checked_email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_link_reads_back_as_what_it_is() {
        let person = PersonId::from_bytes([1; 16]);
        let links = [
            Link::Verify {
                person,
                email: ContentHash::from_bytes([2; 32]),
                until: "2026-03-01T08:00:00Z".parse().unwrap(),
            },
            Link::Unsubscribe {
                person,
                purpose: Purpose::Offers,
            },
        ];
        for link in links {
            assert_eq!(Link::read(&link.words()), Some(link));
        }
        assert_eq!(Link::read("unsubscribe|per_1|news"), None);
        assert_eq!(Link::read("something|else"), None);
    }
}
