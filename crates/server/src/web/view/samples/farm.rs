//! What farmers and packers see.

use super::{bad, drawn, good, photo, provenance::late_photo, quiet, say, staff, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::form::{Choice, Form};
use crate::web::view::harvest::{HarvestLot, HarvestPage};
use crate::web::view::packing::{BoxStep, Go, PackingBox, PackingPage, Verdict};
use crate::web::view::parts::Bar;
use crate::web::view::silence::SilentTree;
use crate::web::view::today::{DueTree, Pick, RecentObservation, TodayPage};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("today", &today(lang)),
        drawn("today-refused", &refused_today(lang)),
        drawn("harvest", &harvest(lang)),
        drawn("packing", &packing(lang, None)),
        drawn("packing-go", &packing(lang, Some(go(lang)))),
        drawn("packing-stop", &packing(lang, Some(stop(lang)))),
    ]
}

fn today(lang: Lang) -> TodayPage {
    let due = |zh: &str, en: &str, days: i64| DueTree {
        name: say(lang, zh, en),
        code: "7F3K9Q2M".to_owned(),
        since: lang.text_with("today-due-days", &[("count", days.into())]),
        urgent: days > 20,
    };
    let seen = |hours, state, reasons| RecentObservation {
        tree: say(lang, "乙区 12 排 3 株", "Block B row 12 tree 3"),
        href: "/t/7F3K9Q2M".to_owned(),
        what: lang.word("stage", "colouring"),
        when: when(lang, hours),
        photo: Some(photo(lang, 3)),
        state,
        reasons,
        correct: Some("/observations/obs_1/correction".to_owned()),
    };
    TodayPage {
        shell: staff(lang, "/today"),
        orchard: say(lang, "三标果园", "Sanbiao Orchard"),
        orchard_id: "o1".to_owned(),
        orchards: vec![
            Choice::new("o1", say(lang, "三标果园", "Sanbiao Orchard")),
            Choice::new("o2", say(lang, "留车果园", "Liuche Orchard")),
        ],
        due: vec![
            due("乙区 14 排 6 株", "Block B row 14 tree 6", 23),
            due("乙区 14 排 7 株", "Block B row 14 tree 7", 16),
        ],
        silent: vec![SilentTree {
            adoption: String::new(),
            name: say(
                lang,
                "小满 · 乙区 14 排 6 株",
                "Xiaoman · block B row 14 tree 6",
            ),
            href: "/t/7F3K9Q2M".to_owned(),
            code: "7F3K9Q2M".to_owned(),
            quiet: late_photo(lang, false),
        }],
        due_count: 12,
        form: Form::empty().with("stage", "colouring"),
        stages: ["blossom", "growing", "colouring", "ripe"]
            .map(|code| Choice::new(code, lang.word("stage", code)))
            .to_vec(),
        photos_max: 9,
        photo_size_max: "20 MB".to_owned(),
        photo_bytes_max: 20_971_520,
        recent: vec![
            seen(1, good(lang, "已收", "Accepted"), Vec::new()),
            seen(
                3,
                bad(lang, "要看一下", "Flagged"),
                vec![lang.word("flag", "same-photo")],
            ),
        ],
        picks: vec![Pick {
            block: say(lang, "乙区", "Block B"),
            trees: 6,
            weight: "240 kg".to_owned(),
        }],
    }
}

fn refused_today(lang: Lang) -> TodayPage {
    TodayPage {
        due: Vec::new(),
        silent: Vec::new(),
        due_count: 0,
        recent: Vec::new(),
        picks: Vec::new(),
        form: Form::empty()
            .with("code", "7F3K9Q2")
            .refused("code", lang.word("field", "code"))
            .refused("photos", lang.word("field", "photo")),
        ..today(lang)
    }
}

