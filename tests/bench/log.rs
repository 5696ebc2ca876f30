//! The event log beside its limit and its peers: durable appends for several batches and numbers of writers,
//! then scan, stream read, opening, memory and disk for logs of several sizes. A table each, and a chart.

mod chart;
mod events;
mod peers;
mod sizes;

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use eventlog::{Log, Options};

use self::events::{Dice, Sample};
pub(crate) use self::sizes::open_and_tell;
use crate::{Report, ratio};

/// How long each contender runs at a time.
const SPAN: Duration = Duration::from_millis(600);
/// How often each contender runs for each load, in turns; the best counts, because whatever else the machine does
/// only ever slows one down.
const ROUNDS: usize = 3;
/// Events a writer hands in at once.
const BATCHES: [usize; 4] = [1, 16, 64, 256];
/// Writers that work at the same time.
const WRITERS: [usize; 3] = [1, 16, 64];
/// Where the chart goes, from the root of the repository.
const CHART: &str = "tests/output/log-appends.svg";

/// Something that makes batches of events durable.
struct Contender {
    name: &'static str,
    run: fn(&Path, Load) -> anyhow::Result<f64>,
}

/// What a contender is asked for.
#[derive(Clone, Copy)]
struct Load {
    writers: usize,
    /// Events each writer makes durable at once.
    batch: usize,
}

/// The first is the limit, the second is ours.
const CONTENDERS: [Contender; 6] = [
    Contender {
        name: "plain file + fdatasync",
        run: peers::plain_file,
    },
    Contender {
        name: "our log",
        run: our_log,
    },
    Contender {
        name: "sled, key per event",
        run: peers::sled,
    },
    Contender {
        name: "SQLite WAL FULL",
        run: peers::sqlite,
    },
    Contender {
        name: "redb",
        run: peers::redb,
    },
    Contender {
        name: "fjall",
        run: peers::fjall,
    },
];

/// Events per second of all contenders for one load.
struct Row {
    load: Load,
    rates: Vec<f64>,
}

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    let mean = events::mean_bytes();
    out.line(&format!(
        "## Durable appends, events per second, {mean}-byte events\n"
    ));
    let names: Vec<&str> = CONTENDERS.iter().map(|contender| contender.name).collect();
    out.line(&format!(
        "| writers × events a commit | {} | ours of the limit |",
        names.join(" | ")
    ));
    out.line(&format!("|---|{}---:|", "---:|".repeat(names.len())));
    let mut rows = Vec::new();
    for writers in WRITERS {
        for batch in BATCHES {
            let row = measure(Load { writers, batch })?;
            let cells: Vec<String> = row.rates.iter().map(|rate| format!("{rate:.0}")).collect();
            let share = ratio(row.rates[1], row.rates[0]);
            out.line(&format!(
                "| {writers} × {batch} | {} | {share} |",
                cells.join(" | ")
            ));
            rows.push(row);
        }
    }
    out.line(
        "\nThe best of three turns of 0.6 s each. The plain file gets all writers' events in one write. sled's `flush` is made durable by an fdatasync of ours. \
         SQLite and redb have one writer at a time.\n",
    );
    chart::write(CHART.as_ref(), &names, &rows)?;
    out.line(&format!("Chart: `{CHART}`.\n"));
    sizes::run(out)
}

fn measure(load: Load) -> anyhow::Result<Row> {
    let mut rates = vec![0.0; CONTENDERS.len()];
    for _ in 0..ROUNDS {
        for (best, contender) in rates.iter_mut().zip(&CONTENDERS) {
            let folder = tempfile::tempdir_in(".")?;
            *best = (contender.run)(folder.path(), load)?.max(*best);
        }
    }
    Ok(Row { load, rates })
}

/// Runs the writers side by side until the time is over; each call of `write` makes one batch durable.
fn race(
    load: Load,
    write: impl Fn(usize, &[Sample]) -> anyhow::Result<()> + Sync,
) -> anyhow::Result<f64> {
    let done = AtomicUsize::new(0);
    let samples: Vec<Vec<Sample>> = (0..load.writers)
        .map(|writer| {
            let mut dice = Dice(writer as u64);
            (0..load.batch).map(|_| Sample::roll(&mut dice)).collect()
        })
        .collect();
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
    Ok(rate(done.into_inner(), started))
}

fn our_log(folder: &Path, load: Load) -> anyhow::Result<f64> {
    let log = Log::open(&folder.join("log"), Options::default())?;
    race(load, |writer, samples| {
        let commit = events::commit(&format!("bench-{writer}"), samples)?;
        log.append(commit).wait()?;
        Ok(())
    })
}

fn rate(count: usize, started: Instant) -> f64 {
    count as f64 / started.elapsed().as_secs_f64()
}
