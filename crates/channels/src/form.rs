//! `application/x-www-form-urlencoded`, written and read strictly. It must not know any channel.

use crate::Error;

/// Most fields that are read.
const FIELDS_MAX: usize = 200;

/// Writes fields in their order; brackets in names are escaped like everything else that is not plain.
pub(crate) fn encode<N: AsRef<str>, V: AsRef<str>>(fields: &[(N, V)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        escape(name.as_ref(), &mut text);
        text.push('=');
        escape(value.as_ref(), &mut text);
    }
    text
}

fn escape(plain: &str, text: &mut String) {
    for byte in plain.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                text.push(char::from(byte));
            }
            _ => {
                let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
                text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
}

/// Reads fields; a name twice, a broken escape or bytes that are not UTF-8 are refused, since a signature over
/// fields means something only if everybody reads the same fields.
pub(crate) fn decode(text: &str) -> Result<Vec<(String, String)>, Error> {
    let broken = Error::Form { field: "form" };
    let mut fields: Vec<(String, String)> = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(broken.clone())?;
        let name = unescape(name).ok_or(broken.clone())?;
        let value = unescape(value).ok_or(broken.clone())?;
        if fields.len() == FIELDS_MAX || fields.iter().any(|(other, _)| *other == name) {
            return Err(broken);
        }
        fields.push((name, value));
    }
    Ok(fields)
}

fn unescape(text: &str) -> Option<String> {
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut half = || char::from(bytes.next()?).to_digit(16);
                let (high, low) = (half()?, half()?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn brackets_and_chinese_are_escaped() {
        let fields = [("line_items[0][name]", "砂糖橘 & 1+1")];
        let text = "line_items%5B0%5D%5Bname%5D=%E7%A0%82%E7%B3%96%E6%A9%98%20%26%201%2B1";
        assert_eq!(encode(&fields), text);
        assert_eq!(decode(text).unwrap()[0].1, "砂糖橘 & 1+1");
        assert_eq!(decode("a=1+2").unwrap()[0].1, "1 2");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        for text in ["a=1&a=2", "a", "a=%4", "a=%zz", "a=%ff", "a=1&%61=2"] {
            assert!(decode(text).is_err(), "{text}");
        }
        let many: String = (0..=FIELDS_MAX).map(|n| format!("f{n}=1&")).collect();
        assert!(decode(&many).is_err());
    }

    proptest! {
        #[test]
        fn fields_read_back(fields in prop::collection::btree_map(".{0,12}", ".{0,30}", 0..8)) {
            let fields: Vec<_> = fields.into_iter().collect();
            prop_assert_eq!(decode(&encode(&fields)), Ok(fields));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[a%=&+0-9é]{0,60}") {
            let _ = decode(&text);
        }
    }
}
