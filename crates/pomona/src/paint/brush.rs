//! The painter's tools on one sheet: dabs, glows, washes and paper grain, in a frame 1200 units high
//! whatever the pixels. Knows nothing about trees.

use tiny_skia::{
    Color, FillRule, FilterQuality, GradientStop, LinearGradient, Paint, Path, PathBuilder,
    Pattern, Pixmap, Point, RadialGradient, Shader, SpreadMode, Transform,
};

use super::dice::Dice;
use super::palette::Rgb;

/// Height of the frame everything is measured in.
pub(super) const FRAME_HEIGHT: f32 = 1200.0;
/// Height of the horizon in that frame; walking nearer leaves it where it is.
pub(super) const HORIZON: f32 = 700.0;
/// Side of the noise tile that grain is made of, in pixels.
const GRAIN_TILE_PX: u32 = 256;

/// A point in the frame.
pub(super) type Spot = (f32, f32);

/// Sheet, shapes and where the painter stands.
pub(super) struct Brush {
    sheet: Pixmap,
    view: Transform,
    disc: Path,
    leaf: Path,
    flower: Path,
    pear: Path,
    square: Path,
}

/// Shapes a dab can have; all are about two units wide around nought.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Disc,
    Leaf,
    Flower,
    Pear,
    Square,
}

impl Brush {
    /// An empty sheet, or nothing when it cannot be had.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let sheet = Pixmap::new(width, height)?;
        let mut brush = Self {
            sheet,
            view: Transform::identity(),
            disc: PathBuilder::from_circle(0.0, 0.0, 1.0)?,
            leaf: leaf()?,
            flower: flower()?,
            pear: pear()?,
            square: PathBuilder::from_rect(tiny_skia::Rect::from_ltrb(-1.0, -1.0, 1.0, 1.0)?),
        };
        brush.stand(1.0, 0.0);
        Some(brush)
    }

    /// Width of the frame in its own units.
    pub(super) fn frame_width(&self) -> f32 {
        FRAME_HEIGHT * self.sheet.width() as f32 / self.sheet.height() as f32
    }

    /// Steps `zoom` times nearer and `shift` units aside; what was painted stays.
    pub(super) fn stand(&mut self, zoom: f32, shift: f32) {
        let scale = self.sheet.height() as f32 / FRAME_HEIGHT;
        let middle = self.frame_width() / 2.0;
        self.view = Transform::from_scale(scale, scale)
            .pre_translate(middle + shift, HORIZON)
            .pre_scale(zoom, zoom)
            .pre_translate(0.0, -HORIZON);
    }

    /// One touch of the brush: `shape` at `spot`, half-sizes `reach`, turned by `degrees`.
    pub(super) fn dab(
        &mut self,
        shape: Shape,
        spot: Spot,
        reach: Spot,
        degrees: f32,
        color: Color,
    ) {
        let paint = Paint {
            shader: Shader::SolidColor(color),
            ..Paint::default()
        };
        self.put(shape, spot, reach, degrees, &paint);
    }

    /// A disc or other round body with a shader in the shape's own units.
    pub(super) fn body(&mut self, shape: Shape, spot: Spot, reach: Spot, shader: Shader<'_>) {
        self.put(
            shape,
            spot,
            reach,
            0.0,
            &Paint {
                shader,
                ..Paint::default()
            },
        );
    }

    fn put(&mut self, shape: Shape, spot: Spot, reach: Spot, degrees: f32, paint: &Paint<'_>) {
        let at = Transform::from_translate(spot.0, spot.1)
            .pre_rotate(degrees)
            .pre_scale(reach.0, reach.1)
            .post_concat(self.view);
        let path = match shape {
            Shape::Disc => &self.disc,
            Shape::Leaf => &self.leaf,
            Shape::Flower => &self.flower,
            Shape::Pear => &self.pear,
            Shape::Square => &self.square,
        };
        self.sheet
            .fill_path(path, paint, FillRule::Winding, at, None);
    }

    /// A soft round light that fades from about `alpha` to nothing: two even fades, one in the
    /// other, which the rasteriser draws far faster than one curved one.
    pub(super) fn glow(&mut self, spot: Spot, reach: Spot, color: Rgb, alpha: f32) {
        for (share, part) in [(1.0, 0.5), (0.55, 0.58)] {
            let stops = vec![
                GradientStop::new(0.0, color.alpha(alpha * part)),
                GradientStop::new(1.0, color.alpha(0.0)),
            ];
            if let Some(shader) = ball((0.0, 0.0), stops) {
                // The rim is clear, so it needs no smoothing, which is dear on large discs.
                let paint = Paint {
                    shader,
                    anti_alias: false,
                    ..Paint::default()
                };
                self.put(
                    Shape::Disc,
                    spot,
                    (reach.0 * share, reach.1 * share),
                    0.0,
                    &paint,
                );
            }
        }
    }

    /// A filled outline; with two colours it fades from the first at the top to the second.
    pub(super) fn fill(&mut self, outline: &[Spot], top: Color, foot: Color) {
        let Some((path, bounds)) = outlined(outline) else {
            return;
        };
        let shader = if top == foot {
            Shader::SolidColor(top)
        } else {
            upright(bounds, &[(0.0, top), (1.0, foot)])
        };
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        self.sheet
            .fill_path(&path, &paint, FillRule::Winding, self.view, None);
    }

    /// Covers the sheet from side to side in bands, each fading from one colour to the next; where
    /// a band is, is said in shares of the height.
    pub(super) fn wash(&mut self, stops: &[(f32, Color)]) {
        let (width, height) = (self.sheet.width() as f32, self.sheet.height() as f32);
        for pair in stops.windows(2) {
            let (top, foot) = ((pair[0].0 * height).round(), (pair[1].0 * height).round());
            let shader = upright((top, foot), &[(0.0, pair[0].1), (1.0, pair[1].1)]);
            // Bands meet on whole pixels: smoothed edges would leave a seam.
            let paint = Paint {
                shader,
                anti_alias: false,
                ..Paint::default()
            };
            if let Some(band) = tiny_skia::Rect::from_ltrb(0.0, top, width, foot) {
                self.sheet
                    .fill_rect(band, &paint, Transform::identity(), None);
            }
        }
    }

    /// Gives the sheet the tooth of water-colour paper: fine noise, barely lighter and darker.
    pub(super) fn grain(&mut self, dice: &mut Dice) {
        let Some(mut tile) = Pixmap::new(GRAIN_TILE_PX, GRAIN_TILE_PX) else {
            return;
        };
        for pixel in tile.pixels_mut() {
            let depth = dice.around();
            let ink = if depth > 0.0 {
                Rgb::hex(0xff_f8_e8)
            } else {
                Rgb::hex(0x1c_1a_20)
            };
            *pixel = ink.alpha(depth.abs() * 0.11).premultiply().to_color_u8();
        }
        let shader = Pattern::new(
            tile.as_ref(),
            SpreadMode::Repeat,
            FilterQuality::Nearest,
            1.0,
            Transform::identity(),
        );
        let paint = Paint {
            shader,
            ..Paint::default()
        };
        let (width, height) = (self.sheet.width() as f32, self.sheet.height() as f32);
        if let Some(all) = tiny_skia::Rect::from_xywh(0.0, 0.0, width, height) {
            self.sheet
                .fill_rect(all, &paint, Transform::identity(), None);
        }
    }

    /// The finished sheet as rows of red, green and blue bytes.
    pub(super) fn into_rgb(self) -> Vec<u8> {
        let mut rgb = Vec::with_capacity(self.sheet.data().len() / 4 * 3);
        for pixel in self.sheet.data().chunks_exact(4) {
            rgb.extend_from_slice(&pixel[..3]);
        }
        rgb
    }
}

