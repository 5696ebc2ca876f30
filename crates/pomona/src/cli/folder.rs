//! The data folder, opened by a command while no server holds it.

use std::path::PathBuf;

use app::App;
use eventlog::{Log, Options};
use server::{Config, Parts, Time, assemble};

use super::{Failure, settings};

/// Opens everything; a folder that is empty becomes a new, empty one.
pub(crate) fn open(config: Config) -> Result<Parts, Failure> {
    settings::log_quietly(&config)?;
    Ok(assemble(config, Time::System)?)
}

/// Opens everything of a folder that holds a log.
pub(crate) fn open_existing(config: Config) -> Result<Parts, Failure> {
    log_folder(&config)?;
    open(config)
}

/// Opens the log alone.
pub(crate) fn open_log(config: &Config) -> Result<Log, Failure> {
    let folder = log_folder(config)?;
    settings::log_quietly(config)?;
    Ok(Log::open(&folder, Options::default())?)
}

/// Opens the log once more in the same command.
pub(crate) fn open_log_again(config: &Config) -> Result<Log, Failure> {
    let folder = log_folder(config)?;
    Ok(Log::open(&folder, Options::default())?)
}

fn log_folder(config: &Config) -> Result<PathBuf, Failure> {
    let folder = config.data.join("log");
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(Failure::NoLog {
            folder: config.data.clone(),
        })
    }
}

/// Lets the read models see everything, then closes.
pub(crate) async fn close(app: App) -> Result<(), Failure> {
    let position = app.log().durable_position();
    let seen = app.caught_up(position).await;
    app.read().stop();
    app.log().clone().close();
    Ok(seen?)
}
