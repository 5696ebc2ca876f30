//! Members' sessions.

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Longest session, in days.
const SESSION_DAYS_MAX: i64 = 400;

/// Members' sessions.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Accounts {
    /// How long a session lasts, in days.
    pub session_days: i64,
}

impl Default for Accounts {
    fn default() -> Self {
        Self { session_days: 30 }
    }
}

impl Accounts {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if (1..=SESSION_DAYS_MAX).contains(&self.session_days) {
            return Ok(());
        }
        Err(ConfigError::Invalid {
            setting: "accounts.session_days",
            why: "a session lasts 1 to 400 days",
        })
    }
}
