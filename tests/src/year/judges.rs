//! Programs of other people that judge our journals. They must be there: a verdict that nobody gave is no verdict.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// hledger accepts the journal, strictly; its balances, account by account, as it writes them.
pub(super) fn hledger(journal: &Path) -> Vec<(String, String)> {
    let program = find("POMONA_HLEDGER", "hledger");
    let journal = journal.display().to_string();
    told(&program, &["-f", &journal, "check", "--strict"]);
    let table = told(
        &program,
        &["-f", &journal, "bal", "--flat", "-N", "-O", "csv"],
    );
    let rows = table.lines().skip(1);
    rows.filter_map(|line| line.trim_matches('"').split_once("\",\""))
        .map(|(account, balance)| (account.to_owned(), balance.to_owned()))
        .collect()
}

/// beancount accepts the journal.
pub(super) fn beancount(journal: &Path) {
    let program = find("POMONA_BEAN_CHECK", "bean-check");
    told(&program, &[&journal.display().to_string()]);
}

/// Named by a variable, beside the build, or on the path.
fn find(variable: &str, name: &str) -> PathBuf {
    let named = env::var_os(variable).map(PathBuf::from);
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    );
    let path = env::var_os("PATH").unwrap_or_default();
    named
        .into_iter()
        .chain([target.join("tools/beancount/bin").join(name)])
        .chain(env::split_paths(&path).map(|folder| folder.join(name)))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("{name} is missing (tests/run installs it), or set {variable}"))
}

fn told(program: &Path, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
    said
}
