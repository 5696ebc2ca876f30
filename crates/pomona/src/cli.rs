//! The command line: what can be typed, and which file does it. It parses and dispatches; it decides nothing.

mod backup;
mod bar;
mod demo;
mod failure;
mod folder;
mod history;
mod log;
mod out;
mod person;
mod proof;
mod readmodel;
mod restore;
mod secret;
mod serve;
mod settings;
mod source;
mod tags;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::task::block_in_place;

pub(crate) use failure::Failure;

/// What the program promises to scripts.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the event log, or what is restored or imported, is damaged, or is not what a checkpoint or proof says
  2  the command or a setting cannot be understood
  3  another pomona uses the folder
  4  it cannot be done as asked (unknown person, weak password, refused by a rule)
  5  the machine or a file failed

Results go to standard output, everything else to standard error.
Settings: pomona.toml (--config) and POMONA_… variables; `pomona serve --print-config` shows them.";

/// Adopt a named fruit tree: event log, JSON API and pages in one program.
#[derive(Debug, Parser)]
#[command(name = "pomona", version, after_help = EXIT_CODES, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// Folder that holds everything: log, vault, photos [default: ./pomona-data]
    #[arg(long, global = true, env = "POMONA_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Settings file (TOML)
    #[arg(long, global = true, env = "POMONA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages and the API until SIGTERM or Ctrl-C
    Serve(serve::Serve),
    /// Look around: seed an invented season into an empty folder and serve it
    Demo(demo::Demo),
    /// Check, measure or export the event log, also while a server runs; import one
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Back up everything but the master key, also while a server runs; again adds what is new
    Backup(backup::Backup),
    /// Restore a backup into an empty data folder
    Restore(restore::Restore),
    /// Check proofs and checkpoints that were given to others (needs no data folder)
    #[command(subcommand)]
    Proof(proof::ProofCommand),
    /// Export a history as EPCIS 2.0 (the server must be stopped)
    History(history::History),
    /// Print the tags of a block into one PDF (the server must be stopped)
    Tags(tags::Tags),
    /// Rebuild or dump the read models (the server must be stopped)
    #[command(subcommand)]
    Readmodel(readmodel::ReadmodelCommand),
    /// Add people, list them, change roles and passwords (the server must be stopped)
    #[command(subcommand)]
    User(user::UserCommand),
    /// Forget a person for ever (the server must be stopped)
    #[command(subcommand)]
    Person(person::PersonCommand),
}

/// Does what was typed and tells how it went.
pub(crate) async fn run(cli: Cli) -> ExitCode {
    match dispatch(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

async fn dispatch(cli: Cli) -> Result<(), Failure> {
    let config = settings::load(cli.config.as_deref(), cli.data)?;
    match cli.command {
        Command::Serve(serve) => serve.run(config).await,
        Command::Demo(demo) => demo.run(config).await,
        // These wait for the disk, which a thread of the runtime may only where it says so.
        Command::Log(command) => block_in_place(|| command.run(&config)),
        Command::Backup(backup) => block_in_place(|| backup.run(&config)),
        Command::Restore(restore) => block_in_place(|| restore.run(&config)),
        Command::Proof(command) => block_in_place(|| command.run()),
        Command::History(history) => history.run(config).await,
        Command::Tags(tags) => tags.run(config).await,
        Command::Readmodel(command) => command.run(&config),
        Command::User(command) => command.run(config).await,
        Command::Person(command) => command.run(config).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_says_what_it_is_for() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                let known = ["help", "version"].contains(&argument.get_id().as_str());
                assert!(
                    known || argument.get_help().is_some(),
                    "{}",
                    argument.get_id()
                );
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}
