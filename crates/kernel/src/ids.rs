//! Typed ids: sixteen bytes behind a prefix that says what they name, such as `cmp_…` for a campaign.
//!
//! Text form: prefix, then the 16 bytes in lower-case Crockford base32 (26 characters). Ids are made outside
//! (the pure core has no randomness); [`from_bytes`](PersonId::from_bytes) takes what the caller made.

use std::{fmt, str::FromStr};

use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::sync::LazyLock;

/// Why a text is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The text does not start with the prefix of this kind of id.
    #[error("an id of this kind starts with {expected}")]
    WrongPrefix {
        /// The prefix that was expected, with its underscore.
        expected: &'static str,
    },
    /// What follows the prefix is not 26 characters of Crockford base32.
    #[error("the part after {prefix} must be 26 characters of Crockford base32")]
    NotBase32 {
        /// The prefix of the id.
        prefix: &'static str,
    },
}

static CROCKFORD_LOWER: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut spec = Specification::new();
    spec.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spec.check_trailing_bits = true;
    spec.encoding().ok()
});

/// Characters of sixteen bytes in base32.
const DIGITS: usize = 26;

/// The digits of an id. On the stack: ids are written and read some ten times for every command.
struct Digits([u8; DIGITS]);

impl Digits {
    fn of(bytes: &[u8; 16]) -> Self {
        let mut digits = [b'0'; DIGITS];
        if let Some(encoding) = CROCKFORD_LOWER.as_ref() {
            encoding.encode_mut(bytes, &mut digits);
        }
        Self(digits)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Reads an id from text as a deserializer holds it, without a copy.
struct IdText(&'static str);

impl de::Visitor<'_> for IdText {
    type Value = [u8; 16];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an id that starts with {}", self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<[u8; 16], E> {
        decode(self.0, text).map_err(E::custom)
    }
}

fn decode(prefix: &'static str, text: &str) -> Result<[u8; 16], IdError> {
    let rest = text
        .strip_prefix(prefix)
        .ok_or(IdError::WrongPrefix { expected: prefix })?;
    let not_base32 = IdError::NotBase32 { prefix };
    if rest.len() != DIGITS {
        return Err(not_base32);
    }
    let mut bytes = [0; 16];
    let read = CROCKFORD_LOWER
        .as_ref()
        .and_then(|encoding| encoding.decode_mut(rest.as_bytes(), &mut bytes).ok());
    read.map(|_| bytes).ok_or(not_base32)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// What the text form starts with.
            pub const PREFIX: &'static str = $prefix;

            /// Wraps sixteen bytes that the caller made unique.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The sixteen bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                f.write_str(Digits::of(&self.0).as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                decode($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut text = [0; $prefix.len() + DIGITS];
                let (prefix, digits) = text.split_at_mut($prefix.len());
                prefix.copy_from_slice($prefix.as_bytes());
                digits.copy_from_slice(&Digits::of(&self.0).0);
                serializer.serialize_str(std::str::from_utf8(&text).unwrap_or_default())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(IdText($prefix)).map(Self)
            }
        }
    };
}

id!(
    /// A person: buyer, farmer, packer, operator. Says nothing about who they are; names are sealed.
    PersonId, "per_"
);
id!(
    /// A farm, the party that grows and is paid.
    FarmId, "frm_"
);
id!(
    /// An orchard of a farm.
    OrchardId, "orc_"
);
id!(
    /// A block (parcel of land) of an orchard.
    BlockId, "blk_"
);
id!(
    /// A single tree.
    TreeId, "tre_"
);
id!(
    /// A season's crowdfunded offer.
    CampaignId, "cmp_"
);
id!(
    /// One person's bond with a part of a tree for a season.
    AdoptionId, "adp_"
);
id!(
    /// Nameplates that were printed together.
    PlateBatchId, "plb_"
);
id!(
    /// One delivery of events by somebody else.
    CaptureId, "cap_"
);
id!(
    /// One expected payment.
    PaymentId, "pay_"
);
id!(
    /// One refund; retries keep it (domain.md B 20).
    RefundId, "rfd_"
);
id!(
    /// One dispute: a payer asks the channel, not us, for the money back.
    DisputeId, "dsp_"
);
id!(
    /// One payment outwards: to a farmer, or to a buyer whom the channel can no longer refund.
    PayoutId, "pyo_"
);
id!(
    /// One credit granted to a buyer.
    CreditId, "crd_"
);
id!(
    /// One invoice, or one red-letter invoice.
    InvoiceId, "inv_"
);
id!(
    /// Something a channel or a bank said that needs a person.
    ExceptionId, "exc_"
);
id!(
    /// One movement on our bank account.
    BankLineId, "bkl_"
);
id!(
    /// One bank statement that was brought in.
    StatementId, "stm_"
);
id!(
    /// One entry in the books that a person wrote: a correction, never an edit.
    EntryId, "ent_"
);
id!(
    /// One observation in the orchard, made by the client and accepted once.
    ObservationId, "obs_"
);
id!(
    /// A photo on its way in pieces, named by the client; gone once an observation has taken it.
    UploadId, "upl_"
);
id!(
    /// A harvest lot: a traceable quantity of one harvest.
    LotId, "lot_"
);
id!(
    /// A loss that was declared on trees of one season.
    LossId, "los_"
);
id!(
    /// A letter to one person.
    LetterId, "let_"
);
id!(
    /// A box that is planned for an adopter.
    BoxId, "box_"
);
id!(
    /// A parcel: one packed box on its way to one door.
    ParcelId, "par_"
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_form_is_prefix_and_26_characters() {
        let id = TreeId::from_bytes([0xff; 16]);
        assert_eq!(id.to_string(), "tre_zzzzzzzzzzzzzzzzzzzzzzzzzw");
    }

    #[test]
    fn another_kind_of_id_is_refused() {
        let person = PersonId::from_bytes([1; 16]).to_string();
        assert_eq!(
            person.parse::<TreeId>(),
            Err(IdError::WrongPrefix { expected: "tre_" })
        );
    }

    #[test]
    fn garbage_after_the_prefix_is_refused() {
        for text in [
            "tre_",
            "tre_ilou",
            "tre_zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "tre_树",
        ] {
            assert_eq!(
                text.parse::<TreeId>(),
                Err(IdError::NotBase32 { prefix: "tre_" }),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_id_reads_back(bytes: [u8; 16]) {
            let id = CampaignId::from_bytes(bytes);
            prop_assert_eq!(id.to_string().parse::<CampaignId>(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<CampaignId>(&json).unwrap(), id);
            let value = serde_json::to_value([id]).unwrap();
            prop_assert_eq!(serde_json::from_value::<[CampaignId; 1]>(value).unwrap(), [id]);
            let escaped = json.replace("cmp_", "\\u0063mp_");
            prop_assert_eq!(serde_json::from_str::<CampaignId>(&escaped).unwrap(), id);
        }
    }
}
