//! The lines themselves: the first, which says what follows, and one per event. Text and back, byte by byte; whether
//! the events follow each other is `import.rs`.

use std::io::{self, Write};

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{LineFault, LogPoint, as_hex};
use crate::batch::{Event, Part};
use crate::chain::Link;
use crate::commit::EVENT_BYTES_MAX;
use crate::name::CommitId;
use crate::position::GlobalPosition;

/// Newest form of the lines that this program knows.
pub(super) const FORM: u32 = 1;
/// Longest line, in bytes: the largest event in base64 and its frame.
pub const LINE_BYTES_MAX: usize = 2 * EVENT_BYTES_MAX;

/// The first line: which stretch of which log follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Form of the lines, 1.
    pub pomona_log: u32,
    /// Epoch of the log the lines come from, 32 hex digits; absent when it had none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub epoch: Option<String>,
    /// The place after which the lines begin.
    pub after: LogPoint,
    /// The place at which they end.
    pub until: LogPoint,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    position: u64,
    stream: &'a str,
    version: u64,
    previous: u64,
    commit: Uuid,
    index: u32,
    of: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    fingerprint: Option<Hex>,
    recorded_at_ms: i64,
    #[serde(rename = "type")]
    type_name: &'a str,
    schema_version: u16,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    payload: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    payload_base64: Option<String>,
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    metadata: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    metadata_base64: Option<String>,
    link: Hex,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
struct Hex(#[serde(with = "as_hex")] [u8; 32]);

/// Writes the first line.
pub(crate) fn write_header(out: &mut dyn Write, header: &Header) -> io::Result<()> {
    serde_json::to_writer(&mut *out, header)?;
    out.write_all(b"\n")
}

/// Writes the line of an event. `None` when it is no event of ours: names that are no text, numbers too large.
pub(crate) fn encode(
    out: &mut Vec<u8>,
    position: GlobalPosition,
    part: &Part<'_>,
    event: &Event<'_>,
    link: Link,
) -> Option<()> {
    let fingerprint = if event.index == 0 {
        Some(Hex(part.fingerprint.try_into().ok()?))
    } else {
        None
    };
    let (payload, payload_base64) = content(event.payload);
    let (metadata, metadata_base64) = content(event.metadata);
    let line = Line {
        position: position.0,
        stream: str::from_utf8(event.stream).ok()?,
        version: event.version,
        previous: event.previous_position,
        commit: part.commit_id.0,
        index: event.index,
        of: part.event_total,
        fingerprint,
        recorded_at_ms: part.recorded_at_ms,
        type_name: str::from_utf8(event.type_name).ok()?,
        schema_version: u16::try_from(event.schema_version).ok()?,
        payload,
        payload_base64,
        metadata,
        metadata_base64,
        link: Hex(link),
    };
    serde_json::to_writer(&mut *out, &line).ok()?;
    out.push(b'\n');
    Some(())
}

/// JSON goes into the line as it is, when it comes back as the same bytes; anything else as base64; nothing as nothing.
fn content(bytes: &[u8]) -> (Option<&RawValue>, Option<String>) {
    if bytes.is_empty() {
        return (None, None);
    }
    let one_line = !bytes.contains(&b'\n') && !bytes.contains(&b'\r') && bytes != b"null";
    let json: Option<&RawValue> = one_line
        .then(|| serde_json::from_slice(bytes).ok())
        .flatten();
    match json.filter(|json| json.get().len() == bytes.len()) {
        Some(json) => (Some(json), None),
        None => (None, Some(BASE64.encode(bytes))),
    }
}

/// A line as it was read.
pub(crate) struct Read<'a> {
    pub(crate) position: GlobalPosition,
    pub(super) stream: &'a str,
    pub(super) version: u64,
    pub(super) previous: GlobalPosition,
    pub(super) commit_id: CommitId,
    pub(super) index: u32,
    pub(super) of: u32,
    pub(super) fingerprint: Option<[u8; 32]>,
    pub(super) recorded_at_ms: i64,
    pub(super) type_name: &'a str,
    pub(super) schema_version: u16,
    pub(super) payload: Vec<u8>,
    pub(super) metadata: Vec<u8>,
    pub(super) link: Link,
}

