//! What the fuzzer calls (`tests/fuzz`), and every test run replays its corpus through: any text
//! given to the readers of ids, codes, days, moments, amounts and stored events. Not in the product:
//! built under `cfg(fuzzing)` and for this crate's own tests alone.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::codec::{StoredEvent, Upcaster, decode, encode, rename};
use crate::{
    CampaignId, ContentHash, Currency, Day, Money, PersonId, Season, ShortCode, Timestamp, TreeId,
};

/// A text: no reader panics, and what is accepted is written in a form that reads as the same.
/// Ids and hashes have that one form only.
pub fn token_text(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for written in [
        read_back::<PersonId>(text),
        read_back::<TreeId>(text),
        read_back::<CampaignId>(text),
        read_back::<ContentHash>(text),
    ] {
        assert!(written.is_none_or(|written| written == text), "{text:?}");
    }
    read_back::<ShortCode>(text);
    read_back::<Day>(text);
    read_back::<Timestamp>(text);
    read_back::<Season>(text);
    amount(text);
    stored_event(text);
}

fn read_back<T: FromStr<Err: Debug> + Display + PartialEq + Debug>(text: &str) -> Option<String> {
    let value = text.parse::<T>().ok()?;
    let written = value.to_string();
    assert_eq!(written.parse::<T>().expect("what was written"), value);
    Some(written)
}

fn amount(text: &str) {
    if let Ok(money) = Money::parse(text, Currency::CNY) {
        let written = money.to_string();
        let digits = written.strip_suffix(" CNY").expect("its currency");
        assert_eq!(Money::parse(digits, Currency::CNY), Ok(money));
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
enum Lamp {
    #[serde(rename = "test.lamp-lit")]
    Lit { watts: i64, by: Option<String> },
    #[serde(rename = "test.lamp-out")]
    Out {},
}

impl StoredEvent for Lamp {
    const CATEGORY: &'static str = "lamp";
    const TYPES: &'static [(&'static str, u16)] = &[("test.lamp-lit", 2), ("test.lamp-out", 1)];

    const UPCASTERS: &'static [Upcaster] = &[Upcaster {
        type_name: "test.lamp-lit",
        from: 1,
        lift: |mut fields| {
            rename(&mut fields, "power", "watts");
            fields
        },
    }];
}

/// As a payload of either version: never read as another type than it is stored under.
fn stored_event(text: &str) {
    for (name, version) in [
        ("test.lamp-lit", 1),
        ("test.lamp-lit", 2),
        ("test.lamp-out", 1),
    ] {
        let Ok(event) = decode::<Lamp>(name, version, text) else {
            continue;
        };
        let whole: Result<IgnoredAny, _> = serde_json::from_str(text);
        assert!(whole.is_ok(), "{text:?} is not one JSON value");
        let written = encode(&event).expect("it can be stored");
        assert_eq!(written.type_name, name, "{text:?}");
        let again: Lamp = decode(name, written.schema_version, &written.payload)
            .expect("what was stored can be read");
        assert_eq!(again, event);
    }
}

#[cfg(test)]
mod tests {
    /// The corpus by name, because a crate of rules reads no files.
    const CORPUS: &[&[u8]] = &[
        include_bytes!("../../../tests/fuzz/corpus/token_text/campaign"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/code"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/day"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/event"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/hash"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/inject"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/moment"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/moment-zone"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/money"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/number"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/old-event"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/person"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/season"),
        include_bytes!("../../../tests/fuzz/corpus/token_text/tree"),
    ];

    #[test]
    fn the_corpus_of_token_texts_holds() {
        for seed in CORPUS {
            super::token_text(seed);
            for at in 0..seed.len() {
                let mut changed = seed.to_vec();
                changed[at] ^= 1 << (at % 8);
                super::token_text(&changed);
                super::token_text(&seed[..at]);
            }
        }
    }
}
