//! Picking: record a lot, give it its certificate. `GET /harvest`
//!
//! Posts to `/harvest/lots` (`block`, `code`, `picked_on`, `grade`, `tare`, `trees`: one `CODE grams`
//! a line, net) and to `/harvest/certificates` (`lot`, `number`, `product`, `origin`, `producer`,
//! `contact`, `basis`, `issued_on`).

use super::form::{Choice, Form};
use super::parts::{Mark, When};
use super::shell::Shell;
use askama::Template;

/// `GET /harvest`
#[derive(Debug, Template)]
#[template(path = "harvest.html")]
pub(crate) struct HarvestPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The blocks this farmer may record for, with their orchard's name.
    pub(crate) blocks: Vec<Choice>,
    /// The grades to choose from.
    pub(crate) grades: Vec<Choice>,
    /// Fields `block`, `code`, `picked_on`, `grade`, `tare`, `trees`.
    pub(crate) lot_form: Form,
    /// Lots that wait for their certificate.
    pub(crate) open_lots: Vec<Choice>,
    /// On what a commitment may rest.
    pub(crate) bases: Vec<Choice>,
    /// Fields `lot`, `number`, `product`, `origin`, `producer`, `contact`, `basis`, `issued_on`.
    pub(crate) certificate_form: Form,
    /// Lots so far, newest first.
    pub(crate) lots: Vec<HarvestLot>,
}

/// A lot.
#[derive(Clone, Debug)]
pub(crate) struct HarvestLot {
    /// Its own page.
    pub(crate) href: String,
    /// Its name.
    pub(crate) name: String,
    /// Picked on.
    pub(crate) picked: When,
    /// How many trees.
    pub(crate) trees: i64,
    /// Its weight.
    pub(crate) weight: String,
    /// What is left to pack.
    pub(crate) left: String,
    /// Certificate or the lack of it.
    pub(crate) certificate: Mark,
    /// Where its certificates are; `None` before the first.
    pub(crate) paper: Option<String>,
    /// Where it is corrected; `None` once it cannot be.
    pub(crate) correct: Option<String>,
}
