//! An adoption is offered to somebody else by a link: as a gift, or to take over. Stream `handover-<AdoptionId>`; one
//! offer at a time. It must not know who the link is sent to, nor what the adoption is about.

use kernel::{AdoptionId, ContentHash, Decider, PersonId, Sealed, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// Shortest time an offer stands, in days: the news has to be read first.
pub const OFFER_DAYS_MIN: i64 = 1;
/// Longest time an offer stands, in days: as long the giver's own plans are blocked.
pub const OFFER_DAYS_MAX: i64 = 30;

/// Why an adoption is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// For nothing.
    Gift,
    /// To be taken over; what the two settle between them is their own affair.
    Transfer,
}

/// What becomes of the adoption when nobody accepts it, as the giver chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unaccepted {
    /// It stays with the giver.
    Keep,
    /// It is cancelled and the money goes back.
    Refund,
}

/// How an offer ended without being accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The giver took it back.
    Withdrawn,
    /// Who got the link said no.
    Refused,
    /// Its time was over.
    Lapsed,
}

/// What may be asked of a handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Offer the adoption. Quiet for the same link.
    OfferHandover {
        /// Which adoption.
        adoption: AdoptionId,
        /// Whose it is.
        by: PersonId,
        /// As a gift or to take over.
        kind: Kind,
        /// SHA-256 of the secret in the link.
        link: ContentHash,
        /// The secret, sealed for the giver.
        secret: Sealed,
        /// Until when it can be accepted.
        until: Timestamp,
        /// What happens when nobody does.
        if_unaccepted: Unaccepted,
        /// The present moment.
        now: Timestamp,
    },
    /// Take the offer back. Quiet if none is open.
    WithdrawHandover {
        /// When.
        at: Timestamp,
    },
    /// Accept it. Quiet for the same person.
    AcceptHandover {
        /// By which link.
        link: ContentHash,
        /// Who accepts.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Say no. Quiet if it was refused.
    RefuseHandover {
        /// By which link.
        link: ContentHash,
        /// Who says no.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// Its time is over. Quiet if none is open.
    LapseHandover {
        /// The present moment.
        now: Timestamp,
    },
}

/// What may happen to a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The adoption can be accepted by whoever has the link.
    #[serde(rename = "adoption.handover-offered")]
    HandoverOffered {
        /// Which adoption.
        adoption: AdoptionId,
        /// Whose it is.
        by: PersonId,
        /// As a gift or to take over.
        kind: Kind,
        /// SHA-256 of the secret in the link.
        link: ContentHash,
        /// The secret, sealed for the giver.
        secret: Sealed,
        /// Until when.
        until: Timestamp,
        /// What happens when nobody accepts.
        if_unaccepted: Unaccepted,
        /// When.
        at: Timestamp,
    },
    /// Somebody accepted it.
    #[serde(rename = "adoption.handover-accepted")]
    HandoverAccepted {
        /// Which adoption.
        adoption: AdoptionId,
        /// Who.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// The offer is over and nobody accepted it.
    #[serde(rename = "adoption.handover-ended")]
    HandoverEnded {
        /// Which adoption.
        adoption: AdoptionId,
        /// Why.
        reason: EndReason,
        /// What the giver chose for this case; a withdrawn offer changes nothing.
        if_unaccepted: Unaccepted,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "handover";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.handover-offered", 1),
        ("adoption.handover-accepted", 1),
        ("adoption.handover-ended", 1),
    ];
}

/// The id part of a handover's stream name: it is the adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// Why a wish about a handover was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// One offer at a time.
    #[error("the adoption is offered to somebody until {until}")]
    HandoverOpen {
        /// When that offer ends.
        until: Timestamp,
    },
    /// Too short or too long.
    #[error("an offer stands {min} to {max} days")]
    HandoverDaysInvalid {
        /// The shortest, [`OFFER_DAYS_MIN`].
        min: i64,
        /// The longest, [`OFFER_DAYS_MAX`].
        max: i64,
    },
    /// Only a gift that nobody wants may be paid back: a transfer is not a way around the contract.
    #[error("only a gift may be paid back when nobody accepts it")]
    RefundForGiftsOnly,
    /// It was withdrawn, refused, accepted by somebody, or is over.
    #[error("this offer is over")]
    HandoverOver,
    /// Its time is over.
    #[error("this offer ended at {until}")]
    HandoverTooLate {
        /// When it ended.
        until: Timestamp,
    },
    /// The giver has it already.
    #[error("the adoption is yours already")]
    HandoverToOneself,
    /// It is too early to end the offer.
    #[error("the offer stands until {until}")]
    HandoverNotDue {
        /// When it ends.
        until: Timestamp,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HandoverOpen { .. } => "handover-open",
            Self::HandoverDaysInvalid { .. } => "handover-days-invalid",
            Self::RefundForGiftsOnly => "refund-for-gifts-only",
            Self::HandoverOver => "handover-over",
            Self::HandoverTooLate { .. } => "handover-too-late",
            Self::HandoverToOneself => "handover-to-oneself",
            Self::HandoverNotDue { .. } => "handover-not-due",
        }
    }
}

