//! How the shares of a tree decide and remember. It must not know of anything beyond their own past.

use std::collections::BTreeSet;

use kernel::{AdoptionId, PersonId, Timestamp};

use super::{Claim, Command, DIVISIONS, Event, Holding, Part, Rejection, State};

pub(super) fn decide(state: &State, command: &Command) -> Result<Vec<Event>, Rejection> {
    match *command {
        Command::SplitTreeShare {
            adoption,
            ref into,
            at,
        } => split(state, adoption, into, at),
        Command::TransferTreeShare { adoption, to, at } => transfer(state, adoption, to, at),
        Command::HoldTreeShare {
            tree,
            season,
            part,
            campaign,
            adoption,
            holder,
            until,
        } => {
            state.check_available(part, adoption)?;
            if state.of_adoption(adoption).is_some() {
                return Ok(vec![]);
            }
            Ok(vec![Event::TreeShareHeld {
                tree,
                season,
                part,
                campaign,
                adoption,
                holder,
                until,
            }])
        }
        Command::TakeTreeShare { adoption, at } => match state.of_adoption(adoption) {
            None => Err(Rejection::NotHeldByAdoption),
            Some((part, holding)) => Ok(take(part, holding, at)),
        },
        Command::RetakeTreeShare {
            part,
            campaign,
            adoption,
            holder,
            at,
        } => {
            state.check_available(part, adoption)?;
            let own = state.of_adoption(adoption).map(|(_, holding)| holding);
            let wanted = Holding {
                campaign,
                adoption,
                holder,
                claim: Claim::Held { until: at },
            };
            Ok(take(part, own.unwrap_or(wanted), at))
        }
        Command::ExpireHold { adoption, now } => expire(state, adoption, now),
        Command::ReleaseTreeShare {
            adoption,
            reason,
            at,
        } => {
            let released = state
                .of_adoption(adoption)
                .map(|(part, _)| Event::TreeShareReleased {
                    part,
                    adoption,
                    reason,
                    at,
                });
            Ok(released.into_iter().collect())
        }
    }
}

pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::TreeShareHeld {
            part,
            campaign,
            adoption,
            holder,
            until,
            ..
        } => {
            let holding = Holding {
                campaign: *campaign,
                adoption: *adoption,
                holder: *holder,
                claim: Claim::Held { until: *until },
            };
            state.holdings.insert(*part, holding);
        }
        Event::TreeShareTaken {
            part,
            campaign,
            adoption,
            holder,
            at: _,
        } => {
            let holding = Holding {
                campaign: *campaign,
                adoption: *adoption,
                holder: *holder,
                claim: Claim::Taken,
            };
            state.holdings.insert(*part, holding);
        }
        Event::TreeShareSplit {
            campaign,
            adoption,
            into,
            holder,
            at: _,
        } => {
            state.holdings.retain(|_, held| held.adoption != *adoption);
            let of = u8::try_from(into.len()).unwrap_or(u8::MAX);
            for (number, part_of) in (1..=of).zip(into) {
                let holding = Holding {
                    campaign: *campaign,
                    adoption: *part_of,
                    holder: *holder,
                    claim: Claim::Taken,
                };
                state.holdings.insert(Part { number, of }, holding);
            }
        }
        Event::TreeShareTransferred { part, holder, .. } => {
            if let Some(holding) = state.holdings.get_mut(part) {
                holding.holder = *holder;
            }
        }
        Event::HoldExpired { part, .. } | Event::TreeShareReleased { part, .. } => {
            state.holdings.remove(part);
        }
    }
}

