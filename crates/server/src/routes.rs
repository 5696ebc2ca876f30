//! Every route of the program, once: pages in [`crate::web`], the JSON API in [`crate::api`].

#[rustfmt::skip] // a table: a route in one line or two
mod api;
mod standards;
#[rustfmt::skip] // as above
mod life;
#[rustfmt::skip] // a table: a route in one line or two
mod channels;
#[rustfmt::skip] // as above
mod field;

use actix_web::web::{self, PathConfig, QueryConfig};

pub(crate) use api::api;

use crate::{
    api::files,
    cashier,
    endpoint::{self, Endpoint, Who::Everyone, get, post},
    health, metrics, openapi,
    problem::{Kind, Problem},
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

/// Where payment channels call.
fn callbacks() -> Vec<Endpoint> {
    vec![
        post(
            "/channels/{name}/notify",
            Everyone,
            "What a payment channel tells, signed by it",
            cashier::heard,
        )
        .outside_the_log(),
    ]
}

/// Pictures and what describes the API.
fn files() -> Vec<Endpoint> {
    vec![
        get(
            "/photos/{sha256}/{file}",
            Everyone,
            "A photo: thumb, card or full",
            files::photo,
        ),
        get(
            "/t/{code}/qr.png",
            Everyone,
            "The code of a tree, in pixels",
            files::qr_png,
        ),
        get(
            "/t/{code}/qr.svg",
            Everyone,
            "The code of a tree, in millimetres",
            files::qr_svg,
        ),
        get(
            "/t/{code}/tag.svg",
            Everyone,
            "A tree's tag, to be printed",
            files::tag_svg,
        ),
        get(
            "/api/openapi.json",
            Everyone,
            "This API's description",
            openapi::json,
        ),
    ]
}

/// Installs all routes.
pub(crate) fn install(cfg: &mut web::ServiceConfig) {
    cfg.app_data(QueryConfig::default().error_handler(|error, _| {
        Problem::new(Kind::Malformed, "query-malformed", error.to_string()).into()
    }));
    cfg.app_data(PathConfig::default().error_handler(|_, _| Problem::not_found().into()));
    endpoint::install(cfg, watch());
    endpoint::install(cfg, files());
    endpoint::install(cfg, standards::standards());
    endpoint::install(cfg, callbacks());
    endpoint::install_by_beginning(cfg, api());
    crate::web::routes::install(cfg);
}