/// A shader for one unit ball lit from `light` (within the ball).
pub(super) fn ball(light: Spot, stops: Vec<GradientStop>) -> Option<Shader<'static>> {
    RadialGradient::new(
        Point::from_xy(light.0, light.1),
        0.0,
        Point::from_xy(light.0 * 0.3, light.1 * 0.3),
        1.0 + (light.0.abs() + light.1.abs()) * 0.3,
        stops,
        SpreadMode::Pad,
        Transform::identity(),
    )
}

fn upright(bounds: (f32, f32), stops: &[(f32, Color)]) -> Shader<'static> {
    let colors = stops
        .iter()
        .map(|(at, color)| GradientStop::new(*at, *color))
        .collect();
    let first = stops.first().map_or(Color::BLACK, |(_, color)| *color);
    LinearGradient::new(
        Point::from_xy(0.0, bounds.0),
        Point::from_xy(0.0, bounds.1),
        colors,
        SpreadMode::Pad,
        Transform::identity(),
    )
    .unwrap_or(Shader::SolidColor(first))
}

/// A closed outline and its top and foot.
fn outlined(outline: &[Spot]) -> Option<(Path, (f32, f32))> {
    let (first, rest) = outline.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(first.0, first.1);
    for spot in rest {
        path.line_to(spot.0, spot.1);
    }
    path.close();
    let path = path.finish()?;
    let bounds = path.bounds();
    Some((path, (bounds.top(), bounds.bottom())))
}

fn leaf() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(-1.0, 0.0);
    path.cubic_to(-0.5, -1.1, 0.45, -1.0, 1.0, 0.0);
    path.cubic_to(0.45, 1.0, -0.5, 1.1, -1.0, 0.0);
    path.close();
    path.finish()
}

fn flower() -> Option<Path> {
    let mut path = PathBuilder::new();
    for petal in 0..5_u8 {
        let angle = f32::from(petal) * std::f32::consts::TAU / 5.0;
        path.push_circle(angle.cos() * 0.56, angle.sin() * 0.56, 0.44);
    }
    path.finish()
}

fn pear() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(0.0, -1.35);
    path.cubic_to(0.45, -1.35, 0.42, -0.7, 0.62, -0.4);
    path.cubic_to(1.15, 0.1, 1.0, 1.0, 0.0, 1.0);
    path.cubic_to(-1.0, 1.0, -1.15, 0.1, -0.62, -0.4);
    path.cubic_to(-0.42, -0.7, -0.45, -1.35, 0.0, -1.35);
    path.close();
    path.finish()
}
