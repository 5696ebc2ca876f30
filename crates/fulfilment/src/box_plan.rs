//! What one adoption is to receive: its boxes and the grams allocated to it. Stream `box-plan-<AdoptionId>`.

use kernel::{AdoptionId, BoxId, Day, Grams, LotId, ParcelId, PersonId, Sealed, Timestamp};
use serde::{Deserialize, Serialize};

/// One planned box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedBox {
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// Counted from 1 within the adoption.
    pub nth: u8,
    pub from: Day,
    pub until: Day,
    pub grams: Grams,
    /// Recipient, phone and address as JSON, sealed to the buyer.
    pub address: Sealed,
}

/// What is known of a lot when fruit is packed from it (D 32).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotFacts {
    pub lot: LotId,
    pub certified: bool,
    pub waiting_until: Option<Day>,
}

/// Grams of one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotGrams {
    pub lot: LotId,
    pub grams: Grams,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// All boxes of the adoption at once. `promised`/`boxes` come from the adoption.
    PlanBoxes {
        adoption: AdoptionId,
        buyer: PersonId,
        promised: Grams,
        boxes: u8,
        planned: Vec<PlannedBox>,
    },
    ChangeBoxAddress {
        box_id: BoxId,
        address: Sealed,
    },
    /// Freezes the addresses of these boxes (D 39). Quiet for those locked.
    LockAddresses {
        boxes: Vec<BoxId>,
        at: Timestamp,
    },
    /// From an allocated lot.
    GrantEntitlement {
        adoption: AdoptionId,
        lot: LotId,
        grams: Grams,
    },
    /// The packer fills a box (D 31–33, 37).
    PackBox {
        box_id: BoxId,
        parcel: ParcelId,
        contents: Vec<LotGrams>,
        lots: Vec<LotFacts>,
        today: Day,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "fulfilment.boxes-planned")]
    BoxesPlanned {
        adoption: AdoptionId,
        buyer: PersonId,
        planned: Vec<PlannedBox>,
    },
    #[serde(rename = "fulfilment.box-address-changed")]
    BoxAddressChanged {
        #[serde(rename = "box")]
        box_id: BoxId,
        address: Sealed,
    },
    #[serde(rename = "fulfilment.addresses-locked")]
    AddressesLocked { boxes: Vec<BoxId>, at: Timestamp },
    #[serde(rename = "fulfilment.entitlement-granted")]
    EntitlementGranted {
        adoption: AdoptionId,
        lot: LotId,
        grams: Grams,
    },
    #[serde(rename = "fulfilment.box-packed")]
    BoxPacked {
        #[serde(rename = "box")]
        box_id: BoxId,
        parcel: ParcelId,
        contents: Vec<LotGrams>,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("the boxes of this adoption are planned already")]
    BoxesAlreadyPlanned,
    #[error("no boxes are planned")]
    BoxesNotPlanned,
    #[error("{expected} boxes are agreed, {actual} were planned")]
    BoxCountDiffers { expected: u8, actual: usize },
    #[error("the boxes must hold {expected} in all, they hold {actual}")]
    BoxGramsDiffer { expected: Grams, actual: Grams },
    #[error("a box window ends before it begins")]
    BoxWindowInvalid,
    #[error("there is no such box")]
    BoxUnknown,
    #[error("the address of this box is locked")]
    AddressLocked,
    #[error("the address must be locked before packing")]
    AddressNotLocked,
    #[error("the box is packed in parcel {parcel}")]
    BoxAlreadyPacked { parcel: ParcelId },
    #[error("a parcel holds something of 1 to {max} lots, each named once")]
    ContentsInvalid { max: usize },
    #[error("nothing of lot {lot} is allocated to this adoption")]
    LotNotAllocated { lot: LotId },
    #[error("lot {lot} has no certificate")]
    LotNotCertified { lot: LotId },
    #[error("lot {lot} is inside a waiting period until {until}")]
    LotInWaitingPeriod { lot: LotId, until: Day },
    #[error("only {available} of lot {lot} are left for this adoption")]
    AboveEntitlement { lot: LotId, available: Grams },
}
