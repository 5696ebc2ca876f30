//! Free text on its way into an event. It must not know what a text is for nor how long it may be.

/// The text as one line: control characters, which JSON writes six times as long, become spaces, and white space at
/// the ends goes.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(one_line(" 账户\n已 closed\u{0}\u{7f}"), "账户 已 closed");
        assert_eq!(one_line("\u{1}\t"), "");
    }
}
