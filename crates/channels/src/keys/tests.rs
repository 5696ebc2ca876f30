//! Keys read in every form they are handed out in, and what they sign.

use proptest::prelude::*;

use super::*;
use crate::testing::{
    OURS, OURS_PKCS1, OURS_PUBLIC, THEIRS_CERTIFICATE, THEIRS_PUBLIC, our_key, their_key,
};

fn bare(pem: &str) -> String {
    let begin = pem.find("-----BEGIN").unwrap();
    let lines = pem[begin..].lines();
    lines.filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn a_private_key_reads_in_every_form() {
    let expected = our_key().sign("text");
    for text in [OURS, OURS_PKCS1, &bare(OURS), &bare(OURS_PKCS1)] {
        let key = SigningKey::read(&text.to_owned().into()).unwrap();
        assert_eq!(key.sign("text"), expected);
    }
}

#[test]
fn a_public_key_reads_in_every_form() {
    let signature = their_key().sign("text");
    for text in [THEIRS_PUBLIC, THEIRS_CERTIFICATE, &bare(THEIRS_PUBLIC)] {
        let key = VerifyingKey::read(text).unwrap();
        assert_eq!(key.verify("text", &signature), Ok(()));
        assert_eq!(key.verify("Text", &signature), Err(Error::SignatureWrong));
    }
    let other = VerifyingKey::read(OURS_PUBLIC).unwrap();
    assert_eq!(other.verify("text", &signature), Err(Error::SignatureWrong));
}

#[test]
fn a_certificate_says_its_serial_number() {
    let serial = certificate_serial(THEIRS_CERTIFICATE).unwrap();
    assert_eq!(serial, "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
    assert_eq!(certificate_serial(THEIRS_PUBLIC), Err(KeyError::Form));
}

#[test]
fn what_is_no_key_is_refused() {
    for text in ["", "x", "AAAA", "-----BEGIN PRIVATE KEY-----\n"] {
        assert!(SigningKey::read(&text.to_owned().into()).is_err(), "{text}");
        assert!(VerifyingKey::read(text).is_err(), "{text}");
    }
    assert!(SigningKey::read(&THEIRS_PUBLIC.to_owned().into()).is_err());
    assert!(VerifyingKey::read(OURS).is_err());
    let short = SealKey::read(&"31 characters are not enough...".to_owned().into());
    assert_eq!(short.err(), Some(KeyError::Length));
}

#[test]
fn keys_do_not_show_themselves() {
    let seal = SealKey::read(&"0123456789abcdef0123456789abcdef".to_owned().into()).unwrap();
    let shared = SharedSecret::new(&"whsec_1".to_owned().into());
    let shown = format!("{:?} {seal:?} {shared:?}", our_key());
    assert_eq!(shown, "SigningKey(2048 bits) SealKey SharedSecret");
}

#[test]
fn hmac_fits_the_vector_of_rfc_4231() {
    let secret = SharedSecret::new(&"Jefe".to_owned().into());
    let message = b"what do ya want for nothing?";
    let code = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(secret.sign(message), code);
    assert!(secret.fits(message, &code.to_uppercase()));
    assert!(!secret.fits(message, &code[..62]) && !secret.fits(b"other", code));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_signed_verifies_and_nothing_else(text in ".{0,80}", place in 0_usize..256) {
        let key = VerifyingKey::read(OURS_PUBLIC).unwrap();
        let signature = our_key().sign(&text);
        prop_assert_eq!(key.verify(&text, &signature), Ok(()));
        let mut bytes = BASE64.decode(signature.as_bytes()).unwrap();
        bytes[place] ^= 1;
        prop_assert!(key.verify(&text, &BASE64.encode(&bytes)).is_err());
    }

    #[test]
    fn what_is_sealed_opens_and_nothing_else(text in ".{0,80}", place in 0_usize..16) {
        let key = SealKey::read(&"0123456789abcdef0123456789abcdef".to_owned().into()).unwrap();
        let sealed = key.seal("twelve bytes", "transaction", &text);
        prop_assert_eq!(key.open("twelve bytes", "transaction", &sealed), Ok(text));
        let mut bytes = BASE64.decode(sealed.as_bytes()).unwrap();
        bytes[place] ^= 1;
        let changed = BASE64.encode(&bytes);
        prop_assert_eq!(key.open("twelve bytes", "transaction", &changed), Err(Error::SealWrong));
        prop_assert!(key.open("twelve byte.", "transaction", &sealed).is_err());
        prop_assert!(key.open("twelve bytes", "refund", &sealed).is_err());
        prop_assert!(key.open("short", "transaction", &sealed).is_err());
    }

    #[test]
    fn no_text_makes_a_key_panic(text in "[-A-Za-z0-9+/= \n]{0,200}") {
        let _ = (VerifyingKey::read(&text), SigningKey::read(&text.clone().into()));
        let _ = certificate_serial(&text);
    }
}
