//! Why a command to a box plan is refused. Facts only; the words a person reads are made at the edge.

use kernel::{Day, Grams, LotId, ParcelId};

/// Which rule said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
pub enum Rejection {
    /// Other boxes are planned.
    #[error("the boxes of this adoption are planned already")]
    BoxesAlreadyPlanned,
    /// There is no plan yet.
    #[error("no boxes are planned")]
    BoxesNotPlanned,
    /// More or fewer boxes than agreed.
    #[error("{expected} boxes are agreed, {actual} were planned")]
    BoxCountDiffers {
        /// What was agreed.
        expected: u8,
        /// What was planned.
        actual: usize,
    },
    /// A number is missing or doubled, or a box id is doubled.
    #[error("boxes are numbered from 1, each once")]
    BoxNumbersInvalid,
    /// The boxes hold more or less than agreed.
    #[error("the boxes must hold {expected} in all, they hold {actual}")]
    BoxGramsDiffer {
        /// What was agreed.
        expected: Grams,
        /// What was planned.
        actual: Grams,
    },
    /// A window that no day fits into.
    #[error("a box window ends before it begins")]
    BoxWindowInvalid,
    /// The box is not in the plan.
    #[error("there is no such box")]
    BoxUnknown,
    /// Too late to send it elsewhere (D 39).
    #[error("the address of this box is locked")]
    AddressLocked,
    /// Too early to pack it (D 39).
    #[error("the address must be locked before packing")]
    AddressNotLocked,
    /// The box shall never be packed.
    #[error("the box is cancelled")]
    BoxCancelled,
    /// The box was packed, as another parcel or with other contents (D 37).
    #[error("the box is packed in parcel {parcel}")]
    BoxAlreadyPacked {
        /// The parcel it became.
        parcel: ParcelId,
    },
    /// The parcel holds another box of this plan (D 37).
    #[error("parcel {parcel} holds another box")]
    ParcelUsed {
        /// The parcel.
        parcel: ParcelId,
    },
    /// Nothing in the parcel, too many lots, one named twice or with nothing.
    #[error("a parcel holds something of 1 to {max} lots, each named once")]
    ContentsInvalid {
        /// The limit, [`LOTS_PER_PARCEL_MAX`](super::LOTS_PER_PARCEL_MAX).
        max: usize,
    },
    /// The adoption has no claim to the lot.
    #[error("nothing of lot {lot} is allocated to this adoption")]
    LotNotAllocated {
        /// The lot.
        lot: LotId,
    },
    /// Fruit without a certificate does not ship (D 32).
    #[error("lot {lot} has no certificate")]
    LotNotCertified {
        /// The lot.
        lot: LotId,
    },
    /// Fruit inside a waiting period does not ship (D 32).
    #[error("lot {lot} is inside a waiting period until {until}")]
    LotInWaitingPeriod {
        /// The lot.
        lot: LotId,
        /// The last day of the waiting period.
        until: Day,
    },
    /// More than is left for this adoption (D 33).
    #[error("only {available} of lot {lot} are left for this adoption")]
    AboveEntitlement {
        /// The lot.
        lot: LotId,
        /// What is left.
        available: Grams,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BoxesAlreadyPlanned => "boxes-already-planned",
            Self::BoxesNotPlanned => "boxes-not-planned",
            Self::BoxCountDiffers { .. } => "box-count-differs",
            Self::BoxNumbersInvalid => "box-numbers-invalid",
            Self::BoxGramsDiffer { .. } => "box-grams-differ",
            Self::BoxWindowInvalid => "box-window-invalid",
            Self::BoxUnknown => "box-unknown",
            Self::AddressLocked => "address-locked",
            Self::AddressNotLocked => "address-not-locked",
            Self::BoxCancelled => "box-cancelled",
            Self::BoxAlreadyPacked { .. } => "box-already-packed",
            Self::ParcelUsed { .. } => "parcel-used",
            Self::ContentsInvalid { .. } => "contents-invalid",
            Self::LotNotAllocated { .. } => "lot-not-allocated",
            Self::LotNotCertified { .. } => "lot-not-certified",
            Self::LotInWaitingPeriod { .. } => "lot-in-waiting-period",
            Self::AboveEntitlement { .. } => "above-entitlement",
        }
    }
}
