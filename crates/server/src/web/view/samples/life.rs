//! Giving, handing on, dividing, paying together, nameplates.

use super::{bad, drawn, fact, good, quiet, say, shell, signed, staff, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::adopt::AdoptTree;
use crate::web::view::form::{Choice, Form};
use crate::web::view::garden::GroupLine;
use crate::web::view::life::{
    BatchLine, GroupPage, HandoverPage, HangPage, OpenOffer, OpenSeason, PartLine, PlateLine,
    PlatesPage, SeasonPage, SharePage, SheetPage,
};
use crate::web::view::parts::Bar;
use crate::web::view::paying::Way;

const LINK: &str = "https://pomona.example/handovers/q83vASNFZ4mrze8BI0VniQ5v1K0cO3q83vASNFZ4mrz";

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("share", &share(lang, None)),
        drawn("share-offered", &share(lang, Some(offer(lang)))),
        drawn("season", &season(lang)),
        drawn("handover", &handover(lang, false)),
        drawn("handover-over", &handover(lang, true)),
        drawn("group", &group(lang)),
        drawn("group-failed", &failed(lang)),
        drawn("plates", &plates(lang)),
        drawn("plates-sheet", &sheet(lang)),
        drawn("plates-hang", &hang(lang)),
    ]
}

/// A line of the garden.
pub(super) fn groups(lang: Lang) -> Vec<GroupLine> {
    vec![GroupLine {
        href: "/groups/q83v".to_owned(),
        name: say(
            lang,
            "王芳邀朋友一起认养",
            "Wang Fang adopts a tree with friends",
        ),
        state: warn(lang, "进行中", "Open"),
    }]
}

fn tree(lang: Lang, price: &str) -> AdoptTree {
    AdoptTree {
        campaign: say(lang, "三标果园 · 2027 季", "Sanbiao, season 2027"),
        campaign_href: "/campaigns/c1".to_owned(),
        name: say(lang, "甲区 3 排 4 株", "Block A row 3 tree 4"),
        code: "7F3K-9Q2M".to_owned(),
        variety: say(lang, "纽荷尔脐橙", "Newhall navel"),
        photo: None,
        price: price.to_owned(),
        promised: "40 kg".to_owned(),
        boxes: 4,
    }
}

fn offer(lang: Lang) -> OpenOffer {
    OpenOffer {
        link: LINK.to_owned(),
        until: when(lang, -90),
        otherwise: lang.word("share-told", "keep"),
    }
}

fn choices(lang: Lang, family: &str, words: &[&str]) -> Vec<Choice> {
    let choice = |word: &&str| Choice::new(*word, lang.word(family, word));
    words.iter().map(choice).collect()
}

fn share(lang: Lang, open: Option<OpenOffer>) -> SharePage {
    SharePage {
        shell: signed(lang, "/adoptions/a1/share"),
        id: "a1".to_owned(),
        tree: tree(lang, "¥1,680"),
        divisible: open.is_none(),
        open,
        blocked: None,
        form: Form::empty(),
        kinds: choices(lang, "share-kind", &["gift", "transfer"]),
        days: vec![Choice::new("7", say(lang, "7 天", "7 days"))],
        otherwise: choices(lang, "share-otherwise", &["keep", "refund"]),
        parts: choices(lang, "split-into", &["2", "4"]),
    }
}

fn season(lang: Lang) -> SeasonPage {
    SeasonPage {
        shell: signed(lang, "/adoptions/a1/season"),
        id: "a1".to_owned(),
        tree: tree(lang, "¥1,680"),
        open: Some(OpenSeason {
            facts: vec![fact(lang, "价格", "Price", "¥1,680")],
            until: when(lang, -300),
            renews: Some(when(lang, -130)),
        }),
        told: lang.word("season-told", "open"),
        automatic: true,
    }
}

fn handover(lang: Lang, over: bool) -> HandoverPage {
    HandoverPage {
        shell: signed(lang, "/handovers/q83v"),
        here: "/handovers/q83v".to_owned(),
        heading: say(lang, "林小满送你一棵树", "Lin Xiaoman gives you a tree"),
        tree: tree(lang, &lang.word("share-kind", "gift")),
        facts: vec![
            fact(lang, "约定果量", "Promised", "40 kg"),
            fact(lang, "箱数", "Boxes", &say(lang, "4 箱", "4 boxes")),
        ],
        risk: lang.word("risk", "top-up"),
        until: when(lang, -90),
        over: over.then(|| lang.word("rejection", "handover-over")),
        contract_href: "/campaigns/c1/contract".to_owned(),
        hash: "9f".repeat(32),
        form: Form::empty().refused("accept", lang.word("field", "tick")),
    }
}

