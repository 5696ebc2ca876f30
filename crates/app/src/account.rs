//! The bank account that a payout goes to: parsed once at the door, then sealed for whoever is paid.

use serde::{Deserialize, Serialize};

use crate::{
    address::text_problem,
    error::{Error, Violation},
};

/// Longest name of an account's holder, in characters.
const HOLDER_CHARS_MAX: usize = 60;
/// Longest name of a bank and its branch, in characters.
const BANK_CHARS_MAX: usize = 80;
/// Characters of an account's number: cards have 12 to 19, an IBAN up to 34 (ISO 13616).
const NUMBER_CHARS: std::ops::RangeInclusive<usize> = 5..=34;

/// A bank account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Whose it is.
    pub holder: String,
    /// Which bank keeps it, and which branch.
    pub bank: String,
    /// Its number, without spaces.
    pub number: String,
}

impl Account {
    /// Trims and checks; `path` is the field's path in what was sent, such as `account`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that cannot be taken.
    pub fn parse(self, path: &str) -> Result<Self, Error> {
        let account = Self {
            holder: self.holder.trim().to_owned(),
            bank: self.bank.trim().to_owned(),
            number: self.number.split_whitespace().collect(),
        };
        let texts = [
            ("holder", &account.holder, HOLDER_CHARS_MAX),
            ("bank", &account.bank, BANK_CHARS_MAX),
        ];
        let mut violations: Vec<Violation> = texts
            .into_iter()
            .filter_map(|(field, text, max)| {
                let code = text_problem(text, max)?;
                Some(Violation::new(format!("{path}.{field}"), code))
            })
            .collect();
        let plain = account
            .number
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric());
        if !plain || !NUMBER_CHARS.contains(&account.number.len()) {
            violations.push(Violation::new(format!("{path}.number"), "account-invalid"));
        }
        if violations.is_empty() {
            Ok(account)
        } else {
            Err(Error::Invalid(violations))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(number: &str) -> Account {
        Account {
            holder: " 林晓满 ".into(),
            bank: "中国工商银行杭州西湖支行".into(),
            number: number.into(),
        }
    }

    #[test]
    fn a_complete_account_is_trimmed_and_taken() {
        let parsed = account(" 6222 0212 0200 0123 456 ")
            .parse("account")
            .unwrap();
        assert_eq!(parsed.holder, "林晓满");
        assert_eq!(parsed.number, "6222021202000123456");
    }

    #[test]
    fn every_bad_field_is_named() {
        let bad = Account {
            holder: String::new(),
            ..account("62-22")
        };
        let Err(Error::Invalid(violations)) = bad.parse("account") else {
            unreachable!("a bad account was taken")
        };
        let found: Vec<_> = violations
            .iter()
            .map(|one| (one.field.as_str(), one.code))
            .collect();
        assert_eq!(
            found,
            [
                ("account.holder", "required"),
                ("account.number", "account-invalid"),
            ]
        );
    }
}
