//! Serves: `run(listener, parts, shutdown)`. Background work is started here, once, and stopped here.
//!
//! The end has an order: no new connections; requests that are running finish, within a bound; the scheduler and the
//! policies stop; the log makes all it accepted durable and closes. A policy that is cut off goes on at the next
//! start where its checkpoint stands.

use std::{future::Future, io, net::TcpListener, sync::Arc, time::Duration};

use actix_web::{App as Web, HttpServer, dev::ServerHandle, middleware::from_fn, web};
use app::{
    App,
    policies::{send_small_refunds, settle_deadlines},
};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
    time::MissedTickBehavior,
};

use crate::{
    assemble::{Parts, Time},
    cashier::keep_asking,
    guard, headers,
    letters::keep_sending,
    limits::{HEAD_SECONDS_MAX, KEEP_ALIVE_SECONDS, SWEEP_SECONDS},
    observe,
    operations::{Control, keep_listening},
    problem::present,
    proofs::{keep_publishing, keep_witnessed},
    routes,
    state::State,
};

/// How often stored deadlines are looked at.
const DEADLINES_EVERY: Duration = Duration::from_secs(1);
/// How long a worker may take to end once the server has stopped.
const WORKERS_END_MAX: Duration = Duration::from_secs(10);
/// How long the policies may take to notice that the log has closed.
const POLICIES_END_MAX: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is ready, then ends in order.
///
/// Must be called inside a multi-thread tokio runtime.
///
/// # Errors
/// The listener cannot be used.
pub async fn run(
    listener: TcpListener,
    parts: Parts,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let Parts {
        app,
        policies,
        post,
        proofs,
        cashier,
        config,
        time,
    } = parts;
    let proofs = Arc::new(proofs);
    let sandbox_clock = match time {
        Time::Settable(clock) if config.sandbox.clock => Some(clock),
        Time::Settable(_) | Time::System => None,
    };
    let status = policies.status();
    let (gone, workers_gone) = oneshot::channel();
    let control = Control::open(&config.data, app.log().clone(), app.vault().clone());
    let control = control.inspect_err(|error| {
        tracing::warn!(%error, "no control socket: to check or back up, the server must be stopped");
    });
    let every_round = Duration::from_secs(config.payments.ask_seconds);
    let product = (app.clone(), cashier.clone());
    let state = State::new(product, config, sandbox_clock, status, &proofs, gone);
    let state = web::Data::new(state);
    let server = serve(listener, &state)?;
    let handle = server.handle();
    let (stop, stopped) = watch::channel(false);
    let scheduler = tokio::spawn(keep_deadlines(app.clone(), stopped.clone()));
    let sweeper = tokio::spawn(sweep(state.clone().into_inner(), stopped.clone()));
    let listening = tokio::spawn(keep_listening(control.ok(), stopped.clone()));
    let per_minute = state.config.letters.per_minute;
    let sending = tokio::spawn(keep_sending(post, per_minute, stopped.clone()));
    let settings = state.config.proofs.clone();
    let every = Duration::from_secs(settings.publish_seconds);
    let publisher = keep_publishing(proofs.clone(), app.log().clone(), every, stopped.clone());
    let publisher = tokio::spawn(publisher);
    let asking = tokio::spawn(keep_asking(cashier, every_round, stopped.clone()));
    let witness = tokio::spawn(keep_witnessed(proofs, settings, stopped));
    let policies = tokio::spawn(policies.run());
    drop(state);
    tracing::info!("serving");
    let mut server = std::pin::pin!(server);
    let outcome = tokio::select! {
        outcome = &mut server => outcome,
        () = stop_when(shutdown, handle) => server.await,
    };
    stop.send_replace(true);
    join(scheduler).await;
    join(asking).await;
    join(sweeper).await;
    join(listening).await;
    join(sending).await;
    join(publisher).await;
    join(witness).await;
    // The sender is never used, only dropped: with the state, by the last worker.
    if tokio::time::timeout(WORKERS_END_MAX, workers_gone)
        .await
        .is_err()
    {
        tracing::warn!("a worker did not end in time");
    }
    end(app, policies).await;
    outcome
}

/// Begins the end: running requests finish first.
async fn stop_when(shutdown: impl Future<Output = ()>, server: ServerHandle) {
    shutdown.await;
    tracing::info!("stopping: running requests finish");
    // The handle's answer comes when the server has stopped, and the server must be polled for that.
    drop(server.stop(true));
}

fn serve(listener: TcpListener, state: &web::Data<State>) -> io::Result<actix_web::dev::Server> {
    let settings = &state.config;
    let workers = settings.server.workers;
    let shared = state.clone();
    let mut server = HttpServer::new(move || {
        Web::new()
            .app_data(shared.clone())
            .app_data(web::Data::new(shared.app.clone()))
            .configure(routes::install)
            .wrap(from_fn(guard::guard))
            .wrap(from_fn(present::present))
            .wrap(from_fn(headers::protect))
            .wrap(from_fn(observe::observe))
    })
    .disable_signals()
    .shutdown_timeout(settings.server.shutdown_seconds)
    .max_connections(settings.limits.connections)
    .client_request_timeout(Duration::from_secs(HEAD_SECONDS_MAX))
    .keep_alive(Duration::from_secs(KEEP_ALIVE_SECONDS));
    if workers > 0 {
        server = server.workers(workers);
    }
    Ok(server.listen(listener)?.run())
}

/// Every second: what is due now is done.
async fn keep_deadlines(app: App, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(DEADLINES_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = settle_deadlines(&app).await {
            tracing::error!(%error, "deadlines could not be kept; the next turn tries again");
        }
        if let Err(error) = send_small_refunds(&app).await {
            tracing::error!(%error, "small refunds could not be sent");
        }
    }
}

/// Lets the rate limiters forget who has not asked for a while, and has the vault note who was seen.
async fn sweep(state: Arc<State>, mut stopped: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(Duration::from_secs(SWEEP_SECONDS));
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        state.throttle.sweep();
        sweep_uploads(&state).await;
        note_seen(&state.app).await;
    }
}

/// Photos on the way that nobody goes on with are removed.
async fn sweep_uploads(state: &State) {
    let (uploads, now) = (Arc::clone(&state.in_pieces), state.app.now());
    match tokio::task::spawn_blocking(move || uploads.sweep(now)).await {
        Ok(Ok(0)) => {}
        Ok(Ok(count)) => tracing::info!(count, "uploads that nobody went on with are removed"),
        Ok(Err(error)) => tracing::warn!(%error, "uploads could not be swept"),
        Err(_) => tracing::error!("sweeping uploads had panicked"),
    }
}

/// The vault notes when sessions and tokens were last seen.
async fn note_seen(app: &App) {
    let vault = app.vault().clone();
    match tokio::task::spawn_blocking(move || vault.write_seen()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%error, "when people were last seen is not noted"),
        Err(_) => tracing::error!("noting when people were last seen had panicked"),
    }
}

/// Closes the log; the policies notice and end.
async fn end(app: App, policies: JoinHandle<()>) {
    note_seen(&app).await;
    let log = app.log().clone();
    let closed = tokio::task::spawn_blocking(move || log.close()).await;
    if closed.is_err() {
        tracing::error!("the log did not close in order");
    }
    if tokio::time::timeout(POLICIES_END_MAX, policies)
        .await
        .is_err()
    {
        tracing::warn!("the policies did not end in time; they go on at the next start");
    }
    app.read().stop();
    tracing::info!("stopped: the log is closed");
}

async fn join(task: JoinHandle<()>) {
    if task.await.is_err() {
        tracing::error!("a background task had panicked");
    }
}
