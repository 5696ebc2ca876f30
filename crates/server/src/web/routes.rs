//! Every page once: its method, path, who may, what it is, and the handler.

use actix_web::{HttpResponse, http::header, middleware::from_fn, web};

use super::{
    account, adopt, assets, boxes, campaign, campaigns, crowd, garden, harvest, hold,
    operator::{
        campaigns as editor, decisions, import, money, orchards, overview, people, sales, tags,
    },
    packing, proof, today, tokens, tree,
    visit::remember,
};
use crate::endpoint::{
    self, Endpoint,
    Who::{Auditor, Everyone, Farmer, Member, Operator, Packer},
    get, post,
};
use crate::openapi;

/// What search engines may not ask for: everything that is not for everybody.
const ROBOTS: &str = "User-agent: *\nDisallow: /api/\nDisallow: /account\nDisallow: /adoptions/\n\
    Disallow: /garden\nDisallow: /harvest\nDisallow: /operator\nDisallow: /packing\n\
    Disallow: /sign-\nDisallow: /today\n";
/// How long the files that browsers ask for by themselves may be kept, in seconds (a day).
const KEPT: &str = "public, max-age=86400";

/// What everybody sees.
fn public() -> Vec<Endpoint> {
    vec![
        get("/", Everyone, "What can be adopted", campaigns::home),
        get(
            "/campaigns/{id}",
            Everyone,
            "A campaign and the plan of its trees",
            campaign::show,
        ),
        get(
            "/campaigns/{id}/contract",
            Everyone,
            "Its contract",
            campaign::contract,
        ),
        get(
            "/campaigns/{campaign}/trees/{code}",
            Everyone,
            "Is it this tree?",
            hold::confirm,
        ),
        get(
            "/t/{code}",
            Everyone,
            "The public page of a tree",
            tree::show,
        ),
        get(
            "/t/{code}/proof",
            Everyone,
            "What of its history is proven",
            proof::show,
        ),
        get(
            "/t/{code}/proof.json",
            Everyone,
            "Its history, to be checked offline",
            proof::file,
        ),
        get(
            "/api/docs",
            Everyone,
            "The JSON API, for people",
            openapi::docs,
        ),
        get(
            "/assets/{name:.*}",
            Everyone,
            "Style, scripts, drawings",
            assets::asset,
        ),
        get(
            "/favicon.ico",
            Everyone,
            "The mark in a browser's tab",
            favicon,
        ),
        get(
            "/robots.txt",
            Everyone,
            "What search engines may ask for",
            robots,
        ),
    ]
}

/// Signing in and up.
fn doors() -> Vec<Endpoint> {
    vec![
        get("/sign-in", Everyone, "Signing in", account::sign_in_page),
        post("/sign-in", Everyone, "Sign in", account::sign_in).outside_the_log(),
        get("/sign-up", Everyone, "Signing up", account::sign_up_page),
        post("/sign-up", Everyone, "Sign up", account::sign_up),
    ]
}

/// The way to an adoption, and the garden.
fn adopting() -> Vec<Endpoint> {
    vec![
        post(
            "/campaigns/{id}/wait",
            Member,
            "Wait for a share",
            crowd::wait,
        ),
        post(
            "/campaigns/{id}/wait-no-longer",
            Member,
            "Wait no longer",
            crowd::leave,
        ),
        post(
            "/campaigns/{campaign}/trees/{code}/hold",
            Member,
            "Hold a tree",
            hold::hold,
        ),
        get(
            "/adoptions/{id}/nameplate",
            Member,
            "The words on the plate",
            adopt::nameplate,
        ),
        post(
            "/adoptions/{id}/nameplate",
            Member,
            "Propose them",
            adopt::propose_nameplate,
        ),
        get(
            "/adoptions/{id}/contract",
            Member,
            "The contract of an adoption",
            adopt::contract,
        ),
        post(
            "/adoptions/{id}/contract",
            Member,
            "Accept it",
            adopt::accept_contract,
        ),
        get(
            "/adoptions/{id}/pay",
            Member,
            "What to transfer",
            adopt::pay,
        ),
        get("/adoptions/{id}/done", Member, "How it ended", adopt::done),
        post("/adoptions/{id}/cancel", Member, "Cancel it", adopt::cancel),
        get(
            "/adoptions/{id}/boxes",
            Member,
            "Where its boxes go",
            boxes::show,
        ),
        post("/adoptions/{id}/boxes", Member, "Say where", boxes::save),
        get("/garden", Member, "One's own trees", garden::show),
    ]
}

/// One's own account.
fn account_pages() -> Vec<Endpoint> {
    vec![
        get("/account", Member, "One's own account", account::account),
        post(
            "/account/language",
            Member,
            "Choose a language",
            account::language,
        )
        .outside_the_log(),
        post("/sign-out", Member, "Sign out", account::sign_out).outside_the_log(),
        get("/account/tokens", Member, "Keys for programs", tokens::show),
        post("/account/tokens", Member, "Make one", tokens::issue).outside_the_log(),
        post(
            "/account/tokens/{id}/revoke",
            Member,
            "Revoke one",
            tokens::revoke,
        )
        .outside_the_log(),
    ]
}