/// Reads the line of an event.
pub(crate) fn decode(line: &[u8]) -> Result<Read<'_>, LineFault> {
    let line: Line<'_> = serde_json::from_slice(line).map_err(|_no_line| LineFault::Malformed)?;
    if line.fingerprint.is_some() != (line.index == 0) || line.index >= line.of {
        return Err(LineFault::TornCommit);
    }
    Ok(Read {
        position: GlobalPosition(line.position),
        stream: line.stream,
        version: line.version,
        previous: GlobalPosition(line.previous),
        commit_id: CommitId(line.commit),
        index: line.index,
        of: line.of,
        fingerprint: line.fingerprint.map(|hex| hex.0),
        recorded_at_ms: line.recorded_at_ms,
        type_name: line.type_name,
        schema_version: line.schema_version,
        payload: bytes(line.payload, line.payload_base64)?,
        metadata: bytes(line.metadata, line.metadata_base64)?,
        link: line.link.0,
    })
}

fn bytes(json: Option<&RawValue>, base64: Option<String>) -> Result<Vec<u8>, LineFault> {
    match (json, base64) {
        (None, None) => Ok(Vec::new()),
        (Some(json), None) => Ok(json.get().as_bytes().to_vec()),
        (None, Some(text)) => BASE64
            .decode(text.as_bytes())
            .map_err(|_no_base64| LineFault::Malformed),
        (Some(_), Some(_)) => Err(LineFault::Malformed),
    }
}

impl<'a> Read<'a> {
    /// What all events of its commit share.
    pub(crate) fn part(&self) -> Part<'_> {
        Part {
            commit_id: self.commit_id,
            fingerprint: self
                .fingerprint
                .as_ref()
                .map_or(&[], |hash| hash.as_slice()),
            recorded_at_ms: self.recorded_at_ms,
            first_index: self.index,
            event_total: self.of,
        }
    }

    /// The event as it is hashed.
    pub(crate) fn event(&self) -> Event<'_> {
        Event {
            part: 0,
            index: self.index,
            stream: self.stream.as_bytes(),
            version: self.version,
            previous_position: self.previous.0,
            type_name: self.type_name.as_bytes(),
            schema_version: self.schema_version.into(),
            payload: &self.payload,
            metadata: &self.metadata,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(payload: &[u8], metadata: &[u8]) -> (String, Vec<u8>, Vec<u8>) {
        let part = Part {
            commit_id: CommitId::from_bytes([7; 16]),
            fingerprint: &[9; 32],
            recorded_at_ms: -5,
            first_index: 0,
            event_total: 1,
        };
        let event = Event {
            stream: b"tree-t_1",
            version: 3,
            previous_position: 2,
            type_name: b"orchard.tree-counted",
            schema_version: 4,
            payload,
            metadata,
            ..Event::default()
        };
        let mut line = Vec::new();
        encode(&mut line, GlobalPosition(8), &part, &event, [1; 32]).unwrap();
        let text = String::from_utf8(line.clone()).unwrap();
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        let read = decode(&line).unwrap();
        assert_eq!((read.part(), read.event()), (part, event));
        assert_eq!((read.position.0, read.link), (8, [1; 32]));
        let Read {
            payload, metadata, ..
        } = read;
        (text, payload, metadata)
    }

    #[test]
    fn every_payload_comes_back_to_the_byte() {
        let plain: [&[u8]; 5] = [
            br#"{"b":1,"a":[1.50]}"#,
            b"7",
            br#""x\n""#,
            "\"梨\"".as_bytes(),
            b"",
        ];
        for payload in plain {
            let (text, back, _) = there_and_back(payload, b"");
            assert_eq!(back, payload);
            assert!(!text.contains("base64"), "{text}");
        }
        let other: [&[u8]; 6] = [b"null", b" {}", b"{}\n", b"{\n}", b"not json", &[0xff, 0]];
        for payload in other {
            let (text, back, metadata) = there_and_back(payload, payload);
            assert_eq!((back.as_slice(), metadata.as_slice()), (payload, payload));
            assert!(text.contains("payload_base64") && text.contains("metadata_base64"));
        }
    }

    #[test]
    fn what_is_no_line_is_refused() {
        let (text, ..) = there_and_back(b"{}", b"{}");
        assert!(decode(text.as_bytes()).is_ok());
        for (from, to) in [
            ("\"version\":3,", ""),
            ("\"version\":3,", "\"version\":-3,"),
            ("\"version\":3,", "\"version\":3,\"colour\":1,"),
            ("\"payload\":{}", "\"payload\":{},\"payload_base64\":\"\""),
            ("\"payload\":{}", "\"payload_base64\":\"?\""),
            ("0101", "01"),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert_ne!(wrong, text);
            assert!(
                matches!(decode(wrong.as_bytes()), Err(LineFault::Malformed)),
                "{wrong}"
            );
        }
        let second = text.replacen("\"index\":0", "\"index\":1", 1);
        assert!(matches!(
            decode(second.as_bytes()),
            Err(LineFault::TornCommit)
        ));
    }
}
