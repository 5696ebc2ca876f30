//! API tokens from issue to revocation.

use vault::{SEEN_STEP_MS, TOKENS_PER_PERSON_MAX, TokenId, Vault};

use crate::{HOUR, NOW, person, vault};

#[test]
fn a_token_is_found_until_it_expires_or_is_revoked() {
    let vault = vault();
    let who = person("per_1");
    let issued = vault
        .issue_token(&who, " harvest app ", NOW, Some(NOW + HOUR))
        .unwrap();
    assert!(issued.secret.expose().starts_with("pom_"));
    let token = vault
        .find_token(issued.secret.expose(), NOW)
        .unwrap()
        .unwrap();
    assert_eq!((&token.subject, token.name.as_str()), (&who, "harvest app"));
    assert_eq!((&token.id, token.created_ms), (&issued.id, NOW));
    assert_eq!(
        vault
            .find_token(issued.secret.expose(), NOW + HOUR)
            .unwrap(),
        None
    );

    let lasting = vault.issue_token(&who, "sensor", NOW, None).unwrap();
    assert!(
        vault
            .find_token(lasting.secret.expose(), i64::MAX)
            .unwrap()
            .is_some()
    );
    assert!(vault.revoke_token(&who, &lasting.id).unwrap());
    assert!(!vault.revoke_token(&who, &lasting.id).unwrap());
    assert_eq!(
        vault.find_token(lasting.secret.expose(), NOW).unwrap(),
        None
    );
}

#[test]
fn sessions_and_tokens_do_not_stand_in_for_each_other() {
    let vault = vault();
    let who = person("per_1");
    let token = vault.issue_token(&who, "laptop", NOW, None).unwrap();
    let session = vault.start_session(&who, NOW, NOW + HOUR).unwrap();
    assert_eq!(
        vault.find_session(token.secret.expose(), NOW).unwrap(),
        None
    );
    assert_eq!(vault.find_token(session.expose(), NOW).unwrap(), None);
    assert_eq!(
        vault
            .find_token(&token.secret.expose()["pom_".len()..], NOW)
            .unwrap(),
        None
    );
}

#[test]
fn the_list_shows_the_newest_first_and_no_secret() {
    let vault = vault();
    let who = person("per_1");
    let first = vault
        .issue_token(&who, "first", NOW, Some(NOW + 1))
        .unwrap();
    vault.issue_token(&who, "second", NOW + 1, None).unwrap();
    vault
        .issue_token(&person("per_2"), "not mine", NOW, None)
        .unwrap();
    let listed = vault.list_tokens(&who).unwrap();
    let names: Vec<&str> = listed.iter().map(|token| token.name.as_str()).collect();
    assert_eq!(names, ["second", "first"]);
    assert!(!format!("{listed:?} {first:?}").contains(first.secret.expose()));
}

#[test]
fn nobody_revokes_anothers_token() {
    let vault = vault();
    let issued = vault
        .issue_token(&person("per_1"), "laptop", NOW, None)
        .unwrap();
    assert!(!vault.revoke_token(&person("per_2"), &issued.id).unwrap());
    assert!(
        !vault
            .revoke_token(&person("per_1"), &TokenId::from_text("%"))
            .unwrap()
    );
    assert!(
        vault
            .find_token(issued.secret.expose(), NOW)
            .unwrap()
            .is_some()
    );
}

#[test]
fn last_used_moves_in_steps() {
    let vault = vault();
    let issued = vault
        .issue_token(&person("per_1"), "laptop", NOW, None)
        .unwrap();
    assert_eq!(
        vault.list_tokens(&person("per_1")).unwrap()[0].used_ms,
        None
    );
    let used = |now| {
        vault
            .find_token(issued.secret.expose(), now)
            .unwrap()
            .unwrap()
            .used_ms
    };
    assert_eq!(used(NOW), Some(NOW));
    assert_eq!(used(NOW + SEEN_STEP_MS - 1), Some(NOW));
    assert_eq!(used(NOW + SEEN_STEP_MS), Some(NOW + SEEN_STEP_MS));
    let listed = vault.list_tokens(&person("per_1")).unwrap();
    assert_eq!(listed[0].used_ms, Some(NOW + SEEN_STEP_MS));
}

#[test]
fn a_token_that_was_just_used_is_revoked_at_once() {
    let ends: [fn(&Vault, &TokenId); 2] = [
        |vault, id| assert!(vault.revoke_token(&person("per_1"), id).unwrap()),
        |vault, _| assert_eq!(vault.erase(&person("per_1")).unwrap().tokens, 1),
    ];
    for end in ends {
        let vault = vault();
        let issued = vault
            .issue_token(&person("per_1"), "laptop", NOW, None)
            .unwrap();
        let found = || vault.find_token(issued.secret.expose(), NOW).unwrap();
        assert!(found().is_some() && found().is_some());
        end(&vault, &issued.id);
        assert!(found().is_none());
    }
}

#[test]
fn names_and_numbers_have_limits() {
    let vault = vault();
    let who = person("per_1");
    for name in ["", "  ", "a\nb", &"x".repeat(81)] {
        let refused = vault.issue_token(&who, name, NOW, None).unwrap_err();
        assert_eq!(refused.code(), "token-name-invalid");
    }
    for _ in 0..TOKENS_PER_PERSON_MAX {
        vault
            .issue_token(&who, &"果".repeat(80), NOW, None)
            .unwrap();
    }
    let refused = vault.issue_token(&who, "one more", NOW, None).unwrap_err();
    assert_eq!(refused.code(), "too-many-tokens");
    assert!(
        vault
            .issue_token(&person("per_2"), "first", NOW, None)
            .is_ok()
    );
}
