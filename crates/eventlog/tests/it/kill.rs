//! Promise L2 against `kill -9`: what was acknowledged is there, nothing is torn, all is dense,
//! though small values are merged and checkpoints are written all the time.
//! The test starts itself again as a child that appends, and kills it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use eventlog::{CommitId, ExpectedVersion, GlobalPosition, Log};
use tempfile::TempDir;
use uuid::Uuid;

use crate::given::{BUSY, Dice, commit, event, noise, write};

const DIR: &str = "EVENTLOG_KILL_DIR";
const ROUNDS: u64 = 20;
const WRITERS: usize = 16;

#[test]
fn l2_kill_9_loses_nothing_that_was_acknowledged() {
    if let Some(dir) = std::env::var_os(DIR) {
        append_until_killed(Path::new(&dir));
        return;
    }
    let dir = TempDir::new().unwrap();
    let mut dice = Dice(2);
    let (mut acknowledged, mut sealed) = (BTreeMap::new(), 0);
    for round in 1..=ROUNDS {
        // Every fifth is killed at once: while it starts, creates or recovers.
        let acks = if round % 5 == 1 {
            0
        } else {
            1 + dice.below(400)
        };
        sealed += usize::from(run_and_kill(dir.path(), acks, &mut acknowledged));
        let log = Log::open(dir.path(), BUSY()).unwrap();
        let report = log.verify(|_, _| ()).unwrap();
        for (id, (first, last)) in &acknowledged {
            let found = log.find_commit(*id).unwrap();
            let places = found.map(|found| (found.first_position.0, found.last_position.0));
            assert_eq!(
                places,
                Some((*first, *last)),
                "round {round}, killed after {acks} acks"
            );
        }
        let events = log.read_all(GlobalPosition::START, usize::MAX).unwrap();
        assert!(
            events
                .iter()
                .map(|e| e.position.0)
                .eq(1..=events.len() as u64)
        );
        assert_eq!(
            (report.events, log.durable_position().0),
            (events.len() as u64, report.events)
        );
        assert!(report.commits >= acknowledged.len() as u64);
    }
    assert!(
        sealed > 5,
        "values were merged in {sealed} of {ROUNDS} rounds"
    );
    assert!(
        dir.path().join("INDEX").exists(),
        "checkpoints were written and used"
    );
    assert!(
        acknowledged.len() > 1_000,
        "{} commits were acknowledged",
        acknowledged.len()
    );
}

/// Lets a child append, kills it once it has said `acks` times that a commit is durable, and
/// collects all it said. Tells whether values were merged before.
fn run_and_kill(
    dir: &Path,
    acks: usize,
    acknowledged: &mut BTreeMap<CommitId, (u64, u64)>,
) -> bool {
    let this_test = "kill::l2_kill_9_loses_nothing_that_was_acknowledged";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([this_test, "--exact", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let (mut seen, mut sealed, mut line) = (0, false, String::new());
    loop {
        if seen == acks {
            child.kill().unwrap();
        }
        line.clear();
        // The kill may cut the last line short.
        if said.read_line(&mut line).unwrap() == 0 || !line.ends_with('\n') {
            break;
        }
        if let Some(ack) = line.trim_end().strip_prefix("ack ") {
            let mut words = ack.split(' ');
            let id = CommitId(words.next().unwrap().parse().unwrap());
            let places: Vec<u64> = words.map(|word| word.parse().unwrap()).collect();
            sealed |= places[2] > 0;
            acknowledged.insert(id, (places[0], places[1]));
            seen += 1;
        }
    }
    let status = child.wait().unwrap();
    assert!(!status.success(), "it only ends by being killed");
    assert!(seen >= acks, "it was killed after {seen} of {acks} acks");
    sealed
}

fn append_until_killed(dir: &Path) {
    let log = Log::open(dir, BUSY()).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let log = log.clone();
            scope.spawn(move || {
                let mut dice = Dice(writer as u64);
                loop {
                    append_one(&log, writer, &mut dice);
                }
            });
        }
    });
}

fn append_one(log: &Log, writer: usize, dice: &mut Dice) {
    let any = ExpectedVersion::Any;
    let mut own = write(&format!("tree-{writer}"), any, 1 + dice.below(3));
    if dice.below(30) == 0 {
        let length = dice.below(60_000);
        own.events.push(event(noise(dice.roll(), length)));
    }
    let id = Uuid::new_v4();
    let commit = commit(id.as_u128(), vec![own, write("hot-1", any, 1)]);
    let appended = log.append(commit).wait().unwrap();
    let (first, last) = (appended.first_position, appended.last_position);
    // One write call per line, so that lines of different threads never mix.
    let sealed = log.stats().sealed_values;
    let line = format!("ack {id} {first} {last} {sealed}\n");
    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
}
