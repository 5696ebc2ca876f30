//! A bare QR code as SVG or PNG at a chosen size. Knows nothing about tags or what the text means.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};

use crate::LabelError;
use crate::symbol::{QUIET_ZONE_MODULES, Symbol};
use crate::text::escape;

/// Smallest SVG side, in millimetres.
pub const QR_SIZE_MM_MIN: u16 = 10;
/// Largest SVG side, in millimetres: the short side of an A2 sheet.
pub const QR_SIZE_MM_MAX: u16 = 420;
/// Smallest module printed, in micrometres; below this office printers blur modules together.
pub const QR_MODULE_UM_MIN: u32 = 400;
/// Smallest PNG side, in pixels.
pub const QR_SIZE_PX_MIN: u32 = 64;
/// Largest PNG side, in pixels.
pub const QR_SIZE_PX_MAX: u32 = 4096;
/// Smallest module drawn, in pixels; one pixel does not survive a screen or a printer.
pub const QR_MODULE_PX_MIN: u32 = 2;

const WHITE: u8 = 255;
const BLACK: u8 = 0;

/// Draws `text` as a square SVG of `size_mm` millimetres, quiet zone included, level Q.
///
/// # Errors
/// [`LabelError::TextEmpty`], [`LabelError::TextTooLong`], [`LabelError::SizeOutOfRange`], or
/// [`LabelError::ModulesTooSmall`] when a module would be finer than [`QR_MODULE_UM_MIN`].
pub fn qr_svg(text: &str, size_mm: u16) -> Result<String, LabelError> {
    if !(QR_SIZE_MM_MIN..=QR_SIZE_MM_MAX).contains(&size_mm) {
        return Err(LabelError::SizeOutOfRange {
            asked: size_mm.into(),
            min: QR_SIZE_MM_MIN.into(),
            max: QR_SIZE_MM_MAX.into(),
        });
    }
    let symbol = Symbol::encode(text)?;
    let modules = symbol.side_with_margin();
    if u32::from(size_mm) * 1000 < modules * QR_MODULE_UM_MIN {
        let needed = (modules * QR_MODULE_UM_MIN).div_ceil(1000);
        return Err(LabelError::ModulesTooSmall { modules, needed });
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size_mm}mm\" height=\"{size_mm}mm\" \
         viewBox=\"0 0 {modules} {modules}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>{title}</title><path fill=\"#fff\" d=\"M0 0h{modules}v{modules}h-{modules}z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>",
        title = escape(text),
        path = symbol.path_data(QUIET_ZONE_MODULES),
    ))
}

/// Draws `text` as a square grey PNG of exactly `size_px` pixels, quiet zone included, level Q.
///
/// Each module is the largest whole number of pixels that fits; what is left over is white, with
/// the code in the middle.
///
/// # Errors
/// [`LabelError::TextEmpty`], [`LabelError::TextTooLong`], [`LabelError::SizeOutOfRange`], or
/// [`LabelError::ModulesTooSmall`] when a module would be finer than [`QR_MODULE_PX_MIN`].
pub fn qr_png(text: &str, size_px: u32) -> Result<Vec<u8>, LabelError> {
    if !(QR_SIZE_PX_MIN..=QR_SIZE_PX_MAX).contains(&size_px) {
        return Err(LabelError::SizeOutOfRange {
            asked: size_px,
            min: QR_SIZE_PX_MIN,
            max: QR_SIZE_PX_MAX,
        });
    }
    let symbol = Symbol::encode(text)?;
    let modules = symbol.side_with_margin();
    let module_px = size_px / modules;
    if module_px < QR_MODULE_PX_MIN {
        let needed = modules * QR_MODULE_PX_MIN;
        return Err(LabelError::ModulesTooSmall { modules, needed });
    }
    let pixels = rasterise(&symbol, size_px, module_px);
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::NoFilter)
        .write_image(&pixels, size_px, size_px, ExtendedColorType::L8)
        .map_err(|_| LabelError::Encoding)?;
    Ok(png)
}

/// The grey pixels of `symbol` centred in a white square of `size_px`.
fn rasterise(symbol: &Symbol, size_px: u32, module_px: u32) -> Vec<u8> {
    let width = size_px as usize;
    let origin = (size_px - symbol.side() * module_px) / 2;
    let mut pixels = vec![WHITE; width * width];
    for (x, y, length) in symbol.runs() {
        let left = (origin + x * module_px) as usize;
        let right = left + (length * module_px) as usize;
        let top = (origin + y * module_px) as usize;
        for row in top..top + module_px as usize {
            pixels[row * width + left..row * width + right].fill(BLACK);
        }
    }
    pixels
}
