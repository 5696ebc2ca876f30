//! `GET /operator/tags`: the tags of a block, to print and hang. A file holds a thousand; a larger block is told in
//! parts, none of which is left out silently.

use actix_web::{HttpResponse, web::Query};
use kernel::BlockId;
use papers::Stock;
use readmodels::{
    orchards::{BlockRow, OrchardRow},
    trees::{TREES_PAGE_MAX, TreeCard},
};
use serde::Deserialize;

use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        tree::plate_words,
        view::{
            form::Choice,
            tags::{Part, Tag, TagsPage},
        },
        visit::Visit,
    },
};

/// Tags that are shown before they are printed: enough to see that they are right.
const SHOWN: usize = 24;

/// Which block.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    block: Option<BlockId>,
}

/// `GET /operator/tags?block={id}`
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let blocks = all_blocks(&visit)?;
    let found = blocks
        .iter()
        .find(|(_, block)| Some(block.block) == asked.block);
    if asked.block.is_some() && found.is_none() {
        return Err(Problem::not_found());
    }
    let tags = match found {
        Some((orchard, block)) => tags(&visit, orchard, block)?,
        None => Vec::new(),
    };
    let trees = found.map_or(0, |(_, block)| block.trees);
    Ok(page(&TagsPage {
        shell: visit.shell(),
        blocks: blocks
            .iter()
            .map(|(orchard, block)| choice(orchard, block))
            .collect(),
        block: found.map_or_else(String::new, |(_, block)| block.block.to_string()),
        tags,
        count: i64::from(trees),
        parts: parts(trees),
        stocks: stocks(&visit),
    }))
}

fn all_blocks(visit: &Visit) -> Result<Vec<(OrchardRow, BlockRow)>, Problem> {
    let read = visit.app().read();
    let mut all = Vec::new();
    for orchard in read.orchards()? {
        for block in read.blocks(orchard.orchard)? {
            all.push((orchard.clone(), block));
        }
    }
    Ok(all)
}

fn choice(orchard: &OrchardRow, block: &BlockRow) -> Choice {
    Choice::new(
        block.block.to_string(),
        format!("{} · {}", orchard.name, block.name),
    )
}

/// The thousands of a block: their number, and from which tree to which.
fn parts(trees: u32) -> Vec<Part> {
    let size = u32::try_from(TREES_PAGE_MAX).unwrap_or(u32::MAX);
    let parts = (0..trees.div_ceil(size)).map(|nth| Part {
        number: nth + 1,
        range: format!("{}–{}", nth * size + 1, ((nth + 1) * size).min(trees)),
    });
    parts.collect()
}

/// Pages that hold a tag; the sheet of A4 first.
fn stocks(visit: &Visit) -> Vec<Choice> {
    let sizes = papers::PAGES.iter().map(|(name, _)| *name);
    let fitting = sizes.filter(|name| Stock::named(name, labels::TAG).is_some());
    let roll = std::iter::once("roll").chain(fitting.clone().skip(1));
    let all = fitting.take(1).chain(roll);
    all.map(|name| {
        let label = visit.lang.known_word("stock", name);
        Choice::new(name, label.unwrap_or_else(|| name.replace('x', " × ")))
    })
    .collect()
}

fn tags(visit: &Visit, orchard: &OrchardRow, block: &BlockRow) -> Result<Vec<Tag>, Problem> {
    let read = visit.app().read();
    let trees = read.trees_of(orchard.orchard, Some(block.block), None, SHOWN)?;
    trees.iter().map(|tree| tag(visit, tree)).collect()
}

fn tag(visit: &Visit, tree: &TreeCard) -> Result<Tag, Problem> {
    Ok(Tag {
        name: names::tree(visit.lang, tree),
        orchard: format!("{} · {}", tree.farm_name, tree.orchard_name),
        plate: plate_words(visit, tree.tree)?.unwrap_or_default(),
        code: names::tree_code_plain(tree),
        code_text: names::tree_code(tree),
    })
}
