//! Writers side by side until the time is over, and our log as one of those who are raced.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use eventlog::{Log, Options};

use super::events::{self, Dice, Sample};

/// How long each contender runs at a time.
pub(super) const SPAN: Duration = Duration::from_millis(600);

/// What a contender is asked for.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) writers: usize,
    /// Events each writer makes durable at once.
    pub(super) batch: usize,
}

/// What a contender did.
pub(super) struct Outcome {
    /// Events per second.
    pub(super) rate: f64,
    /// Events made durable by one sync, in the mean; at least those of one commit.
    pub(super) events_a_sync: usize,
}

impl Outcome {
    pub(super) fn of(rate: f64, events_a_sync: usize) -> Self {
        Self {
            rate,
            events_a_sync,
        }
    }
}

/// Runs the writers side by side until the time is over; each call of `write` makes one batch durable.
pub(super) fn race(
    load: Load,
    write: impl Fn(usize, &[Sample]) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<Outcome> {
    let done = AtomicUsize::new(0);
    let samples = samples(load);
    let started = Instant::now();
    let ended = thread::scope(|scope| {
        let writers: Vec<_> = samples
            .iter()
            .enumerate()
            .map(|(writer, samples)| {
                let (done, write) = (&done, &write);
                scope.spawn(move || -> anyhow::Result<()> {
                    while started.elapsed() < SPAN {
                        write(writer, samples)?;
                        done.fetch_add(samples.len(), Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        writers.into_iter().try_for_each(|writer| {
            writer
                .join()
                .map_err(|_panicked| anyhow::anyhow!("a writer panicked"))?
        })
    });
    ended?;
    Ok(Outcome::of(rate(done.into_inner(), started), load.batch))
}

pub(super) fn our_log_threads(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    let log = Log::open(&folder.join("log"), Options::default())?;
    let outcome = race(load, |writer, samples| {
        let commit = events::commit(&format!("bench-{writer}"), samples)?;
        log.append(commit).wait()?;
        Ok(())
    })?;
    Ok(Outcome::of(outcome.rate, events_a_sync(&log)))
}

/// As many tasks, on as many threads as there are cores.
pub(super) fn our_log_tasks(folder: &Path, load: Load) -> anyhow::Result<Outcome> {
    let log = Log::open(&folder.join("log"), Options::default())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().build()?;
    let done = Arc::new(AtomicUsize::new(0));
    let samples = samples(load);
    let started = Instant::now();
    let tasks: Vec<_> = samples
        .into_iter()
        .enumerate()
        .map(|(writer, samples)| {
            let (log, done) = (log.clone(), Arc::clone(&done));
            runtime.spawn(async move {
                let stream = format!("bench-{writer}");
                while started.elapsed() < SPAN {
                    log.append(events::commit(&stream, &samples)?).await?;
                    done.fetch_add(samples.len(), Ordering::Relaxed);
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for task in tasks {
        runtime.block_on(task)??;
    }
    let rate = rate(done.load(Ordering::Relaxed), started);
    Ok(Outcome::of(rate, events_a_sync(&log)))
}

fn samples(load: Load) -> Vec<Vec<Sample>> {
    let some = |writer: usize| {
        let mut dice = Dice(writer as u64);
        (0..load.batch).map(|_| Sample::roll(&mut dice)).collect()
    };
    (0..load.writers).map(some).collect()
}

fn events_a_sync(log: &Log) -> usize {
    let stats = log.stats();
    let mean = (stats.events + stats.batches / 2) / stats.batches.max(1);
    usize::try_from(mean).unwrap_or(1).max(1)
}

pub(super) fn rate(count: usize, started: Instant) -> f64 {
    count as f64 / started.elapsed().as_secs_f64()
}
