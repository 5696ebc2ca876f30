//! A farm's orchard and its blocks. Stream `orchard-<OrchardId>`.

use kernel::{BlockId, FarmId, OrchardId, PersonId};
use serde::{Deserialize, Serialize};

/// Where an orchard lies, down to the village; WGS-84 in units of 1e-7 degree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub province: String,
    pub county: String,
    pub village: String,
    pub lat_e7: i32,
    pub lon_e7: i32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RegisterOrchard {
        orchard: OrchardId,
        farm: FarmId,
        farm_name: String,
        name: String,
        place: Place,
    },
    AddBlock {
        block: BlockId,
        name: String,
    },
    /// A person may post and harvest for this orchard.
    AssignFarmer {
        person: PersonId,
    },
    RemoveFarmer {
        person: PersonId,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "traceability.orchard-registered")]
    OrchardRegistered {
        orchard: OrchardId,
        farm: FarmId,
        farm_name: String,
        name: String,
        place: Place,
    },
    #[serde(rename = "traceability.block-added")]
    BlockAdded { block: BlockId, name: String },
    #[serde(rename = "traceability.farmer-assigned")]
    FarmerAssigned { person: PersonId },
    #[serde(rename = "traceability.farmer-removed")]
    FarmerRemoved { person: PersonId },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such orchard")]
    OrchardUnknown,
    #[error("the orchard exists already")]
    OrchardExists,
    #[error("a name has 1 to 60 characters")]
    NameInvalid,
    #[error("the place is not on the globe")]
    PlaceInvalid,
    #[error("block {name} exists already")]
    BlockExists { name: String },
    #[error("an orchard has at most {max} blocks")]
    TooManyBlocks { max: usize },
}
