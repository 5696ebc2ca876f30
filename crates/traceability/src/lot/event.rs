//! What happens to a lot. It must not know what may happen when.

use kernel::{
    BlockId, Day, Grams, LotId, OrchardId, PersonId, Timestamp,
    codec::{StoredEvent, Upcaster},
};
use serde::{Deserialize, Serialize};

use super::{Allocation, Certificate, Grade, ReissueCause, SpoilCause, TreeYield};
use crate::{
    allocation::{Policy, TopUpPolicy},
    correction::Mistake,
    upcast,
};

/// What happened to a lot; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Fruit was picked.
    #[serde(rename = "traceability.lot-harvested")]
    LotHarvested {
        /// The lot.
        lot: LotId,
        /// The code on the crates.
        code: String,
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// The day of picking.
        picked_on: Day,
        /// The grade.
        grade: Grade,
        /// Fruit and crates.
        #[serde(rename = "gross_grams")]
        gross: Grams,
        /// Crates alone.
        #[serde(rename = "tare_grams")]
        tare: Grams,
        /// Fruit alone.
        #[serde(rename = "net_grams")]
        net: Grams,
        /// What each tree gave; sums to `net`.
        yields: Vec<TreeYield>,
        /// Who recorded it.
        by: PersonId,
    },
    /// The producer commits to the lot.
    #[serde(rename = "traceability.certificate-issued")]
    CertificateIssued {
        /// The certificate.
        certificate: Certificate,
        /// When.
        at: Timestamp,
    },
    /// Another certificate stands in the place of the one before, which is told as replaced.
    #[serde(rename = "traceability.certificate-replaced")]
    CertificateReplaced {
        /// The number of the one before.
        replaced: String,
        /// The new certificate.
        certificate: Certificate,
        /// Why.
        cause: ReissueCause,
        /// The other lots under the same certificate, if it was mixed with any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mixed_with: Vec<LotId>,
        /// When.
        at: Timestamp,
    },
    /// The lot is divided; allocations and surplus sum to its net weight (D 31). A division between more than
    /// [`ALLOCATIONS_PER_EVENT_MAX`](super::ALLOCATIONS_PER_EVENT_MAX) is told by several events of one commit, the surplus in the last.
    #[serde(rename = "traceability.lot-allocated")]
    LotAllocated {
        /// The lot.
        lot: LotId,
        /// How it was divided.
        policy: Policy,
        /// Who gets how much.
        allocations: Vec<Allocation>,
        /// What nobody has a claim to.
        #[serde(rename = "surplus_grams")]
        surplus: Grams,
        /// When.
        at: Timestamp,
    },
    /// Surplus belongs to adoptions of other trees now; the trees named are those it grew on (D 34).
    #[serde(rename = "traceability.surplus-released")]
    SurplusReleased {
        /// The lot.
        lot: LotId,
        /// How it was divided.
        policy: TopUpPolicy,
        /// Who gets how much of which tree.
        releases: Vec<Allocation>,
        /// What is left.
        #[serde(rename = "left_grams")]
        left: Grams,
        /// When.
        at: Timestamp,
    },
    /// Fruit of the lot is gone; trees and causes are told, so that harvest, allocations, surplus and losses go on to
    /// sum up (D 31).
    #[serde(rename = "traceability.lot-loss-recorded")]
    LotLossRecorded {
        /// The lot.
        lot: LotId,
        /// What happened to it.
        cause: SpoilCause,
        /// What of each tree's fruit is gone.
        lost: Vec<TreeYield>,
        /// Who sorted it out.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// What was told of the harvest was wrong.
    #[serde(rename = "traceability.lot-declared-erroneous")]
    LotDeclaredErroneous {
        /// What was wrong with it.
        mistake: Mistake,
        /// Why it was told.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// What holds instead of what was declared wrong.
    #[serde(rename = "traceability.harvest-corrected")]
    HarvestCorrected {
        /// The day of picking.
        picked_on: Day,
        /// The grade.
        grade: Grade,
        /// Fruit and crates.
        #[serde(rename = "gross_grams")]
        gross: Grams,
        /// Crates alone.
        #[serde(rename = "tare_grams")]
        tare: Grams,
        /// Fruit alone.
        #[serde(rename = "net_grams")]
        net: Grams,
        /// What each tree gave; sums to `net`.
        yields: Vec<TreeYield>,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "lot";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.lot-harvested", 2),
        ("traceability.certificate-issued", 1),
        ("traceability.certificate-replaced", 1),
        ("traceability.lot-allocated", 2),
        ("traceability.surplus-released", 1),
        ("traceability.lot-declared-erroneous", 1),
        ("traceability.harvest-corrected", 1),
        ("traceability.lot-loss-recorded", 1),
    ];
    const UPCASTERS: &'static [Upcaster] = upcast::LOT;
}
