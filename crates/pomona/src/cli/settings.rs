//! Settings for a command: the file and the environment, then the command line.

use std::path::{Path, PathBuf};

use server::{Config, config::Log};

use super::Failure;

/// A short form that people expect beside `POMONA_LOG__FORMAT`.
const LOG_FORMAT: (&str, &str) = ("POMONA_LOG_FORMAT", "POMONA_LOG__FORMAT");
/// What commands other than the server's log: nothing but trouble.
const QUIET: &str = "warn";

/// Loads the settings; `data` on the command line wins.
pub(crate) fn load(file: Option<&Path>, data: Option<PathBuf>) -> Result<Config, Failure> {
    let environment = std::env::vars_os().filter_map(|(name, text)| {
        let (name, text) = (name.into_string().ok()?, text.into_string().ok()?);
        let name = if name == LOG_FORMAT.0 {
            LOG_FORMAT.1.to_owned()
        } else {
            name
        };
        Some((name, text))
    });
    let mut config = Config::load(file, environment)?;
    if let Some(data) = data {
        config.data = data;
    }
    Ok(config)
}

/// Sends the log lines of a command that is no server to standard error.
pub(crate) fn log_quietly(config: &Config) -> Result<(), Failure> {
    let settings = Log {
        filter: QUIET.to_owned(),
        format: config.log.format,
    };
    Ok(server::logs::start(&settings)?)
}
