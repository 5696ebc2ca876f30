//! Every page is drawn in both languages and looked through for what must never be there.

use super::samples;
use crate::web::i18n::Lang;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn templates() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder of templates") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                let text = std::fs::read_to_string(&path).expect("a text file");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"),
        &mut found,
    );
    assert!(found.len() > 40, "the templates are where they were");
    found
}

/// Set `POMONA_PAGES_DIR` to a folder to look at the drawn pages in a browser.
#[test]
fn every_page_is_drawn_in_both_languages() {
    for lang in Lang::ALL {
        let pages = samples::all(lang);
        let names: BTreeSet<_> = pages.iter().map(|page| page.0).collect();
        assert_eq!(names.len(), pages.len(), "each sample has its own name");
        for (name, html) in pages {
            assert!(html.starts_with("<!doctype html>"), "{name}");
            assert!(
                html.contains(&format!("<html lang=\"{}\">", lang.tag())),
                "{name}"
            );
            assert_eq!(
                html.matches("<h1").count(),
                1,
                "{name} has one main heading"
            );
            assert!(
                html.matches("btn go").count() <= 1,
                "{name} has at most one orange action"
            );
            if let Some(folder) = std::env::var_os("POMONA_PAGES_DIR") {
                let file = Path::new(&folder).join(format!("{name}.{}.html", lang.tag()));
                std::fs::write(file, html).expect("a writable folder");
            }
        }
    }
}

#[test]
fn every_page_template_has_a_sample() {
    let views = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/view"))
        .expect("the views")
        .filter_map(|entry| std::fs::read_to_string(entry.expect("an entry").path()).ok())
        .collect::<String>();
    for (path, text) in templates() {
        if text.starts_with("{% extends") {
            let name = path
                .to_string_lossy()
                .split_once("templates/")
                .expect("in templates")
                .1
                .to_owned();
            assert!(
                views.contains(&format!("path = \"{name}\"")),
                "{name} belongs to a view"
            );
        }
    }
}

#[test]
fn nothing_needs_inline_style_or_script() {
    for (path, text) in templates() {
        let path = path.display();
        assert!(!text.contains("style=\""), "{path}: a style attribute");
        assert!(!text.contains("<style"), "{path}: a style element");
        assert!(
            !text.contains(" onclick") && !text.contains(" onload"),
            "{path}: an inline handler"
        );
        assert!(!text.contains("|safe"), "{path}: unescaped text");
        for script in text.split("<script").skip(1) {
            assert!(
                script.starts_with(" type=\"module\" src="),
                "{path}: an inline script"
            );
        }
    }
}

#[test]
fn every_form_that_posts_is_guarded() {
    for (path, text) in templates() {
        for form in text.split("<form method=\"post\"").skip(1) {
            let form = form.split("</form>").next().unwrap_or(form);
            assert!(
                form.contains("f::guard(shell, "),
                "{}: {form}",
                path.display()
            );
        }
    }
}

#[test]
fn ids_are_unique_and_labels_point_at_fields() {
    for lang in Lang::ALL {
        for (name, html) in samples::all(lang) {
            let ids: Vec<_> = attribute(&html, " id=\"").collect();
            let unique: BTreeSet<_> = ids.iter().copied().collect();
            assert_eq!(ids.len(), unique.len(), "{name}: an id twice in {ids:?}");
            for attribute_name in [" for=\"", " aria-labelledby=\""] {
                for target in attribute(&html, attribute_name) {
                    assert!(unique.contains(target), "{name}: {attribute_name}{target}");
                }
            }
        }
    }
}

#[test]
fn forms_of_one_page_never_share_a_key() {
    for (name, html) in samples::all(Lang::En) {
        let keys: Vec<_> = attribute(&html, " name=\"idempotency_key\" value=\"").collect();
        let unique: BTreeSet<_> = keys.iter().collect();
        assert_eq!(keys.len(), unique.len(), "{name}");
    }
}

#[test]
fn what_people_type_is_escaped() {
    use super::form::Form;
    use crate::web::view::account::SignInPage;
    use askama::Template;
    let page = SignInPage {
        shell: super::shell::Shell::default(),
        form: Form::empty().with("email", "\"><script>alert(1)</script>"),
        next: "/a?b=\"c\"".to_owned(),
    };
    let html = page.render().expect("drawn");
    assert!(!html.contains("<script>alert"));
    assert!(!html.contains("=\"/a?b=\"c"));
}

fn attribute<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(name)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}
