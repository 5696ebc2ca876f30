//! Keys of signed notes: the signer, which holds a secret, and its public counterpart in C2SP's
//! text form. Ed25519 only. Knows no file.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::error::{InvalidKeyName, InvalidVkey};

/// Longest key name, in bytes.
pub const KEY_NAME_BYTES_MAX: usize = 255;
/// The byte C2SP signed-note gives to Ed25519.
const ED25519: u8 = 1;

/// Name of a key and, for a log, its origin: a URL without scheme, like `farm.example/log`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName(String);

impl KeyName {
    /// Parses a name.
    ///
    /// # Errors
    /// [`InvalidKeyName`] when it is empty, too long or has a character no name may have.
    pub fn parse(text: &str) -> Result<Self, InvalidKeyName> {
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if text.is_empty() || text.len() > KEY_NAME_BYTES_MAX || text.contains(forbidden) {
            return Err(InvalidKeyName);
        }
        Ok(Self(text.to_owned()))
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = InvalidKeyName;

    fn from_str(text: &str) -> Result<Self, InvalidKeyName> {
        Self::parse(text)
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// First bytes of every signature line: they say whose it may be.
pub(crate) type KeyId = [u8; 4];

fn key_id(name: &KeyName, key: &VerifyingKey) -> KeyId {
    let hash = Sha256::new()
        .chain_update(name.as_str())
        .chain_update([b'\n', ED25519])
        .chain_update(key.as_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Public key that a note is checked with. Its text form, `name+id+key`, is what a log hands to
/// everybody beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vkey {
    name: KeyName,
    key: VerifyingKey,
}

impl Vkey {
    /// Parses `name+8 hex digits+base64`.
    ///
    /// # Errors
    /// [`InvalidVkey`] when the form, the kind of key or the id is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidVkey> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(InvalidVkey);
        let name = KeyName::parse(part()?).map_err(|_malformed| InvalidVkey)?;
        let id = HEXLOWER
            .decode(part()?.as_bytes())
            .map_err(|_malformed| InvalidVkey)?;
        let bytes = BASE64
            .decode(part()?.as_bytes())
            .map_err(|_malformed| InvalidVkey)?;
        let Some((&ED25519, key)) = bytes.split_first() else {
            return Err(InvalidVkey);
        };
        let key = <&[u8; 32]>::try_from(key).map_err(|_length| InvalidVkey)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_no_point| InvalidVkey)?;
        if key.is_weak() || id != key_id(&name, &key) {
            return Err(InvalidVkey);
        }
        Ok(Self { name, key })
    }

    /// The key's name: the log's origin.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    pub(crate) fn id(&self) -> KeyId {
        key_id(&self.name, &self.key)
    }

    pub(crate) fn verify(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .and_then(|signature| self.key.verify_strict(text.as_bytes(), &signature))
            .is_ok()
    }
}

impl FromStr for Vkey {
    type Err = InvalidVkey;

    fn from_str(text: &str) -> Result<Self, InvalidVkey> {
        Self::parse(text)
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = HEXLOWER.encode(&self.id());
        let key = [&[ED25519], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{id}+{}", self.name, BASE64.encode(&key))
    }
}

/// Secret key that signs notes. Never printed, wiped on drop.
pub struct SignerKey {
    name: KeyName,
    key: SigningKey,
}

impl SignerKey {
    /// The key that a seed of 32 random bytes makes.
    pub fn from_seed(name: KeyName, seed: &Zeroizing<[u8; 32]>) -> Self {
        Self {
            name,
            key: SigningKey::from_bytes(seed),
        }
    }

    /// The public counterpart.
    pub fn vkey(&self) -> Vkey {
        Vkey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// Makes a signed note of a text, which must end in a line feed.
    pub fn sign(&self, text: &str) -> String {
        let id = key_id(&self.name, &self.key.verifying_key());
        let signature = [&id[..], &self.key.sign(text.as_bytes()).to_bytes()].concat();
        format!(
            "{text}\n\u{2014} {} {}\n",
            self.name,
            BASE64.encode(&signature)
        )
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.vkey())
    }
}
