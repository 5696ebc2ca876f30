//! The process is killed between any two steps of a policy run: nothing is lost and nothing is doubled.
//!
//! The test starts its own binary as a child on a copy of a prepared folder; the child ends itself hard at the n-th
//! step. Run again without a crash, the read models must equal those of a run that was never disturbed.

use std::{
    fs,
    path::Path,
    process::{Command, ExitStatus},
    sync::atomic::{AtomicUsize, Ordering},
};

use app::{
    commands::{
        harvest::{self, Harvest},
        losses::{self, Trees},
        observations,
    },
    policies::PolicyRunner,
    ports::SettableClock,
};
use kernel::Grams;
use traceability::{
    loss::Expectation,
    lot::{Grade, TreeYield},
};

use crate::losing::declared;
use crate::world::{World, assemble, day, jpeg, moment, open, post_of};

/// The folder the child works in; unset in an ordinary run.
const FOLDER: &str = "POMONA_CRASH_FOLDER";
/// At which step the child ends; unset: never.
const STEP: &str = "POMONA_CRASH_STEP";

#[tokio::test]
async fn a_crash_between_any_two_steps_loses_and_doubles_nothing() {
    let prepared = prepare().await;
    let calm = run(prepared.path(), None);
    assert!(calm.1.success());
    let undisturbed = calm.0;
    let mut crashes = 0;
    loop {
        let step = crashes + 1;
        let folder = copy_of(prepared.path());
        if child(folder.path(), Some(step)).success() {
            break;
        }
        crashes += 1;
        assert!(
            child(folder.path(), None).success(),
            "resumes after step {step}"
        );
        let dump = fs::read_to_string(folder.path().join("dump")).unwrap();
        let unlike = undisturbed
            .lines()
            .zip(dump.lines())
            .find(|(one, other)| one != other);
        assert_eq!(unlike, None, "differs after a crash at step {step}");
        assert_eq!(
            dump.len(),
            undisturbed.len(),
            "differs after a crash at step {step}"
        );
    }
    // Seven reactions and three events that a letter could be about, then a step before and one after the checkpoint.
    assert_eq!(crashes, 12);
    assert!(
        undisturbed.contains("paid-too-late"),
        "the refund of the late payment is in the story"
    );
    assert!(
        undisturbed.contains("top-up"),
        "the offers after the frost are in the story"
    );
}

/// A folder where much has happened that no policy has seen: a payment in time, a late one whose tree is gone, a photo,
/// a divided lot, a frost.
async fn prepare() -> tempfile::TempDir {
    let world = World::on_disk().await;
    let [one, other] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, other], |_| ()).await;
    let quick = world.person("quick", None).await;
    let slow = world.person("slow", None).await;
    let late = world.adopt(&slow, campaign, one).await.unwrap();
    let late = world.ready_to_pay(&slow, late).await;
    world.pass(45).await;
    world.adopted(&quick, campaign, one).await;
    let second = world.adopt(&quick, campaign, other).await.unwrap();
    let second = world.ready_to_pay(&quick, second).await;
    world.clock.set(moment("2026-11-29T02:00:00Z"));
    world
        .capture(late, "T-late", world.app.now())
        .await
        .unwrap();
    world
        .capture(second, "T-second", moment("2026-03-01T02:50:00Z"))
        .await
        .unwrap();
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    observations::post(&world.app, &farmer, &intent, post_of(one, vec![jpeg(77)]))
        .await
        .unwrap();
    let wish = Harvest {
        code: "L-1".into(),
        block: world.block,
        picked_on: day("2026-11-28"),
        grade: Grade::First,
        gross: Grams(40_000),
        tare: Grams(0),
        yields: vec![TreeYield {
            tree: one,
            grams: Grams(40_000),
        }],
    };
    let intent = world.intent(&world.operator);
    let (lot, _) = harvest::record(&world.app, &farmer, &intent, wish)
        .await
        .unwrap();
    let intent = world.intent(&world.operator);
    harvest::allocate(&world.app, &world.operator(), &intent, lot)
        .await
        .unwrap();
    let loss = declared(&world, Trees::Named(vec![one, other])).await;
    let expected = Expectation {
        each: Grams(16_000),
        exceptions: vec![],
    };
    let intent = world.intent(&world.operator);
    losses::assess(&world.app, &world.operator(), &intent, loss, (expected, 14))
        .await
        .unwrap();
    let World { folder, app, .. } = world;
    drop(app);
    folder
}

fn run(prepared: &Path, step: Option<usize>) -> (String, ExitStatus) {
    let folder = copy_of(prepared);
    let status = child(folder.path(), step);
    (
        fs::read_to_string(folder.path().join("dump")).unwrap_or_default(),
        status,
    )
}

fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let status = Command::new("cp")
        .arg("-a")
        .arg(folder.join("."))
        .arg(copy.path())
        .status()
        .unwrap();
    assert!(status.success());
    copy
}

fn child(folder: &Path, step: Option<usize>) -> ExitStatus {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "crashing::policies_of_a_folder_run_to_the_end",
            "--exact",
            "--quiet",
        ])
        .env(FOLDER, folder)
        .env("RUST_BACKTRACE", "0");
    if let Some(step) = step {
        command.env(STEP, step.to_string());
    }
    command.output().unwrap().status
}

/// What the child does. In an ordinary run it works on a folder of its own and must reach the end of the log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn policies_of_a_folder_run_to_the_end() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        let world = World::on_disk().await;
        world.tree(1).await;
        world.policies().await;
        assert_eq!(world.app.read().observations_flagged(1).unwrap().len(), 0);
        return;
    };
    let folder = Path::new(&folder);
    let last_step = std::env::var(STEP)
        .ok()
        .map(|step| step.parse::<usize>().unwrap());
    let clock = SettableClock::new(moment("2026-11-29T03:00:00Z"));
    let (log, vault, readmodels) = open(folder);
    let app = assemble(log, vault, readmodels, &clock);
    let steps = AtomicUsize::new(0);
    let mut runner = PolicyRunner::new(app.clone(), folder.join("policies.position"))
        .unwrap()
        .on_step(move |_| {
            if Some(steps.fetch_add(1, Ordering::SeqCst) + 1) == last_step {
                std::process::abort();
            }
        });
    runner.catch_up().await.unwrap();
    app.caught_up(app.log().durable_position()).await.unwrap();
    let mut dump = Vec::new();
    readmodels::canonical_dump(&folder.join("readmodels.sqlite"), &mut dump).unwrap();
    fs::write(folder.join("dump"), dump).unwrap();
}
