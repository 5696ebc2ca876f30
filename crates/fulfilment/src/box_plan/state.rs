//! What is remembered of a box plan, and how. It must not know what may happen when.

use std::collections::BTreeMap;

use kernel::{AdoptionId, BoxId, Grams, LotId, ParcelId, PersonId};

use super::{BoxGrams, Event, LotGrams, PlannedBox};

/// A box of the plan and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxState {
    /// The box with the address it goes to now.
    pub planned: PlannedBox,
    /// Whether the address is frozen.
    pub locked: bool,
    /// The parcel it became and what went in.
    pub packed: Option<(ParcelId, Vec<LotGrams>)>,
    /// Whether it shall never be packed.
    pub cancelled: bool,
}

/// What is remembered of a box plan. Entitlement may come before the boxes are planned, or after.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Whose boxes they are; `None` before they are planned.
    pub adoption: Option<AdoptionId>,
    /// Who receives the boxes; `None` before they are planned.
    pub buyer: Option<PersonId>,
    /// The boxes, by number.
    pub boxes: Vec<BoxState>,
    /// Grams of each lot that belong to the adoption.
    pub granted: BTreeMap<LotId, Grams>,
    /// Grams of each lot of other trees that belong to it.
    pub topped_up: BTreeMap<LotId, Grams>,
    /// What is no longer owed, by remedy.
    pub reduced: BTreeMap<u16, Grams>,
    /// What is owed of earlier seasons, by adoption and remedy.
    pub carried_in: BTreeMap<(AdoptionId, u16), Grams>,
}

impl State {
    /// The box with this id.
    #[must_use]
    pub fn find(&self, box_id: BoxId) -> Option<&BoxState> {
        self.boxes.iter().find(|one| one.planned.box_id == box_id)
    }

    /// Grams of a lot that are in parcels.
    #[must_use]
    pub fn packed_of(&self, lot: LotId) -> Grams {
        self.boxes
            .iter()
            .filter_map(|one| one.packed.as_ref())
            .flat_map(|(_, contents)| contents)
            .filter(|one| one.lot == lot)
            .map(|one| one.grams)
            .sum()
    }

    /// Grams of a lot that can still be packed; `None` if the adoption has no claim to it.
    #[must_use]
    pub fn available_of(&self, lot: LotId) -> Option<Grams> {
        let parts = [self.granted.get(&lot), self.topped_up.get(&lot)];
        if parts == [None, None] {
            return None;
        }
        let all: Grams = parts.into_iter().flatten().sum();
        Some(all.minus_or_zero(self.packed_of(lot)))
    }

    /// What is no longer owed of the promise.
    #[must_use]
    pub fn reduced_in_all(&self) -> Grams {
        self.reduced.values().sum()
    }

    /// What is owed when so much was promised: with what came from earlier seasons, without what was made good.
    #[must_use]
    pub fn owed(&self, promised: Grams) -> Grams {
        let more: Grams = self.carried_in.values().sum();
        promised.plus(more).minus_or_zero(self.reduced_in_all())
    }

    /// Everything that belongs to the adoption, of its own tree and of others.
    #[must_use]
    pub fn granted_in_all(&self) -> Grams {
        self.granted.values().chain(self.topped_up.values()).sum()
    }
}

/// Remembers one fact.
pub(super) fn evolve(state: &mut State, event: &Event) {
    match event {
        Event::BoxesPlanned {
            adoption,
            buyer,
            planned,
        } => {
            state.adoption = Some(*adoption);
            state.buyer = Some(*buyer);
            let boxes = planned.iter().cloned().map(|planned| BoxState {
                planned,
                locked: false,
                packed: None,
                cancelled: false,
            });
            state.boxes = boxes.collect();
        }
        Event::BoxAddressChanged { box_id, address } => {
            if let Some(one) = find_mut(state, *box_id) {
                one.planned.address = address.clone();
            }
        }
        Event::AddressesLocked { boxes, .. } => {
            for box_id in boxes {
                if let Some(one) = find_mut(state, *box_id) {
                    one.locked = true;
                }
            }
        }
        Event::EntitlementGranted { lot, grams, .. } => {
            state.granted.insert(*lot, *grams);
        }
        Event::EntitlementReduced {
            remedy,
            grams,
            boxes,
            ..
        } => {
            state.reduced.insert(*remedy, *grams);
            weigh(state, boxes);
        }
        Event::EntitlementCarriedIn {
            from,
            remedy,
            grams,
            boxes,
            ..
        } => {
            state.carried_in.insert((*from, *remedy), *grams);
            weigh(state, boxes);
        }
        Event::EntitlementToppedUp { lot, grams, .. } => {
            let sum = state.topped_up.entry(*lot).or_default();
            *sum = sum.plus(*grams);
        }
        Event::BoxesCancelled { boxes, .. } => {
            for box_id in boxes {
                if let Some(one) = find_mut(state, *box_id) {
                    one.cancelled = true;
                }
            }
        }
        Event::BoxesForgotten { at: _ } => {
            state.buyer = None;
            state.boxes.clear();
        }
        Event::BoxPacked {
            box_id,
            parcel,
            contents,
            ..
        } => {
            if let Some(one) = find_mut(state, *box_id) {
                one.packed = Some((*parcel, contents.clone()));
            }
        }
    }
}

fn weigh(state: &mut State, boxes: &[BoxGrams]) {
    for BoxGrams { box_id, grams } in boxes {
        if let Some(one) = find_mut(state, *box_id) {
            one.planned.grams = *grams;
        }
    }
}

fn find_mut(state: &mut State, box_id: BoxId) -> Option<&mut BoxState> {
    state
        .boxes
        .iter_mut()
        .find(|one| one.planned.box_id == box_id)
}
