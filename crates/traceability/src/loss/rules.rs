//! What makes a declaration, an assessment and a correction acceptable. It must not know who is affected.

use std::collections::BTreeSet;

use kernel::{ContentHash, PersonId, Timestamp, TreeId};

use super::{
    CHOOSE_DAYS_MAX, CHOOSE_DAYS_MIN, Correction, Declaration, EVIDENCE_MAX, EXCEPTIONS_MAX, Event,
    Expectation, Finding, NOTE_CHARS_MAX, Rejection, State, TREE_GRAMS_MAX, TREES_MAX,
    TREES_PER_EVENT_MAX,
};

pub(super) fn declare(
    state: &State,
    mut declaration: Declaration,
    mut trees: Vec<TreeId>,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    trees.sort_unstable();
    trees.dedup();
    declaration.note = note(declaration.note.as_deref().unwrap_or_default())?;
    if let Some(there) = &state.declaration {
        let same = *there == declaration && state.trees == trees;
        return same.then(Vec::new).ok_or(Rejection::LossExists);
    }
    if !(1..=100).contains(&declaration.degree_percent) {
        return Err(Rejection::DegreeInvalid);
    }
    if !(1..=TREES_MAX).contains(&trees.len()) {
        return Err(Rejection::LossTreesInvalid { max: TREES_MAX });
    }
    check_evidence(&declaration.evidence)?;
    let mut chunks = trees.chunks(TREES_PER_EVENT_MAX).map(<[TreeId]>::to_vec);
    let declared = Event::LossDeclared {
        declaration,
        trees: chunks.next().unwrap_or_default(),
        at,
    };
    let more = chunks.map(|trees| Event::LossScopeContinued { trees });
    Ok(std::iter::once(declared).chain(more).collect())
}

pub(super) fn assess(
    state: &State,
    expected: Expectation,
    choose_by: Timestamp,
    by: PersonId,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.declared()?;
    if let Some(standing) = &state.standing {
        let same = state.corrected.is_none() && standing.expected.as_ref() == Some(&expected);
        return same.then(Vec::new).ok_or(Rejection::LossAlreadyAssessed);
    }
    check_expected(state, &expected)?;
    check_deadline(choose_by, at)?;
    Ok(vec![Event::LossAssessed {
        expected,
        choose_by,
        by,
        at,
    }])
}

pub(super) fn correct(
    state: &State,
    mut correction: Correction,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    state.declared()?;
    let standing = state.standing.as_ref().ok_or(Rejection::LossNotAssessed)?;
    correction.note = note(&correction.note)?.ok_or(Rejection::NoteMissing)?;
    if state.corrected.as_ref() == Some(&correction) {
        return Ok(vec![]);
    }
    check_evidence(&correction.evidence)?;
    if let Finding::IncorrectData(expected) = &correction.finding {
        check_expected(state, expected)?;
    }
    check_deadline(correction.choose_by, at)?;
    Ok(vec![Event::LossCorrected {
        revision: standing.revision.saturating_add(1),
        correction,
        at,
    }])
}

fn note(text: &str) -> Result<Option<String>, Rejection> {
    let text = text.trim();
    match text.chars().count() {
        0 => Ok(None),
        1..=NOTE_CHARS_MAX => Ok(Some(text.to_owned())),
        _ => Err(Rejection::NoteTooLong {
            max: NOTE_CHARS_MAX,
        }),
    }
}

fn check_evidence(evidence: &[ContentHash]) -> Result<(), Rejection> {
    match evidence.len() {
        0 => Err(Rejection::EvidenceMissing),
        1..=EVIDENCE_MAX => Ok(()),
        _ => Err(Rejection::EvidenceTooLarge { max: EVIDENCE_MAX }),
    }
}

fn check_expected(state: &State, expected: &Expectation) -> Result<(), Rejection> {
    let max = TREE_GRAMS_MAX;
    let own = expected.exceptions.iter().map(|one| one.grams);
    if std::iter::once(expected.each)
        .chain(own)
        .any(|grams| grams > max)
    {
        return Err(Rejection::ExpectedTooLarge { max });
    }
    if expected.exceptions.len() > EXCEPTIONS_MAX {
        return Err(Rejection::ExceptionsTooLarge {
            max: EXCEPTIONS_MAX,
        });
    }
    let mut seen = BTreeSet::new();
    for tree in expected.exceptions.iter().map(|one| one.tree) {
        if state.trees.binary_search(&tree).is_err() || !seen.insert(tree) {
            return Err(Rejection::ExceptionInvalid { tree });
        }
    }
    Ok(())
}

fn check_deadline(choose_by: Timestamp, at: Timestamp) -> Result<(), Rejection> {
    let (min, max) = (CHOOSE_DAYS_MIN, CHOOSE_DAYS_MAX);
    if choose_by < at.plus_days(min) || choose_by > at.plus_days(max) {
        return Err(Rejection::ChooseByInvalid { min, max });
    }
    Ok(())
}
