//! What happened to a tree, as it is stored. It must not know why.

use kernel::{ObservationId, ShortCode, Timestamp, TreeId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use super::TreeFacts;
use crate::{observation::Stage, spot::Spot};

/// What happened to a tree; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The tree is known.
    #[serde(rename = "traceability.tree-registered")]
    TreeRegistered {
        /// The tree.
        tree: TreeId,
        /// What it is and where it stands.
        facts: TreeFacts,
        /// When.
        at: Timestamp,
    },
    /// The first tag hangs on the tree.
    #[serde(rename = "traceability.tree-tag-attached")]
    TagAttached {
        /// The tag.
        code: ShortCode,
        /// When.
        at: Timestamp,
    },
    /// Another tag hangs on the tree.
    #[serde(rename = "traceability.tree-tag-replaced")]
    TagReplaced {
        /// The tag that was taken down.
        old: ShortCode,
        /// The tag that hangs now.
        code: ShortCode,
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// An accepted observation shows the tree.
    #[serde(rename = "traceability.tree-observed")]
    TreeObserved {
        /// The observation.
        observation: ObservationId,
        /// The stage it saw.
        stage: Stage,
        /// How many photos it has.
        photos: u16,
        /// When it was made.
        taken_at: Timestamp,
    },
    /// What was registered of the tree was wrong (D 43); this holds instead.
    #[serde(rename = "traceability.tree-facts-corrected")]
    TreeFactsCorrected {
        /// The variety.
        variety: String,
        /// Year it was planted.
        planted: u16,
        /// Why; everybody reads it.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody looked closer: where the tree stands, and on what it was grafted.
    #[serde(rename = "traceability.tree-surveyed")]
    TreeSurveyed {
        /// The rootstock, such as 枳壳; `None` leaves what was known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rootstock: Option<String>,
        /// Where the trunk stands; `None` leaves what was known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spot: Option<Spot>,
        /// When.
        at: Timestamp,
    },
    /// The tag is not on the tree any more.
    #[serde(rename = "traceability.tree-tag-lost")]
    TagLost {
        /// The tag.
        code: ShortCode,
        /// When that was seen.
        at: Timestamp,
    },
    /// The lost tag hangs again.
    #[serde(rename = "traceability.tree-tag-found")]
    TagFound {
        /// The tag.
        code: ShortCode,
        /// When.
        at: Timestamp,
    },
    /// An observation of the tree was corrected.
    #[serde(rename = "traceability.tree-observation-corrected")]
    TreeObservationCorrected {
        /// The observation.
        observation: ObservationId,
        /// The stage it saw; none if it never happened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<Stage>,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "tree";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("traceability.tree-registered", 1),
        ("traceability.tree-tag-attached", 1),
        ("traceability.tree-tag-replaced", 1),
        ("traceability.tree-observed", 1),
        ("traceability.tree-observation-corrected", 1),
        ("traceability.tree-surveyed", 1),
        ("traceability.tree-tag-lost", 1),
        ("traceability.tree-tag-found", 1),
        ("traceability.tree-facts-corrected", 1),
    ];
}
