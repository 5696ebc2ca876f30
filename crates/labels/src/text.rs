//! Text on a label: safe inside XML, and never wider than its place. Knows no fonts, only how wide
//! their letters are at most; knows nothing about what the text says.

/// Makes `text` safe as XML character data or attribute value.
///
/// Characters that XML 1.0 forbids, other controls, and marks that turn the direction of writing
/// are left out: on a printed tag they could only break or disguise it.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter if is_printable(letter) => safe.push(letter),
            _ => {}
        }
    }
    safe
}

fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Text placed on one line: what is left of it and at which size.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fitted {
    /// The words, shortened with an ellipsis when even the smallest size was too wide.
    pub(crate) text: String,
    /// Font size, in micrometres.
    pub(crate) size_um: u32,
}

/// Chooses the largest font size from `size_max_um` down to `size_min_um` at which `text` is not
/// wider than `width_um`; text too long even for the smallest size is cut with an ellipsis.
pub(crate) fn fit(text: &str, width_um: u32, size_max_um: u32, size_min_um: u32) -> Fitted {
    let text: String = text
        .chars()
        .filter(|letter| is_printable(*letter))
        .collect();
    let text = text.trim();
    let width_em = width_milliem(text);
    let size_that_fits = (u64::from(width_um) * 1000).checked_div(width_em);
    let size_that_fits = size_that_fits.map_or(size_max_um, |size| {
        u32::try_from(size).unwrap_or(u32::MAX).min(size_max_um)
    });
    if size_that_fits >= size_min_um {
        return Fitted {
            text: text.to_owned(),
            size_um: size_that_fits,
        };
    }
    Fitted {
        text: cut(text, u64::from(width_um) * 1000 / u64::from(size_min_um)),
        size_um: size_min_um,
    }
}

/// The longest beginning of `text` that with an ellipsis stays within `room_milliem`.
fn cut(text: &str, room_milliem: u64) -> String {
    let mut kept = String::new();
    let mut used = advance_milliem('…');
    for letter in text.chars() {
        used += advance_milliem(letter);
        if used > room_milliem {
            break;
        }
        kept.push(letter);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

/// How wide `text` is at most, in thousandths of the font size.
pub(crate) fn width_milliem(text: &str) -> u64 {
    text.chars().map(advance_milliem).sum()
}

/// How wide one letter is at most in the usual bold sans and CJK fonts, in thousandths of an em.
/// Rather too wide than too narrow: a tag with air is better than one that runs over its edge.
fn advance_milliem(letter: char) -> u64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 400,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1000,
        'A'..='Z' | '&' | '+' | '<' | '=' | '>' | '~' | '#' => 800,
        ' ' => 350,
        'f' | 'r' | 't' | '-' | '(' | ')' => 480,
        '!'..='~' => 640,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{52f}' => 900,
        '\u{1f000}'..='\u{1faff}' => 1400,
        _ => 1000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_escaped_and_forbidden_characters_vanish() {
        assert_eq!(escape("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
        assert_eq!(escape("树\u{0}\u{1b}\u{202e}名\u{ffff}\n"), "树名");
    }

    #[test]
    fn short_text_keeps_the_full_size() {
        assert_eq!(fit("老橙", 50_000, 6_000, 2_000).size_um, 6_000);
        assert_eq!(fit("", 50_000, 6_000, 2_000).size_um, 6_000);
    }

    #[test]
    fn size_falls_with_length_and_the_line_never_overflows() {
        let mut last = u32::MAX;
        for count in 1..200 {
            let fitted = fit(&"橙".repeat(count), 52_000, 6_000, 2_000);
            assert!(fitted.size_um <= last, "{count} letters grew");
            last = fitted.size_um;
            assert!(width_milliem(&fitted.text) * u64::from(fitted.size_um) <= 52_000_000);
        }
        assert_eq!(last, 2_000);
    }

    #[test]
    fn text_is_cut_only_when_the_smallest_size_is_too_wide() {
        assert_eq!(
            fit(&"橙".repeat(26), 52_000, 6_000, 2_000).text,
            "橙".repeat(26)
        );
        assert_eq!(
            fit(&"橙".repeat(27), 52_000, 6_000, 2_000).text,
            format!("{}…", "橙".repeat(25))
        );
    }
}
