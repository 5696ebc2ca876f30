//! Sealing and opening personal data. Knows bytes, a person and a place; nothing of their meaning.

use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

use crate::store::{decrypt, encrypt};
use crate::{Context, Subject, Vault, VaultError};

/// Marks the form: XChaCha20-Poly1305, 24-byte nonce first, base64url.
const PREFIX: &str = "s1.";

/// Sealed personal data as text, `s1.` and base64url, fit for JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(String);

impl Sealed {
    /// The text to store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text to store, given away.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl std::fmt::Display for Sealed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// What opening a sealed text gives.
#[derive(Clone, PartialEq, Eq)]
pub enum Opened {
    /// The plain bytes, wiped on drop.
    Plain(Zeroizing<Vec<u8>>),
    /// The person was erased: nobody can ever read this again.
    Erased,
}

impl Opened {
    /// The plain bytes as text; `None` where erased or not UTF-8.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(bytes) => std::str::from_utf8(bytes).ok(),
            Self::Erased => None,
        }
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(bytes) => write!(out, "Plain({} bytes)", bytes.len()),
            Self::Erased => out.write_str("Erased"),
        }
    }
}

impl Vault {
    /// Seals personal data for one person and one place. Every call uses a new random nonce, so
    /// the same data never gives the same text twice.
    ///
    /// # Errors
    /// [`VaultError::Erased`], [`VaultError::Database`], [`VaultError::Crypto`].
    pub fn seal(
        &self,
        subject: &Subject,
        context: &Context,
        plain: &[u8],
    ) -> Result<Sealed, VaultError> {
        let key = self.key_for(subject)?;
        let bytes = encrypt(&key, &context.associated_data(subject), plain)?;
        Ok(Sealed(PREFIX.to_owned() + &BASE64URL_NOPAD.encode(&bytes)))
    }

    /// Opens a sealed text; an erased person gives [`Opened::Erased`], never an error.
    ///
    /// # Errors
    /// [`VaultError::SealMalformed`], [`VaultError::SealBroken`] where the text was changed or
    /// belongs elsewhere, [`VaultError::NoKey`], [`VaultError::Database`].
    pub fn open_sealed(
        &self,
        subject: &Subject,
        context: &Context,
        text: &str,
    ) -> Result<Opened, VaultError> {
        let body = text.strip_prefix(PREFIX).ok_or(VaultError::SealMalformed)?;
        let bytes = BASE64URL_NOPAD
            .decode(body.as_bytes())
            .map_err(|_| VaultError::SealMalformed)?;
        let key = match self.key_of(subject) {
            Ok(Some(key)) => key,
            Ok(None) => return Err(VaultError::NoKey),
            Err(VaultError::Erased) => return Ok(Opened::Erased),
            Err(other) => return Err(other),
        };
        decrypt(&key, &context.associated_data(subject), &bytes)
            .map(Opened::Plain)
            .ok_or(VaultError::SealBroken)
    }
}
