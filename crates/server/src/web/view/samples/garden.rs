//! What an adopter sees of what is theirs: the garden, the boxes.

use super::provenance::late_photo;
use super::{drawn, good, photo, quiet, say, signed, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::boxes::{BoxSlot, BoxesPage};
use crate::web::view::form::Form;
use crate::web::view::garden::{GardenBox, GardenPage, GardenTree, MoneyLine, NextStep};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        drawn("garden", &garden(lang)),
        drawn("garden-empty", &empty_garden(lang)),
        drawn("boxes", &boxes(lang)),
    ]
}

fn garden(lang: Lang) -> GardenPage {
    let line = |hours, zh, en, amount: &str, state| MoneyLine {
        when: when(lang, hours),
        what: say(lang, zh, en),
        amount: amount.to_owned(),
        state,
    };
    GardenPage {
        shell: signed(lang, "/garden"),
        trees: vec![waiting_tree(lang), delivered_tree(lang)],
        feeds: vec![
            "https://pomona.example/garden/feed.atom?t=x".to_owned(),
            "https://pomona.example/garden/feed.json?t=x".to_owned(),
            "https://pomona.example/garden/days.ics?t=x".to_owned(),
        ],
        groups: super::life::groups(lang),
        money: vec![
            line(
                30,
                "认养 甲区 3 排 4 株",
                "Adoption of Block A row 3 tree 4",
                "¥1,680",
                good(lang, "已到账", "Received"),
            ),
            line(
                90,
                "退款：乙区 1 排 2 株",
                "Refund: Block B row 1 tree 2",
                "−¥1,680",
                warn(lang, "退款中", "Being refunded"),
            ),
        ],
        paid: "¥3,360".to_owned(),
        refunded: "¥1,680".to_owned(),
    }
}

fn waiting_tree(lang: Lang) -> GardenTree {
    GardenTree {
        id: "a1".to_owned(),
        name: say(lang, "甲区 3 排 4 株", "Block A row 3 tree 4"),
        place: say(lang, "纽荷尔脐橙 · 三标果园", "Newhall navel · Sanbiao"),
        href: "/t/7F3K9Q2M".to_owned(),
        photo: None,
        plate: say(lang, "小满的橙子树", "Xiaoman’s tree"),
        state: warn(lang, "等付款", "Waiting for payment"),
        news: String::new(),
        quiet: None,
        carried: Vec::new(),
        next: Some(NextStep {
            href: "/adoptions/a1/pay".to_owned(),
            label: lang.text("next-pay"),
            until: Some(when(lang, -1)),
        }),
        boxes: Vec::new(),
        boxes_href: None,
        contract_href: None,
        season_href: None,
        share_href: None,
        can_cancel: true,
        cancel_text: lang.text("cancel-free"),
    }
}

fn delivered_tree(lang: Lang) -> GardenTree {
    let parcel = |number: i64, state, tracking: &str| GardenBox {
        why_href: format!("/boxes/box_{number}/why"),
        name: format!(
            "{} · 10 kg",
            lang.text_with("box-number", &[("count", number.into())])
        ),
        address: say(
            lang,
            "林小满 · 上海市徐汇区漕溪北路 1 号",
            "Lin Xiaoman · 1 North Caoxi Road, Shanghai",
        ),
        state,
        tracking: tracking.to_owned(),
    };
    GardenTree {
        id: "a2".to_owned(),
        name: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        place: say(lang, "纽荷尔脐橙 · 三标果园", "Newhall navel · Sanbiao"),
        href: "/t/8A2K9Q2M".to_owned(),
        photo: Some(photo(lang, 3)),
        plate: say(lang, "奶奶的甜橙", "Grandma’s sweet oranges"),
        state: good(lang, "已认养", "Adopted"),
        news: say(lang, "11 月 6 日：开始转色", "6 Nov: colouring"),
        quiet: Some(late_photo(lang, true)),
        carried: vec![lang.text_with("garden-carried-in", &[("weight", "12 kg".into())])],
        next: None,
        boxes: vec![
            parcel(1, good(lang, "已送到", "Delivered"), "SF1234567890"),
            parcel(2, quiet(lang, "已打包", "Packed"), ""),
        ],
        boxes_href: Some("/adoptions/a2/boxes".to_owned()),
        contract_href: Some("/adoptions/a2/contract".to_owned()),
        season_href: Some("/adoptions/a2/season".to_owned()),
        share_href: Some("/adoptions/a2/share".to_owned()),
        can_cancel: false,
        cancel_text: String::new(),
    }
}

fn empty_garden(lang: Lang) -> GardenPage {
    GardenPage {
        shell: signed(lang, "/garden"),
        trees: Vec::new(),
        feeds: Vec::new(),
        groups: Vec::new(),
        money: Vec::new(),
        paid: String::new(),
        refunded: String::new(),
    }
}

fn boxes(lang: Lang) -> BoxesPage {
    let slot = |number, locked: &str| BoxSlot {
        number,
        weight: "10 kg".to_owned(),
        locked: locked.to_owned(),
    };
    BoxesPage {
        shell: signed(lang, "/adoptions/a2/boxes"),
        id: "a2".to_owned(),
        tree: say(lang, "乙区 14 排 6 株", "Block B row 14 tree 6"),
        ship_window: say(
            lang,
            "2027 年 11 月 20 日至 12 月 20 日",
            "20 Nov – 20 Dec 2027",
        ),
        boxes: vec![slot(1, ""), slot(2, ""), slot(3, "林小满 · 上海市徐汇区")],
        form: Form::empty()
            .with("recipient-1", "林小满")
            .with("phone-1", "138")
            .refused("phone-1", lang.word("field", "phone"))
            .problem(lang.word("rejection", "box-grams-differ")),
        lock_text: lang.text_with(
            "boxes-lock",
            &[("day", say(lang, "11 月 10 日", "10 Nov").into())],
        ),
    }
}
