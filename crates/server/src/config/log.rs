//! What is logged, and how.

use serde::{Deserialize, Serialize};

/// What is logged, and how.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// Which lines, in the syntax of tracing's `EnvFilter`, such as `info,eventlog=debug`.
    pub filter: String,
    /// In which form.
    pub format: LogFormat,
}

/// In which form lines are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people at a terminal.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            filter: "info".to_owned(),
            format: LogFormat::Text,
        }
    }
}
