//! One photo and what is known of it, `GET /photos/{sha256}`, and the photos that a person has to decide about,
//! `GET /operator/photos`.
//!
//! Posts: `/operator/observations/{id}/accept` (`reason`), `/operator/observations/{id}/reject` (`reason`).

use super::form::Form;
use super::parts::{Fact, Mark, Photo, When};
use super::shell::Shell;
use askama::Template;

/// `GET /photos/{sha256}`
#[derive(Debug, Template)]
#[template(path = "provenance/photo.html")]
pub(crate) struct PhotoPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The photo.
    pub(crate) photo: Photo,
    /// The tree's name and place.
    pub(crate) tree: String,
    /// The tree's page.
    pub(crate) tree_href: String,
    /// What the farm saw: the stage.
    pub(crate) stage: String,
    /// When it was seen.
    pub(crate) when: When,
    /// What the farm wrote; may be empty.
    pub(crate) note: String,
    /// Taken, received, size.
    pub(crate) facts: Vec<Fact>,
    /// What was looked at, and what came of it.
    pub(crate) checks: Vec<Mark>,
    /// What a person said who decided about it; may be empty.
    pub(crate) said: String,
    /// SHA-256 of the original file in groups that can be compared by eye.
    pub(crate) groups: Vec<String>,
    /// Position of the record in the log.
    pub(crate) position: String,
    /// Where the proof of that record is; `None` while no checkpoint counts it.
    pub(crate) proof: Option<String>,
}

/// `GET /operator/photos`
#[derive(Debug, Template)]
#[template(path = "provenance/review.html")]
pub(crate) struct ReviewPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What waits, the oldest first.
    pub(crate) cases: Vec<Case>,
    /// How many there are.
    pub(crate) count: i64,
    /// Whether whoever looks may decide.
    pub(crate) acts: bool,
}

/// An observation that raised questions.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its id.
    pub(crate) id: String,
    /// The tree's name.
    pub(crate) tree: String,
    /// The tree's page.
    pub(crate) tree_href: String,
    /// What the farm saw, and wrote.
    pub(crate) what: String,
    /// When it was made.
    pub(crate) made: When,
    /// When it reached us.
    pub(crate) received: When,
    /// The questions.
    pub(crate) questions: Vec<Question>,
    /// Fields `reason`, as they were typed.
    pub(crate) accept: Form,
    /// Fields `reason`, as they were typed.
    pub(crate) refuse: Form,
}

/// A question about one photo.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// The question, one sentence.
    pub(crate) word: String,
    /// The figures behind it, one sentence.
    pub(crate) detail: String,
    /// The photo in question.
    pub(crate) asked: Side,
    /// The earlier photo it is compared with.
    pub(crate) earlier: Option<Side>,
}

/// One of two pictures.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    /// The picture.
    pub(crate) photo: Photo,
    /// Of which tree, by which observation.
    pub(crate) caption: String,
    /// When that observation was made.
    pub(crate) when: When,
}
