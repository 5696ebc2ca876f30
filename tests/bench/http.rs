//! HTTP: a bare actix-web echo and static answer beside adopting a tree durably and the public tree page and JSON.

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZeroU32,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use actix_web::{App as Web, HttpResponse, HttpServer, web};
use server::{Config, Parts, Time, assemble, run};
use tokio::sync::oneshot;

use crate::{
    Report,
    client::{self, Load},
    median,
    orchard::{self, Orchard, Size},
    ratio,
    report::Budget,
};

/// Connections of every load run.
const CONNECTIONS: usize = 64;
/// What is adopted, by one buyer for each connection.
const SIZE: Size = Size {
    trees: 3_000,
    parts: 4,
    buyers: CONNECTIONS,
};
/// How long runs without an end of their own last.
const SPAN: Duration = Duration::from_secs(4);
/// How often the read models are rebuilt; the one in the middle counts.
const REBUILDS: usize = 3;
/// Events a second that a rebuild takes in, at least.
const REBUILD_WANTED: f64 = 100_000.0;
/// Size of the bare static answer, about that of a tree page.
const PAGE_BYTES: usize = 16 * 1024;

pub(crate) fn run_all(out: &mut Report) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(out))
}

async fn measure(out: &mut Report) -> anyhow::Result<()> {
    let (echo, page) = bare(CONNECTIONS).await?;
    let folder = tempfile::tempdir_in(".")?;
    let mut parts = assemble(settings(folder.path())?, Time::System)?;
    let orchard = orchard::prepare(&mut parts, SIZE).await?;
    let server = start(parts)?;
    let adopt = adopting(server.address, &orchard).await?;
    let code = orchard.code.clone();
    let tree = getting(server.address, format!("/t/{code}")).await?;
    let json = getting(server.address, format!("/api/v1/trees/by-code/{code}")).await?;
    server.stop().await?;
    out.line(&format!("## HTTP, {CONNECTIONS} connections\n"));
    out.line(
        "| what | answers/s | of the bare server | server µs of CPU an answer | p99 ms | failed |\n|---|---:|---:|---:|---:|---:|",
    );
    row(out, "bare actix-web JSON echo", &echo, None);
    row(out, "adopt a tree, durable", &adopt, Some(&echo));
    row(
        out,
        &format!("bare actix-web static answer, {} KiB", PAGE_BYTES / 1024),
        &page,
        None,
    );
    row(out, "public tree page", &tree, Some(&page));
    row(out, "public tree JSON", &json, Some(&page));
    out.line("");
    let beside = |what, promised, share: f64, ours: &Load, peer: &Load| Budget {
        what,
        promised,
        seen: format!("{:.0} answers/s", ours.rate),
        peer: format!(
            "bare actix-web: {:.0}, {}",
            peer.rate,
            ratio(ours.rate, peer.rate)
        ),
        met: ours.rate >= share * peer.rate,
    };
    let echo_share = "≥ 30 % of a bare actix-web JSON echo";
    let page_share = "≥ 50 % of a bare actix-web static answer";
    out.budget(beside(
        "adopt over HTTP, durable, 64 connections",
        echo_share,
        0.3,
        &adopt,
        &echo,
    ));
    out.budget(beside("tree page over HTTP", page_share, 0.5, &tree, &page));
    out.budget(beside("tree JSON over HTTP", page_share, 0.5, &json, &page));
    rebuild(out, folder.path())
}

/// Builds the read models of what was done above.
fn rebuild(out: &mut Report, data: &std::path::Path) -> anyhow::Result<()> {
    let log = eventlog::Log::open(&data.join("log"), eventlog::Options::default())?;
    let events = log.durable_position().0 as f64;
    let mut rates = Vec::new();
    for _ in 0..REBUILDS {
        let started = Instant::now();
        readmodels::rebuild(&data.join("rebuilt.sqlite"), &log, |_, _| ())?;
        rates.push(events / started.elapsed().as_secs_f64());
    }
    let rate = median(rates);
    out.line(&format!(
        "## Read models\n\nRebuilt from {events} events: {rate:.0} events/s.\n"
    ));
    out.budget(Budget {
        what: "rebuild of all read models",
        promised: "≥ 100 k events/s",
        seen: format!("{rate:.0} events/s"),
        peer: format!("of {events} events of trees, photos and adoptions"),
        met: rate >= REBUILD_WANTED,
    });
    Ok(())
}

