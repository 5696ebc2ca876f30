//! What the channel itself says that it keeps. It must not know of anything beyond the payment's own past.

use kernel::{Money, Timestamp};

use super::{Event, Rejection, State, capture::check_fee};

/// Quiet for the same word again. The first word is a fact even where it is what was reckoned with.
pub(super) fn told(state: &State, fee: Money, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    let captured = state.captured.as_ref();
    let captured = captured.ok_or(Rejection::PaymentNotCaptured)?;
    check_fee(captured.amount, fee)?;
    if captured.fee_told && captured.fee == fee {
        return Ok(vec![]);
    }
    Ok(vec![Event::FeeTold {
        payment: opened.payment,
        adoption: opened.adoption,
        channel: captured.channel,
        before: captured.fee,
        fee,
        at,
    }])
}

pub(super) fn was_told(state: &mut State, fee: Money) {
    if let Some(captured) = &mut state.captured {
        captured.fee = fee;
        captured.fee_told = true;
    }
}
