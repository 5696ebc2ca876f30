//! What one adoption is to receive: its boxes and the grams allocated to it. Stream `box-plan-<AdoptionId>`.
//!
//! It must not know what an address says (it is sealed), how a parcel travels, nor why a lot gave these grams.

mod pack;
mod plan;
mod rejection;

use std::collections::BTreeMap;

use kernel::{
    AdoptionId, BoxId, Day, Decider, Grams, LotId, ParcelId, PersonId, Sealed, Timestamp,
    codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

/// Most lots in one parcel: fruit of one tree, picked in a few passes.
pub const LOTS_PER_PARCEL_MAX: usize = 20;

/// One planned box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedBox {
    /// The box, named by the caller.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// Counted from 1 within the adoption.
    pub nth: u8,
    /// First day of the window it is to arrive in.
    pub from: Day,
    /// Last day of the window.
    pub until: Day,
    /// How much it is to hold.
    pub grams: Grams,
    /// Recipient, phone and address as JSON, sealed to the buyer.
    pub address: Sealed,
}

/// What is known of a lot when fruit is packed from it (D 32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotFacts {
    /// The lot.
    pub lot: LotId,
    /// Whether it has a certificate.
    pub certified: bool,
    /// The last day of the waiting period after a treatment, if there is one.
    pub waiting_until: Option<Day>,
}

/// Grams of one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotGrams {
    /// The lot.
    pub lot: LotId,
    /// How much of it.
    pub grams: Grams,
}

/// What may be asked of a box plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// All boxes of the adoption at once. `promised`/`boxes` come from the adoption.
    /// Quiet when these very boxes are planned.
    PlanBoxes {
        /// The adoption.
        adoption: AdoptionId,
        /// Who receives them.
        buyer: PersonId,
        /// Grams agreed in all.
        promised: Grams,
        /// How many boxes are agreed.
        boxes: u8,
        /// The boxes, numbered 1 to `boxes`.
        planned: Vec<PlannedBox>,
    },
    /// Sends a box elsewhere, before the lock (D 39). Quiet when it goes there.
    ChangeBoxAddress {
        /// The box.
        box_id: BoxId,
        /// The new address, sealed to the buyer.
        address: Sealed,
    },
    /// Freezes the addresses of these boxes (D 39). Quiet for those locked.
    LockAddresses {
        /// The boxes.
        boxes: Vec<BoxId>,
        /// When.
        at: Timestamp,
    },
    /// The adoption became another person's, who says anew where the boxes go. Quiet if none are planned.
    ForgetBoxes {
        /// When.
        at: Timestamp,
    },
    /// From an allocated lot. Quiet when the lot was granted: a lot is divided once (D 35).
    GrantEntitlement {
        /// The adoption.
        adoption: AdoptionId,
        /// The lot.
        lot: LotId,
        /// How much of it belongs to the adoption.
        grams: Grams,
    },
    /// The packer fills a box (D 31–33, 37). Quiet when this parcel was packed so.
    PackBox {
        /// The box.
        box_id: BoxId,
        /// The parcel it becomes.
        parcel: ParcelId,
        /// What goes in.
        contents: Vec<LotGrams>,
        /// What is known of those lots; a lot that is not described counts as not certified.
        lots: Vec<LotFacts>,
        /// Today in the orchard's zone.
        today: Day,
        /// When.
        at: Timestamp,
    },
}

