//! How a shortfall decides and remembers. It must not know of anything beyond its own past.

use kernel::{Grams, Money, Timestamp};

use super::{
    Command, Event, Frame, Offer, OfferState, Rejection, Remedy, Settled, State, Withdrawal, Word,
    remedies, value_between,
};

pub(super) fn decide(state: &State, command: &Command) -> Result<Vec<Event>, Rejection> {
    match *command {
        Command::HearOfLoss {
            frame,
            word,
            returnable,
            choose_by,
            at,
        } => Ok(hear(state, frame, word, (returnable, choose_by), at)),
        Command::ChooseRemedy { offer, remedy, at } => choose(state, offer, remedy, at),
        Command::DefaultRemedy { offer, now } => take_default(state, offer, now),
        Command::GiveUpFruit {
            frame,
            offer,
            unserved,
            returnable,
            choose_by,
            at,
        } => give_up(state, frame, (offer, unserved), (returnable, choose_by), at),
        Command::EndOffers { at } => Ok(withdrawn(state, Withdrawal::AdoptionEnded, at)
            .into_iter()
            .collect()),
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::ExpectationNoted {
            adoption,
            loss,
            revision,
            expected,
            missing: _,
            at: _,
        } => {
            state.adoption = Some(*adoption);
            state.words.insert(*loss, (*revision, *expected));
        }
        Event::RemedyOffered {
            adoption: _,
            offer,
            loss,
            shortfall,
            value,
            options,
            default,
            choose_by,
            at: _,
        } => {
            let offered = Offer {
                loss: *loss,
                shortfall: *shortfall,
                value: *value,
                options: options.clone(),
                default: *default,
                choose_by: *choose_by,
                state: OfferState::Open,
            };
            state.offers.insert(*offer, offered);
        }
        Event::RemedyWithdrawn { offer, why, .. } => {
            end(state, *offer, OfferState::Withdrawn(*why));
        }
        Event::ShortfallBorne { shortfall, .. } => state.borne = state.borne.plus(*shortfall),
        Event::RemedyStands { .. } => {}
        Event::RemedyChosen { settled, at: _ } => {
            end(state, settled.offer, OfferState::Chosen(settled.remedy));
            state.remedied = state.remedied.plus(settled.shortfall);
        }
        Event::RemedyDefaulted { settled, at: _ } => {
            end(state, settled.offer, OfferState::Defaulted(settled.remedy));
            state.remedied = state.remedied.plus(settled.shortfall);
        }
        Event::FruitGivenUp {
            offer, unserved, ..
        } => {
            if let Some(offer) = state.offers.get_mut(offer) {
                offer.shortfall = offer.shortfall.minus_or_zero(*unserved);
            }
            state.remedied = state.remedied.minus_or_zero(*unserved);
            state.without_fruit = true;
        }
    }
}

fn end(state: &mut State, offer: u16, how: OfferState) {
    if let Some(offer) = state.offers.get_mut(&offer) {
        offer.state = how;
    }
}

/// A loss may be heard of by two ways at once; only a word that is newer than the last one says anything.
fn hear(
    state: &State,
    frame: Frame,
    word: Word,
    terms: (Money, Timestamp),
    at: Timestamp,
) -> Vec<Event> {
    let known = state.words.get(&word.loss);
    if known.is_some_and(|(revision, _)| *revision >= word.revision) {
        return vec![];
    }
    let corrected = known.is_some();
    let mut after = state.clone();
    after
        .words
        .insert(word.loss, (word.revision, word.expected));
    let missing = missing(&after, frame.promised);
    let mut events = vec![Event::ExpectationNoted {
        adoption: frame.adoption,
        loss: word.loss,
        revision: word.revision,
        expected: word.expected,
        missing,
        at,
    }];
    let why = if corrected {
        Withdrawal::Corrected
    } else {
        Withdrawal::Superseded
    };
    events.extend(withdrawn(state, why, at));
    events.extend(offer(&after, frame, word.loss, missing, terms, at));
    events
}

/// The smallest word on the part counts: a frost does not give back what hail took.
fn missing(state: &State, promised: Grams) -> Grams {
    let least = state.words.values().filter_map(|(_, expected)| *expected);
    least
        .min()
        .map_or(Grams::ZERO, |expected| promised.minus_or_zero(expected))
}

