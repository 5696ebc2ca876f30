//! Breaks text into lines: anywhere between Han characters, between words elsewhere. It draws nothing.

use crate::font::Rule;

/// These never begin a line (GB/T 15834, 5.1.9 and 5.1.10).
const NOT_FIRST: &str = "，。、；：？！）》」』】〕…—,.;:?!)]}%”’·";
/// These never end one.
const NOT_LAST: &str = "（《「『【〔([{“‘¥￥";

/// The lines of a text, each at most `width` wide, in fractions of the font size.
pub(crate) fn broken(rule: &Rule<'_>, text: &str, width: f32) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| broken_line(rule, line, width))
        .collect()
}

fn broken_line(rule: &Rule<'_>, text: &str, width: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for piece in pieces(rule, text) {
        let length = rule.length(&piece);
        if used + rule.length(piece.trim_end()) > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0.0;
        }
        if length > width {
            chop(rule, &piece, width, &mut lines, &mut line);
            used = rule.length(&line);
        } else {
            used += length;
            line.push_str(&piece);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// A word longer than a line is cut where the line ends.
fn chop(rule: &Rule<'_>, piece: &str, width: f32, lines: &mut Vec<String>, line: &mut String) {
    let mut used = 0.0;
    for one in piece.chars() {
        if used + rule.width(one) > width {
            lines.push(std::mem::take(line));
            used = 0.0;
        }
        used += rule.width(one);
        line.push(one);
    }
}

/// What stays together: a word with its space, a Han character with the marks that cling to it.
fn pieces(rule: &Rule<'_>, text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for one in text.chars().filter_map(|one| rule.drawable(one)) {
        match pieces.last_mut() {
            Some(last) if holds(last, one) => last.push(one),
            Some(_) | None => pieces.push(one.to_string()),
        }
    }
    pieces
}

fn holds(piece: &str, next: char) -> bool {
    let Some(last) = piece.chars().last() else {
        return false;
    };
    if last == ' ' {
        return next == ' ';
    }
    if next == ' ' || NOT_FIRST.contains(next) || NOT_LAST.contains(last) {
        return true;
    }
    !is_wide(last) && !is_wide(next)
}

/// Han, kana and full-width forms: a line may end after any of them.
fn is_wide(one: char) -> bool {
    one >= '\u{2e80}'
}
