//! Bare codes: they scan, at level Q, with four free modules on every side.

use labels::{
    LabelError, QR_MODULE_PX_MIN, QR_SIZE_MM_MAX, QR_SIZE_MM_MIN, QR_SIZE_PX_MAX, QR_SIZE_PX_MIN,
    QR_TEXT_BYTES_MAX, QUIET_ZONE_MODULES, qr_png, qr_svg,
};
use proptest::prelude::*;

use crate::scan::{Level, attribute, paint, pixels, runs, scan};

const URL: &str = "https://farm.example/t/7F3K9Q2M";

#[test]
fn png_scans_at_level_q() {
    let scanned = scan(pixels(&qr_png(URL, 600).unwrap()));
    assert_eq!(
        (scanned.text.as_str(), scanned.level, scanned.side),
        (URL, Level::Q, 29)
    );
}

#[test]
fn png_is_as_large_as_asked_with_whole_modules_and_a_white_margin() {
    for size_px in [74, 75, 111, 300, 601, 1024] {
        let picture = pixels(&qr_png(URL, size_px).unwrap());
        assert_eq!(picture.dimensions(), (size_px, size_px));
        let dark: Vec<_> = picture
            .enumerate_pixels()
            .filter(|(_, _, grey)| grey.0[0] == 0)
            .collect();
        let module_px = size_px / 37;
        let left = dark.iter().map(|(x, _, _)| *x).min().unwrap();
        let right = size_px - 1 - dark.iter().map(|(x, _, _)| *x).max().unwrap();
        let top = dark.iter().map(|(_, y, _)| *y).min().unwrap();
        let bottom = size_px - 1 - dark.iter().map(|(_, y, _)| *y).max().unwrap();
        for side in [left, right, top, bottom] {
            assert!(
                side >= QUIET_ZONE_MODULES * module_px,
                "{size_px}: margin {side}"
            );
        }
        assert!(
            left.abs_diff(right) <= 1 && top.abs_diff(bottom) <= 1,
            "{size_px}: centred"
        );
        assert_eq!(
            size_px - left - right,
            29 * module_px,
            "{size_px}: largest whole modules"
        );
        assert!(
            picture.pixels().all(|grey| [0, 255].contains(&grey.0[0])),
            "only black and white"
        );
    }
}

#[test]
fn svg_paths_scan_at_level_q_with_a_margin_of_four() {
    let svg = qr_svg(URL, 40).unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    assert_eq!(attribute(&svg, "<svg", "viewBox"), "0 0 37 37");
    assert_eq!(attribute(&svg, "<svg", "width"), "40mm");
    assert_eq!(attribute(&svg, "<svg", "role"), "img");
    assert_eq!(attribute(&svg, "<svg", "shape-rendering"), "crispEdges");
    assert!(svg.contains(&format!("<title>{URL}</title>")));
    let dark = runs(attribute(&svg, "fill=\"#000\"", "d"));
    for run in &dark {
        assert!(run.x >= QUIET_ZONE_MODULES && run.x + run.length <= 37 - QUIET_ZONE_MODULES);
        assert!(run.y >= QUIET_ZONE_MODULES && run.y < 37 - QUIET_ZONE_MODULES);
    }
    let scanned = scan(paint(&dark, 37, 0, 6));
    assert_eq!((scanned.text.as_str(), scanned.level), (URL, Level::Q));
}

#[test]
fn the_title_of_an_svg_is_escaped() {
    let svg = qr_svg("https://a.example/?x=1&y=<b>", 60).unwrap();
    assert!(svg.contains("<title>https://a.example/?x=1&amp;y=&lt;b&gt;</title>"));
}

#[test]
fn chinese_text_scans() {
    let text = "小满的橙子树";
    assert_eq!(scan(pixels(&qr_png(text, 400).unwrap())).text, text);
}

#[test]
fn wrong_sizes_and_texts_are_refused_with_facts() {
    let range = |asked, min, max| LabelError::SizeOutOfRange { asked, min, max };
    let (mm_min, mm_max) = (QR_SIZE_MM_MIN.into(), QR_SIZE_MM_MAX.into());
    assert_eq!(qr_svg(URL, 9), Err(range(9, mm_min, mm_max)));
    assert_eq!(qr_svg(URL, 421), Err(range(421, mm_min, mm_max)));
    assert_eq!(
        qr_png(URL, 63),
        Err(range(63, QR_SIZE_PX_MIN, QR_SIZE_PX_MAX))
    );
    assert_eq!(
        qr_png(URL, 4097),
        Err(range(4097, QR_SIZE_PX_MIN, QR_SIZE_PX_MAX))
    );
    assert_eq!(
        qr_svg(URL, 14),
        Err(LabelError::ModulesTooSmall {
            modules: 37,
            needed: 15
        })
    );
    assert!(qr_svg(URL, 15).is_ok());
    let needed = 37 * QR_MODULE_PX_MIN;
    assert_eq!(
        qr_png(URL, 73),
        Err(LabelError::ModulesTooSmall {
            modules: 37,
            needed
        })
    );
    assert_eq!(qr_png("", 400), Err(LabelError::TextEmpty));
    let long = "x".repeat(QR_TEXT_BYTES_MAX + 1);
    assert_eq!(
        qr_svg(&long, 100),
        Err(LabelError::TextTooLong {
            bytes: 257,
            max: 256
        })
    );
}

#[test]
fn every_error_has_its_own_code() {
    let errors = [
        LabelError::TextEmpty,
        LabelError::TextTooLong { bytes: 1, max: 0 },
        LabelError::SizeOutOfRange {
            asked: 0,
            min: 1,
            max: 2,
        },
        LabelError::ModulesTooSmall {
            modules: 1,
            needed: 1,
        },
        LabelError::CodeMalformed,
        LabelError::Encoding,
    ];
    let codes: std::collections::BTreeSet<_> = errors.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), errors.len());
    assert!(codes.iter().all(|code| code.starts_with("label-")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_tree_address_scans_from_both_forms(
        host in "[a-z][a-z0-9-]{1,30}\\.(example|cn|com)",
        code in "[0-9A-HJKMNP-TV-Z]{8}",
    ) {
        let url = format!("https://{host}/t/{code}");
        let from_png = scan(pixels(&qr_png(&url, 320).unwrap()));
        prop_assert_eq!(&from_png.text, &url);
        prop_assert_eq!(from_png.level, Level::Q);
        let svg = qr_svg(&url, 50).unwrap();
        let side = u32::try_from(from_png.side).unwrap() + 2 * QUIET_ZONE_MODULES;
        let from_svg = scan(paint(&runs(attribute(&svg, "fill=\"#000\"", "d")), side, 0, 5));
        prop_assert_eq!(from_svg.text, url);
    }
}
