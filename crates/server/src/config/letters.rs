//! How letters leave: by a mail server, or as files in the folder `outbox` of the data folder.

use std::{fmt, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Most letters in a minute that can be set.
const PER_MINUTE_MAX: u32 = 6_000;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// TLS after `STARTTLS`, or no letter.
    StartTls,
    /// None: for a mail server on this machine only.
    None,
}

/// How letters leave.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Letters {
    /// The address letters come from.
    pub from_address: String,
    /// The name beside it.
    pub from_name: String,
    /// Most letters in a minute: what the mail server takes without complaint.
    pub per_minute: u32,
    /// The mail server; empty for files in the folder `outbox`.
    pub smtp_host: String,
    /// Its port.
    pub smtp_port: u16,
    /// How the connection is protected.
    pub smtp_security: Security,
    /// A file of certificates, PEM: whoever signed the mail server's own is trusted beside this machine's authorities.
    /// For a mail server with an authority of one's own; empty for none.
    pub smtp_authorities_file: PathBuf,
    /// Whom the mail server knows us as; empty for nobody.
    pub smtp_user: String,
    /// The password. Never printed.
    #[serde(skip_serializing)]
    pub smtp_password: Option<PasswordText>,
}

impl Default for Letters {
    fn default() -> Self {
        Self {
            from_address: "letters@localhost.localdomain".to_owned(),
            from_name: "Pomona".to_owned(),
            per_minute: 120,
            smtp_host: String::new(),
            smtp_port: 465,
            smtp_security: Security::Tls,
            smtp_authorities_file: PathBuf::new(),
            smtp_user: String::new(),
            smtp_password: None,
        }
    }
}

impl Letters {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |setting, why| Err(ConfigError::Invalid { setting, why });
        if self.from_address.parse::<lettre::Address>().is_err() {
            return invalid("letters.from_address", "it is an e-mail address");
        }
        if self.from_name.chars().any(char::is_control) {
            return invalid("letters.from_name", "it is one line");
        }
        if !(1..=PER_MINUTE_MAX).contains(&self.per_minute) {
            return invalid("letters.per_minute", "it is 1 to 6000");
        }
        let in_clear = self.smtp_security == Security::None && !self.smtp_host.is_empty();
        if in_clear && self.smtp_password.is_some() {
            return invalid(
                "letters.smtp_security",
                "a password travels over tls or starttls only",
            );
        }
        Ok(())
    }
}

/// A password as it came from the environment or a file. Its text is shown to the mail server only.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct PasswordText(String);

impl PasswordText {
    /// The text, for the mail server.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PasswordText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for PasswordText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordText(…)")
    }
}
