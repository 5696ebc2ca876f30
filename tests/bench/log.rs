//! The event log beside its limit and its peers: durable appends for several batches and numbers of writers,
//! then scan, stream read, opening, memory and disk for logs of several sizes. A table each, and a chart.

mod chart;
mod events;
mod peers;
mod postgres;
mod race;
mod sizes;
mod stores;

use std::path::Path;

pub(crate) use self::sizes::{disk_bytes, fill, open_and_tell, run as sizes};
use self::{
    events::{Dice, Sample},
    race::{Load, Outcome},
};
use crate::{Report, median, ratio, report::Budget};

/// How often each contender runs for each load, in turns; the one in the middle counts.
const ROUNDS: usize = 3;
/// Events a writer hands in at once.
const BATCHES: [usize; 4] = [1, 16, 64, 256];
/// Writers that work at the same time.
const WRITERS: [usize; 3] = [1, 16, 64];
/// Where the chart goes.
const CHART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/benchmarks.svg");
/// Share of the plain file that appends must reach, in per cent.
const SHARE_WANTED: f64 = 60.0;
/// How many times PostgreSQL's rate appends must reach.
const POSTGRES_TIMES_WANTED: f64 = 10.0;

/// Something that makes batches of events durable.
struct Contender {
    name: &'static str,
    run: fn(&Path, Load) -> anyhow::Result<Outcome>,
}

/// The limit, ours twice, then the others.
const CONTENDERS: [Contender; 7] = [
    Contender {
        name: "plain file + fdatasync",
        run: peers::plain_file,
    },
    Contender {
        name: "our log, threads",
        run: race::our_log_threads,
    },
    Contender {
        name: "our log, tasks",
        run: race::our_log_tasks,
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
    /// Events of one sync of ours, by threads and by tasks, and what the plain file does with as many at once.
    same: [(usize, f64); 2],
    /// What PostgreSQL does, where there is one.
    postgres: Option<f64>,
}

pub(crate) fn appends(out: &mut Report) -> anyhow::Result<()> {
    let mean = events::mean_bytes();
    out.line(&format!(
        "## Durable appends, events per second, {mean}-byte events\n"
    ));
    let names = CONTENDERS.map(|contender| contender.name);
    out.line(&format!(
        "| writers × events a commit | {} | PostgreSQL | of the plain file | events a sync | of the plain file with as many |",
        names.join(" | ")
    ));
    out.line(&format!("|---|{}", "---:|".repeat(names.len() + 4)));
    let mut rows = Vec::new();
    for writers in WRITERS {
        for batch in BATCHES {
            let row = measure(Load { writers, batch })?;
            out.line(&row.tell());
            rows.push(row);
        }
    }
    out.line(&format!(
        "\nMedian of {ROUNDS} turns of {:.1} s each. Threads wait for each answer, tasks await it on two threads, as the server's do. \
         The plain file gets the events of all writers in one write; \"with as many\": as many as our log has in one sync. \
         sled's `flush` is made durable by an fdatasync of ours. SQLite and redb have one writer at a time.\n",
        race::SPAN.as_secs_f64()
    ));
    chart::write(CHART.as_ref(), &names, &rows)?;
    out.line("![Durable appends](benchmarks.svg)\n");
    if let Some(row) = rows
        .iter()
        .find(|row| (row.load.writers, row.load.batch) == (64, 1))
    {
        row.judge(out);
    }
    Ok(())
}

fn measure(load: Load) -> anyhow::Result<Row> {
    let mut outcomes: Vec<Vec<Outcome>> = CONTENDERS.iter().map(|_| Vec::new()).collect();
    let mut same = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (outcomes, contender) in outcomes.iter_mut().zip(&CONTENDERS) {
            let folder = tempfile::tempdir_in(".")?;
            outcomes.push((contender.run)(folder.path(), load)?);
        }
        for (same, ours) in same.iter_mut().zip(&outcomes[1..]) {
            let folder = tempfile::tempdir_in(".")?;
            let events = ours.last().map_or(1, |outcome| outcome.events_a_sync);
            same.push((events, peers::plain_file_of(folder.path(), events)?.rate));
        }
    }
    let rates = outcomes
        .iter()
        .map(|outcomes| median(outcomes.iter().map(|outcome| outcome.rate).collect()));
    let same = same.map(|same| {
        let events: usize = same.iter().map(|(events, _)| events).sum::<usize>() / ROUNDS;
        (events, median(same.iter().map(|(_, rate)| *rate).collect()))
    });
    Ok(Row {
        load,
        rates: rates.collect(),
        same,
        postgres: postgres::rate(load)?,
    })
}

impl Row {
    fn tell(&self) -> String {
        let cells: Vec<String> = self.rates.iter().map(|rate| format!("{rate:.0}")).collect();
        let postgres = self
            .postgres
            .map_or("–".to_owned(), |rate| format!("{rate:.0}"));
        let [threads, tasks] = self.same;
        format!(
            "| {} × {} | {} | {postgres} | {} / {} | {} / {} | {} / {} |",
            self.load.writers,
            self.load.batch,
            cells.join(" | "),
            ratio(self.rates[1], self.rates[0]),
            ratio(self.rates[2], self.rates[0]),
            threads.0,
            tasks.0,
            ratio(self.rates[1], threads.1),
            ratio(self.rates[2], tasks.1),
        )
    }

    fn judge(&self, out: &mut Report) {
        let ours = [(self.rates[1], "threads"), (self.rates[2], "tasks")];
        for ((rate, who), (events, plain)) in ours.into_iter().zip(self.same) {
            out.budget(Budget {
                what: if who == "threads" {
                    "durable appends, 64 writers (threads)"
                } else {
                    "durable appends, 64 writers (tasks)"
                },
                promised: "≥ 60 % of a plain file with the same batches and fdatasync",
                seen: format!("{rate:.0} events/s"),
                peer: format!(
                    "plain file, {events} at once as ours: {plain:.0}, {}; 64 at once: {:.0}, {}",
                    ratio(rate, plain),
                    self.rates[0],
                    ratio(rate, self.rates[0])
                ),
                met: 100.0 * rate / plain >= SHARE_WANTED,
            });
        }
        if let Some(postgres) = self.postgres {
            out.budget(Budget {
                what: "durable appends, 64 writers (threads)",
                promised: "≥ 10 × PostgreSQL event table",
                seen: format!("{:.0} events/s", self.rates[1]),
                peer: format!(
                    "PostgreSQL: {postgres:.0}, {:.1} ×",
                    self.rates[1] / postgres
                ),
                met: self.rates[1] >= POSTGRES_TIMES_WANTED * postgres,
            });
        }
    }
}
