//! Between an event and its stored form: a literal type name, a schema version and a JSON payload.
//!
//! An aggregate's event enum is written with serde's adjacent tagging (`tag = "type", content = "data"`) and a
//! literal `rename` on every variant, so the stored name stands beside the variant and no Rust path leaks into
//! storage. Old versions are lifted by pure upcasters before they are read.

use serde::{
    Serialize,
    de::{
        DeserializeOwned, DeserializeSeed, IntoDeserializer, MapAccess,
        value::MapAccessDeserializer,
    },
};
use serde_json::{Value, de::StrRead, value::RawValue};

/// The two keys of serde's adjacent tagging.
const TAG: &str = "type";
const CONTENT: &str = "data";

/// An event enum that can be stored. Implemented once per aggregate.
pub trait StoredEvent: Serialize + DeserializeOwned {
    /// The category of the aggregate's streams: `campaign` for `campaign-<id>`.
    const CATEGORY: &'static str;

    /// Every stored type name with its current schema version. The golden files are checked against this list.
    const TYPES: &'static [(&'static str, u16)];

    /// One step for each version of each type that is not current any more. None where no shape has ever changed.
    const UPCASTERS: &'static [Upcaster] = &[];
}

/// The fields of a payload; a stored payload is always a JSON object.
pub type Fields = serde_json::Map<String, Value>;

/// Lifts payloads of one type from one version to the next. Pure; fields it does not know stay as they are.
#[derive(Debug, Clone, Copy)]
pub struct Upcaster {
    /// The stored type name.
    pub type_name: &'static str,
    /// The version it lifts from.
    pub from: u16,
    /// Makes the fields of version `from` those of the next.
    pub lift: fn(Fields) -> Fields,
}

/// Gives a field another name, for upcasters.
pub fn rename(fields: &mut Fields, old: &str, new: &str) {
    if let Some(value) = fields.remove(old) {
        fields.insert(new.to_owned(), value);
    }
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The literal type name, such as `adoption.tree-share-held`.
    pub type_name: &'static str,
    /// The schema version of the payload.
    pub schema_version: u16,
    /// The JSON payload.
    pub payload: String,
}

/// Why an event could not be written or read. On reading: the log is newer than the program, or damaged.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The type name is not known for this aggregate.
    #[error("event type {type_name} is not known to category {category}")]
    UnknownType {
        /// The type name found.
        type_name: String,
        /// The category asked.
        category: &'static str,
    },
    /// The stored version is newer than this program.
    #[error("event type {type_name} has schema version {found}, this program knows up to {known}")]
    TooNew {
        /// The type name found.
        type_name: &'static str,
        /// The version found.
        found: u16,
        /// The newest version known.
        known: u16,
    },
    /// The stored version is none that this program knows how to lift.
    #[error(
        "event type {type_name} has schema version {found}, which is no version this program knows"
    )]
    NoUpcaster {
        /// The type name found.
        type_name: &'static str,
        /// The version that nothing lifts from.
        found: u16,
    },
    /// The payload does not have the shape of its type.
    #[error("the payload of an event of category {category} does not fit its type")]
    Payload {
        /// The category asked.
        category: &'static str,
        /// What serde found.
        source: serde_json::Error,
    },
}

#[derive(serde::Deserialize)]
struct Tagged<'a> {
    #[serde(rename = "type")]
    type_name: String,
    #[serde(borrow)]
    data: &'a RawValue,
}

/// Writes an event into its stored form.
///
/// # Errors
/// The enum is not tagged as the house does, or its name is missing in [`StoredEvent::TYPES`]; the codec test
/// of each aggregate rules both out.
pub fn encode<E: StoredEvent>(event: &E) -> Result<Encoded, CodecError> {
    let payload_error = |source| CodecError::Payload {
        category: E::CATEGORY,
        source,
    };
    let text = serde_json::to_string(event).map_err(payload_error)?;
    if let Some((name, payload)) = untag(&text) {
        let (type_name, schema_version) = known::<E>(name)?;
        return Ok(Encoded {
            type_name,
            schema_version,
            payload: payload.to_owned(),
        });
    }
    let tagged: Tagged<'_> = serde_json::from_str(&text).map_err(payload_error)?;
    let (type_name, schema_version) = known::<E>(&tagged.type_name)?;
    Ok(Encoded {
        type_name,
        schema_version,
        payload: tagged.data.get().to_owned(),
    })
}

/// Name and content of an event as serde has just written it: the tag first, then the content. `None` for any other
/// form, which is then parsed.
fn untag(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix("{\"type\":\"")?.split_once('"')?;
    let payload = rest.strip_prefix(",\"data\":")?.strip_suffix('}')?;
    Some((name, payload))
}

