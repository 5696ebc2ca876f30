//! The name somebody signs in with. Knows how it is written, not whose it is.

use crate::mac::hmac_sha256;
use crate::{Vault, VaultError};

/// Longest login in bytes; an e-mail address has at most 254 (RFC 5321 §4.5.3.1.3 less brackets).
pub const LOGIN_BYTES_MAX: usize = 254;

/// An e-mail address, phone number or short name: trimmed, lower case.
#[derive(Clone, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    /// Takes what somebody typed.
    ///
    /// # Errors
    /// [`VaultError::LoginInvalid`] where it is empty, too long or holds control characters.
    pub fn parse(typed: &str) -> Result<Self, VaultError> {
        let invalid = VaultError::LoginInvalid {
            max: LOGIN_BYTES_MAX,
        };
        // Checked before lower-casing too: huge input should cost nothing.
        if typed.len() > 2 * LOGIN_BYTES_MAX {
            return Err(invalid);
        }
        let text = typed.trim().to_lowercase();
        let fits = (1..=LOGIN_BYTES_MAX).contains(&text.len());
        if !fits || text.chars().any(char::is_control) {
            return Err(invalid);
        }
        Ok(Self(text))
    }

    /// The login as it is compared. Personal: never log it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Login(…)")
    }
}

impl Vault {
    /// What stands in the file in place of the login.
    pub(crate) fn login_hash(&self, login: &Login) -> [u8; 32] {
        hmac_sha256(&self.purposes().lookup, &[b"login:", login.0.as_bytes()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_compared_without_case_and_edges() {
        let login = Login::parse("  Li.Wei@Example.CN\n").unwrap();
        assert_eq!(login.as_str(), "li.wei@example.cn");
        assert_eq!(format!("{login:?}"), "Login(…)");
        assert_eq!(Login::parse("李伟").unwrap().as_str(), "李伟");
    }

    #[test]
    fn impossible_logins_are_refused() {
        for bad in [
            "",
            "  ",
            "a\u{0}b",
            "a\nb",
            &"x".repeat(255),
            &"x".repeat(100_000),
        ] {
            assert_eq!(Login::parse(bad).unwrap_err().code(), "login-invalid");
        }
        assert!(Login::parse(&"x".repeat(LOGIN_BYTES_MAX)).is_ok());
    }
}
