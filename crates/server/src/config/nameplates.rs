//! What may stand on nameplates.

use serde::{Deserialize, Serialize};

/// What may stand on nameplates.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nameplates {
    /// Words that no nameplate may contain; case and marks between letters do not matter.
    pub banned_words: Vec<String>,
}
