//! The contracts of a campaign and the law it falls under. It must not know who is bound by them.

use kernel::{ContentHash, Timestamp};

use super::{Bilingual, Event, LegalProfile, Phase, Rejection, State};

/// Longest contract in one language, in characters. Two languages of three-byte characters stay below the 64 KiB
/// that an event may have.
pub const MAX_CONTRACT_CHARACTERS: usize = 10_000;
/// Most contracts published for an open campaign.
pub const MAX_CONTRACT_REVISIONS: usize = 50;
pub(super) fn publish(
    state: &State,
    hash: ContentHash,
    text: Bilingual,
) -> Result<Vec<Event>, Rejection> {
    state.offer()?;
    if state.contract == Some(hash) {
        return Ok(vec![]);
    }
    state.still_draft()?;
    check_contract(&text)?;
    Ok(vec![Event::ContractPublished { hash, text }])
}

fn check_contract(text: &Bilingual) -> Result<(), Rejection> {
    if !text.is_printable() {
        return Err(Rejection::CharacterInvalid);
    }
    if !text.is_filled_within(MAX_CONTRACT_CHARACTERS) {
        let limit = MAX_CONTRACT_CHARACTERS;
        return Err(Rejection::ContractTextInvalid { limit });
    }
    Ok(())
}

pub(super) fn revise(
    state: &State,
    hash: ContentHash,
    text: Bilingual,
    (effective_from, now): (Timestamp, Timestamp),
) -> Result<Vec<Event>, Rejection> {
    state.not_closed()?;
    if state.phase == Phase::Draft {
        return Err(Rejection::CampaignNotOpen);
    }
    let newest = state.revisions.last();
    if newest.map(|(_, hash)| *hash).or(state.contract) == Some(hash) {
        return Ok(vec![]);
    }
    check_contract(&text)?;
    let earliest = newest.map_or(now, |(from, _)| now.max(*from));
    if effective_from < earliest {
        return Err(Rejection::EffectiveTooEarly { earliest });
    }
    if state.revisions.len() >= MAX_CONTRACT_REVISIONS {
        let max = MAX_CONTRACT_REVISIONS;
        return Err(Rejection::TooManyContracts { max });
    }
    Ok(vec![Event::ContractRevised {
        hash,
        text,
        effective_from,
        at: now,
    }])
}

pub(super) fn set_legal_profile(
    state: &State,
    profile: LegalProfile,
) -> Result<Vec<Event>, Rejection> {
    let terms = &state.offer()?.terms;
    if state.legal == Some(profile) {
        return Ok(vec![]);
    }
    state.still_draft()?;
    profile.check(terms)?;
    Ok(vec![Event::LegalProfileSet { profile }])
}

impl State {
    /// The contract that an adoption begun at this moment is under (D 6); `None` before the first.
    #[must_use]
    pub fn contract_at(&self, now: Timestamp) -> Option<ContentHash> {
        let in_force = |(from, _): &&(Timestamp, ContentHash)| *from <= now;
        let revised = self.revisions.iter().rev().find(in_force);
        revised.map(|(_, hash)| *hash).or(self.contract)
    }

    /// Which law the offer falls under: as said, or the safe profile for its boxes.
    ///
    /// # Errors
    /// `CampaignUnknown` before the draft.
    pub fn legal_profile(&self) -> Result<LegalProfile, Rejection> {
        let boxes = self.offer()?.terms.boxes;
        Ok(self.legal.unwrap_or(LegalProfile::for_boxes(boxes)))
    }
}
