//! Signs and checks what stands in a link that is sent to somebody: whoever brings it back has read that letter.
//! Knows no address, no page and no clock: an end, if a link has one, stands in its words.

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;

use crate::Vault;
use crate::mac::hmac_sha256;

/// Bytes of the signature in a link: 128 bits, as nobody can try more than a few.
const SIGNATURE_BYTES: usize = 16;
/// Longest link that is looked at, in bytes.
const LINK_BYTES_MAX: usize = 1_024;

impl Vault {
    /// Words with a signature, safe in an address. The words can be read by whoever has the link.
    pub fn sign_link(&self, words: &str) -> String {
        let signature = self.link_signature(words);
        format!(
            "{}.{}",
            BASE64URL_NOPAD.encode(words.as_bytes()),
            BASE64URL_NOPAD.encode(&signature)
        )
    }

    /// The words of a link that this vault signed; `None` for every other.
    pub fn read_link(&self, shown: &str) -> Option<String> {
        if shown.len() > LINK_BYTES_MAX {
            return None;
        }
        let (words, signature) = shown.split_once('.')?;
        let words = String::from_utf8(BASE64URL_NOPAD.decode(words.as_bytes()).ok()?).ok()?;
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
        let expected = self.link_signature(&words);
        bool::from(signature.as_slice().ct_eq(&expected)).then_some(words)
    }

    fn link_signature(&self, words: &str) -> [u8; SIGNATURE_BYTES] {
        let mac = hmac_sha256(&self.purposes().link, &[words.as_bytes()]);
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(&mac[..SIGNATURE_BYTES]);
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MasterKey;

    #[test]
    fn a_link_comes_back_as_it_was_signed_and_no_other_does() {
        let vault = Vault::in_memory(&MasterKey::random().unwrap()).unwrap();
        let link = vault.sign_link("verify|per_1|果");
        assert!(
            link.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
        assert_eq!(vault.read_link(&link).as_deref(), Some("verify|per_1|果"));
        let other = Vault::in_memory(&MasterKey::random().unwrap()).unwrap();
        assert_eq!(other.read_link(&link), None, "of another vault");
        let (words, signature) = link.split_once('.').unwrap();
        for forged in [
            String::new(),
            words.to_owned(),
            format!("{words}."),
            format!("{words}.{}", &signature[..signature.len() - 1]),
            format!("{}.{signature}", BASE64URL_NOPAD.encode(b"verify|per_2|")),
            "x".repeat(LINK_BYTES_MAX + 1),
        ] {
            assert_eq!(vault.read_link(&forged), None, "{forged}");
        }
    }
}
