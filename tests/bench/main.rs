//! The benchmark program: every figure stands beside its peer, measured in the same run on the same machine.
//!
//! `cargo bench -p season --bench pomona` prints the whole of `docs/benchmarks.md`; progress goes to standard error. No
//! time fails it: a timed test is a bad test. `… -- appends` measures the event log's appends, `… -- sizes` logs of
//! several sizes, `… -- operations` verifying, backup and the like, `… -- http` the doors and the read models,
//! `… -- rush` the rush on an opening sale (it needs room for 2,000 open files: `ulimit -n`), several words several.
//! `POMONA_BENCH_EVENTS=10000000` adds a log of that size. With `POMONA_BENCH_POSTGRES=postgres://…` the same events
//! also go into an event table on that server, through `pgbench`.

mod client;
mod http;
mod log;
mod operations;
mod orchard;
mod report;
mod rush;

pub(crate) use report::Report;

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measures something and tells it.
type Measure = fn(&mut Report) -> anyhow::Result<()>;

/// What is measured, in this order.
const PARTS: [(&str, Measure); 5] = [
    ("appends", log::appends),
    ("sizes", log::sizes),
    ("operations", operations::run),
    ("http", http::run_all),
    ("rush", rush::run),
];

fn main() -> anyhow::Result<()> {
    // Cargo adds a word of its own.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    if let [part, folder] = words.as_slice()
        && part == "open-log"
    {
        return log::open_and_tell(folder.as_ref());
    }
    let unknown = words
        .iter()
        .find(|word| PARTS.iter().all(|(name, _)| name != word));
    if let Some(word) = unknown {
        anyhow::bail!("{word} is none of {:?}", PARTS.map(|(name, _)| name));
    }
    let mut report = Report::default();
    for (name, run) in PARTS {
        if words.is_empty() || words.iter().any(|word| word == name) {
            run(&mut report)?;
        }
    }
    report.print();
    Ok(())
}

/// A share of the peer, in per cent.
fn ratio(ours: f64, peer: f64) -> String {
    format!("{:.0} %", 100.0 * ours / peer)
}

/// The one in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
