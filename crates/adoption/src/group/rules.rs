//! How a group decides and remembers. It must not know of anything beyond its own past.

use kernel::{PaymentId, PersonId, Timestamp};

use super::{
    Command, Event, FailReason, Opened, Outcome, PARTS_MAX, PARTS_MIN, PartState, Rejection, State,
    amounts,
};

pub(super) fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::OpenGroup {
            adoption,
            by,
            price,
            parts,
            link,
            secret,
            until,
            now,
        } => {
            if let Some(opened) = &state.opened {
                let same = opened.link == link;
                return same.then(Vec::new).ok_or(Rejection::GroupExists);
            }
            if !(PARTS_MIN..=PARTS_MAX).contains(&parts) || price.minor < i64::from(parts) {
                return Err(Rejection::GroupPartsInvalid {
                    min: PARTS_MIN,
                    max: PARTS_MAX,
                });
            }
            if now >= until {
                return Err(Rejection::GroupTooLate { until });
            }
            Ok(vec![Event::GroupOpened {
                adoption,
                by,
                price,
                parts,
                link,
                secret,
                until,
                at: now,
            }])
        }
        Command::TakePart {
            number,
            by,
            payment,
            at,
        } => take(state, number, by, payment, at),
        Command::LeavePart { number, by, at } => leave(state, number, by, at),
        Command::RecordPart { payment, at } => record(state, payment, at),
        Command::FailGroup { reason, at } => fail(state, reason, at),
    }
}

fn take(
    state: &State,
    number: u8,
    by: PersonId,
    payment: PaymentId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    let amounts = amounts(opened.price, opened.parts);
    let place = usize::from(number).wrapping_sub(1);
    let amount = *amounts
        .get(place)
        .ok_or(Rejection::GroupPartUnknown { number })?;
    match state.parts.get(&number) {
        Some(part) if part.by == by => return Ok(vec![]),
        Some(_) => return Err(Rejection::GroupPartTaken { number }),
        None => {}
    }
    state.demand_open()?;
    if at >= opened.until {
        let until = opened.until;
        return Err(Rejection::GroupTooLate { until });
    }
    Ok(vec![Event::PartTaken {
        number,
        by,
        payment,
        amount,
        at,
    }])
}

fn leave(state: &State, number: u8, by: PersonId, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    let Some(part) = state.parts.get(&number) else {
        return Ok(vec![]);
    };
    if by != part.by && by != opened.by {
        return Err(Rejection::GroupPartNotYours { number });
    }
    if part.paid {
        return Err(Rejection::GroupPartPaid { number });
    }
    state.demand_open()?;
    Ok(vec![Event::PartLeft { number, at }])
}

/// Value dates are the payment's affair: as long as the group is open its share is held, so what comes counts.
fn record(state: &State, payment: PaymentId, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let opened = state.opened()?;
    let part = state.parts.iter().find(|(_, part)| part.payment == payment);
    let (number, part) = part.ok_or(Rejection::NotAGroupPart)?;
    if part.paid {
        return Ok(vec![]);
    }
    state.demand_open()?;
    let mut events = vec![Event::PartPaid {
        number: *number,
        payment,
        at,
    }];
    if state.paid().count() + 1 == usize::from(opened.parts) {
        events.push(Event::GroupCompleted { at });
    }
    Ok(events)
}

fn fail(state: &State, reason: FailReason, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    state.opened()?;
    match state.outcome {
        None => Ok(vec![Event::GroupFailed { reason, at }]),
        Some(Outcome::Failed) => Ok(vec![]),
        Some(Outcome::Complete) => Err(Rejection::GroupComplete),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::GroupOpened {
            adoption,
            by,
            price,
            parts,
            link,
            until,
            ..
        } => {
            state.opened = Some(Opened {
                adoption: *adoption,
                by: *by,
                price: *price,
                parts: *parts,
                link: *link,
                until: *until,
            });
        }
        Event::PartTaken {
            number,
            by,
            payment,
            ..
        } => {
            let part = PartState {
                by: *by,
                payment: *payment,
                paid: false,
            };
            state.parts.insert(*number, part);
        }
        Event::PartLeft { number, .. } => {
            state.parts.remove(number);
        }
        Event::PartPaid { number, .. } => {
            if let Some(part) = state.parts.get_mut(number) {
                part.paid = true;
            }
        }
        Event::GroupCompleted { .. } => state.outcome = Some(Outcome::Complete),
        Event::GroupFailed { .. } => state.outcome = Some(Outcome::Failed),
    }
}

impl State {
    fn opened(&self) -> Result<&Opened, Rejection> {
        self.opened.as_ref().ok_or(Rejection::GroupUnknown)
    }

    fn demand_open(&self) -> Result<(), Rejection> {
        match self.outcome {
            None => Ok(()),
            Some(Outcome::Complete) => Err(Rejection::GroupComplete),
            Some(Outcome::Failed) => Err(Rejection::GroupFailed),
        }
    }
}
