//! A log that is not what it was: found on opening, on answering, on signing, and by whoever kept a
//! checkpoint. And the opposite: the same events are the same history wherever they are stored.

use std::ops::ControlFlow;
use std::sync::Arc;

use eventlog::proof::{AgainstError, ProverError, Vkey, first_difference, verify_against};
use eventlog::{Engine, Entry, GlobalPosition, Key, Log, MemoryEngine, Options};
use tempfile::TempDir;

use super::{append, log_of, open};
use crate::given::{Home, simple};

/// A log of `events` events, one a commit so that each is its own stored value, in which the
/// event at `changed` says something else.
fn engine_with(events: u64, changed: Option<u64>) -> Arc<MemoryEngine> {
    let engine = Arc::new(MemoryEngine::default());
    let log = over(&engine);
    for position in 1..=events {
        let mut commit = simple(position.into(), "tree-1", 1);
        if changed == Some(position) {
            commit.writes[0].events[0].payload = "\"forged\"".into();
        }
        log.append(commit).wait().unwrap();
    }
    engine
}

fn over(engine: &Arc<MemoryEngine>) -> Log {
    Log::with_engine(Arc::<MemoryEngine>::clone(engine), Options::default()).unwrap()
}

fn published(log: &Log, dir: &TempDir) -> (String, Vkey) {
    let prover = open(log, dir.path()).unwrap();
    (
        prover.publish().unwrap().note().to_owned(),
        prover.vkey().clone(),
    )
}

fn refused(log: &Log, dir: &TempDir) -> ProverError {
    match open(log, dir.path()) {
        Ok(_) => panic!("opened"),
        Err(refusal) => refusal,
    }
}

#[test]
fn the_same_events_have_the_same_root_wherever_they_are_stored() {
    let checkpoints = Home::all().map(|home| {
        let log = home.open();
        for number in 0..400u128 {
            log.append(simple(number, &format!("tree-{}", number % 7), 1))
                .wait()
                .unwrap();
        }
        drop(log);
        let (dir, log) = (TempDir::new().unwrap(), home.open());
        let prover = open(&log, dir.path()).unwrap();
        prover.publish().unwrap().checkpoint().clone()
    });
    assert_eq!(checkpoints[0], checkpoints[1]);
    assert_eq!(checkpoints[0].size, 400);
}

#[test]
fn a_log_that_lost_its_end_is_not_signed_again() {
    let dir = TempDir::new().unwrap();
    published(&log_of(300), &dir);
    let refusal = refused(&log_of(299), &dir);
    let lost = matches!(
        refusal,
        ProverError::LogShorter {
            promised: 300,
            found: 299
        }
    );
    assert!(lost, "{refusal}");
}

#[test]
fn a_log_whose_end_was_replaced_is_not_signed_again() {
    for size in [200u64, 256, 300, 512] {
        let dir = TempDir::new().unwrap();
        published(&over(&engine_with(size, None)), &dir);
        let refusal = refused(&over(&engine_with(size + 50, Some(size))), &dir);
        assert!(
            matches!(refusal, ProverError::LogDiffers { .. }),
            "{refusal}"
        );
        open(&over(&engine_with(size + 50, None)), dir.path()).unwrap();
    }
}

#[test]
fn an_event_replaced_long_ago_is_never_proven() {
    let dir = TempDir::new().unwrap();
    let (note, vkey) = published(&over(&engine_with(600, None)), &dir);
    let forged = over(&engine_with(600, Some(100)));
    let prover = open(&forged, dir.path()).unwrap();
    for path in ["tile/0/000", "tile/entries/000", "tile/0/000.p/7"] {
        let refusal = prover.tile(path);
        let differs =
            |at| matches!(refusal, Err(ProverError::EventDiffers { position }) if position == at);
        assert!(differs(GlobalPosition(1)), "{refusal:?}");
    }
    for position in [1, 100, 256] {
        let refusal = prover.prove_event(GlobalPosition(position));
        assert!(
            matches!(refusal, Err(ProverError::EventDiffers { .. })),
            "{refusal:?}"
        );
    }
    prover.prove_event(GlobalPosition(257)).unwrap();
    drop(prover);
    std::fs::remove_file(dir.path().join("tile-roots")).unwrap();
    let refusal = refused(&forged, &dir);
    assert!(
        matches!(refusal, ProverError::LogDiffers { size: 600 }),
        "{refusal}"
    );
    let refusal = verify_against(&note, &vkey, &forged, |_, _| ());
    assert!(
        matches!(refusal, Err(AgainstError::LogDiffers { size: 600, .. })),
        "{refusal:?}"
    );
}

