//! The benchmark program: every figure stands beside its peer, measured in the same run on the same machine.
//!
//! `cargo run --release -p season --bin bench` prints Markdown tables. No time fails it: a timed test is a bad test.
//! `… bench log` measures the event log alone, `… bench http` the doors, `… bench rush` the rush on an opening sale
//! (it needs room for 2,000 open files: `ulimit -n`); `POMONA_BENCH_EVENTS=10000000` adds a log of that size.
//! With `POMONA_BENCH_POSTGRES=postgres://…` it also runs an event table on that server through `pgbench`.

mod client;
mod http;
mod log;
mod orchard;
mod postgres;
mod rush;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let part = arguments.next();
    if let (Some("open-log"), Some(folder)) = (part.as_deref(), arguments.next()) {
        return log::open_and_tell(folder.as_ref());
    }
    let mut out = Report;
    out.line("# Pomona benchmark\n");
    out.line(&machine());
    match part.as_deref() {
        Some("log") => log::run(&mut out),
        Some("http") => http::run_all(&mut out),
        Some("rush") => rush::run(&mut out),
        _ => {
            log::run(&mut out)?;
            postgres::run(&mut out)?;
            http::run_all(&mut out)?;
            rush::run(&mut out)
        }
    }
}

/// Prints as it goes; the one place of the program that writes to standard output.
struct Report;

impl Report {
    #[expect(clippy::print_stdout, reason = "printing is what this program is for")]
    #[expect(clippy::unused_self, reason = "whoever prints must hold the report")]
    fn line(&mut self, text: &str) {
        println!("{text}");
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split(':').nth(1)?.trim().to_owned())
        })
        .unwrap_or_else(|| "unknown processor".into());
    format!("{cores} cores, {model}; client and server share them.\n")
}

/// A share of the peer, in per cent.
fn ratio(ours: f64, peer: f64) -> String {
    format!("{:.0} %", 100.0 * ours / peer)
}
