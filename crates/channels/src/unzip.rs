//! The files of a ZIP archive, read in memory: as many formats as channels' bills come in, and no more. Names are not
//! believed and nothing is written anywhere. It must not know what the files say.
//!
//! Source of the layout: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. The central directory at the end is
//! what counts; of a file's own header only its length does.

use std::io::Read;

use flate2::{Crc, read::DeflateDecoder};

/// Most files of an archive: a bill has a detailed and a summary file, a large one some of each.
pub(crate) const FILES_MAX: usize = 64;
/// End of central directory: signature and length without its comment.
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
/// An entry of the central directory.
const ENTRY: (&[u8], usize) = (b"PK\x01\x02", 46);
/// A file's own header.
const LOCAL: (&[u8], usize) = (b"PK\x03\x04", 30);
/// Longest comment behind the end.
const COMMENT_BYTES_MAX: usize = 65_535;
/// Flag of an encrypted file.
const ENCRYPTED: u16 = 1;
/// What an archive without ZIP64 cannot say; there the true value stands elsewhere.
const SAID_ELSEWHERE: u32 = u32::MAX;

/// Why an archive was not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveProblem {
    /// A part of it is missing, or is not where it should be.
    #[error("the archive is cut off or damaged")]
    Damaged,
    /// More files than any bill.
    #[error("the archive has more than {limit} files")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// Larger than any bill when unpacked.
    #[error("the archive holds more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit in bytes, for all files together.
        limit_bytes: usize,
    },
    /// Encrypted, or packed in a way that bills are not.
    #[error("the archive is packed in a way that is not read")]
    Unsupported,
}

/// Whether the bytes begin as an archive does.
pub(crate) fn is_archive(file: &[u8]) -> bool {
    file.starts_with(LOCAL.0) || file.starts_with(END.0)
}

/// The contents of every file of an archive, folders left out, at most `bytes_max` together.
pub(crate) fn files(archive: &[u8], bytes_max: usize) -> Result<Vec<Vec<u8>>, ArchiveProblem> {
    let (count, start) = directory(archive)?;
    if count > FILES_MAX {
        return Err(ArchiveProblem::TooManyFiles { limit: FILES_MAX });
    }
    let (mut place, mut left, mut files) = (start, bytes_max, Vec::new());
    for _ in 0..count {
        let entry = record(archive, place, ENTRY)?;
        let lengths = [28, 30, 32].map(|at| usize::from(u16_at(entry, at)));
        let name = archive.get(place + ENTRY.1..);
        let name = name.and_then(|rest| rest.get(..lengths[0]));
        let is_folder = name.ok_or(ArchiveProblem::Damaged)?.ends_with(b"/");
        place += ENTRY.1 + lengths.iter().sum::<usize>();
        if is_folder {
            continue;
        }
        let content = unpacked(archive, entry, left).map_err(|problem| match problem {
            ArchiveProblem::TooLarge { .. } => ArchiveProblem::TooLarge {
                limit_bytes: bytes_max,
            },
            other @ (ArchiveProblem::Damaged
            | ArchiveProblem::TooManyFiles { .. }
            | ArchiveProblem::Unsupported) => other,
        })?;
        left -= content.len();
        files.push(content);
    }
    Ok(files)
}

/// How many entries the central directory has, and where it begins.
fn directory(archive: &[u8]) -> Result<(usize, usize), ArchiveProblem> {
    let last = archive.len().checked_sub(END.1);
    let last = last.ok_or(ArchiveProblem::Damaged)?;
    let first = last.saturating_sub(COMMENT_BYTES_MAX);
    let ends_here = |at: usize| {
        let comment = archive.len() - at - END.1;
        archive[at..].starts_with(END.0) && usize::from(u16_at(&archive[at..], 20)) == comment
    };
    let at = (first..=last).rev().find(|at| ends_here(*at));
    let end = record(archive, at.ok_or(ArchiveProblem::Damaged)?, END)?;
    let (count, start) = (u16_at(end, 10), u32_at(end, 16));
    // Of several disks, or ZIP64.
    if u16_at(end, 4) != 0 || u16_at(end, 8) != count || start == SAID_ELSEWHERE {
        return Err(ArchiveProblem::Unsupported);
    }
    Ok((usize::from(count), size(start)))
}

/// One file, at most `bytes_max` long, of the length and sum that the directory says.
fn unpacked(archive: &[u8], entry: &[u8], bytes_max: usize) -> Result<Vec<u8>, ArchiveProblem> {
    let (flags, method) = (u16_at(entry, 8), u16_at(entry, 10));
    let (crc, packed, plain, at) = (
        u32_at(entry, 16),
        u32_at(entry, 20),
        u32_at(entry, 24),
        u32_at(entry, 42),
    );
    if flags & ENCRYPTED != 0 || [packed, plain, at].contains(&SAID_ELSEWHERE) {
        return Err(ArchiveProblem::Unsupported);
    }
    if size(plain) > bytes_max {
        return Err(ArchiveProblem::TooLarge {
            limit_bytes: bytes_max,
        });
    }
    let local = record(archive, size(at), LOCAL)?;
    let names = usize::from(u16_at(local, 26)) + usize::from(u16_at(local, 28));
    let start = size(at) + LOCAL.1 + names;
    let packed = archive
        .get(start..)
        .and_then(|rest| rest.get(..size(packed)))
        .ok_or(ArchiveProblem::Damaged)?;
    let content = match method {
        0 => packed.to_vec(),
        8 => inflated(packed, size(plain))?,
        _ => return Err(ArchiveProblem::Unsupported),
    };
    let mut sum = Crc::new();
    sum.update(&content);
    if content.len() != size(plain) || sum.sum() != crc {
        return Err(ArchiveProblem::Damaged);
    }
    Ok(content)
}

/// Never more than one byte beyond what was announced, whatever the packed bytes would grow to.
fn inflated(packed: &[u8], announced: usize) -> Result<Vec<u8>, ArchiveProblem> {
    let most = u64::try_from(announced)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut content = Vec::new();
    DeflateDecoder::new(packed)
        .take(most)
        .read_to_end(&mut content)
        .map_err(|_| ArchiveProblem::Damaged)?;
    Ok(content)
}

/// The bytes of a record that begins as it must.
fn record<'a>(
    archive: &'a [u8],
    at: usize,
    (signature, length): (&[u8], usize),
) -> Result<&'a [u8], ArchiveProblem> {
    let found = archive.get(at..).and_then(|rest| rest.get(..length));
    found
        .filter(|found| found.starts_with(signature))
        .ok_or(ArchiveProblem::Damaged)
}

/// Records are as long as their fields need; see [`record`].
fn u16_at(record: &[u8], at: usize) -> u16 {
    let bytes = record.get(at..at + 2).unwrap_or(&[0, 0]);
    u16::from_le_bytes([bytes[0], bytes[1]])
}

fn u32_at(record: &[u8], at: usize) -> u32 {
    u32::from(u16_at(record, at)) | u32::from(u16_at(record, at + 2)) << 16
}

fn size(said: u32) -> usize {
    usize::try_from(said).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
