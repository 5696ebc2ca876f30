//! Where somebody goes after signing in: back to a page of ours, never to another site.

use app::permission::Identity;

/// Whether this is a path of ours: it begins with one slash, and no browser reads it as another host. A backslash
/// counts as a slash in browsers, and tabs and line ends are dropped by them.
pub(in crate::web) fn is_local(path: &str) -> bool {
    let mut characters = path.chars();
    characters.next() == Some('/')
        && !matches!(characters.next(), Some('/' | '\\'))
        && !path.chars().any(|c| c.is_control() || c == '\\')
        && path.len() <= PATH_BYTES_MAX
}

/// Longest path to come back to, in bytes.
const PATH_BYTES_MAX: usize = 1_000;

/// The path to come back to, if it is ours; otherwise empty.
pub(super) fn local(asked: Option<&str>) -> String {
    asked
        .filter(|path| is_local(path))
        .unwrap_or_default()
        .to_owned()
}

/// The path to come back to, or the page where this person's work is.
pub(super) fn or_home(next: &str, who: &Identity) -> String {
    let home = if who.auditor().is_ok() {
        "/operator"
    } else if who.farms().next().is_some() {
        "/today"
    } else if who.packs().next().is_some() {
        "/packing"
    } else {
        "/garden"
    };
    if next.is_empty() { home } else { next }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_local() {
        for ours in [
            "/",
            "/garden",
            "/campaigns/cmp_1?tree=7F3K9Q2M#plan",
            "/t/a//b",
        ] {
            assert!(is_local(ours), "{ours}");
        }
        let long = format!("/{}", "x".repeat(PATH_BYTES_MAX));
        for foreign in [
            "",
            "garden",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil",
            "/a\r\nb",
            &long,
        ] {
            assert!(!is_local(foreign), "{foreign}");
            assert_eq!(local(Some(foreign)), "");
        }
    }
}
