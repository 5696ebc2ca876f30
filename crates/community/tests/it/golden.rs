//! The stored events of this crate, as they were kept for ever.

#[path = "../../../kernel/tests/shared/golden.rs"]
mod kept;

use kept::{check, every_file_belongs};

#[test]
fn stored_members_are_still_understood() {
    check::<community::member::Member>();
}

#[test]
fn stored_contacts_are_still_understood() {
    check::<community::contact::Contact>();
}

#[test]
fn stored_letters_are_still_understood() {
    check::<community::letter::Letter>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let types = community::event_types();
    every_file_belongs(types.into_iter().map(|(_, name, current)| (name, current)));
}
