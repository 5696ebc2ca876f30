//! What was paid for fruit that is owed from the next season's harvest: a liability of its own until that fruit is
//! delivered or the money goes back (D 18). Stream `carry-over-<AdoptionId>`. It must not know how much fruit it is.

use std::collections::BTreeMap;

use kernel::{AdoptionId, Decider, Money, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// What may be asked of carried-over money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Owe it from the next season's harvest. Quiet for the same.
    CarryOver {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which remedy of its shortfall.
        remedy: u16,
        /// How much.
        amount: Money,
        /// Until when the fruit must be delivered, or the money goes back.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The fruit will come with this adoption. Quiet for the same.
    RedeemCarryOver {
        /// Which remedy.
        remedy: u16,
        /// The adoption of the later season.
        into: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// All fruit of that adoption was delivered, so this is earned. Quiet if nothing came with it.
    DeliverCarryOver {
        /// The adoption of the later season.
        into: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// There is no such fruit: the money is owed for the adoption again, and goes back. Quiet if it went.
    ReturnCarryOver {
        /// Which remedy.
        remedy: u16,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to carried-over money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// It is owed from the next season's harvest.
    #[serde(rename = "settlement.carried-over")]
    CarriedOver {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which remedy of its shortfall.
        remedy: u16,
        /// How much.
        amount: Money,
        /// Until when the fruit must be delivered, or the money goes back.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The fruit will come with another adoption.
    #[serde(rename = "settlement.carry-over-redeemed")]
    CarryOverRedeemed {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which remedy.
        remedy: u16,
        /// The adoption of the later season.
        into: AdoptionId,
        /// When.
        at: Timestamp,
    },
    /// The fruit was delivered: it is earned.
    #[serde(rename = "settlement.carry-over-delivered")]
    CarryOverDelivered {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which remedy.
        remedy: u16,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
    /// It is owed for the adoption itself again, and goes back.
    #[serde(rename = "settlement.carry-over-returned")]
    CarryOverReturned {
        /// What had been paid for.
        adoption: AdoptionId,
        /// Which remedy.
        remedy: u16,
        /// How much.
        amount: Money,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "carry-over";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.carried-over", 1),
        ("settlement.carry-over-redeemed", 1),
        ("settlement.carry-over-delivered", 1),
        ("settlement.carry-over-returned", 1),
    ];
}

/// Why a wish about carried-over money was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Nothing was carried over by this remedy.
    #[error("nothing was carried over")]
    CarryOverUnknown,
    /// Something else was carried over by this remedy.
    #[error("the carry-over exists already")]
    CarryOverExists,
    /// Nothing is worth nothing.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// It comes with another adoption, was delivered, or went back.
    #[error("the carry-over is over or comes with another adoption")]
    CarryOverSettled,
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CarryOverUnknown => "carry-over-unknown",
            Self::CarryOverExists => "carry-over-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::CarryOverSettled => "carry-over-settled",
        }
    }
}

/// How far carried-over money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Owed; with which adoption its fruit comes, once that is known.
    Owed(Option<AdoptionId>),
    /// Its fruit was delivered.
    Delivered,
    /// It went back.
    Returned,
}

/// Money that was carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// How much.
    pub amount: Money,
    /// How far it has come.
    pub phase: Phase,
}

/// What is remembered of an adoption's carried-over money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The adoption; `None` before anything was carried over.
    pub adoption: Option<AdoptionId>,
    /// By remedy.
    pub carried: BTreeMap<u16, Carried>,
}

impl State {
    /// What is still owed, by remedy.
    pub fn owed(&self) -> impl Iterator<Item = (u16, Money)> + '_ {
        let owed = |(_, carried): &(&u16, &Carried)| matches!(carried.phase, Phase::Owed(_));
        let all = self.carried.iter().filter(owed);
        all.map(|(remedy, carried)| (*remedy, carried.amount))
    }
}

/// The id part of the stream's name: it is the adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// The rules of carried-over money.
#[derive(Debug, Clone, Copy)]
pub struct CarryOver;

impl Decider for CarryOver {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::CarryOver {
                adoption,
                remedy,
                amount,
                until,
                at,
            } => match state.carried.get(&remedy) {
                Some(known) if known.amount == amount => Ok(vec![]),
                Some(_) => Err(Rejection::CarryOverExists),
                None if amount.minor <= 0 => Err(Rejection::AmountNotPositive),
                None => Ok(vec![Event::CarriedOver {
                    adoption,
                    remedy,
                    amount,
                    until,
                    at,
                }]),
            },
            Command::RedeemCarryOver { remedy, into, at } => redeem(state, remedy, into, at),
            Command::DeliverCarryOver { into, at } => Ok(deliver(state, into, at)),
            Command::ReturnCarryOver { remedy, at } => give_back(state, remedy, at),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        let (remedy, phase) = match *event {
            Event::CarriedOver {
                adoption,
                remedy,
                amount,
                ..
            } => {
                state.adoption = Some(adoption);
                let phase = Phase::Owed(None);
                state.carried.insert(remedy, Carried { amount, phase });
                return;
            }
            Event::CarryOverRedeemed { remedy, into, .. } => (remedy, Phase::Owed(Some(into))),
            Event::CarryOverDelivered { remedy, .. } => (remedy, Phase::Delivered),
            Event::CarryOverReturned { remedy, .. } => (remedy, Phase::Returned),
        };
        if let Some(carried) = state.carried.get_mut(&remedy) {
            carried.phase = phase;
        }
    }
}

fn found(state: &State, remedy: u16) -> Result<(AdoptionId, Carried), Rejection> {
    let carried = state.carried.get(&remedy).copied();
    state
        .adoption
        .zip(carried)
        .ok_or(Rejection::CarryOverUnknown)
}

fn redeem(
    state: &State,
    remedy: u16,
    into: AdoptionId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let (adoption, carried) = found(state, remedy)?;
    match carried.phase {
        Phase::Owed(None) => Ok(vec![Event::CarryOverRedeemed {
            adoption,
            remedy,
            into,
            at,
        }]),
        Phase::Owed(Some(known)) if known == into => Ok(vec![]),
        Phase::Owed(Some(_)) | Phase::Delivered | Phase::Returned => {
            Err(Rejection::CarryOverSettled)
        }
    }
}

fn deliver(state: &State, into: AdoptionId, at: Timestamp) -> Vec<Event> {
    let Some(adoption) = state.adoption else {
        return vec![];
    };
    let came = |(_, carried): &(&u16, &Carried)| carried.phase == Phase::Owed(Some(into));
    let delivered = state.carried.iter().filter(came);
    delivered
        .map(|(remedy, carried)| Event::CarryOverDelivered {
            adoption,
            remedy: *remedy,
            amount: carried.amount,
            at,
        })
        .collect()
}

fn give_back(state: &State, remedy: u16, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let (adoption, carried) = found(state, remedy)?;
    match carried.phase {
        Phase::Owed(_) => Ok(vec![Event::CarryOverReturned {
            adoption,
            remedy,
            amount: carried.amount,
            at,
        }]),
        Phase::Returned => Ok(vec![]),
        Phase::Delivered => Err(Rejection::CarryOverSettled),
    }
}

#[cfg(test)]
mod tests;
