//! Passwords: which are taken, how they are hashed and checked. Knows no person and no table.

use std::collections::BTreeSet;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::{Login, VaultError, WeakPassword};

/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Most bytes of a password; bounds the work of a hostile request.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// Fewest different characters of a password.
pub const PASSWORD_DISTINCT_MIN: usize = 5;
/// Shortest login that must not stand inside the password, in characters.
const LOGIN_PART_CHARS_MIN: usize = 4;

// OWASP Password Storage Cheat Sheet, argon2id: 19 MiB of memory, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// A hash no password fits, checked for unknown logins so that they cost the same work.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cG9tb25hbm9ib2R5cyEhIQ\
                      $bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm9ib2R5bm8";

/// Whether a new password is taken.
pub(crate) fn judge(login: Option<&Login>, password: &str) -> Result<(), WeakPassword> {
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(WeakPassword::TooLong {
            max: PASSWORD_BYTES_MAX,
        });
    }
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(WeakPassword::TooShort {
            min: PASSWORD_CHARS_MIN,
        });
    }
    if password.chars().collect::<BTreeSet<_>>().len() < PASSWORD_DISTINCT_MIN {
        return Err(WeakPassword::TooUniform {
            min: PASSWORD_DISTINCT_MIN,
        });
    }
    let name = login.map(|login| login.as_str().split('@').next().unwrap_or_default());
    let name = name.filter(|name| name.chars().count() >= LOGIN_PART_CHARS_MIN);
    if name.is_some_and(|name| password.to_lowercase().contains(name)) {
        return Err(WeakPassword::ContainsLogin);
    }
    Ok(())
}

/// The PHC string of a password under a new random salt.
pub(crate) fn hash(password: &str) -> Result<String, VaultError> {
    let mut salt = [0; SALT_BYTES];
    getrandom::fill(&mut salt).map_err(|_| VaultError::Crypto)?;
    let hash: PasswordHash = hasher()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|_| VaultError::Crypto)?;
    Ok(hash.to_string())
}

/// Whether the password fits the stored hash; without one the same work is done in vain.
pub(crate) fn fits(password: &str, stored: Option<&str>) -> Result<bool, VaultError> {
    let damaged = VaultError::Damaged {
        table: "credential",
    };
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(|_| damaged)?;
    // An over-long password never fits, and is not worth more work than any other.
    let possible = password.len() <= PASSWORD_BYTES_MAX;
    let candidate = if possible { password } else { "" };
    let fits = hasher()?
        .verify_password(candidate.as_bytes(), &parsed)
        .is_ok();
    Ok(fits && possible && stored.is_some())
}

fn hasher() -> Result<Argon2<'static>, VaultError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| VaultError::Crypto)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_named() {
        let login = Login::parse("liwei@example.cn").unwrap();
        let cases = [
            ("short", "password-too-short"),
            ("苹果苹果苹果", "password-too-short"),
            ("aaaaaaaaaaaaaaaa", "password-too-uniform"),
            ("abababababab", "password-too-uniform"),
            ("Xx-LIWEI-2026", "password-contains-login"),
            (&"long-enough ".repeat(100), "password-too-long"),
        ];
        for (password, code) in cases {
            assert_eq!(
                judge(Some(&login), password).unwrap_err().code(),
                code,
                "{password}"
            );
        }
        for good in [
            "apples in may",
            "苹果树下有一只小小猫咪",
            "correct horse battery",
        ] {
            assert_eq!(judge(Some(&login), good), Ok(()), "{good}");
        }
    }

    #[test]
    fn a_short_login_may_stand_in_the_password() {
        let login = Login::parse("li").unwrap();
        assert_eq!(judge(Some(&login), "lilac and lime"), Ok(()));
    }

    #[test]
    fn a_hash_carries_its_parameters_and_its_own_salt() {
        let one = hash("apples in may").unwrap();
        let other = hash("apples in may").unwrap();
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
        assert!(fits("apples in may", Some(&one)).unwrap());
        assert!(!fits("apples in May", Some(&one)).unwrap());
    }

    #[test]
    fn nobody_costs_the_same_and_never_fits() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real = hash("apples in may").unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!(nobody.params, real.params);
        assert_eq!(nobody.algorithm, real.algorithm);
        assert_eq!(
            nobody.hash.unwrap().as_ref().len(),
            real.hash.unwrap().as_ref().len()
        );
        assert_eq!(
            nobody.salt.unwrap().as_ref().len(),
            real.salt.unwrap().as_ref().len()
        );
        assert!(!fits("", None).unwrap());
    }

    #[test]
    fn an_over_long_password_fits_nothing() {
        let stored = hash("").unwrap();
        let long = "x".repeat(PASSWORD_BYTES_MAX + 1);
        assert!(!fits(&long, Some(&stored)).unwrap());
    }
}
