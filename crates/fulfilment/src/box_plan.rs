//! What one adoption is to receive: its boxes and the grams allocated to it. Stream `box-plan-<AdoptionId>`.
//!
//! It must not know what an address says (it is sealed), how a parcel travels, nor why a lot gave these grams.

mod change;
mod event;
mod pack;
mod plan;
mod rejection;
mod state;

use kernel::{
    AdoptionId, BoxId, Day, Decider, Grams, LotId, ParcelId, PersonId, Sealed, Timestamp,
};
use serde::{Deserialize, Serialize};

pub use event::Event;
pub use rejection::Rejection;
pub use state::{BoxState, State};

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

/// What a box is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoxGrams {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// How much.
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
    /// Less fruit is owed, because it was made good otherwise: boxes that are not packed hold less. Quiet for the same
    /// remedy.
    ReduceEntitlement {
        /// The adoption.
        adoption: AdoptionId,
        /// Which remedy of the adoption's shortfall, by its number.
        remedy: u16,
        /// How much less.
        grams: Grams,
        /// When.
        at: Timestamp,
    },
    /// More fruit is owed: what an earlier season fell short of. Quiet for the same.
    CarryIn {
        /// The adoption.
        adoption: AdoptionId,
        /// Of which earlier adoption.
        from: AdoptionId,
        /// By which of its remedies.
        remedy: u16,
        /// How much more.
        grams: Grams,
        /// When.
        at: Timestamp,
    },
    /// From the surplus of a lot of other trees (B 11). Each release of surplus adds.
    TopUp {
        /// The adoption.
        adoption: AdoptionId,
        /// The lot.
        lot: LotId,
        /// How much of it.
        grams: Grams,
        /// When.
        at: Timestamp,
    },
    /// Boxes that shall never be packed. Quiet for those cancelled.
    CancelBoxes {
        /// The boxes.
        boxes: Vec<BoxId>,
        /// When.
        at: Timestamp,
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
            Command::ReduceEntitlement {
                adoption,
                remedy,
                grams,
                at,
            } => Ok(change::reduce(state, adoption, (remedy, grams), at)),
            Command::CarryIn {
                adoption,
                from,
                remedy,
                grams,
                at,
            } => Ok(change::carry_in(state, adoption, (from, remedy, grams), at)),
            Command::TopUp {
                adoption,
                lot,
                grams,
                at,
            } => Ok(change::top_up(adoption, lot, grams, at)),
            Command::CancelBoxes { boxes, at } => change::cancel(state, boxes, at),
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
        state::evolve(state, event);
    }
}

#[cfg(test)]
mod tests;
