//! Members: sign up, roles, language of record, erasure.

use community::member::{self, Command, Locale, Member, Role};
use kernel::{OrchardId, PersonId};
use traceability::orchard::{self, Orchard};
use vault::{Login, Subject, Vault, VaultError};

use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Operator, Signed},
    personal::subject,
};

/// Longest name of a member, in characters.
const NAME_CHARS_MAX: usize = 40;

/// What somebody types to become a member.
#[derive(Debug, Clone)]
pub struct SignUp {
    /// E-mail, phone or short name to sign in with.
    pub login: String,
    /// The password; judged by the vault.
    pub password: String,
    /// How the person wants to be called.
    pub name: String,
    /// The language of pages and mails.
    pub locale: Locale,
}

/// Makes somebody a member who can sign in. The fact comes first, the credential second: a crash between leaves a
/// member nobody can sign in as, never a credential without a member.
///
/// # Errors
/// [`Error::Invalid`] for a bad or taken login, a weak password or an empty name.
pub async fn sign_up(app: &App, intent: &Intent, wish: SignUp) -> Result<(PersonId, Done), Error> {
    let person = PersonId::from_bytes(intent.bytes("person"));
    let login = Login::parse(&wish.login)?;
    let name = checked_name(&wish.name)?;
    Vault::judge_password(&login, &wish.password)?;
    let own = subject(person)?;
    let known = known_before(app, &login, &own, &wish.password).await?;
    let blocking = app.clone();
    let sealed = off_thread(move || blocking.seal_name(person, &name)).await?;
    let done = app
        .perform(intent, |work| {
            let command = Command::RegisterMember {
                person,
                name: sealed.clone(),
                locale: wish.locale,
                at: intent.now(),
            };
            work.decide::<Member>(&member::stream_id(person), command)?;
            Ok(())
        })
        .await?;
    if !known {
        let vault = app.vault().clone();
        off_thread(move || Ok(vault.add_credential(&login, &own, &wish.password)?)).await?;
    }
    Ok((person, done))
}

/// Whether this very wish has made the credential already. A repeat must bring the same password: it is no part of
/// the log's fingerprint, because no trace of a password may enter the log.
async fn known_before(
    app: &App,
    login: &Login,
    own: &Subject,
    password: &str,
) -> Result<bool, Error> {
    let (vault, login, own, password) = (
        app.vault().clone(),
        login.clone(),
        own.clone(),
        password.to_owned(),
    );
    off_thread(move || match vault.person_of(&login)? {
        None => Ok(false),
        Some(owner) if owner != own => Err(VaultError::LoginTaken.into()),
        Some(_) if vault.check_password(&login, &password)?.is_some() => Ok(true),
        Some(_) => Err(Error::KeyReused),
    })
    .await
}

fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    let code = if name.is_empty() {
        "required"
    } else if name.chars().count() > NAME_CHARS_MAX {
        "too-long"
    } else if name.chars().any(char::is_control) {
        "control-character"
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::Invalid(vec![Violation::new("name", code)]))
}

/// Runs work that blocks (argon2, a flush of the vault) off the async threads.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| crate::error::Fault::Task)?
}

/// Gives a member a role. A farmer's role also enters the orchard's own history.
///
/// # Errors
/// Unknown member or orchard.
pub async fn grant_role(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    person: PersonId,
    role: Role,
) -> Result<Done, Error> {
    grant(app, intent, person, role).await
}

/// Gives the first roles from the command line, where whoever holds the machine is the operator.
///
/// # Errors
/// Unknown member or orchard.
pub async fn grant_role_as_system(
    app: &App,
    intent: &Intent,
    person: PersonId,
    role: Role,
) -> Result<Done, Error> {
    grant(app, intent, person, role).await
}

async fn grant(app: &App, intent: &Intent, person: PersonId, role: Role) -> Result<Done, Error> {
    app.perform(intent, |work| {
        if let Some(orchard) = orchard_of(role) {
            let id = orchard::stream_id(orchard);
            if work.state::<Orchard>(&id)?.registration.is_none() {
                return Err(Error::NotFound);
            }
            if matches!(role, Role::Farmer { .. }) {
                work.decide::<Orchard>(&id, orchard::Command::AssignFarmer { person })?;
            }
        }
        let command = Command::GrantRole {
            role,
            at: intent.now(),
        };
        work.decide::<Member>(&member::stream_id(person), command)?;
        Ok(())
    })
    .await
}

/// Takes a role away.
///
/// # Errors
/// Unknown member.
pub async fn revoke_role(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    person: PersonId,
    role: Role,
) -> Result<Done, Error> {
    revoke(app, intent, person, role).await
}

/// Takes a role away from the command line, where whoever holds the machine is the operator.
///
/// # Errors
/// Unknown member.
pub async fn revoke_role_as_system(
    app: &App,
    intent: &Intent,
    person: PersonId,
    role: Role,
) -> Result<Done, Error> {
    revoke(app, intent, person, role).await
}

async fn revoke(app: &App, intent: &Intent, person: PersonId, role: Role) -> Result<Done, Error> {
    app.perform(intent, |work| {
        if let Role::Farmer { orchard } = role {
            let id = orchard::stream_id(orchard);
            work.decide::<Orchard>(&id, orchard::Command::RemoveFarmer { person })?;
        }
        let command = Command::RevokeRole {
            role,
            at: intent.now(),
        };
        work.decide::<Member>(&member::stream_id(person), command)?;
        Ok(())
    })
    .await
}

const fn orchard_of(role: Role) -> Option<OrchardId> {
    match role {
        Role::Farmer { orchard } | Role::Packer { orchard } => Some(orchard),
        Role::Buyer | Role::Organiser | Role::Promoter | Role::Operator | Role::Auditor => None,
    }
}

/// Forgets a person for ever: destroys their key, their credentials, sessions and tokens, then records the fact.
/// The key goes first; a crash between is mended by running it again.
///
/// # Errors
/// Unknown member, or the vault failed.
pub async fn erase(app: &App, intent: &Intent, person: PersonId) -> Result<Done, Error> {
    let id = member::stream_id(person);
    if app.load::<Member>(&id)?.registered.is_none() {
        return Err(Error::NotFound);
    }
    let (vault, subject) = (app.vault().clone(), subject(person)?);
    off_thread(move || {
        vault.erase(&subject)?;
        Ok(())
    })
    .await?;
    app.perform(intent, |work| {
        work.decide::<Member>(&id, Command::ErasePerson { at: intent.now() })?;
        Ok(())
    })
    .await
}

/// Erasure on an operator's order from a page or the API.
///
/// # Errors
/// As [`erase`].
pub async fn erase_as_operator(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    person: PersonId,
) -> Result<Done, Error> {
    erase(app, intent, person).await
}