/// What happened to a box plan; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The adoption's boxes are known.
    #[serde(rename = "fulfilment.boxes-planned")]
    BoxesPlanned {
        /// The adoption.
        adoption: AdoptionId,
        /// Who receives them.
        buyer: PersonId,
        /// The boxes.
        planned: Vec<PlannedBox>,
    },
    /// A box goes elsewhere.
    #[serde(rename = "fulfilment.box-address-changed")]
    BoxAddressChanged {
        /// The box.
        #[serde(rename = "box")]
        box_id: BoxId,
        /// The new address, sealed to the buyer.
        address: Sealed,
    },
    /// The addresses of these boxes are frozen.
    #[serde(rename = "fulfilment.addresses-locked")]
    AddressesLocked {
        /// The boxes.
        boxes: Vec<BoxId>,
        /// When.
        at: Timestamp,
    },
    /// Grams of a lot belong to the adoption.
    #[serde(rename = "fulfilment.entitlement-granted")]
    EntitlementGranted {
        /// The adoption.
        adoption: AdoptionId,
        /// The lot.
        lot: LotId,
        /// How much of it.
        grams: Grams,
    },
    /// A box is a parcel now.
    #[serde(rename = "fulfilment.box-packed")]
    BoxPacked {
        /// The box.
        #[serde(rename = "box")]
        box_id: BoxId,
        /// The parcel it became.
        parcel: ParcelId,
        /// What went in.
        contents: Vec<LotGrams>,
        /// When.
        at: Timestamp,
    },
    /// No box is planned any more; what is granted stays.
    #[serde(rename = "fulfilment.boxes-forgotten")]
    BoxesForgotten {
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "box-plan";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("fulfilment.boxes-planned", 1),
        ("fulfilment.box-address-changed", 1),
        ("fulfilment.addresses-locked", 1),
        ("fulfilment.entitlement-granted", 1),
        ("fulfilment.box-packed", 1),
        ("fulfilment.boxes-forgotten", 1),
    ];
}

pub use rejection::Rejection;

/// A box of the plan and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxState {
    /// The box with the address it goes to now.
    pub planned: PlannedBox,
    /// Whether the address is frozen.
    pub locked: bool,
    /// The parcel it became and what went in.
    pub packed: Option<(ParcelId, Vec<LotGrams>)>,
}

/// What is remembered of a box plan. Entitlement may come before the boxes are planned, or after.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Who receives the boxes; `None` before they are planned.
    pub buyer: Option<PersonId>,
    /// The boxes, by number.
    pub boxes: Vec<BoxState>,
    /// Grams of each lot that belong to the adoption.
    pub granted: BTreeMap<LotId, Grams>,
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
        let granted = self.granted.get(&lot)?;
        Some(granted.minus_or_zero(self.packed_of(lot)))
    }
}

/// The id part of a box plan's stream name: it is the adoption's.
#[must_use]
pub fn stream_id(adoption: AdoptionId) -> String {
    adoption.to_string()
}

/// The rules of a box plan.
#[derive(Debug)]
pub struct BoxPlan;

impl Decider for BoxPlan {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::PlanBoxes {
                adoption,
                buyer,
                promised,
                boxes,
                planned,
            } => {
                let planned = plan::checked(planned, promised, boxes)?;
                plan::plan(state, adoption, buyer, planned)
            }
            Command::ChangeBoxAddress { box_id, address } => {
                plan::change_address(state, box_id, address)
            }
            Command::LockAddresses { boxes, at } => plan::lock(state, boxes, at),
            Command::ForgetBoxes { at } => plan::forget(state, at),
            Command::GrantEntitlement {
                adoption,
                lot,
                grams,
            } => Ok(
                if grams == Grams::ZERO || state.granted.contains_key(&lot) {
                    vec![]
                } else {
                    vec![Event::EntitlementGranted {
                        adoption,
                        lot,
                        grams,
                    }]
                },
            ),
            Command::PackBox {
                box_id,
                parcel,
                contents,
                lots,
                today,
                at,
            } => {
                let contents = pack::checked(contents)?;
                if pack::is_repeated(state, box_id, parcel, &contents)? {
                    return Ok(vec![]);
                }
                pack::check_lots(state, &contents, &lots, today)?;
                Ok(vec![Event::BoxPacked {
                    box_id,
                    parcel,
                    contents,
                    at,
                }])
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::BoxesPlanned { buyer, planned, .. } => {
                state.buyer = Some(*buyer);
                let boxes = planned.iter().cloned().map(|planned| BoxState {
                    planned,
                    locked: false,
                    packed: None,
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
            Event::BoxesForgotten { at: _ } => {
                state.buyer = None;
                state.boxes.clear();
            }
            Event::EntitlementGranted { lot, grams, .. } => {
                state.granted.insert(*lot, *grams);
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
}

fn find_mut(state: &mut State, box_id: BoxId) -> Option<&mut BoxState> {
    state
        .boxes
        .iter_mut()
        .find(|one| one.planned.box_id == box_id)
}

#[cfg(test)]
mod tests;
