//! What is printed, as PDF with its own font and exact millimetres: tags, nameplates, labels for boxes and parcels,
//! posters. Drawing is done off the async threads. No label names a person; a nameplate carries the words that were
//! approved for the tree.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Path, Query},
};
use kernel::{BlockId, CampaignId, LotId, ParcelId, PlateBatchId};
use labels::{BoxLabel, LabelError, Level, ParcelLabel, Plate, Poster};
use papers::{Mark, Stock, label_pdf};
use readmodels::{
    lots::LotRow,
    trees::{TREES_PAGE_MAX, TreeCard},
};
use serde::Deserialize;

use super::{
    campaign, format,
    i18n::Lang,
    names,
    operator::plates,
    tree::{by_code, plate_words},
    visit::Visit,
};
use crate::{api::demand_insider, problem::Problem};

/// Most labels of a lot at a time: a trailer of crates.
pub(super) const BOX_LABELS_MAX: u16 = 500;
/// As many as fit on one sheet.
const BOX_LABELS: u32 = 8;

/// Which labels, and on what.
#[derive(Deserialize)]
pub(super) struct Asked {
    block: Option<BlockId>,
    /// `roll` for one label a page, or a page of [`papers::PAGES`].
    stock: Option<String>,
    /// `q` or `h`: how much of a code may be torn.
    level: Option<String>,
    count: Option<u16>,
    /// Which thousand of a block's tags, from 1.
    part: Option<usize>,
}

impl Asked {
    /// What was asked for, or else this.
    pub(super) fn stock_or(&self, label: (u32, u32), usual: &str) -> Result<Stock, Problem> {
        let name = self.stock.as_deref().unwrap_or(usual);
        Stock::named(name, label).ok_or_else(|| Problem::query("stock", "choice"))
    }

    fn stock(&self, label: (u32, u32)) -> Result<Stock, Problem> {
        self.stock_or(label, "a4")
    }

    /// How many labels: what was asked for, or else so many.
    pub(super) fn count_or(&self, usual: u32, most: u16) -> Result<usize, Problem> {
        let usual = u16::try_from(usual).unwrap_or(most).min(most);
        let count = self.count.unwrap_or(usual);
        if (1..=most).contains(&count) {
            Ok(usize::from(count))
        } else {
            Err(Problem::query("count", "out-of-range"))
        }
    }

    fn level(&self) -> Result<Level, Problem> {
        match self.level.as_deref() {
            None | Some("q") => Ok(Level::Quarter),
            Some("h") => Ok(Level::ThreeTenths),
            Some(_) => Err(Problem::query("level", "choice")),
        }
    }
}

/// `GET /operator/tags.pdf?block={id}&part={n}&stock={a4|roll|…}&level={q|h}`: the tags of a block, a thousand a file.
pub(super) async fn tags(visit: Visit, asked: Query<Asked>) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let wanted = asked.block.ok_or_else(Problem::not_found)?;
    let (stock, level) = (asked.stock(labels::TAG)?, asked.level()?);
    let part = asked.part.unwrap_or(1);
    let trees = part_of_block(&visit, wanted, part)?;
    let tags = trees
        .iter()
        .filter(|card| card.code.is_some())
        .map(|card| tag(&visit, card, level))
        .collect::<Result<Vec<_>, _>>()?;
    if tags.is_empty() {
        return Err(Problem::not_found());
    }
    let name = format!("tags-{part}");
    file(&name, stock, tags, labels::tree_tag).await
}

/// The nth thousand of a block's trees.
pub(super) fn part_of_block(
    visit: &Visit,
    block: BlockId,
    part: usize,
) -> Result<Vec<TreeCard>, Problem> {
    let read = visit.app().read();
    let orchard = read
        .orchard_of_block(block)?
        .ok_or_else(Problem::not_found)?;
    let mut trees = read.trees_of(orchard, Some(block), None, TREES_PAGE_MAX)?;
    for _ in 1..part {
        // Before a part there is a full one; otherwise it is not there.
        let after = trees.last().filter(|_| trees.len() == TREES_PAGE_MAX);
        let after = after.map(TreeCard::cursor).ok_or_else(Problem::not_found)?;
        trees = read.trees_of(orchard, Some(block), Some(after), TREES_PAGE_MAX)?;
    }
    Ok(trees)
}

