//! The printable tag that hangs on a tree: 60 × 90 mm with QR code, tree name, the adopter's
//! nameplate text and the code in letters. Knows nothing about trees, adopters or paper sheets.

use std::fmt::Write as _;

use crate::LabelError;
use crate::symbol::Symbol;
use crate::text::{escape, fit};

/// Width of a tag, in millimetres.
pub const TAG_WIDTH_MM: u32 = 60;
/// Height of a tag, in millimetres.
pub const TAG_HEIGHT_MM: u32 = 90;
/// Letters of a tree code.
pub const TAG_CODE_CHARS: usize = 8;
/// Printer resolution a tag is laid out for, in dots per inch; modules are whole dots of it.
pub const TAG_PRINTER_DPI: u32 = 300;
/// Smallest module on a tag, in printer dots: 10 dots are 0.847 mm, and outdoor tags want 0.8 mm.
pub const TAG_MODULE_DOTS_MIN: u32 = 10;

/// Nanometres in an inch.
const INCH_NM: u64 = 25_400_000;
/// The square kept for the code and its quiet zone, in printer dots (49.95 mm).
const QR_BOX_DOTS: u32 = 590;
/// Top of that square, in micrometres from the top of the tag.
const QR_TOP_UM: u32 = 26_000;
/// Room for a line of text, in micrometres: the tag less 4 mm on either side.
const LINE_WIDTH_UM: u32 = 52_000;
/// Letters smaller than this cannot be read at arm's length, in micrometres.
const FONT_MIN_UM: u32 = 2_000;
/// System fonts only: a tag is printed where it is opened, nothing is fetched.
const FONT_STACK: &str = "'PingFang SC','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC',\
                          'Microsoft YaHei','WenQuanYi Micro Hei',sans-serif";
const MONO_STACK: &str = "'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono',monospace";

/// What is printed on one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeTag {
    /// The tree's own name or number in its orchard.
    pub tree_name: String,
    /// The adopter's approved nameplate text, when there is one.
    pub plate_text: Option<String>,
    /// The tree's short code: eight Crockford base32 symbols in capitals, without a hyphen.
    pub code: String,
    /// The address the QR code leads to.
    pub url: String,
    /// Orchard and block, for the people who hang the tag.
    pub orchard_line: String,
}

/// One line of centred text and how it looks.
struct Line<'a> {
    class: &'a str,
    text: &'a str,
    baseline_um: u32,
    size_max_um: u32,
    style: &'a str,
}

/// Draws `tag` as an SVG of exactly 60 × 90 mm.
///
/// # Errors
/// [`LabelError::CodeMalformed`], [`LabelError::TextEmpty`], [`LabelError::TextTooLong`], or
/// [`LabelError::ModulesTooSmall`] when the address needs modules under
/// [`TAG_MODULE_DOTS_MIN`] dots (`needed` is then in millimetres).
pub fn tag_svg(tag: &TreeTag) -> Result<String, LabelError> {
    let code = grouped(&tag.code)?;
    let symbol = Symbol::encode(&tag.url)?;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{TAG_WIDTH_MM}mm\" \
         height=\"{TAG_HEIGHT_MM}mm\" viewBox=\"0 0 {TAG_WIDTH_MM} {TAG_HEIGHT_MM}\" role=\"img\" \
         lang=\"zh-CN\" text-anchor=\"middle\" font-family=\"{FONT_STACK}\"><title>{title} {code}</title>\
         <rect width=\"{TAG_WIDTH_MM}\" height=\"{TAG_HEIGHT_MM}\" fill=\"#fff\"/>\
         <rect x=\".5\" y=\".5\" width=\"59\" height=\"89\" rx=\"3\" fill=\"none\" stroke=\"#bbb\" \
         stroke-width=\".2\"/><circle cx=\"30\" cy=\"5.5\" r=\"2.2\" fill=\"none\" stroke=\"#bbb\" \
         stroke-width=\".2\"/>",
        title = escape(&tag.tree_name),
    );
    push_lines(&mut svg, tag);
    push_symbol(&mut svg, &symbol)?;
    // Nine fixed-width letters of 6.5 mm are at most 36 mm: no need to fit them.
    let _ = write!(
        svg,
        "<text class=\"code\" x=\"30\" y=\"81.5\" font-size=\"6.5\" font-weight=\"700\" \
         font-family=\"{MONO_STACK}\">{code}</text></svg>"
    );
    Ok(svg)
}