fn row(out: &mut Report, name: &str, load: &Load, peer: Option<&Load>) {
    let share = peer.map_or("–".to_owned(), |peer| ratio(load.rate, peer.rate));
    let p99 = load.p99.as_secs_f64() * 1_000.0;
    let cpu = load.cpu.as_secs_f64() * 1_000_000.0;
    out.line(&format!(
        "| {name} | {:.0} | {share} | {cpu:.1} | {p99:.1} | {} |",
        load.rate,
        load.failed()
    ));
}

/// The peer: actix-web with nothing behind it.
pub(crate) async fn bare(connections: usize) -> anyhow::Result<(Load, Load)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = HttpServer::new(|| {
        Web::new()
            .route(
                "/echo",
                web::post().to(|body: web::Json<serde_json::Value>| async {
                    HttpResponse::Ok().json(body)
                }),
            )
            .route(
                "/page",
                web::get().to(|| async { HttpResponse::Ok().body("x".repeat(PAGE_BYTES)) }),
            )
    })
    .listen(listener)?
    .disable_signals()
    .run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let until = Instant::now() + SPAN;
    let echo = client::load(address, connections, move |_, _| {
        (Instant::now() < until)
            .then(|| post("/echo", "bench", "", "{\"tree\":\"tre_0\",\"part\":1}"))
    })
    .await?;
    let page = getting(address, "/page".into()).await?;
    handle.stop(true).await;
    serving.await??;
    Ok((echo, page))
}

async fn getting(address: SocketAddr, path: String) -> anyhow::Result<Load> {
    let until = Instant::now() + SPAN;
    let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: zh-CN\r\n\r\n")
        .into_bytes();
    client::load(address, CONNECTIONS, move |_, _| {
        (Instant::now() < until).then(|| request.clone())
    })
    .await
}

/// Every connection is one buyer; each request takes the next free part of a tree until none is left.
async fn adopting(address: SocketAddr, orchard: &Orchard) -> anyhow::Result<Load> {
    let wanted = Arc::new(Mutex::new(orchard.parts.clone()));
    let (tokens, campaign) = (orchard.tokens.clone(), orchard.campaign);
    client::load(address, CONNECTIONS, move |connection, number| {
        let (tree, part) = wanted.lock().ok()?.pop()?;
        let path = format!("/api/v1/campaigns/{campaign}/adoptions");
        let body = format!("{{\"tree\":\"{tree}\",\"part\":{part}}}");
        Some(post(
            &path,
            &format!("{connection}-{number}"),
            &tokens[connection],
            &body,
        ))
    })
    .await
}

pub(crate) fn post(path: &str, key: &str, token: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nIdempotency-Key: \"{key}\"\r\n\
         Authorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub(crate) fn settings(folder: &std::path::Path) -> anyhow::Result<Config> {
    let mut config = Config {
        data: folder.to_owned(),
        ..Config::default()
    };
    config.limits.person_requests_per_second = NonZeroU32::MAX;
    config.limits.person_burst_requests = NonZeroU32::MAX;
    config.limits.address_requests_per_second = NonZeroU32::MAX;
    config.limits.address_burst_requests = NonZeroU32::MAX;
    Ok(config)
}

/// A server that runs until it is stopped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Running {
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        self.stop
            .send(())
            .map_err(|()| anyhow::anyhow!("the server had stopped"))?;
        Ok(self.serving.await??)
    }
}

pub(crate) fn start(parts: Parts) -> anyhow::Result<Running> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let serving = tokio::spawn(run(listener, parts, async {
        // Either word means stop: the order, or that nobody is left to give it.
        let _ = stopped.await;
    }));
    Ok(Running {
        address,
        stop,
        serving,
    })
}
