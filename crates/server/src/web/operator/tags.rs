//! `GET /operator/tags`: the tags of a block, to print and hang.

use actix_web::{HttpResponse, web::Query};
use kernel::BlockId;
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
            tags::{Tag, TagsPage},
        },
        visit::Visit,
    },
};

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
    Ok(page(&TagsPage {
        shell: visit.shell(),
        blocks: blocks
            .iter()
            .map(|(orchard, block)| choice(orchard, block))
            .collect(),
        block: found.map_or_else(String::new, |(_, block)| block.block.to_string()),
        tags,
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

fn tags(visit: &Visit, orchard: &OrchardRow, block: &BlockRow) -> Result<Vec<Tag>, Problem> {
    let read = visit.app().read();
    let trees = read.trees_of(orchard.orchard, Some(block.block), None, TREES_PAGE_MAX)?;
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
