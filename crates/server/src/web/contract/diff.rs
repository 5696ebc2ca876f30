//! What changed between two texts, line by line. It knows nothing of contracts.

/// Most lines compared one with another; beyond, everything is shown as replaced.
const LINES_MAX: usize = 600;

/// A line of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// In both.
    Same(String),
    /// In the newer one only.
    Added(String),
    /// In the older one only.
    Removed(String),
}

/// The lines of both texts, in order: the longest common subsequence stays, the rest comes and goes.
pub(crate) fn lines(older: &str, newer: &str) -> Vec<Line> {
    let older: Vec<&str> = kept(older);
    let newer: Vec<&str> = kept(newer);
    if older.len().max(newer.len()) > LINES_MAX {
        let removed = older.iter().map(|line| Line::Removed((*line).to_owned()));
        let added = newer.iter().map(|line| Line::Added((*line).to_owned()));
        return removed.chain(added).collect();
    }
    let common = common_lengths(&older, &newer);
    let (mut old, mut new) = (0, 0);
    let mut found = Vec::new();
    while old < older.len() || new < newer.len() {
        if old < older.len() && new < newer.len() && older[old] == newer[new] {
            found.push(Line::Same(older[old].to_owned()));
            (old, new) = (old + 1, new + 1);
        } else if new == newer.len()
            || (old < older.len() && common[old + 1][new] >= common[old][new + 1])
        {
            found.push(Line::Removed(older[old].to_owned()));
            old += 1;
        } else {
            found.push(Line::Added(newer[new].to_owned()));
            new += 1;
        }
    }
    found
}

fn kept(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect()
}

/// How many lines the rests of both texts share, from every pair of lines on.
fn common_lengths(older: &[&str], newer: &[&str]) -> Vec<Vec<u16>> {
    let mut lengths = vec![vec![0_u16; newer.len() + 1]; older.len() + 1];
    for old in (0..older.len()).rev() {
        for new in (0..newer.len()).rev() {
            lengths[old][new] = if older[old] == newer[new] {
                lengths[old + 1][new + 1] + 1
            } else {
                lengths[old + 1][new].max(lengths[old][new + 1])
            };
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(older: &str, newer: &str) -> String {
        let sign = |line: &Line| match line {
            Line::Same(text) => format!(" {text}"),
            Line::Added(text) => format!("+{text}"),
            Line::Removed(text) => format!("-{text}"),
        };
        lines(older, newer)
            .iter()
            .map(sign)
            .collect::<Vec<_>>()
            .join("|")
    }

    #[test]
    fn what_stays_stays_and_the_rest_comes_and_goes() {
        assert_eq!(told("a\nb\nc", "a\nx\nc\nd"), " a|-b|+x| c|+d");
        assert_eq!(told("", "a"), "+a");
        assert_eq!(told("a\n\nb", "b"), "-a| b");
        assert_eq!(told("a", "a"), " a");
    }

    #[test]
    fn both_texts_can_be_read_back() {
        let (older, newer) = ("一\n二\n三\n四", "二\n五\n四\n六");
        let found = lines(older, newer);
        let side = |wanted: fn(&Line) -> Option<&String>| {
            found
                .iter()
                .filter_map(wanted)
                .cloned()
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(
            side(|line| match line {
                Line::Same(text) | Line::Removed(text) => Some(text),
                Line::Added(_) => None,
            }),
            older
        );
        assert_eq!(
            side(|line| match line {
                Line::Same(text) | Line::Added(text) => Some(text),
                Line::Removed(_) => None,
            }),
            newer
        );
    }

    #[test]
    fn huge_texts_are_told_as_replaced() {
        let long = |word: &str| {
            (0..=LINES_MAX)
                .map(|line| format!("{word}{line}\n"))
                .collect::<String>()
        };
        let found = lines(&long("a"), &long("a"));
        assert_eq!(found.len(), 2 * (LINES_MAX + 1));
    }
}
