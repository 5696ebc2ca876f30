//! Keys of merchants and channels: RSA (PKCS #1 v1.5 with SHA-256), HMAC-SHA-256 and AES-256-GCM.
//! No key shows itself in `Debug`. It must not know what is signed.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER, HEXLOWER_PERMISSIVE, HEXUPPER};
use ring::{
    aead, hmac,
    rand::SystemRandom,
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use rustls::pki_types::{
    CertificateDer, SubjectPublicKeyInfoDer,
    pem::{PemObject, SectionKind},
};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use webpki::{EndEntityCert, RawPublicKeyEntity};

use crate::Error;

/// Longest PEM file that is read.
const PEM_BYTES_MAX: usize = 16 * 1024;

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a PEM file of the right kind, nor its base64 alone.
    #[error("not a key in PEM form")]
    Form,
    /// Not an RSA key of 2048 to 8192 bits.
    #[error("not an RSA key of 2048 to 8192 bits")]
    NotRsa,
    /// The APIv3 key has not 32 bytes.
    #[error("the key must have 32 bytes")]
    Length,
}

/// Our private RSA key.
pub struct SigningKey(RsaKeyPair);

impl SigningKey {
    /// Reads PKCS #8 or PKCS #1, in PEM or, as Alipay hands it out, its base64 alone.
    ///
    /// # Errors
    /// Not such a key.
    pub fn read(text: &SecretString) -> Result<Self, KeyError> {
        let (kind, der) = sections(text.expose_secret(), SectionKind::PrivateKey)?;
        let der = SecretSlice::from(der);
        let der = der.expose_secret();
        let pair = if kind == SectionKind::RsaPrivateKey {
            RsaKeyPair::from_der(der)
        } else {
            RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der))
        };
        pair.map(Self).map_err(|_| KeyError::NotRsa)
    }

    /// The signature in base64. Without randomness: the same message has the same signature.
    #[must_use]
    pub fn sign(&self, message: &str) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        let signed = self.0.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message.as_bytes(),
            &mut signature,
        );
        // It fails only for a buffer of the wrong length; an empty signature convinces nobody.
        signed.map_or_else(|_| String::new(), |()| BASE64.encode(&signature))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.public_key().modulus_len() * 8;
        write!(f, "SigningKey({bits} bits)")
    }
}

/// A channel's public RSA key.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey(Vec<u8>);

impl VerifyingKey {
    /// Reads a public key or a certificate in PEM, or a public key's base64 alone.
    ///
    /// # Errors
    /// Not such a key.
    pub fn read(text: &str) -> Result<Self, KeyError> {
        let (kind, der) = sections(text, SectionKind::PublicKey)?;
        let spki = if kind == SectionKind::Certificate {
            let der = CertificateDer::from(der);
            let certificate = EndEntityCert::try_from(&der).map_err(|_| KeyError::Form)?;
            certificate.subject_public_key_info().as_ref().to_vec()
        } else if kind == SectionKind::PublicKey {
            der
        } else {
            return Err(KeyError::Form);
        };
        let info = SubjectPublicKeyInfoDer::from(spki.as_slice());
        RawPublicKeyEntity::try_from(&info).map_err(|_| KeyError::NotRsa)?;
        Ok(Self(spki))
    }

    /// Whether this key's owner signed the message; the signature is base64.
    ///
    /// # Errors
    /// The signature is wrong.
    pub fn verify(&self, message: &str, signature: &str) -> Result<(), Error> {
        let wrong = |_| Error::SignatureWrong;
        let signature = BASE64
            .decode(signature.as_bytes())
            .map_err(|_| Error::SignatureWrong)?;
        let info = SubjectPublicKeyInfoDer::from(self.0.as_slice());
        let key = RawPublicKeyEntity::try_from(&info).map_err(wrong)?;
        let algorithm = webpki::ring::RSA_PKCS1_2048_8192_SHA256;
        key.verify_signature(algorithm, message.as_bytes(), &signature)
            .map_err(wrong)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.0);
        write!(
            f,
            "VerifyingKey({})",
            HEXLOWER.encode(&digest.as_ref()[..8])
        )
    }
}

