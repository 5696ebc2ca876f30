//! Every page once: its method, path, who may, what it is, and the handler. One file per kind of people.

mod buyers;
mod certificates;
mod diary;
mod field;
mod fruit;
mod letters;
mod life;
mod loss;
mod money;
mod paying;
mod print;
mod provenance;
mod register;
mod staff;

use actix_web::{HttpResponse, http::header, middleware::from_fn, web};

use super::{assets, visit::remember};
use crate::endpoint::{self, Endpoint};

/// What search engines may not ask for: everything that is not for everybody.
const ROBOTS: &str = "User-agent: *\nDisallow: /api/\nDisallow: /account\nDisallow: /adoptions/\n\
    Disallow: /boxes/\nDisallow: /farm/\nDisallow: /garden\nDisallow: /groups/\nDisallow: /handovers/\n\
    Disallow: /harvest\nDisallow: /lots/\nDisallow: /observations/\nDisallow: /operator\n\
    Disallow: /packing\nDisallow: /register\nDisallow: /sandbox/\nDisallow: /sign-\nDisallow: /today\n\
    Disallow: /unsubscribe\n";
/// How long the files that browsers ask for by themselves may be kept, in seconds (a day).
const KEPT: &str = "public, max-age=86400";

/// All pages.
pub(crate) fn pages() -> Vec<Endpoint> {
    [
        buyers::public(),
        buyers::doors(),
        buyers::adopting(),
        paying::ways(),
        paying::watching(),
        buyers::account_pages(),
        letters::contracts(),
        letters::letter_pages(),
        life::buyers(),
        loss::pages(),
        life::staff(),
        field::pages(),
        money::own(),
        money::outward(),
        money::disputed(),
        money::kept(),
        fruit::pages(),
        print::files(),
        diary::files(),
        provenance::pages(),
        certificates::pages(),
        staff::work(),
        staff::decisions_pages(),
        staff::offers(),
        staff::register(),
        register::pages(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Installs all pages, behind what remembers a choice of language. It must come last: what nothing else has answered
/// ends here.
pub(crate) fn install(cfg: &mut web::ServiceConfig) {
    let scope = web::scope("").wrap(from_fn(remember));
    cfg.service(scope.configure(|cfg| endpoint::install_by_beginning(cfg, pages())));
}

async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, KEPT))
        .body(ROBOTS)
}

async fn favicon() -> HttpResponse {
    assets::named("orange.svg")
}
