//! What follows the question mark: attributes under numeric application identifiers. Only those with a form that a slip
//! would break are looked at; all others belong to whoever wrote the address.

use crate::KeyError;

/// Dates: production, best before, sell by, use by (General Specifications 3.4).
const DATES: [&str; 4] = ["11", "13", "15", "17"];

/// Whether an attribute is what its application identifier says.
///
/// # Errors
/// [`KeyError::Date`] for a day that no calendar has.
pub fn check_attribute(name: &str, value: &str) -> Result<(), KeyError> {
    if !DATES.contains(&name) || is_day(value) {
        Ok(())
    } else {
        Err(KeyError::Date)
    }
}

/// `YYMMDD`; day 00 stands for the whole month.
fn is_day(value: &str) -> bool {
    let bytes = value.as_bytes();
    if bytes.len() != 6 || !bytes.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |at: usize| u32::from(bytes[at] - b'0') * 10 + u32::from(bytes[at + 1] - b'0');
    let (year, month, day) = (number(0), number(2), number(4));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        // The century is open; 00 is a leap year in the nearest one.
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        1..=12 => 31,
        _ => return false,
    };
    day <= last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_that_a_calendar_has() {
        for value in ["261231", "280229", "261100", "000229"] {
            assert_eq!(check_attribute("17", value), Ok(()), "{value}");
        }
        for value in [
            "", "26123", "2612311", "261301", "260001", "260230", "270229", "26113x", "树树",
        ] {
            assert_eq!(check_attribute("15", value), Err(KeyError::Date), "{value}");
        }
        assert_eq!(check_attribute("lang", "en"), Ok(()));
        assert_eq!(check_attribute("3103", "not looked at"), Ok(()));
    }
}
