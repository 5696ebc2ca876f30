//! What waits for the operator: plates, photos, refunds, lots, and the exceptions.

use app::commands::adopt::plate_hash;
use kernel::{AdoptionId, TreeId};
use readmodels::{
    money::RefundState,
    observations::{ObservationRow, ObservationState},
    overview::{EXCEPTIONS_PER_KIND_MAX, Exception, ExceptionKind},
};

use super::{Forms, is_decision};
use crate::{
    problem::Problem,
    web::{
        names, today,
        view::{
            form::Form,
            overview::{
                Exception as Shown, FlaggedObservation, PendingLot, PendingNameplate, PendingRefund,
            },
            parts::{Mark, Tone},
        },
        visit::Visit,
    },
};

/// Plates to approve. One that no longer opens belonged to somebody who was erased, and waits for nobody.
pub(super) fn nameplates(
    visit: &Visit,
    found: &[Exception],
) -> Result<Vec<PendingNameplate>, Problem> {
    let mut waiting = Vec::new();
    for one in found {
        if let ExceptionKind::NameplateToApprove {
            adoption,
            buyer,
            tree,
            text,
        } = &one.kind
            && let Some(opened) = visit.app().open_nameplate(*buyer, *adoption, text)?
        {
            waiting.push(PendingNameplate {
                id: adoption.to_string(),
                text: opened,
                seen: plate_hash(text).to_string(),
                tree: tree_name(visit, *tree)?,
            });
        }
    }
    Ok(waiting)
}

/// Photos that were flagged.
pub(super) fn observations(visit: &Visit) -> Result<Vec<FlaggedObservation>, Problem> {
    let rows = visit
        .app()
        .read()
        .observations_flagged(EXCEPTIONS_PER_KIND_MAX)?;
    Ok(rows.iter().map(|row| flagged(visit, row)).collect())
}

fn flagged(visit: &Visit, row: &ObservationRow) -> FlaggedObservation {
    let tree = names::tree(visit.lang, &row.tree);
    let reasons = match &row.state {
        ObservationState::Flagged { flags } => flags
            .iter()
            .map(|flag| today::flag(visit.lang, flag))
            .collect(),
        ObservationState::Captured
        | ObservationState::Accepted
        | ObservationState::Refused { .. }
        | ObservationState::Withdrawn { .. } => Vec::new(),
    };
    FlaggedObservation {
        id: row.observation.to_string(),
        photo: row
            .photos
            .first()
            .map(|photo| names::photo_of(photo.sha256, tree.clone())),
        tree,
        reasons,
        when: names::when(visit.lang, row.captured_at),
    }
}

/// Refunds to send.
pub(super) fn refunds(visit: &Visit, forms: &Forms) -> Result<Vec<PendingRefund>, Problem> {
    let mut waiting = Vec::new();
    for refund in visit.app().read().refunds_open()? {
        // What a second person has to approve is on the page of refunds.
        if refund.state == RefundState::Unapproved {
            continue;
        }
        let why = visit.lang.word("refund", &names::code_of(&refund.reason));
        let tree = adopted_tree(visit, refund.adoption)?;
        let refused = forms.settle.as_ref().filter(|(id, _)| *id == refund.refund);
        waiting.push(PendingRefund {
            id: refund.refund.to_string(),
            amount: names::money(refund.amount),
            reason: format!("{why} · {tree}"),
            since: names::when(visit.lang, refund.requested_at),
            form: refused.map(|(_, form)| form.clone()).unwrap_or_default(),
        });
    }
    Ok(waiting)
}

/// Lots that wait to be divided.
pub(super) fn lots(visit: &Visit, found: &[Exception]) -> Result<Vec<PendingLot>, Problem> {
    let mut waiting = Vec::new();
    for one in found {
        if let ExceptionKind::LotNotAllocated { lot, code, .. } = &one.kind {
            let row = visit.app().read().lot(*lot)?;
            waiting.push(PendingLot {
                id: lot.to_string(),
                name: code.clone(),
                weight: row.map_or_else(String::new, |row| names::weight(row.net)),
            });
        }
    }
    Ok(waiting)
}

/// An exception that needs a look; nothing for what is decided on the page already.
pub(super) fn exception(visit: &Visit, one: &Exception) -> Result<Option<Shown>, Problem> {
    if is_decision(&one.kind) {
        return Ok(None);
    }
    // Where something is done about it leads nobody who may only look.
    let acts = visit.signed_in()?.is_operator();
    let (word, tone, text, href) = match &one.kind {
        ExceptionKind::LatePayment {
            adoption, amount, ..
        } => {
            let text = format!(
                "{} · {}",
                adopted_tree(visit, *adoption)?,
                names::money(*amount)
            );
            ("late-payment", Tone::Bad, text, None)
        }
        ExceptionKind::LotWithoutCertificate { code, .. } => (
            "lot-without-certificate",
            Tone::Warn,
            code.clone(),
            acts.then(|| "/harvest".to_owned()),
        ),
        ExceptionKind::PaymentAwaited {
            payment,
            adoption,
            amount,
            ..
        } => {
            let row = visit.app().read().payment(*payment)?;
            let reference = row.map_or_else(String::new, |row| row.reference.grouped());
            let tree = adopted_tree(visit, *adoption)?;
            let text = format!("{reference} · {} · {tree}", names::money(*amount));
            (
                "payment-awaited",
                Tone::Quiet,
                text,
                acts.then(|| "#capture".to_owned()),
            )
        }
        ExceptionKind::RefundToSettle { .. }
        | ExceptionKind::NameplateToApprove { .. }
        | ExceptionKind::ObservationFlagged { .. }
        | ExceptionKind::LotNotAllocated { .. } => return Ok(None),
    };
    let kind = Mark::new(visit.lang.word("exception", word), tone);
    Ok(Some(Shown {
        kind,
        text,
        href,
        when: names::when(visit.lang, one.since),
    }))
}

/// The form for money from the bank statement; it begins with today.
pub(super) fn new_capture(visit: &Visit) -> Form {
    let today = app::commands::harvest::local_day(visit.app().now());
    Form::empty().with("value_date", today.to_string())
}

fn tree_name(visit: &Visit, tree: TreeId) -> Result<String, Problem> {
    let card = visit.app().read().tree_card(tree)?;
    Ok(card.map_or_else(String::new, |card| names::tree(visit.lang, &card)))
}

fn adopted_tree(visit: &Visit, adoption: AdoptionId) -> Result<String, Problem> {
    let found = visit.app().read().adoption(adoption)?;
    Ok(found.map_or_else(String::new, |one| names::tree(visit.lang, &one.tree)))
}
