//! Who is asking: passwords, sessions and API tokens turned into an [`Identity`].

use community::member::{self, Member};
use kernel::PersonId;
use vault::{IssuedToken, Login, Secret, Session, Subject, Token, TokenId};

use crate::{
    App, Error, commands::people::off_thread, error::Fault, permission::Identity, personal::subject,
};

/// Seconds of a day.
const DAY_SECONDS: i64 = 86_400;

/// Starts a session for whoever knows login and password. `client` is a stable key of the caller (its address),
/// so that guessing can be slowed.
///
/// # Errors
/// [`Error::WrongCredentials`], or [`Error::TooMany`] with the time to wait.
pub async fn sign_in(
    app: &App,
    login: &str,
    password: String,
    client: String,
) -> Result<(Identity, Secret), Error> {
    let login = Login::parse(login).map_err(|_| Error::WrongCredentials)?;
    let (vault, now) = (app.vault().clone(), app.now());
    let expires = now.plus_seconds(app.settings().session_days * DAY_SECONDS);
    let found = off_thread(move || {
        let Some(who) = vault.sign_in(&login, &password, &client, now.millis())? else {
            return Ok(None);
        };
        let secret = vault.start_session(&who, now.millis(), expires.millis())?;
        Ok(Some((who, secret)))
    })
    .await?;
    let (who, secret) = found.ok_or(Error::WrongCredentials)?;
    Ok((identity(app, &who)?, secret))
}

/// Starts a session for somebody who has just signed up.
///
/// # Errors
/// The vault failed.
pub async fn start_session(app: &App, person: PersonId) -> Result<Secret, Error> {
    let (vault, now, who) = (app.vault().clone(), app.now(), subject(person)?);
    let expires = now.plus_seconds(app.settings().session_days * DAY_SECONDS);
    off_thread(move || Ok(vault.start_session(&who, now.millis(), expires.millis())?)).await
}

/// The person behind a session cookie, with the session (its form token guards against forged requests).
///
/// # Errors
/// [`Error::NotSignedIn`] for an unknown or ended session.
pub fn by_session(app: &App, shown: &str) -> Result<(Identity, Session), Error> {
    let session = app
        .vault()
        .find_session(shown, app.now().millis())?
        .ok_or(Error::NotSignedIn)?;
    Ok((identity(app, &session.subject)?, session))
}

/// The person behind an API token.
///
/// # Errors
/// [`Error::NotSignedIn`] for an unknown, expired or revoked token.
pub fn by_token(app: &App, shown: &str) -> Result<Identity, Error> {
    let token = app
        .vault()
        .find_token(shown, app.now().millis())?
        .ok_or(Error::NotSignedIn)?;
    identity(app, &token.subject)
}

/// Ends a session. Quiet if it has ended already.
///
/// # Errors
/// The vault failed.
pub fn sign_out(app: &App, shown: &str) -> Result<(), Error> {
    app.vault().end_session(shown)?;
    Ok(())
}

/// Issues an API token; its secret is shown this once.
///
/// # Errors
/// A bad name, or too many tokens.
pub fn issue_token(app: &App, who: &Identity, name: &str) -> Result<IssuedToken, Error> {
    let issued =
        app.vault()
            .issue_token(&subject(who.person())?, name, app.now().millis(), None)?;
    Ok(issued)
}

/// The person's tokens, never their secrets.
///
/// # Errors
/// The vault failed.
pub fn tokens(app: &App, who: &Identity) -> Result<Vec<Token>, Error> {
    Ok(app.vault().list_tokens(&subject(who.person())?)?)
}

/// Revokes one of the person's own tokens.
///
/// # Errors
/// [`Error::NotFound`] if there is none of this id.
pub fn revoke_token(app: &App, who: &Identity, id: &str) -> Result<(), Error> {
    let revoked = app
        .vault()
        .revoke_token(&subject(who.person())?, &TokenId::from_text(id))?;
    if revoked {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The identity of a person the program already trusts: the demo's seeding and the command line.
///
/// # Errors
/// [`Error::NotSignedIn`] for somebody who is no member.
pub fn identity_of(app: &App, person: PersonId) -> Result<Identity, Error> {
    let member = app.load::<Member>(&member::stream_id(person))?;
    let registered = member.registered.as_ref().ok_or(Error::NotSignedIn)?;
    if member.erased {
        return Err(Error::NotSignedIn);
    }
    let roles = member.roles.iter().copied().collect();
    Ok(Identity::new(person, roles, registered.locale))
}

fn identity(app: &App, who: &Subject) -> Result<Identity, Error> {
    let person = who
        .as_str()
        .parse()
        .map_err(|_| Fault::Name(who.as_str().to_owned()))?;
    identity_of(app, person)
}
