//! What happens to a box plan. It must not know what may happen when.

use kernel::{
    AdoptionId, BoxId, Grams, LotId, ParcelId, PersonId, Sealed, Timestamp, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use super::{BoxGrams, LotGrams, PlannedBox};

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
    /// Less fruit is owed; the boxes that are not packed hold this now.
    #[serde(rename = "fulfilment.entitlement-reduced")]
    EntitlementReduced {
        /// The adoption.
        adoption: AdoptionId,
        /// Which remedy of the adoption's shortfall.
        remedy: u16,
        /// How much less.
        grams: Grams,
        /// What those boxes hold now that are neither packed nor cancelled.
        boxes: Vec<BoxGrams>,
        /// When.
        at: Timestamp,
    },
    /// More fruit is owed; the boxes that are not packed hold this now.
    #[serde(rename = "fulfilment.entitlement-carried-in")]
    EntitlementCarriedIn {
        /// The adoption.
        adoption: AdoptionId,
        /// Of which earlier adoption.
        from: AdoptionId,
        /// By which of its remedies.
        remedy: u16,
        /// How much more.
        grams: Grams,
        /// What those boxes hold now that are neither packed nor cancelled.
        boxes: Vec<BoxGrams>,
        /// When.
        at: Timestamp,
    },
    /// Grams of other trees' fruit belong to the adoption.
    #[serde(rename = "fulfilment.entitlement-topped-up")]
    EntitlementToppedUp {
        /// The adoption.
        adoption: AdoptionId,
        /// The lot.
        lot: LotId,
        /// How much of it.
        grams: Grams,
        /// When.
        at: Timestamp,
    },
    /// These boxes are never packed.
    #[serde(rename = "fulfilment.boxes-cancelled")]
    BoxesCancelled {
        /// The adoption.
        adoption: AdoptionId,
        /// The boxes.
        boxes: Vec<BoxId>,
        /// When.
        at: Timestamp,
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
        ("fulfilment.entitlement-reduced", 1),
        ("fulfilment.entitlement-carried-in", 1),
        ("fulfilment.entitlement-topped-up", 1),
        ("fulfilment.boxes-cancelled", 1),
        ("fulfilment.box-packed", 1),
        ("fulfilment.boxes-forgotten", 1),
    ];
}
