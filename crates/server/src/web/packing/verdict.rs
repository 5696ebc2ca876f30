//! Go or stop for a scanned or typed code. It mirrors the rules to advise beforehand; the rules themselves decide
//! when the box is packed.

use kernel::{BoxId, Grams, ShortCode};
use readmodels::{
    lots::GrantRow,
    orchards::OrchardRow,
    packing::{BoxStep, PackingRow},
};

use crate::{
    problem::Problem,
    web::{
        garden, names,
        view::{
            form::{Choice, Form},
            packing::{Go, Verdict},
        },
        visit::Visit,
    },
};

/// The box a code means: a box's id, the code on a parcel, or a tree's code, of whose boxes the next one to pack.
/// Boxes of orchards that the person does not pack for are not found.
pub(super) fn find(
    visit: &Visit,
    orchards: &[OrchardRow],
    typed: &str,
) -> Result<Option<PackingRow>, Problem> {
    let read = visit.app().read();
    let rows = if let Ok(id) = typed.trim().parse::<BoxId>() {
        read.packing_box(id)?.into_iter().collect()
    } else if let Ok(code) = typed.parse::<ShortCode>() {
        read.boxes_by_code(code)?
    } else {
        Vec::new()
    };
    let own = |row: &PackingRow| orchards.iter().any(|one| one.orchard == row.tree.orchard);
    Ok(rows.into_iter().find(own))
}

/// What is to be done with the box that was found; nothing before a scan.
pub(super) fn of(
    visit: &Visit,
    typed: &str,
    row: Option<&PackingRow>,
    form: Option<&Form>,
) -> Result<Option<Verdict>, Problem> {
    match row {
        Some(row) => judge(visit, row, form).map(Some),
        None if typed.trim().is_empty() => Ok(None),
        None => Ok(Some(stop(visit, "unknown-code", ""))),
    }
}

fn judge(visit: &Visit, row: &PackingRow, form: Option<&Form>) -> Result<Verdict, Problem> {
    if row.planned.step != BoxStep::Planned {
        return Ok(stop(visit, "already-packed", ""));
    }
    if row.planned.locked_at.is_none() {
        return Ok(stop(visit, "address-open", &row.planned.box_id.to_string()));
    }
    let has = |test: fn(&GrantRow) -> bool| row.grants.iter().any(test);
    if !has(|grant| grant.granted > Grams(0)) {
        return Ok(stop(visit, "no-fruit", ""));
    }
    if !has(|grant| grant.left() > Grams(0)) {
        return Ok(stop(visit, "used-up", ""));
    }
    if !has(|grant| grant.certified && grant.left() > Grams(0)) {
        return Ok(stop(visit, "no-certificate", ""));
    }
    go(visit, row, form).map(|go| Verdict::Go(Box::new(go)))
}

fn go(visit: &Visit, row: &PackingRow, form: Option<&Form>) -> Result<Go, Problem> {
    let lang = visit.lang;
    let usable: Vec<_> = row
        .grants
        .iter()
        .filter(|grant| grant.certified && grant.left() > Grams(0))
        .collect();
    let most = usable
        .iter()
        .map(|grant| grant.left())
        .max()
        .unwrap_or_default();
    let lots = usable.iter().map(|grant| {
        let label = format!("{} · {}", grant.lot_code, names::weight(grant.left()));
        Choice::new(grant.lot.to_string(), label)
    });
    let suggested = Form::empty().with("grams", row.planned.grams.min(most).0.to_string());
    let address = garden::address(visit, &row.planned)?;
    Ok(Go {
        box_id: row.planned.box_id.to_string(),
        weight: names::weight(row.planned.grams),
        what: what(visit, row),
        address: address.map_or_else(String::new, |address| garden::one_line(&address)),
        checks: vec![lang.text("check-certificate"), lang.text("check-address")],
        lots: lots.collect(),
        form: form.cloned().unwrap_or(suggested),
    })
}

/// The tree, and which box of how many.
pub(super) fn what(visit: &Visit, row: &PackingRow) -> String {
    let tree = names::tree(visit.lang, &row.tree);
    format!("{tree} · {} / {}", row.planned.nth, row.boxes)
}

fn stop(visit: &Visit, reason: &str, lock: &str) -> Verdict {
    Verdict::Stop {
        reason: visit.lang.word("stop", reason),
        advice: visit.lang.word("advice", reason),
        lock: (!lock.is_empty()).then(|| lock.to_owned()),
    }
}
