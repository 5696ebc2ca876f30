//! Notes and keys against vectors of other programs, and everything that must be refused.

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::*;
use crate::proof::error::{InvalidVkey, ProofRefused};
use crate::proof::{SignedCheckpoint, SignerKey};

const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
/// Key and note of the Go project's tests for signed notes.
const SEED: &str = "810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173";
const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SIGNATURE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
/// A signature by somebody else.
const FOREIGN: &str = "\u{2014} witness.example AAAAAGZvcmVpZ24=\n";

fn signer(name: &str) -> SignerKey {
    let seed = HEXLOWER.decode(SEED.as_bytes()).unwrap();
    let seed = Zeroizing::new(seed.try_into().unwrap());
    SignerKey::from_seed(KeyName::parse(name).unwrap(), &seed)
}

fn vkey() -> Vkey {
    Vkey::parse(VKEY).unwrap()
}

#[test]
fn the_known_key_makes_the_known_note() {
    let signer = signer("PeterNeumann");
    let note = format!("{TEXT}\n{SIGNATURE}");
    assert_eq!(signer.vkey().to_string(), VKEY);
    assert_eq!(signer.vkey(), vkey());
    assert_eq!(signer.sign(TEXT), note);
    assert_eq!(open(&note, &vkey()), Ok(TEXT));
    assert_eq!(
        format!("{signer:?}"),
        format!("SignerKey({VKEY})"),
        "the secret is not shown"
    );
}

/// The example of C2SP signed-note.
#[test]
fn the_specifications_note_opens() {
    let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let text = "This is an example message.\n";
    let note = format!(
        "{text}\n\u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    );
    let vkey = Vkey::parse(vkey).unwrap();
    assert_eq!(open(&note, &vkey), Ok(text));
    let other = note.replace("an example", "no example");
    assert_eq!(open(&other, &vkey), Err(NoteError::WrongSignature));
}

#[test]
fn the_specifications_key_reads_and_its_mangled_forms_do_not() {
    let spec = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assert_eq!(Vkey::parse(spec).unwrap().to_string(), spec);
    for start in 0..=spec.len() {
        for end in start..=spec.len() {
            let part = &spec[start..end];
            assert!(
                part == spec || Vkey::parse(part) == Err(InvalidVkey),
                "{part}"
            );
        }
    }
    for at in 0..spec.len() {
        let mut bytes = spec.as_bytes().to_vec();
        bytes[at] += 1;
        let other = String::from_utf8(bytes).unwrap();
        assert_eq!(Vkey::parse(&other), Err(InvalidVkey), "{other}");
    }
}

#[test]
fn foreign_signatures_are_passed_over_and_a_wrong_one_of_ours_is_not() {
    let signed = |lines: &str| open_owned(&format!("{TEXT}\n{lines}"));
    assert_eq!(signed(&format!("{FOREIGN}{SIGNATURE}{FOREIGN}")), Ok(()));
    assert_eq!(signed(FOREIGN), Err(NoteError::NotSigned));
    // The right name with another id, the right id with another name: somebody else's.
    assert_eq!(
        signed(&SIGNATURE.replace("x08go", "x08gp")),
        Err(NoteError::NotSigned)
    );
    assert_eq!(
        signed(&SIGNATURE.replace("Peter", "Paul")),
        Err(NoteError::NotSigned)
    );
    let wrong = SIGNATURE.replace("JnAM=", "JnAQ=");
    assert_eq!(signed(&wrong), Err(NoteError::WrongSignature));
    assert_eq!(
        signed(&format!("{SIGNATURE}{wrong}")),
        Err(NoteError::WrongSignature)
    );
    let short = "\u{2014} PeterNeumann x08go/Y=\n";
    assert_eq!(signed(short), Err(NoteError::WrongSignature));
    let sixteen = FOREIGN.repeat(16);
    assert_eq!(signed(&format!("{sixteen}{SIGNATURE}")), Ok(()));
    let limit = NOTE_SIGNATURES_MAX;
    assert_eq!(
        signed(&FOREIGN.repeat(limit + 1)),
        Err(NoteError::TooManySignatures { limit })
    );
}

fn open_owned(note: &str) -> Result<(), NoteError> {
    open(note, &vkey()).map(|_text| ())
}

#[test]
fn every_other_byte_is_refused() {
    let note = format!("{TEXT}\n{SIGNATURE}");
    for (at, byte) in note.bytes().enumerate() {
        for other in [byte ^ 1, b'\n', b'A', 0x07] {
            let mut bytes = note.clone().into_bytes();
            bytes[at] = other;
            let Ok(text) = String::from_utf8(bytes) else {
                continue;
            };
            assert!(
                text == note || open_owned(&text).is_err(),
                "byte {at} as {other}"
            );
        }
    }
    for end in 0..note.len() {
        assert!(
            note.get(..end).is_none_or(|part| open_owned(part).is_err()),
            "cut at {end}"
        );
    }
    let long = "x".repeat(NOTE_BYTES_MAX + 1);
    let length_bytes = long.len();
    assert_eq!(open_owned(&long), Err(NoteError::TooLong { length_bytes }));
}

/// Checkpoints may be signed and still not be checkpoints.
#[test]
fn a_signed_text_of_another_form_is_no_checkpoint() {
    let key = signer("farm.example/log");
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let open = |text: &str| {
        let opened = SignedCheckpoint::open(&key.sign(text), &key.vkey());
        opened.map(|signed| signed.checkpoint().to_string())
    };
    let text = format!("farm.example/log\n0\n{root}\n");
    assert_eq!(open(&text), Ok(text.clone()));
    assert_eq!(open(&format!("{text}extension\n")), Ok(text.clone()));
    let malformed = |line| Err(ProofRefused::Malformed { line });
    assert_eq!(
        open(&text.replace("farm", "pharm")),
        Err(ProofRefused::OtherOrigin)
    );
    assert_eq!(open(&text.replace("farm", "a farm")), malformed(1));
    assert_eq!(open(&text.replace("\n0\n", "\n00\n")), malformed(2));
    assert_eq!(open(&text.replace("\n0\n", "\n-1\n")), malformed(2));
    assert_eq!(open(&text.replace("FU=", "FV=")), malformed(3));
    assert_eq!(open("farm.example/log\n"), malformed(2));
    assert_eq!(open(&format!("{text}\nextension\n")), malformed(4));
}

#[test]
fn names_with_spaces_plus_signs_or_nothing_are_refused() {
    let longest = "a".repeat(255);
    for name in ["farm.example/log", "农场.example", &longest] {
        assert_eq!(KeyName::parse(name).unwrap().as_str(), name);
    }
    let long = "a".repeat(256);
    for name in [
        "",
        "a b",
        "a+b",
        "a\nb",
        "a\u{a0}b",
        "a\u{2003}",
        "a\u{7f}",
        &long,
    ] {
        assert!(KeyName::parse(name).is_err(), "{name:?}");
    }
}
