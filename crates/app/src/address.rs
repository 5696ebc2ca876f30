//! Where a box goes: parsed once at the door, then sealed.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Violation};

/// Longest name of a recipient, in characters.
const RECIPIENT_CHARS_MAX: usize = 40;
/// Longest name of a province, city or district, in characters.
const AREA_CHARS_MAX: usize = 30;
/// Longest street and house, in characters.
const STREET_CHARS_MAX: usize = 120;
/// Digits of a phone number: E.164 allows 15; shorter than 5 is no number.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// A postal address in China's order, with its recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Who receives it.
    pub recipient: String,
    /// Their phone number, which carriers ask for.
    pub phone: String,
    /// Province, or municipality.
    pub province: String,
    /// City.
    pub city: String,
    /// District or county.
    pub district: String,
    /// Street, house, flat.
    pub street: String,
}

impl Address {
    /// Trims and checks; `path` is the field's path in what was sent, such as `boxes[0].address`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that cannot be taken.
    pub fn parse(self, path: &str) -> Result<Self, Error> {
        let address = Self {
            recipient: self.recipient.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            province: self.province.trim().to_owned(),
            city: self.city.trim().to_owned(),
            district: self.district.trim().to_owned(),
            street: self.street.trim().to_owned(),
        };
        let texts = [
            ("recipient", &address.recipient, RECIPIENT_CHARS_MAX),
            ("province", &address.province, AREA_CHARS_MAX),
            ("city", &address.city, AREA_CHARS_MAX),
            ("district", &address.district, AREA_CHARS_MAX),
            ("street", &address.street, STREET_CHARS_MAX),
        ];
        let mut violations: Vec<Violation> = texts
            .into_iter()
            .filter_map(|(field, text, max)| {
                let code = text_problem(text, max)?;
                Some(Violation::new(format!("{path}.{field}"), code))
            })
            .collect();
        if !is_phone(&address.phone) {
            violations.push(Violation::new(format!("{path}.phone"), "phone-invalid"));
        }
        if violations.is_empty() {
            Ok(address)
        } else {
            Err(Error::Invalid(violations))
        }
    }
}

pub(crate) fn text_problem(text: &str, chars_max: usize) -> Option<&'static str> {
    if text.is_empty() {
        Some("required")
    } else if text.chars().count() > chars_max {
        Some("too-long")
    } else if text.chars().any(char::is_control) {
        Some("control-character")
    } else {
        None
    }
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')');
    PHONE_DIGITS.contains(&digits) && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address() -> Address {
        Address {
            recipient: " 林晓满 ".into(),
            phone: "+86 138 0013 8000".into(),
            province: "浙江省".into(),
            city: "杭州市".into(),
            district: "西湖区".into(),
            street: "龙井路 1 号".into(),
        }
    }

    #[test]
    fn a_complete_address_is_trimmed_and_taken() {
        assert_eq!(address().parse("address").unwrap().recipient, "林晓满");
    }

    #[test]
    fn every_bad_field_is_named() {
        let bad = Address {
            recipient: " ".into(),
            phone: "call me".into(),
            street: "x".repeat(121),
            city: "a\u{7}b".into(),
            ..address()
        };
        let Err(Error::Invalid(violations)) = bad.parse("boxes[0].address") else {
            unreachable!("a bad address was taken")
        };
        let found: Vec<_> = violations
            .iter()
            .map(|v| (v.field.as_str(), v.code))
            .collect();
        assert_eq!(
            found,
            [
                ("boxes[0].address.recipient", "required"),
                ("boxes[0].address.city", "control-character"),
                ("boxes[0].address.street", "too-long"),
                ("boxes[0].address.phone", "phone-invalid"),
            ]
        );
    }
}
