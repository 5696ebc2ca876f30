//! `pomona user`: people who sign in, offline. Whoever holds the data folder is the operator here.

mod add;
mod list;
mod password;
mod roles;

use app::App;
use clap::{Args, Subcommand, ValueEnum};
use community::member::Role;
use kernel::{OrchardId, PersonId};
use server::Config;
use vault::Login;

use super::{Failure, folder};

/// What can be done with people.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add somebody who can sign in; without --password-stdin a password is made and shown once
    Add(add::Add),
    /// List everybody: id, name, roles, since when
    List,
    /// Give somebody a role
    Grant(roles::Change),
    /// Take a role away from somebody
    Revoke(roles::Change),
    /// Give somebody a new password and end their sessions
    Password(password::NewPassword),
}

/// A person, by id or by login.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Who {
    /// Their id, per_…
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// What they sign in with
    #[arg(long)]
    login: Option<String>,
}

/// A role to give or take.
#[derive(Debug, Args)]
pub(crate) struct RoleChoice {
    /// What they may do; everybody is a buyer besides
    #[arg(long, value_enum)]
    role: RoleName,
    /// For which orchard (farmers and packers)
    #[arg(long, value_name = "ID", required_if_eq_any([("role", "farmer"), ("role", "packer")]))]
    orchard: Option<OrchardId>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleName {
    Buyer,
    Farmer,
    Packer,
    Organiser,
    Promoter,
    Operator,
    Auditor,
}

impl UserCommand {
    pub(crate) async fn run(self, config: Config) -> Result<(), Failure> {
        let parts = match &self {
            // The first operator of a new folder is added before there is a log.
            Self::Add(_) => folder::open(config)?,
            Self::List | Self::Grant(_) | Self::Revoke(_) | Self::Password(_) => {
                folder::open_existing(config)?
            }
        };
        let app = parts.app.clone();
        drop(parts);
        match self {
            Self::Add(add) => add.run(&app).await?,
            Self::List => list::run(&app).await?,
            Self::Grant(change) => change.grant(&app).await?,
            Self::Revoke(change) => change.revoke(&app).await?,
            Self::Password(new) => new.run(&app)?,
        }
        folder::close(app).await
    }
}

impl Who {
    /// The person that is meant.
    pub(crate) fn find(&self, app: &App) -> Result<PersonId, Failure> {
        match (&self.person, &self.login) {
            (Some(id), _) => id.parse().map_err(|_| Failure::NoPersonId(id.clone())),
            (None, Some(login)) => {
                let owner = app.vault().person_of(&Login::parse(login)?)?;
                let id = owner.ok_or(Failure::NobodyThere)?;
                id.as_str()
                    .parse()
                    .map_err(|_| Failure::NoPersonId(id.as_str().to_owned()))
            }
            (None, None) => Err(Failure::NobodyThere),
        }
    }
}

impl RoleChoice {
    fn role(&self) -> Role {
        match (self.role, self.orchard) {
            (RoleName::Farmer, Some(orchard)) => Role::Farmer { orchard },
            (RoleName::Packer, Some(orchard)) => Role::Packer { orchard },
            (RoleName::Organiser, _) => Role::Organiser,
            (RoleName::Promoter, _) => Role::Promoter,
            (RoleName::Operator, _) => Role::Operator,
            (RoleName::Auditor, _) => Role::Auditor,
            // The parser asks for the orchard of a farmer or packer.
            (RoleName::Buyer | RoleName::Farmer | RoleName::Packer, _) => Role::Buyer,
        }
    }
}

/// A role as it is typed, with its orchard.
fn told(role: Role) -> String {
    match role {
        Role::Buyer => "buyer".to_owned(),
        Role::Farmer { orchard } => format!("farmer of {orchard}"),
        Role::Packer { orchard } => format!("packer of {orchard}"),
        Role::Organiser => "organiser".to_owned(),
        Role::Promoter => "promoter".to_owned(),
        Role::Operator => "operator".to_owned(),
        Role::Auditor => "auditor".to_owned(),
    }
}
