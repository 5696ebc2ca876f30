//! Archives as they are and as they must not be. The good one was written by another program.

use proptest::prelude::*;

use super::*;

/// Written by Python's `zipfile`: `a.csv` with 1,000 times `1,2\n` deflated, a folder, `b.csv` stored, with a comment.
const GOOD: &[u8] = include_bytes!("../../tests/data/archive.zip");

fn good() -> Vec<Vec<u8>> {
    vec!["1,2\n".repeat(1_000).into_bytes(), b"x,y\n".to_vec()]
}

/// Where the directory's entries begin.
fn entries() -> Vec<usize> {
    let found = GOOD.windows(4).enumerate();
    let entries = found.filter(|(_, bytes)| *bytes == ENTRY.0);
    entries.map(|(place, _)| place).collect()
}

fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut archive = GOOD.to_vec();
    archive[at..at + bytes.len()].copy_from_slice(bytes);
    archive
}

#[test]
fn an_archive_of_another_program_reads() {
    assert!(is_archive(GOOD) && !is_archive(b"PK") && !is_archive(b""));
    assert_eq!(files(GOOD, 4_004), Ok(good()));
    let limit_bytes = 4_003;
    let refused = Err(ArchiveProblem::TooLarge { limit_bytes });
    assert_eq!(files(GOOD, limit_bytes), refused, "all files together");
}

#[test]
fn a_file_that_grows_beyond_what_is_announced_is_not_unpacked_further() {
    let first = entries()[0];
    for announced in [0_u32, 10, 3_999] {
        let smaller = changed(first + 24, &announced.to_le_bytes());
        assert_eq!(files(&smaller, 1 << 20), Err(ArchiveProblem::Damaged));
    }
    let huge = changed(first + 24, &0x7fff_ffff_u32.to_le_bytes());
    let limit_bytes = 1 << 20;
    let refused = Err(ArchiveProblem::TooLarge { limit_bytes });
    assert_eq!(
        files(&huge, limit_bytes),
        refused,
        "said before it is unpacked"
    );
}

#[test]
fn what_is_cut_off_changed_or_packed_otherwise_is_refused() {
    for length in 0..GOOD.len() {
        assert!(files(&GOOD[..length], 1 << 20).is_err(), "cut at {length}");
    }
    let first = entries()[0];
    let crc = changed(first + 16, &[1, 2, 3, 4]);
    assert_eq!(files(&crc, 1 << 20), Err(ArchiveProblem::Damaged));
    for (place, bytes) in [
        (first + 8, [1, 0].as_slice()),
        (first + 10, &[99, 0]),
        (first + 42, &[0xff; 4]),
    ] {
        let refused = Err(ArchiveProblem::Unsupported);
        assert_eq!(files(&changed(place, bytes), 1 << 20), refused, "{place}");
    }
    let elsewhere = changed(first + 42, &5_u32.to_le_bytes());
    assert_eq!(files(&elsewhere, 1 << 20), Err(ArchiveProblem::Damaged));
    let end = GOOD.windows(4).position(|bytes| bytes == END.0).unwrap();
    let many = [changed(end + 8, &[65, 0]), changed(end + 10, &[65, 0])];
    let mut many_in_both = many[0].clone();
    many_in_both[end + 10] = 65;
    let limit = FILES_MAX;
    let refused = Err(ArchiveProblem::TooManyFiles { limit });
    assert_eq!(files(&many_in_both, 1 << 20), refused);
    assert_eq!(files(&many[1], 1 << 20), Err(ArchiveProblem::Unsupported));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = files(&bytes, 1_000);
        let _ = files(&[GOOD, &bytes].concat(), 1_000);
    }

    #[test]
    fn no_change_makes_it_panic_or_grow(at in 0..GOOD.len(), byte in any::<u8>()) {
        let limit = 1 << 16;
        if let Ok(found) = files(&changed(at, &[byte]), limit) {
            let sum: usize = found.iter().map(Vec::len).sum();
            prop_assert!(sum <= limit);
        }
    }
}
