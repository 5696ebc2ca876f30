//! The same event table on PostgreSQL, when a server is given: 64 clients, one event a transaction, by `pgbench`.

use std::{io::Write, process::Command};

use crate::Report;

/// Where the server is, such as `postgres://postgres@127.0.0.1/postgres`.
const VARIABLE: &str = "POMONA_BENCH_POSTGRES";

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    let Ok(server) = std::env::var(VARIABLE) else {
        out.line(&format!(
            "PostgreSQL: not measured; set {VARIABLE} to a server's address.\n"
        ));
        return Ok(());
    };
    let create = "DROP TABLE IF EXISTS bench_event; CREATE TABLE bench_event (position bigserial PRIMARY KEY, \
                  stream text, version int, payload text, UNIQUE (stream, version))";
    let created = Command::new("psql")
        .args([server.as_str(), "-q", "-c", create])
        .status()?;
    anyhow::ensure!(created.success(), "psql could not create the event table");
    let mut script = tempfile::NamedTempFile::new()?;
    let payload = "x".repeat(300);
    writeln!(script, "\\set n random(1, 2000000000)")?;
    writeln!(
        script,
        "INSERT INTO bench_event (stream, version, payload) VALUES ('s:client_id', :n, '{payload}');"
    )?;
    let output = Command::new("pgbench")
        .args(["-n", "-c", "64", "-j", "2", "-T", "5", "-f"])
        .arg(script.path())
        .arg(&server)
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let rate = text
        .lines()
        .find(|line| line.starts_with("tps"))
        .unwrap_or("pgbench failed");
    out.line(&format!(
        "PostgreSQL event table, 64 clients, one event a transaction: {rate}\n"
    ));
    Ok(())
}
