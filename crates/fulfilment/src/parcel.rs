//! One packed box on its way to one door. Stream `parcel-<ParcelId>`.

use kernel::{AdoptionId, BoxId, Grams, ParcelId, PersonId, ShortCode, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

use crate::box_plan::LotGrams;

/// How a carrier describes a parcel, in our words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanStatus {
    Collected,
    InTransit,
    OutForDelivery,
    Delivered,
    Exception,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    PackParcel {
        parcel: ParcelId,
        code: ShortCode,
        box_id: BoxId,
        nth: u8,
        adoption: AdoptionId,
        buyer: PersonId,
        tree: TreeId,
        contents: Vec<LotGrams>,
        by: PersonId,
        at: Timestamp,
    },
    HandOver {
        carrier: String,
        tracking: String,
        at: Timestamp,
    },
    /// A person marks it delivered.
    RecordDelivery { at: Timestamp },
    /// A carrier's message; out of order it is kept but moves nothing back (D 40).
    RecordScan { status: ScanStatus, at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "fulfilment.parcel-packed")]
    ParcelPacked {
        parcel: ParcelId,
        code: ShortCode,
        #[serde(rename = "box")]
        box_id: BoxId,
        nth: u8,
        adoption: AdoptionId,
        buyer: PersonId,
        tree: TreeId,
        contents: Vec<LotGrams>,
        grams: Grams,
        by: PersonId,
        at: Timestamp,
    },
    #[serde(rename = "fulfilment.parcel-handed-over")]
    ParcelHandedOver {
        carrier: String,
        tracking: String,
        at: Timestamp,
    },
    #[serde(rename = "fulfilment.parcel-scanned")]
    ParcelScanned { status: ScanStatus, at: Timestamp },
    #[serde(rename = "fulfilment.parcel-delivered")]
    ParcelDelivered {
        parcel: ParcelId,
        adoption: AdoptionId,
        nth: u8,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such parcel")]
    ParcelUnknown,
    #[error("the parcel exists already")]
    ParcelExists,
    #[error("carrier and tracking number have 1 to 40 letters, digits or hyphens")]
    TrackingInvalid,
    #[error("the parcel was handed over as {tracking}")]
    ParcelAlreadyHandedOver { tracking: String },
    #[error("the parcel has not been handed over")]
    ParcelNotHandedOver,
}
