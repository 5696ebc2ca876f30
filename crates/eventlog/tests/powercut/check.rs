//! What must hold in a folder the power was cut off from: the log opens and verifies, everything
//! acknowledged is there as it was answered, nothing is torn, nothing is there that nobody handed
//! in, and the log goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use eventlog::proof::{self, Prover, TreeHash};
use eventlog::{CommitId, EngineError, GlobalPosition, Log, Options, RecordedEvent};

use crate::given::BUSY;
use crate::trace::{Mark, Step};
use crate::workload::{AFTER, log_in, made, origin, proofs_in};

/// What the child had said when the power went.
#[derive(Clone, Default)]
pub(crate) struct Promised {
    submitted: BTreeSet<u128>,
    acknowledged: BTreeMap<u128, (u64, u64)>,
    /// Sizes and roots of the checkpoints that were signed.
    published: BTreeMap<u64, TreeHash>,
}

impl Promised {
    /// All that was said in `steps`.
    pub(crate) fn in_steps(steps: &[Step]) -> Self {
        let mut promised = Self::default();
        for step in steps {
            promised.note(step);
        }
        promised
    }

    pub(crate) fn note(&mut self, step: &Step) {
        if let Step::Mark(Mark::Submitted { commit }) = step {
            self.submitted.insert(*commit);
        }
        if let Step::Mark(Mark::Acknowledged {
            commit,
            first,
            last,
        }) = step
        {
            self.acknowledged.insert(*commit, (*first, *last));
        }
        if let Step::Mark(Mark::Published { size, root }) = step {
            self.published.insert(*size, TreeHash(*root));
        }
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }
}

/// Opens the log in `root` and compares; the error says what is wrong.
pub(crate) fn check(root: &Path, promised: &Promised) -> Result<(), String> {
    let options = Options {
        on_poison: |_: &EngineError| (),
        ..BUSY()
    };
    let log = Log::open(&log_in(root), options).map_err(|cause| format!("not opened: {cause}"))?;
    let report = log
        .verify(|_, _| ())
        .map_err(|cause| format!("not sound: {cause}"))?;
    let events = log
        .read_all(GlobalPosition::START, usize::MAX)
        .map_err(|cause| format!("not read: {cause}"))?;
    if report.events != events.len() as u64 {
        return Err(format!("{report:?}, but {} events read", events.len()));
    }
    let found = whole_commits(&events)?;
    for commit in found.keys() {
        if !promised.submitted.contains(commit) {
            return Err(format!("commit {commit} was never handed in"));
        }
    }
    let mut missing = String::new();
    for (commit, places) in &promised.acknowledged {
        if found.get(commit) != Some(places) {
            let there = found.get(commit);
            writeln!(missing, "commit {commit} at {places:?}, found {there:?}").unwrap();
        }
    }
    if !missing.is_empty() {
        return Err(format!("acknowledged, not there: {missing}"));
    }
    goes_on(&log, events.len() as u64)
}

/// As [`check`], and the prover goes on: its key is the one that signed, and no checkpoint that was given out is
/// contradicted or forgotten.
pub(crate) fn check_proofs(root: &Path, promised: &Promised) -> Result<(), String> {
    let log = Log::open(&log_in(root), BUSY());
    let log = log.map_err(|cause| format!("not opened: {cause}"))?;
    // Images have no modes.
    let key = proofs_in(root).join("signing-key");
    if key.exists() {
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let prover = Prover::open(log.clone(), &proofs_in(root), origin())
        .map_err(|cause| format!("no prover: {cause}"))?;
    let kept = prover.checkpoint().map_or(0, |kept| kept.checkpoint().size);
    let signed = prover.publish();
    let signed = signed.map_err(|cause| format!("signs nothing: {cause}"))?;
    for (size, was) in &promised.published {
        if *size > kept {
            return Err(format!(
                "{size} events were sealed, the newest kept seal has {kept}"
            ));
        }
        let proof = prover.prove_growth_between(*size, signed.checkpoint().size);
        let now = proof::root(&log, *size, &mut |_, _| ());
        if proof.is_err() || now.as_ref().ok() != Some(was) {
            return Err(format!(
                "the seal of {size} events is contradicted: {now:?}"
            ));
        }
    }
    drop((prover, log));
    check(root, promised)
}

/// The commits there are, with their places; each must be there whole and as it was made.
fn whole_commits(events: &[RecordedEvent]) -> Result<BTreeMap<u128, (u64, u64)>, String> {
    let mut found = BTreeMap::new();
    let mut position = 0;
    for of_commit in events.chunk_by(|a, b| a.commit_id == b.commit_id) {
        let number = number_of(of_commit[0].commit_id);
        let made = made(number);
        let handed_in = made
            .writes
            .iter()
            .flat_map(|write| write.events.iter().map(|event| (&write.stream, event)));
        let same = handed_in.clone().count() == of_commit.len()
            && handed_in.zip(of_commit).all(|((stream, new), stored)| {
                stored.stream == *stream
                    && stored.type_name == new.type_name
                    && stored.schema_version == new.schema_version
                    && stored.payload == new.payload
                    && stored.metadata == new.metadata
                    && stored.recorded_at_ms == made.recorded_at_ms
            });
        if !same {
            return Err(format!("commit {number} is not as it was handed in"));
        }
        let places = (position + 1, position + of_commit.len() as u64);
        for stored in of_commit {
            position += 1;
            if stored.position.0 != position {
                return Err(format!("position {position} is {}", stored.position));
            }
        }
        if found.insert(number, places).is_some() {
            return Err(format!("commit {number} is there twice"));
        }
    }
    Ok(found)
}

fn number_of(id: CommitId) -> u128 {
    u128::from_be_bytes(*id.as_bytes())
}

fn goes_on(log: &Log, events: u64) -> Result<(), String> {
    for number in [AFTER, AFTER + 1] {
        let appended = log.append(made(number)).wait();
        let appended = appended.map_err(|cause| format!("does not go on: {cause}"))?;
        if number == AFTER && appended.first_position.0 != events + 1 {
            return Err(format!("goes on at {}", appended.first_position));
        }
    }
    Ok(())
}
