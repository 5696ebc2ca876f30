//! How a letter decides and remembers. It must not know of anything beyond its own past.

use kernel::Timestamp;

use super::{Addressed, Command, Event, Failure, Phase, Rejection, State};

/// Waits after the first, second, … failed attempt, in seconds; after one more it is given up: 1 min, 5 min, 30 min, 2 h,
/// 6 h. RFC 5321, 4.5.4.1 asks for 30 minutes and more between tries; the short ones are for our own relay.
pub const ATTEMPT_WAITS_SECONDS: [i64; 5] = [60, 300, 1_800, 7_200, 21_600];
/// How long handing over may take, in seconds; a letter in flight for longer was left by a program that ended.
pub const IN_FLIGHT_SECONDS_MAX: i64 = 600;

#[expect(clippy::needless_pass_by_value, reason = "the decider's signature")]
pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Address {
            letter,
            kind,
            person,
            about,
            send_at,
            at,
        } => {
            let wanted = Addressed {
                letter,
                kind,
                person,
                about,
                send_at,
            };
            address(state, wanted, at)
        }
        Command::HandOver { at } => match state.phase {
            Phase::Waiting(from) if at < from => Err(Rejection::LetterNotDue { from }),
            Phase::Waiting(_) => Ok(vec![Event::LetterHandedOver {
                attempt: state.attempts.saturating_add(1),
                at,
            }]),
            Phase::InFlight(_) => Err(Rejection::LetterInFlight),
            Phase::Unwritten => Err(Rejection::LetterUnknown),
            Phase::Sent | Phase::GivenUp | Phase::Dropped => Err(Rejection::LetterSettled),
        },
        Command::ConfirmSent { at } => match state.phase {
            Phase::Sent => Ok(vec![]),
            Phase::Unwritten
            | Phase::Waiting(_)
            | Phase::InFlight(_)
            | Phase::GivenUp
            | Phase::Dropped => {
                in_flight_since(state)?;
                Ok(vec![Event::LetterSent { at }])
            }
        },
        Command::NoteFailure { failure, at } => {
            in_flight_since(state)?;
            Ok(vec![after(state, failure, at)])
        }
        Command::Recover { may_repeat, at } => recover(state, may_repeat, at),
        Command::Drop { reason, at } => match state.phase {
            Phase::Waiting(_) => Ok(vec![Event::LetterDropped { reason, at }]),
            Phase::InFlight(_) => Err(Rejection::LetterInFlight),
            Phase::Unwritten => Err(Rejection::LetterUnknown),
            Phase::Sent | Phase::GivenUp | Phase::Dropped => Ok(vec![]),
        },
        Command::SendAgain { at } => match state.phase {
            Phase::GivenUp => Ok(vec![Event::LetterQueuedAgain { at }]),
            Phase::Waiting(_) => Ok(vec![]),
            Phase::Unwritten => Err(Rejection::LetterUnknown),
            Phase::InFlight(_) => Err(Rejection::LetterInFlight),
            Phase::Sent | Phase::Dropped => Err(Rejection::LetterNotGivenUp),
        },
    }
}

fn address(state: &State, wanted: Addressed, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    match state.addressed {
        None => Ok(vec![Event::LetterDue {
            letter: wanted.letter,
            kind: wanted.kind,
            person: wanted.person,
            about: wanted.about,
            send_at: wanted.send_at,
            at,
        }]),
        // The first word of what a weekly letter is about stands.
        Some(known) if (known.kind, known.person) == (wanted.kind, wanted.person) => Ok(vec![]),
        Some(_) => Err(Rejection::LetterExists),
    }
}

fn in_flight_since(state: &State) -> Result<Timestamp, Rejection> {
    match state.phase {
        Phase::InFlight(since) => Ok(since),
        Phase::Unwritten => Err(Rejection::LetterUnknown),
        Phase::Waiting(_) => Err(Rejection::LetterNotInFlight),
        Phase::Sent | Phase::GivenUp | Phase::Dropped => Err(Rejection::LetterSettled),
    }
}

/// What follows a failed attempt: another one after a wait, or the end.
fn after(state: &State, failure: Failure, at: Timestamp) -> Event {
    let is_final = match failure {
        Failure::Refused | Failure::Unwritable | Failure::Uncertain => true,
        Failure::Unreachable | Failure::Deferred => false,
    };
    let tried = usize::from(state.attempts).saturating_sub(1);
    match ATTEMPT_WAITS_SECONDS.get(tried) {
        Some(wait) if !is_final => Event::LetterFailed {
            failure,
            again_at: at.plus_seconds(*wait),
            at,
        },
        Some(_) | None => Event::LetterGivenUp { failure, at },
    }
}

fn recover(state: &State, may_repeat: bool, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let since = in_flight_since(state)?;
    if at < since.plus_seconds(IN_FLIGHT_SECONDS_MAX) {
        return Err(Rejection::LetterInFlight);
    }
    let failure = Failure::Uncertain;
    Ok(vec![if may_repeat {
        Event::LetterFailed {
            failure,
            again_at: at,
            at,
        }
    } else {
        Event::LetterGivenUp { failure, at }
    }])
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::LetterDue {
            letter,
            kind,
            person,
            about,
            send_at,
            at: _,
        } => {
            state.addressed = Some(Addressed {
                letter: *letter,
                kind: *kind,
                person: *person,
                about: *about,
                send_at: *send_at,
            });
            state.phase = Phase::Waiting(*send_at);
        }
        Event::LetterHandedOver { attempt, at } => {
            state.attempts = *attempt;
            state.phase = Phase::InFlight(*at);
        }
        Event::LetterSent { at: _ } => state.phase = Phase::Sent,
        Event::LetterFailed { again_at, .. } => state.phase = Phase::Waiting(*again_at),
        Event::LetterGivenUp { .. } => state.phase = Phase::GivenUp,
        Event::LetterDropped { .. } => state.phase = Phase::Dropped,
        Event::LetterQueuedAgain { at } => {
            state.attempts = 0;
            state.phase = Phase::Waiting(*at);
        }
    }
}
