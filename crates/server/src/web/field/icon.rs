//! The picture that stands for Pomona on a phone, in pixels: the same orange as `orange.svg`, drawn here because phones
//! want PNG. A test compares the figures of both.

use std::sync::LazyLock;

use actix_web::{HttpResponse, http::header, web::Path};
use tiny_skia::{
    Color, FillRule, GradientStop, Paint, PathBuilder, Pixmap, Point, RadialGradient, SpreadMode,
    Transform,
};

use crate::problem::Problem;

/// Side of the drawing in its own units.
const SIDE: f32 = 32.0;
/// Middle and radius of the fruit.
const FRUIT: (f32, f32, f32) = (15.5, 18.5, 11.5);
/// Where the light falls on the fruit, and how far it reaches.
const LIGHT: (f32, f32, f32) = (12.28, 13.9, 18.4);
/// The fruit's colours from light to shade, with their places.
const SHADES: [(f32, [u8; 3]); 3] = [
    (0.0, [0xff, 0xc0, 0x7a]),
    (0.58, [0xea, 0x7a, 0x1f]),
    (1.0, [0xbf, 0x52, 0x09]),
];
/// The leaf's colour.
const LEAF: [u8; 3] = [0x3f, 0x7a, 0x44];
/// The paper behind it where a phone cuts its own shape out.
const PAPER: [u8; 3] = [0xfb, 0xf7, 0xef];
/// How much of a cut-out icon the drawing may fill: what lies further out may be cut away.
const SAFE: f32 = 0.66;

/// A file's name, and its bytes if it could be drawn.
type Named = (&'static str, Option<Vec<u8>>);

/// The icons, drawn once.
static ICONS: LazyLock<[Named; 4]> = LazyLock::new(|| {
    [
        ("icon-192.png", drawn(192, None, 1.0)),
        ("icon-512.png", drawn(512, None, 1.0)),
        ("maskable-512.png", drawn(512, Some(PAPER), SAFE)),
        ("apple-180.png", drawn(180, Some(PAPER), 0.8)),
    ]
});

/// `GET /icons/{name}`
pub(in crate::web) async fn icon(name: Path<String>) -> Result<HttpResponse, Problem> {
    let found = ICONS.iter().find(|(known, _)| *known == name.as_str());
    let png = found.and_then(|(_, png)| png.clone());
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, "public, max-age=86400"))
        .body(png.ok_or_else(Problem::not_found)?))
}

/// The orange on a square of so many pixels, filling so much of it.
fn drawn(pixels: u16, paper: Option<[u8; 3]>, fill: f32) -> Option<Vec<u8>> {
    let mut sheet = Pixmap::new(pixels.into(), pixels.into())?;
    if let Some(paper) = paper {
        sheet.fill(opaque(paper));
    }
    let scale = f32::from(pixels) / SIDE * fill;
    let margin = f32::from(pixels) * (1.0 - fill) / 2.0;
    let place = Transform::from_scale(scale, scale).post_translate(margin, margin);
    let fruit = PathBuilder::from_circle(FRUIT.0, FRUIT.1, FRUIT.2)?;
    sheet.fill_path(&fruit, &light()?, FillRule::Winding, place, None);
    let mut green = Paint::default();
    green.set_color(opaque(LEAF));
    green.anti_alias = true;
    sheet.fill_path(&leaf()?, &green, FillRule::Winding, place, None);
    sheet.encode_png().ok()
}

fn light() -> Option<Paint<'static>> {
    let stops = SHADES.map(|(at, colour)| GradientStop::new(at, opaque(colour)));
    let middle = Point::from_xy(LIGHT.0, LIGHT.1);
    let shader = RadialGradient::new(
        middle,
        0.0,
        middle,
        LIGHT.2,
        stops.to_vec(),
        SpreadMode::Pad,
        Transform::identity(),
    )?;
    Some(Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    })
}

fn leaf() -> Option<tiny_skia::Path> {
    let mut leaf = PathBuilder::new();
    leaf.move_to(16.0, 8.5);
    leaf.cubic_to(17.0, 3.5, 22.0, 1.5, 27.5, 2.0);
    leaf.cubic_to(26.5, 7.5, 21.5, 9.5, 16.0, 8.5);
    leaf.close();
    leaf.finish()
}

fn opaque([red, green, blue]: [u8; 3]) -> Color {
    Color::from_rgba8(red, green, blue, u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pixels_are_the_drawing() {
        let svg = include_str!("../../../assets/orange.svg");
        let (x, y, r) = FRUIT;
        assert!(svg.contains(&format!("cx=\"{x}\" cy=\"{y}\" r=\"{r}\"")));
        assert!(svg.contains("M16 8.5C17 3.5 22 1.5 27.5 2 26.5 7.5 21.5 9.5 16 8.5z"));
        for (_, [red, green, blue]) in SHADES {
            assert!(svg.contains(&format!("#{red:02x}{green:02x}{blue:02x}")));
        }
        for (name, png) in ICONS.iter() {
            let sheet = Pixmap::decode_png(png.as_ref().expect(name)).expect(name);
            let middle = sheet
                .pixel(sheet.width() / 2, sheet.height() / 2)
                .expect(name);
            assert!(
                middle.red() > 200 && middle.blue() < 120,
                "{name} is orange"
            );
            let corner = sheet.pixel(0, 0).expect(name);
            let whole = name.starts_with("icon");
            assert_eq!(
                corner.alpha() == 0,
                whole,
                "{name}: paper where a phone cuts"
            );
        }
    }
}
