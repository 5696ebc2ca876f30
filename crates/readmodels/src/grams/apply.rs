//! The table of the ledger of fruit, and what is written to it.

use adoption::{adoption as bond, shortfall};
use fulfilment::{box_plan, parcel};
use kernel::{AdoptionId, BoxId, Grams, LotId, ParcelId, TreeId};
use rusqlite::{Connection, Result, params};
use traceability::{allocation::Policy, lot};

use super::GramStep;
use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "grams",
    1,
    "CREATE TABLE gram_fact (
         adoption BLOB NOT NULL,
         position INTEGER NOT NULL,
         line INTEGER NOT NULL,
         at INTEGER NOT NULL,
         step TEXT NOT NULL,
         grams INTEGER NOT NULL,
         lot BLOB,
         tree BLOB,
         box BLOB,
         policy TEXT,
         PRIMARY KEY (adoption, position, line)
     ) STRICT, WITHOUT ROWID;",
    "",
);

/// What a fact is about, beside how much.
#[derive(Default)]
struct About {
    lot: Option<LotId>,
    tree: Option<TreeId>,
    box_id: Option<BoxId>,
    policy: Option<Policy>,
}

impl About {
    fn one_box(box_id: BoxId) -> Self {
        Self {
            box_id: Some(box_id),
            ..Self::default()
        }
    }
}

fn note(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    (line, step, grams): (usize, GramStep, Grams),
    about: &About,
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO gram_fact (adoption, position, line, at, step, grams, lot, tree, box, policy)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        adoption.as_bytes(),
        kept_position(fact.position),
        i64::try_from(line).unwrap_or(i64::MAX),
        fact.recorded_at.millis(),
        step.word(),
        kept_grams(grams),
        about.lot.map(|one| *one.as_bytes()),
        about.tree.map(|one| *one.as_bytes()),
        about.box_id.map(|one| *one.as_bytes()),
        about.policy.map(|one| kept_json(&one)).transpose()?,
    ])?;
    Ok(())
}

pub(crate) fn adoption(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &bond::Event,
) -> Result<()> {
    let (step, grams) = match event {
        bond::Event::EntitlementPromised { grams, boxes: _ } => (GramStep::Promised, *grams),
        bond::Event::AdoptionSplit { into, at: _ } => match into.first() {
            Some(own) => (GramStep::Kept, own.promised_grams),
            None => return Ok(()),
        },
        bond::Event::AdoptionStarted { .. }
        | bond::Event::NameplateProposed { .. }
        | bond::Event::NameplateApproved { .. }
        | bond::Event::NameplateRejected { .. }
        | bond::Event::NameplatePrinted { .. }
        | bond::Event::NameplateHung { .. }
        | bond::Event::ContractAccepted { .. }
        | bond::Event::AdoptionConfirmed { .. }
        | bond::Event::AdoptionCancelled { .. }
        | bond::Event::AdoptionCompleted { .. }
        | bond::Event::AdoptionTransferred { .. } => return Ok(()),
    };
    note(db, fact, adoption, (0, step, grams), &About::default())
}

pub(crate) fn shortfall(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &shortfall::Event,
) -> Result<()> {
    match event {
        shortfall::Event::ExpectationNoted {
            expected: Some(grams),
            ..
        } => {
            let what = (0, GramStep::Expected, *grams);
            note(db, fact, adoption, what, &About::default())
        }
        shortfall::Event::ExpectationNoted { expected: None, .. }
        | shortfall::Event::RemedyOffered { .. }
        | shortfall::Event::RemedyChosen { .. }
        | shortfall::Event::RemedyDefaulted { .. }
        | shortfall::Event::RemedyWithdrawn { .. }
        | shortfall::Event::ShortfallBorne { .. }
        | shortfall::Event::RemedyStands { .. }
        | shortfall::Event::FruitGivenUp { .. } => Ok(()),
    }
}

pub(crate) fn lot(db: &Connection, fact: &Fact, lot: LotId, event: &lot::Event) -> Result<()> {
    let (step, policy, given) = match event {
        lot::Event::LotAllocated {
            policy,
            allocations,
            ..
        } => (GramStep::Allocated, Some(*policy), allocations),
        lot::Event::SurplusReleased { releases, .. } => (GramStep::Released, None, releases),
        lot::Event::LotHarvested { .. }
        | lot::Event::CertificateIssued { .. }
        | lot::Event::CertificateReplaced { .. }
        | lot::Event::LotLossRecorded { .. }
        | lot::Event::LotDeclaredErroneous { .. }
        | lot::Event::HarvestCorrected { .. } => return Ok(()),
    };
    given.iter().enumerate().try_for_each(|(line, one)| {
        let about = About {
            lot: Some(lot),
            tree: Some(one.tree),
            policy,
            ..About::default()
        };
        note(db, fact, one.adoption, (line, step, one.grams), &about)
    })
}

pub(crate) fn box_plan(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &box_plan::Event,
) -> Result<()> {
    match event {
        box_plan::Event::BoxesPlanned { planned, .. } => {
            planned.iter().enumerate().try_for_each(|(line, one)| {
                let what = (line, GramStep::Planned, one.grams);
                note(db, fact, adoption, what, &About::one_box(one.box_id))
            })
        }
        box_plan::Event::EntitlementReduced { grams, .. } => {
            let what = (0, GramStep::Reduced, *grams);
            note(db, fact, adoption, what, &About::default())
        }
        box_plan::Event::EntitlementCarriedIn { grams, .. } => {
            let what = (0, GramStep::CarriedIn, *grams);
            note(db, fact, adoption, what, &About::default())
        }
        box_plan::Event::BoxPacked {
            box_id, contents, ..
        } => contents.iter().enumerate().try_for_each(|(line, one)| {
            let about = About {
                lot: Some(one.lot),
                ..About::one_box(*box_id)
            };
            let what = (line, GramStep::Packed, one.grams);
            note(db, fact, adoption, what, &about)
        }),
        box_plan::Event::BoxesCancelled { boxes, .. } => {
            boxes.iter().enumerate().try_for_each(|(line, one)| {
                let what = (line, GramStep::BoxCancelled, Grams::ZERO);
                note(db, fact, adoption, what, &About::one_box(*one))
            })
        }
        // The lot's own events have told what was given; where boxes go is not about grams.
        box_plan::Event::EntitlementGranted { .. }
        | box_plan::Event::EntitlementToppedUp { .. }
        | box_plan::Event::BoxAddressChanged { .. }
        | box_plan::Event::AddressesLocked { .. }
        | box_plan::Event::BoxesForgotten { .. } => Ok(()),
    }
}

/// What arrived; the table of parcels says how much that is.
pub(crate) fn parcel(
    db: &Connection,
    fact: &Fact,
    parcel: ParcelId,
    event: &parcel::Event,
) -> Result<()> {
    let parcel::Event::ParcelDelivered { adoption, .. } = event else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO gram_fact (adoption, position, line, at, step, grams, box)
         SELECT ?1, ?2, 0, ?3, ?4, p.grams, p.box FROM parcel p WHERE p.parcel = ?5",
    )?
    .execute(params![
        adoption.as_bytes(),
        kept_position(fact.position),
        fact.recorded_at.millis(),
        GramStep::Delivered.word(),
        parcel.as_bytes(),
    ])?;
    Ok(())
}
