//! The tags of a whole block as one file, for the command line: thousands at a time, with word of how far it is. Pages
//! print a thousand a file.

use app::App;
use kernel::BlockId;
use labels::{LabelError, Level};
use papers::{LABELS_MAX, PaperError, Stock, label_pdf};
use readmodels::{
    QueryError,
    trees::{TREES_PAGE_MAX, TreeCard},
};

use crate::{
    Config,
    api::files::plate,
    web::{i18n::Lang, tag_words},
};

/// Why tags were not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// There is no such block, or no tree in it has a tag.
    #[error("there is no such block, or no tree in it has a tag")]
    NothingThere,
    /// More tags than a file holds.
    #[error("the block has {count} trees, and a file holds {max} tags")]
    TooMany {
        /// Trees of the block.
        count: usize,
        /// The limit, [`LABELS_MAX`].
        max: usize,
    },
    /// No page of this name holds a tag.
    #[error("no page of this name holds a tag")]
    Stock,
    /// A tag cannot be drawn.
    #[error(transparent)]
    Label(#[from] LabelError),
    /// The file cannot be put together.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// The read models failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The words of a plate could not be opened.
    #[error(transparent)]
    App(#[from] app::Error),
}

/// Draws the tags of a block on pages of this name (one of [`papers::PAGES`], or `roll`), and tells how far it is.
///
/// # Errors
/// [`PrintError`].
pub fn tags(
    app: &App,
    config: &Config,
    block: BlockId,
    (stock, tough): (&str, bool),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Vec<u8>, PrintError> {
    let stock = Stock::named(stock, labels::TAG).ok_or(PrintError::Stock)?;
    let level = if tough {
        Level::ThreeTenths
    } else {
        Level::Quarter
    };
    let trees = trees_of(app, block)?;
    let total = trees.len() as u64;
    let mut drawn = Vec::with_capacity(trees.len());
    for (done, card) in (1..).zip(&trees) {
        let words = match app.read().tree(card.tree)? {
            Some(page) => plate(app, &page)?,
            None => None,
        };
        let tag = tag_words(&config.server.public_url, Lang::ZhCn, card, words, level);
        drawn.push(labels::tree_tag(&tag)?);
        progress(done, total);
    }
    Ok(label_pdf("tags", &stock, &drawn)?)
}

fn trees_of(app: &App, block: BlockId) -> Result<Vec<TreeCard>, PrintError> {
    let read = app.read();
    let orchard = read
        .orchard_of_block(block)?
        .ok_or(PrintError::NothingThere)?;
    let mut trees = read.trees_of(orchard, Some(block), None, TREES_PAGE_MAX)?;
    let mut page = trees.len();
    while let Some(last) = trees.last().filter(|_| page == TREES_PAGE_MAX) {
        let more = read.trees_of(orchard, Some(block), Some(last.cursor()), TREES_PAGE_MAX)?;
        page = more.len();
        trees.extend(more);
    }
    trees.retain(|card| card.code.is_some());
    if trees.is_empty() {
        return Err(PrintError::NothingThere);
    }
    if trees.len() > LABELS_MAX {
        let (count, max) = (trees.len(), LABELS_MAX);
        return Err(PrintError::TooMany { count, max });
    }
    Ok(trees)
}
