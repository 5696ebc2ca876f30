//! A farmer's day: what to photograph, a form to post it, what became of the last ones. `GET /today`
//!
//! The form posts multipart to `/today/observations`: `code`, `stage`, `note`, `photos` (several),
//! `client_id` (a UUID made on the phone, so that a repeat stores nothing twice). With scripts one
//! photo file at a time shows its progress; without, the same form posts at once.

use super::form::{Choice, Form};
use super::parts::{Mark, Photo, When};
use super::shell::Shell;
use super::silence::SilentTree;
use askama::Template;

/// `GET /today?tree={code}`
#[derive(Debug, Template)]
#[template(path = "today.html")]
pub(crate) struct TodayPage {
    /// Trees whose adopters wait for a photo longer than was promised.
    pub(crate) silent: Vec<SilentTree>,
    /// The frame.
    pub(crate) shell: Shell,
    /// The orchard's name.
    pub(crate) orchard: String,
    /// Its id; empty when there is none.
    pub(crate) orchard_id: String,
    /// The orchards to choose from.
    pub(crate) orchards: Vec<Choice>,
    /// Trees without a fresh photo, the longest waiting first.
    pub(crate) due: Vec<DueTree>,
    /// How many trees wait in all (the list may be cut).
    pub(crate) due_count: i64,
    /// Fields `code`, `stage`, `note`.
    pub(crate) form: Form,
    /// The stages to choose from.
    pub(crate) stages: Vec<Choice>,
    /// How many photos one post may carry.
    pub(crate) photos_max: i64,
    /// The largest photo, for people: `20 MB`.
    pub(crate) photo_size_max: String,
    /// The largest photo in bytes, for the script.
    pub(crate) photo_bytes_max: i64,
    /// What was posted last.
    pub(crate) recent: Vec<RecentObservation>,
    /// What has to be picked, by block.
    pub(crate) picks: Vec<Pick>,
}

/// A tree that waits for a photo.
#[derive(Clone, Debug)]
pub(crate) struct DueTree {
    /// `乙区 14 排 6 株`.
    pub(crate) name: String,
    /// Its code.
    pub(crate) code: String,
    /// `23 天没有更新`.
    pub(crate) since: String,
    /// Whether it is long over.
    pub(crate) urgent: bool,
}

/// An observation posted before.
#[derive(Clone, Debug)]
pub(crate) struct RecentObservation {
    /// The tree's name.
    pub(crate) tree: String,
    /// Its public page.
    pub(crate) href: String,
    /// Stage and note, short.
    pub(crate) what: String,
    /// When.
    pub(crate) when: When,
    /// Its first picture.
    pub(crate) photo: Option<Photo>,
    /// Accepted, waiting, flagged.
    pub(crate) state: Mark,
    /// Why it was flagged, one sentence each.
    pub(crate) reasons: Vec<String>,
    /// Where it is corrected; `None` while there is nothing to correct.
    pub(crate) correct: Option<String>,
}

/// Boxes to pick in a block.
#[derive(Clone, Debug)]
pub(crate) struct Pick {
    /// The block.
    pub(crate) block: String,
    /// How many trees.
    pub(crate) trees: i64,
    /// How much: `240 kg`.
    pub(crate) weight: String,
}
