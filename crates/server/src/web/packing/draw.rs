//! Fills the packing bench. It changes nothing.

use kernel::ParcelId;
use readmodels::{
    orchards::OrchardRow,
    packing::{BOARD_PAGE_MAX, BoxStep as Step, PackingRow},
};

use super::{or_empty, verdict};
use crate::{
    problem::Problem,
    web::{
        names,
        today::orchard_choice,
        view::{
            form::{Choice, Form},
            packing::{BoxStep, PackingBox, PackingPage},
            parts::{Bar, Mark, Tone},
        },
        visit::Visit,
    },
};

/// Carriers that can be chosen, by their word in the messages.
const CARRIERS: [&str; 6] = ["sf", "jd", "zto", "yto", "ems", "other"];

/// Forms that were refused.
#[derive(Default)]
pub(super) struct Forms {
    /// Packing the box that was found.
    pub(super) pack: Option<Form>,
    /// Handing over this parcel.
    pub(super) hand_over: Option<(ParcelId, Form)>,
}

/// For which orchard is packed, and which others could be chosen.
pub(super) struct Bench<'a> {
    /// The one.
    pub(super) orchard: Option<&'a OrchardRow>,
    /// All.
    pub(super) orchards: &'a [OrchardRow],
}

impl Bench<'_> {
    /// The page.
    pub(super) fn page(
        &self,
        visit: &Visit,
        code: &str,
        found: Option<&PackingRow>,
        forms: &Forms,
    ) -> Result<PackingPage, Problem> {
        let (packed, packed_text) = self.progress(visit)?;
        let depot = self.orchard.map(|one| one.name.clone());
        Ok(PackingPage {
            shell: visit.shell(),
            depot: depot.unwrap_or_else(|| visit.lang.text("packing-title")),
            orchard_id: self
                .orchard
                .map_or_else(String::new, |one| one.orchard.to_string()),
            orchards: self.orchards.iter().map(orchard_choice).collect(),
            packed,
            packed_text,
            code: code.to_owned(),
            verdict: verdict::of(visit, code, found, forms.pack.as_ref())?,
            boxes: self.boxes(visit, forms)?,
            carriers: CARRIERS
                .iter()
                .map(|word| Choice::new(*word, visit.lang.word("carrier", word)))
                .collect(),
        })
    }

    fn progress(&self, visit: &Visit) -> Result<(Bar, String), Problem> {
        let counts = match self.orchard {
            Some(orchard) => visit.app().read().box_counts(orchard.orchard)?,
            None => readmodels::packing::BoxCounts::default(),
        };
        let done = counts.packed + counts.handed_over + counts.delivered;
        let all = done + counts.planned;
        let text = format!("{done} / {all}");
        let label = visit.text_with("packing-count", "share", &text);
        Ok((
            Bar {
                value: i64::from(done),
                max: i64::from(all.max(1)),
                label,
            },
            text,
        ))
    }

    fn boxes(&self, visit: &Visit, forms: &Forms) -> Result<Vec<PackingBox>, Problem> {
        let Some(orchard) = self.orchard else {
            return Ok(Vec::new());
        };
        let rows = visit
            .app()
            .read()
            .board(orchard.orchard, None, BOARD_PAGE_MAX)?;
        Ok(rows.iter().map(|row| line(visit, row, forms)).collect())
    }
}

fn line(visit: &Visit, row: &PackingRow, forms: &Forms) -> PackingBox {
    let parcel = row.parcel.as_ref();
    let id = parcel.map_or_else(
        || row.planned.box_id.to_string(),
        |one| one.parcel.to_string(),
    );
    let refused = forms
        .hand_over
        .as_ref()
        .filter(|(of, _)| Some(*of) == row.planned.parcel);
    let label = match parcel {
        Some(parcel) => parcel.code.grouped(),
        None => names::tree_code(&row.tree),
    };
    PackingBox {
        id,
        label,
        href: format!("/packing?code={}", row.planned.box_id),
        tree: verdict::what(visit, row),
        weight: parcel.map_or_else(String::new, |parcel| names::weight(parcel.grams)),
        state: state(visit, row),
        tracking: tracking(visit, row),
        step: match row.planned.step {
            Step::Planned if row.planned.locked_at.is_none() => BoxStep::Lock,
            Step::Planned => BoxStep::Pack,
            Step::Packed => BoxStep::HandOver,
            Step::HandedOver => BoxStep::Deliver,
            Step::Delivered | Step::Cancelled => BoxStep::Nothing,
        },
        form: or_empty(refused.map(|(_, form)| form)),
    }
}

fn state(visit: &Visit, row: &PackingRow) -> Mark {
    if row.planned.step == Step::Planned && row.planned.locked_at.is_some() {
        return Mark::new(visit.lang.text("box-locked-state"), Tone::Warn);
    }
    names::box_mark(visit.lang, row.planned.step)
}

fn tracking(visit: &Visit, row: &PackingRow) -> String {
    let parcel = row.parcel.as_ref();
    let told = parcel.and_then(|parcel| parcel.carrier.as_ref().zip(parcel.tracking.as_ref()));
    told.map_or_else(String::new, |(carrier, number)| {
        format!("{} {number}", visit.lang.word("carrier", carrier))
    })
}
