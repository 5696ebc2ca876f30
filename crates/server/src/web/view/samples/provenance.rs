//! A photo and its hash, and photos that wait for a person.

use super::{drawn, fact, good, photo, say, shell, staff, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::form::Form;
use crate::web::view::provenance::{Case, PhotoPage, Question, ReviewPage, Side};
use crate::web::view::silence::{Quiet, SilencePage, SilentTree};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    let decided = PhotoPage {
        checks: vec![
            warn(
                lang,
                "这张照片和另一张很像",
                "This photo looks like another one",
            ),
            good(lang, "有人看过后收下了", "A person accepted it"),
        ],
        said: say(
            lang,
            "同一排两棵树，角度一样。",
            "Two trees of one row, from the same side.",
        ),
        proof: None,
        ..one(lang)
    };
    let none = ReviewPage {
        shell: staff(lang, "/operator/photos"),
        cases: Vec::new(),
        count: 0,
        acts: false,
    };
    vec![
        drawn("photo", &one(lang)),
        drawn("photo-decided", &decided),
        drawn("review", &review(lang)),
        drawn("review-none", &none),
        drawn("silence", &silence(lang, true)),
        drawn("silence-none", &silence(lang, false)),
    ]
}

fn one(lang: Lang) -> PhotoPage {
    PhotoPage {
        shell: shell(lang, "/photos/01"),
        photo: photo(lang, 1),
        tree: say(
            lang,
            "小满 · 乙区 14 排 6 株",
            "Xiaoman · block B row 14 tree 6",
        ),
        tree_href: "/t/7F3K9Q2M".to_owned(),
        stage: lang.word("stage", "colouring"),
        when: when(lang, 4),
        note: say(lang, "转色比去年早一周。", "A week earlier than last year."),
        facts: vec![fact(
            lang,
            "原始文件",
            "Original file",
            "4032 × 3024 · 3,110 KB",
        )],
        checks: vec![good(lang, "时间相符", "The time fits")],
        said: String::new(),
        groups: vec!["01010101".to_owned(); 8],
        position: "10482".to_owned(),
        proof: Some("/log/proof/10482".to_owned()),
    }
}

fn silence(lang: Lang, late: bool) -> SilencePage {
    let tree = |may_ask: bool| SilentTree {
        adoption: format!("adp_0000000000000000000000000{}", u8::from(may_ask)),
        name: say(
            lang,
            "小满 · 乙区 14 排 6 株",
            "Xiaoman · block B row 14 tree 6",
        ),
        href: "/t/7F3K9Q2M".to_owned(),
        code: "7F3K9Q2M".to_owned(),
        quiet: late_photo(lang, may_ask),
    };
    SilencePage {
        shell: staff(lang, "/operator/silence"),
        trees: if late {
            vec![tree(true), tree(false)]
        } else {
            Vec::new()
        },
        acts: true,
    }
}

/// A late photo, for samples of other pages too.
pub(super) fn late_photo(lang: Lang, may_ask: bool) -> Quiet {
    let words = |zh: &str, en: &str| {
        if may_ask {
            String::new()
        } else {
            say(lang, zh, en)
        }
    };
    Quiet {
        last: say(
            lang,
            "上一张照片是 40 天前；约定每 30 天一张。",
            "Last photo 40 days ago; one every 30 days was promised.",
        ),
        asked: words(
            "11 月 2 日已提醒果农。",
            "The farmer was reminded on 2 November.",
        ),
        may_ask,
        wait: words(
            "12 月 2 日之后可以再提醒。",
            "You can ask again after 2 December.",
        ),
    }
}

fn side(lang: Lang, number: u8, hours_ago: i64) -> Side {
    Side {
        photo: photo(lang, number),
        caption: say(lang, "乙区 14 排 6 株", "block B row 14 tree 6"),
        when: when(lang, hours_ago),
    }
}

fn review(lang: Lang) -> ReviewPage {
    let case = Case {
        id: "obs_00000000000000000000000001".to_owned(),
        tree: say(
            lang,
            "大满 · 乙区 14 排 7 株",
            "Daman · block B row 14 tree 7",
        ),
        tree_href: "/t/8G4L0R3N".to_owned(),
        what: lang.word("stage", "colouring"),
        made: when(lang, 5),
        received: when(lang, 3),
        questions: vec![
            Question {
                word: lang.word("flag", "near-photo"),
                detail: say(lang, "94 % 相同", "94 % is the same"),
                asked: side(lang, 2, 5),
                earlier: Some(side(lang, 3, 900)),
            },
            Question {
                word: lang.word("flag", "far-away"),
                detail: say(lang, "约 14 公里", "about 14 km"),
                asked: side(lang, 2, 5),
                earlier: None,
            },
        ],
        accept: Form::empty(),
        refuse: Form::empty(),
    };
    ReviewPage {
        shell: staff(lang, "/operator/photos"),
        cases: vec![case],
        count: 1,
        acts: true,
    }
}
