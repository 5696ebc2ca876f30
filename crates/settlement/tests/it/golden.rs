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
fn stored_payments_are_still_understood() {
    check::<settlement::payment::Payment>();
}

#[test]
fn stored_channel_facts_are_still_understood() {
    check::<settlement::channel_fact::ChannelFact>();
}

#[test]
fn stored_words_of_channels_and_banks_are_still_understood() {
    check::<settlement::exception::Exception>();
    check::<settlement::bank_statement::BankStatement>();
    check::<settlement::bank_line::BankLine>();
    check::<settlement::reconciliation::Reconciliation>();
}

#[test]
fn stored_refunds_are_still_understood() {
    check::<settlement::refund::Refund>();
}

#[test]
fn stored_disputes_are_still_understood() {
    check::<settlement::dispute::Dispute>();
}

#[test]
fn stored_payouts_are_still_understood() {
    check::<settlement::payout::Payout>();
}

#[test]
fn stored_credits_are_still_understood() {
    check::<settlement::credit::Credit>();
}

#[test]
fn stored_farmer_accounts_are_still_understood() {
    check::<settlement::farmer_account::FarmerAccount>();
}

#[test]
fn stored_entries_and_closed_days_are_still_understood() {
    check::<settlement::entry::Entry>();
    check::<settlement::books::Books>();
}

#[test]
fn stored_invoices_are_still_understood() {
    check::<settlement::invoice::Invoice>();
    check::<settlement::invoice::Series>();
}

#[test]
fn stored_carry_overs_are_still_understood() {
    check::<settlement::carry_over::CarryOver>();
}

#[test]
fn every_golden_file_belongs_to_a_type() {
    let expected: BTreeSet<String> = settlement::event_types()
        .into_iter()
        .flat_map(|(_, name, current)| (1..=current).map(move |version| file_name(name, version)))
        .collect();
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}
