//! The structure of a JPEG file (ITU-T T.81): segments, frame, scans. Keeps no pixel.
//!
//! The decoder fills what is missing with grey and calls it a success, so completeness is checked
//! here: the file must reach its end marker, and (in `scan`) every block must be there.

mod huffman;
mod scan;

use crate::layout::{Layout, be16};
use crate::{Format, PhotoError};

pub(crate) use scan::check_pixels;

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;
const HUFFMAN_TABLES: u8 = 0xc4;
const RESTART_INTERVAL: u8 = 0xdd;
const EXIF_SEGMENT: u8 = 0xe1;
const EXIF_NAME: &[u8] = b"Exif\0\0";
/// Most scans looked at: an ordinary progressive file has about 10.
const SCANS_MAX: usize = 100;

/// One marker segment; a scan also carries its entropy-coded bytes.
struct Segment<'a> {
    marker: u8,
    body: &'a [u8],
    entropy: &'a [u8],
}

/// Walks the segments of a file up to its end marker. What follows it (the second picture of an
/// Ultra HDR or MPO file, a maker's trailer) is nobody's business.
struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
    done: bool,
}

impl<'a> Segments<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        // The two bytes of the start marker were seen when the format was told.
        Self {
            bytes,
            at: 2,
            done: false,
        }
    }

    fn step(&mut self) -> Result<Option<Segment<'a>>, PhotoError> {
        let marker = self.marker()?;
        match marker {
            END_OF_IMAGE => return Ok(None),
            // TEM, restarts and a second start stand alone and have no place between segments.
            0x00 | 0x01 | 0xd0..=0xd8 => return Err(PhotoError::Damaged),
            _ => {}
        }
        let length = usize::from(be16(self.bytes, self.at).ok_or(PhotoError::CutOff)?);
        let body_at = self.at + 2;
        let end = self.at + length;
        if length < 2 {
            return Err(PhotoError::Damaged);
        }
        let body = self.bytes.get(body_at..end).ok_or(PhotoError::CutOff)?;
        self.at = end;
        let entropy = if marker == START_OF_SCAN {
            self.entropy()?
        } else {
            &[]
        };
        Ok(Some(Segment {
            marker,
            body,
            entropy,
        }))
    }

    /// Reads a marker, skipping the fill bytes that may stand before it (T.81 B.1.1.2).
    fn marker(&mut self) -> Result<u8, PhotoError> {
        if *self.bytes.get(self.at).ok_or(PhotoError::CutOff)? != 0xff {
            return Err(PhotoError::Damaged);
        }
        loop {
            self.at += 1;
            let byte = *self.bytes.get(self.at).ok_or(PhotoError::CutOff)?;
            if byte != 0xff {
                self.at += 1;
                return Ok(byte);
            }
        }
    }

    /// The bytes up to the next marker that is neither a stuffed 0xff nor a restart.
    fn entropy(&mut self) -> Result<&'a [u8], PhotoError> {
        let rest = self.bytes.get(self.at..).ok_or(PhotoError::CutOff)?;
        let length = rest
            .windows(2)
            .position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
            .ok_or(PhotoError::CutOff)?;
        self.at += length;
        rest.get(..length).ok_or(PhotoError::CutOff)
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Result<Segment<'a>, PhotoError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step().transpose();
        self.done = !matches!(step, Some(Ok(_)));
        step
    }
}

/// The frame header: what the picture declares to be.
#[derive(Debug, Clone)]
struct Frame {
    progressive: bool,
    width: u32,
    height: u32,
    components: Vec<Component>,
}

/// One colour component with its sampling factors (T.81 B.2.2), each 1 to 4.
#[derive(Debug, Clone, Copy)]
struct Component {
    id: u8,
    across: u32,
    down: u32,
}

/// The frame where the segment is a frame header.
fn frame(segment: &Segment<'_>) -> Result<Option<Frame>, PhotoError> {
    let progressive = match segment.marker {
        0xc0 | 0xc1 => false,
        0xc2 => true,
        // Lossless, hierarchical and arithmetic-coded frames, and a height told only later.
        0xc3 | 0xc5..=0xcf | 0xdc => return Err(variant()),
        _ => return Ok(None),
    };
    let body = segment.body;
    let header: &[u8; 6] = body.first_chunk().ok_or(PhotoError::Damaged)?;
    let [precision, .., count] = *header;
    if precision != 8 || !matches!(count, 1 | 3 | 4) {
        return Err(variant());
    }
    let height = u32::from(u16::from_be_bytes([header[1], header[2]]));
    let width = u32::from(u16::from_be_bytes([header[3], header[4]]));
    if height == 0 {
        return Err(variant());
    }
    let rows = body
        .get(6..6 + 3 * usize::from(count))
        .ok_or(PhotoError::Damaged)?;
    let components: Vec<Component> = rows
        .chunks_exact(3)
        .map(|row| Component {
            id: row[0],
            across: u32::from(row[1] >> 4),
            down: u32::from(row[1] & 15),
        })
        .collect();
    let sane = |part: &Component| (1..=4).contains(&part.across) && (1..=4).contains(&part.down);
    if !components.iter().all(sane) {
        return Err(PhotoError::Damaged);
    }
    Ok(Some(Frame {
        progressive,
        width,
        height,
        components,
    }))
}

/// The outline of a file.
///
/// # Errors
/// [`PhotoError::CutOff`], [`PhotoError::Damaged`], [`PhotoError::UnsupportedVariant`].
pub(crate) fn layout(bytes: &[u8]) -> Result<Layout<'_>, PhotoError> {
    let mut found: Option<Frame> = None;
    let mut exif = None;
    let mut scans = 0;
    for segment in Segments::new(bytes) {
        let segment = segment?;
        if let Some(frame) = frame(&segment)? {
            // A second frame could declare a size the limits never saw.
            if found.replace(frame).is_some() {
                return Err(PhotoError::Damaged);
            }
        }
        if segment.marker == START_OF_SCAN {
            scans += 1;
        }
        if segment.marker == EXIF_SEGMENT && exif.is_none() {
            exif = segment.body.strip_prefix(EXIF_NAME);
        }
    }
    if scans == 0 || scans > SCANS_MAX {
        return Err(PhotoError::Damaged);
    }
    let frame = found.ok_or(PhotoError::Damaged)?;
    Ok(Layout {
        width: frame.width,
        height: frame.height,
        pixel_bytes: 3,
        exif,
    })
}

fn variant() -> PhotoError {
    PhotoError::UnsupportedVariant {
        format: Format::Jpeg,
    }
}