/// Reads a stored event, lifting old versions first.
///
/// # Errors
/// Unknown type, newer version, or a payload that does not fit.
pub fn decode<E: StoredEvent>(
    type_name: &str,
    version: u16,
    payload: &str,
) -> Result<E, CodecError> {
    let (name, current) = known::<E>(type_name)?;
    if version > current {
        return Err(CodecError::TooNew {
            type_name: name,
            found: version,
            known: current,
        });
    }
    let payload_error = |source| CodecError::Payload {
        category: E::CATEGORY,
        source,
    };
    if version == current {
        return read(name, payload).map_err(payload_error);
    }
    let mut fields: Fields = serde_json::from_str(payload).map_err(payload_error)?;
    for from in version..current {
        let mut steps = E::UPCASTERS.iter();
        let step = steps.find(|step| step.type_name == name && step.from == from);
        let step = step.ok_or(CodecError::NoUpcaster {
            type_name: name,
            found: from,
        })?;
        fields = (step.lift)(fields);
    }
    read(name, &Value::Object(fields).to_string()).map_err(payload_error)
}

fn read<E: StoredEvent>(name: &'static str, payload: &str) -> Result<E, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(payload);
    let event = E::deserialize(MapAccessDeserializer::new(TagThenContent {
        name,
        json: &mut json,
        given: Given::Nothing,
    }))?;
    json.end()?;
    Ok(event)
}

/// Type name and payload as serde's adjacent tagging expects them. The tag comes first, so that the
/// content is streamed and not buffered; the payload stays a text of its own, so that nothing in it
/// can pass for a tag.
struct TagThenContent<'a, 'de> {
    name: &'static str,
    json: &'a mut serde_json::Deserializer<StrRead<'de>>,
    given: Given,
}

enum Given {
    Nothing,
    Tag,
    Both,
}

impl<'de> MapAccess<'de> for TagThenContent<'_, 'de> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        let key = match self.given {
            Given::Nothing => TAG,
            Given::Tag => CONTENT,
            Given::Both => return Ok(None),
        };
        seed.deserialize(key.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        if matches!(self.given, Given::Nothing) {
            self.given = Given::Tag;
            return seed.deserialize(self.name.into_deserializer());
        }
        self.given = Given::Both;
        seed.deserialize(&mut *self.json)
    }
}

fn known<E: StoredEvent>(type_name: &str) -> Result<(&'static str, u16), CodecError> {
    E::TYPES
        .iter()
        .find(|(name, _)| *name == type_name)
        .copied()
        .ok_or_else(|| CodecError::UnknownType {
            type_name: type_name.to_owned(),
            category: E::CATEGORY,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", content = "data")]
    enum Event {
        #[serde(rename = "test.lamp-switched-on")]
        SwitchedOn { watts: u32 },
    }

    impl StoredEvent for Event {
        const CATEGORY: &'static str = "lamp";
        const TYPES: &'static [(&'static str, u16)] = &[("test.lamp-switched-on", 2)];
        const UPCASTERS: &'static [Upcaster] = &[Upcaster {
            type_name: "test.lamp-switched-on",
            from: 1,
            lift: |mut fields| {
                rename(&mut fields, "power", "watts");
                fields
            },
        }];
    }

    #[test]
    fn the_tag_is_taken_off_as_serde_wrote_it() {
        let text = r#"{"type":"a.b","data":{"x":"}\"{","y":[{}]}}"#;
        assert_eq!(untag(text), Some(("a.b", r#"{"x":"}\"{","y":[{}]}"#)));
        for other in [
            "{}",
            r#"{"type":"a.b"}"#,
            r#"{"data":{},"type":"a.b"}"#,
            "\"a.b\"",
        ] {
            assert_eq!(untag(other), None, "{other}");
        }
    }

    #[test]
    fn an_event_is_stored_under_its_literal_name_and_reads_back() {
        let stored = encode(&Event::SwitchedOn { watts: 5 }).unwrap();
        assert_eq!(stored.type_name, "test.lamp-switched-on");
        assert_eq!(stored.schema_version, 2);
        assert_eq!(stored.payload, r#"{"watts":5}"#);
        let event: Event = decode(stored.type_name, 2, &stored.payload).unwrap();
        assert_eq!(event, Event::SwitchedOn { watts: 5 });
    }

    #[test]
    fn an_old_version_is_lifted_first() {
        let event: Event = decode("test.lamp-switched-on", 1, r#"{"power":7}"#).unwrap();
        assert_eq!(event, Event::SwitchedOn { watts: 7 });
    }

    #[test]
    fn a_version_that_nothing_lifts_is_named() {
        let none = decode::<Event>("test.lamp-switched-on", 0, "{}");
        assert!(matches!(none, Err(CodecError::NoUpcaster { found: 0, .. })));
        for wrong in ["[]", "7", "{}", r#"{"power":"much"}"#] {
            let refused = decode::<Event>("test.lamp-switched-on", 1, wrong);
            assert!(
                matches!(refused, Err(CodecError::Payload { .. })),
                "{wrong}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        assert!(matches!(
            decode::<Event>("test.lamp-broken", 1, "{}"),
            Err(CodecError::UnknownType { .. })
        ));
        assert!(matches!(
            decode::<Event>("test.lamp-switched-on", 3, "{}"),
            Err(CodecError::TooNew {
                found: 3,
                known: 2,
                ..
            })
        ));
        for wrong in ["[]", "", "{}", r#"{"watts":1},"x":1"#, r#"{"watts":1} {}"#] {
            assert!(
                matches!(
                    decode::<Event>("test.lamp-switched-on", 2, wrong),
                    Err(CodecError::Payload { .. })
                ),
                "{wrong}"
            );
        }
    }
}
