//! The log a command asks: of the server that holds the folder, or opened here while none does.

use server::{Config, operations::Source};

use super::{Failure, folder, settings};

/// Finds the log, wherever it is open.
pub(crate) fn find(config: &Config) -> Result<Source, Failure> {
    if let Some(served) = Source::served(&config.data) {
        settings::log_quietly(config)?;
        return Ok(served);
    }
    let log = folder::open_log(config)?;
    Ok(Source::opened(&config.data, log))
}
