//! Letters by SMTP (RFC 5321), one connection for each: few letters, and nothing to keep alive. It blocks for at most
//! [`PATIENCE`].

use std::{path::Path, time::Duration};

use app::ports::{Mailer, Outgoing};
use community::letter::Failure;
use kernel::PersonId;
use lettre::{
    Address, SmtpTransport, Transport,
    address::Envelope,
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};

use crate::config::{Letters, Security};

/// How long each step of a delivery may take; all steps together stay well below the time after which a letter in flight
/// is taken for left.
const PATIENCE: Duration = Duration::from_secs(20);

/// Hands letters to a mail server.
pub(crate) struct SmtpMailer {
    transport: SmtpTransport,
    from: Address,
}

/// Why there can be no mail server.
#[derive(Debug, thiserror::Error)]
pub enum SmtpSettingsError {
    /// The address that letters come from.
    #[error("letters.from_address is no address")]
    From,
    /// The authorities of one's own.
    #[error("letters.smtp_authorities_file cannot be read: {0}")]
    Authorities(std::io::Error),
    /// TLS cannot be set up for this host.
    #[error("TLS to letters.smtp_host cannot be set up: {0}")]
    Tls(Error),
}

impl SmtpMailer {
    pub(crate) fn new(settings: &Letters) -> Result<Self, SmtpSettingsError> {
        let host = settings.smtp_host.as_str();
        let parameters = || tls(host, &settings.smtp_authorities_file);
        let tls = match settings.smtp_security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::StartTls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let mut transport = SmtpTransport::builder_dangerous(host)
            .port(settings.smtp_port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some(password) = &settings.smtp_password {
            let user = settings.smtp_user.clone();
            transport = transport.credentials(Credentials::new(user, password.expose().to_owned()));
        }
        Ok(Self {
            transport: transport.build(),
            from: settings
                .from_address
                .parse()
                .map_err(|_| SmtpSettingsError::From)?,
        })
    }
}

/// A server is believed when its certificate names this host and was signed by an authority of this machine or of the
/// file.
fn tls(host: &str, authorities: &Path) -> Result<TlsParameters, SmtpSettingsError> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    if !authorities.as_os_str().is_empty() {
        let read = std::fs::read(authorities).map_err(SmtpSettingsError::Authorities)?;
        let read = Certificate::from_pem(&read).map_err(SmtpSettingsError::Tls)?;
        parameters = parameters.add_root_certificate(read);
    }
    parameters.build().map_err(SmtpSettingsError::Tls)
}

impl Mailer for SmtpMailer {
    fn may_repeat(&self) -> bool {
        false
    }

    fn send(&self, letter: &Outgoing) -> Result<(), Failure> {
        let to: Address = letter.email.parse().map_err(|_| Failure::Refused)?;
        let envelope = Envelope::new(Some(self.from.clone()), vec![to]);
        let envelope = envelope.map_err(|_| Failure::Refused)?;
        match self.transport.send_raw(&envelope, &letter.message) {
            Ok(_) => Ok(()),
            Err(error) => {
                let failure = failure_of(&error);
                // The server's words may hold the address; the code does not.
                let code = error.status().map(|code| code.to_string());
                tracing::warn!(letter = %letter.letter, ?failure, code, "a letter was not taken");
                Err(failure)
            }
        }
    }

    fn forget(&self, _: &dyn Fn(PersonId) -> bool) -> std::io::Result<()> {
        Ok(())
    }
}

/// A refusal is the server's last word; everything else may go better later. An answer that got lost after the letter
/// was given counts as unreachable too: SMTP cannot tell (RFC 1047), and the letter's Message-ID stays the same.
fn failure_of(error: &Error) -> Failure {
    if error.is_permanent() {
        Failure::Refused
    } else if error.is_transient() {
        Failure::Deferred
    } else {
        Failure::Unreachable
    }
}
