//! Amounts as channels write them: decimals with a point, or integers of the minor unit. Stricter than what people
//! may type. It must not know any channel.

use kernel::{Currency, Money};

/// Most digits before the point; 14 digits and two decimals fit 64 bits with room to add.
const WHOLE_DIGITS_MAX: usize = 14;

/// Reads `199`, `199.5`, `199.00` or `199.00000`; no sign, no separators, nothing below the minor unit.
pub(crate) fn decimal(text: &str, currency: Currency) -> Option<Money> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > WHOLE_DIGITS_MAX {
        return None;
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > 2 {
        return None;
    }
    let minor: i64 = format!("{whole}{decimals:0<2}").parse().ok()?;
    Some(Money::new(minor, currency))
}

/// The same with an optional sign before it.
pub(crate) fn signed_decimal(text: &str, currency: Currency) -> Option<Money> {
    match text.strip_prefix('-') {
        Some(rest) => decimal(rest, currency)?.negated().ok(),
        None => decimal(text.strip_prefix('+').unwrap_or(text), currency),
    }
}

/// Two decimals and no currency: `199.00`.
pub(crate) fn to_decimal(amount: Money) -> String {
    let sign = if amount.minor < 0 { "-" } else { "" };
    let minor = amount.minor.unsigned_abs();
    format!("{sign}{}.{:02}", minor / 100, minor % 100)
}

/// A currency by its ISO 4217 letters, of either case.
pub(crate) fn currency(code: &str) -> Option<Currency> {
    [Currency::CNY, Currency::EUR, Currency::USD]
        .into_iter()
        .find(|currency| currency.code().eq_ignore_ascii_case(code))
}

/// An amount of minor units that is not negative.
pub(crate) fn minor(amount: i64, code: &str) -> Option<Money> {
    (amount >= 0).then(|| currency(code).map(|currency| Money::new(amount, currency)))?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_read_strictly() {
        for (text, fen) in [
            ("199", 19_900),
            ("199.5", 19_950),
            ("0.01", 1),
            ("1.00000", 100),
        ] {
            assert_eq!(
                decimal(text, Currency::CNY),
                Some(Money::fen(fen)),
                "{text}"
            );
        }
        for wrong in [
            "", ".5", "5.", "1,000", "-1", "+1", "1.001", "1e3", "１", " 1",
        ] {
            assert_eq!(decimal(wrong, Currency::CNY), None, "{wrong:?}");
        }
        assert_eq!(
            signed_decimal("-0.60", Currency::CNY),
            Some(Money::fen(-60))
        );
        assert_eq!(signed_decimal("--1", Currency::CNY), None);
        assert_eq!(decimal(&"9".repeat(15), Currency::CNY), None);
    }

    #[test]
    fn currencies_are_known_or_refused() {
        assert_eq!(currency("cny"), Some(Currency::CNY));
        assert_eq!((currency("JPY"), minor(1, "jpy")), (None, None));
        assert_eq!(minor(-1, "cny"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(fen in -99_999_999_999_999_i64..99_999_999_999_999) {
            let amount = Money::fen(fen);
            prop_assert_eq!(signed_decimal(&to_decimal(amount), Currency::CNY), Some(amount));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = signed_decimal(&text, Currency::EUR);
        }
    }
}
