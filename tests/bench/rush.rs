//! The rush on an opening sale: a thousand buyers ask for ten thousand trees at once, ten of them for each tree. Every
//! tree must have exactly one adopter afterwards, and nobody a fault for an answer. That is checked, the time is not.

use std::{collections::HashMap, collections::HashSet, time::Duration};

use kernel::TreeId;
use server::{Time, assemble};

use crate::{
    Report,
    client::{self, Load},
    http::{bare, post, settings, start},
    orchard::{self, Orchard, Size},
    ratio,
    report::Budget,
};

/// Connections, each of a buyer of their own.
const BUYERS: usize = 1_000;
/// Trees, each sold as a whole.
const TREES: usize = 10_000;
/// Requests of each buyer.
const REQUESTS_EACH: usize = 100;
/// Buyers that ask for the same tree at the same time.
const RIVALS: usize = 10;
/// From one tree asked for to the next; it shares no divisor with [`TREES`], so that all have their turn.
const STRIDE: usize = 7_919;
/// What the slowest of a hundred answers may take.
const P99_MAX: Duration = Duration::from_millis(250);

const SIZE: Size = Size {
    trees: TREES,
    parts: 1,
    buyers: BUYERS,
};

pub(crate) fn run(out: &mut Report) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(rush(out))
}

async fn rush(out: &mut Report) -> anyhow::Result<()> {
    let (echo, _) = bare(BUYERS).await?;
    let folder = tempfile::tempdir_in(".")?;
    let mut parts = assemble(settings(folder.path())?, Time::System)?;
    let orchard = orchard::prepare(&mut parts, SIZE).await?;
    let app = parts.app.clone();
    let server = start(parts)?;
    let load = storm(&orchard, server.address).await?;
    let end = app.log().durable_position();
    app.caught_up(end).await?;
    let card = app.read().campaign(orchard.campaign)?;
    let taken = card.map_or(0, |card| card.card.shares.held + card.card.shares.taken);
    drop(app);
    server.stop().await?;
    tell(out, &orchard, &load, &echo, taken)
}

async fn storm(orchard: &Orchard, server: std::net::SocketAddr) -> anyhow::Result<Load> {
    let (tokens, campaign) = (orchard.tokens.clone(), orchard.campaign);
    let parts = orchard.parts.clone();
    client::load(server, BUYERS, move |connection, number| {
        if number == REQUESTS_EACH {
            return None;
        }
        let tree = wanted(&parts, connection, number);
        let path = format!("/api/v1/campaigns/{campaign}/adoptions");
        let body = format!("{{\"tree\":\"{tree}\",\"part\":1}}");
        Some(post(
            &path,
            &format!("{connection}-{number}"),
            &tokens[connection],
            &body,
        ))
    })
    .await
}

/// Which tree a buyer asks for next.
fn wanted(parts: &[(TreeId, u8)], connection: usize, number: usize) -> TreeId {
    let turn = (number * BUYERS + connection) / RIVALS;
    parts[turn * STRIDE % parts.len()].0
}

fn tell(
    out: &mut Report,
    orchard: &Orchard,
    load: &Load,
    echo: &Load,
    taken: u64,
) -> anyhow::Result<()> {
    let won: Vec<_> = load
        .answers
        .iter()
        .filter(|answer| answer.status == 201)
        .map(|answer| wanted(&orchard.parts, answer.connection, answer.number))
        .collect();
    let distinct: HashSet<_> = won.iter().collect();
    let faults = load.with_status(|status| status >= 500);
    let mut statuses: HashMap<u16, usize> = HashMap::new();
    for answer in &load.answers {
        *statuses.entry(answer.status).or_default() += 1;
    }
    let mut statuses: Vec<_> = statuses.into_iter().collect();
    statuses.sort_unstable();
    let (p99, most) = (load.p99.as_secs_f64() * 1_000.0, P99_MAX.as_millis());
    let requests = load.answers.len();
    out.line(&format!(
        "## Rush: {BUYERS} connections, {requests} requests, {TREES} trees\n\n\
         | what | seen | wanted |\n|---|---:|---:|\n\
         | adoptions | {} | {TREES} |\n| trees adopted, each once | {} | {TREES} |\n\
         | parts that are gone, as the read models say | {taken} | {TREES} |\n\
         | answers 5xx | {faults} | 0 |\n| p99 | {p99:.0} ms | < {most} ms |\n\
         | answers a second | {:.0}, {} of the bare JSON echo ({:.0}) | – |\n\
         | server µs of CPU an answer | {:.1} (echo {:.1}) | – |\n\nStatuses: {statuses:?}\n",
        won.len(),
        distinct.len(),
        load.rate,
        ratio(load.rate, echo.rate),
        echo.rate,
        load.cpu.as_secs_f64() * 1_000_000.0,
        echo.cpu.as_secs_f64() * 1_000_000.0,
    ));
    out.budget(Budget {
        what: "rush: 1,000 connections, 100,000 requests, 10,000 trees",
        promised: "exactly 10,000 adoptions, none twice, no 5xx, p99 < 250 ms",
        seen: format!(
            "{} adoptions, {} trees, {faults} faults, p99 {p99:.0} ms",
            won.len(),
            distinct.len()
        ),
        peer: format!(
            "bare JSON echo: {:.0}, {}",
            echo.rate,
            ratio(load.rate, echo.rate)
        ),
        met: load.p99 < P99_MAX,
    });
    anyhow::ensure!(
        won.len() == TREES && distinct.len() == TREES && taken == TREES as u64 && faults == 0,
        "the rush broke a promise"
    );
    Ok(())
}
