//! Proofs for outsiders: under which name checkpoints are signed, how often, and who else gets them.

use std::path::{Path, PathBuf};

use eventlog::proof::{KeyName, WitnessVkey};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Longest time between two checkpoints, and between two deliveries, in seconds (a day).
const SECONDS_MAX: u64 = 86_400;

/// Proofs for outsiders.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Proofs {
    /// The log's name to the world, kept for ever from the first start on; empty for the host of
    /// `server.public_url` and `/log`.
    pub origin: String,
    /// Shortest time between two checkpoints, in seconds.
    pub publish_seconds: u64,
    /// Folder where each delivered checkpoint is kept as a file, best on another machine's disk; empty for none.
    pub witness_folder: PathBuf,
    /// `https://` or `http://` address that checkpoints are posted to; empty for none.
    pub witness_url: String,
    /// Public key of the witness at that address, whose cosignatures are then kept and served; empty for none.
    pub witness_vkey: String,
    /// Time between two deliveries to the witnesses, in seconds.
    pub witness_seconds: u64,
}

impl Default for Proofs {
    fn default() -> Self {
        Self {
            origin: String::new(),
            publish_seconds: 5,
            witness_folder: PathBuf::new(),
            witness_url: String::new(),
            witness_vkey: String::new(),
            witness_seconds: 3_600,
        }
    }
}

impl Proofs {
    /// The name that the settings ask for, if they do.
    #[must_use]
    pub fn origin(&self) -> Option<KeyName> {
        KeyName::parse(&self.origin).ok()
    }

    /// The folder for witnessed checkpoints, if there is one.
    #[must_use]
    pub fn witness_folder(&self) -> Option<&Path> {
        Some(self.witness_folder.as_path()).filter(|folder| !folder.as_os_str().is_empty())
    }

    /// The key of the witness at the address, if it is known.
    #[must_use]
    pub fn witness_vkey(&self) -> Option<WitnessVkey> {
        self.witness_vkey.parse().ok()
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |setting, why| Err(ConfigError::Invalid { setting, why });
        if !self.origin.is_empty() && self.origin().is_none() {
            return invalid(
                "proofs.origin",
                "it reads like farm.example/log, without spaces and plus signs",
            );
        }
        if !(1..=SECONDS_MAX).contains(&self.publish_seconds) {
            return invalid("proofs.publish_seconds", "from 1 to 86400 (a day)");
        }
        if !(1..=SECONDS_MAX).contains(&self.witness_seconds) {
            return invalid("proofs.witness_seconds", "from 1 to 86400 (a day)");
        }
        let url = &self.witness_url;
        let sound = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
        if !url.is_empty() && (!sound || url.chars().any(|c| c.is_whitespace() || c.is_control())) {
            return invalid("proofs.witness_url", "it starts with https:// or http://");
        }
        if !self.witness_vkey.is_empty() && self.witness_vkey().is_none() {
            return invalid(
                "proofs.witness_vkey",
                "it is the witness's key for cosignatures, such as witness.example+0a1b2c3d+BA…",
            );
        }
        Ok(())
    }
}