fn part(lang: Lang, number: i64) -> PartLine {
    PartLine {
        number,
        amount: "¥560".to_owned(),
        who: String::new(),
        state: quiet(lang, "空着", "Free"),
        can_take: false,
        can_leave: false,
        ways: Vec::new(),
        transfer: Vec::new(),
    }
}

fn group(lang: Lang) -> GroupPage {
    let parts = vec![
        PartLine {
            who: say(lang, "林小满", "Lin Xiaoman"),
            state: good(lang, "已付", "Paid"),
            ..part(lang, 1)
        },
        PartLine {
            who: say(lang, "王芳", "Wang Fang"),
            state: warn(lang, "等到账", "Awaited"),
            can_leave: true,
            ways: vec![Way {
                channel: "wechat-pay".to_owned(),
                name: lang.word("way", "wechat-pay"),
                note: lang.word("way-note", "wechat-pay"),
                href: None,
            }],
            transfer: vec![fact(lang, "附言", "Reference", "PM-7K2Q-9F")],
            ..part(lang, 2)
        },
        PartLine {
            can_take: true,
            ..part(lang, 3)
        },
    ];
    GroupPage {
        shell: signed(lang, "/groups/q83v"),
        here: "/groups/q83v".to_owned(),
        link: LINK.to_owned(),
        heading: say(
            lang,
            "林小满邀朋友一起认养",
            "Lin Xiaoman adopts a tree with friends",
        ),
        tree: tree(lang, "¥1,680"),
        state: warn(lang, "进行中", "Open"),
        told: lang.word("group-told", "open"),
        paid: Bar {
            value: 1,
            max: 3,
            label: say(lang, "已付 1 / 3", "1 of 3 paid"),
        },
        until: when(lang, -30),
        parts,
        contract_href: None,
        cancel: Some("/adoptions/a1/group/cancel".to_owned()),
        form: Form::empty(),
    }
}

fn failed(lang: Lang) -> GroupPage {
    GroupPage {
        shell: shell(lang, "/groups/q83v"),
        state: bad(lang, "已结束", "Ended"),
        told: lang.word("group-told", "deadline"),
        parts: vec![part(lang, 1), part(lang, 2), part(lang, 3)],
        cancel: None,
        ..group(lang)
    }
}

fn plate(lang: Lang, zh: &str, en: &str) -> PlateLine {
    PlateLine {
        id: format!("a-{en}"),
        words: say(lang, zh, en),
        tree: say(lang, "甲区 3 排 4 株", "Block A row 3 tree 4"),
        code: "7F3K9Q2M".to_owned(),
        code_text: "7F3K-9Q2M".to_owned(),
        orchard: say(lang, "三标合作社 · 三标果园", "Sanbiao · Sanbiao orchard"),
    }
}

fn two(lang: Lang) -> Vec<PlateLine> {
    vec![
        plate(lang, "小满的橙子树", "Xiaoman"),
        plate(lang, "外婆的树", "Grandma"),
    ]
}

fn plates(lang: Lang) -> PlatesPage {
    PlatesPage {
        shell: staff(lang, "/operator/plates"),
        waiting: two(lang),
        batches: vec![BatchLine {
            href: "/operator/plates/plb_1".to_owned(),
            when: when(lang, 48),
            plates: 12,
        }],
        words: vec!["坏话".to_owned()],
        form: Form::empty(),
    }
}

fn sheet(lang: Lang) -> SheetPage {
    SheetPage {
        pdf: "/operator/plates/plb_1/sheet.pdf".to_owned(),
        shell: staff(lang, "/operator/plates/plb_1"),
        plates: two(lang),
    }
}

fn hang(lang: Lang) -> HangPage {
    HangPage {
        shell: staff(lang, "/today/plates"),
        orchard: say(lang, "三标果园", "Sanbiao orchard"),
        plates: two(lang),
        refused: String::new(),
        form: Form::empty(),
    }
}
