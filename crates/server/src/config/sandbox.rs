//! For trying things out only.

use serde::{Deserialize, Serialize};

/// For trying things out only.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sandbox {
    /// Whether the clock stands still and an operator moves it. Never where people adopt real trees.
    pub clock: bool,
    /// Whether buyers can pay with play money. Never where people adopt real trees: nothing is paid by it.
    pub payments: bool,
}
