//! Keys read back as they were printed; what is mistyped, unknown or out of bounds is refused with the reason.

use proptest::prelude::*;

use crate::{
    CompanyPrefix, Giai, Gtin, Item, Key, KeyError, Part, Sscc, digits::check_digit, encode,
};

fn prefix(digits: &str) -> CompanyPrefix {
    digits.parse().expect("a prefix")
}

fn read(path: &str) -> Result<Key, KeyError> {
    path.parse()
}

#[test]
fn every_key_reads_and_prints() {
    for path in [
        "/01/09521234543213",
        "/01/09521234543213/21/7F3K9Q2M",
        "/01/09521234543213/10/L-1128-A",
        "/01/09506000134352/10/2026A7",
        "/00/095060001343000014",
        "/8004/95212347F3K9Q2M",
        "/01/09521234543213/21/A%2FB%25%3F",
        "/01/09521234543213/22/2A/10/L-1/21/7F3K9Q2M",
        "/01/09521234543213/10/L-1/21/7F3K9Q2M",
        "/01/09521234543213/235/TP%2F1",
        "/414/9521234543213",
        "/414/9521234543213/254/plot-7",
        "/417/9521234543213",
        "/8003/09521234543213crate-7",
        "/253/9521234543213bon-1",
        "/8006/095212345432130102",
        "/402/95212345432130000",
    ] {
        assert_eq!(read(path).expect(path).to_string(), path);
    }
}

#[test]
fn another_spelling_of_the_same_prints_in_one() {
    let key = read("/01/09521234543213/10/a%2fb%3d+%2D").expect("read");
    assert_eq!(key.to_string(), "/01/09521234543213/10/a%2Fb%3D%2B-");
}

#[test]
fn what_is_no_key_is_refused_with_the_reason() {
    let cases = [
        ("", KeyError::Path),
        ("/", KeyError::Path),
        ("/01", KeyError::Path),
        ("01/09521234543213", KeyError::Path),
        ("/gtin/09521234543213", KeyError::Path),
        ("/01/09521234543213/", KeyError::Path),
        ("/01/09521234543213/21", KeyError::Path),
        ("/01/09521234543213/21/A/", KeyError::Path),
        ("/01/09521234543213/21/A/10/B", KeyError::Path),
        ("/00/095060001343000014/21/A", KeyError::Path),
        ("/01/09521234543213/21/A/22/B", KeyError::Path),
        ("/01/09521234543213/10/A/10/B", KeyError::Path),
        ("/01/09521234543213/22/A/10/B/21/C/235/D", KeyError::Path),
        ("/01/09521234543213/235/A/21/B", KeyError::Path),
        ("/414/9521234543213/21/A", KeyError::Path),
        ("/417/9521234543213/254/A", KeyError::Path),
        ("/414/9521234543214", KeyError::CheckDigit),
        ("/414/952123454321", KeyError::Digits { digits: 13 }),
        ("/414/95212345432130", KeyError::Digits { digits: 13 }),
        ("/8003/19521234543210", KeyError::Path),
        ("/8006/095212345432130001", KeyError::Path),
        ("/8006/095212345432130302", KeyError::Path),
        ("/253/9521234543213%20", KeyError::Charset),
        (
            "/253/9521234543213123456789012345678",
            KeyError::Length { max: 17 },
        ),
        ("/402/95212345432130001", KeyError::CheckDigit),
        ("/999/1", KeyError::Path),
        ("/01/9521234543213", KeyError::Digits { digits: 14 }),
        ("/01/0952123454321X", KeyError::Digits { digits: 14 }),
        ("/01/09521234543214", KeyError::CheckDigit),
        ("/00/09506000134300014", KeyError::Digits { digits: 18 }),
        ("/00/095060001343000015", KeyError::CheckDigit),
        ("/01/09521234543213/21/", KeyError::Length { max: 20 }),
        (
            "/01/09521234543213/21/123456789012345678901",
            KeyError::Length { max: 20 },
        ),
        ("/01/09521234543213/10/%E6%A0%91", KeyError::Charset),
        ("/01/09521234543213/10/a%20b", KeyError::Charset),
        ("/01/09521234543213/10/a%23b", KeyError::Charset),
        ("/01/09521234543213/10/a%2", KeyError::Encoding),
        ("/01/09521234543213/10/a%zz", KeyError::Encoding),
        ("/01/09521234543213/10/%ff", KeyError::Encoding),
        ("/01/09521234543213/10/%2E", KeyError::Dots),
        ("/01/09521234543213/10/..", KeyError::Dots),
        ("/8004/ABC", KeyError::AssetPrefix),
        ("/8004/9521", KeyError::AssetPrefix),
        (
            "/8004/9521234567890123456789012345678",
            KeyError::Length { max: 30 },
        ),
    ];
    for (path, why) in cases {
        assert_eq!(read(path), Err(why), "{path}");
    }
}

#[test]
fn numbers_for_inside_use_are_refused() {
    for body in [
        "0020000000001",
        "0040000000001",
        "0200000000001",
        "0299999999999",
        "1212345678901",
    ] {
        let gtin = format!("{body}{}", char::from(check_digit(body.as_bytes())));
        assert_eq!(gtin.parse::<Gtin>(), Err(KeyError::Restricted), "{gtin}");
    }
}

