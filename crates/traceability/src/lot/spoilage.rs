//! Sorting fruit out of a lot, so that its mass goes on to sum up (D 31). It must not know whose fruit it would have been.

use std::collections::BTreeMap;

use kernel::{Grams, PersonId, Timestamp, TreeId, split_by_weight};

use super::{Event, Rejection, SpoilCause, State, TreeYield};

impl State {
    /// What each tree gave that was not sorted out before the division: what there is to divide, also in a rerun.
    #[must_use]
    pub fn sound(&self) -> Vec<TreeYield> {
        let Some(harvest) = &self.harvest else {
            return Vec::new();
        };
        let lost = |tree: &TreeId| self.sorted_out.get(tree).copied().unwrap_or_default();
        let sound = harvest
            .by_tree()
            .into_iter()
            .map(|(tree, grams)| TreeYield {
                tree,
                grams: grams.minus_or_zero(lost(&tree)),
            });
        sound.collect()
    }

    /// Everything that is gone.
    #[must_use]
    pub fn lost_in_all(&self) -> Grams {
        self.sorted_out.values().chain(self.spoiled.values()).sum()
    }
}

/// Sorts fruit out. The crates are mixed, so every tree bears its part of it by the weight it has left, the largest
/// remainder first.
pub(super) fn record(
    state: &State,
    (cause, grams): (SpoilCause, Grams),
    (by, at): (PersonId, Timestamp),
) -> Result<Vec<Event>, Rejection> {
    let harvest = state.harvest.as_ref().ok_or(Rejection::LotUnknown)?;
    if state.withdrawn {
        return Err(Rejection::LotWithdrawn);
    }
    if state.last_loss == Some((at, cause, grams)) {
        return Ok(vec![]);
    }
    if grams == Grams::ZERO {
        return Err(Rejection::LossEmpty);
    }
    let there: BTreeMap<TreeId, Grams> = if state.division.is_some() {
        state.free()
    } else {
        let sound = state.sound().into_iter();
        sound.map(|one| (one.tree, one.grams)).collect()
    };
    let available: Grams = there.values().sum();
    if grams > available {
        return Err(Rejection::LossAboveAvailable { available });
    }
    let weights: Vec<u64> = there.values().map(|one| one.0).collect();
    let lost = there
        .keys()
        .zip(split_by_weight(grams.0, &weights))
        .filter(|(_, grams)| *grams > 0)
        .map(|(tree, grams)| TreeYield {
            tree: *tree,
            grams: Grams(grams),
        });
    Ok(vec![Event::LotLossRecorded {
        lot: harvest.lot,
        cause,
        lost: lost.collect(),
        by,
        at,
    }])
}
