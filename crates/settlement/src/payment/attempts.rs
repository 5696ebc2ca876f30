//! The ways by which a payer tried to pay one payment. Several may be open at a time; none of them holds anything longer
//! (D 3, B 3). It must not know how a channel is asked.

use kernel::Timestamp;

use super::{Channel, Event, Rejection, State};

/// Longest name of an attempt, in characters.
const NAME_CHARS_MAX: usize = 255;

/// A try to pay by one channel. The channel knows it under the payment's own id, so there is one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What the channel calls it, once it told.
    pub name: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// Whether the channel still takes money by it.
    pub open: bool,
}

pub(super) fn start(
    state: &State,
    channel: Channel,
    name: Option<String>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    if let Some(captured) = &state.captured {
        let transaction = captured.transaction.clone();
        return Err(Rejection::PaymentAlreadyCaptured { transaction });
    }
    let printable = |name: &String| {
        (1..=NAME_CHARS_MAX).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if !name.as_ref().is_none_or(printable) {
        return Err(Rejection::TransactionInvalid);
    }
    match state.attempts.get(&channel) {
        Some(attempt) if !attempt.open => return Err(Rejection::AttemptOver { channel }),
        Some(attempt) if name.is_none() || name == attempt.name => return Ok(vec![]),
        // The name of an attempt that began in time is noted whenever it comes.
        Some(_) => {}
        None if at > opened.expires_at => {
            let expires_at = opened.expires_at;
            return Err(Rejection::PaymentExpired { expires_at });
        }
        None => {}
    }
    Ok(vec![Event::PaymentAttempted { channel, name, at }])
}

pub(super) fn end(state: &State, channel: Channel, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.opened()?;
    let open = state
        .attempts
        .get(&channel)
        .is_some_and(|attempt| attempt.open);
    Ok(open
        .then_some(Event::PaymentAttemptEnded { channel, at })
        .into_iter()
        .collect())
}

pub(super) fn started(state: &mut State, channel: Channel, name: Option<&String>, at: Timestamp) {
    let attempt = state.attempts.entry(channel).or_insert(Attempt {
        name: None,
        started_at: at,
        open: true,
    });
    attempt.name = name.cloned();
}

pub(super) fn ended(state: &mut State, channel: Channel) {
    if let Some(attempt) = state.attempts.get_mut(&channel) {
        attempt.open = false;
    }
}

#[cfg(test)]
mod tests;
