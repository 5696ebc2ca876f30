//! `GET /lots/{id}`: one lot at the harvest desk: its balance in grams, what each tree gave, to which shares it went and
//! why, and what is sorted out of it. Buyers are not named: a share is a part of a tree.

use actix_web::{HttpResponse, web::Path};
use app::{
    commands::harvest,
    permission::{Farmer, Identity, Signed},
};
use kernel::{Grams, LotId};
use readmodels::lots::LotRow;
use traceability::lot::SpoilCause;

use crate::{
    problem::Problem,
    web::{
        harvest::{choices, fields_invalid, number, word},
        names,
        page::page,
        view::{
            form::Form,
            overview::Tile,
            parts::{Bar, Mark, Tone},
            sheet::{Act, Bars, Block, Cell, Field, FieldKind, Link, NamedBar, SheetPage, Table},
        },
        visit::{Sent, Visit},
    },
};

/// What may happen to fruit, the more usual first.
const CAUSES: [SpoilCause; 5] = [
    SpoilCause::Rot,
    SpoilCause::Bruise,
    SpoilCause::Pest,
    SpoilCause::Shrinkage,
    SpoilCause::Sample,
];

/// Most shares that are drawn as bars.
const BARS_MAX: usize = 40;

/// `GET /lots/{id}`
pub(in crate::web) async fn show(visit: Visit, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let (row, _) = own(&visit, visit.signed_in()?, *id)?;
    Ok(page(&draw(&visit, &row, None)?))
}

/// `POST /lots/{id}/losses`
pub(in crate::web) async fn lose(sent: Sent, id: Path<LotId>) -> Result<HttpResponse, Problem> {
    let (row, farmer) = own(&sent.visit, &sent.who, *id)?;
    let mut wrong = fields_invalid();
    let cause = word(&sent.fields, "cause", &mut wrong);
    let grams = number(&sent.fields, "grams", &mut wrong);
    let wish = match cause.zip(grams) {
        Some((cause, grams)) => {
            let what = (cause, Grams(grams));
            harvest::record_loss(sent.visit.app(), &farmer, &sent.intent, *id, what)
                .await
                .map_err(Problem::from)
        }
        None => Err(wrong),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent
            .visit
            .done(&format!("/lots/{id}"), "lot-loss-recorded", done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, &row, Some(refused.form.clone()))?)),
    }
}

/// A lot of an orchard of this farmer; otherwise there is no such page.
fn own(visit: &Visit, who: &Identity, lot: LotId) -> Result<(LotRow, Signed<Farmer>), Problem> {
    let row = visit
        .app()
        .read()
        .lot(lot)?
        .ok_or_else(Problem::not_found)?;
    let farmer = who.farmer(row.orchard).map_err(|_| Problem::not_found())?;
    Ok((row, farmer))
}

fn draw(visit: &Visit, row: &LotRow, form: Option<Form>) -> Result<SheetPage, Problem> {
    let mut blocks = vec![
        Block::Tiles(tiles(visit, row)),
        Block::Bars(balance(visit, row)),
    ];
    if row.withdrawn.is_none() {
        blocks.push(Block::Form(losing(visit, row, form)));
    }
    if row.allocated_at.is_some() {
        blocks.push(Block::Bars(promises(visit, row)?));
    }
    blocks.push(Block::Table(shares(visit, row)?));
    blocks.push(Block::Table(trees(visit, row)?));
    let link = |href: String, label: String| Link {
        href,
        label,
        current: false,
    };
    let certificate = row.certificate.as_ref().map(|_| {
        let href = format!("/lots/{}/certificate", row.lot);
        link(href, visit.lang.text("certificate-all"))
    });
    Ok(SheetPage {
        shell: visit.shell(),
        title: visit.text_with("trace-lot", "lot", &row.code),
        lead: format!("{} · {}", row.block_name, names::weight(row.net)),
        links: [
            link("/harvest".to_owned(), visit.lang.text("harvest-title")),
            link(format!("/l/{}", row.lot), visit.lang.text("trace-origin")),
            link(
                format!("/lots/{}/labels.pdf", row.lot),
                visit.lang.text("print-crates"),
            ),
        ]
        .into_iter()
        .chain(certificate)
        .collect(),
        blocks,
    })
}

fn tiles(visit: &Visit, row: &LotRow) -> Vec<Tile> {
    let tile = |key: &str, grams: Grams| Tile {
        label: visit.lang.text(key),
        value: names::weight(grams),
        note: String::new(),
    };
    vec![
        tile("fruit-gross", row.gross),
        tile("fruit-tare", row.tare),
        tile("fruit-net", row.net),
        tile("fruit-packed", row.packed),
    ]
}

