//! What a camera wrote into EXIF (CIPA DC-008) that the orchard's record needs: time, place, device
//! and how it was held. Broken metadata is no reason to refuse a picture: it is left out.

use exif::{DateTime, Exif, In, Rational, Reader, Tag, Value};

use crate::{CAMERA_TEXT_MAX, Place, TakenAt};

/// Longest EXIF block read, in bytes; a JPEG segment cannot hold more.
const EXIF_BYTES_MAX: usize = 64 * 1024;
/// Units of a [`Place`] in one degree.
const UNITS_PER_DEGREE: i128 = 10_000_000;

/// The readable part of an EXIF block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Notes {
    /// 1 to 8.
    pub(crate) orientation: u8,
    pub(crate) taken_at: Option<TakenAt>,
    pub(crate) place: Option<Place>,
    pub(crate) make: Option<String>,
    pub(crate) model: Option<String>,
}

/// Reads a TIFF-structured EXIF block.
pub(crate) fn read(block: Option<&[u8]>) -> Notes {
    let block = block.filter(|block| block.len() <= EXIF_BYTES_MAX);
    let parsed = block.and_then(|block| {
        let mut reader = Reader::new();
        reader.continue_on_error(true);
        let result = reader.read_raw(block.to_vec());
        result
            .or_else(|error| error.distill_partial_result(|_| ()))
            .ok()
    });
    let Some(exif) = parsed else {
        return Notes {
            orientation: 1,
            ..Notes::default()
        };
    };
    Notes {
        orientation: orientation(&exif),
        taken_at: taken_at(&exif),
        place: place(&exif),
        make: text(&exif, Tag::Make),
        model: text(&exif, Tag::Model),
    }
}

fn orientation(exif: &Exif) -> u8 {
    let field = exif.get_field(Tag::Orientation, In::PRIMARY);
    let number = field.and_then(|field| field.value.get_uint(0));
    let number = number.and_then(|number| u8::try_from(number).ok());
    number
        .filter(|number| (1..=8).contains(number))
        .unwrap_or(1)
}

fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    let Value::Ascii(lines) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    lines.first().map(Vec::as_slice)
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let raw = String::from_utf8_lossy(ascii(exif, tag)?);
    let printable = raw.chars().filter(|letter| !letter.is_control());
    let text: String = printable.take(CAMERA_TEXT_MAX).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn taken_at(exif: &Exif) -> Option<TakenAt> {
    let pairs = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
    ];
    pairs.into_iter().find_map(|(time, offset)| {
        let local = local_time(ascii(exif, time)?)?;
        Some(TakenAt {
            local,
            offset: ascii(exif, offset).and_then(utc_offset),
        })
    })
}

/// `YYYY:MM:DD hh:mm:ss` as `YYYY-MM-DDThh:mm:ss`, where it is a possible time.
fn local_time(raw: &[u8]) -> Option<String> {
    let time = DateTime::from_ascii(raw).ok()?;
    let possible = (1..=9_999).contains(&time.year)
        && (1..=days_in(time.year, time.month)).contains(&time.day)
        && time.hour < 24
        && time.minute < 60
        && time.second < 60;
    possible.then(|| {
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            time.year, time.month, time.day, time.hour, time.minute, time.second
        )
    })
}

/// Days of a month of the Gregorian calendar; 0 for a month that is none.
fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// `±hh:mm`, where it is a possible offset.
fn utc_offset(raw: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(raw).ok()?;
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let two_digits = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u8>().ok()).flatten()
    };
    let possible = two_digits(hours)? <= 14 && two_digits(minutes)? < 60;
    possible.then(|| text.to_owned())
}

fn place(exif: &Exif) -> Option<Place> {
    let latitude = degrees(
        exif,
        Tag::GPSLatitude,
        Tag::GPSLatitudeRef,
        (b'N', b'S'),
        90,
    )?;
    let longitude = degrees(
        exif,
        Tag::GPSLongitude,
        Tag::GPSLongitudeRef,
        (b'E', b'W'),
        180,
    )?;
    // Cameras without a fix write zeros; no orchard stands in the Gulf of Guinea.
    let fixed = latitude != 0 || longitude != 0;
    fixed.then_some(Place {
        latitude_e7: latitude,
        longitude_e7: longitude,
    })
}

/// Degrees, minutes and seconds as units of 10⁻⁷ degree, in whole numbers all the way.
fn degrees(
    exif: &Exif,
    value: Tag,
    reference: Tag,
    (positive, negative): (u8, u8),
    limit: i128,
) -> Option<i64> {
    let Value::Rational(parts) = &exif.get_field(value, In::PRIMARY)?.value else {
        return None;
    };
    let sign = match ascii(exif, reference)?.first()? {
        letter if *letter == positive => 1,
        letter if *letter == negative => -1,
        _ => return None,
    };
    let mut sum = 0;
    for (part, divisor) in parts.iter().zip([1, 60, 3_600]) {
        sum += units(*part, divisor)?;
    }
    if parts.is_empty() || sum > limit * UNITS_PER_DEGREE {
        return None;
    }
    i64::try_from(sign * sum).ok()
}

/// A fraction of a degree in units, rounded to the nearest.
fn units(part: Rational, divisor: i128) -> Option<i128> {
    let denominator = i128::from(part.denom) * divisor;
    if denominator == 0 {
        // Some writers give missing minutes or seconds as 0/0.
        return (part.num == 0).then_some(0);
    }
    Some((i128::from(part.num) * UNITS_PER_DEGREE + denominator / 2) / denominator)
}
