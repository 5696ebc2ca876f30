//! Which format bytes are in, told by their first bytes and never by a file name.

use crate::{Format, OtherFormat, PhotoError};

/// Brands of ISO media files (bytes 8 to 11) that hold HEIC or HEIF pictures.
const HEIC_BRANDS: [&[u8]; 8] = [
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
];

/// The format of the content.
///
/// # Errors
/// [`PhotoError::UnsupportedFormat`], [`PhotoError::NotAPicture`].
pub(crate) fn format(bytes: &[u8]) -> Result<Format, PhotoError> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::WebP);
    }
    match other(bytes) {
        Some(format) => Err(PhotoError::UnsupportedFormat { format }),
        None => Err(PhotoError::NotAPicture),
    }
}

fn other(bytes: &[u8]) -> Option<OtherFormat> {
    if bytes.get(4..8) == Some(b"ftyp") {
        let brand = bytes.get(8..12)?;
        return match brand {
            b"avif" | b"avis" => Some(OtherFormat::Avif),
            _ if HEIC_BRANDS.contains(&brand) => Some(OtherFormat::Heic),
            _ => None,
        };
    }
    let signatures: [(&[u8], OtherFormat); 8] = [
        (b"GIF8", OtherFormat::Gif),
        (b"BM", OtherFormat::Bmp),
        (b"II*\0", OtherFormat::Tiff),
        (b"MM\0*", OtherFormat::Tiff),
        (b"\xff\x0a", OtherFormat::Jxl),
        (b"\0\0\0\x0cJXL ", OtherFormat::Jxl),
        (b"%PDF", OtherFormat::Pdf),
        (b"<svg", OtherFormat::Svg),
    ];
    let known = signatures
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    known.map(|(_, format)| *format).or_else(|| xml_svg(bytes))
}

/// An XML text that names an `svg` element near its start.
fn xml_svg(bytes: &[u8]) -> Option<OtherFormat> {
    let head = bytes.get(..bytes.len().min(1_024))?;
    let is_svg = head.starts_with(b"<?xml") && head.windows(4).any(|part| part == b"<svg");
    is_svg.then_some(OtherFormat::Svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_content() {
        assert_eq!(format(b"\xff\xd8\xff\xe0rest"), Ok(Format::Jpeg));
        assert_eq!(format(b"\x89PNG\r\n\x1a\nrest"), Ok(Format::Png));
        assert_eq!(format(b"RIFF\x10\0\0\0WEBPVP8 "), Ok(Format::WebP));
    }

    #[test]
    fn other_formats_are_refused_by_name() {
        let cases: [(&[u8], &str); 11] = [
            (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0", "heic"),
            (b"\0\0\0\x18ftypavif\0\0\0\0", "avif"),
            (b"GIF89a", "gif"),
            (b"BM1234", "bmp"),
            (b"II*\0\x08\0\0\0", "tiff"),
            (b"MM\0*\0\0\0\x08", "tiff"),
            (b"\xff\x0a\0", "jxl"),
            (b"%PDF-1.7", "pdf"),
            (b"<svg xmlns='x'/>", "svg"),
            (b"<?xml version='1.0'?><!-- a --><svg/>", "svg"),
        ];
        for (bytes, name) in cases {
            let refused = format(bytes).unwrap_err();
            let PhotoError::UnsupportedFormat { format } = refused else {
                panic!("{name}: {refused}")
            };
            assert_eq!(format.name(), name);
        }
    }

    #[test]
    fn anything_else_is_no_picture() {
        let cases: [&[u8]; 8] = [
            b"",
            b"\xff",
            b"\xff\xd8",
            b"hello",
            b"RIFF\0\0\0\0WAVE",
            b"\0\0\0\x18ftypisom",
            b"\0\0\0\x18ftyp",
            b"<?xml version='1.0'?><html/>",
        ];
        for bytes in cases {
            assert_eq!(format(bytes), Err(PhotoError::NotAPicture), "{bytes:?}");
        }
    }
}