/// Harvested is allocated, surplus and lost (D 31), drawn so that everybody can see it sum up.
fn balance(visit: &Visit, row: &LotRow) -> Bars {
    let lang = visit.lang;
    let bar = |key: &str, grams: Grams| {
        let (name, text) = (lang.text(key), names::weight(grams));
        NamedBar {
            bar: Bar {
                value: names::signed(grams.0),
                max: names::signed(row.net.0.max(1)),
                label: format!("{name}: {text}"),
            },
            name,
            text,
            mark: None,
        }
    };
    let mut bars = Vec::new();
    if row.allocated_at.is_some() {
        bars.push(bar("fruit-allocated", row.allocated));
        bars.push(bar("fruit-surplus", row.surplus));
    } else {
        let open = row.net.minus_or_zero(row.lost);
        bars.push(bar("fruit-undivided", open));
    }
    bars.push(bar("fruit-lost", row.lost));
    if let (Some(policy), Some(first)) = (row.policy, bars.first_mut()) {
        let word = lang.word("policy", &policy.name().replace('/', "-"));
        first.mark = Some(Mark::new(word, Tone::Quiet));
    }
    Bars {
        id: "balance".to_owned(),
        title: lang.text("fruit-balance"),
        bars,
        empty: String::new(),
    }
}

fn losing(visit: &Visit, row: &LotRow, form: Option<Form>) -> Act {
    let field = |name: &'static str, key: &str, kind| Field {
        name,
        label: visit.lang.text(key),
        hint: String::new(),
        kind,
        required: true,
    };
    Act {
        id: "lose".to_owned(),
        action: format!("/lots/{}/losses", row.lot),
        label: visit.lang.text("fruit-lose"),
        hint: visit.lang.text("fruit-lose-hint"),
        button: visit.lang.text("fruit-lose-submit"),
        class: "",
        fields: vec![
            field(
                "cause",
                "fruit-cause",
                FieldKind::Choose(choices(visit, "spoil", &CAUSES)),
            ),
            field("grams", "fruit-grams", FieldKind::Line("number")),
        ],
        form: form.unwrap_or_default(),
    }
}

/// How much of what it was promised each share has got of this lot: the first of them, the table has them all.
fn promises(visit: &Visit, row: &LotRow) -> Result<Bars, Problem> {
    let (lang, read) = (visit.lang, visit.app().read());
    let mut bars = Vec::new();
    for share in read.lot_shares(row.lot)?.into_iter().take(BARS_MAX) {
        let Some(card) = read.tree_card(share.tree)? else {
            continue;
        };
        let (part, of) = share.part;
        let name = format!("{} {part}/{of}", names::tree(lang, &card));
        let text = format!(
            "{} / {}",
            names::weight(share.allocated),
            names::weight(share.promised)
        );
        bars.push(NamedBar {
            bar: Bar {
                value: names::signed(share.allocated.0.min(share.promised.0)),
                max: names::signed(share.promised.0.max(1)),
                label: format!("{name}: {text}"),
            },
            name,
            text,
            mark: None,
        });
    }
    Ok(Bars {
        id: "promises".to_owned(),
        title: lang.text("fruit-promises"),
        bars,
        empty: lang.text("fruit-shares-none"),
    })
}

fn shares(visit: &Visit, row: &LotRow) -> Result<Table, Problem> {
    let (lang, read) = (visit.lang, visit.app().read());
    let mut rows = Vec::new();
    for share in read.lot_shares(row.lot)? {
        let Some(card) = read.tree_card(share.tree)? else {
            continue;
        };
        let (part, of) = share.part;
        rows.push(vec![
            Cell::link(names::tree(lang, &card), names::tree_href(&card)),
            Cell::number(format!("{part} / {of}")),
            Cell::number(names::weight(share.promised)),
            Cell::number(names::weight(share.allocated)),
            Cell::number(names::weight(share.of_other_trees)),
            Cell::number(names::weight(share.packed)),
        ]);
    }
    let sum = |grams| Cell::number(names::weight(grams));
    let head = |key: &str| Cell::number(lang.text(key));
    Ok(Table {
        id: "shares".to_owned(),
        title: lang.text("fruit-shares"),
        mark: None,
        head: vec![
            Cell::text(lang.text("column-tree")),
            head("fruit-part"),
            head("fruit-promised"),
            head("fruit-allocated"),
            head("fruit-of-others"),
            head("fruit-packed"),
        ],
        foot: if rows.is_empty() {
            Vec::new()
        } else {
            vec![
                Cell::text(lang.text("fruit-sum")),
                Cell::text(""),
                Cell::text(""),
                sum(row.allocated),
                Cell::text(""),
                sum(row.packed),
            ]
        },
        rows,
        empty: lang.text("fruit-shares-none"),
    })
}

fn trees(visit: &Visit, row: &LotRow) -> Result<Table, Problem> {
    let (lang, read) = (visit.lang, visit.app().read());
    let mut rows = Vec::new();
    for given in read.lot_yields(row.lot)? {
        if let Some(card) = read.tree_card(given.tree)? {
            rows.push(vec![
                Cell::link(names::tree(lang, &card), names::tree_href(&card)),
                Cell::number(names::weight(given.grams)),
            ]);
        }
    }
    Ok(Table {
        id: "yields".to_owned(),
        title: lang.text("lot-trees"),
        mark: None,
        head: vec![
            Cell::text(lang.text("column-tree")),
            Cell::number(lang.text("column-weight")),
        ],
        rows,
        foot: Vec::new(),
        empty: lang.text("fruit-lots-none"),
    })
}
