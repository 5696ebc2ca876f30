//! Guessing is slow, and being slow hits the guesser.

use std::sync::Barrier;

use vault::{ATTEMPT_WINDOW_MS, CLIENT_FAILURES_MAX, LOGIN_FAILURES_MAX, Vault, VaultError};

use crate::{NOW, PASSWORD, login, person, vault};

const WRONG: &str = "pears in may";

fn wait(vault: &Vault, name: &str, client: &str, now_ms: i64) -> Option<u64> {
    let Err(refused) = vault.begin_attempt(&login(name), client, now_ms) else {
        return None;
    };
    let VaultError::Throttled {
        retry_after_seconds,
    } = refused
    else {
        panic!("{refused}")
    };
    Some(retry_after_seconds)
}

#[test]
fn the_sixth_guess_is_not_looked_at() {
    let vault = vault();
    vault
        .add_credential(&login("li"), &person("per_1"), PASSWORD)
        .unwrap();
    for second in 0..5 {
        let seen = vault
            .sign_in(&login("li"), WRONG, "client", NOW + second * 1_000)
            .unwrap();
        assert_eq!(seen, None);
    }
    let sixth = vault
        .sign_in(&login("LI "), PASSWORD, "elsewhere", NOW + 5_000)
        .unwrap_err();
    assert!(
        matches!(
            sixth,
            VaultError::Throttled {
                retry_after_seconds: 895
            }
        ),
        "{sixth}"
    );
    let later = NOW + ATTEMPT_WINDOW_MS;
    let seen = vault
        .sign_in(&login("li"), PASSWORD, "client", later)
        .unwrap();
    assert_eq!(
        seen,
        Some(person("per_1")),
        "the first guess has left the window"
    );
}

#[test]
fn success_forgives_the_login() {
    let vault = vault();
    vault
        .add_credential(&login("li"), &person("per_1"), PASSWORD)
        .unwrap();
    for _ in 0..3 {
        for _ in 1..LOGIN_FAILURES_MAX {
            assert_eq!(
                vault.sign_in(&login("li"), WRONG, "client", NOW).unwrap(),
                None
            );
        }
        assert!(
            vault
                .sign_in(&login("li"), PASSWORD, "client", NOW)
                .unwrap()
                .is_some()
        );
    }
}

#[test]
fn one_client_cannot_try_many_logins_nor_launder_with_its_own() {
    let vault = vault();
    vault
        .add_credential(&login("mine"), &person("per_1"), PASSWORD)
        .unwrap();
    for number in 0..CLIENT_FAILURES_MAX {
        assert_eq!(
            wait(&vault, &format!("victim{number}"), "client", NOW),
            None
        );
        if number == 10 {
            assert!(
                vault
                    .sign_in(&login("mine"), PASSWORD, "client", NOW)
                    .unwrap()
                    .is_some()
            );
        }
    }
    assert_eq!(wait(&vault, "another", "client", NOW), Some(900));
    assert_eq!(wait(&vault, "another", "client2", NOW), None);
}

#[test]
fn a_refused_attempt_does_not_prolong_the_wait() {
    let vault = vault();
    for _ in 0..LOGIN_FAILURES_MAX {
        assert_eq!(wait(&vault, "li", "a", NOW), None);
    }
    for second in 1..900 {
        let left = u64::try_from(900 - second).unwrap();
        assert_eq!(wait(&vault, "li", "b", NOW + second * 1_000), Some(left));
    }
    assert_eq!(wait(&vault, "li", "b", NOW + 900_000), None);
}

#[test]
fn unknown_logins_are_counted_alike() {
    let vault = vault();
    for _ in 0..LOGIN_FAILURES_MAX {
        assert_eq!(
            vault
                .sign_in(&login("nobody"), WRONG, "client", NOW)
                .unwrap(),
            None
        );
    }
    let refused = vault
        .sign_in(&login("nobody"), WRONG, "client", NOW)
        .unwrap_err();
    assert_eq!(refused.code(), "sign-in-throttled");
}

#[test]
fn a_clock_set_back_locks_nobody_out_for_long() {
    let vault = vault();
    for _ in 0..LOGIN_FAILURES_MAX {
        assert_eq!(wait(&vault, "li", "a", NOW + 10 * ATTEMPT_WINDOW_MS), None);
    }
    assert_eq!(wait(&vault, "li", "a", NOW), Some(900));
}

#[test]
fn guesses_at_the_same_moment_are_all_counted() {
    let vault = vault();
    let start = Barrier::new(20);
    let guess = |number: usize| {
        start.wait();
        wait(&vault, "li", &format!("client{number}"), NOW).is_none()
    };
    let guess = &guess;
    let admitted: Vec<bool> = std::thread::scope(|scope| {
        let spawn = |number| scope.spawn(move || guess(number));
        let threads: Vec<_> = (0..20).map(spawn).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let admitted = admitted.into_iter().filter(|&admitted| admitted).count();
    assert_eq!(admitted, LOGIN_FAILURES_MAX as usize);
}

#[test]
fn the_count_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.sqlite");
    let vault = Vault::open(&path, &crate::master()).unwrap();
    for _ in 0..LOGIN_FAILURES_MAX {
        assert_eq!(wait(&vault, "li", "a", NOW), None);
    }
    drop(vault);
    let vault = Vault::open(&path, &crate::master()).unwrap();
    assert_eq!(wait(&vault, "li", "a", NOW), Some(900));
}
