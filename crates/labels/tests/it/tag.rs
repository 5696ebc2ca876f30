//! Tree tags: exact size, a code that scans, and words that stay on the tag.

use labels::{LabelError, QUIET_ZONE_MODULES, TAG_HEIGHT_MM, TAG_WIDTH_MM, TreeTag, tag_svg};
use proptest::prelude::*;

use crate::scan::{Level, attribute, paint, runs, scan};

fn tag() -> TreeTag {
    TreeTag {
        tree_name: "东坡 3 排 12 号".to_owned(),
        plate_text: Some("小满的橙子树".to_owned()),
        code: "7F3K9Q2M".to_owned(),
        url: "https://farm.example/t/7F3K9Q2M".to_owned(),
        orchard_line: "秭归县 · 归云果园 · 东坡".to_owned(),
    }
}

fn millimetres(text: &str) -> f64 {
    text.parse().expect("a number")
}

/// Left, top and module size of the code, in millimetres.
fn placement(svg: &str) -> (f64, f64, f64) {
    let transform = attribute(svg, "class=\"qr\"", "transform");
    let (shift, scale) = transform.split_once(") scale(").unwrap();
    let (left, top) = shift
        .strip_prefix("translate(")
        .unwrap()
        .split_once(' ')
        .unwrap();
    (
        millimetres(left),
        millimetres(top),
        millimetres(scale.trim_end_matches(')')),
    )
}

#[test]
fn a_tag_has_its_exact_size_and_all_its_words() {
    let svg = tag_svg(&tag()).unwrap();
    assert_eq!(
        attribute(&svg, "<svg", "width"),
        format!("{TAG_WIDTH_MM}mm")
    );
    assert_eq!(
        attribute(&svg, "<svg", "height"),
        format!("{TAG_HEIGHT_MM}mm")
    );
    assert_eq!(attribute(&svg, "<svg", "viewBox"), "0 0 60 90");
    for words in [
        "东坡 3 排 12 号",
        "小满的橙子树",
        "7F3K-9Q2M",
        "秭归县 · 归云果园 · 东坡",
    ] {
        assert!(svg.contains(&format!(">{words}</text>")), "{words}");
    }
    assert!(svg.contains("<title>东坡 3 排 12 号 7F3K-9Q2M</title>"));
    assert!(svg.contains("PingFang SC") && svg.contains("Noto Sans CJK SC"));
}

#[test]
fn the_code_on_a_tag_scans_from_whole_dots_with_free_space_around() {
    let svg = tag_svg(&tag()).unwrap();
    let dark = runs(attribute(&svg, "class=\"qr\"", "d"));
    let scanned = scan(paint(&dark, 37, QUIET_ZONE_MODULES, 6));
    assert_eq!((scanned.text, scanned.level), (tag().url, Level::Q));
    let (left, top, module) = placement(&svg);
    let dots = module / 25.4 * 300.0;
    assert!(
        (dots - dots.round()).abs() < 0.001 && module >= 0.8,
        "{dots} dots, {module} mm"
    );
    let (side, quiet) = (module * 29.0, module * 4.0);
    assert!((left * 2.0 + side - 60.0).abs() < 0.001, "in the middle");
    assert!(left >= quiet, "free to the sides");
    assert!(
        top - quiet >= 24.0,
        "below the nameplate and its descenders"
    );
    assert!(top + side + quiet <= 76.5, "above the code in letters");
}

#[test]
fn a_tree_without_adopter_has_no_plate() {
    let none = tag_svg(&TreeTag {
        plate_text: None,
        ..tag()
    })
    .unwrap();
    let blank = tag_svg(&TreeTag {
        plate_text: Some("  ".to_owned()),
        ..tag()
    })
    .unwrap();
    assert!(!none.contains("class=\"plate\""));
    assert_eq!(none, blank);
}

#[test]
fn markup_in_words_stays_words() {
    let text = "<script>&\"'\u{7}树";
    let svg = tag_svg(&TreeTag {
        plate_text: Some(text.to_owned()),
        ..tag()
    })
    .unwrap();
    assert!(svg.contains("&lt;script&gt;&amp;&quot;&#39;树"));
    assert!(!svg.contains("<script") && !svg.contains('\u{7}'));
}

#[test]
fn long_words_shrink_and_never_leave_the_tag() {
    let size = |count: usize| {
        let plate_text = Some("橙".repeat(count));
        let svg = tag_svg(&TreeTag {
            plate_text,
            ..tag()
        })
        .unwrap();
        millimetres(attribute(&svg, "class=\"plate\"", "font-size"))
    };
    assert!(
        (size(6) - 5.0).abs() < f64::EPSILON,
        "short text in full size"
    );
    assert!(
        size(20) < size(12) && size(12) < size(10),
        "size falls with length"
    );
    for count in 1..=26 {
        let letters = f64::from(u32::try_from(count).unwrap());
        assert!(
            size(count) * letters <= 52.0,
            "{count} letters are wider than 52 mm"
        );
    }
}

#[test]
fn an_address_too_long_for_outdoor_modules_is_refused() {
    let url = format!("https://farm.example/{}", "x".repeat(120));
    let refused = tag_svg(&TreeTag { url, ..tag() }).unwrap_err();
    assert!(
        matches!(refused, LabelError::ModulesTooSmall { modules, needed }
        if modules >= 61 && needed > 50)
    );
    let code = "7F3K-9Q2M".to_owned();
    assert_eq!(
        tag_svg(&TreeTag { code, ..tag() }),
        Err(LabelError::CodeMalformed)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_words_give_well_formed_markup(words in any::<String>(), plate in any::<String>()) {
        let svg = tag_svg(&TreeTag {
            tree_name: words.clone(),
            plate_text: Some(plate),
            orchard_line: words,
            ..tag()
        }).unwrap();
        // Every "<" opens one of the few elements a tag is made of.
        for piece in svg.split('<').skip(1) {
            let name: String = piece.chars().take_while(|letter| *letter != ' ' && *letter != '>').collect();
            prop_assert!(
                ["svg", "title", "/title", "rect", "circle", "text", "/text", "path", "/text", "/svg"]
                    .contains(&name.trim_end_matches("/")), "{}", name);
        }
        prop_assert!(svg.chars().all(|letter| !letter.is_control()));
    }
}
