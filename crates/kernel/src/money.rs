//! Money in integer minor units (fen, cent). No floats, no silent overflow, no mixing of currencies.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// ISO 4217 currencies that Pomona keeps books in; all have two decimals.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
pub enum Currency {
    /// Chinese yuan; minor unit fen.
    #[default]
    CNY,
    /// Euro; minor unit cent.
    EUR,
    /// US dollar; minor unit cent.
    USD,
}

impl Currency {
    /// The three letters of ISO 4217.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::CNY => "CNY",
            Self::EUR => "EUR",
            Self::USD => "USD",
        }
    }
}

/// Why an amount could not be computed or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two amounts of different currencies met.
    #[error("amounts of different currencies cannot be added")]
    CurrencyMismatch,
    /// The result does not fit 64 bits.
    #[error("the amount is too large")]
    Overflow,
    /// The text is not an amount such as `1680.00`.
    #[error("an amount looks like 1680.00")]
    Form,
}

/// An amount in minor units of one currency; may be negative in postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units: fen for CNY.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of so many minor units.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Yuan amounts in fen, the usual case.
    #[must_use]
    pub const fn fen(minor: i64) -> Self {
        Self::new(minor, Currency::CNY)
    }

    /// Adds.
    ///
    /// # Errors
    /// Different currencies, or overflow.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// Subtracts.
    ///
    /// # Errors
    /// Different currencies, or overflow.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(other.negated()?)
    }

    /// The same amount with the other sign.
    ///
    /// # Errors
    /// Overflow for the one amount that has no opposite.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self::new(minor, self.currency))
    }

    /// Reads a decimal amount such as `1680`, `1680.5` or `1,680.00` in the given currency.
    ///
    /// # Errors
    /// Not an amount with at most two decimals, or too large.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let plain: String = text.trim().chars().filter(|c| *c != ',').collect();
        let (negative, digits) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.as_str()),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 2 || !all_digits(whole) || !all_digits(decimals) {
            return Err(MoneyError::Form);
        }
        let major = i64::from_str(whole).map_err(|_| MoneyError::Overflow)?;
        let minor = i64::from_str(&format!("{decimals:0<2}")).map_err(|_| MoneyError::Form)?;
        let total = major
            .checked_mul(100)
            .and_then(|hundredfold| hundredfold.checked_add(minor))
            .ok_or(MoneyError::Overflow)?;
        Ok(Self::new(if negative { -total } else { total }, currency))
    }
}

impl fmt::Display for Money {
    /// Plain form for logs and exports: `1680.00 CNY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let absolute = self.minor.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:02} {}",
            absolute / 100,
            absolute % 100,
            self.currency.code()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, fen) in [
            ("1680", 168_000),
            ("1,680.00", 168_000),
            ("0.5", 50),
            ("-3.07", -307),
        ] {
            assert_eq!(
                Money::parse(text, Currency::CNY),
                Ok(Money::fen(fen)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".5", "1.234", "1e3", "abc", "--1", "1.-5"] {
            assert_eq!(
                Money::parse(text, Currency::CNY),
                Err(MoneyError::Form),
                "{text}"
            );
        }
        assert_eq!(
            Money::parse("99999999999999999999", Currency::CNY),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn currencies_do_not_mix_and_sums_do_not_wrap() {
        let yuan = Money::fen(1);
        assert_eq!(
            yuan.plus(Money::new(1, Currency::EUR)),
            Err(MoneyError::CurrencyMismatch)
        );
        assert_eq!(Money::fen(i64::MAX).plus(yuan), Err(MoneyError::Overflow));
        assert_eq!(Money::fen(i64::MIN).negated(), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn the_written_form_reads_back(minor in -10_i64.pow(15)..10_i64.pow(15)) {
            let money = Money::fen(minor);
            let text = money.to_string();
            let amount = text.strip_suffix(" CNY").unwrap();
            prop_assert_eq!(Money::parse(amount, Currency::CNY), Ok(money));
        }
    }
}