/// The work in orchard and depot.
fn work() -> Vec<Endpoint> {
    vec![
        get("/today", Farmer, "A farmer's day", today::show),
        post(
            "/today/observations",
            Farmer,
            "Post growth photos",
            today::observe,
        ),
        get("/harvest", Farmer, "Lots and certificates", harvest::show),
        post("/harvest/lots", Farmer, "Record a lot", harvest::record_lot),
        post(
            "/harvest/certificates",
            Farmer,
            "Issue a certificate",
            harvest::certify,
        ),
        get("/packing", Packer, "The packing bench", packing::show),
        post(
            "/packing/boxes/{id}/lock",
            Packer,
            "Lock an address",
            packing::lock,
        ),
        post("/packing/parcels", Packer, "Pack a box", packing::pack),
        post(
            "/packing/parcels/{id}/handover",
            Packer,
            "Hand it over",
            packing::hand_over,
        ),
        post(
            "/packing/parcels/{id}/delivered",
            Packer,
            "It has arrived",
            packing::deliver,
        ),
    ]
}

/// The operator's morning: what is decided there.
fn decisions_pages() -> Vec<Endpoint> {
    vec![
        get("/operator", Auditor, "The morning", overview::show),
        post(
            "/operator/captures",
            Operator,
            "Record a transfer",
            money::capture,
        ),
        post(
            "/operator/refunds/{id}/settle",
            Operator,
            "Record a refund as paid",
            money::settle,
        ),
        post(
            "/operator/nameplates/{id}/approve",
            Operator,
            "Approve a plate",
            decisions::approve_nameplate,
        ),
        post(
            "/operator/nameplates/{id}/reject",
            Operator,
            "Reject a plate",
            decisions::reject_nameplate,
        ),
        post(
            "/operator/observations/{id}/accept",
            Operator,
            "Accept a photo",
            decisions::accept_observation,
        ),
        post(
            "/operator/observations/{id}/reject",
            Operator,
            "Refuse a photo",
            decisions::refuse_observation,
        ),
        post(
            "/operator/lots/{id}/allocate",
            Operator,
            "Divide a lot",
            decisions::allocate_lot,
        ),
    ]
}

/// The campaign editor.
fn offers() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/campaigns/new",
            Operator,
            "A new campaign",
            editor::new,
        ),
        post("/operator/campaigns", Operator, "Draft it", editor::draft),
        get(
            "/operator/campaigns/{id}",
            Operator,
            "The campaign editor",
            editor::show,
        ),
        post(
            "/operator/campaigns/{id}",
            Operator,
            "Change its terms",
            editor::change,
        ),
        post(
            "/operator/campaigns/{id}/contract",
            Operator,
            "Publish its contract",
            editor::contract,
        ),
        post(
            "/operator/campaigns/{id}/sales-plan",
            Operator,
            "How it sells",
            sales::plan,
        ),
        post(
            "/operator/campaigns/{id}/deadline",
            Operator,
            "Give it more time",
            sales::extend,
        ),
        post(
            "/operator/campaigns/{id}/pause",
            Operator,
            "Sell nothing for now",
            sales::pause,
        ),
        post(
            "/operator/campaigns/{id}/resume",
            Operator,
            "Sell again",
            sales::resume,
        ),
        post(
            "/operator/campaigns/{id}/offer",
            Operator,
            "Offer a block's trees",
            editor::offer,
        ),
        post(
            "/operator/campaigns/{id}/open",
            Operator,
            "Open it",
            editor::open,
        ),
        post(
            "/operator/campaigns/{id}/close",
            Operator,
            "Close it",
            editor::close,
        ),
    ]
}

/// Orchards, trees, tags and people.
fn register() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/orchards",
            Operator,
            "All orchards",
            orchards::list,
        ),
        post(
            "/operator/orchards",
            Operator,
            "Register one",
            orchards::register,
        ),
        get(
            "/operator/orchards/{id}",
            Operator,
            "Its blocks and trees",
            orchards::show,
        ),
        post(
            "/operator/orchards/{id}/blocks",
            Operator,
            "Add a block",
            orchards::add_block,
        ),
        post(
            "/operator/trees/{id}/tag",
            Operator,
            "Replace a tag",
            orchards::replace_tag,
        ),
        get(
            "/operator/trees/import",
            Operator,
            "Trees from CSV",
            import::show,
        ),
        post(
            "/operator/trees/import",
            Operator,
            "Import them",
            import::import,
        ),
        get("/operator/tags", Operator, "Tags to print", tags::show),
        get(
            "/operator/people",
            Operator,
            "People and roles",
            people::show,
        ),
        post("/operator/people", Operator, "Add a person", people::add),
        post(
            "/operator/people/{id}/roles",
            Operator,
            "Give or take a role",
            people::change_role,
        ),
    ]
}

/// All pages.
pub(crate) fn pages() -> Vec<Endpoint> {
    [
        public(),
        doors(),
        adopting(),
        account_pages(),
        work(),
        decisions_pages(),
        offers(),
        register(),
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
