//! Where fruit comes from: the page behind the code of a parcel (`GET /p/{code}`) or of a lot (`GET /l/{lot}`).
//!
//! Anyone may see it: it names trees, places and days, and nobody.

use super::parts::{Fact, Photo, When};
use super::sheet::Link;
use super::shell::Shell;
use askama::Template;

/// `GET /p/{code}`, `GET /l/{lot}`
#[derive(Debug, Template)]
#[template(path = "trace.html")]
pub(crate) struct TracePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// `箱 7F3K-9Q2M` or `批次 L-1128-A`.
    pub(crate) title: String,
    /// One sentence on what is told here.
    pub(crate) lead: String,
    /// Farm and village.
    pub(crate) place: String,
    /// What it weighs.
    pub(crate) weight: String,
    /// A tree it grew on.
    pub(crate) photo: Option<Photo>,
    /// Its way, oldest first; empty for a lot.
    pub(crate) steps: Vec<TraceStep>,
    /// The lots it holds, or the lot it is.
    pub(crate) lots: Vec<TraceLot>,
    /// The file of EPCIS events.
    pub(crate) events: String,
}

/// A step on the way.
#[derive(Clone, Debug)]
pub(crate) struct TraceStep {
    /// What happened.
    pub(crate) title: String,
    /// When.
    pub(crate) when: When,
}

/// A lot with the trees it grew on.
#[derive(Clone, Debug)]
pub(crate) struct TraceLot {
    /// `L-1128-A`.
    pub(crate) name: String,
    /// Its own page; empty on that page.
    pub(crate) href: String,
    /// Picked on.
    pub(crate) picked: When,
    /// How much of it is here.
    pub(crate) weight: String,
    /// The certificate that counts; `None` while there is none.
    pub(crate) certificate: Option<Link>,
    /// Those it had before.
    pub(crate) replaced: Vec<Link>,
    /// Grade and what the certificate says.
    pub(crate) facts: Vec<Fact>,
    /// The trees, by place.
    pub(crate) trees: Vec<TraceTree>,
    /// What was put on them in the season before it was picked.
    pub(crate) treatments: Vec<TraceTreatment>,
}

/// A treatment of trees that gave to a lot.
#[derive(Clone, Debug)]
pub(crate) struct TraceTreatment {
    /// The product.
    pub(crate) product: String,
    /// When.
    pub(crate) when: When,
    /// The last day on which nothing was picked.
    pub(crate) until: When,
}

/// A tree that gave to a lot.
#[derive(Clone, Debug)]
pub(crate) struct TraceTree {
    /// Its page.
    pub(crate) href: String,
    /// Name and place.
    pub(crate) name: String,
    /// The variety.
    pub(crate) variety: String,
    /// What it gave to the whole lot.
    pub(crate) weight: String,
    /// Its newest photo.
    pub(crate) photo: Option<Photo>,
}
