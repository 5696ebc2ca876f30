//! Sessions from start to end.

use vault::{Login, MasterKey, SEEN_STEP_MS, SESSIONS_PER_PERSON_MAX, Vault};

use crate::{HOUR, NOW, person, vault};

#[test]
fn a_session_lives_until_it_expires() {
    let vault = vault();
    let secret = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    assert_eq!(secret.expose().len(), 43);
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    let session = vault
        .find_session(secret.expose(), NOW + HOUR - 1)
        .unwrap()
        .unwrap();
    assert_eq!(session.subject, person("per_1"));
    assert_eq!((session.created_ms, session.expires_ms), (NOW, NOW + HOUR));
    assert_eq!(
        vault.find_session(secret.expose(), NOW + HOUR).unwrap(),
        None
    );
}

#[test]
fn what_is_no_secret_finds_nothing() {
    let vault = vault();
    vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    for shown in ["", "x", "李", &"x".repeat(43), &"x".repeat(1_000_000)] {
        assert_eq!(vault.find_session(shown, NOW).unwrap(), None);
        assert!(!vault.end_session(shown).unwrap());
        assert!(vault.rotate_session(shown, NOW).unwrap().is_none());
    }
}

#[test]
fn last_seen_moves_in_steps() {
    let vault = vault();
    let secret = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    let seen = |now| {
        vault
            .find_session(secret.expose(), now)
            .unwrap()
            .unwrap()
            .seen_ms
    };
    assert_eq!(seen(NOW + SEEN_STEP_MS - 1), NOW);
    assert_eq!(seen(NOW + SEEN_STEP_MS), NOW + SEEN_STEP_MS);
    assert_eq!(
        seen(NOW + SEEN_STEP_MS + 1),
        NOW + SEEN_STEP_MS,
        "and it was noted"
    );
}

#[test]
fn last_seen_is_in_the_file_once_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (path, master) = (
        folder.path().join("vault.sqlite"),
        MasterKey::random().unwrap(),
    );
    let vault = Vault::open(&path, &master).unwrap();
    let later = NOW + 2 * SEEN_STEP_MS;
    let secret = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    vault.find_session(secret.expose(), later).unwrap().unwrap();
    vault.write_seen().unwrap();
    let seen = |vault: &Vault| vault.find_session(secret.expose(), later + 1).unwrap();
    assert_eq!(seen(&vault).unwrap().seen_ms, later);
    drop(vault);
    let vault = Vault::open(&path, &master).unwrap();
    assert_eq!(seen(&vault).unwrap().seen_ms, later);
}

#[test]
fn a_session_that_was_just_used_ends_at_once_however_it_ends() {
    let ends: [fn(&Vault, &str); 5] = [
        |vault, secret| assert!(vault.end_session(secret).unwrap()),
        |vault, _| assert_eq!(vault.end_sessions(&person("per_1")).unwrap(), 1),
        |vault, secret| assert!(vault.rotate_session(secret, NOW).unwrap().is_some()),
        |vault, _| {
            vault
                .set_password(&person("per_1"), "another-orange-blossom")
                .unwrap();
        },
        |vault, _| assert_eq!(vault.erase(&person("per_1")).unwrap().sessions, 1),
    ];
    for end in ends {
        let vault = vault();
        let login = Login::parse("one@example.org").unwrap();
        vault
            .add_credential(&login, &person("per_1"), "an-orange-blossom")
            .unwrap();
        let secret = vault
            .start_session(&person("per_1"), NOW, NOW + HOUR)
            .unwrap();
        let found = || vault.find_session(secret.expose(), NOW).unwrap();
        assert!(found().is_some() && found().is_some());
        end(&vault, secret.expose());
        assert!(found().is_none());
    }
}

#[test]
fn rotation_replaces_the_secret_and_nothing_else() {
    let vault = vault();
    let old = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    let before = vault.find_session(old.expose(), NOW).unwrap().unwrap();
    let new = vault
        .rotate_session(old.expose(), NOW + 1)
        .unwrap()
        .unwrap();
    assert_eq!(vault.find_session(old.expose(), NOW + 1).unwrap(), None);
    let after = vault.find_session(new.expose(), NOW + 1).unwrap().unwrap();
    assert_eq!(
        (&after.subject, after.expires_ms),
        (&before.subject, before.expires_ms)
    );
    assert_ne!(after.form_token, before.form_token);
    assert!(
        vault
            .rotate_session(new.expose(), NOW + HOUR)
            .unwrap()
            .is_none(),
        "expired"
    );
}

#[test]
fn sessions_end_one_by_one_or_all_at_once() {
    let vault = vault();
    let start = |who| vault.start_session(&person(who), NOW, NOW + HOUR).unwrap();
    let (first, second, third, other) = (
        start("per_1"),
        start("per_1"),
        start("per_1"),
        start("per_2"),
    );
    assert!(vault.end_session(first.expose()).unwrap());
    assert!(!vault.end_session(first.expose()).unwrap());
    assert!(vault.find_session(second.expose(), NOW).unwrap().is_some());
    assert_eq!(vault.end_sessions(&person("per_1")).unwrap(), 2);
    assert!(vault.find_session(third.expose(), NOW).unwrap().is_none());
    assert!(vault.find_session(other.expose(), NOW).unwrap().is_some());
}

#[test]
fn one_too_many_ends_the_oldest() {
    let vault = vault();
    let start = |at| {
        vault
            .start_session(&person("per_1"), at, NOW + HOUR)
            .unwrap()
    };
    let secrets: Vec<_> = (0..=i64::from(SESSIONS_PER_PERSON_MAX))
        .map(|second| start(NOW + second))
        .collect();
    let alive = |at: usize| {
        vault
            .find_session(secrets[at].expose(), NOW + 60)
            .unwrap()
            .is_some()
    };
    assert!(!alive(0));
    assert!((1..secrets.len()).all(alive));
}

#[test]
fn a_form_token_is_the_sessions_own() {
    let vault = vault();
    let one = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    let other = vault
        .start_session(&person("per_1"), NOW, NOW + HOUR)
        .unwrap();
    let one = vault.find_session(one.expose(), NOW).unwrap().unwrap();
    let other = vault.find_session(other.expose(), NOW).unwrap().unwrap();
    assert!(one.form_token_matches(&one.form_token));
    for shown in ["", "x", &other.form_token, &one.form_token[1..]] {
        assert!(!one.form_token_matches(shown));
    }
}
