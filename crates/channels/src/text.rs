//! Foreign words cut to size before they are kept or shown. It must not know what they say.

/// Longest code of a channel that is kept, in characters.
const CODE_CHARS_MAX: usize = 64;

/// The first printable ASCII characters of a channel's code.
pub(crate) fn code(text: &str) -> String {
    let printable = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    let code: String = printable.take(CODE_CHARS_MAX).collect();
    code.trim().to_owned()
}

/// Whether a channel's id can be kept as a transaction id: what `settlement` accepts.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=CODE_CHARS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Longest name of an attempt; Stripe's sessions have 66 characters and "may be longer".
const ATTEMPT_CHARS_MAX: usize = 255;

/// Whether a name of an attempt can go into a path: letters, digits, `_` and `-`.
pub(crate) fn is_attempt(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=ATTEMPT_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain)
}

/// As much of the text as fits so many bytes, whole characters only.
pub(crate) fn at_most_bytes(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_words_are_cut_to_size() {
        assert_eq!(code(" NO\u{7}T ENOUGH余额\n "), "NOT ENOUGH");
        assert_eq!(code(&"x".repeat(100)).len(), CODE_CHARS_MAX);
        assert!(is_id("4200001234") && !is_id("") && !is_id("a b") && !is_id(&"1".repeat(65)));
        assert!(is_attempt("cs_test_a1") && !is_attempt("cs/../x") && !is_attempt(""));
        assert_eq!(at_most_bytes("苹果", 4), "苹");
        assert_eq!(at_most_bytes("apple", 9), "apple");
    }
}
