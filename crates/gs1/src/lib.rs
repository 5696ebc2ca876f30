//! GS1 keys and the Digital Link paths that carry them: what is printed as `https://farm.example/01/…/21/…`.
//!
//! | key | path | what it names |
//! |---|---|---|
//! | GTIN | `/01/{gtin}` | a product |
//! | GTIN + serial | `/01/{gtin}/21/{serial}` | one piece of it, such as a tree |
//! | GTIN + lot | `/01/{gtin}/10/{lot}` | a batch of it, such as a harvest lot |
//! | SSCC | `/00/{sscc}` | a parcel |
//! | GIAI | `/8004/{giai}` | an asset, such as a tree |
//! | GTIN + several | `/01/{gtin}/22/…/10/…/21/…`, `/01/{gtin}/235/…` | a piece of a batch of a variant |
//! | others | `/414/…/254/…`, `/417/…`, `/8003/…`, `/253/…`, `/402/…`, `/8006/…` | places, parties, documents: read, and nothing here |
//!
//! Reading is strict, by GS1 Digital Link URI Syntax 1.6 and the General Specifications: numeric application
//! identifiers only, GTINs with all 14 digits, check digits that fit, no GTIN of restricted circulation, only
//! characters of set 82, percent-encoding that decodes. What was read prints in one spelling.
//!
//! ```
//! use gs1::Key;
//! let key: Key = "/01/09521234543213/21/7F3K9Q2M".parse()?;
//! assert_eq!(key.to_string(), "/01/09521234543213/21/7F3K9Q2M");
//! assert!("/01/09521234543214".parse::<Key>().is_err(), "the check digit does not fit");
//! # Ok::<(), gs1::KeyError>(())
//! ```
//!
//! It must not know what a key names here, nor any address but the path.

#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::panic, clippy::float_arithmetic)
)]

mod asset;
mod attribute;
mod digits;
mod elsewhere;
mod error;
mod gtin;
mod item;
mod key;
mod percent;
mod prefix;
mod sscc;
mod text;

pub use asset::{GIAI_CHARS_MAX, Giai};
pub use attribute::check_attribute;
pub use elsewhere::Elsewhere;
pub use error::KeyError;
pub use gtin::Gtin;
pub use item::{Item, THIRD_PARTY_AI, VARIANT_AI};
pub use key::{GIAI_AI, GTIN_AI, Key, LOT_AI, SERIAL_AI, SSCC_AI};
pub use percent::encode;
pub use prefix::CompanyPrefix;
pub use sscc::Sscc;
pub use text::{PART_CHARS_MAX, Part};
