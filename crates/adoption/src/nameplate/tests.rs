//! What may stand on a nameplate and what may not, and why.

use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Result<String, NameplateError> {
    let banned = ["最好".to_owned(), "Casino".to_owned(), " ".to_owned()];
    NameplateText::parse(text, &banned).map(|text| text.as_str().to_owned())
}

#[test]
fn names_people_give_are_accepted() {
    for text in [
        "小满",
        "林一和王二的树",
        "Anna & Jürgen's tree",
        "阿娜尔·买买提",
        "さくら",
        "우리 나무",
        "2026.05.20",
        "一二三四五六七八九十十二",
        "abcdefghijklmnopqrstuvwx",
        "加油！",
    ] {
        assert_eq!(parse(text), Ok(text.to_owned()));
    }
}

#[test]
fn spaces_are_trimmed_and_collapsed() {
    assert_eq!(parse("  小\u{3000} 满\t树 \n"), Ok("小 满 树".to_owned()));
}

#[test]
fn an_empty_plate_is_refused() {
    for text in ["", "   ", "·-·", "!"] {
        assert_eq!(parse(text), Err(NameplateError::Empty), "{text:?}");
    }
}

#[test]
fn a_text_fits_the_plate() {
    for text in [
        "一二三四五六七八九十十二三",
        "abcdefghijklmnopqrstuvwxy",
        "一二三四五六七八九十十二a",
        "ＡＢＣＤＥＦＧＨＩＪＫＬＭ",
    ] {
        let refused = NameplateError::TooLong { max: MAX_UNITS };
        assert_eq!(parse(text), Err(refused), "{text}");
    }
}

#[test]
fn other_characters_are_refused() {
    for (text, character) in [
        ("小满♥", '♥'),
        ("小满🍊", '🍊'),
        ("<b>小满</b>", '<'),
        ("a@b", '@'),
        ("小\u{200B}满", '\u{200B}'),
        ("小\u{202E}满", '\u{202E}'),
        ("\u{3164}\u{3164}", '\u{3164}'),
        ("小满\u{0}", '\u{0}'),
    ] {
        let refused = NameplateError::CharacterNotAllowed { character };
        assert_eq!(parse(text), Err(refused), "{text:?}");
    }
}

#[test]
fn a_phone_number_is_refused() {
    for text in [
        "13800138000",
        "tel 6543210",
        "138 0013 8000",
        "138-0013.8000",
        "１３８００１３８０００",
    ] {
        assert_eq!(parse(text), Err(NameplateError::LooksLikePhone), "{text}");
    }
    for text in ["2026-05-20", "tree 123456", "1 of 4 in 2026"] {
        assert_eq!(parse(text), Ok(text.to_owned()));
    }
}

#[test]
fn a_banned_word_is_found_behind_case_and_marks() {
    for text in ["最好的树", "最 好", "最·好", "CASINO tree", "c.a.s.i.n.o"] {
        assert_eq!(parse(text), Err(NameplateError::BannedWord), "{text}");
    }
}

#[test]
fn errors_have_stable_codes() {
    let codes = [
        (NameplateError::Empty, "nameplate-empty"),
        (NameplateError::TooLong { max: 24 }, "nameplate-too-long"),
        (
            NameplateError::CharacterNotAllowed { character: '♥' },
            "nameplate-character-not-allowed",
        ),
        (NameplateError::BannedWord, "nameplate-banned-word"),
        (NameplateError::LooksLikePhone, "nameplate-looks-like-phone"),
    ];
    for (error, code) in codes {
        assert_eq!(error.code(), code);
    }
}

proptest! {
    #[test]
    fn any_text_is_accepted_or_refused_and_what_is_accepted_reads_back(
        text in prop_oneof![any::<String>(), "[a-zA-Z0-9一-龥 ·.'-]{0,30}"],
    ) {
        if let Ok(plate) = parse(&text) {
            prop_assert_eq!(plate.trim(), &plate);
            prop_assert!(plate.chars().count() <= MAX_UNITS);
            prop_assert_eq!(parse(&plate), Ok(plate));
        }
    }
}
