//! One tree: registered, tagged, observed. Stream `tree-<TreeId>`.

use kernel::{BlockId, ObservationId, OrchardId, ShortCode, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

use crate::observation::Stage;

/// What identifies and describes a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreeFacts {
    pub orchard: OrchardId,
    pub block: BlockId,
    pub row: u16,
    pub number: u16,
    pub variety: String,
    /// Year it was planted.
    pub planted: u16,
    /// The tree's own name, such as 小满; the product is a *named* tree.
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    RegisterTree {
        tree: TreeId,
        facts: TreeFacts,
        code: ShortCode,
        this_year: u16,
        at: Timestamp,
    },
    ReplaceTag {
        code: ShortCode,
        reason: String,
        at: Timestamp,
    },
    /// An observation of this tree was accepted.
    NoteObservation {
        observation: ObservationId,
        stage: Stage,
        photos: u16,
        taken_at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "traceability.tree-registered")]
    TreeRegistered {
        tree: TreeId,
        facts: TreeFacts,
        at: Timestamp,
    },
    #[serde(rename = "traceability.tree-tag-attached")]
    TagAttached { code: ShortCode, at: Timestamp },
    #[serde(rename = "traceability.tree-tag-replaced")]
    TagReplaced {
        old: ShortCode,
        code: ShortCode,
        reason: String,
        at: Timestamp,
    },
    #[serde(rename = "traceability.tree-observed")]
    TreeObserved {
        observation: ObservationId,
        stage: Stage,
        photos: u16,
        taken_at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("there is no such tree")]
    TreeUnknown,
    #[error("the tree exists already with other facts")]
    TreeExists,
    #[error("a tree's name has 1 to 20 characters")]
    NameInvalid,
    #[error("a variety has 1 to 40 characters")]
    VarietyInvalid,
    #[error("planted must be a year from 1700 to now")]
    PlantedInvalid,
    #[error("rows and numbers count from 1")]
    PlaceInvalid,
    #[error("replacing a tag needs a reason")]
    ReasonMissing,
    #[error("this is the tag the tree carries already")]
    TagUnchanged,
}
