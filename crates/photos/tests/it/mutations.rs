//! Hostile bytes: whatever is done to a picture, it is developed or refused, never a crash.

use photos::{FULL_SIDE, develop};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::build::{ANIMATED, CMYK, FIXTURES};

/// Fixed, so that a failure is the same failure everywhere; proptest prints the failing case.
const SEED: u64 = 20_260_501;

fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(SEED),
        failure_persistence: None,
        ..Config::default()
    }
}

fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let files = FIXTURES
        .iter()
        .map(|(_, file)| *file)
        .chain(ANIMATED)
        .chain([CMYK]);
    prop::sample::select(files.map(<[u8]>::to_vec).collect::<Vec<_>>())
}

/// One act of vandalism.
#[derive(Debug, Clone)]
enum Act {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
}

fn act() -> impl Strategy<Value = Act> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        6 => (at(), any::<u8>()).prop_map(|(at, byte)| Act::Set(at, byte)),
        1 => at().prop_map(Act::Cut),
        1 => (at(), 1_usize..40).prop_map(|(at, count)| Act::Remove(at, count)),
        1 => (at(), 1_usize..40).prop_map(|(at, count)| Act::Repeat(at, count)),
    ]
}

fn commit(mut file: Vec<u8>, act: &Act) -> Vec<u8> {
    if file.is_empty() {
        return file;
    }
    let until = |at: usize, count: usize| (at + count).min(file.len());
    match act {
        Act::Set(at, byte) => {
            let at = at.index(file.len());
            file[at] = *byte;
        }
        Act::Cut(at) => file.truncate(at.index(file.len())),
        Act::Remove(at, count) => {
            let at = at.index(file.len());
            let end = until(at, *count);
            file.drain(at..end);
        }
        Act::Repeat(at, count) => {
            let at = at.index(file.len());
            let copy = file[at..until(at, *count)].to_vec();
            file.splice(at..at, copy);
        }
    }
    file
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn a_mutilated_picture_is_developed_or_refused(
        file in any_file(),
        acts in prop::collection::vec(act(), 1..6),
    ) {
        let file = acts.iter().fold(file, commit);
        if let Ok(developed) = develop(&file) {
            prop_assert!(developed.full.width <= FULL_SIDE && developed.full.height <= FULL_SIDE);
            prop_assert!(developed.full.jpeg.starts_with(&[0xff, 0xd8]));
        }
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn noise_behind_a_signature_is_refused(
        signature in prop::sample::select(vec![
            b"\xff\xd8\xff".to_vec(),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            b"RIFF\x40\0\0\0WEBPVP8 ".to_vec(),
            b"RIFF\x40\0\0\0WEBPVP8L".to_vec(),
        ]),
        noise in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(develop(&[signature, noise].concat()).is_err());
    }
}
