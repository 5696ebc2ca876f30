//! A sheet with every kind of block.

use super::{drawn, good, say, staff, warn, when};
use crate::web::i18n::Lang;
use crate::web::view::{
    chart,
    form::{Choice, Form},
    overview::Tile,
    parts::Bar,
    sheet::{
        Act, Bars, Block, Cell, Chart, Field, FieldKind, Item, Items, Link, Links, NamedBar,
        SheetPage, Table,
    },
};

pub(super) fn pages(lang: Lang) -> Vec<(&'static str, String)> {
    vec![drawn("sheet", &sheet(lang))]
}

fn sheet(lang: Lang) -> SheetPage {
    let links = vec![Link {
        href: "/operator/refunds".to_owned(),
        label: lang.text("sheet-refunds"),
        current: true,
    }];
    SheetPage {
        shell: staff(lang, "/operator/refunds"),
        title: lang.text("sheet-refunds"),
        lead: lang.text("lead-refunds"),
        links: links.clone(),
        blocks: vec![
            Block::Tiles(vec![Tile {
                label: lang.text("col-paid-in"),
                value: "¥1,680".to_owned(),
                note: String::new(),
            }]),
            Block::Links(Links {
                label: lang.text("col-state"),
                links,
            }),
            Block::Items(items(lang)),
            Block::Table(table(lang)),
            Block::Bars(bars(lang)),
            Block::Chart(chart(lang)),
            Block::Form(act(lang, "ask", every_field(lang))),
        ],
    }
}

fn items(lang: Lang) -> Items {
    Items {
        id: "refunds".to_owned(),
        title: lang.text("block-refunds"),
        items: vec![Item {
            title: "¥680".to_owned(),
            href: "/operator/refunds".to_owned(),
            mark: Some(warn(lang, "待批准", "To approve")),
            facts: vec![say(lang, "果子少于承诺 · 银行", "Less fruit · Bank")],
            when: Some(when(lang, 5)),
            acts: vec![
                act(lang, "approve", vec![]),
                act(lang, "decline", every_field(lang)),
            ],
        }],
        empty: String::new(),
    }
}

fn table(lang: Lang) -> Table {
    Table {
        id: "trial-balance".to_owned(),
        title: lang.text("block-trial-balance"),
        mark: Some(good(lang, "平衡", "Balanced")),
        head: vec![Cell::text("a"), Cell::number("b")],
        rows: vec![vec![
            Cell::link("a", "/operator/books?entry=7"),
            Cell::number("¥1"),
        ]],
        foot: vec![Cell::text("a"), Cell::number("¥1")],
        empty: String::new(),
    }
}

fn bars(lang: Lang) -> Bars {
    Bars {
        id: "exposure".to_owned(),
        title: lang.text("block-exposure"),
        bars: vec![NamedBar {
            name: "三标果园".to_owned(),
            text: "¥500 / ¥840".to_owned(),
            mark: Some(good(lang, "有保障", "Covered")),
            bar: Bar {
                value: 500,
                max: 840,
                label: "¥500 / ¥840".to_owned(),
            },
        }],
        empty: String::new(),
    }
}

fn chart(lang: Lang) -> Chart {
    let days = (1..=9).map(|day: i64| (format!("11-{day:02}"), day * 7, format!("¥{day}")));
    Chart {
        id: "undelivered".to_owned(),
        title: lang.text("block-undelivered"),
        label: lang.text("block-undelivered"),
        columns: chart::columns(days.collect()),
        empty: String::new(),
    }
}

fn every_field(lang: Lang) -> Vec<Field> {
    let kinds = [
        ("amount", FieldKind::Line("text")),
        ("documents", FieldKind::Area),
        (
            "reason",
            FieldKind::Choose(vec![Choice::new("claim", "claim")]),
        ),
        ("identity_checked", FieldKind::Tick),
        ("channel_refused", FieldKind::Hidden),
    ];
    let fields = kinds.into_iter().map(|(name, kind)| Field {
        name,
        label: lang.word("fld", name),
        hint: String::new(),
        kind,
        required: true,
    });
    fields.collect()
}

fn act(lang: Lang, id: &str, fields: Vec<Field>) -> Act {
    Act {
        id: id.to_owned(),
        action: format!("/operator/refunds/{id}"),
        label: lang.text("act-refund-ask"),
        hint: lang.text("hint-refund-ask"),
        button: lang.text("act-refund-ask"),
        class: "",
        fields,
        form: Form::empty().refused("amount", lang.text("act-approve")),
    }
}
