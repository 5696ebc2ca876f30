//! `pomona user add`.

use app::{
    App, Intent,
    commands::people::{self, SignUp},
};
use clap::{Args, ValueEnum};
use community::member::{Locale, Role};
use uuid::Uuid;
use vault::Login;

use super::RoleChoice;
use crate::cli::{Failure, out, secret};

/// Somebody to add.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// E-mail, phone or short name to sign in with
    #[arg(long)]
    login: String,
    /// How they want to be called
    #[arg(long)]
    name: String,
    #[command(flatten)]
    role: RoleChoice,
    /// Language of their pages
    #[arg(long, value_enum, default_value_t = Language::ZhCn)]
    language: Language,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Chinese
    #[value(name = "zh-CN")]
    ZhCn,
    /// English
    En,
}

impl Add {
    pub(super) async fn run(self, app: &App) -> Result<(), Failure> {
        if app
            .vault()
            .person_of(&Login::parse(&self.login)?)?
            .is_some()
        {
            return Err(Failure::LoginTaken);
        }
        let password = secret::read_or_make(self.password_stdin)?;
        let wish = SignUp {
            login: self.login.clone(),
            password: password.text.clone(),
            name: self.name,
            locale: match self.language {
                Language::ZhCn => Locale::ZhCn,
                Language::En => Locale::En,
            },
        };
        // A new wish each time: a name derived from the login would outlive the person's erasure in the log.
        let intent = Intent::of_system(&format!("cli/user-add/{}", Uuid::new_v4()), app.now());
        let (person, _) = people::sign_up(app, &intent, wish).await?;
        let role = self.role.role();
        if role != Role::Buyer {
            people::grant_role_as_system(app, &intent.step("role"), person, role).await?;
        }
        out::line(format_args!(
            "{person}\t{}\t{}",
            self.login,
            super::told(role)
        ))?;
        if password.is_new {
            out::line(format_args!("password, shown this once: {}", password.text))?;
        }
        Ok(())
    }
}
