//! Choosing an adoption by looking for it: a search on the server whose finds are links, so that nobody types an id and no
//! script is needed. It must not know what the adoption is chosen for.

use app::commands::finding;
use kernel::AdoptionId;
use readmodels::garden::{AdoptionRow, AdoptionStatus};
use serde::Deserialize;

use super::{Said, draw};
use crate::{
    problem::Problem,
    web::{
        names,
        view::sheet::{Find, Search},
        visit::Visit,
    },
};

/// What was looked for, or chosen.
#[derive(Debug, Default, Deserialize)]
pub(in crate::web) struct Picked {
    q: Option<String>,
    adoption: Option<String>,
}

impl Picked {
    /// The adoption that was chosen, on this page or in a form that was refused.
    pub(super) fn adoption(&self, said: Option<&Said>) -> Option<AdoptionId> {
        let typed = said.and_then(|said| said.form.value("adoption").parse().ok());
        typed.or_else(|| self.adoption.as_deref()?.parse().ok())
    }
}

/// The search, and what it found; each find leads to `here` with the adoption chosen.
pub(super) fn search(visit: &Visit, here: &str, picked: &Picked) -> Result<Search, Problem> {
    let operator = visit.signed_in()?.operator()?;
    let words = picked.q.as_deref().unwrap_or_default();
    let rows = finding::find(visit.app(), &operator, words)?;
    let finds = rows.iter().map(|row| {
        Ok(Find {
            href: format!("{here}?adoption={}#chosen", row.adoption),
            label: label(visit, row)?,
        })
    });
    let finds: Vec<Find> = finds.collect::<Result<_, Problem>>()?;
    let told = match (words.trim().is_empty(), finds.len()) {
        (true, _) => visit.lang.text("pick-text"),
        (false, 0) => visit.lang.text("pick-none"),
        (false, finding::FOUND_MAX..) => visit.lang.text("pick-many"),
        (false, _) => String::new(),
    };
    Ok(Search {
        id: "pick".to_owned(),
        title: visit.lang.text("pick-title"),
        action: here.to_owned(),
        label: visit.lang.text("pick-label"),
        words: words.to_owned(),
        told,
        finds,
    })
}

/// The adoption in a line: tree, buyer, season, price, how it stands.
pub(super) fn chosen(visit: &Visit, adoption: AdoptionId) -> Result<Option<String>, Problem> {
    let found = visit.app().read().adoption(adoption)?;
    found.map(|one| label(visit, &one.adoption)).transpose()
}

/// How an adoption stands, in the words of the garden.
const fn word(status: AdoptionStatus) -> &'static str {
    match status {
        AdoptionStatus::Started => "waiting-payment",
        AdoptionStatus::Confirmed => "confirmed",
        AdoptionStatus::Completed => "completed",
        AdoptionStatus::Cancelled { .. } => "cancelled",
    }
}

fn label(visit: &Visit, row: &AdoptionRow) -> Result<String, Problem> {
    let agreement = &row.agreement;
    let tree = visit.app().read().tree_card(agreement.tree)?;
    let tree = tree.map(|card| {
        let code = card.code.map(|code| code.to_string()).unwrap_or_default();
        format!("{} {code}", names::tree(visit.lang, &card))
    });
    let words = [
        tree.unwrap_or_default(),
        draw::person_name(visit, agreement.buyer)?,
        agreement.season.to_string(),
        names::money(agreement.price),
        visit.lang.word("adoption", word(row.status)),
    ];
    Ok(words.join(" · "))
}
