//! A product with more than one qualifier, or with the serial number that a third party gave it. It must not know the
//! product.

use std::fmt;

use crate::{Gtin, KeyError, Part, percent::encode};

/// Application identifier of a consumer product variant.
pub const VARIANT_AI: &str = "22";
/// Application identifier of a serial number that a third party controls.
pub const THIRD_PARTY_AI: &str = "235";
/// Most characters of such a number.
const THIRD_PARTY_CHARS_MAX: usize = 28;

/// A trade item by variant, batch and serial number, in that order, or by a third party's serial number alone.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// The product.
    pub gtin: Gtin,
    /// Its variant.
    pub variant: Option<Part>,
    /// Its batch.
    pub lot: Option<Part>,
    /// Its serial number.
    pub serial: Option<Part>,
    /// The serial number that a third party gave it.
    pub third_party: Option<String>,
}

impl Item {
    /// Reads qualifiers in the order of the standard (Digital Link URI Syntax 1.6, 4.4).
    pub(crate) fn read(gtin: Gtin, qualifiers: &[(&str, String)]) -> Result<Self, KeyError> {
        let mut item = Self {
            gtin,
            variant: None,
            lot: None,
            serial: None,
            third_party: None,
        };
        if let [(THIRD_PARTY_AI, value)] = qualifiers {
            crate::text::check(value, THIRD_PARTY_CHARS_MAX)?;
            item.third_party = Some(value.clone());
            return Ok(item);
        }
        let mut place = 0;
        for (ai, value) in qualifiers {
            let (at, field) = match *ai {
                VARIANT_AI => (1, &mut item.variant),
                crate::LOT_AI => (2, &mut item.lot),
                crate::SERIAL_AI => (3, &mut item.serial),
                _ => return Err(KeyError::Path),
            };
            if at <= place {
                return Err(KeyError::Path);
            }
            place = at;
            *field = Some(value.parse()?);
        }
        Ok(item)
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", crate::GTIN_AI, self.gtin)?;
        let parts = [
            (VARIANT_AI, self.variant.as_ref().map(Part::as_str)),
            (crate::LOT_AI, self.lot.as_ref().map(Part::as_str)),
            (crate::SERIAL_AI, self.serial.as_ref().map(Part::as_str)),
            (THIRD_PARTY_AI, self.third_party.as_deref()),
        ];
        for (ai, part) in parts {
            if let Some(part) = part {
                write!(f, "/{ai}/{}", encode(part))?;
            }
        }
        Ok(())
    }
}
