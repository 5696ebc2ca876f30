//! A log written out as lines and read in again: the same log.

mod wrong;

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::thread;

use eventlog::transfer::{ExportError, Header, ImportError, LogPoint, export, import};
use eventlog::{
    AppendError, Commit, DamageKind, Engine, Entry, Epoch, ExpectedVersion, GlobalPosition, Key,
    Log, MemoryEngine, OpenError, Options, ReadError, StreamVersion, proof,
};

use crate::given::{BUSY, Dice, Home, commit, event, id, name, noise, simple, write};
use crate::listener::Listener;

const START: GlobalPosition = GlobalPosition::START;

fn exported(log: &Log, after: GlobalPosition) -> Vec<u8> {
    let mut lines = Vec::new();
    let mut last = (1, 0);
    export(log, after, &mut lines, &mut |done, total| {
        last = (done, total);
    })
    .unwrap();
    assert_eq!(last.0, last.1, "it reports its end");
    lines
}

fn imported(lines: &[u8], log: &Log) -> Result<Header, ImportError> {
    import(&mut &*lines, log, &mut |_, _| ())
}

fn root(log: &Log) -> proof::TreeHash {
    proof::root(log, log.end().position.0, &mut |_, _| ()).unwrap()
}

/// A commit of one to three streams, now and then with a payload that is large, no JSON, or nothing.
fn some_commit(dice: &mut Dice, number: u128) -> Commit {
    let mut wish = commit(number, Vec::new());
    for lane in 0..=dice.below(3) {
        let stream = format!("lane-{lane}.{}", dice.below(20));
        let mut write = write(&stream, ExpectedVersion::Any, 1 + dice.below(3));
        let odd: Option<Vec<u8>> = match dice.below(40) {
            0 => Some(noise(dice.roll(), 40_000)),
            1 => Some(b"{\n}".to_vec()),
            2 => Some(b"null".to_vec()),
            3 => Some(Vec::new()),
            _ => None,
        };
        write.events.extend(odd.map(event));
        wish.writes.push(write);
    }
    wish.fingerprint = Some([u8::try_from(dice.below(256)).unwrap(); 32]);
    wish.recorded_at_ms = i64::try_from(dice.below(1_000)).unwrap() - 500;
    wish
}

fn fill(log: &Log, seed: u64, commits: u128) {
    eprintln!("seed {seed}");
    let mut dice = Dice(seed);
    let mut waiting = Vec::new();
    for number in 0..commits {
        let commit = some_commit(&mut dice, u128::from(seed) << 64 | number);
        waiting.push(log.append(commit));
        if waiting.len() == 8 {
            waiting
                .drain(..)
                .for_each(|pending| drop(pending.wait().unwrap()));
        }
    }
    waiting
        .into_iter()
        .for_each(|pending| drop(pending.wait().unwrap()));
}

#[test]
fn what_is_read_in_is_the_same_log_on_every_engine() {
    for (home, seed) in Home::all().iter().zip(1..) {
        let log = home.open();
        fill(&log, seed, 700);
        let lines = exported(&log, START);
        for copy in Home::all() {
            let copy = copy.open();
            let header = imported(&lines, &copy).unwrap();
            assert_eq!((header.until, copy.end()), (log.end(), log.end()));
            assert_eq!((copy.extent(), root(&copy)), (log.extent(), root(&log)));
            assert_eq!(
                copy.read_all(START, usize::MAX).unwrap(),
                log.read_all(START, usize::MAX).unwrap()
            );
            let verified = copy.verify(|_, _| ()).unwrap();
            assert_eq!(verified, log.verify(|_, _| ()).unwrap());
            let first = id(u128::from(seed) << 64);
            assert_eq!(
                copy.fingerprint_of(first).unwrap(),
                log.fingerprint_of(first).unwrap(),
                "a repeat is still recognised"
            );
            let mut dice = Dice(seed);
            let again = some_commit(&mut dice, u128::from(seed) << 64);
            let first = log.append(again.clone()).wait().unwrap();
            let repeated = copy.append(again.clone()).wait().unwrap();
            assert!(repeated.repeated && repeated == first);
            let other = Commit {
                fingerprint: Some([0xee; 32]),
                ..again
            };
            let refused = copy.append(other).wait().unwrap_err();
            assert!(matches!(refused, AppendError::CommitIdReused { .. }));
            assert_eq!(copy.end(), log.end());
            assert!(
                exported(&copy, START) == lines,
                "and it is written out alike"
            );
        }
    }
}

#[test]
fn stretches_taken_while_others_write_follow_each_other() {
    for home in Home::all() {
        let log = home.open();
        let copy = Log::in_memory();
        let writers: Vec<_> = (1..=3)
            .map(|seed| {
                let log = log.clone();
                thread::spawn(move || fill(&log, seed, 400))
            })
            .collect();
        let mut stretches = 0;
        loop {
            let ended = writers.iter().all(thread::JoinHandle::is_finished);
            let header = imported(&exported(&log, copy.end().position), &copy).unwrap();
            assert_eq!(copy.end(), header.until);
            stretches += u32::from(header.after != header.until);
            if ended {
                break;
            }
        }
        writers
            .into_iter()
            .for_each(|writer| writer.join().unwrap());
        eprintln!("{stretches} stretches");
        assert_eq!((copy.end(), root(&copy)), (log.end(), root(&log)));
    }
}

