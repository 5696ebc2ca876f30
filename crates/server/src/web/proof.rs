//! `GET /t/{code}/proof`: what of a tree's history is proven, in plain words; `…/proof.json`: the same as one file to be
//! checked offline. Both are for everybody, as the tree's page is.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Path},
};
use app::{Error, error::Fault};
use eventlog::{GlobalPosition, proof::SignedCheckpoint};
use kernel::TreeId;
use readmodels::tree_page::{Entry, TreePage as Facts};

use super::{
    format,
    i18n::Lang,
    names,
    page::page,
    tree::{by_code, diary},
    view::{
        parts::{Mark, Tone},
        proof::{ProofPage, ProofRecord, Seal},
    },
    visit::Visit,
};
use crate::{
    api::log::{not_yet, prover},
    problem::Problem,
    proofs::history::{collect, is_open},
    state::State,
    throttle::client_address,
};

/// The file grows with the tree; who fetched it may ask again soon.
const FOR_SECONDS: &str = "public, max-age=5";

/// `GET /t/{code}/proof`
pub(super) async fn show(visit: Visit, code: Path<String>) -> Result<HttpResponse, Problem> {
    let facts = facts(&visit, &code)?;
    let signing = visit.state().proofs.status().borrow().signing;
    let signed = visit.state().proofs.checkpoint();
    let size = signed.as_ref().map_or(0, |signed| signed.checkpoint().size);
    let proven = facts.entries.iter().filter(|entry| entry.position <= size);
    let open = proven.clone().filter(|entry| is_open(&entry.kind)).count();
    Ok(page(&ProofPage {
        shell: visit.shell(),
        code: names::tree_code_plain(&facts.tree),
        code_text: names::tree_code(&facts.tree),
        name: names::tree(visit.lang, &facts.tree),
        broken: signing.is_broken(),
        paused: signing.is_shut() && !signing.is_broken(),
        proven: count(proven.count()),
        open: count(open),
        records: facts
            .entries
            .iter()
            .rev()
            .map(|entry| record(visit.lang, entry, size))
            .collect(),
        seal: signed.map(|signed| seal(visit.state(), &signed)),
    }))
}

fn facts(visit: &Visit, code: &str) -> Result<Facts, Problem> {
    let tree = by_code(visit, code)?;
    visit
        .app()
        .read()
        .tree(tree)?
        .ok_or_else(Problem::not_found)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn seal(state: &State, signed: &SignedCheckpoint) -> Seal {
    let checkpoint = signed.checkpoint();
    Seal {
        size: format::thousands(names::signed(checkpoint.size)),
        file: format!("checkpoint-{}.txt", checkpoint.size),
        root: checkpoint.root.to_string(),
        vkey: state.proofs.vkey().to_string(),
        origin: checkpoint.origin.to_string(),
    }
}

fn record(lang: Lang, entry: &Entry, size: u64) -> ProofRecord {
    let counted = entry.position <= size;
    let (word, tone) = match (counted, is_open(&entry.kind)) {
        (false, _) => (lang.text("proof-soon"), Tone::Warn),
        (true, true) => (lang.text("proof-open"), Tone::Good),
        (true, false) => (lang.text("proof-closed"), Tone::Quiet),
    };
    ProofRecord {
        title: diary::title(lang, &entry.kind),
        when: names::when(lang, entry.at),
        position: entry.position.to_string(),
        state: Mark::new(word, tone),
        proof: counted.then(|| format!("/log/proof/{}", entry.position)),
    }
}

/// `GET /t/{code}/proof.json`
pub(super) async fn file(
    req: HttpRequest,
    visit: Visit,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let tree = by_code(&visit, &code)?;
    let state = visit.into_state();
    let signed = prover(&state)?
        .checkpoint()
        .ok_or_else(|| not_yet(&state))?;
    // What is kept for this checkpoint must not lack an event that it counts.
    let size = signed.checkpoint().size;
    state.app.caught_up(GlobalPosition(size)).await?;
    let (path, address) = (req.path().to_owned(), client_address(&req));
    let drawn = web::block(move || {
        state.kept.sealed(&path, size, || {
            state.throttle.history(address)?;
            draw(&state, tree, &signed)
        })
    });
    let body = drawn.await.map_err(|_| Error::from(Fault::Task))??;
    let disposition = format!("attachment; filename=\"pomona-{code}.json\"");
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, FOR_SECONDS))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(body))
}

/// The file's text. Blocking: it reads the log.
fn draw(state: &State, tree: TreeId, signed: &SignedCheckpoint) -> Result<String, Problem> {
    let facts = state.app.read().tree(tree)?;
    let facts = facts.ok_or_else(Problem::not_found)?;
    let name = names::tree_code_plain(&facts.tree);
    let read_me = Lang::ALL.map(|lang| read_me(lang, &name)).concat();
    let made = collect(&state.app, prover(state)?, signed, &facts, read_me)?;
    let text = serde_json::to_string_pretty(&made).map_err(Fault::from);
    Ok(text.map_err(Error::from)? + "\n")
}

/// What the file says of itself.
fn read_me(lang: Lang, code: &str) -> Vec<String> {
    let code = [("code", code.into())];
    vec![
        lang.text_with("proof-file-what", &code),
        lang.text_with("proof-file-check", &code),
        lang.text("proof-file-elsewhere"),
        lang.text("proof-file-keep"),
    ]
}
