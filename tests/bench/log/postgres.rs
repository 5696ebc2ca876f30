//! The same event table on PostgreSQL, when a server is given: as many clients as writers, a commit each, by `pgbench`.

use std::{io::Write, process::Command};

use super::race::Load;

/// Where the server is, such as `postgres://postgres@127.0.0.1/postgres`.
const VARIABLE: &str = "POMONA_BENCH_POSTGRES";
/// How long each load runs, in seconds; `pgbench` takes whole ones.
const SECONDS: &str = "2";
/// Bytes of an event, as all others write.
const PAYLOAD_BYTES: usize = 300;

/// Events per second; `None` without a server.
pub(super) fn rate(load: Load) -> anyhow::Result<Option<f64>> {
    let Ok(server) = std::env::var(VARIABLE) else {
        return Ok(None);
    };
    let create = "DROP TABLE IF EXISTS bench_event; CREATE TABLE bench_event (position bigserial PRIMARY KEY, \
                  stream text, version bigint, payload text, UNIQUE (stream, version))";
    let created = Command::new("psql")
        .args([server.as_str(), "-q", "-c", create])
        .stderr(std::process::Stdio::null())
        .status()?;
    anyhow::ensure!(created.success(), "psql could not create the event table");
    let mut script = tempfile::NamedTempFile::new()?;
    let (payload, batch) = ("x".repeat(PAYLOAD_BYTES), load.batch);
    writeln!(script, "\\set n random(1, 2000000000000000)")?;
    writeln!(
        script,
        "INSERT INTO bench_event (stream, version, payload) \
         SELECT 's:client_id', :n + g, '{payload}' FROM generate_series(1, {batch}) g;"
    )?;
    let clients = load.writers.to_string();
    let output = Command::new("pgbench")
        .args(["-n", "-c", &clients, "-j", "1", "-T", SECONDS, "-f"])
        .arg(script.path())
        .arg(&server)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let commits = text.lines().find_map(|line| {
        line.strip_prefix("tps = ")?
            .split(' ')
            .next()?
            .parse::<f64>()
            .ok()
    });
    Ok(commits.map(|commits| commits * batch as f64))
}
