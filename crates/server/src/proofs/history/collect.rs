//! Gathers what a tree's history file holds: which events are the tree's, and which of their records may be read.

use app::{App, Error, error::Fault};
use data_encoding::{BASE64, HEXLOWER};
use eventlog::{
    GlobalPosition, Log, ReadError, RecordedEvent, StreamName, StreamVersion,
    proof::{Commitment, EventProof, Prover, SignedCheckpoint, event_record},
};
use readmodels::tree_page::{Entry, EntryKind, TreePage};

use super::{FORMAT, HistoryFile, ProvenEvent, Subject};
use crate::problem::Problem;

/// Most events of one file.
const EVENTS_MAX: usize = 1_000;

/// Events whose records everybody may read: they name the farm's people by number only, and nobody who bought
/// something. All others, also those of kinds to come, stay closed.
const OPEN: [&str; 5] = [
    "traceability.tree-registered",
    "traceability.tree-tag-attached",
    "traceability.observation-captured",
    "traceability.observation-accepted",
    "traceability.lot-harvested",
];

/// Whether the records behind an entry of a tree's diary may be read by everybody.
pub(crate) fn is_open(entry: &EntryKind) -> bool {
    match entry {
        EntryKind::Registered
        | EntryKind::FactsCorrected { .. }
        | EntryKind::TagAttached { .. }
        | EntryKind::Observed { .. }
        | EntryKind::Harvested { .. } => true,
        EntryKind::TagReplaced { .. }
        | EntryKind::Adopted { .. }
        | EntryKind::Released { .. }
        | EntryKind::NameplateApproved { .. }
        | EntryKind::NameplateHung { .. }
        | EntryKind::Certified { .. }
        | EntryKind::Packed { .. }
        | EntryKind::HandedOver { .. }
        | EntryKind::Delivered { .. } => false,
    }
}

/// The history of a tree, proven against a checkpoint. Blocking: it reads the log.
pub(crate) fn collect(
    app: &App,
    prover: &Prover,
    signed: &SignedCheckpoint,
    page: &TreePage,
    read_me: Vec<String>,
) -> Result<HistoryFile, Problem> {
    let mut events = events_of(app, page).map_err(|error| Error::from(Fault::from(error)))?;
    let all = events.len();
    events.retain(|event| event.position.0 <= signed.checkpoint().size);
    let newest = events.len().saturating_sub(EVENTS_MAX);
    let events = &events[newest..];
    let positions = events.iter().map(|event| event.position);
    let proofs = prover.prove_events_in(positions, signed)?;
    let proven: Vec<_> = events.iter().zip(&proofs).map(proven).collect();
    let tree = &page.tree;
    Ok(HistoryFile {
        format: FORMAT.to_owned(),
        read_me,
        tree: Subject {
            code: tree.code.map_or_else(String::new, |code| code.to_string()),
            id: tree.tree.to_string(),
            name: tree.name.clone(),
            variety: tree.variety.clone(),
        },
        vkey: prover.vkey().to_string(),
        checkpoint: signed.note().to_owned(),
        left_out: u64::try_from(all - proven.len()).unwrap_or(u64::MAX),
        events: proven,
    })
}

/// The events behind a tree's diary, oldest first, each once. What was seen is recorded in an event of its own,
/// before the one that accepts it.
fn events_of(app: &App, page: &TreePage) -> Result<Vec<RecordedEvent>, ReadError> {
    let mut events = Vec::new();
    for entry in &page.entries {
        events.extend(events_behind(app.log(), entry)?);
    }
    events.sort_unstable_by_key(|event: &RecordedEvent| event.position);
    events.dedup_by_key(|event| event.position);
    Ok(events)
}

fn events_behind(log: &Log, entry: &Entry) -> Result<Vec<RecordedEvent>, ReadError> {
    if let EntryKind::Observed { observation, .. } = &entry.kind
        && let Ok(stream) = StreamName::new("observation", &observation.to_string())
    {
        let mut events = log.read_stream(&stream, StreamVersion(1))?;
        events.retain(|event| OPEN.contains(&event.type_name.as_str()));
        return Ok(events);
    }
    log.read_all(GlobalPosition(entry.position.saturating_sub(1)), 1)
}

fn proven((event, proof): (&RecordedEvent, &EventProof)) -> ProvenEvent {
    let record = event_record(event);
    let open = OPEN.contains(&event.type_name.as_str());
    ProvenEvent {
        position: event.position.0,
        commitment: HEXLOWER.encode(&Commitment::of_record(&record).0),
        record: open.then(|| BASE64.encode(&record)),
        proof: proof.to_string(),
    }
}
