//! The public tree page in its states.

use super::growth;
use super::{drawn, fact, good, photo, say, shell, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::parts::{Bar, Photo};
use crate::web::view::tree::{
    AdoptOffer, DiaryEntry, Lot, ParcelState, Plate, TreePage, YieldFacts,
};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("tree", &tree(lang)),
        drawn("tree-young", &young_tree(lang)),
        drawn(
            "tree-erased",
            &TreePage {
                plate: Plate::Erased,
                adopt: None,
                ..tree(lang)
            },
        ),
        drawn(
            "tree-waiting",
            &TreePage {
                plate: Plate::Waiting,
                lots: Vec::new(),
                ..tree(lang)
            },
        ),
    ]
}

fn entry(lang: Lang, stage: &str, hours_ago: i64, note: &str, photos: Vec<Photo>) -> DiaryEntry {
    DiaryEntry {
        title: lang.word("stage", stage),
        when: when(lang, hours_ago),
        note: note.to_owned(),
        photos,
        position: "10,482".to_owned(),
        wrong: None,
    }
}

fn tree(lang: Lang) -> TreePage {
    TreePage {
        old_tag: None,
        shell: shell(lang, "/t/7F3K9Q2M"),
        code: "7F3K9Q2M".to_owned(),
        code_text: "7F3K-9Q2M".to_owned(),
        variety: say(lang, "纽荷尔脐橙", "Newhall navel orange"),
        name: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        place: say(
            lang,
            "江西寻乌 · 三标果园",
            "Xunwu, Jiangxi · Sanbiao Orchard",
        ),
        planted: say(lang, "2011 年栽", "planted 2011"),
        photo: Some(photo(lang, 1)),
        plate: Plate::Words(say(
            lang,
            "小满的橙子树 · 爸爸种给你",
            "Xiaoman’s tree, planted by Dad",
        )),
        stage: Some(good(lang, "转色", "Colouring")),
        silence: Vec::new(),
        comparison: Some(growth::comparison(lang)),
        calendar: Some(growth::calendar(lang)),
        yields: Some(growth::yields()),
        public: "https://pomona.example".to_owned(),
        photo_count: 2,
        yield_facts: Some(yield_facts(lang)),
        diary: diary(lang),
        lots: vec![Lot {
            name: "L-1128-乙".to_owned(),
            picked: when(lang, 20),
            weight: "46.2 kg".to_owned(),
            certificate: Some("360734-2026-1128".to_owned()),
            facts: vec![fact(
                lang,
                "开具",
                "Issued by",
                &say(lang, "三标果业合作社", "Sanbiao Cooperative"),
            )],
        }],
        parcels: vec![
            ParcelState {
                name: lang.text_with("box-number", &[("count", 1.into())]),
                weight: "10 kg".to_owned(),
                state: good(lang, "已送到", "Delivered"),
            },
            ParcelState {
                name: lang.text_with("box-number", &[("count", 2.into())]),
                weight: "10 kg".to_owned(),
                state: warn(lang, "运送中", "On its way"),
            },
        ],
        treatments: vec![fact(
            lang,
            "2026 年 9 月 10 日",
            "10 Sep 2026",
            "1.8% EC, 1:1500",
        )],
        weather: vec![fact(lang, "11 月 3 日", "3 Nov", "−1 ℃")],
        record_count: 11,
        last_position: "10,482".to_owned(),
        adopt: Some(AdoptOffer {
            href: "/campaigns/c1".to_owned(),
            price: "¥1,680".to_owned(),
            this_tree: false,
        }),
    }
}

fn yield_facts(lang: Lang) -> YieldFacts {
    YieldFacts {
        promised: "40 kg".to_owned(),
        harvested: "46.2 kg".to_owned(),
        bar: Some(Bar {
            value: 46_200,
            max: 40_000,
            label: lang.text_with(
                "tree-harvest-bar",
                &[
                    ("harvested", "46.2 kg".into()),
                    ("promised", "40 kg".into()),
                ],
            ),
        }),
        boxes: 4,
        ship_window: say(
            lang,
            "2026 年 11 月 20 日至 12 月 20 日",
            "20 Nov – 20 Dec 2026",
        ),
    }
}

fn diary(lang: Lang) -> Vec<DiaryEntry> {
    let words = say(
        lang,
        "早晚温差大了，向阳面先黄。今天量了 20 个果，平均 78 mm。",
        "Cold nights now; the sunny side turns first. Measured 20 oranges, 78 mm on average.",
    );
    vec![
        entry(
            lang,
            "colouring",
            2,
            &words,
            vec![photo(lang, 1), photo(lang, 2), photo(lang, 3)],
        ),
        entry(lang, "growing", 2_600, "", vec![photo(lang, 5)]),
        entry(
            lang,
            "blossom",
            5_000,
            &say(
                lang,
                "满树的花，香到路边。",
                "In full bloom; you smell it from the road.",
            ),
            vec![photo(lang, 7), photo(lang, 9)],
        ),
    ]
}

fn young_tree(lang: Lang) -> TreePage {
    TreePage {
        photo: None,
        plate: Plate::Nobody,
        stage: None,
        silence: Vec::new(),
        comparison: None,
        calendar: None,
        yields: None,
        public: "https://pomona.example".to_owned(),
        photo_count: 2,
        yield_facts: None,
        diary: Vec::new(),
        lots: Vec::new(),
        parcels: Vec::new(),
        treatments: Vec::new(),
        weather: vec![fact(lang, "11 月 3 日", "3 Nov", "−1 ℃")],
        record_count: 0,
        planted: String::new(),
        adopt: Some(AdoptOffer {
            href: "/campaigns/c1/trees/7F3K9Q2M".to_owned(),
            price: "¥1,680".to_owned(),
            this_tree: true,
        }),
        ..tree(lang)
    }
}
