//! Golden events: one file per stored type and version, kept for ever. Each must still be read, folded and written
//! back as it stands. It must not know what the events mean.

use std::{collections::BTreeSet, fs, path::PathBuf};

use kernel::{
    Decider,
    codec::{StoredEvent, decode, encode},
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Golden {
    #[serde(rename = "type")]
    type_name: String,
    version: u16,
    payload: Value,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn read(type_name: &str, version: u16) -> Golden {
    let path = folder().join(file_name(type_name, version));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn file_name(type_name: &str, version: u16) -> String {
    format!("{type_name}.v{version}.json")
}

fn check<D: Decider>()
where
    D::Event: StoredEvent,
{
    let mut state = D::State::default();
    for (name, current) in D::Event::TYPES {
        for version in 1..=*current {
            let golden = read(name, version);
            assert_eq!(
                (golden.type_name.as_str(), golden.version),
                (*name, version)
            );
            let event: D::Event = decode(name, version, &golden.payload.to_string())
                .unwrap_or_else(|e| panic!("{name} v{version}: {e}"));
            D::evolve(&mut state, &event);
            let written = encode(&event).unwrap();
            assert_eq!(written.type_name, *name);
            // The files of a type tell the same facts, so an old one is lifted to what the newest says.
            let payload: Value = serde_json::from_str(&written.payload).unwrap();
            assert_eq!(payload, read(name, *current).payload, "{name} v{version}");
        }
    }
}

#[test]
fn stored_campaigns_are_still_understood() {
    check::<adoption::campaign::Campaign>();
}

#[test]
fn stored_tree_shares_are_still_understood() {
    check::<adoption::tree_share::TreeShare>();
}

#[test]
fn stored_allowances_are_still_understood() {
    check::<adoption::allowance::Allowance>();
}

#[test]
fn stored_adoptions_are_still_understood() {
    check::<adoption::adoption::Adoption>();
}

#[test]
fn stored_shortfalls_are_still_understood() {
    check::<adoption::shortfall::Shortfall>();
}

#[test]
fn stored_purchases_are_still_understood() {
    check::<adoption::purchase::Purchase>();
}

#[test]
fn stored_tallies_are_still_understood() {
    check::<adoption::tally::Tally>();
}

#[test]
fn stored_waiting_lists_are_still_understood() {
    check::<adoption::waiting_list::WaitingList>();
}

#[test]
fn stored_handovers_are_still_understood() {
    check::<adoption::handover::Handover>();
}

#[test]
fn stored_groups_are_still_understood() {
    check::<adoption::group::Group>();
}

#[test]
fn stored_banned_words_are_still_understood() {
    check::<adoption::banned_words::BannedWords>();
}

#[test]
fn stored_renewals_are_still_understood() {
    check::<adoption::renewal::Renewal>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let expected: BTreeSet<String> = adoption::event_types()
        .into_iter()
        .flat_map(|(_, name, current)| (1..=current).map(move |version| file_name(name, version)))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
