//! How a contact decides and remembers. It must not know of anything beyond its own past.

use kernel::{PersonId, Sealed, Timestamp};

use super::{Command, Email, Event, GIVEN_IN_WINDOW_MAX, GIVEN_WINDOW_HOURS, Rejection, State};

/// Seconds of an hour.
const HOUR_SECONDS: i64 = 3_600;

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::GiveEmail { person, email, at } => give_email(state, person, email, at),
        Command::VerifyEmail { email, at } => match &state.email {
            None => Err(Rejection::EmailMissing),
            Some(known) if known.sealed != email => Err(Rejection::EmailDiffers),
            Some(known) if known.is_verified => Ok(vec![]),
            Some(_) => Ok(vec![Event::EmailVerified { at }]),
        },
        Command::RemoveEmail { at } => {
            let removed = state.email.is_some().then_some(Event::EmailRemoved { at });
            Ok(removed.into_iter().collect())
        }
        Command::GiveConsent {
            person,
            channel,
            purpose,
            at,
        } => {
            let given = (!state.agrees(channel, purpose)).then_some(Event::ConsentGiven {
                person,
                channel,
                purpose,
                at,
            });
            Ok(given.into_iter().collect())
        }
        Command::WithdrawConsent {
            channel,
            purpose,
            at,
        } => {
            let withdrawn = state
                .agrees(channel, purpose)
                .then_some(Event::ConsentWithdrawn {
                    channel,
                    purpose,
                    at,
                });
            Ok(withdrawn.into_iter().collect())
        }
    }
}

fn give_email(
    state: &State,
    person: PersonId,
    email: Sealed,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    if state
        .email
        .as_ref()
        .is_some_and(|known| known.sealed == email)
    {
        return Ok(vec![]);
    }
    let window = at.plus_seconds(-GIVEN_WINDOW_HOURS * HOUR_SECONDS);
    let lately = state.given_at.iter().filter(|given| **given > window);
    if lately.count() >= GIVEN_IN_WINDOW_MAX {
        let max = GIVEN_IN_WINDOW_MAX;
        return Err(Rejection::TooManyAddresses { max });
    }
    Ok(vec![Event::EmailGiven { person, email, at }])
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::EmailGiven {
            person: _,
            email,
            at,
        } => {
            let before = state.email.take().filter(|known| known.is_verified);
            state.previous = before.map(|known| known.sealed).or(state.previous.take());
            state.email = Some(Email {
                sealed: email.clone(),
                is_verified: false,
            });
            if state.given_at.len() >= GIVEN_IN_WINDOW_MAX {
                state.given_at.remove(0);
            }
            state.given_at.push(*at);
        }
        Event::EmailVerified { at: _ } => {
            if let Some(email) = &mut state.email {
                email.is_verified = true;
            }
        }
        Event::EmailRemoved { at: _ } => {
            let before = state.email.take().filter(|known| known.is_verified);
            state.previous = before.map(|known| known.sealed).or(state.previous.take());
        }
        Event::ConsentGiven {
            channel, purpose, ..
        } => {
            state.consents.insert((*channel, *purpose));
        }
        Event::ConsentWithdrawn {
            channel, purpose, ..
        } => {
            state.consents.remove(&(*channel, *purpose));
        }
    }
}
