//! Settings from all three sources, and what is refused.

use super::*;

fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let owned = variables
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    Config::load(None, owned)
}

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pomona.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let (_folder, path) = file("[server]\nbind = \"127.0.0.1:1\"\nworkers = 3\n");
    let variables = [("POMONA_BIND".to_owned(), "127.0.0.1:2".to_owned())];
    let config = Config::load(Some(&path), variables).unwrap();
    assert_eq!(config.server.bind.port(), 2);
    assert_eq!(config.server.workers, 3);
    assert_eq!(config.accounts.session_days, 30);
}

#[test]
fn every_setting_has_a_variable() {
    let config = load(&[
        ("POMONA_DATA", "/srv/pomona"),
        ("POMONA_SERVER__PUBLIC_URL", "https://pomona.example"),
        ("POMONA_SERVER__SECURE_COOKIES", "true"),
        ("POMONA_SERVER__TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("POMONA_NAMEPLATES__BANNED_WORDS", "广告,拼多多"),
        ("POMONA_LIMITS__PERSON_BURST_REQUESTS", "7"),
        ("POMONA_LOG__FORMAT", "json"),
        ("POMONA_SANDBOX__CLOCK", "true"),
        ("POMONA_CONFIG", "elsewhere.toml"),
        ("HOME", "/root"),
    ])
    .unwrap();
    assert_eq!(config.data, PathBuf::from("/srv/pomona"));
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.nameplates.banned_words, ["广告", "拼多多"]);
    assert_eq!(config.limits.person_burst_requests.get(), 7);
    assert_eq!(config.log.format, LogFormat::Json);
    assert!(config.server.secure_cookies && config.sandbox.clock);
}

#[test]
fn what_is_unknown_or_unsound_is_refused_with_its_name() {
    for (name, text, found) in [
        ("POMONA_COLOUR", "green", "POMONA_COLOUR"),
        ("POMONA_SERVER__COLOUR", "green", "colour"),
        ("POMONA_BIND", "everywhere", "bind"),
        ("POMONA_PUBLIC_URL", "pomona.example", "server.public_url"),
        (
            "POMONA_PUBLIC_URL",
            "https://pomona.example/",
            "server.public_url",
        ),
        ("POMONA_SERVER__SECURE_COOKIES", "true", "server.public_url"),
        (
            "POMONA_ACCOUNTS__SESSION_DAYS",
            "0",
            "accounts.session_days",
        ),
        ("POMONA_LIMITS__CONNECTIONS", "0", "limits.connections"),
        ("POMONA_PROOFS__ORIGIN", "my log", "proofs.origin"),
        (
            "POMONA_PROOFS__PUBLISH_SECONDS",
            "0",
            "proofs.publish_seconds",
        ),
        (
            "POMONA_PROOFS__WITNESS_SECONDS",
            "86401",
            "proofs.witness_seconds",
        ),
        (
            "POMONA_PROOFS__WITNESS_URL",
            "ftp://w.example",
            "proofs.witness_url",
        ),
        (
            "POMONA_PROOFS__WITNESS_URL",
            "http:///x",
            "proofs.witness_url",
        ),
        (
            "POMONA_PROOFS__WITNESS_VKEY",
            "witness.example+00000000+AQ==",
            "proofs.witness_vkey",
        ),
    ] {
        let refused = load(&[(name, text)]).unwrap_err().to_string();
        assert!(refused.contains(found), "{name}={text}: {refused}");
    }
    let (_folder, path) = file("[sever]\nbind = \"127.0.0.1:1\"\n");
    let refused = Config::load(Some(&path), []).unwrap_err().to_string();
    assert!(refused.contains("sever"), "{refused}");
}

#[test]
fn the_printed_settings_read_back_and_hold_no_secret() {
    let config = load(&[("POMONA_MASTER_KEY", "5ec3e7"), ("POMONA_DATA", "/d")]).unwrap();
    assert_eq!(config.master_key.as_ref().unwrap().expose(), "5ec3e7");
    let printed = config.to_string();
    assert!(!printed.contains("5ec3e7") && !format!("{config:?}").contains("5ec3e7"));
    let (_folder, path) = file(&printed);
    assert_eq!(Config::load(Some(&path), []).unwrap().to_string(), printed);
}

#[test]
fn the_example_file_is_the_defaults() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/pomona.example.toml");
    let example = Config::load(Some(&path), []).unwrap();
    assert_eq!(example.to_string(), Config::default().to_string());
}
