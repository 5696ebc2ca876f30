//! A tree's diary as an Atom feed. `GET /t/{code}/feed.atom`

use askama::Template;

/// A feed.
#[derive(Debug, Template)]
#[template(path = "feed.xml", escape = "html")]
pub(crate) struct AtomFeed {
    /// The language of its words.
    pub(crate) lang: &'static str,
    /// The tree.
    pub(crate) title: String,
    /// The farm.
    pub(crate) author: String,
    /// When the newest entry was told.
    pub(crate) updated: String,
    /// Where the feed is.
    pub(crate) own: String,
    /// Where the tree's page is.
    pub(crate) page: String,
    /// Newest first.
    pub(crate) entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Clone, Debug)]
pub(crate) struct FeedEntry {
    /// It never changes.
    pub(crate) id: String,
    /// Where it is told.
    pub(crate) page: String,
    /// What happened.
    pub(crate) title: String,
    /// When.
    pub(crate) at: String,
    /// What was said; may be empty.
    pub(crate) text: String,
    /// A picture.
    pub(crate) photo: Option<String>,
}
