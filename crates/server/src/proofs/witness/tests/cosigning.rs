//! A witness that cosigns, with a key and an implementation of its own.

use data_encoding::{BASE64, HEXLOWER};
use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};

use super::*;

const NAME: &str = "witness.example/w";

struct Cosigner(Ed25519KeyPair);

impl Cosigner {
    fn of(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    fn id(&self) -> Vec<u8> {
        let key = self.0.public_key().as_ref();
        let bytes = [NAME.as_bytes(), b"\n\x04", key].concat();
        Sha256::digest(bytes)[..4].to_vec()
    }

    fn vkey(&self) -> String {
        let key = [b"\x04", self.0.public_key().as_ref()].concat();
        format!(
            "{NAME}+{}+{}",
            HEXLOWER.encode(&self.id()),
            BASE64.encode(&key)
        )
    }

    /// The answer to a request: `old …`, the proof, an empty line, the note.
    fn answer(&self, body: &str) -> String {
        let (_, note) = body.split_once("\n\n").unwrap();
        let text = &note[..=note.rfind("\n\n").unwrap()];
        let time: u64 = 1_770_000_000;
        let message = format!("cosignature/v1\ntime {time}\n{text}");
        let signature = self.0.sign(message.as_bytes());
        let bytes = [&self.id()[..], &time.to_be_bytes(), signature.as_ref()].concat();
        let line = format!("\u{2014} {NAME} {}\n", BASE64.encode(&bytes));
        format!("HTTP/1.1 200 OK\r\n\r\n{line}")
    }

    fn serve(self, times: usize) -> (String, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/add-checkpoint", listener.local_addr().unwrap());
        let answering = thread::spawn(move || {
            for _ in 0..times {
                answer_one(&listener, |body| self.answer(body));
            }
        });
        (url, answering)
    }
}

#[test]
fn a_cosignature_stands_under_the_checkpoint_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (cosigner, vkey) = (Cosigner::of(1), Cosigner::of(1).vkey());
    let (url, answering) = cosigner.serve(1);
    let log = log_of(3);
    let with = |proofs: &mut config::Proofs| {
        proofs.witness_url.clone_from(&url);
        proofs.witness_vkey.clone_from(&vkey);
    };
    let (proofs, config) = open(folder.path(), &log, with);
    proofs.publish();
    assert_eq!(proofs.served_checkpoint(), proofs.checkpoint());
    deliver(&proofs, &config.proofs);
    answering.join().unwrap();
    assert!(!proofs.status().borrow().witness_url.unwrap().failing);
    let plain = proofs.checkpoint().unwrap();
    let served = proofs.served_checkpoint().unwrap();
    let added = served.note().strip_prefix(plain.note()).unwrap();
    assert!(added.starts_with("\u{2014} witness.example/w ") && added.lines().count() == 1);
    // A newer one is served with our signature alone until it is cosigned; the cosigned one stays to be had.
    append(&log, 4);
    proofs.publish();
    assert_eq!(proofs.served_checkpoint(), proofs.checkpoint());
    assert_eq!(proofs.cosigned_checkpoint(), Some(served.clone()));
    drop(proofs);
    let (proofs, _) = open(folder.path(), &log, with);
    assert_eq!(proofs.cosigned_checkpoint(), Some(served));
}

#[test]
fn an_answer_without_the_known_cosignature_is_a_failure() {
    let stranger = Cosigner::of(2).serve(1);
    let silent = witness(&["HTTP/1.1 200 OK\r\n\r\n"]);
    for url in [&stranger.0, &silent.0] {
        let folder = tempfile::tempdir().unwrap();
        let (proofs, config) = open(folder.path(), &log_of(3), |proofs| {
            proofs.witness_url.clone_from(url);
            proofs.witness_vkey = Cosigner::of(1).vkey();
        });
        proofs.publish();
        deliver(&proofs, &config.proofs);
        let told = proofs.status().borrow().witness_url.unwrap();
        assert!(told.failing && told.failures == 1);
        assert_eq!(proofs.cosigned_checkpoint(), None);
        assert_eq!(proofs.status().borrow().signing, Signing::Going);
    }
    stranger.1.join().unwrap();
    silent.1.join().unwrap();
}
