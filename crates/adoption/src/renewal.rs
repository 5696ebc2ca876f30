//! The next season of an adopted tree: its holder is asked first, until a deadline. Stream `renewal-<AdoptionId>`, the
//! adoption being the one that is renewed. It must not know prices or contracts: what is offered is an adoption of the
//! next season that holds the same part, with the hold's one expiry.

use kernel::{AdoptionId, CampaignId, Decider, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// How long before it renews by itself its holder is reminded, in days (D 10).
pub const REMINDER_DAYS: i64 = 7;
/// How long before the end of an offer it renews by itself, in days: as long there is to pay.
pub const PAY_DAYS: i64 = 7;

/// What a holder says to the next season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// The tree is theirs again, once contract and payment are done.
    Renewed,
    /// Not this season; they are asked again if the part is nobody's.
    Paused,
    /// Never again.
    Released,
    /// They did not say anything in time.
    Lapsed,
}

/// What may be asked of a renewal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Renew by itself from now on, or no longer. Quiet if so already.
    SetAutomaticRenewal {
        /// Which adoption.
        adoption: AdoptionId,
        /// Whose wish it is; the wish ends when the adoption becomes another person's.
        by: PersonId,
        /// Whether.
        on: bool,
        /// When.
        at: Timestamp,
    },
    /// Ask the holder first. Quiet for the same next adoption.
    OfferRenewal {
        /// Which adoption.
        adoption: AdoptionId,
        /// Whose it is now.
        holder: PersonId,
        /// The adoption that holds the part for them.
        next: AdoptionId,
        /// Under which offer.
        campaign: CampaignId,
        /// Until when: the end of the hold.
        until: Timestamp,
        /// The present moment.
        now: Timestamp,
    },
    /// The day of the reminder has come. Quiet if reminded, answered, or not automatic.
    RemindRenewal {
        /// The present moment.
        now: Timestamp,
    },
    /// Before an automatic renewal asks for anything (D 10). Quiet, it records nothing.
    CheckMayRenewByItself {
        /// The present moment.
        now: Timestamp,
    },
    /// Say what is wanted. Quiet for the same answer, and `Lapsed` after any.
    AnswerRenewal {
        /// What.
        answer: Answer,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to a renewal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The holder opted in to, or out of, renewing by itself.
    #[serde(rename = "adoption.automatic-renewal-set")]
    AutomaticRenewalSet {
        /// Which adoption.
        adoption: AdoptionId,
        /// Whose wish it is.
        by: PersonId,
        /// Whether.
        on: bool,
        /// When.
        at: Timestamp,
    },
    /// The holder is asked first.
    #[serde(rename = "adoption.renewal-offered")]
    RenewalOffered {
        /// Which adoption.
        adoption: AdoptionId,
        /// Who is asked.
        holder: PersonId,
        /// The adoption that holds the part for them.
        next: AdoptionId,
        /// Under which offer.
        campaign: CampaignId,
        /// Until when.
        until: Timestamp,
        /// Whether it renews by itself unless they opt out.
        automatic: bool,
        /// When they are to be reminded of that.
        remind_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// The holder is reminded that it renews by itself, and when.
    #[serde(rename = "adoption.renewal-reminded")]
    RenewalReminded {
        /// Which adoption.
        adoption: AdoptionId,
        /// Who is reminded.
        holder: PersonId,
        /// When it renews by itself.
        renews_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// What came of it.
    #[serde(rename = "adoption.renewal-answered")]
    RenewalAnswered {
        /// Which adoption.
        adoption: AdoptionId,
        /// The adoption that held the part.
        next: AdoptionId,
        /// What.
        answer: Answer,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "renewal";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("adoption.automatic-renewal-set", 1),
        ("adoption.renewal-offered", 1),
        ("adoption.renewal-reminded", 1),
        ("adoption.renewal-answered", 1),
    ];
}

/// The id part of a renewal's stream name: it is the renewed adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// Why a wish about a renewal was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// The tree is not offered for the next season, or not any more.
    #[error("the next season is not offered")]
    RenewalNotOffered,
    /// The answer stands.
    #[error("the answer was given")]
    RenewalAnswered,
    /// They gave the tree up.
    #[error("the right to the next season was given up")]
    RenewalReleased,
    /// It is too early.
    #[error("not before {at}")]
    RenewalNotDue {
        /// When it is time.
        at: Timestamp,
    },
    /// Nobody opted in.
    #[error("it does not renew by itself")]
    RenewalNotAutomatic,
    /// No charge without a reminder, and days to think about it (D 10).
    #[error("no reminder was given {days} days ago")]
    RenewalNotReminded {
        /// How long before, [`REMINDER_DAYS`].
        days: i64,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::RenewalNotOffered => "renewal-not-offered",
            Self::RenewalAnswered => "renewal-answered",
            Self::RenewalReleased => "renewal-released",
            Self::RenewalNotDue { .. } => "renewal-not-due",
            Self::RenewalNotAutomatic => "renewal-not-automatic",
            Self::RenewalNotReminded { .. } => "renewal-not-reminded",
        }
    }
}

