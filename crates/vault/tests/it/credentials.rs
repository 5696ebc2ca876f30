//! Logins and passwords.

use vault::{VaultError, WeakPassword};

use crate::{HOUR, NOW, PASSWORD, login, person, vault};

#[test]
fn the_right_password_finds_the_person() {
    let vault = vault();
    vault
        .add_credential(&login("Li@Example.cn"), &person("per_1"), PASSWORD)
        .unwrap();
    let found = vault
        .check_password(&login(" li@example.CN "), PASSWORD)
        .unwrap();
    assert_eq!(found, Some(person("per_1")));
    assert_eq!(
        vault.person_of(&login("li@example.cn")).unwrap(),
        Some(person("per_1"))
    );
    for (name, password) in [
        ("li@example.cn", "apples in june"),
        ("li@example.cn", ""),
        ("wang", PASSWORD),
    ] {
        assert_eq!(vault.check_password(&login(name), password).unwrap(), None);
    }
}

#[test]
fn a_login_belongs_to_one_person() {
    let vault = vault();
    vault
        .add_credential(&login("li"), &person("per_1"), PASSWORD)
        .unwrap();
    for who in ["per_1", "per_2"] {
        let refused = vault
            .add_credential(&login("LI"), &person(who), "other apples")
            .unwrap_err();
        assert_eq!(refused.code(), "login-taken");
    }
    let found = vault.check_password(&login("li"), PASSWORD).unwrap();
    assert_eq!(
        found,
        Some(person("per_1")),
        "the refused password replaced nothing"
    );
}

#[test]
fn weak_passwords_are_refused_and_nothing_is_stored() {
    let vault = vault();
    let refused = vault
        .add_credential(&login("li"), &person("per_1"), "apples")
        .unwrap_err();
    assert!(matches!(
        refused,
        VaultError::WeakPassword(WeakPassword::TooShort { min: 10 })
    ));
    assert_eq!(vault.person_of(&login("li")).unwrap(), None);
}

#[test]
fn a_new_password_serves_all_logins_and_ends_sessions() {
    let vault = vault();
    let who = person("per_1");
    vault
        .add_credential(&login("li@example.cn"), &who, PASSWORD)
        .unwrap();
    vault
        .add_credential(&login("13800000000"), &who, PASSWORD)
        .unwrap();
    let session = vault.start_session(&who, NOW, NOW + HOUR).unwrap();
    let other = vault
        .start_session(&person("per_2"), NOW, NOW + HOUR)
        .unwrap();
    vault.set_password(&who, "pears in august").unwrap();
    for name in ["li@example.cn", "13800000000"] {
        assert_eq!(vault.check_password(&login(name), PASSWORD).unwrap(), None);
        let found = vault
            .check_password(&login(name), "pears in august")
            .unwrap();
        assert_eq!(found, Some(who.clone()));
    }
    assert_eq!(vault.find_session(session.expose(), NOW).unwrap(), None);
    assert!(vault.find_session(other.expose(), NOW).unwrap().is_some());
}

#[test]
fn a_person_without_credential_gets_no_password() {
    let refused = vault()
        .set_password(&person("per_1"), PASSWORD)
        .unwrap_err();
    assert_eq!(refused.code(), "no-credential");
}