/// `GET /t/{code}/tag.pdf`: one tag, as its page is for everybody.
pub(super) async fn one_tag(
    visit: Visit,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let tree = by_code(&visit, &code)?;
    let card = visit.app().read().tree_card(tree)?;
    let tag = tag(
        &visit,
        &card.ok_or_else(Problem::not_found)?,
        asked.level()?,
    )?;
    file(
        "tag",
        asked.stock(labels::TAG)?,
        vec![tag],
        labels::tree_tag,
    )
    .await
}

fn tag(visit: &Visit, card: &TreeCard, level: Level) -> Result<Plate, Problem> {
    let words = plate_words(visit, card.tree)?;
    let base = &visit.state().config.server.public_url;
    Ok(tag_words(base, visit.lang, card, words, level))
}

/// What stands on a tree's tag.
pub(crate) fn tag_words(
    base: &str,
    lang: Lang,
    card: &TreeCard,
    words: Option<String>,
    level: Level,
) -> Plate {
    Plate {
        words: words.unwrap_or_default(),
        tree: names::tree(lang, card),
        orchard: format!("{} · {}", card.farm_name, card.orchard_name),
        code: names::tree_code(card),
        url: format!("{base}{}", names::tree_href(card)),
        level,
    }
}

/// `GET /operator/plates/{batch}/sheet.pdf`
pub(super) async fn plate_batch(
    visit: Visit,
    batch: Path<PlateBatchId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let rows = visit.app().read().plates_of_batch(*batch)?;
    if rows.is_empty() {
        return Err(Problem::not_found());
    }
    let level = asked.level()?;
    let mut drawn = Vec::with_capacity(rows.len());
    for row in &rows {
        let line = plates::line(&visit, row)?;
        drawn.push(Plate {
            words: line.words,
            tree: line.tree,
            orchard: line.orchard,
            code: line.code_text,
            url: address(&visit, &format!("/t/{}", line.code)),
            level,
        });
    }
    file("plates", asked.stock(labels::PLATE)?, drawn, labels::plate).await
}

/// `GET /lots/{id}/labels.pdf?count={n}`: labels for the crates of a lot.
pub(super) async fn boxes(
    visit: Visit,
    lot: Path<LotId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let row = visit
        .app()
        .read()
        .lot(*lot)?
        .ok_or_else(Problem::not_found)?;
    let who = visit.signed_in()?;
    demand_insider(who, row.orchard).map_err(|_| Problem::not_found())?;
    let stock = asked.stock(labels::BOX)?;
    let count = asked.count_or(BOX_LABELS, BOX_LABELS_MAX)?;
    let label = BoxLabel {
        product: product(&visit, &row)?,
        lot: row.code.clone(),
        lines: lot_lines(&visit, &row),
        url: address(&visit, &format!("/l/{}", row.lot)),
    };
    let labels = vec![label; count];
    file("boxes", stock, labels, labels::box_label).await
}

/// What the lot is of: what its certificate says, or the variety of its first tree.
fn product(visit: &Visit, row: &LotRow) -> Result<String, Problem> {
    if let Some(certificate) = &row.certificate {
        return Ok(certificate.product.clone());
    }
    let read = visit.app().read();
    let first = read.lot_yields(row.lot)?.first().map(|given| given.tree);
    let card = first
        .map(|tree| read.tree_card(tree))
        .transpose()?
        .flatten();
    Ok(card.map(|card| card.variety).unwrap_or_default())
}

fn lot_lines(visit: &Visit, row: &LotRow) -> Vec<String> {
    let lang = visit.lang;
    let line = |key: &str, value: &str| format!("{} {value}", lang.text(key));
    let grade = lang.word("grade", &names::code_of(&row.grade));
    let mut lines = vec![
        line("tree-picked", &format::day(lang, row.picked_on.date())),
        line("lot-grade", &grade),
        line("block", &row.block_name),
    ];
    if let Some(certificate) = &row.certificate {
        lines.push(line("print-certificate", &certificate.number));
        lines.push(certificate.producer.clone());
    }
    lines
}

