//! A harvest lot: fruit of known trees, picked on a day, with its certificate and its allocation. Stream `lot-<LotId>`.
//!
//! It must not know who holds the shares (they come in with the command) nor which boxes the fruit goes into.

use std::collections::BTreeMap;

use kernel::{BlockId, Day, Decider, Grams, LotId, OrchardId, PersonId, Timestamp, TreeId};

use crate::{
    allocation::{Division, Policy, ShareClaim, Want},
    correction::Mistake,
};

mod certificate;
mod correction;
mod event;
mod facts;
mod rejection;
mod rules;
mod spoilage;
mod surplus;

pub use event::Event;
pub use facts::{
    Allocation, Certificate, CertificateBasis, Grade, Harvest, ReissueCause, SpoilCause, TreeYield,
    Weighing,
};

/// Most trees of one lot: a picking crew's day.
pub const TREES_MAX: usize = 500;
/// Most fruit and crates of one lot: 1,000 t, more than any orchard picks on a day. Sums over lots stay far within 64
/// bits.
pub const LOT_GRAMS_MAX: Grams = Grams(1_000_000_000);
/// How long ago a lot may have been picked, in days: a season and a month, for what was noted on paper.
pub const PICKED_DAYS_MAX: u64 = 400;
/// Longest lot code, in characters: GS1 application identifier 10 has at most 20.
pub const CODE_CHARS_MAX: usize = 20;
/// Longest field of a certificate, in characters: it is printed on a label.
pub const CERTIFICATE_FIELD_CHARS_MAX: usize = 80;
/// Most lots that are mixed under one certificate: a day's picking of every block.
pub const MIXED_LOTS_MAX: usize = 20;

/// Most allocations in one event: about 100 bytes each, and the log takes events up to 64 KiB.
pub const ALLOCATIONS_PER_EVENT_MAX: usize = 500;

/// What may be asked of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Takes in what was picked. Quiet when it is recorded with these facts.
    RecordHarvest {
        /// The lot, named by the caller.
        lot: LotId,
        /// The code on the crates, 1–20 letters, digits or hyphens.
        code: String,
        /// The orchard.
        orchard: OrchardId,
        /// The block.
        block: BlockId,
        /// The day of picking.
        picked_on: Day,
        /// The grade.
        grade: Grade,
        /// Fruit and crates.
        gross: Grams,
        /// Crates alone.
        tare: Grams,
        /// What each tree gave; sums to gross less tare.
        yields: Vec<TreeYield>,
        /// Who recorded it.
        by: PersonId,
        /// Today in the orchard's zone; fruit is picked then, or up to [`PICKED_DAYS_MAX`] days before.
        today: Day,
    },
    /// Attaches the certificate. Quiet when the lot has this very one.
    IssueCertificate {
        /// The certificate.
        certificate: Certificate,
        /// When.
        at: Timestamp,
    },
    /// Issues another certificate in place of the lot's, which stays known as replaced: after mixing or repacking the law
    /// wants a new one. Quiet when the lot has this very one.
    ReissueCertificate {
        /// The new certificate.
        certificate: Certificate,
        /// Why.
        cause: ReissueCause,
        /// The other lots it was mixed with; none for another cause.
        mixed_with: Vec<LotId>,
        /// When.
        at: Timestamp,
    },
    /// Divides the lot by a versioned policy; run once (D 35). Quiet when a rerun comes to the same.
    AllocateLot {
        /// How to divide.
        policy: Policy,
        /// The confirmed shares of the lot's trees.
        shares: Vec<ShareClaim>,
        /// When.
        at: Timestamp,
    },
    /// Gives surplus to adoptions whose own tree falls short. Quiet when nothing is wanted or left.
    ReleaseSurplus {
        /// Who misses how much, in the order in which they are served.
        wants: Vec<Want>,
        /// When.
        at: Timestamp,
    },
    /// Fruit is sorted out: before the division any of it, afterwards only what is surplus, because the rest belongs to
    /// people. Quiet when this was said.
    RecordLotLoss {
        /// What happened to it.
        cause: SpoilCause,
        /// How much.
        grams: Grams,
        /// Who sorted it out.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
    /// What was weighed was wrong (D 43); until the lot is divided. Quiet when it was said.
    CorrectHarvest {
        /// What holds instead; nothing if it never happened.
        right: Option<Weighing>,
        /// Why, 1–200 characters.
        reason: String,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
        /// Today in the orchard's zone.
        today: Day,
    },
}

pub use rejection::Rejection;

