//! Paints believable photographs of one orchard tree for the demo: the same tree through the
//! seasons, in the light of different hours. Pure drawing from a [`Scene`] to JPEG bytes with EXIF;
//! knows nothing about the log, files, farms or people.

mod backdrop;
mod brush;
mod dice;
mod exif;
mod foliage;
mod fruit;
mod ground;
mod palette;
mod tree;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use thiserror::Error;

use brush::Brush;
use dice::Dice;
use palette::Palette;
use tree::Tree;

/// Smallest side of a picture, in pixels.
const SIDE_PX_MIN: u32 = 64;
/// Largest side of a picture, in pixels.
const SIDE_PX_MAX: u32 = 4096;
/// JPEG quality, in per cent: the grain survives, the file stays near half a megabyte.
const JPEG_QUALITY: u8 = 84;

/// What a tree is doing in its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SeasonStage {
    /// Winter rest.
    Dormant,
    /// First green tips.
    Budding,
    /// In flower.
    Blossom,
    /// Petals gone, fruit as small as peas.
    FruitSet,
    /// Summer growth, green fruit.
    Growing,
    /// Fruit turns colour.
    Colouring,
    /// Ready to pick.
    Ripe,
    /// Picked; a full crate stands by the trunk.
    Harvested,
}

/// Hour of the day a picture is lit by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Daylight {
    /// Low, pale sun from the left.
    Dawn,
    /// High sun.
    Noon,
    /// Low, golden sun from the right.
    Dusk,
}

/// What the tree bears; navel oranges keep their leaves in winter, the others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FruitKind {
    /// 脐橙, evergreen.
    NavelOrange,
    /// 梨.
    Pear,
    /// 樱桃.
    Cherry,
    /// 桃.
    Peach,
}

/// Everything one picture depends on; the same scene gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scene {
    /// Chooses trunk, crown and the hills behind; one tree keeps its seed through the years.
    pub(crate) tree_seed: u64,
    /// What the tree is doing.
    pub(crate) season_stage: SeasonStage,
    /// How it is lit.
    pub(crate) daylight: Daylight,
    /// What it bears.
    pub(crate) fruit: FruitKind,
    /// Width, in pixels.
    pub(crate) width: u32,
    /// Height, in pixels.
    pub(crate) height: u32,
    /// Local time with offset, `2026-04-12T08:30:00+08:00`; also chooses framing and clouds.
    pub(crate) taken_at: String,
    /// Latitude, in degrees times 10^7, WGS 84.
    pub(crate) lat_e7: i32,
    /// Longitude, in degrees times 10^7, WGS 84.
    pub(crate) lon_e7: i32,
}

/// Why a picture was not painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum PaintError {
    /// A side is outside what is painted.
    #[error("a picture of {width} x {height} pixels; each side must be 64 to 4096")]
    SizeOutOfRange {
        /// Width asked for, in pixels.
        width: u32,
        /// Height asked for, in pixels.
        height: u32,
    },
    /// The time is not local time with offset to the second.
    #[error("the time is not of the form 2026-04-12T08:30:00+08:00")]
    TakenAtMalformed,
    /// The place is not on Earth.
    #[error("latitude {lat_e7} or longitude {lon_e7} is outside the globe")]
    PlaceOutOfRange {
        /// Latitude, in degrees times 10^7.
        lat_e7: i32,
        /// Longitude, in degrees times 10^7.
        lon_e7: i32,
    },
    /// The JPEG encoder refused; no scene is known to lead here.
    #[error("the picture could not be encoded")]
    Encoding,
}

/// Paints `scene` and encodes it as JPEG with time and place in EXIF.
///
/// # Errors
/// [`PaintError::SizeOutOfRange`], [`PaintError::TakenAtMalformed`] or
/// [`PaintError::PlaceOutOfRange`].
pub(crate) fn growth_photo(scene: &Scene) -> Result<Vec<u8>, PaintError> {
    let exif = exif::block(&scene.taken_at, scene.lat_e7, scene.lon_e7)?;
    let size = PaintError::SizeOutOfRange {
        width: scene.width,
        height: scene.height,
    };
    let sides = SIDE_PX_MIN..=SIDE_PX_MAX;
    if !sides.contains(&scene.width) || !sides.contains(&scene.height) {
        return Err(size);
    }
    let brush = Brush::new(scene.width, scene.height).ok_or(size)?;
    let rgb = picture(scene, brush).into_rgb();
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY);
    encoder
        .set_exif_metadata(exif)
        .map_err(|_| PaintError::Encoding)?;
    encoder
        .write_image(&rgb, scene.width, scene.height, ExtendedColorType::Rgb8)
        .map_err(|_| PaintError::Encoding)?;
    Ok(jpeg)
}

/// The layers of a picture, from the sky to the paper grain.
fn picture(scene: &Scene, mut brush: Brush) -> Brush {
    // The place belongs to the tree, the weather and the photographer's stand to the moment.
    let place = Dice::new(scene.tree_seed);
    let mut moment = Dice::new(scene.tree_seed ^ dice::fingerprint(&scene.taken_at));
    let palette = Palette::of(scene, &mut moment);
    let tree = Tree::grown(place.fork("tree"));
    let near = moment.chance(0.34);
    let zoom = if near {
        moment.range(1.32, 1.62)
    } else {
        moment.range(0.94, 1.16)
    };
    let shift = moment.range(-110.0, 110.0);

    backdrop::sky(&mut brush, &palette, &mut moment.fork("sky"));
    brush.stand(1.0 + (zoom - 1.0) * 0.4, shift * 0.35);
    backdrop::hills(&mut brush, &palette, &mut place.fork("hills"));
    brush.stand(zoom, shift);
    ground::orchard(&mut brush, &palette, &mut place.fork("rows"));
    ground::grass(&mut brush, &palette, &mut moment.fork("grass"));
    tree::shadow(&mut brush, &palette, &tree);
    foliage::crown(&mut brush, &palette, &tree, &place, foliage::Side::Back);
    tree::wood(&mut brush, &palette, &tree);
    foliage::crown(&mut brush, &palette, &tree, &place, foliage::Side::Front);
    tree::plate(&mut brush, &palette, &tree);
    ground::foreground(&mut brush, &palette, &mut moment.fork("foreground"));
    brush.stand(1.0, 0.0);
    backdrop::air(&mut brush, &palette);
    brush.grain(&mut moment.fork("paper"));
    brush
}

#[cfg(test)]
mod tests;