/// `GET /packing/parcels/{id}/label.pdf`, on the size of a parcel printer unless a sheet is asked for.
pub(super) async fn parcel(
    visit: Visit,
    id: Path<ParcelId>,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    let read = visit.app().read();
    let row = read.parcel(*id)?.ok_or_else(Problem::not_found)?;
    let card = read.tree_card(row.tree)?.ok_or_else(Problem::not_found)?;
    let who = visit.signed_in()?;
    who.packer(card.orchard).map_err(|_| Problem::not_found())?;
    let mut lines = vec![
        visit.text_with("print-net", "weight", &names::weight(row.grams)),
        names::box_name(visit.lang, row.nth),
        card.farm_name.clone(),
    ];
    let mut what = card.variety.clone();
    for content in &row.contents {
        if let Some(lot) = read.lot(content.lot)? {
            what = product(&visit, &lot)?;
            lines.push(visit.text_with("trace-lot", "lot", &lot.code));
            if let Some(certificate) = &lot.certificate {
                let number = &certificate.number;
                lines.push(visit.text_with("tree-certificate", "number", number));
            }
        }
    }
    let label = ParcelLabel {
        product: what,
        lines,
        code: row.code.grouped(),
        url: address(&visit, &format!("/p/{}", row.code)),
        sscc: sscc(&visit, *id)?,
    };
    let stock = asked.stock_or(labels::PARCEL, "roll")?;
    file("parcel", stock, vec![label], labels::parcel_label).await
}

/// The parcel's number as a logistic unit; none without a company prefix.
fn sscc(visit: &Visit, parcel: ParcelId) -> Result<Option<String>, Problem> {
    let Some(company) = visit.state().config.gs1.company() else {
        return Ok(None);
    };
    let nth = visit.app().read().number_of_parcel(parcel)?;
    let number = nth.and_then(|nth| gs1::Sscc::new(&company, nth).ok());
    Ok(number.map(|number| number.to_string()))
}

/// `GET /campaigns/{id}/poster.pdf`
pub(super) async fn poster(visit: Visit, id: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let detail = campaign::find(&visit, *id)?;
    let card = &detail.card;
    let orchard = visit.app().read().orchard(card.orchard)?;
    let orchard = orchard.ok_or_else(Problem::not_found)?;
    let poster = Poster {
        title: names::spoken(visit.lang, &card.title),
        lines: vec![
            names::farm_place(&orchard.farm_name, &orchard.place),
            names::varieties(card),
            names::ship_window(visit.lang, &card.terms),
        ],
        invitation: visit.lang.text("print-invitation"),
        url: address(&visit, &format!("/campaigns/{id}")),
    };
    file(
        "poster",
        Stock::roll(labels::POSTER),
        vec![poster],
        labels::poster,
    )
    .await
}

/// An address that a phone finds from anywhere.
pub(super) fn address(visit: &Visit, path: &str) -> String {
    format!("{}{path}", visit.state().config.server.public_url)
}

/// Draws labels and sends them as one file.
pub(super) async fn file<L: Send + 'static>(
    name: &str,
    stock: Stock,
    labels: Vec<L>,
    draw: fn(&L) -> Result<Vec<Mark>, LabelError>,
) -> Result<HttpResponse, Problem> {
    let title = name.to_owned();
    let drawn = tokio::task::spawn_blocking(move || {
        let marks = labels.iter().map(draw).collect::<Result<Vec<_>, _>>();
        let marks = marks.map_err(|error| Problem::undrawn(&error))?;
        label_pdf(&title, &stock, &marks).map_err(|error| Problem::undrawn(&error))
    })
    .await;
    let bytes = drawn.map_err(|error| Problem::undrawn(&error))??;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{name}.pdf\""),
        ))
        .body(bytes))
}
