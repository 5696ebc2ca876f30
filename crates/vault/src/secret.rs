//! A secret that is shown once: random, printable, hidden from logs. Knows no table.

use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::mac::sha256;

/// Random bytes of a secret (256 bits).
const SECRET_BYTES: usize = 32;
/// Longest secret looked at, in bytes; anything longer is none of ours.
const SECRET_TEXT_MAX: usize = 128;

/// A session secret or an API token in plain. The vault keeps only its SHA-256: with 256 random
/// bits there is nothing for a slow hash to protect.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text to hand to its owner, once.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A new secret for a link that a person sends to others. The vault does not keep it.
    ///
    /// # Errors
    /// The operating system gave no randomness.
    pub fn invitation() -> Result<Self, VaultError> {
        Self::random("")
    }

    pub(crate) fn random(prefix: &str) -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| VaultError::Crypto)?;
        Ok(Self(Zeroizing::new(
            prefix.to_owned() + &BASE64URL_NOPAD.encode(bytes.as_slice()),
        )))
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

/// The stored hash of a secret somebody shows; `None` where it cannot be one.
pub(crate) fn hash_of(shown: &str) -> Option<[u8; 32]> {
    (shown.len() <= SECRET_TEXT_MAX).then(|| sha256(shown.as_bytes()))
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}
