//! `pomona user`: adding, listing, roles and passwords, on a folder of its own.

use std::path::Path;

use server::{Config, Time, assemble};
use vault::Login;

use crate::pomona::{run, typing};

/// Whether login and password belong together.
fn fits(data: &Path, login: &str, password: &str) -> bool {
    let config = Config {
        data: data.to_owned(),
        ..Config::default()
    };
    let parts = assemble(config, Time::System).unwrap();
    let found = parts
        .app
        .vault()
        .check_password(&Login::parse(login).unwrap(), password)
        .unwrap();
    found.is_some()
}

fn shown_password(told: &str) -> &str {
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("password, shown this once: "));
    line.unwrap()
}

#[test]
fn somebody_is_added_listed_promoted_and_given_a_new_password() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let add = [
        "user", "add", "--login", "zhou", "--name", "周敏", "--role", "operator",
    ];
    let told = run(data, &add).good();
    let person = told.split('\t').next().unwrap().to_owned();
    assert!(person.starts_with("per_"), "{told}");
    assert!(fits(data, "zhou", shown_password(&told)));

    let row = |roles: &str| format!("{person}\t周敏\t{roles}\t");
    assert!(
        run(data, &["user", "list"])
            .good()
            .contains(&row("operator"))
    );
    run(
        data,
        &["user", "grant", "--login", "zhou", "--role", "auditor"],
    )
    .good();
    run(data, &["user", "revoke", &person, "--role", "operator"]).good();
    assert!(
        run(data, &["user", "list"])
            .good()
            .contains(&row("auditor"))
    );

    let typed = typing(
        data,
        &["user", "password", "--login", "zhou", "--password-stdin"],
        "pear tree in may\n",
    );
    typed.good();
    assert!(fits(data, "zhou", "pear tree in may"));
    assert!(!fits(data, "zhou", shown_password(&told)));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let add = [
        "user",
        "add",
        "--login",
        "zhou",
        "--name",
        "周敏",
        "--role",
        "buyer",
        "--password-stdin",
    ];
    let weak = typing(data, &add, "short\n").bad(4);
    assert!(weak.contains("password-too-short"), "{weak}");
    assert_eq!(
        run(data, &["user", "list"]).good().lines().count(),
        1,
        "only the heading"
    );

    typing(data, &add, "pear tree in may\n").good();
    let taken = typing(data, &add, "another pear tree\n").bad(4);
    assert!(taken.contains("login is taken"), "{taken}");
    assert!(fits(data, "zhou", "pear tree in may"));

    let nobody = run(
        data,
        &["user", "grant", "--login", "nobody", "--role", "auditor"],
    )
    .bad(4);
    assert!(nobody.contains("nobody with this login"), "{nobody}");
    run(data, &["user", "password", "per_nonsense"]).bad(2);
    let unknown = "per_00000000000000000000000000";
    run(data, &["user", "grant", unknown, "--role", "auditor"]).bad(4);
    let without_orchard = ["user", "grant", "--login", "zhou", "--role", "farmer"];
    assert_eq!(run(data, &without_orchard).code, Some(2));
}
