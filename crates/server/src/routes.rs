//! Every route of the program, once. Pages are in [`crate::web`], the JSON API in [`crate::api`].

use actix_web::web;

use crate::{
    endpoint::{self, Endpoint, Who::Everyone, get},
    health, metrics,
};

/// What watches over the program.
fn watch() -> Vec<Endpoint> {
    vec![
        get(
            "/healthz",
            Everyone,
            "Whether the process answers",
            health::alive,
        ),
        get("/readyz", Everyone, "Whether it can serve", health::ready),
        get(
            "/metrics",
            Everyone,
            "Counters for Prometheus",
            metrics::show,
        ),
    ]
}

/// Installs all routes.
pub(crate) fn install(cfg: &mut web::ServiceConfig) {
    endpoint::install(cfg, watch());
}