/// Stored values are exchanged under a running log: reading notices nothing, the tree does.
#[test]
fn signing_stops_at_the_first_contradiction() {
    let dir = TempDir::new().unwrap();
    let engine = engine_with(300, None);
    let log = over(&engine);
    let prover = open(&log, dir.path()).unwrap();
    let before = prover.publish().unwrap();
    exchange(&engine, &engine_with(300, Some(290)));
    append(&log, 300, "apple");
    let refusal = prover.publish();
    assert!(
        matches!(refusal, Err(ProverError::EventDiffers { .. })),
        "{refusal:?}"
    );
    append(&log, 1, "apple");
    let refusal = prover.publish();
    assert!(matches!(refusal, Err(ProverError::Stopped)), "{refusal:?}");
    assert_eq!(prover.checkpoint(), Some(before.clone()));
    let kept = std::fs::read_to_string(dir.path().join("checkpoint")).unwrap();
    assert_eq!(kept, before.note());
}

fn exchange(engine: &MemoryEngine, with: &MemoryEngine) {
    let mut entries = Vec::new();
    let mut take = |key, value| {
        entries.push(Entry { key, value });
        ControlFlow::Continue(())
    };
    with.scan(Key::first(GlobalPosition::START), &mut take)
        .unwrap();
    engine.write(entries).unwrap();
}

#[test]
fn a_kept_checkpoint_tells_whether_a_log_is_still_the_same() {
    let dir = TempDir::new().unwrap();
    let log = over(&engine_with(600, None));
    let (note, vkey) = published(&log, &dir);
    append(&log, 100, "apple");
    let mut steps = Vec::new();
    let report = verify_against(&note, &vkey, &log, |done, total| {
        steps.push((done.0, total.0));
    });
    assert_eq!(steps, [(256, 600), (512, 600), (600, 600)]);
    let report = report.unwrap();
    assert_eq!((report.checkpoint.size, report.log_size), (600, 700));

    let against = |note: &str, log: &Log| verify_against(note, &vkey, log, |_, _| ()).unwrap_err();
    let shorter = against(&note, &over(&engine_with(599, None)));
    assert!(
        matches!(
            shorter,
            AgainstError::LogShorter {
                promised: 600,
                found: 599
            }
        ),
        "{shorter}"
    );
    for changed in [1, 256, 257, 599, 600] {
        let differs = against(&note, &over(&engine_with(700, Some(changed))));
        assert!(
            matches!(differs, AgainstError::LogDiffers { size: 600, .. }),
            "{differs}"
        );
    }
    let forged = against(&note.replace("\n600\n", "\n500\n"), &log);
    assert!(matches!(forged, AgainstError::Checkpoint(_)), "{forged}");
}

#[test]
fn where_a_log_begins_to_differ_is_known_to_a_tile() {
    let dir = TempDir::new().unwrap();
    published(&over(&engine_with(900, None)), &dir);
    for (changed, found) in [
        (None, None),
        (Some(1), Some(1)),
        (Some(512), Some(257)),
        (Some(513), Some(513)),
        (Some(768), Some(513)),
        (Some(900), None),
    ] {
        let log = over(&engine_with(900, changed));
        let first = first_difference(&log, dir.path(), 900).unwrap();
        assert_eq!(first.map(|position| position.0), found, "{changed:?}");
    }
    let nowhere = TempDir::new().unwrap();
    let log = over(&engine_with(900, Some(1)));
    let first = first_difference(&log, nowhere.path(), 900).unwrap();
    assert_eq!(first, None, "without kept roots nothing is known");
}
