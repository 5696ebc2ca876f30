//! Files that somebody might send: broken, hostile, odd. Each is made here, or stands in `fixtures`; each has one
//! verdict. The server's tests send the same files.

#[path = "corpus/harmless.rs"]
pub(crate) mod harmless;

use image::DynamicImage;

use crate::build::{ANIMATED, FIXTURES, chunk, jpeg, jpeg_resized, png, quarters, raw_png, webp};

/// One file.
pub(crate) struct Case {
    /// What it is called in the table.
    pub(crate) name: &'static str,
    /// What is odd about it.
    pub(crate) what: &'static str,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// What becomes of it: a code, or `taken` with its size when upright.
    pub(crate) verdict: &'static str,
}

fn case(name: &'static str, what: &'static str, bytes: Vec<u8>, verdict: &'static str) -> Case {
    Case {
        name,
        what,
        bytes,
        verdict,
    }
}

/// All files.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = wrong_kinds();
    cases.extend(cut());
    cases.extend(bombs());
    cases.extend(animated());
    cases.extend(harmless::colours());
    cases.extend(harmless::webps());
    cases.extend(harmless::notes());
    cases
}

fn fixture(name: &str) -> Vec<u8> {
    let found = FIXTURES.iter().find(|(known, _)| *known == name);
    found.expect("a fixture of that name").1.to_vec()
}

fn wrong_kinds() -> Vec<Case> {
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    let small = jpeg(&quarters(64, 48));
    let with_zip = [small.as_slice(), b"PK\x03\x04 and what follows"].concat();
    vec![
        case("empty", "no byte", Vec::new(), "photo-not-a-picture"),
        case(
            "text.jpg",
            "words with a picture's name",
            b"not a picture at all".to_vec(),
            "photo-not-a-picture",
        ),
        case(
            "page.jpg",
            "HTML with a script",
            html,
            "photo-not-a-picture",
        ),
        case(
            "drawing.svg",
            "SVG with a script",
            svg,
            "photo-unsupported-format",
        ),
        case(
            "paper.pdf",
            "PDF",
            b"%PDF-1.7\n1 0 obj".to_vec(),
            "photo-unsupported-format",
        ),
        case(
            "archive.zip",
            "ZIP",
            b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(),
            "photo-not-a-picture",
        ),
        case(
            "phone.heic",
            "HEIC, as phones write it",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
            "photo-unsupported-format",
        ),
        case(
            "still.gif",
            "GIF",
            b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff,".to_vec(),
            "photo-unsupported-format",
        ),
        case(
            "raw.tif",
            "TIFF",
            b"II*\0\x08\0\0\0\0\0\0\0".to_vec(),
            "photo-unsupported-format",
        ),
        case(
            "paint.bmp",
            "BMP",
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(),
            "photo-unsupported-format",
        ),
        case(
            "two-in-one.jpg",
            "JPEG with a ZIP behind its end",
            with_zip,
            "taken 64 × 48",
        ),
    ]
}

fn cut() -> Vec<Case> {
    let half = |name: &str| {
        let whole = fixture(name);
        whole[..whole.len() / 2].to_vec()
    };
    let lossless = webp(&quarters(64, 48));
    let plain = png(&DynamicImage::ImageRgb8(quarters(64, 48)));
    let mut wrong = plain.clone();
    let data = wrong.windows(4).position(|kind| kind == b"IDAT");
    let data = data.expect("pixels");
    wrong[data + 6] ^= 0xff;
    vec![
        case(
            "half.jpg",
            "JPEG, second half missing",
            half("baseline-420.jpg"),
            "photo-cut-off",
        ),
        case(
            "half-progressive.jpg",
            "progressive JPEG, second half missing",
            half("progressive.jpg"),
            "photo-cut-off",
        ),
        case(
            "half.png",
            "PNG, second half missing",
            plain[..plain.len() / 2].to_vec(),
            "photo-cut-off",
        ),
        case(
            "half.webp",
            "WebP, second half missing",
            lossless[..lossless.len() / 2].to_vec(),
            "photo-cut-off",
        ),
        case(
            "one-bit.png",
            "PNG with damaged pixels",
            wrong,
            "photo-damaged",
        ),
    ]
}

/// The last part of a progressive picture again and again: each costs a walk over all of its blocks.
fn many_scans() -> Vec<u8> {
    let whole = fixture("progressive.jpg");
    let starts: Vec<usize> = whole
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| *pair == [0xff, 0xda])
        .map(|(at, _)| at)
        .collect();
    let last = *starts.last().expect("a scan");
    let scan = &whole[last..whole.len() - 2];
    [&whole[..last], &scan.repeat(4_000), &[0xff, 0xd9]].concat()
}

fn bombs() -> Vec<Case> {
    let tiny = jpeg(&quarters(16, 16));
    let zeros = vec![0; 4_000_000];
    let plain = png(&DynamicImage::ImageRgb8(quarters(64, 48)));
    let after_header = 8 + 12 + 13;
    let profile = [b"icc\0\0".to_vec(), packed(&vec![0; 64_000_000])].concat();
    let with_profile = [
        &plain[..after_header],
        &chunk(b"iCCP", &profile),
        &plain[after_header..],
    ]
    .concat();
    let comment = [b"Comment\0\0".to_vec(), packed(&vec![b'a'; 64_000_000])].concat();
    let with_text = [
        &plain[..after_header],
        &chunk(b"zTXt", &comment),
        &plain[after_header..],
    ]
    .concat();
    vec![
        case(
            "side.jpg",
            "declares 65,535 × 65,535",
            jpeg_resized(&tiny, u16::MAX, u16::MAX),
            "photo-side-too-long",
        ),
        case(
            "pixels.jpg",
            "declares 16,384 × 16,384",
            jpeg_resized(&tiny, 16_384, 16_384),
            "photo-too-many-pixels",
        ),
        case(
            "empty.jpg",
            "declares 60 million pixels and has 256",
            jpeg_resized(&tiny, 10_000, 6_000),
            "photo-cut-off",
        ),
        case(
            "scans.jpg",
            "progressive, one scan 4,000 times",
            many_scans(),
            "photo-damaged",
        ),
        case(
            "side.png",
            "declares 16,385 × 1",
            raw_png((16_385, 1), [8, 6, 0, 0, 0], &zeros),
            "photo-side-too-long",
        ),
        case(
            "overfull.png",
            "declares 100 pixels, unpacks to 4 MB",
            raw_png((10, 10), [8, 6, 0, 0, 0], &zeros),
            "photo-size-lies",
        ),
        case(
            "deep.png",
            "56 million pixels of 8 bytes",
            raw_png((8_000, 7_000), [16, 6, 0, 0, 0], &[0; 100]),
            "photo-too-many-pixels",
        ),
        case(
            "profile-bomb.png",
            "a colour profile that unpacks to 64 MB",
            with_profile,
            "taken 64 × 48",
        ),
        case(
            "text-bomb.png",
            "a comment that unpacks to 64 MB",
            with_text,
            "taken 64 × 48",
        ),
    ]
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).expect("packed in memory");
    packed.finish().expect("packed in memory")
}

fn animated() -> Vec<Case> {
    let [webp, apng] = ANIMATED.map(<[u8]>::to_vec);
    let gif =
        b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0".to_vec();
    vec![
        case("animated.webp", "WebP, two frames", webp, "photo-animated"),
        case("animated.png", "APNG, two frames", apng, "photo-animated"),
        case(
            "animated.gif",
            "GIF that repeats",
            gif,
            "photo-unsupported-format",
        ),
    ]
}
