//! `pomona serve` and `pomona demo` as processes: what they print, how they answer, how they end.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::folder::seeded;
use crate::pomona::{Serving, command, ended, run};

pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_server_answers_and_ends_in_order_on_either_signal() {
    let data = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT"] {
        let serving = Serving::start(data.path(), &["serve"]);
        let answer = get(&serving.address, "/healthz");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(serving.stop(signal).0, Some(0), "{signal}");
    }
    run(data.path(), &["log", "verify"]).good();
}

#[test]
fn a_folder_in_use_is_told_to_every_other_command() {
    let data = seeded();
    let serving = Serving::start(data.path(), &["serve"]);
    let mut second = command(data.path(), &["serve"]);
    second.env("POMONA_BIND", "127.0.0.1:0");
    let told = ended(second).bad(3);
    assert!(told.contains("another pomona uses this folder"), "{told}");
    let others: [&[&str]; 3] = [
        &["readmodel", "rebuild"],
        &["user", "list"],
        &["person", "erase", "--login", "buyer", "--yes"],
    ];
    for arguments in others {
        run(data.path(), arguments).bad(3);
    }
    assert_eq!(serving.stop("TERM").0, Some(0));
    run(data.path(), &["log", "verify"]).good();
}

#[test]
fn a_taken_address_is_told_before_anything_is_opened() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = command(data.path(), &["serve"]);
    command.env("POMONA_BIND", taken.local_addr().unwrap().to_string());
    let told = ended(command).bad(5);
    assert!(told.contains("cannot listen on 127.0.0.1:"), "{told}");
    assert!(std::fs::read_dir(data.path()).unwrap().next().is_none());
}

#[test]
fn a_demo_serves_what_is_there_and_prints_where_to_begin() {
    let data = seeded();
    let serving = Serving::start(data.path(), &["demo"]);
    let address = serving.address.clone();
    assert!(get(&address, "/readyz").starts_with("HTTP/1.1 200"));
    let (code, told) = serving.stop("TERM");
    assert_eq!(code, Some(0));
    assert!(told.contains(&format!("http://{address}/t/")), "{told}");
    for login in ["buyer", "farmer", "packer", "operator", "auditor"] {
        assert!(told.contains(&format!("    {login:<9} then ")), "{told}");
    }
}

#[test]
fn a_real_log_is_served_by_the_demo_without_invented_sign_ins() {
    let data = tempfile::tempdir().unwrap();
    let add = [
        "user", "add", "--login", "zhou", "--name", "周敏", "--role", "operator",
    ];
    run(data.path(), &add).good();
    let serving = Serving::start(data.path(), &["demo"]);
    let (code, told) = serving.stop("TERM");
    assert_eq!(code, Some(0));
    assert!(told.contains("This log is no demo's."), "{told}");
    assert!(!told.contains("password"), "{told}");
}

#[test]
fn settings_are_printed_without_the_key() {
    let data = tempfile::tempdir().unwrap();
    let key = "5ec2e7".repeat(11)[..64].to_owned();
    let mut command = command(data.path(), &["serve", "--print-config"]);
    command
        .env("POMONA_MASTER_KEY", &key)
        .env("POMONA_SERVER__PUBLIC_URL", "https://trees.example");
    let told = ended(command).good();
    assert!(
        told.contains("public_url = \"https://trees.example\""),
        "{told}"
    );
    assert!(
        told.contains(&format!("data = {:?}", data.path())),
        "{told}"
    );
    assert!(!told.contains(&key) && !told.contains("5ec2e7"), "{told}");
}

#[test]
fn a_setting_nobody_knows_is_refused() {
    let data = tempfile::tempdir().unwrap();
    let mut command = command(data.path(), &["serve", "--print-config"]);
    command.env("POMONA_SERVER__COLOUR", "green");
    let told = ended(command).bad(2);
    assert!(told.contains("colour"), "{told}");
}

#[test]
fn version_and_help_are_given() {
    let data = tempfile::tempdir().unwrap();
    let version = run(data.path(), &["--version"]).good();
    assert_eq!(
        version.trim(),
        format!("pomona {}", env!("CARGO_PKG_VERSION"))
    );
    let help = run(data.path(), &["--help"]).good();
    for word in [
        "serve",
        "demo",
        "log",
        "backup",
        "restore",
        "readmodel",
        "user",
        "person",
        "Exit codes:",
    ] {
        assert!(help.contains(word), "{word}: {help}");
    }
}
