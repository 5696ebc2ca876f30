//! Writes the little EXIF block a telephone would: when and where a picture was taken. Knows TIFF
//! layout (Exif 2.32, CIPA DC-008), not pictures.

use super::PaintError;

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const BYTE: u16 = 1;

/// Bytes of one directory entry.
const ENTRY_BYTES: usize = 12;
/// Bytes of the TIFF header before the first directory.
const HEADER_BYTES: usize = 8;
/// Degrees are written in ten-millionths, the way they come in.
const E7: u32 = 10_000_000;

/// One tag and its value as big-endian bytes.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

impl Entry {
    fn text(tag: u16, text: &str) -> Self {
        let mut value = text.as_bytes().to_vec();
        value.push(0);
        Self {
            tag,
            kind: ASCII,
            count: length(&value),
            value,
        }
    }

    fn short(tag: u16, number: u16) -> Self {
        Self {
            tag,
            kind: SHORT,
            count: 1,
            value: number.to_be_bytes().to_vec(),
        }
    }

    fn long(tag: u16, number: u32) -> Self {
        Self {
            tag,
            kind: LONG,
            count: 1,
            value: number.to_be_bytes().to_vec(),
        }
    }

    /// `degrees_e7` as degrees, minutes and seconds, the form every reader knows.
    fn degrees(tag: u16, degrees_e7: u32) -> Self {
        let minutes_e7 = (degrees_e7 % E7) * 60;
        let seconds_e7 = u64::from(minutes_e7 % E7) * 60;
        // Seconds to a ten-thousandth, 3 mm on the ground; it cannot exceed 600,000.
        let seconds_e4 = u32::try_from(seconds_e7 / 1000).unwrap_or(0);
        let parts: [(u32, u32); 3] = [
            (degrees_e7 / E7, 1),
            (minutes_e7 / E7, 1),
            (seconds_e4, 10_000),
        ];
        let value = parts
            .iter()
            .flat_map(|(part, of)| [part.to_be_bytes(), of.to_be_bytes()].concat())
            .collect();
        Self {
            tag,
            kind: RATIONAL,
            count: 3,
            value,
        }
    }
}

/// The TIFF block for a picture taken at `taken_at` (`2026-04-12T08:30:00+08:00`) at this place.
///
/// # Errors
/// [`PaintError::TakenAtMalformed`] or [`PaintError::PlaceOutOfRange`].
pub(super) fn block(taken_at: &str, lat_e7: i32, lon_e7: i32) -> Result<Vec<u8>, PaintError> {
    let (local, offset) = exif_time(taken_at)?;
    let (lat, lon) = (lat_e7.unsigned_abs(), lon_e7.unsigned_abs());
    if lat > 90 * E7 || lon > 180 * E7 {
        return Err(PaintError::PlaceOutOfRange { lat_e7, lon_e7 });
    }
    let exif = [
        Entry::text(0x9003, &local),  // DateTimeOriginal
        Entry::text(0x9011, &offset), // OffsetTimeOriginal
    ];
    let gps = [
        Entry {
            tag: 0x0000,
            kind: BYTE,
            count: 4,
            value: vec![2, 3, 0, 0],
        }, // GPSVersionID
        Entry::text(0x0001, if lat_e7 < 0 { "S" } else { "N" }),
        Entry::degrees(0x0002, lat),
        Entry::text(0x0003, if lon_e7 < 0 { "W" } else { "E" }),
        Entry::degrees(0x0004, lon),
        Entry::text(0x0012, "WGS-84"), // GPSMapDatum
    ];
    let root = |exif_at, gps_at| {
        [
            Entry::short(0x0112, 1), // Orientation: as it is
            Entry::long(0x8769, exif_at),
            Entry::long(0x8825, gps_at),
        ]
    };
    let exif_at = HEADER_BYTES + directory(&root(0, 0), 0).len();
    let gps_at = exif_at + directory(&exif, 0).len();
    let mut block = b"MM\x00\x2a\x00\x00\x00\x08".to_vec();
    block.extend(directory(
        &root(offset_of(exif_at), offset_of(gps_at)),
        HEADER_BYTES,
    ));
    block.extend(directory(&exif, exif_at));
    block.extend(directory(&gps, gps_at));
    Ok(block)
}

/// A directory that starts at byte `at`, its longer values right after it.
fn directory(entries: &[Entry], at: usize) -> Vec<u8> {
    let values_at = at + 2 + entries.len() * ENTRY_BYTES + 4;
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let (mut table, mut values) = (count.to_be_bytes().to_vec(), Vec::new());
    for entry in entries {
        table.extend(entry.tag.to_be_bytes());
        table.extend(entry.kind.to_be_bytes());
        table.extend(entry.count.to_be_bytes());
        if entry.value.len() <= 4 {
            let mut inline = entry.value.clone();
            inline.resize(4, 0);
            table.extend(inline);
        } else {
            table.extend(offset_of(values_at + values.len()).to_be_bytes());
            values.extend(&entry.value);
            // TIFF 6.0: values begin on a word boundary.
            values.resize(values.len().next_multiple_of(2), 0);
        }
    }
    table.extend([0; 4]);
    table.extend(values);
    table
}

/// `2026-04-12T08:30:00+08:00` as `2026:04:12 08:30:00` and `+08:00`.
fn exif_time(taken_at: &str) -> Result<(String, String), PaintError> {
    const FORM: &[u8] = b"0000-00-00T00:00:00+00:00";
    let fits = |(given, form): (u8, &u8)| match form {
        b'0' => given.is_ascii_digit(),
        b'+' => given == b'+' || given == b'-',
        _ => given == *form,
    };
    if taken_at.len() != FORM.len() || !taken_at.bytes().zip(FORM).all(fits) {
        return Err(PaintError::TakenAtMalformed);
    }
    let (local, offset) = taken_at.split_at(19);
    let (date, time) = local.split_at(10);
    Ok((
        format!("{} {}", date.replace('-', ":"), &time[1..]),
        offset.to_owned(),
    ))
}

fn length(value: &[u8]) -> u32 {
    u32::try_from(value.len()).unwrap_or(u32::MAX)
}

fn offset_of(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