/// The serial number of a certificate in PEM: upper-case hexadecimal without leading zeros, as WeChat Pay names keys.
///
/// # Errors
/// Not a certificate.
pub fn certificate_serial(pem: &str) -> Result<String, KeyError> {
    let (SectionKind::Certificate, der) = sections(pem, SectionKind::Certificate)? else {
        return Err(KeyError::Form);
    };
    let der = CertificateDer::from(der);
    let certificate = EndEntityCert::try_from(&der).map_err(|_| KeyError::Form)?;
    let serial = HEXUPPER.encode(certificate.serial());
    Ok(serial.trim_start_matches('0').to_owned())
}

/// The first section of a PEM file, or bare base64 as the kind that was expected.
fn sections(text: &str, bare: SectionKind) -> Result<(SectionKind, Vec<u8>), KeyError> {
    if text.len() > PEM_BYTES_MAX {
        return Err(KeyError::Form);
    }
    if text.contains("-----BEGIN") {
        return <(SectionKind, Vec<u8>)>::from_pem_slice(text.as_bytes())
            .map_err(|_| KeyError::Form);
    }
    let plain: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let der = BASE64
        .decode(plain.as_bytes())
        .map_err(|_| KeyError::Form)?;
    Ok((bare, der))
}

/// The 32 bytes that WeChat Pay calls the APIv3 key: it opens what the channel sealed.
pub struct SealKey(aead::LessSafeKey);

impl SealKey {
    /// Takes the 32 characters that the merchant chose.
    ///
    /// # Errors
    /// Not 32 bytes.
    pub fn read(text: &SecretString) -> Result<Self, KeyError> {
        aead::UnboundKey::new(&aead::AES_256_GCM, text.expose_secret().as_bytes())
            .map(|key| Self(aead::LessSafeKey::new(key)))
            .map_err(|_| KeyError::Length)
    }

    /// Opens base64 of AES-256-GCM ciphertext and tag.
    ///
    /// # Errors
    /// Another key, or nonce, data or ciphertext were changed.
    pub fn open(
        &self,
        nonce: &str,
        associated_data: &str,
        ciphertext: &str,
    ) -> Result<String, Error> {
        let wrong = |_| Error::SealWrong;
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce.as_bytes()).map_err(wrong)?;
        let mut bytes = BASE64
            .decode(ciphertext.as_bytes())
            .map_err(|_| Error::SealWrong)?;
        let plain = self
            .0
            .open_in_place(nonce, aead::Aad::from(associated_data), &mut bytes)
            .map_err(wrong)?;
        String::from_utf8(plain.to_vec()).map_err(|_| Error::SealWrong)
    }

    /// Seals as the channel does; what a test needs to play the channel.
    #[cfg(test)]
    pub(crate) fn seal(&self, nonce: &str, associated_data: &str, plain: &str) -> String {
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce.as_bytes()).unwrap();
        let mut bytes = plain.as_bytes().to_vec();
        let aad = aead::Aad::from(associated_data);
        self.0
            .seal_in_place_append_tag(nonce, aad, &mut bytes)
            .unwrap();
        BASE64.encode(&bytes)
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey")
    }
}

/// A secret shared with a channel, for HMAC-SHA-256.
pub struct SharedSecret(hmac::Key);

impl SharedSecret {
    /// Takes the secret's bytes as they are written.
    #[must_use]
    pub fn new(text: &SecretString) -> Self {
        Self(hmac::Key::new(
            hmac::HMAC_SHA256,
            text.expose_secret().as_bytes(),
        ))
    }

    /// The authentication code in lower-case hexadecimal.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        HEXLOWER.encode(hmac::sign(&self.0, message).as_ref())
    }

    /// Whether a hexadecimal code is this message's, compared in constant time.
    #[must_use]
    pub fn fits(&self, message: &[u8], code: &str) -> bool {
        HEXLOWER_PERMISSIVE
            .decode(code.as_bytes())
            .is_ok_and(|code| hmac::verify(&self.0, message, &code).is_ok())
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret")
    }
}

#[cfg(test)]
mod tests;
