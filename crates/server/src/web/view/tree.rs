//! The public page of a tree, behind the code on its tag. `GET /t/{code}`
//!
//! Anyone may see it: it carries the chosen name on the plate and no other personal data.

use super::growth::{Calendar, Comparison, Yields};
use super::parts::{Bar, Fact, Mark, Photo, When};
use super::shell::Shell;
use askama::Template;

/// `GET /t/{code}`
#[derive(Debug, Template)]
#[template(path = "tree.html")]
pub(crate) struct TreePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// Its code as in addresses.
    pub(crate) code: String,
    /// Its code in two groups.
    pub(crate) code_text: String,
    /// The variety.
    pub(crate) variety: String,
    /// `乙区 14 排 6 株`.
    pub(crate) name: String,
    /// Place and farm.
    pub(crate) place: String,
    /// `2011 年春栽`; empty when unknown.
    pub(crate) planted: String,
    /// The newest picture; a drawing stands in.
    pub(crate) photo: Option<Photo>,
    /// Who it belongs to this season.
    pub(crate) plate: Plate,
    /// The stage it is in: blossom, colouring, …
    pub(crate) stage: Option<Mark>,
    /// How late its photo is and whether the farmer was reminded, a sentence each; empty while the promise is kept.
    pub(crate) silence: Vec<String>,
    /// What was promised and what was picked; `None` when nobody has adopted it.
    pub(crate) yield_facts: Option<YieldFacts>,
    /// What the farm wrote and photographed, newest first.
    pub(crate) diary: Vec<DiaryEntry>,
    /// The lots its fruit is in.
    pub(crate) lots: Vec<Lot>,
    /// Its boxes on their way, without names or addresses.
    pub(crate) parcels: Vec<ParcelState>,
    /// Products that were put on it, newest first: when, what, until when nothing is picked.
    pub(crate) treatments: Vec<Fact>,
    /// What was noted of the weather in its block, newest first.
    pub(crate) weather: Vec<Fact>,
    /// How many records the log holds about it.
    pub(crate) record_count: i64,
    /// The newest position in the log that speaks of it; empty when there is none.
    pub(crate) last_position: String,
    /// Two pictures of it.
    pub(crate) comparison: Option<Comparison>,
    /// The stages it was seen in, year by year.
    pub(crate) calendar: Option<Calendar>,
    /// What it gave, season by season.
    pub(crate) yields: Option<Yields>,
    /// The address of this site, for what messengers show.
    pub(crate) public: String,
    /// How many photos of it everybody may see.
    pub(crate) photo_count: i64,
    /// Where it can be adopted, when it can.
    pub(crate) adopt: Option<AdoptOffer>,
    /// What is to be said of the tag that led here, when it no longer hangs.
    pub(crate) old_tag: Option<String>,
}

/// Who a tree belongs to this season.
#[derive(Clone, Debug)]
pub(crate) enum Plate {
    /// The words on the plate.
    Words(String),
    /// Adopted; the words are not decided yet.
    Waiting,
    /// Adopted by somebody who asked to be forgotten.
    Erased,
    /// Nobody yet.
    Nobody,
}

/// Promise and harvest of this season.
#[derive(Clone, Debug)]
pub(crate) struct YieldFacts {
    /// `40 kg`.
    pub(crate) promised: String,
    /// `46.2 kg`; empty before the harvest.
    pub(crate) harvested: String,
    /// Harvested of promised; `None` before the harvest.
    pub(crate) bar: Option<Bar>,
    /// Number of boxes.
    pub(crate) boxes: i64,
    /// When fruit is sent.
    pub(crate) ship_window: String,
}

/// One entry of the diary.
#[derive(Clone, Debug)]
pub(crate) struct DiaryEntry {
    /// The stage or what was done.
    pub(crate) title: String,
    /// When.
    pub(crate) when: When,
    /// What the farm wrote; may be empty.
    pub(crate) note: String,
    /// Its pictures.
    pub(crate) photos: Vec<Photo>,
    /// Position of the record in the log.
    pub(crate) position: String,
    /// What was wrong with it, once it was declared wrong.
    pub(crate) wrong: Option<WrongEntry>,
}

/// An entry was declared wrong; what holds instead is an entry of its own.
#[derive(Clone, Debug)]
pub(crate) struct WrongEntry {
    /// What was wrong: it never happened, or happened otherwise.
    pub(crate) what: String,
    /// Why it was told.
    pub(crate) reason: String,
}

/// A lot its fruit is in.
#[derive(Clone, Debug)]
pub(crate) struct Lot {
    /// `L-1128-乙`.
    pub(crate) name: String,
    /// Picked on.
    pub(crate) picked: When,
    /// Weight from this tree.
    pub(crate) weight: String,
    /// Number of the certificate; `None` while there is none.
    pub(crate) certificate: Option<String>,
    /// More facts of the certificate: issuer, day.
    pub(crate) facts: Vec<Fact>,
}

/// A box on its way.
#[derive(Clone, Debug)]
pub(crate) struct ParcelState {
    /// `第 1 箱`.
    pub(crate) name: String,
    /// Its weight; empty until packed.
    pub(crate) weight: String,
    /// Planned, packed, on its way, delivered.
    pub(crate) state: Mark,
}

/// Where it can be adopted.
#[derive(Clone, Debug)]
pub(crate) struct AdoptOffer {
    /// The page that starts it.
    pub(crate) href: String,
    /// Price of the share.
    pub(crate) price: String,
    /// Whether it is this tree that is free (else: others in the same orchard).
    pub(crate) this_tree: bool,
}

impl TreePage {
    /// The title of the browser tab: the words on the plate, else the tree's name.
    pub(crate) fn title(&self) -> &str {
        match &self.plate {
            Plate::Words(words) => words,
            Plate::Waiting | Plate::Erased | Plate::Nobody => &self.name,
        }
    }
}
