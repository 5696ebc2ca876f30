//! Bounds of free text. Knows nothing of what a text is for; each rule names its own limit and its rejection.

/// The text without surrounding white space, if it has 1 to `max` characters (not bytes: names are Chinese).
pub(crate) fn trimmed(text: &str, max: usize) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.chars().count() <= max).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        assert_eq!(trimmed(" 小满 ", 2), Some("小满".to_owned()));
        assert_eq!(trimmed("小满树", 2), None);
        assert_eq!(trimmed(" \n", 2), None);
    }
}