#[test]
fn parcels_are_counted_through_serial_and_extension() {
    let seven = prefix("9521234");
    let sscc = Sscc::new(&seven, 0).expect("the first");
    assert_eq!(sscc.as_str(), "095212340000000006");
    let next = Sscc::new(&seven, 1_000_000_000).expect("the extension counts on");
    assert!(next.as_str().starts_with("19521234000000000"));
    assert_eq!(next.nth_of(&seven), Some(1_000_000_000));
    assert_eq!(next.nth_of(&prefix("9521235")), None);
    let twelve = prefix("952123456789");
    assert!(Sscc::new(&twelve, 99_999).is_ok());
    assert_eq!(Sscc::new(&twelve, 100_000), Err(KeyError::Exhausted));
}

#[test]
fn an_asset_belongs_to_its_company() {
    let own = prefix("9521234");
    let giai = Giai::new(&own, "7F3K9Q2M").expect("an asset");
    assert_eq!(giai.as_str(), "95212347F3K9Q2M");
    assert_eq!(giai.reference_of(&own), Some("7F3K9Q2M"));
    assert_eq!(giai.reference_of(&prefix("9529999")), None);
    assert_eq!(Giai::new(&own, ""), Err(KeyError::Length { max: 23 }));
    assert_eq!(Giai::new(&own, "树"), Err(KeyError::Charset));
}

#[test]
fn a_company_prefix_has_4_to_12_digits() {
    for text in ["", "952", "9521234567890", "95212A4"] {
        assert_eq!(
            text.parse::<CompanyPrefix>(),
            Err(KeyError::Prefix),
            "{text}"
        );
    }
}

fn part() -> impl Strategy<Value = Part> {
    "[A-Za-z0-9!\"%&'()*+,./:;<=>?_-]{1,20}"
        .prop_filter_map("dots cannot stand in an address", |text| text.parse().ok())
}

fn gtin() -> impl Strategy<Value = Gtin> {
    "[0-9]{13}".prop_filter_map("not for inside use", |body| {
        let check = char::from(check_digit(body.as_bytes()));
        format!("{body}{check}").parse().ok()
    })
}

fn key() -> impl Strategy<Value = Key> {
    let giai = ("[0-9]{4,12}", part()).prop_filter_map("not too long", |(digits, part)| {
        Giai::new(&digits.parse().ok()?, part.as_str()).ok()
    });
    prop_oneof![
        gtin().prop_map(Key::Product),
        (gtin(), part()).prop_map(|(gtin, part)| Key::Piece(gtin, part)),
        (gtin(), part()).prop_map(|(gtin, part)| Key::Batch(gtin, part)),
        ("[0-9]{4,12}", 0_u64..100_000).prop_map(|(digits, nth)| {
            Key::Parcel(Sscc::new(&digits.parse().expect("a prefix"), nth).expect("a number"))
        }),
        giai.prop_map(Key::Asset),
        (gtin(), proptest::option::of(part()), part(), part()).prop_map(
            |(gtin, variant, lot, serial)| {
                Key::Item(Item {
                    gtin,
                    variant,
                    lot: Some(lot),
                    serial: Some(serial),
                    third_party: None,
                })
            }
        ),
        ("[0-9]{12}", proptest::option::of(part())).prop_map(|(body, place)| {
            let check = char::from(check_digit(body.as_bytes()));
            let place = place.map_or_else(String::new, |part| {
                format!("/254/{}", encode(part.as_str()))
            });
            read(&format!("/414/{body}{check}{place}")).expect("a place")
        }),
    ]
}

proptest! {
    #[test]
    fn every_printed_key_reads_back(key in key()) {
        let path = key.to_string();
        prop_assert!(path.bytes().all(|one| one.is_ascii_graphic()));
        prop_assert_eq!(read(&path), Ok(key));
    }

    #[test]
    fn one_wrong_digit_is_found(gtin in gtin(), at in 0_usize..14, by in 1_u8..10) {
        let mut digits = gtin.as_str().as_bytes().to_vec();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let text = String::from_utf8(digits).expect("digits");
        prop_assert_eq!(text.parse::<Gtin>(), Err(KeyError::CheckDigit));
    }

    #[test]
    fn one_wrong_digit_of_a_parcel_is_found(nth in 0_u64..1_000_000_000, at in 0_usize..18, by in 1_u8..10) {
        let sscc = Sscc::new(&prefix("9521234"), nth).expect("a number");
        let mut digits = sscc.as_str().as_bytes().to_vec();
        digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let text = String::from_utf8(digits).expect("digits");
        prop_assert_eq!(text.parse::<Sscc>(), Err(KeyError::CheckDigit));
    }

    #[test]
    fn parcels_count_back(nth in 0_u64..10_000_000_000) {
        let own = prefix("9521234");
        prop_assert_eq!(Sscc::new(&own, nth).expect("a number").nth_of(&own), Some(nth));
    }

    #[test]
    fn no_text_does_harm(path in "(/|[0-9]|[%A-F.]|树){0,60}") {
        if let Ok(key) = read(&path) {
            prop_assert_eq!(read(&key.to_string()), Ok(key));
        }
    }
}
