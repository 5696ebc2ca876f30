//! The home page: what can be adopted this season. `GET /`

use super::parts::{Bar, Mark, Photo};
use super::shell::Shell;
use askama::Template;

/// `GET /`
#[derive(Debug, Template)]
#[template(path = "campaigns.html")]
pub(crate) struct CampaignsPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Open campaigns first, then closed ones.
    pub(crate) campaigns: Vec<CampaignCard>,
}

/// One campaign among others.
#[derive(Clone, Debug)]
pub(crate) struct CampaignCard {
    /// Its address, `/campaigns/{id}`.
    pub(crate) href: String,
    /// Its picture; a drawing stands in.
    pub(crate) photo: Option<Photo>,
    /// Its title in the page's language.
    pub(crate) title: String,
    /// Farm and place: `三标果园 · 江西寻乌`.
    pub(crate) place: String,
    /// The variety.
    pub(crate) variety: String,
    /// Open, soon, closed.
    pub(crate) state: Mark,
    /// Price of one share: `¥1,680`.
    pub(crate) price: String,
    /// Promised weight: `40 kg`.
    pub(crate) promised: String,
    /// Number of boxes.
    pub(crate) boxes: i64,
    /// Taken of offered.
    pub(crate) taken: Bar,
    /// `142 / 200`.
    pub(crate) taken_text: String,
    /// When it can be adopted.
    pub(crate) sale_window: String,
    /// When fruit is sent.
    pub(crate) ship_window: String,
    /// What happens in a bad year, one sentence.
    pub(crate) risk: String,
}
