//! Well-formed, broken and hostile XML.

use proptest::prelude::*;

use super::*;

fn root(text: &str) -> Result<Element, XmlError> {
    parse(text.as_bytes()).map(|(_, root)| root)
}

#[test]
fn elements_of_the_root_s_namespace_are_kept() {
    let text = r#"<?xml version="1.0"?><a xmlns="n" xmlns:o="other"><!-- no --><b Ccy="EUR">1&amp;&#x4e8c;<![CDATA[<3>]]></b><o:b>no<b>no</b></o:b><c/></a>"#;
    let (namespace, root) = parse(text.as_bytes()).unwrap();
    assert_eq!(namespace, "n");
    let names: Vec<_> = root
        .children
        .iter()
        .map(|child| child.name.as_str())
        .collect();
    assert_eq!(names, ["b", "c"]);
    assert_eq!(root.text_at(&["b"]), Some("1&二<3>"));
    assert_eq!(root.child("b").unwrap().currency.as_deref(), Some("EUR"));
    let prefixed = parse(br#"<p:a xmlns:p="n"><p:b>1</p:b></p:a>"#).unwrap();
    assert_eq!(
        (prefixed.0.as_str(), prefixed.1.text_at(&["b"])),
        ("n", Some("1"))
    );
}

#[test]
fn entity_bombs_and_outside_entities_are_refused() {
    let bomb = r#"<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"#;
    assert_eq!(root(bomb), Err(XmlError::DocumentType));
    let outside = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#;
    assert_eq!(root(outside), Err(XmlError::DocumentType));
    assert_eq!(root("<a>&x;</a>"), Err(XmlError::Entity));
}

#[test]
fn depth_size_and_number_are_limited() {
    let deep = "<a>".repeat(DEPTH_MAX + 1) + &"</a>".repeat(DEPTH_MAX + 1);
    assert_eq!(root(&deep), Err(XmlError::TooDeep { limit: DEPTH_MAX }));
    let fits = "<a>".repeat(DEPTH_MAX) + &"</a>".repeat(DEPTH_MAX);
    assert!(root(&fits).is_ok());
    let foreign = "<a>".to_owned() + &r#"<x:b xmlns:x="o">"#.repeat(DEPTH_MAX);
    assert_eq!(root(&foreign), Err(XmlError::TooDeep { limit: DEPTH_MAX }));
    let many = format!("<a>{}</a>", "<b/>".repeat(ELEMENTS_MAX));
    assert_eq!(
        root(&many),
        Err(XmlError::TooMany {
            limit: ELEMENTS_MAX
        })
    );
    let large = vec![b' '; FILE_BYTES_MAX + 1];
    assert_eq!(
        parse(&large),
        Err(XmlError::TooLarge {
            limit_bytes: FILE_BYTES_MAX
        })
    );
}

#[test]
fn what_is_not_well_formed_is_refused() {
    for text in [
        "",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a b=1/>x<",
        "<p:a/>",
        "text",
    ] {
        assert_eq!(root(text), Err(XmlError::Form), "{text}");
    }
    assert_eq!(parse(b"<a>\xff</a>"), Err(XmlError::Form));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = parse(&bytes);
    }

    #[test]
    fn no_text_like_xml_makes_it_panic(text in "[<>/a-c&;#!\\[\\]\"= x:?-]{0,120}") {
        let _ = parse(text.as_bytes());
        let _ = parse(format!("<a xmlns='n'>{text}</a>").as_bytes());
    }
}
