//! `pomona user grant` and `pomona user revoke`.

use app::{App, Intent, commands::people};
use clap::Args;
use uuid::Uuid;

use super::{RoleChoice, Who};
use crate::cli::{Failure, out};

/// Whose role changes.
#[derive(Debug, Args)]
pub(crate) struct Change {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    role: RoleChoice,
}

impl Change {
    pub(super) async fn grant(self, app: &App) -> Result<(), Failure> {
        let (person, role) = (self.who.find(app)?, self.role.role());
        people::grant_role_as_system(app, &intent(app), person, role).await?;
        out::line(format_args!("{person} is {} now.", super::told(role)))
    }

    pub(super) async fn revoke(self, app: &App) -> Result<(), Failure> {
        let (person, role) = (self.who.find(app)?, self.role.role());
        people::revoke_role_as_system(app, &intent(app), person, role).await?;
        out::line(format_args!(
            "{person} is not {} any more.",
            super::told(role)
        ))
    }
}

fn intent(app: &App) -> Intent {
    Intent::of_system(&format!("cli/user-role/{}", Uuid::new_v4()), app.now())
}
