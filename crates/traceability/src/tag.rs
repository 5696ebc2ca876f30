//! A tag code, bound to one tree for ever (D 4). Stream `tag-<ShortCode>`.

use kernel::{ShortCode, Timestamp, TreeId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    IssueTag {
        code: ShortCode,
        tree: TreeId,
        at: Timestamp,
    },
    RetireTag {
        at: Timestamp,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    #[serde(rename = "traceability.tag-issued")]
    TagIssued {
        code: ShortCode,
        tree: TreeId,
        at: Timestamp,
    },
    #[serde(rename = "traceability.tag-retired")]
    TagRetired { at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    #[error("this code has been used")]
    TagCodeUsed { tree: TreeId },
    #[error("there is no such tag")]
    TagUnknown,
}
