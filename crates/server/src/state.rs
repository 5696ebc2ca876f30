//! What every handler may reach: the product, the settings, and how the program is doing.

use std::sync::Arc;

use app::{App, policies::PolicyStatus, ports::SettableClock};
use tokio::sync::{Semaphore, oneshot, watch};

use crate::{
    cashier::SharedCashier,
    config::Config,
    history::names,
    kept::Kept,
    limits::{READY_WAITS_AT_ONCE_MAX, UPLOADS_AT_ONCE_MAX},
    metrics::Metrics,
    proofs::Proofs,
    throttle::Throttle,
    uploads::Uploads,
};

/// Shared by all workers; handlers get it as `web::Data<State>`, and the product alone as `web::Data<App>`.
pub(crate) struct State {
    /// The product.
    pub(crate) app: App,
    /// The settings.
    pub(crate) config: Config,
    /// The clock that an operator may move, in a sandbox only.
    pub(crate) sandbox_clock: Option<SettableClock>,
    /// How the policies are doing.
    pub(crate) policies: watch::Receiver<PolicyStatus>,
    /// What outsiders can check the log with.
    pub(crate) proofs: Arc<Proofs>,
    /// How trees, lots and parcels are named to the world.
    pub(crate) names: epcis::Names,
    /// Whoever talks to payment channels.
    pub(crate) cashier: SharedCashier,
    /// Who asked how often.
    pub(crate) throttle: Throttle,
    /// Counters and histograms.
    pub(crate) metrics: Metrics,
    /// Answers that every visitor gets alike.
    pub(crate) kept: Kept,
    /// Room for those who wait at `/readyz`.
    pub(crate) waits: Semaphore,
    /// Room for uploads.
    pub(crate) uploads: Arc<Semaphore>,
    /// Photos on their way in pieces.
    pub(crate) in_pieces: Arc<Uploads>,
    /// Dropped last, when no worker can reach the product any more.
    _gone: Gone,
}

/// Tells whoever waits for it that the state was dropped.
pub(crate) type Gone = oneshot::Sender<()>;

impl State {
    pub(crate) fn new(
        (app, cashier): (App, SharedCashier),
        config: Config,
        sandbox_clock: Option<SettableClock>,
        policies: watch::Receiver<PolicyStatus>,
        proofs: &Arc<Proofs>,
        gone: Gone,
    ) -> Self {
        Self {
            names: names(&config),
            throttle: Throttle::new(&config.limits),
            metrics: Metrics::new(app.clone(), policies.clone(), proofs.status()),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE_MAX)),
            in_pieces: Arc::new(Uploads::in_folder(config.data.join("uploads"))),
            waits: Semaphore::new(READY_WAITS_AT_ONCE_MAX),
            kept: Kept::default(),
            app,
            config,
            sandbox_clock,
            policies,
            cashier,
            proofs: Arc::clone(proofs),
            _gone: gone,
        }
    }
}
