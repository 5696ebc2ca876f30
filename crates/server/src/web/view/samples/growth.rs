//! Drawings of a tree's growth, for samples of its page.

use super::{photo, when};
use crate::web::i18n::Lang;
use crate::web::view::growth::{Calendar, CalendarYear, Comparison, SeasonYield, Span, Yields};

pub(super) fn comparison(lang: Lang) -> Comparison {
    Comparison {
        before: photo(lang, 3),
        before_caption: lang.word("stage", "blossom"),
        before_when: when(lang, 5_000),
        after: photo(lang, 1),
        after_caption: lang.word("stage", "colouring"),
        after_when: when(lang, 4),
    }
}

pub(super) fn calendar(lang: Lang) -> Calendar {
    let span = |x, width, class: &str| Span {
        x,
        width,
        class: class.to_owned(),
        text: lang.word("stage", class),
    };
    Calendar {
        years: vec![CalendarYear {
            name: "2026".to_owned(),
            y: 0,
            spans: vec![span(190, 60, "blossom"), span(250, 300, "growing")],
        }],
        months: (1..=12).map(|month: u8| month.to_string()).collect(),
        height: 48,
        legend: vec![("blossom".to_owned(), lang.word("stage", "blossom"))],
    }
}

pub(super) fn yields() -> Yields {
    let season = |name: &str, x, picked: Option<(i64, i64)>| SeasonYield {
        name: name.to_owned(),
        x,
        promised_bar: Some((30, 120)),
        picked_bar: picked,
        promised: "40 kg".to_owned(),
        picked: picked.map_or("–", |_| "46.2 kg").to_owned(),
    };
    Yields {
        seasons: vec![
            season("2025", 12, Some((10, 140))),
            season("2026", 122, None),
        ],
    }
}
