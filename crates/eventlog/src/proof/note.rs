//! Signed notes, C2SP signed-note: a text and lines of signatures. Other people's signatures are
//! passed over, ours must be right. Knows nothing of what a text says.

use data_encoding::BASE64;

use super::error::NoteError;
use super::key::{KeyId, KeyName, Vkey};

/// Longest note that is looked at, in bytes.
pub const NOTE_BYTES_MAX: usize = 1024 * 1024;
/// Most signatures that are looked at; C2SP asks for 16 at least.
pub const NOTE_SIGNATURES_MAX: usize = 100;

const DASH: &str = "\u{2014} ";

/// A note taken apart; nothing in it is to be believed yet.
struct Note<'a> {
    text: &'a str,
    signatures: Vec<Signed<'a>>,
}

/// One signature line.
pub(super) struct Signed<'a> {
    pub(super) name: &'a str,
    pub(super) id: KeyId,
    pub(super) signature: Vec<u8>,
}

/// A note's text, with its last line feed, and its signature lines.
pub(super) fn halves(note: &str) -> Option<(&str, &str)> {
    let empty_line = note.rfind("\n\n")?;
    Some((note.get(..=empty_line)?, note.get(empty_line + 2..)?))
}

/// The text of a note, if it is signed by the key.
pub(crate) fn open<'a>(note: &'a str, vkey: &Vkey) -> Result<&'a str, NoteError> {
    let note = Note::parse(note)?;
    let id = vkey.id();
    let ours = note.signatures.iter();
    let mut ours = ours
        .filter(|signed| signed.name == vkey.name().as_str() && signed.id == id)
        .peekable();
    if ours.peek().is_none() {
        return Err(NoteError::NotSigned);
    }
    if ours.all(|signed| vkey.verify(note.text, &signed.signature)) {
        Ok(note.text)
    } else {
        Err(NoteError::WrongSignature)
    }
}

impl<'a> Note<'a> {
    fn parse(note: &'a str) -> Result<Self, NoteError> {
        if note.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong {
                length_bytes: note.len(),
            });
        }
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::Malformed);
        }
        let empty_line = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, lines) = note.split_at(empty_line + 1);
        let lines = lines
            .strip_prefix('\n')
            .and_then(|lines| lines.strip_suffix('\n'));
        let mut signatures = Vec::new();
        for line in lines.ok_or(NoteError::Malformed)?.split('\n') {
            if signatures.len() == NOTE_SIGNATURES_MAX {
                return Err(NoteError::TooManySignatures {
                    limit: NOTE_SIGNATURES_MAX,
                });
            }
            signatures.push(parse_signature(line).ok_or(NoteError::Malformed)?);
        }
        Ok(Self { text, signatures })
    }
}

pub(super) fn parse_signature(line: &str) -> Option<Signed<'_>> {
    let (name, base64) = line.strip_prefix(DASH)?.split_once(' ')?;
    KeyName::parse(name).ok()?;
    let bytes = BASE64.decode(base64.as_bytes()).ok()?;
    let (id, signature) = bytes.split_first_chunk()?;
    if signature.is_empty() {
        return None;
    }
    Some(Signed {
        name,
        id: *id,
        signature: signature.to_vec(),
    })
}

#[cfg(test)]
mod tests;
