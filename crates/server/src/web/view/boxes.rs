//! Where the boxes of one adoption go. `GET|POST /adoptions/{id}/boxes`
//!
//! Fields of box `n` (from 1) end in its number: `recipient-1`, `phone-1`, `province-1`, `city-1`,
//! `district-1`, `street-1`. The check box `same` sends all boxes to the first address.

use super::form::Form;
use super::shell::Shell;
use askama::Template;

/// `GET|POST /adoptions/{id}/boxes`
#[derive(Debug, Template)]
#[template(path = "boxes.html")]
pub(crate) struct BoxesPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The adoption's id.
    pub(crate) id: String,
    /// The tree's name.
    pub(crate) tree: String,
    /// When fruit is sent.
    pub(crate) ship_window: String,
    /// The boxes.
    pub(crate) boxes: Vec<BoxSlot>,
    /// All fields of all boxes.
    pub(crate) form: Form,
    /// Until when addresses may change; empty when not fixed yet.
    pub(crate) lock_text: String,
}

/// One box to be sent.
#[derive(Clone, Debug)]
pub(crate) struct BoxSlot {
    /// From 1.
    pub(crate) number: usize,
    /// `10 kg`.
    pub(crate) weight: String,
    /// Where it goes, when its address is locked; empty while it may change.
    pub(crate) locked: String,
}

impl BoxSlot {
    /// The name of a field of this box.
    pub(crate) fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.number)
    }
}
