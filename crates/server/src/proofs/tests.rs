//! What errors at the start mean: which accuse the log, which only keep the prover shut, which end the start.

use std::path::PathBuf;

use eventlog::{ReadError, proof::AgainstError};

use super::{judge::judged, *};

#[test]
fn a_log_that_cannot_be_read_accuses_nobody_and_is_served_unsigned() {
    let read = || ReadError::Closed;
    assert_eq!(judged(&AgainstError::Read(read())), Signing::LogUnreadable);
    let opened = shut_by(ProverError::Read(read())).unwrap();
    assert_eq!(opened, Signing::LogUnreadable);
    assert!(opened.is_shut() && !opened.is_broken() && !opened.goes_on());
}

#[test]
fn a_log_that_ends_early_is_lost_and_a_key_that_is_missing_ends_the_start() {
    let (promised, found) = (9, 3);
    let shorter = AgainstError::LogShorter { promised, found };
    assert_eq!(judged(&shorter), Signing::HistoryLost);
    let shorter = shut_by(ProverError::LogShorter { promised, found });
    assert_eq!(shorter.unwrap(), Signing::HistoryLost);
    let path = PathBuf::from("signing-key");
    let missing = shut_by(ProverError::KeyMissing { path });
    assert!(matches!(missing, Err(ProofsError::Prover(_))));
}
