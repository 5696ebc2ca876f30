//! `pomona person erase`, end to end: what could be opened before cannot be opened after, and the rest stands.

use std::path::Path;

use kernel::PersonId;
use readmodels::garden::GardenAdoption;
use server::{Config, Parts, Time, assemble};
use vault::Login;

use crate::folder::seeded;
use crate::pomona::{run, typing};

fn open(data: &Path) -> Parts {
    let config = Config {
        data: data.to_owned(),
        ..Config::default()
    };
    assemble(config, Time::System).unwrap()
}

fn buyer(parts: &Parts) -> Option<PersonId> {
    let found = parts
        .app
        .vault()
        .person_of(&Login::parse("buyer").unwrap())
        .unwrap();
    found.map(|subject| subject.as_str().parse().unwrap())
}

/// The adoptions of the buyer with what of them can be read: plates and streets.
fn garden(data: &Path, person: PersonId) -> (Vec<GardenAdoption>, Vec<String>) {
    let parts = open(data);
    let app = &parts.app;
    let garden = app.read().garden(person).unwrap();
    let mut readable = Vec::new();
    for one in &garden {
        let adoption = one.adoption.adoption;
        if let Some(plate) = &one.adoption.nameplate {
            readable.extend(app.open_nameplate(person, adoption, &plate.text).unwrap());
        }
        for planned in &one.boxes {
            let address = app
                .open_address(person, adoption, planned.box_id, &planned.address)
                .unwrap();
            readable.extend(address.map(|address| address.street));
        }
    }
    (garden, readable)
}

#[test]
fn an_erased_person_leaves_trees_and_money_but_no_word_of_theirs() {
    let data = seeded();
    let data = data.path();
    let person = buyer(&open(data)).unwrap();
    let (before, readable) = garden(data, person);
    assert!(
        readable.iter().any(|text| text == "林家的小满"),
        "{readable:?}"
    );
    assert!(
        readable.iter().any(|text| text.contains("文三路")),
        "{readable:?}"
    );
    assert!(run(data, &["user", "list"]).good().contains("林晓满"));

    let told = run(data, &["person", "erase", "--login", "buyer", "--yes"]).good();
    assert!(told.contains("is forgotten"), "{told}");

    let (after, readable) = garden(data, person);
    assert_eq!(readable, Vec::<String>::new());
    assert_eq!(after, before, "the facts stay as they were");
    let listed = run(data, &["user", "list"]).good();
    assert!(
        !listed.contains("林晓满") && listed.contains(&format!("{person}\t(erased)")),
        "{listed}"
    );
    assert_eq!(buyer(&open(data)), None, "the login is gone");
    let exported = run(data, &["log", "export"]).good();
    assert!(
        exported
            .lines()
            .last()
            .unwrap()
            .contains("community.person-erased")
    );

    let again = run(data, &["person", "erase", &person.to_string(), "--yes"]).good();
    assert!(again.contains("was forgotten on"), "{again}");
    let live = run(data, &["readmodel", "dump"]).good();
    run(data, &["readmodel", "rebuild"]).good();
    assert!(
        run(data, &["readmodel", "dump"]).good() == live,
        "rebuilt and live differ"
    );
}

#[test]
fn nobody_is_erased_without_the_word() {
    let data = seeded();
    let erase = ["person", "erase", "--login", "buyer"];
    for typed in ["", "yes\n"] {
        let told = typing(data.path(), &erase, typed).bad(4);
        assert!(
            told.contains("林晓满") && told.contains("not confirmed"),
            "{told}"
        );
    }
    assert!(
        run(data.path(), &["user", "list"])
            .good()
            .contains("林晓满")
    );
    typing(data.path(), &erase, "erase\n").good();
    assert!(
        !run(data.path(), &["user", "list"])
            .good()
            .contains("林晓满")
    );
}

#[test]
fn a_stranger_cannot_be_erased() {
    let data = seeded();
    run(
        data.path(),
        &["person", "erase", "--login", "stranger", "--yes"],
    )
    .bad(4);
    let unknown = "per_00000000000000000000000000";
    run(data.path(), &["person", "erase", unknown, "--yes"]).bad(4);
}