fn harvest(lang: Lang) -> HarvestPage {
    let lot = |name: &str, certificate| HarvestLot {
        href: "/lots/lot_1".to_owned(),
        name: name.to_owned(),
        picked: when(lang, 20),
        trees: 6,
        weight: "260.4 kg".to_owned(),
        left: "120 kg".to_owned(),
        certificate,
        paper: Some("/lots/lot_1/certificate".to_owned()),
        correct: Some("/lots/lot_1/correction".to_owned()),
    };
    HarvestPage {
        shell: staff(lang, "/harvest"),
        blocks: vec![Choice::new("b1", say(lang, "乙区", "Block B"))],
        grades: vec![Choice::new("first", lang.word("grade", "first"))],
        bases: vec![Choice::new("own-test", lang.word("basis", "own-test"))],
        lot_form: Form::empty()
            .with("trees", "7F3K9Q2M 46")
            .refused("trees", lang.word("field", "lot-line")),
        open_lots: vec![Choice::new("l1", "L-1129-乙")],
        certificate_form: Form::empty(),
        lots: vec![
            lot("L-1129-乙", warn(lang, "还没有", "None yet")),
            lot(
                "L-1128-乙",
                good(lang, "360734-2026-1128", "360734-2026-1128"),
            ),
        ],
    }
}

fn go(lang: Lang) -> Verdict {
    Verdict::Go(Box::new(Go {
        box_id: "b3".to_owned(),
        weight: "10 kg".to_owned(),
        what: say(
            lang,
            "小满的橙子树 · 第 3 箱，共 4 箱",
            "Xiaoman’s tree · box 3 of 4",
        ),
        address: say(
            lang,
            "林小满 138****5678 上海市徐汇区漕溪北路 1 号",
            "Lin Xiaoman, 1 North Caoxi Road, Shanghai",
        ),
        checks: vec![lang.text("check-certificate"), lang.text("check-address")],
        lots: vec![Choice::new("l1", "L-1128-乙")],
        form: Form::empty().with("grams", "10000"),
    }))
}

fn stop(lang: Lang) -> Verdict {
    Verdict::Stop {
        reason: lang.word("rejection", "lot-not-certified"),
        advice: say(
            lang,
            "请换一个批次，或先放到一边，告诉果园。",
            "Take another lot, or set it aside and tell the orchard.",
        ),
        lock: Some("b9".to_owned()),
    }
}

fn packing(lang: Lang, verdict: Option<Verdict>) -> PackingPage {
    let parcel = |label: &str, state, step, tracking: &str| PackingBox {
        id: format!("p{label}"),
        label: label.to_owned(),
        href: format!("/packing?code={label}"),
        tree: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        weight: "10,020 g".to_owned(),
        state,
        tracking: tracking.to_owned(),
        step,
        form: Form::empty(),
    };
    PackingPage {
        shell: staff(lang, "/packing"),
        depot: say(lang, "打包 · 三标果园", "Packing · Sanbiao"),
        orchard_id: "o1".to_owned(),
        orchards: vec![
            Choice::new("o1", say(lang, "三标果园", "Sanbiao Orchard")),
            Choice::new("o2", say(lang, "云岭果园", "Yunling Orchard")),
        ],
        packed: Bar {
            value: 218,
            max: 640,
            label: say(lang, "640 箱里已装 218 箱", "218 of 640 packed"),
        },
        packed_text: "218 / 640".to_owned(),
        code: if verdict.is_some() {
            "7F3K9Q2M-3".to_owned()
        } else {
            String::new()
        },
        verdict,
        boxes: vec![
            parcel(
                "2-0218",
                quiet(lang, "待打包", "To pack"),
                BoxStep::Pack,
                "",
            ),
            parcel(
                "2-0219",
                quiet(lang, "等地址", "Needs its address"),
                BoxStep::Lock,
                "",
            ),
            parcel(
                "2-0217",
                good(lang, "已打包", "Packed"),
                BoxStep::HandOver,
                "",
            ),
            parcel(
                "2-0216",
                warn(lang, "运送中", "On its way"),
                BoxStep::Deliver,
                "SF Express SF1234567890",
            ),
            parcel(
                "2-0215",
                good(lang, "已送到", "Delivered"),
                BoxStep::Nothing,
                "SF Express SF1234567889",
            ),
        ],
        carriers: vec![Choice::new("sf", lang.word("carrier", "sf"))],
    }
}
