//! Every page with believable content, for the tests that draw them all. No test logic here.

mod adopting;
mod banking;
mod farm;
mod field;
mod garden;
mod growth;
mod letters;
mod life;
mod losses;
mod people;
mod proof;
mod provenance;
mod sheet;
mod shop;
mod staff;
mod trace;
mod trees;

use super::parts::{Fact, Mark, Photo, Tone, When};
use super::shell::{Flash, Shell, ShellPerson};
use crate::web::i18n::Lang;
use askama::Template;

/// 2026-11-06T00:42:00Z, 08:42 in the orchard.
const MORNING_MS: i64 = 1_793_925_720_000;

/// Every page in a language: the name of the file to write it to, and its HTML.
pub(super) fn all(lang: Lang) -> Vec<(&'static str, String)> {
    let mut pages = shop::pages(lang);
    pages.extend(adopting::pages(lang));
    pages.extend(banking::pages(lang));
    pages.extend(trees::pages(lang));
    pages.extend(farm::pages(lang));
    pages.extend(field::pages(lang));
    pages.extend(life::pages(lang));
    pages.extend(losses::pages(lang));
    pages.extend(proof::pages(lang));
    pages.extend(provenance::pages(lang));
    pages.extend(staff::pages(lang));
    pages.extend(sheet::pages(lang));
    pages.extend(garden::pages(lang));
    pages.extend(people::pages(lang));
    pages.extend(trace::pages(lang));
    pages.extend(letters::pages(lang));
    pages
}

fn drawn(name: &'static str, page: &impl Template) -> (&'static str, String) {
    (name, page.render().expect("a sample can be drawn"))
}

/// Picks the text of the language.
fn say(lang: Lang, zh: &str, en: &str) -> String {
    match lang {
        Lang::ZhCn => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn shell(lang: Lang, path: &str) -> Shell {
    Shell {
        lang,
        path: path.to_owned(),
        person: None,
        csrf: "c".repeat(32),
        idempotency_key: "0190d1c0-0000-7000-8000-000000000001".to_owned(),
        flash: None,
    }
}

fn signed(lang: Lang, path: &str) -> Shell {
    let person = ShellPerson {
        display: say(lang, "林小满", "Lin Xiaoman"),
        is_farmer: false,
        is_packer: false,
        is_operator: false,
        is_auditor: false,
    };
    Shell {
        person: Some(person),
        ..shell(lang, path)
    }
}

fn staff(lang: Lang, path: &str) -> Shell {
    let person = ShellPerson {
        display: say(lang, "赖师傅", "Master Lai"),
        is_farmer: true,
        is_packer: true,
        is_operator: true,
        is_auditor: true,
    };
    let flash = Flash {
        good: true,
        text: say(lang, "记下了。", "Recorded."),
    };
    Shell {
        person: Some(person),
        flash: Some(flash),
        ..shell(lang, path)
    }
}

fn photo(lang: Lang, number: u8) -> Photo {
    Photo {
        sha256: format!("{number:02x}").repeat(32),
        alt: say(lang, "转色中的脐橙", "Oranges turning colour"),
    }
}

fn when(lang: Lang, hours_ago: i64) -> When {
    When::at(lang, MORNING_MS - hours_ago * 3_600_000)
}

fn good(lang: Lang, zh: &str, en: &str) -> Mark {
    Mark::new(say(lang, zh, en), Tone::Good)
}

fn warn(lang: Lang, zh: &str, en: &str) -> Mark {
    Mark::new(say(lang, zh, en), Tone::Warn)
}

fn bad(lang: Lang, zh: &str, en: &str) -> Mark {
    Mark::new(say(lang, zh, en), Tone::Bad)
}

fn quiet(lang: Lang, zh: &str, en: &str) -> Mark {
    Mark::new(say(lang, zh, en), Tone::Quiet)
}

fn fact(lang: Lang, zh: &str, en: &str, value: &str) -> Fact {
    Fact::new(say(lang, zh, en), value)
}