fn split(
    state: &State,
    adoption: AdoptionId,
    into: &[AdoptionId],
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let (part, holding) = state.paid(adoption)?;
    let divided = |(number, part_of): (u8, &AdoptionId)| {
        let of = part.of;
        let there = state.holdings.get(&Part { number, of });
        there.is_some_and(|there| there.adoption == *part_of)
    };
    if part.of > 1 && usize::from(part.of) == into.len() && (1..=part.of).zip(into).all(divided) {
        return Ok(vec![]);
    }
    let distinct: BTreeSet<&AdoptionId> = into.iter().collect();
    let parts = u8::try_from(into.len()).unwrap_or(u8::MAX);
    let fits = DIVISIONS[1..].contains(&parts)
        && distinct.len() == into.len()
        && into.first() == Some(&adoption);
    if part.of != DIVISIONS[0] || !fits {
        return Err(Rejection::TreeShareNotDivisible);
    }
    Ok(vec![Event::TreeShareSplit {
        campaign: holding.campaign,
        adoption,
        into: into.to_vec(),
        holder: holding.holder,
        at,
    }])
}

fn transfer(
    state: &State,
    adoption: AdoptionId,
    to: PersonId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let (part, holding) = state.paid(adoption)?;
    if holding.holder == to {
        return Ok(vec![]);
    }
    Ok(vec![Event::TreeShareTransferred {
        part,
        adoption,
        holder: to,
        at,
    }])
}

fn take(part: Part, holding: Holding, at: Timestamp) -> Vec<Event> {
    match holding.claim {
        Claim::Taken => vec![],
        Claim::Held { until: _ } => vec![Event::TreeShareTaken {
            part,
            campaign: holding.campaign,
            adoption: holding.adoption,
            holder: holding.holder,
            at,
        }],
    }
}

fn expire(state: &State, adoption: AdoptionId, now: Timestamp) -> Result<Vec<Event>, Rejection> {
    let Some((part, holding)) = state.of_adoption(adoption) else {
        return Ok(vec![]);
    };
    match holding.claim {
        Claim::Taken => Ok(vec![]),
        Claim::Held { until } if now < until => Err(Rejection::HoldNotExpired { until }),
        Claim::Held { until: _ } => Ok(vec![Event::HoldExpired {
            part,
            adoption,
            at: now,
        }]),
    }
}

impl State {
    /// The part that this adoption has, and how.
    #[must_use]
    pub fn of_adoption(&self, adoption: AdoptionId) -> Option<(Part, Holding)> {
        self.holdings
            .iter()
            .find(|(_, holding)| holding.adoption == adoption)
            .map(|(part, holding)| (*part, *holding))
    }

    /// The part that this adoption has paid for.
    fn paid(&self, adoption: AdoptionId) -> Result<(Part, Holding), Rejection> {
        match self.of_adoption(adoption) {
            None => Err(Rejection::NotHeldByAdoption),
            Some((_, holding)) if holding.claim != Claim::Taken => Err(Rejection::TreeShareNotPaid),
            Some(found) => Ok(found),
        }
    }

    /// Whether a new adoption could get this part now.
    #[must_use]
    pub fn is_free(&self, part: Part) -> bool {
        part.exists()
            && !self.holdings.contains_key(&part)
            && self.holdings.keys().all(|other| other.of == part.of)
    }

    /// Whether an adoption could get this part now: it exists, overlaps nothing, and is free or its own (D 1).
    fn check_available(&self, part: Part, adoption: AdoptionId) -> Result<(), Rejection> {
        if !part.exists() {
            return Err(Rejection::PartInvalid { part });
        }
        if let Some((own, _)) = self.of_adoption(adoption) {
            return if own == part {
                Ok(())
            } else {
                Err(Rejection::AdoptionHasOtherPart { part: own })
            };
        }
        if let Some(other) = self.holdings.keys().find(|other| other.of != part.of) {
            return Err(Rejection::TreeSoldInOtherParts { of: other.of });
        }
        match self.holdings.get(&part).map(|holding| holding.claim) {
            None => Ok(()),
            Some(Claim::Held { until }) => Err(Rejection::TreeShareOnHold { until }),
            Some(Claim::Taken) => Err(Rejection::TreeShareTaken),
        }
    }
}
