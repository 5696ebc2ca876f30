//! Cosignatures of witnesses, C2SP tlog-cosignature v1: somebody else saw this checkpoint at a moment, and that the log
//! only grew since the one they saw before. Ed25519 only. Knows no way to ask for one.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::checkpoint::SignedCheckpoint;
use super::error::InvalidVkey;
use super::key::{KeyId, KeyName};
use super::note;

/// The byte C2SP signed-note gives to cosignatures with Ed25519.
const COSIGNATURE_V1: u8 = 4;
/// Bytes of the moment before the signature.
const TIME_BYTES: usize = 8;

/// Public key of a witness, in the text form `name+id+key` that it hands out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessVkey {
    name: KeyName,
    key: VerifyingKey,
}

impl WitnessVkey {
    /// Parses `name+8 hex digits+base64`.
    ///
    /// # Errors
    /// [`InvalidVkey`] when the form, the kind of key or the id is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidVkey> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().ok_or(InvalidVkey);
        let name = KeyName::parse(part()?).map_err(|_malformed| InvalidVkey)?;
        let id = HEXLOWER.decode(part()?.as_bytes());
        let bytes = BASE64.decode(part()?.as_bytes());
        let bytes = bytes.map_err(|_malformed| InvalidVkey)?;
        let Some((&COSIGNATURE_V1, key)) = bytes.split_first() else {
            return Err(InvalidVkey);
        };
        let key = <&[u8; 32]>::try_from(key).map_err(|_length| InvalidVkey)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_no_point| InvalidVkey)?;
        let witness = Self { name, key };
        if witness.key.is_weak() || id.as_deref() != Ok(witness.id().as_slice()) {
            return Err(InvalidVkey);
        }
        Ok(witness)
    }

    fn id(&self) -> KeyId {
        let hash = Sha256::new()
            .chain_update(self.name.as_str())
            .chain_update([b'\n', COSIGNATURE_V1])
            .chain_update(self.key.as_bytes());
        let hash: [u8; 32] = hash.finalize().into();
        [hash[0], hash[1], hash[2], hash[3]]
    }

    /// The checkpoint with the witness's signature beside ours, if `lines`, the signature lines that the witness
    /// answered, hold one that is right.
    pub fn cosigned(&self, signed: &SignedCheckpoint, lines: &str) -> Option<SignedCheckpoint> {
        let (text, _) = note::halves(signed.note())?;
        let line = lines
            .lines()
            .find(|line| self.signs(text, line))
            .map(|line| format!("{line}\n"))?;
        signed.beside(&line)
    }

    fn signs(&self, text: &str, line: &str) -> bool {
        let Some(signed) = note::parse_signature(line) else {
            return false;
        };
        let Some((time, signature)) = signed.signature.split_first_chunk::<TIME_BYTES>() else {
            return false;
        };
        let time = u64::from_be_bytes(*time);
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        signed.name == self.name.as_str()
            && signed.id == self.id()
            && Signature::from_slice(signature)
                .and_then(|signature| self.key.verify_strict(message.as_bytes(), &signature))
                .is_ok()
    }
}

impl FromStr for WitnessVkey {
    type Err = InvalidVkey;

    fn from_str(text: &str) -> Result<Self, InvalidVkey> {
        Self::parse(text)
    }
}

impl fmt::Display for WitnessVkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = HEXLOWER.encode(&self.id());
        let key = [&[COSIGNATURE_V1], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{id}+{}", self.name, BASE64.encode(&key))
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use zeroize::Zeroizing;

    use super::*;
    use crate::proof::checkpoint::Checkpoint;
    use crate::proof::hash::TreeHash;
    use crate::proof::key::SignerKey;

    fn witness(seed: u8) -> (WitnessVkey, SigningKey) {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let name = KeyName::parse("witness.example/w").unwrap();
        let vkey = WitnessVkey {
            name,
            key: key.verifying_key(),
        };
        (vkey, key)
    }

    fn line(vkey: &WitnessVkey, key: &SigningKey, time: u64, text: &str) -> String {
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        let signature = key.sign(message.as_bytes()).to_bytes();
        let bytes = [&vkey.id()[..], &time.to_be_bytes(), &signature].concat();
        format!("\u{2014} {} {}\n", vkey.name, BASE64.encode(&bytes))
    }

    fn ours() -> (SignedCheckpoint, SignerKey) {
        let origin = KeyName::parse("farm.example/log").unwrap();
        let key = SignerKey::from_seed(origin.clone(), &Zeroizing::new([7; 32]));
        let checkpoint = Checkpoint {
            origin,
            size: 0,
            root: TreeHash::EMPTY,
        };
        (SignedCheckpoint::sign(&checkpoint, &key).unwrap(), key)
    }

    #[test]
    fn a_right_cosignature_stands_beside_ours() {
        let ((vkey, key), (signed, signer)) = (witness(1), ours());
        let text = signed.checkpoint().to_string();
        let lines = format!("\u{2014} other AAAAAAA=\n{}", line(&vkey, &key, 17, &text));
        let cosigned = vkey.cosigned(&signed, &lines).unwrap();
        let added = line(&vkey, &key, 17, &text);
        assert_eq!(cosigned.note(), format!("{}{added}", signed.note()));
        let read = SignedCheckpoint::open(cosigned.note(), &signer.vkey()).unwrap();
        assert_eq!(read.checkpoint(), signed.checkpoint());
    }

    #[test]
    fn a_wrong_one_is_none() {
        let ((vkey, key), (signed, _)) = (witness(1), ours());
        let text = signed.checkpoint().to_string();
        let right = line(&vkey, &key, 17, &text);
        let (other, other_key) = witness(2);
        for lines in [
            String::new(),
            "junk\n".to_owned(),
            line(&vkey, &key, 17, &format!("{text}more\n")),
            line(&other, &other_key, 17, &text),
            line(&vkey, &other_key, 17, &text),
            right.replace("witness.example", "witness.other"),
            right.replacen(' ', "  ", 2),
        ] {
            assert_eq!(vkey.cosigned(&signed, &lines), None, "{lines}");
        }
        assert!(vkey.cosigned(&signed, &right).is_some());
    }

    #[test]
    fn a_key_is_read_back_strictly() {
        let (vkey, _) = witness(1);
        assert_eq!(vkey.to_string().parse(), Ok(vkey.clone()));
        let ours = ours().1.vkey().to_string();
        for text in [
            "",
            "a+b",
            &ours,
            &vkey.to_string().replace("witness", "other"),
        ] {
            assert_eq!(text.parse::<WitnessVkey>(), Err(InvalidVkey), "{text}");
        }
    }
}