/// What is remembered of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What was picked; `None` before.
    pub harvest: Option<Harvest>,
    /// Its certificate.
    pub certificate: Option<Certificate>,
    /// Those it had before, the oldest first. None is ever taken away: they are kept for six months and longer.
    pub replaced: Vec<Certificate>,
    /// How it was divided, and by which policy; `None` before.
    pub division: Option<(Policy, Division)>,
    /// What of the surplus was given away, by tree.
    pub released: BTreeMap<TreeId, Grams>,
    /// What was sorted out before the division, by tree.
    pub sorted_out: BTreeMap<TreeId, Grams>,
    /// What of the surplus was lost after it, by tree.
    pub spoiled: BTreeMap<TreeId, Grams>,
    /// What was sorted out last: when, why, how much.
    pub last_loss: Option<(Timestamp, SpoilCause, Grams)>,
    /// Whether it was declared never to have been picked.
    pub withdrawn: bool,
    /// Why it was corrected last.
    pub corrected_because: Option<String>,
}

/// The id part of a lot's stream name.
#[must_use]
pub fn stream_id(lot: LotId) -> String {
    lot.to_string()
}

/// The rules of a harvest lot.
#[derive(Debug)]
pub struct Lot;

impl Decider for Lot {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::RecordHarvest {
                lot,
                code,
                orchard,
                block,
                picked_on,
                grade,
                gross,
                tare,
                yields,
                by,
                today,
            } => rules::record(
                state,
                Harvest {
                    lot,
                    code,
                    orchard,
                    block,
                    picked_on,
                    grade,
                    gross,
                    tare,
                    yields,
                    by,
                },
                today,
            ),
            Command::IssueCertificate { certificate, at } => {
                certificate::issue(state, &certificate, at)
            }
            Command::ReissueCertificate {
                certificate,
                cause,
                mixed_with,
                at,
            } => certificate::reissue(state, &certificate, (cause, mixed_with), at),
            Command::AllocateLot { policy, shares, at } => {
                rules::divide(state, policy, &shares, at)
            }
            Command::ReleaseSurplus { wants, at } => surplus::release(state, &wants, at),
            Command::RecordLotLoss {
                cause,
                grams,
                by,
                at,
            } => spoilage::record(state, (cause, grams), (by, at)),
            Command::CorrectHarvest {
                right,
                reason,
                by,
                at,
                today,
            } => correction::correct(state, right, &reason, (by, at), today),
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::LotHarvested {
                lot,
                code,
                orchard,
                block,
                picked_on,
                grade,
                gross,
                tare,
                net: _,
                yields,
                by,
            } => {
                state.harvest = Some(Harvest {
                    lot: *lot,
                    code: code.clone(),
                    orchard: *orchard,
                    block: *block,
                    picked_on: *picked_on,
                    grade: *grade,
                    gross: *gross,
                    tare: *tare,
                    yields: yields.clone(),
                    by: *by,
                });
            }
            Event::CertificateIssued { certificate, .. } => {
                state.certificate = Some(certificate.clone());
            }
            Event::CertificateReplaced { certificate, .. } => {
                let before = state.certificate.replace(certificate.clone());
                state.replaced.extend(before);
            }
            Event::LotAllocated {
                policy,
                allocations,
                surplus,
                ..
            } => {
                let (_, division) = state
                    .division
                    .get_or_insert_with(|| (*policy, Division::default()));
                division.allocations.extend_from_slice(allocations);
                division.surplus = division.surplus.plus(*surplus);
            }
            Event::SurplusReleased { releases, .. } => {
                for one in releases {
                    let sum = state.released.entry(one.tree).or_default();
                    *sum = sum.plus(one.grams);
                }
            }
            Event::LotLossRecorded {
                cause, lost, at, ..
            } => {
                let grams = lost.iter().map(|one| one.grams).sum();
                state.last_loss = Some((*at, *cause, grams));
                let sums = match state.division {
                    None => &mut state.sorted_out,
                    Some(_) => &mut state.spoiled,
                };
                for one in lost {
                    let sum = sums.entry(one.tree).or_default();
                    *sum = sum.plus(one.grams);
                }
            }
            Event::LotDeclaredErroneous {
                mistake, reason, ..
            } => {
                state.corrected_because = Some(reason.clone());
                state.withdrawn |= *mistake == Mistake::DidNotOccur;
            }
            Event::HarvestCorrected {
                picked_on,
                grade,
                gross,
                tare,
                yields,
                ..
            } => {
                if let Some(harvest) = &mut state.harvest {
                    harvest.picked_on = *picked_on;
                    harvest.grade = *grade;
                    harvest.gross = *gross;
                    harvest.tare = *tare;
                    harvest.yields.clone_from(yields);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
