//! A harvest lot: fruit of known trees, picked on a day, with its certificate and its allocation. Stream `lot-<LotId>`.

use kernel::{AdoptionId, BlockId, Day, Grams, LotId, OrchardId, PersonId, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

/// What one tree gave to the lot, net.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeYield {
    pub tree: TreeId,
    pub grams: Grams,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    Extra,
    First,
    Second,
    Juice,
}

/// On what the commitment of the certificate rests (合格证 basis boxes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateBasis {
    CommissionedTest,
    OwnTest,
    InternalControl,
    SelfDeclaration,
}

/// 承诺达标合格证: required contents by the 2026 rules (standards.md 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub number: String,
    pub product: String,
    pub origin: String,
    pub producer: String,
    pub contact: String,
    pub basis: CertificateBasis,
    pub issued_on: Day,
}

/// Grams of the lot that one adoption gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    pub adoption: AdoptionId,
    pub tree: TreeId,
    pub grams: Grams,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RecordHarvest {
        lot: LotId,
        code: String,
        orchard: OrchardId,
        block: BlockId,
        picked_on: Day,
        grade: Grade,
        gross: Grams,
        tare: Grams,
        yields: Vec<TreeYield>,
        by: PersonId,
        today: Day,
    },
    IssueCertificate {
        certificate: Certificate,
        at: Timestamp,
    },
    /// Divides the lot by a versioned policy; run once (D 35).
    AllocateLot {
        policy: crate::allocation::Policy,
        shares: Vec<crate::allocation::ShareClaim>,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "traceability.lot-harvested")]
    LotHarvested {
        lot: LotId,
        code: String,
        orchard: OrchardId,
        block: BlockId,
        picked_on: Day,
        grade: Grade,
        gross: Grams,
        tare: Grams,
        net: Grams,
        yields: Vec<TreeYield>,
        by: PersonId,
    },
    #[serde(rename = "traceability.certificate-issued")]
    CertificateIssued {
        certificate: Certificate,
        at: Timestamp,
    },
    #[serde(rename = "traceability.lot-allocated")]
    LotAllocated {
        lot: LotId,
        policy: crate::allocation::Policy,
        allocations: Vec<Allocation>,
        surplus: Grams,
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such lot")]
    LotUnknown,
    #[error("the lot exists already")]
    LotExists,
    #[error("a lot code has 1 to 20 letters, digits or hyphens")]
    CodeInvalid,
    #[error("the tare is not below the gross weight")]
    TareInvalid,
    #[error("the trees gave {yields}, the net weight is {net}")]
    YieldsDiffer { yields: Grams, net: Grams },
    #[error("a lot comes from 1 to {max} trees, each named once")]
    TreesInvalid { max: usize },
    #[error("fruit cannot be picked in the future")]
    PickedInFuture,
    #[error("field {field} of the certificate is empty or too long")]
    CertificateFieldInvalid { field: &'static str },
    #[error("the lot has certificate {number}")]
    CertificateExists { number: String },
    #[error("the lot is allocated already")]
    LotAlreadyAllocated,
}
