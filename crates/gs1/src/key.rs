//! A key as a Digital Link path. It must not know the domain in front of it, nor what follows a question mark.

use std::{fmt, str::FromStr};

use crate::{
    Elsewhere, Giai, Gtin, Item, KeyError, Part, Sscc,
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
    /// A product with several qualifiers, or with one of a rarer kind.
    Item(Item),
    /// A key of a kind that nothing here has.
    Elsewhere(Elsewhere),
}

/// Most segments of a path: a product with three qualifiers.
const SEGMENTS_MAX: usize = 8;

impl FromStr for Key {
    type Err = KeyError;

    /// Reads a path as it came over the wire, percent-encoded, from its slash on.
    fn from_str(path: &str) -> Result<Self, KeyError> {
        let path = path.strip_prefix('/').ok_or(KeyError::Path)?;
        let segments: Vec<&str> = path.split('/').take(SEGMENTS_MAX + 1).collect();
        if !segments.len().is_multiple_of(2) || segments.len() > SEGMENTS_MAX {
            return Err(KeyError::Path);
        }
        let mut pairs = Vec::with_capacity(SEGMENTS_MAX / 2);
        for pair in segments.chunks(2) {
            if let [ai, value] = pair {
                pairs.push((*ai, decode(value)?));
            }
        }
        let Some(((ai, value), qualifiers)) = pairs.split_first() else {
            return Err(KeyError::Path);
        };
        match (*ai, qualifiers) {
            (GTIN_AI, []) => Ok(Self::Product(value.parse()?)),
            (GTIN_AI, [(SERIAL_AI, serial)]) => Ok(Self::Piece(value.parse()?, serial.parse()?)),
            (GTIN_AI, [(LOT_AI, lot)]) => Ok(Self::Batch(value.parse()?, lot.parse()?)),
            (GTIN_AI, several) => Ok(Self::Item(Item::read(value.parse()?, several)?)),
            (SSCC_AI, []) => Ok(Self::Parcel(value.parse()?)),
            (GIAI_AI, []) => Ok(Self::Asset(value.parse()?)),
            (SSCC_AI | GIAI_AI, _) => Err(KeyError::Path),
            (other, _) => Ok(Self::Elsewhere(Elsewhere::read(other, value, qualifiers)?)),
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
            Self::Item(item) => item.fmt(f),
            Self::Elsewhere(other) => other.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests;
