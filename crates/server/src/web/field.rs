//! The farmer's pages that work without network: taking photos under the tree, and what waits on the phone. Both are
//! the same for everybody in a language, so that a phone may keep them; what differs comes as JSON.

pub(super) mod icon;
pub(super) mod shell;

use actix_web::{HttpResponse, http::header};
use app::{commands::observations::PHOTOS_MAX, permission::Identity};
use readmodels::{
    orchards::OrchardRow,
    trees::{TREES_PAGE_MAX, TreeDue},
};
use serde_json::{Value, json};

use super::{
    names,
    page::page,
    today::{DUE_DAYS, URGENT_DAYS, days_since, farmed, stage_choices},
    view::{
        field::{FieldPage, QueuePage},
        form::Form,
    },
    visit::Visit,
};
use crate::{answer, limits::PHOTO_BYTES_MAX, problem::Problem};

/// Bytes of a megabyte, as people read file sizes.
const MEBIBYTE: usize = 1024 * 1024;

/// `GET /today/field`
pub(super) async fn field(visit: Visit) -> Result<HttpResponse, Problem> {
    let who = farmer(&visit)?;
    Ok(page(&FieldPage {
        shell: visit.shell(),
        version: shell::VERSION.clone(),
        person: who.person().to_string(),
        form: Form::empty().with("stage", "growing"),
        stages: stage_choices(visit.lang),
        photos_max: i64::try_from(PHOTOS_MAX).unwrap_or(i64::MAX),
        photo_size_max: format!("{} MB", PHOTO_BYTES_MAX / MEBIBYTE),
        photo_bytes_max: i64::try_from(PHOTO_BYTES_MAX).unwrap_or(i64::MAX),
    }))
}

/// `GET /today/queue`
pub(super) async fn queue(visit: Visit) -> Result<HttpResponse, Problem> {
    let who = farmer(&visit)?;
    Ok(page(&QueuePage {
        shell: visit.shell(),
        version: shell::VERSION.clone(),
        person: who.person().to_string(),
    }))
}

/// `GET /today/trees.json`: the trees of the person's orchards with the codes on their tags, the longest unseen first.
pub(super) async fn trees(visit: Visit) -> Result<HttpResponse, Problem> {
    let who = farmer(&visit)?;
    let orchards = farmed(&visit, who)?;
    let told: Result<Vec<_>, _> = orchards.iter().map(|one| orchard(&visit, one)).collect();
    Ok(answer::json(&json!({
        "person": who.person().to_string(),
        "orchards": told?,
    })))
}

fn farmer(visit: &Visit) -> Result<&Identity, Problem> {
    let who = visit.signed_in()?;
    farmed(visit, who)?;
    Ok(who)
}

fn orchard(visit: &Visit, orchard: &OrchardRow) -> Result<Value, Problem> {
    let waiting = visit
        .app()
        .read()
        .trees_due(orchard.orchard, TREES_PAGE_MAX)?;
    let trees: Vec<_> = waiting.iter().map(|due| tree(visit, due)).collect();
    Ok(json!({ "name": orchard.name, "trees": trees }))
}

fn tree(visit: &Visit, due: &TreeDue) -> Value {
    let lang = visit.lang;
    let days = due
        .tree
        .photo_at
        .map(|at| days_since(at, visit.app().now()));
    let since = match days {
        Some(days) => lang.text_with("today-due-days", &[("count", days.into())]),
        None => lang.text("today-due-never"),
    };
    json!({
        "code": names::tree_code_plain(&due.tree),
        "name": names::tree(lang, &due.tree),
        "since": since,
        "due": days.is_none_or(|days| days >= DUE_DAYS),
        "urgent": days.is_none_or(|days| days >= URGENT_DAYS),
    })
}

/// `GET /app.webmanifest?lang=`: what a phone needs to put Pomona among its programs.
pub(super) async fn manifest(visit: Visit) -> HttpResponse {
    let lang = visit.lang;
    let icon = |name: &str, size: u32, purpose: &str| {
        json!({
            "src": format!("/icons/{name}.png"), "sizes": format!("{size}x{size}"),
            "type": "image/png", "purpose": purpose,
        })
    };
    let manifest = json!({
        "id": "/today/field",
        "name": lang.text("app-name"),
        "short_name": lang.text("brand"),
        "description": lang.text("app-description"),
        "lang": lang.tag(),
        "dir": "ltr",
        "start_url": "/today/field",
        "scope": "/",
        "display": "standalone",
        "theme_color": "#2f6b3b",
        "background_color": "#fbf7ef",
        "categories": ["food", "productivity"],
        "icons": [
            icon("icon-192", 192, "any"), icon("icon-512", 512, "any"), icon("maskable-512", 512, "maskable"),
            { "src": "/assets/orange.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any" },
        ],
        "shortcuts": [{ "name": lang.text("off-queue-title"), "url": "/today/queue" }],
    });
    HttpResponse::Ok()
        .content_type("application/manifest+json; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::VARY, "Cookie, Accept-Language"))
        .body(manifest.to_string())
}
