//! Reads labels back: pixels out of PNG, squares out of SVG paths, then rqrr. Knows nothing about
//! how labels are drawn.

use image::GrayImage;

/// What an independent decoder saw.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scanned {
    pub(crate) text: String,
    pub(crate) level: Level,
    /// Modules along one side.
    pub(crate) side: usize,
}

/// Recovery level as the format bits of a symbol spell it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Level {
    L,
    M,
    Q,
    H,
}

/// Finds exactly one code in `picture` and decodes it.
pub(crate) fn scan(picture: GrayImage) -> Scanned {
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    let (meta, text) = grids[0].decode().expect("the code decodes");
    // ISO/IEC 18004 table 12: 01 L, 00 M, 11 Q, 10 H.
    let level = match meta.ecc_level {
        0b01 => Level::L,
        0b00 => Level::M,
        0b11 => Level::Q,
        _ => Level::H,
    };
    Scanned {
        text,
        level,
        side: meta.version.to_size(),
    }
}

/// The grey pixels of a PNG file.
pub(crate) fn pixels(png: &[u8]) -> GrayImage {
    image::load_from_memory(png)
        .expect("a readable PNG")
        .to_luma8()
}

/// One dark rectangle of a path, in the path's own units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) length: u32,
}

/// The rectangles of path data made of `M{x} {y}h{n}v1h-{n}z` only; anything else fails the test.
pub(crate) fn runs(path_data: &str) -> Vec<Run> {
    let pieces = path_data.split_terminator('z');
    let number = |text: &str| text.parse::<u32>().expect("a whole number");
    pieces
        .map(|piece| {
            let (start, rest) = piece.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(length, back, "a closed rectangle");
            Run {
                x: number(x),
                y: number(y),
                length: number(length),
            }
        })
        .collect()
}

/// Paints `runs` into a white square of `side` units at `unit_px` pixels each, moved by `margin`.
pub(crate) fn paint(runs: &[Run], side: u32, margin: u32, unit_px: u32) -> GrayImage {
    let mut picture = GrayImage::from_pixel(side * unit_px, side * unit_px, image::Luma([255]));
    for run in runs {
        for x in (run.x + margin) * unit_px..(run.x + margin + run.length) * unit_px {
            for y in (run.y + margin) * unit_px..(run.y + margin + 1) * unit_px {
                picture.put_pixel(x, y, image::Luma([0]));
            }
        }
    }
    picture
}

/// The value of the first `name="…"` after `from` in `svg`.
pub(crate) fn attribute<'a>(svg: &'a str, from: &str, name: &str) -> &'a str {
    let start = svg
        .find(from)
        .unwrap_or_else(|| panic!("{from} is in the picture"));
    let opening = format!(" {name}=\"");
    let value =
        &svg[start..][svg[start..].find(&opening).expect("the attribute") + opening.len()..];
    &value[..value.find('"').expect("a closing quote")]
}
