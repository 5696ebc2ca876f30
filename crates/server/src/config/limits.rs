//! How much one client may ask for. Sizes of single things are constants in [`crate::limits`].

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// How much one client may ask for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests a second that one signed-in person may make for long.
    pub person_requests_per_second: NonZeroU32,
    /// Requests one signed-in person may make at once.
    pub person_burst_requests: NonZeroU32,
    /// Requests a second from one address for long; many people may share one.
    pub address_requests_per_second: NonZeroU32,
    /// Requests from one address at once.
    pub address_burst_requests: NonZeroU32,
    /// Sign-ins and sign-ups a minute from one address for long.
    pub door_requests_per_minute: NonZeroU32,
    /// Sign-ins and sign-ups from one address at once.
    pub door_burst_requests: NonZeroU32,
    /// Trees whose history is proven anew for one address in a minute, and at once; a proven one is kept and free.
    pub history_proofs_per_minute: NonZeroU32,
    /// Connections open at the same time, per worker.
    pub connections: usize,
}

const fn count(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            person_requests_per_second: count(50),
            person_burst_requests: count(200),
            address_requests_per_second: count(500),
            address_burst_requests: count(2_000),
            door_requests_per_minute: count(120),
            door_burst_requests: count(200),
            history_proofs_per_minute: count(60),
            connections: 10_000,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.connections == 0 {
            return Err(ConfigError::Invalid {
                setting: "limits.connections",
                why: "at least one connection is needed",
            });
        }
        Ok(())
    }
}
