//! Failures and their exit codes.

use super::*;

#[test]
fn a_busy_folder_is_told_the_same_wherever_it_is_noticed() {
    let folder = PathBuf::from("data");
    let log = Failure::from(OpenError::InUse {
        folder: folder.clone(),
    });
    let vault = Failure::from(AssembleError::Vault(VaultError::InUse { path: folder }));
    assert_eq!((log.code(), vault.code()), (IN_USE, IN_USE));
    assert_eq!(log.to_string(), vault.to_string());
}

#[test]
fn a_weak_password_is_refused_and_named() {
    let login = vault::Login::parse("somebody").unwrap();
    let weak = vault::Vault::judge_password(&login, "short").unwrap_err();
    let failure = Failure::from(weak);
    assert_eq!(failure.code(), REFUSED);
    assert_eq!(failure.reasons(), ["password: password-too-short"]);
}

#[test]
fn an_unknown_person_is_nobody() {
    assert_eq!(Failure::from(AppError::NotFound).code(), REFUSED);
}