/// An offer of the next season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    /// Which adoption is renewed.
    pub adoption: AdoptionId,
    /// Who is asked.
    pub holder: PersonId,
    /// The adoption that holds the part.
    pub next: AdoptionId,
    /// Until when.
    pub until: Timestamp,
    /// When they are to be reminded.
    pub remind_at: Timestamp,
    /// When they were.
    pub reminded_at: Option<Timestamp>,
    /// What came of it.
    pub answer: Option<Answer>,
}

/// What is remembered of a renewal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Who opted in to renewing by itself.
    pub automatic: Option<PersonId>,
    /// The newest offer.
    pub offered: Option<Offered>,
}

impl State {
    fn open(&self) -> Result<&Offered, Rejection> {
        let offered = self.offered.as_ref().ok_or(Rejection::RenewalNotOffered)?;
        match offered.answer {
            None => Ok(offered),
            Some(_) => Err(Rejection::RenewalAnswered),
        }
    }

    /// Whether it renews by itself for whoever is asked now.
    #[must_use]
    pub fn is_automatic(&self) -> bool {
        self.automatic.is_some() && self.automatic == self.offered.map(|offered| offered.holder)
    }
}

/// The rules of a renewal.
#[derive(Debug, Clone, Copy)]
pub struct Renewal;

impl Decider for Renewal {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::SetAutomaticRenewal {
                adoption,
                by,
                on,
                at,
            } => {
                if on == (state.automatic == Some(by)) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::AutomaticRenewalSet {
                    adoption,
                    by,
                    on,
                    at,
                }])
            }
            Command::OfferRenewal {
                adoption,
                holder,
                next,
                campaign,
                until,
                now,
            } => offer(state, (adoption, holder), (next, campaign), until, now),
            Command::RemindRenewal { now } => remind(state, now),
            Command::CheckMayRenewByItself { now } => may_renew(state, now).map(|()| vec![]),
            Command::AnswerRenewal { answer, at } => answer_it(state, answer, at),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::AutomaticRenewalSet { by, on, .. } => state.automatic = on.then_some(*by),
            Event::RenewalOffered {
                adoption,
                holder,
                next,
                until,
                remind_at,
                ..
            } => {
                state.offered = Some(Offered {
                    adoption: *adoption,
                    holder: *holder,
                    next: *next,
                    until: *until,
                    remind_at: *remind_at,
                    reminded_at: None,
                    answer: None,
                });
            }
            Event::RenewalReminded { at, .. } => {
                if let Some(offered) = &mut state.offered {
                    offered.reminded_at = Some(*at);
                }
            }
            Event::RenewalAnswered { answer, .. } => {
                if let Some(offered) = &mut state.offered {
                    offered.answer = Some(*answer);
                }
            }
        }
    }
}

fn offer(
    state: &State,
    (adoption, holder): (AdoptionId, PersonId),
    (next, campaign): (AdoptionId, CampaignId),
    until: Timestamp,
    now: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    match &state.offered {
        Some(before) if before.next == next => return Ok(vec![]),
        Some(before) if before.answer == Some(Answer::Released) && before.holder == holder => {
            return Err(Rejection::RenewalReleased);
        }
        Some(_) | None => {}
    }
    Ok(vec![Event::RenewalOffered {
        adoption,
        holder,
        next,
        campaign,
        until,
        automatic: state.automatic == Some(holder),
        remind_at: until.plus_days(-REMINDER_DAYS - PAY_DAYS).max(now),
        at: now,
    }])
}

fn remind(state: &State, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    let Ok(offered) = state.open() else {
        return Ok(vec![]);
    };
    if offered.reminded_at.is_some() || !state.is_automatic() {
        return Ok(vec![]);
    }
    if now < offered.remind_at {
        return Err(Rejection::RenewalNotDue {
            at: offered.remind_at,
        });
    }
    Ok(vec![Event::RenewalReminded {
        adoption: offered.adoption,
        holder: offered.holder,
        renews_at: now.plus_days(REMINDER_DAYS),
        at: now,
    }])
}

fn may_renew(state: &State, now: Timestamp) -> Result<(), Rejection> {
    let offered = state.open()?;
    if !state.is_automatic() {
        return Err(Rejection::RenewalNotAutomatic);
    }
    let days = REMINDER_DAYS;
    let reminded = offered.reminded_at;
    let reminded = reminded.ok_or(Rejection::RenewalNotReminded { days })?;
    if now < reminded.plus_days(days) {
        return Err(Rejection::RenewalNotReminded { days });
    }
    Ok(())
}

fn answer_it(state: &State, answer: Answer, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    let offered = state.offered.as_ref().ok_or(Rejection::RenewalNotOffered)?;
    match offered.answer {
        Some(before) if before == answer || answer == Answer::Lapsed => return Ok(vec![]),
        Some(_) => return Err(Rejection::RenewalAnswered),
        None => {}
    }
    if answer == Answer::Lapsed && at < offered.until {
        return Err(Rejection::RenewalNotDue { at: offered.until });
    }
    Ok(vec![Event::RenewalAnswered {
        adoption: offered.adoption,
        next: offered.next,
        answer,
        at,
    }])
}

#[cfg(test)]
mod tests;
