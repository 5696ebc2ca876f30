//! `pomona person erase`: forgets a person for ever, after asking.

use std::io::{self, IsTerminal};

use app::{App, Intent, commands::people};
use clap::{Args, Subcommand};
use kernel::PersonId;
use server::Config;

use super::user::Who;
use super::{Failure, bar::note, folder, out};

/// The word that confirms.
const WORD: &str = "erase";

/// What can be done with a person.
#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Destroy a person's key and credentials: their name, addresses and plates can never be read again
    Erase(Erase),
}

/// Who is forgotten.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    who: Who,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl PersonCommand {
    pub(crate) async fn run(self, config: Config) -> Result<(), Failure> {
        let Self::Erase(erase) = self;
        let parts = folder::open_existing(config)?;
        let app = parts.app.clone();
        drop(parts);
        erase.run(&app).await?;
        folder::close(app).await
    }
}

impl Erase {
    async fn run(self, app: &App) -> Result<(), Failure> {
        let person = self.who.find(app)?;
        app.caught_up(app.log().durable_position()).await?;
        let member = app.read().member(person)?.ok_or(Failure::NobodyThere)?;
        if member.erased_at.is_none() && !self.yes {
            confirm(app, person)?;
        }
        let intent = Intent::of_system(&format!("cli/erase/{person}"), app.now());
        // Also for somebody who was erased: it mends an erasure that a crash cut short.
        let done = people::erase(app, &intent, person).await?;
        app.caught_up(done.position.position()).await?;
        out::line(match member.erased_at {
            None => format!(
                "{person} is forgotten: key, credentials, sessions and tokens are destroyed."
            ),
            Some(at) => format!("{person} was forgotten on {at}; nothing was left to do."),
        })
    }
}

fn confirm(app: &App, person: PersonId) -> Result<(), Failure> {
    let member = app.read().member(person)?.ok_or(Failure::NobodyThere)?;
    let name = app.open_name(person, &member.name)?.unwrap_or_default();
    note(format_args!(
        "{person} ({name}) will be forgotten for ever. Their trees' pages stay, without names."
    ));
    if io::stdin().is_terminal() {
        note(format_args!("Type {WORD} to go on:"));
    }
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(Failure::Input)?;
    if line.trim() == WORD {
        Ok(())
    } else {
        Err(Failure::NotConfirmed)
    }
}