/// An offer that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Which adoption.
    pub adoption: AdoptionId,
    /// Whose it is.
    pub by: PersonId,
    /// As a gift or to take over.
    pub kind: Kind,
    /// SHA-256 of the secret in the link.
    pub link: ContentHash,
    /// Until when.
    pub until: Timestamp,
    /// What happens when nobody accepts.
    pub if_unaccepted: Unaccepted,
}

/// What is remembered of an adoption's handovers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The offer that stands.
    pub open: Option<Open>,
    /// By which link and who accepted last.
    pub accepted: Option<(ContentHash, PersonId)>,
    /// By which link somebody said no last.
    pub refused: Option<ContentHash>,
}

impl State {
    fn by_link(&self, link: ContentHash, at: Timestamp) -> Result<&Open, Rejection> {
        let open = self.open.as_ref().filter(|open| open.link == link);
        let open = open.ok_or(Rejection::HandoverOver)?;
        if at >= open.until {
            return Err(Rejection::HandoverTooLate { until: open.until });
        }
        Ok(open)
    }
}

/// The rules of a handover.
#[derive(Debug, Clone, Copy)]
pub struct Handover;

impl Decider for Handover {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::OfferHandover {
                adoption,
                by,
                kind,
                link,
                secret,
                until,
                if_unaccepted,
                now,
            } => {
                if let Some(open) = &state.open {
                    let until = open.until;
                    let same = open.link == link;
                    return if same {
                        Ok(vec![])
                    } else {
                        Err(Rejection::HandoverOpen { until })
                    };
                }
                check(kind, until, if_unaccepted, now)?;
                Ok(vec![Event::HandoverOffered {
                    adoption,
                    by,
                    kind,
                    link,
                    secret,
                    until,
                    if_unaccepted,
                    at: now,
                }])
            }
            Command::WithdrawHandover { at } => Ok(end(state, EndReason::Withdrawn, at)),
            Command::AcceptHandover { link, by, at } => {
                if state.accepted == Some((link, by)) {
                    return Ok(vec![]);
                }
                let open = state.by_link(link, at)?;
                if open.by == by {
                    return Err(Rejection::HandoverToOneself);
                }
                let adoption = open.adoption;
                Ok(vec![Event::HandoverAccepted { adoption, by, at }])
            }
            Command::RefuseHandover { link, by, at } => {
                if state.open.is_none() && state.refused == Some(link) {
                    return Ok(vec![]);
                }
                if state.by_link(link, at)?.by == by {
                    return Err(Rejection::HandoverToOneself);
                }
                Ok(end(state, EndReason::Refused, at))
            }
            Command::LapseHandover { now } => match &state.open {
                Some(open) if now < open.until => {
                    let until = open.until;
                    Err(Rejection::HandoverNotDue { until })
                }
                Some(_) | None => Ok(end(state, EndReason::Lapsed, now)),
            },
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::HandoverOffered {
                adoption,
                by,
                kind,
                link,
                until,
                if_unaccepted,
                ..
            } => {
                state.open = Some(Open {
                    adoption: *adoption,
                    by: *by,
                    kind: *kind,
                    link: *link,
                    until: *until,
                    if_unaccepted: *if_unaccepted,
                });
            }
            Event::HandoverAccepted { by, .. } => {
                state.accepted = state.open.take().map(|open| (open.link, *by));
            }
            Event::HandoverEnded { reason, .. } => {
                let ended = state.open.take();
                if *reason == EndReason::Refused {
                    state.refused = ended.map(|open| open.link);
                }
            }
        }
    }
}

fn check(
    kind: Kind,
    until: Timestamp,
    if_unaccepted: Unaccepted,
    now: Timestamp,
) -> Result<(), Rejection> {
    if until < now.plus_days(OFFER_DAYS_MIN) || until > now.plus_days(OFFER_DAYS_MAX) {
        return Err(Rejection::HandoverDaysInvalid {
            min: OFFER_DAYS_MIN,
            max: OFFER_DAYS_MAX,
        });
    }
    if kind == Kind::Transfer && if_unaccepted == Unaccepted::Refund {
        return Err(Rejection::RefundForGiftsOnly);
    }
    Ok(())
}

fn end(state: &State, reason: EndReason, at: Timestamp) -> Vec<Event> {
    let ended = state.open.as_ref().map(|open| Event::HandoverEnded {
        adoption: open.adoption,
        reason,
        if_unaccepted: open.if_unaccepted,
        at,
    });
    ended.into_iter().collect()
}

#[cfg(test)]
mod tests;
