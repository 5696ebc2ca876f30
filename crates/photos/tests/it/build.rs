//! Pictures built by hand for the tests, and the small fixtures.

use std::io::Write;

use flate2::Crc;
use flate2::write::ZlibEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageFormat, Rgb, RgbImage};

/// Small pictures written by another program (Pillow 13): 96 × 64, rising in red to the right and
/// in green downwards.
pub(crate) const FIXTURES: [(&str, &[u8]); 9] = [
    (
        "baseline-420.jpg",
        include_bytes!("fixtures/baseline-420.jpg"),
    ),
    (
        "optimised-444.jpg",
        include_bytes!("fixtures/optimised-444.jpg"),
    ),
    ("restarts.jpg", include_bytes!("fixtures/restarts.jpg")),
    (
        "progressive.jpg",
        include_bytes!("fixtures/progressive.jpg"),
    ),
    ("grey.jpg", include_bytes!("fixtures/grey.jpg")),
    (
        "grey-progressive.jpg",
        include_bytes!("fixtures/grey-progressive.jpg"),
    ),
    ("palette.png", include_bytes!("fixtures/palette.png")),
    ("lossy.webp", include_bytes!("fixtures/lossy.webp")),
    (
        "lossy-alpha.webp",
        include_bytes!("fixtures/lossy-alpha.webp"),
    ),
];
/// Cyan, magenta, yellow and black, as printers' software writes it.
pub(crate) const CMYK: &[u8] = include_bytes!("fixtures/cmyk.jpg");
/// Two frames each.
pub(crate) const ANIMATED: [&[u8]; 2] = [
    include_bytes!("fixtures/animated.webp"),
    include_bytes!("fixtures/animated.png"),
];

/// Four quarters: red, green, blue and white, the way one reads.
pub(crate) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        match (x < width / 2, y < height / 2) {
            (true, true) => Rgb([250, 0, 0]),
            (false, true) => Rgb([0, 250, 0]),
            (true, false) => Rgb([0, 0, 250]),
            (false, false) => Rgb([250, 250, 250]),
        }
    })
}

pub(crate) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode_image(image)
        .unwrap();
    bytes
}

pub(crate) fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub(crate) fn webp(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = image.dimensions();
    WebPEncoder::new_lossless(&mut bytes)
        .encode(image.as_raw(), width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// Puts an EXIF segment right behind the start marker of a JPEG.
pub(crate) fn with_exif(jpeg: &[u8], exif: &[u8]) -> Vec<u8> {
    let length = u16::try_from(2 + 6 + exif.len()).unwrap().to_be_bytes();
    [
        &[0xff, 0xd8, 0xff, 0xe1],
        &length[..],
        b"Exif\0\0",
        exif,
        &jpeg[2..],
    ]
    .concat()
}

/// Puts an EXIF chunk right behind the header of a PNG.
pub(crate) fn png_with_exif(png: &[u8], exif: &[u8]) -> Vec<u8> {
    let after_header = 8 + 12 + 13;
    [
        &png[..after_header],
        &chunk(b"eXIf", exif),
        &png[after_header..],
    ]
    .concat()
}

/// Wraps a plain lossless WebP into an extended one with an EXIF chunk.
pub(crate) fn webp_with_exif(webp: &[u8], (width, height): (u32, u32), exif: &[u8]) -> Vec<u8> {
    let side = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let extended = [vec![0x08, 0, 0, 0], side(width), side(height)].concat();
    let body = [
        riff(b"VP8X", &extended),
        webp[12..].to_vec(),
        riff(b"EXIF", exif),
    ]
    .concat();
    let length = u32::try_from(body.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &body].concat()
}

fn riff(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    let pad: &[u8] = if body.len() % 2 == 1 { &[0] } else { &[] };
    [kind, &length[..], body, pad].concat()
}

/// A PNG chunk with its checksum.
pub(crate) fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(body);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], kind, body, &crc.sum().to_be_bytes()].concat()
}

/// A whole PNG from its header fields and unpacked rows.
pub(crate) fn raw_png((width, height): (u32, u32), tail: [u8; 5], rows: &[u8]) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(rows).unwrap();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &tail].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &packed.finish().unwrap()),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

/// A JPEG whose frame header declares another size.
pub(crate) fn jpeg_resized(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let frame = bytes
        .windows(2)
        .position(|pair| pair[0] == 0xff && matches!(pair[1], 0xc0 | 0xc2));
    let at = frame.unwrap() + 5;
    bytes[at..at + 2].copy_from_slice(&height.to_be_bytes());
    bytes[at + 2..at + 4].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// One entry of a TIFF directory: tag, type, count and value bytes.
pub(crate) struct Entry(
    pub(crate) u16,
    pub(crate) u16,
    pub(crate) u32,
    pub(crate) Vec<u8>,
);

pub(crate) fn short(tag: u16, value: u16) -> Entry {
    Entry(tag, 3, 1, value.to_be_bytes().to_vec())
}

pub(crate) fn ascii(tag: u16, text: &str) -> Entry {
    let bytes = [text.as_bytes(), &[0]].concat();
    Entry(tag, 2, u32::try_from(bytes.len()).unwrap(), bytes)
}

pub(crate) fn rationals(tag: u16, parts: &[(u32, u32)]) -> Entry {
    let numbers = parts.iter().flat_map(|&(num, denom)| [num, denom]);
    let bytes = numbers.flat_map(u32::to_be_bytes).collect();
    Entry(tag, 5, u32::try_from(parts.len()).unwrap(), bytes)
}

/// A big-endian TIFF structure: the first directory, and the EXIF and GPS directories it points to.
pub(crate) fn tiff(primary: Vec<Entry>, exif: Vec<Entry>, gps: Vec<Entry>) -> Vec<u8> {
    let pointer = |tag| Entry(tag, 4, 1, vec![0; 4]);
    let mut primary = primary;
    primary.push(pointer(0x8769));
    primary.push(pointer(0x8825));
    let exif_at = 8 + directory_bytes(&primary);
    let gps_at = exif_at + directory_bytes(&exif);
    let count = primary.len();
    for (index, at) in [(count - 2, exif_at), (count - 1, gps_at)] {
        primary[index].3 = u32::try_from(at).unwrap().to_be_bytes().to_vec();
    }
    let mut bytes = b"MM\0*\0\0\0\x08".to_vec();
    for directory in [primary, exif, gps] {
        write_directory(&mut bytes, &directory);
    }
    bytes
}

fn directory_bytes(entries: &[Entry]) -> usize {
    let outside = entries
        .iter()
        .map(|entry| entry.3.len())
        .filter(|&length| length > 4);
    2 + 12 * entries.len() + 4 + outside.sum::<usize>()
}

fn write_directory(bytes: &mut Vec<u8>, entries: &[Entry]) {
    let mut outside_at = bytes.len() + 2 + 12 * entries.len() + 4;
    let mut outside: Vec<u8> = Vec::new();
    bytes.extend(u16::try_from(entries.len()).unwrap().to_be_bytes());
    for Entry(tag, kind, count, value) in entries {
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        if value.len() > 4 {
            bytes.extend(u32::try_from(outside_at).unwrap().to_be_bytes());
            outside_at += value.len();
            outside.extend_from_slice(value);
        } else {
            let mut inline = value.clone();
            inline.resize(4, 0);
            bytes.extend(inline);
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(outside);
}
