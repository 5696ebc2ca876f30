//! Reads an event's record back: what somebody holds who was given one to check. Strict: what is
//! accepted would be written byte by byte the same. Knows no log and no meaning.

use super::commitment::{Commitment, RECORD_TAG};

/// The fields of an event's record, as [`super::event_record`] lays them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRecord<'a> {
    /// Position in the log.
    pub position: u64,
    /// Name of its stream.
    pub stream: &'a str,
    /// Its number in the stream, from 1.
    pub version: u64,
    /// The commit it came with.
    pub commit_id: [u8; 16],
    /// Time by the clock of whoever committed, UTC milliseconds since 1970.
    pub recorded_at_ms: i64,
    /// Literal name of the kind of event.
    pub type_name: &'a str,
    /// Version of the payload's form.
    pub schema_version: u16,
    /// The fact, as JSON.
    pub payload: &'a [u8],
    /// Who, why, caused by what, as JSON; may be empty.
    pub metadata: &'a [u8],
}

impl<'a> EventRecord<'a> {
    /// Parses a record; `None` for anything that is not exactly one.
    pub fn parse(record: &'a [u8]) -> Option<Self> {
        let rest = &mut record.strip_prefix(RECORD_TAG)?;
        let parsed = Self {
            position: u64::from_be_bytes(take(rest)?),
            stream: take_text(rest)?,
            version: u64::from_be_bytes(take(rest)?),
            commit_id: take(rest)?,
            recorded_at_ms: i64::from_be_bytes(take(rest)?),
            type_name: take_text(rest)?,
            schema_version: u16::from_be_bytes(take(rest)?),
            payload: take_bytes(rest)?,
            metadata: take_bytes(rest)?,
        };
        rest.is_empty().then_some(parsed)
    }

    /// Parses a record that must have this commitment.
    pub fn committed(record: &'a [u8], commitment: Commitment) -> Option<Self> {
        (Commitment::of_record(record) == commitment).then(|| Self::parse(record))?
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u32::from_be_bytes(take(rest)?)).ok()?;
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

fn take_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(take_bytes(rest)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::RecordedEvent;
    use crate::name::{CommitId, EventType, StreamName};
    use crate::position::{GlobalPosition, StreamVersion};
    use crate::proof::event_record;

    fn record() -> Vec<u8> {
        event_record(&RecordedEvent {
            position: GlobalPosition(7),
            previous: GlobalPosition(3),
            stream: StreamName::parse("tree-a").unwrap(),
            version: StreamVersion(2),
            commit_id: CommitId::from_bytes([9; 16]),
            recorded_at_ms: -5,
            type_name: EventType::parse("orchard.tree-seen").unwrap(),
            schema_version: 3,
            payload: b"{\"a\":\"\xe6\xa0\x91\"}".to_vec().into(),
            metadata: Vec::new().into(),
        })
    }

    #[test]
    fn a_record_reads_as_it_was_written() {
        let record = record();
        let read = EventRecord::committed(&record, Commitment::of_record(&record)).unwrap();
        assert_eq!((read.position, read.stream, read.version), (7, "tree-a", 2));
        assert_eq!((read.commit_id, read.recorded_at_ms), ([9; 16], -5));
        assert_eq!(
            (read.type_name, read.schema_version),
            ("orchard.tree-seen", 3)
        );
        assert_eq!(read.payload, "{\"a\":\"树\"}".as_bytes());
        assert!(read.metadata.is_empty());
    }

    #[test]
    fn another_record_is_not_the_committed_one() {
        let (record, mut other) = (record(), record());
        *other.last_mut().unwrap() ^= 1;
        assert_eq!(
            EventRecord::committed(&other, Commitment::of_record(&record)),
            None
        );
    }

    #[test]
    fn what_is_cut_off_too_long_or_of_another_kind_is_no_record() {
        let record = record();
        for end in 0..record.len() {
            assert_eq!(EventRecord::parse(&record[..end]), None, "{end} bytes");
        }
        assert_eq!(EventRecord::parse(&[&record[..], b"x"].concat()), None);
        assert_eq!(EventRecord::parse(b"pomona event v2\n"), None);
        let mut long = record.clone();
        long[24..28].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(EventRecord::parse(&long), None, "a length beyond the end");
        let mut odd = record;
        odd[28] = 0xff;
        assert_eq!(EventRecord::parse(&odd), None, "a name that is no text");
    }
}