/// `7F3K9Q2M` as `7F3K-9Q2M`, the form people read aloud.
fn grouped(code: &str) -> Result<String, LabelError> {
    let crockford = |letter: u8| {
        letter.is_ascii_digit()
            || (letter.is_ascii_uppercase() && !matches!(letter, b'I' | b'L' | b'O' | b'U'))
    };
    if code.len() != TAG_CODE_CHARS || !code.bytes().all(crockford) {
        return Err(LabelError::CodeMalformed);
    }
    let (head, tail) = code.split_at(TAG_CODE_CHARS / 2);
    Ok(format!("{head}-{tail}"))
}

/// Tree name, nameplate text and orchard line, each as large as its line allows.
fn push_lines(svg: &mut String, tag: &TreeTag) {
    let plate = tag.plate_text.as_deref().unwrap_or_default();
    let lines = [
        Line {
            class: "name",
            text: &tag.tree_name,
            baseline_um: 15_000,
            size_max_um: 6_000,
            style: "font-weight=\"700\" fill=\"#000\"",
        },
        Line {
            class: "plate",
            text: plate,
            baseline_um: 22_500,
            size_max_um: 5_000,
            style: "font-weight=\"700\" fill=\"#1f5a2c\"",
        },
        Line {
            class: "orchard",
            text: &tag.orchard_line,
            baseline_um: 86_300,
            size_max_um: 3_000,
            style: "fill=\"#333\"",
        },
    ];
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        let fitted = fit(line.text, LINE_WIDTH_UM, line.size_max_um, FONT_MIN_UM);
        // Writing into a String cannot fail.
        let _ = write!(
            svg,
            "<text class=\"{class}\" x=\"30\" y=\"{y}\" font-size=\"{size}\" {style}>{text}</text>",
            class = line.class,
            y = millimetres(u64::from(line.baseline_um) * 1000),
            size = millimetres(u64::from(fitted.size_um) * 1000),
            style = line.style,
            text = escape(&fitted.text),
        );
    }
}

/// The code in the middle of its square, each module the largest whole number of printer dots.
fn push_symbol(svg: &mut String, symbol: &Symbol) -> Result<(), LabelError> {
    let modules = symbol.side_with_margin();
    let module_dots = QR_BOX_DOTS / modules;
    if module_dots < TAG_MODULE_DOTS_MIN {
        let needed_nm = dots_nm(modules * TAG_MODULE_DOTS_MIN);
        let needed = u32::try_from(needed_nm.div_ceil(1_000_000)).unwrap_or(u32::MAX);
        return Err(LabelError::ModulesTooSmall { modules, needed });
    }
    let side_nm = dots_nm(symbol.side() * module_dots);
    let box_nm = dots_nm(QR_BOX_DOTS);
    // The tag is white around the square, so centring only ever widens the quiet zone.
    let left_nm = (u64::from(TAG_WIDTH_MM) * 1_000_000 - side_nm) / 2;
    let top_nm = u64::from(QR_TOP_UM) * 1000 + (box_nm - side_nm) / 2;
    let _ = write!(
        svg,
        "<path class=\"qr\" shape-rendering=\"crispEdges\" fill=\"#000\" \
         transform=\"translate({left} {top}) scale({module})\" d=\"{path}\"/>",
        left = millimetres(left_nm),
        top = millimetres(top_nm),
        module = millimetres(dots_nm(module_dots)),
        path = symbol.path_data(0),
    );
    Ok(())
}

/// Length of `dots` printer dots, in nanometres.
fn dots_nm(dots: u32) -> u64 {
    u64::from(dots) * INCH_NM / u64::from(TAG_PRINTER_DPI)
}

/// Nanometres written as millimetres, without trailing noughts.
fn millimetres(length_nm: u64) -> String {
    let text = format!("{}.{:06}", length_nm / 1_000_000, length_nm % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_grouped_and_lookalike_letters_refused() {
        assert_eq!(grouped("7F3K9Q2M").as_deref(), Ok("7F3K-9Q2M"));
        for wrong in [
            "",
            "7F3K9Q2",
            "7F3K9Q2MX",
            "7f3k9q2m",
            "7F3K9Q2I",
            "7F3K9Q2O",
            "七F3K9Q",
        ] {
            assert_eq!(grouped(wrong), Err(LabelError::CodeMalformed), "{wrong}");
        }
    }

    #[test]
    fn lengths_are_exact_and_short() {
        assert_eq!(millimetres(22_500_000), "22.5");
        assert_eq!(millimetres(dots_nm(15)), "1.27");
        assert_eq!(millimetres(30_000_000), "30");
    }
}
