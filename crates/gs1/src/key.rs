//! A key as a Digital Link path. It must not know the domain in front of it, nor what follows a question mark.

use std::{fmt, str::FromStr};

use crate::{
    Giai, Gtin, KeyError, Part, Sscc,
    percent::{decode, encode},
};

/// Application identifier of a product's number.
pub const GTIN_AI: &str = "01";
/// Application identifier of a parcel's number.
pub const SSCC_AI: &str = "00";
/// Application identifier of an asset's number.
pub const GIAI_AI: &str = "8004";
/// Application identifier of a serial number.
pub const SERIAL_AI: &str = "21";
/// Application identifier of a batch code.
pub const LOT_AI: &str = "10";

/// What a Digital Link path names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A product.
    Product(Gtin),
    /// One piece of a product.
    Piece(Gtin, Part),
    /// A batch of a product.
    Batch(Gtin, Part),
    /// A parcel.
    Parcel(Sscc),
    /// An asset.
    Asset(Giai),
}

impl FromStr for Key {
    type Err = KeyError;

    /// Reads a path as it came over the wire, percent-encoded, from its slash on.
    fn from_str(path: &str) -> Result<Self, KeyError> {
        let mut segments = path.strip_prefix('/').ok_or(KeyError::Path)?.split('/');
        let mut next = || segments.next();
        let (Some(ai), Some(value)) = (next(), next()) else {
            return Err(KeyError::Path);
        };
        let value = decode(value)?;
        let qualifier = match (next(), next(), next()) {
            (None, None, None) => None,
            (Some(ai), Some(value), None) => Some((ai, decode(value)?)),
            _ => return Err(KeyError::Path),
        };
        match (ai, qualifier) {
            (GTIN_AI, None) => Ok(Self::Product(value.parse()?)),
            (GTIN_AI, Some((SERIAL_AI, serial))) => {
                Ok(Self::Piece(value.parse()?, serial.parse()?))
            }
            (GTIN_AI, Some((LOT_AI, lot))) => Ok(Self::Batch(value.parse()?, lot.parse()?)),
            (SSCC_AI, None) => Ok(Self::Parcel(value.parse()?)),
            (GIAI_AI, None) => Ok(Self::Asset(value.parse()?)),
            _ => Err(KeyError::Path),
        }
    }
}

impl fmt::Display for Key {
    /// The path, in its one spelling.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Product(gtin) => write!(f, "/{GTIN_AI}/{gtin}"),
            Self::Piece(gtin, serial) => {
                let serial = encode(serial.as_str());
                write!(f, "/{GTIN_AI}/{gtin}/{SERIAL_AI}/{serial}")
            }
            Self::Batch(gtin, lot) => {
                write!(f, "/{GTIN_AI}/{gtin}/{LOT_AI}/{}", encode(lot.as_str()))
            }
            Self::Parcel(sscc) => write!(f, "/{SSCC_AI}/{sscc}"),
            Self::Asset(giai) => write!(f, "/{GIAI_AI}/{}", encode(giai.as_str())),
        }
    }
}

#[cfg(test)]
mod tests;