#[test]
fn every_point_of_a_log_is_known_later_too() {
    for home in Home::all() {
        let log = home.open();
        let mut points = vec![log.end()];
        for number in 0..300 {
            log.append(simple(number, "tree-1", 3)).wait().unwrap();
            points.push(log.end());
        }
        for point in &points {
            assert_eq!(log.point_at(point.position).unwrap(), Some(*point));
        }
        let end = log.end().position;
        assert_eq!(log.point_at(end.next()).unwrap(), None);
        let beyond = export(&log, end.next(), &mut Vec::new(), &mut |_, _| ());
        assert!(matches!(beyond, Err(ExportError::BeyondEnd { .. })));
        let nothing = exported(&log, end);
        let header = imported(&nothing, &log).unwrap();
        assert_eq!((header.after, header.until), (log.end(), log.end()));
    }
}

#[test]
fn a_damaged_log_is_not_written_out() {
    let engine = Arc::new(MemoryEngine::default());
    let log = Log::with_engine(Arc::<MemoryEngine>::clone(&engine), Options::default()).unwrap();
    for number in 0..5 {
        log.append(simple(number, "tree-1", 2)).wait().unwrap();
    }
    let mut third = None;
    let from = Key::first(GlobalPosition(5));
    engine
        .scan(from, &mut |key, value| {
            third = Some((key, value));
            ControlFlow::Break(())
        })
        .unwrap();
    let (key, value) = third.unwrap();
    let mut wrong = value.to_vec();
    wrong[60] ^= 1;
    let value = wrong.into();
    engine.write(vec![Entry { key, value }]).unwrap();
    for after in [START, GlobalPosition(4)] {
        let refused = export(&log, after, &mut Vec::new(), &mut |_, _| ());
        let Err(ExportError::Read(ReadError::Damaged(damaged))) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            (damaged.position.0, damaged.what),
            (5, DamageKind::Checksum)
        );
    }
}

#[test]
fn a_folder_keeps_the_epoch_it_was_given_first() {
    let dir = tempfile::TempDir::new().unwrap();
    let open = |new_epoch| {
        let options = Options {
            new_epoch,
            ..BUSY()
        };
        Log::open(dir.path(), options)
    };
    assert_eq!(open(None).unwrap().epoch(), None);
    let first = Some(Epoch([7; 16]));
    assert_eq!(open(first).unwrap().epoch(), first);
    assert_eq!(open(Some(Epoch([8; 16]))).unwrap().epoch(), first);
    let log = open(None).unwrap();
    log.append(simple(1, "tree-1", 1)).wait().unwrap();
    let copy = Log::in_memory();
    let header = imported(&exported(&log, START), &copy).unwrap();
    assert_eq!(header.epoch, log.epoch().map(|epoch| epoch.to_string()));
    assert_eq!(copy.epoch(), None, "a copy lives its own life");
    log.close();
    std::fs::write(dir.path().join("EPOCH"), "spring").unwrap();
    assert!(matches!(open(first), Err(OpenError::Epoch { .. })));
}

#[test]
fn a_log_that_lost_its_epoch_begins_another_and_says_so() {
    let dir = tempfile::TempDir::new().unwrap();
    let open = |epoch| {
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        let listener = Listener(move |line: &str| heard.lock().unwrap().push_str(line));
        let options = Options {
            new_epoch: Some(Epoch([epoch; 16])),
            ..BUSY()
        };
        let open = || Log::open(dir.path(), options).unwrap();
        let log = tracing::subscriber::with_default(listener, open);
        let said = said.lock().unwrap().clone();
        (log, said)
    };
    let forget = || std::fs::remove_file(dir.path().join("EPOCH")).unwrap();
    for expected in [1, 2] {
        let (log, said) = open(expected);
        assert_eq!(log.epoch(), Some(Epoch([expected; 16])));
        assert_eq!(said, "", "an empty log lost nothing");
        drop(log);
        forget();
    }
    let (log, _) = open(3);
    log.append(simple(1, "tree-1", 1)).wait().unwrap();
    drop(log);
    assert_eq!(open(4).1, "", "it is there");
    forget();
    let (log, said) = open(5);
    assert_eq!(log.epoch(), Some(Epoch([5; 16])));
    assert!(
        said.starts_with("WARN") && said.contains("begin a new backup"),
        "{said}"
    );
    assert_eq!(log.durable_position().0, 1);
}

#[test]
fn lines_are_read_in_only_where_they_belong() {
    let log = Log::in_memory();
    fill(&log, 5, 20);
    let middle = log.end().position;
    fill(&log, 6, 20);
    let rest = exported(&log, middle);
    let other = Log::in_memory();
    let refused = imported(&rest, &other);
    let Err(ImportError::DoesNotFollow { after, end }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((after.position, end), (middle, LogPoint::default()));
    fill(&other, 7, 20);
    let elsewhere = imported(&exported(&log, START), &other);
    assert!(matches!(elsewhere, Err(ImportError::DoesNotFollow { .. })));
    assert_eq!(other.head(&name("lane-9.1")), None::<StreamVersion>);
}
