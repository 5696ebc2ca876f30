//! The packing bench: scan a box, see go or stop, pack it, send it on. `GET /packing?code={code}`
//!
//! Posts to `/packing/parcels` (`box`, `lot`, `grams`), `/packing/parcels/{id}/handover` (`carrier`,
//! `tracking`), `/packing/parcels/{id}/delivered` and `/packing/boxes/{id}/lock` (its address).

use super::form::{Choice, Form};
use super::parts::{Bar, Mark};
use super::shell::Shell;
use askama::Template;

/// `GET /packing?code={code}`
#[derive(Debug, Template)]
#[template(path = "packing.html")]
pub(crate) struct PackingPage {
    /// The frame.
    pub(crate) shell: Shell,
    /// The depot's or campaign's name.
    pub(crate) depot: String,
    /// The orchard's id; empty when there is none.
    pub(crate) orchard_id: String,
    /// The orchards to choose from.
    pub(crate) orchards: Vec<Choice>,
    /// Packed of planned.
    pub(crate) packed: Bar,
    /// `218 / 640`.
    pub(crate) packed_text: String,
    /// What was scanned or typed, as typed.
    pub(crate) code: String,
    /// What is to be done with it; `None` before a scan.
    pub(crate) verdict: Option<Verdict>,
    /// Boxes, those to do first.
    pub(crate) boxes: Vec<PackingBox>,
    /// The carriers to choose from.
    pub(crate) carriers: Vec<Choice>,
}

/// Go or stop.
#[derive(Clone, Debug)]
pub(crate) enum Verdict {
    /// It can be packed.
    Go(Box<Go>),
    /// It must not be packed.
    Stop {
        /// What is wrong, one sentence.
        reason: String,
        /// What to do now, one sentence.
        advice: String,
        /// The box whose address may be locked to go on; `None` when that is not what is missing.
        lock: Option<String>,
    },
}

/// What to pack.
#[derive(Clone, Debug)]
pub(crate) struct Go {
    /// The planned box's id.
    pub(crate) box_id: String,
    /// How much: `10 kg`.
    pub(crate) weight: String,
    /// Plate or code of the tree, and which box of how many.
    pub(crate) what: String,
    /// To whom and where to, for the label; empty when the person was erased.
    pub(crate) address: String,
    /// What was checked, one word each: certificate there, waiting period over.
    pub(crate) checks: Vec<String>,
    /// The lots it may be packed from.
    pub(crate) lots: Vec<Choice>,
    /// Fields `lot`, `grams`.
    pub(crate) form: Form,
}

/// A box in the list.
#[derive(Clone, Debug)]
pub(crate) struct PackingBox {
    /// Its id: a planned box's or, once packed, the parcel's.
    pub(crate) id: String,
    /// What is printed on it.
    pub(crate) label: String,
    /// Where scanning it by hand leads, `/packing?code=…`.
    pub(crate) href: String,
    /// The tree.
    pub(crate) tree: String,
    /// Its weight; empty until packed.
    pub(crate) weight: String,
    /// Its state.
    pub(crate) state: Mark,
    /// Carrier and number; empty until handed over.
    pub(crate) tracking: String,
    /// What can be done with it.
    pub(crate) step: BoxStep,
    /// Fields `carrier`, `tracking`, when handing over was refused.
    pub(crate) form: Form,
}

/// What can be done with a box next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoxStep {
    /// Fix its address, so that it can be packed.
    Lock,
    /// Pack it.
    Pack,
    /// Give it to the carrier.
    HandOver,
    /// Record that it arrived.
    Deliver,
    /// Nothing.
    Nothing,
}
