//! Names: of streams, of event types, of commits. Parsed once, cheap to clone afterwards.
//! Must not know which categories or types exist; that belongs to the contexts.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;
use uuid::Uuid;

/// Longest stream name, in bytes.
pub const STREAM_NAME_BYTES_MAX: usize = 128;
/// Longest event type name, in bytes.
pub const EVENT_TYPE_BYTES_MAX: usize = 96;

/// Name of a stream, `category-id`: the category is lower-case words joined by hyphens and ends at
/// the last hyphen, the id is letters, digits, `.` and `_`. Example: `tree-share-ts_01.A`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamName(Arc<str>);

/// Why a text is not a stream name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InvalidStreamName {
    /// More than [`STREAM_NAME_BYTES_MAX`] bytes.
    #[error("a stream name of {length_bytes} bytes is longer than {STREAM_NAME_BYTES_MAX}")]
    TooLong {
        /// Length of the refused text, in bytes.
        length_bytes: usize,
    },
    /// Not of the form `category-id`.
    #[error("a stream name must read `category-id`, like `campaign-cmp_1`")]
    Malformed,
}

impl StreamName {
    /// Parses a whole name.
    ///
    /// # Errors
    /// [`InvalidStreamName`] when the text is too long or not of the form `category-id`.
    pub fn parse(text: &str) -> Result<Self, InvalidStreamName> {
        check_stream_name(text)?;
        Ok(Self(text.into()))
    }

    /// Joins a category and an id to a name.
    ///
    /// # Errors
    /// [`InvalidStreamName`] as for [`StreamName::parse`].
    pub fn new(category: &str, id: &str) -> Result<Self, InvalidStreamName> {
        if id.contains('-') {
            return Err(InvalidStreamName::Malformed);
        }
        Self::parse(&format!("{category}-{id}"))
    }

    /// The part before the last hyphen: all streams of one kind share it.
    pub fn category(&self) -> &str {
        self.0.rsplit_once('-').map_or("", |(category, _)| category)
    }

    /// The part after the last hyphen.
    pub fn id(&self) -> &str {
        self.0.rsplit_once('-').map_or("", |(_, id)| id)
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_stream_name(text: &str) -> Result<(), InvalidStreamName> {
    if text.len() > STREAM_NAME_BYTES_MAX {
        return Err(InvalidStreamName::TooLong {
            length_bytes: text.len(),
        });
    }
    if is_stream_name(text.as_bytes()) {
        Ok(())
    } else {
        Err(InvalidStreamName::Malformed)
    }
}

/// Whether these bytes are a stream name, also in length.
pub(crate) fn check_stream_name_bytes(bytes: &[u8]) -> bool {
    bytes.len() <= STREAM_NAME_BYTES_MAX && is_stream_name(bytes)
}

/// Whether a byte may stand in the id of a stream name. A scan checks every name it meets.
const OF_ID: [bool; 256] = {
    let mut of_id = [false; 256];
    let mut byte = 0;
    while byte < 128u8 {
        of_id[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_';
        byte += 1;
    }
    of_id
};

fn is_stream_name(bytes: &[u8]) -> bool {
    let of_id = |b: &&u8| OF_ID[usize::from(**b)];
    let id = bytes.iter().rev().take_while(of_id).count();
    // A hyphen is not of the id, so this is the last one, if it is one.
    let Some(([first, category @ ..], b"-")) = bytes
        .len()
        .checked_sub(id + 1)
        .and_then(|hyphen| bytes.get(..=hyphen)?.split_at_checked(hyphen))
    else {
        return false;
    };
    id > 0
        && first.is_ascii_lowercase()
        && category
            .iter()
            .all(|b| b.is_ascii_lowercase() || *b == b'-')
}

impl FromStr for StreamName {
    type Err = InvalidStreamName;

    fn from_str(text: &str) -> Result<Self, InvalidStreamName> {
        Self::parse(text)
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Literal name of a kind of event, `context.fact`, like `adoption.tree-share-held`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType(Arc<str>);

/// A text that is not an event type: lower-case letters, digits and hyphens around one dot, at most
/// [`EVENT_TYPE_BYTES_MAX`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an event type must read `context.fact-in-the-past`, like `adoption.tree-share-held`")]
pub struct InvalidEventType;

impl EventType {
    /// Parses a type name.
    ///
    /// # Errors
    /// [`InvalidEventType`] when the text has another form or is too long.
    pub fn parse(text: &str) -> Result<Self, InvalidEventType> {
        let (context, fact) = text.split_once('.').ok_or(InvalidEventType)?;
        if text.len() <= EVENT_TYPE_BYTES_MAX && is_word(context) && is_word(fact) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidEventType)
        }
    }

    /// The whole name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl FromStr for EventType {
    type Err = InvalidEventType;

    fn from_str(text: &str) -> Result<Self, InvalidEventType> {
        Self::parse(text)
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Identity of a commit, chosen by the caller; the same id never commits twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub Uuid);

impl CommitId {
    /// The id with these sixteen bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// The sixteen bytes, as they are stored.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl From<Uuid> for CommitId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_name_splits_at_its_last_hyphen() {
        let name = StreamName::parse("tree-share-ts_01.A").unwrap();
        assert_eq!((name.category(), name.id()), ("tree-share", "ts_01.A"));
        assert_eq!(StreamName::new("tree-share", "ts_01.A").unwrap(), name);
    }

    #[test]
    fn other_forms_of_stream_name_are_refused() {
        for text in [
            "",
            "campaign",
            "campaign-",
            "-1",
            "Campaign-1",
            "campaign-1 ",
            "c4-1",
            "a-é",
        ] {
            assert_eq!(
                StreamName::parse(text),
                Err(InvalidStreamName::Malformed),
                "{text:?}"
            );
        }
        assert_eq!(
            StreamName::new("campaign", "a-1"),
            Err(InvalidStreamName::Malformed)
        );
        let fits = format!("c-{}", "1".repeat(STREAM_NAME_BYTES_MAX - 2));
        assert!(StreamName::parse(&fits).is_ok());
        let long = StreamName::parse(&format!("{fits}1"));
        assert_eq!(long, Err(InvalidStreamName::TooLong { length_bytes: 129 }));
    }

    #[test]
    fn an_event_type_is_two_words_around_a_dot() {
        assert!(EventType::parse("adoption.tree-share-held").is_ok());
        for text in [
            "",
            "adoption",
            "adoption.",
            ".held",
            "a.b.c",
            "Adoption.held",
            "a.b c",
        ] {
            assert_eq!(EventType::parse(text), Err(InvalidEventType), "{text:?}");
        }
    }
}
