//! Where log lines go: standard error, as text or JSON. Called once, by the binary.

use std::io::IsTerminal as _;

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Log, LogFormat};

/// Why log lines cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The filter is not in the syntax of `EnvFilter`.
    #[error("the setting log.filter cannot be read: {0}")]
    Filter(#[from] tracing_subscriber::filter::ParseError),
    /// Somebody else has already set up logging in this process.
    #[error("log lines already go elsewhere: {0}")]
    Taken(#[from] tracing_subscriber::util::TryInitError),
}

/// Sends log lines to standard error.
///
/// # Errors
/// [`LogsError`].
pub fn start(settings: &Log) -> Result<(), LogsError> {
    use tracing_subscriber::util::SubscriberInitExt as _;
    let filter = EnvFilter::builder().parse(&settings.filter)?;
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(true);
    match settings.format {
        LogFormat::Text => lines.finish().try_init()?,
        LogFormat::Json => lines.json().flatten_event(true).finish().try_init()?,
    }
    Ok(())
}
