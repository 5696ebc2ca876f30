//! Texts that outsiders send or keep: notes, checkpoints, proofs, tile paths, keys. What is accepted
//! is written back as it came, and nothing is believed that our key did not sign.

use zeroize::Zeroizing;

use crate::proof::{
    EventProof, GrowthProof, KeyName, SignedCheckpoint, SignerKey, TilePath, TreeHash, Vkey,
    verify_consistency, verify_inclusion,
};

/// A text of any kind, chosen by its first byte.
pub fn proof_text(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    if kind % 8 == 7 {
        return numbers(rest);
    }
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    match kind % 8 {
        0 => checkpoint(text),
        1 => {
            if let Ok(proof) = EventProof::parse(text) {
                assert_eq!(proof.to_string(), text);
                drop(SignedCheckpoint::open(
                    &proof.checkpoint_note,
                    &key().vkey(),
                ));
            }
        }
        2 => {
            if let Ok(proof) = GrowthProof::parse(text) {
                assert_eq!(proof.to_string(), text);
            }
        }
        3 => {
            if let Ok(path) = TilePath::parse(text) {
                assert_eq!(path.to_string(), text);
            }
        }
        4 => {
            if let Ok(vkey) = Vkey::parse(text) {
                assert_eq!(vkey.to_string(), text);
            }
        }
        5 => {
            if let Ok(name) = KeyName::parse(text) {
                assert_eq!(name.as_str(), text);
            }
        }
        _ => {
            if let Some(hash) = TreeHash::parse(text) {
                assert_eq!(hash.to_string(), text);
            }
        }
    }
}

fn key() -> SignerKey {
    let name = KeyName::parse("pomona.example/log").expect("a name");
    SignerKey::from_seed(name, &Zeroizing::new([7; 32]))
}

/// As it is, the text may be a note only if it was signed; and as the text of a note that is.
fn checkpoint(text: &str) {
    let key = key();
    if let Ok(signed) = SignedCheckpoint::open(text, &key.vkey()) {
        assert_eq!(signed.note(), text);
    }
    if let Ok(signed) = SignedCheckpoint::open(&key.sign(text), &key.vkey()) {
        let written = signed.checkpoint().to_string();
        assert!(text.starts_with(&written), "{written:?}");
    }
}

/// Inclusion and consistency of any numbers and hashes: refused or not, and a proof that holds for
/// one root holds for no other.
fn numbers(data: &[u8]) {
    let Some((numbers, rest)) = data.split_first_chunk::<16>() else {
        return;
    };
    let (first, second) = numbers.split_at(8);
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let (first, second) = (number(first), number(second));
    // Three bytes stand for a hash: what matters is how many there are.
    let hash = |bytes: &[u8; 3]| TreeHash::leaf(bytes);
    let hashes: Vec<TreeHash> = rest.as_chunks::<3>().0.iter().map(hash).collect();
    let [leaf, root, path @ ..] = hashes.as_slice() else {
        return;
    };
    if leaf != root && verify_inclusion(*leaf, first, second, path, *root).is_ok() {
        assert!(verify_inclusion(*leaf, first, second, path, *leaf).is_err());
    }
    if verify_consistency(first, *leaf, second, *root, path).is_ok() {
        let other = TreeHash::node(*leaf, *root);
        let empty = first == 0;
        assert!(empty || verify_consistency(first, *leaf, second, other, path).is_err());
    }
}
