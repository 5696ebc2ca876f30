//! `pomona user password`.

use app::App;
use clap::Args;
use vault::{Subject, VaultError};

use super::Who;
use crate::cli::{Failure, out, secret};

/// Whose password is replaced.
#[derive(Debug, Args)]
pub(crate) struct NewPassword {
    #[command(flatten)]
    who: Who,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

impl NewPassword {
    pub(super) fn run(self, app: &App) -> Result<(), Failure> {
        let person = self.who.find(app)?;
        let password = secret::read_or_make(self.password_stdin)?;
        let subject = Subject::parse(&person.to_string())?;
        match app.vault().set_password(&subject, &password.text) {
            Err(VaultError::NoCredential | VaultError::Erased) => return Err(Failure::NobodyThere),
            outcome => outcome?,
        }
        out::line(format_args!(
            "{person} has a new password; their sessions have ended."
        ))?;
        if password.is_new {
            out::line(format_args!("password, shown this once: {}", password.text))?;
        }
        Ok(())
    }
}