/// What is missing and not made good: offered, or borne by the clause, or less than was made good.
fn offer(
    state: &State,
    frame: Frame,
    loss: kernel::LossId,
    missing: Grams,
    (returnable, choose_by): (Money, Timestamp),
    at: Timestamp,
) -> Option<Event> {
    let adoption = frame.adoption;
    let over = state.remedied.minus_or_zero(missing);
    if over > Grams::ZERO {
        return Some(Event::RemedyStands {
            adoption,
            loss,
            over,
            at,
        });
    }
    let shortfall = missing.minus_or_zero(state.remedied);
    if shortfall == Grams::ZERO {
        return None;
    }
    let nothing_left = missing == frame.promised;
    let Some(mut allowed) = remedies(frame.clause, nothing_left, state.without_fruit) else {
        let more = shortfall.minus_or_zero(state.borne);
        return (more > Grams::ZERO).then_some(Event::ShortfallBorne {
            adoption,
            loss,
            shortfall: more,
            at,
        });
    };
    let value = value_between(frame.price, frame.promised, state.remedied, missing);
    let value = Money::new(value.minor.min(returnable.minor).max(0), value.currency);
    if value.minor == 0 {
        // Everything went back for other reasons before: only fruit can still be given.
        allowed.options.retain(|option| option.is_fruit());
        allowed.default = *allowed.options.first()?;
    }
    let number = state.offers.keys().next_back().copied().unwrap_or_default();
    Some(Event::RemedyOffered {
        adoption,
        offer: number.saturating_add(1),
        loss,
        shortfall,
        value,
        options: allowed.options,
        default: allowed.default,
        choose_by,
        at,
    })
}

fn withdrawn(state: &State, why: Withdrawal, at: Timestamp) -> Option<Event> {
    let (offer, _) = state.open()?;
    Some(Event::RemedyWithdrawn {
        adoption: state.adoption?,
        offer,
        why,
        at,
    })
}

fn choose(
    state: &State,
    number: u16,
    remedy: Remedy,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let offer = found(state, number)?;
    match offer.state {
        OfferState::Open => {}
        OfferState::Chosen(before) if before == remedy => return Ok(vec![]),
        OfferState::Chosen(remedy) => return Err(Rejection::RemedyAlreadyChosen { remedy }),
        OfferState::Defaulted(remedy) => return Err(Rejection::RemedyAlreadyDefaulted { remedy }),
        OfferState::Withdrawn(_) => return Err(Rejection::OfferWithdrawn),
    }
    if !offer.options.contains(&remedy) {
        return Err(Rejection::RemedyNotOffered { remedy });
    }
    let until = offer.choose_by;
    if at >= until {
        return Err(Rejection::ChoiceOver { until });
    }
    let settled = settled(state, number, offer, remedy)?;
    Ok(vec![Event::RemedyChosen { settled, at }])
}

fn take_default(state: &State, number: u16, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    let offer = found(state, number)?;
    if offer.state != OfferState::Open {
        return Ok(vec![]);
    }
    let until = offer.choose_by;
    if now < until {
        return Err(Rejection::ChoiceOpen { until });
    }
    let settled = settled(state, number, offer, offer.default)?;
    Ok(vec![Event::RemedyDefaulted { settled, at: now }])
}

fn give_up(
    state: &State,
    frame: Frame,
    (number, unserved): (u16, Grams),
    terms: (Money, Timestamp),
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let given = found(state, number)?;
    if !given.taken().is_some_and(Remedy::is_fruit) {
        return Err(Rejection::NoFruitChosen);
    }
    if unserved > given.shortfall {
        let most = given.shortfall;
        return Err(Rejection::GivenUpTooLarge { most });
    }
    if unserved == Grams::ZERO {
        return Ok(vec![]);
    }
    let gone = Event::FruitGivenUp {
        adoption: frame.adoption,
        offer: number,
        unserved,
        at,
    };
    let mut after = state.clone();
    evolve(&mut after, &gone);
    let mut events = vec![gone];
    events.extend(withdrawn(state, Withdrawal::Superseded, at));
    let missing = missing(&after, frame.promised);
    events.extend(offer(&after, frame, given.loss, missing, terms, at));
    Ok(events)
}

fn found(state: &State, number: u16) -> Result<&Offer, Rejection> {
    state.offers.get(&number).ok_or(Rejection::OfferUnknown)
}

fn settled(
    state: &State,
    number: u16,
    offer: &Offer,
    remedy: Remedy,
) -> Result<Settled, Rejection> {
    Ok(Settled {
        adoption: state.adoption.ok_or(Rejection::OfferUnknown)?,
        offer: number,
        loss: offer.loss,
        remedy,
        shortfall: offer.shortfall,
        value: offer.value,
    })
}
