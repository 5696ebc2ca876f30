//! What of a lot belongs to no share, and giving it to adoptions whose own tree falls short (B 11, D 31, 34). It must
//! not know why they fall short.

use std::collections::BTreeMap;

use kernel::{Grams, Timestamp, TreeId};

use super::{ALLOCATIONS_PER_EVENT_MAX, Event, Rejection, State};
use crate::allocation::{TopUpPolicy, Want, top_up};

const POLICY: TopUpPolicy = TopUpPolicy::FirstInLine1;

impl State {
    /// What of each tree's fruit belongs to nobody; nothing before the division.
    #[must_use]
    pub fn free(&self) -> BTreeMap<TreeId, Grams> {
        let (Some(harvest), Some((_, division))) = (&self.harvest, &self.division) else {
            return BTreeMap::new();
        };
        let mut free = harvest.by_tree();
        let allocated = division.allocations.iter().map(|one| (one.tree, one.grams));
        let released = self.released.iter().map(|(tree, grams)| (*tree, *grams));
        let gone = self.sorted_out.iter().chain(&self.spoiled);
        let lost = gone.map(|(tree, grams)| (*tree, *grams));
        for (tree, grams) in allocated.chain(released).chain(lost) {
            let rest = free.entry(tree).or_default();
            *rest = rest.minus_or_zero(grams);
        }
        free.retain(|_, grams| *grams > Grams::ZERO);
        free
    }
}

pub(super) fn release(
    state: &State,
    wants: &[Want],
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let harvest = state.harvest.as_ref().ok_or(Rejection::LotUnknown)?;
    if state.division.is_none() {
        return Err(Rejection::LotNotDivided);
    }
    let free = state.free();
    let mut left: Grams = free.values().sum();
    let releases = top_up(POLICY, &free, wants);
    let events = releases.chunks(ALLOCATIONS_PER_EVENT_MAX).map(|chunk| {
        left = left.minus_or_zero(chunk.iter().map(|one| one.grams).sum());
        Event::SurplusReleased {
            lot: harvest.lot,
            policy: POLICY,
            releases: chunk.to_vec(),
            left,
            at,
        }
    });
    Ok(events.collect())
}
