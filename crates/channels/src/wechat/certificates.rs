//! The keys by which WeChat Pay signs: its platform certificates, which rotate, or its platform public key.
//! It must not know what was signed.

use kernel::Timestamp;
use serde::Deserialize;

use super::signature::Proof;
use crate::{
    Error, HttpReply, Moment, Nonce, http,
    keys::{KeyError, SealKey, VerifyingKey, certificate_serial},
    text,
};

/// Most keys of the channel that are held at a time.
const KEYS_MAX: usize = 16;
/// How the newer platform public keys are named.
const PUBLIC_KEY_PREFIX: &str = "PUB_KEY_ID_";

/// A key of the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformKey {
    serial: String,
    key: VerifyingKey,
    until: Option<Timestamp>,
}

impl PlatformKey {
    /// The platform public key with its id (`PUB_KEY_ID_…`), which does not expire.
    ///
    /// # Errors
    /// Not an RSA key.
    pub fn public_key(id: &str, pem: &str) -> Result<Self, KeyError> {
        if !id.starts_with(PUBLIC_KEY_PREFIX) || !text::is_id(id) {
            return Err(KeyError::Form);
        }
        Ok(Self {
            serial: id.to_owned(),
            key: VerifyingKey::read(pem)?,
            until: None,
        })
    }

    /// A platform certificate, trusted until the moment given.
    ///
    /// # Errors
    /// Not a certificate of an RSA key.
    pub fn certificate(pem: &str, until: Timestamp) -> Result<Self, KeyError> {
        Ok(Self {
            serial: certificate_serial(pem)?,
            key: VerifyingKey::read(pem)?,
            until: Some(until),
        })
    }

    fn is_valid(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// All keys of the channel that are trusted: while certificates rotate, the old and the new one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlatformKeys(Vec<PlatformKey>);

impl PlatformKeys {
    /// Trusts these; further ones than 16 are not kept.
    #[must_use]
    pub fn new(mut keys: Vec<PlatformKey>) -> Self {
        keys.truncate(KEYS_MAX);
        Self(keys)
    }

    pub(super) fn find(&self, serial: &str, now: Timestamp) -> Result<&VerifyingKey, Error> {
        let named = |key: &&PlatformKey| key.serial.eq_ignore_ascii_case(serial);
        let valid = self.0.iter().filter(named).find(|key| key.is_valid(now));
        valid.map(|key| &key.key).ok_or_else(|| Error::KeyUnknown {
            serial: text::code(serial),
        })
    }

    /// Merchants with a platform public key name it in their requests.
    pub(super) fn public_key_id(&self) -> Option<&str> {
        let mut names = self.0.iter().map(|key| key.serial.as_str());
        names.find(|name| name.starts_with(PUBLIC_KEY_PREFIX))
    }

    /// These keys without expired ones, and the certificates of a reply: each opened with our key, and the reply
    /// signed by one that is held or that it brings.
    pub(super) fn renewed(
        &self,
        seal: &SealKey,
        reply: &HttpReply,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let body = http::text(&reply.body)?;
        if !reply.is_good() {
            return Err(super::reply::refusal(reply.status, body));
        }
        let form = Error::Form { field: "data" };
        let list: List = serde_json::from_str(body).map_err(|_| form.clone())?;
        let mut keys: Vec<_> = self
            .0
            .iter()
            .filter(|key| key.is_valid(now))
            .cloned()
            .collect();
        for item in list.data.iter().take(KEYS_MAX) {
            let key = item.open(seal)?;
            let held = keys.iter().any(|other| other.serial == key.serial);
            if key.is_valid(now) && !held {
                keys.push(key);
            }
        }
        let renewed = Self::new(keys);
        let nonce = Nonce::from_bytes([0; 16]);
        Proof::of(|name| reply.header(name))?.check(body, &renewed, Moment { now, nonce })?;
        Ok(renewed)
    }
}

#[derive(Deserialize)]
struct List {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    serial_no: String,
    expire_time: Timestamp,
    encrypt_certificate: Sealed,
}

#[derive(Deserialize)]
struct Sealed {
    algorithm: String,
    nonce: String,
    #[serde(default)]
    associated_data: String,
    ciphertext: String,
}

impl Item {
    fn open(&self, seal: &SealKey) -> Result<PlatformKey, Error> {
        let form = |field| Error::Form { field };
        let sealed = &self.encrypt_certificate;
        if sealed.algorithm != super::callback::ALGORITHM {
            return Err(form("algorithm"));
        }
        let pem = seal.open(&sealed.nonce, &sealed.associated_data, &sealed.ciphertext)?;
        let key = PlatformKey::certificate(&pem, self.expire_time);
        let key = key.map_err(|_| form("certificate"))?;
        if !key.serial.eq_ignore_ascii_case(&self.serial_no) {
            return Err(form("serial_no"));
        }
        Ok(key)
    }
}
