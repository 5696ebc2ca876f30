//! The log for outsiders: checkpoint, tiles, key and proofs, as C2SP tlog-tiles and tlog-proof lay them out. Everybody
//! may ask: what is given out are hashes of salted or sealed records, never the records. Nothing here signs anything.

use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header,
    web::{self, Data, Path, Query},
};
use app::{Error, error::Fault};
use eventlog::{
    GlobalPosition,
    proof::{Prover, ProverError},
};
use serde::Deserialize;

use super::Answer;
use crate::{
    problem::{Kind, Problem},
    state::State,
};

/// The newest checkpoint is another one soon.
const FOR_SECONDS: &str = "public, max-age=5";
/// Tiles and the key change with a restore only, and then nobody should be given the old ones for long.
const FOR_AN_HOUR: &str = "public, max-age=3600";
const TEXT: &str = "text/plain; charset=utf-8";

/// `GET /log/checkpoint`
pub(crate) async fn checkpoint(state: Data<State>) -> Answer {
    prover(&state)?;
    let signed = state.proofs.served_checkpoint();
    let signed = signed.ok_or_else(|| not_yet(&state))?;
    Ok(text(FOR_SECONDS).body(signed.note().to_owned()))
}

/// `GET /log/checkpoint/cosigned`
pub(crate) async fn cosigned(state: Data<State>) -> Answer {
    prover(&state)?;
    let signed = state.proofs.cosigned_checkpoint();
    let signed = signed.ok_or_else(Problem::not_found)?;
    Ok(text(FOR_SECONDS).body(signed.note().to_owned()))
}

/// `GET /log/vkey`
pub(crate) async fn vkey(state: Data<State>) -> Answer {
    Ok(text(FOR_AN_HOUR).body(format!("{}\n", state.proofs.vkey())))
}

/// `GET /log/tile/{level}/{number}[.p/{width}]`, `GET /log/tile/entries/{number}[.p/{width}]`. The path is taken as it
/// came over the wire: each tile has one spelling.
pub(crate) async fn tile(req: HttpRequest, state: Data<State>) -> Answer {
    let path = req.uri().path().strip_prefix("/log/").unwrap_or_default();
    let path = path.to_owned();
    let tile = asked(state, move |prover| prover.tile(&path)).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CACHE_CONTROL, FOR_AN_HOUR))
        .body(tile.ok_or_else(Problem::not_found)?))
}

/// `GET /log/proof/{position}`
pub(crate) async fn proof(state: Data<State>, position: Path<u64>) -> Answer {
    let position = *position;
    let signed = prover(&state)?
        .checkpoint()
        .ok_or_else(|| not_yet(&state))?;
    if position > signed.checkpoint().size && position <= state.app.log().durable_position().0 {
        return Err(not_yet(&state));
    }
    if position == 0 || position > signed.checkpoint().size {
        return Err(Problem::not_found());
    }
    let proof = asked(state, move |prover| {
        prover.prove_event(GlobalPosition(position))
    })
    .await?;
    let name = format!("attachment; filename=\"event-{position}.tlog-proof\"");
    Ok(text(FOR_SECONDS)
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(proof.to_string()))
}

/// Between which checkpoints.
#[derive(Debug, Deserialize)]
pub(crate) struct GrowthQuery {
    /// Events in the older one.
    from: u64,
    /// Events in the newer one; the newest if left out.
    to: Option<u64>,
}

/// `GET /log/consistency?from=&to=`
pub(crate) async fn consistency(state: Data<State>, query: Query<GrowthQuery>) -> Answer {
    let GrowthQuery { from, to } = *query;
    let signed = prover(&state)?
        .checkpoint()
        .ok_or_else(|| not_yet(&state))?;
    let newest = signed.checkpoint().size;
    let to = to.unwrap_or(newest);
    if to > newest {
        return Err(Problem::query("to", "out-of-range"));
    }
    if from > to {
        return Err(Problem::query("from", "out-of-range"));
    }
    let proof = asked(state, move |prover| {
        let mut proof = prover.prove_growth_between(from, to)?;
        if to == newest {
            signed.note().clone_into(&mut proof.checkpoint_note);
        }
        Ok(proof)
    });
    Ok(text(FOR_SECONDS).body(proof.await?.to_string()))
}

/// Asks the prover, who reads the log, off the worker's own thread.
async fn asked<T: Send + 'static>(
    state: Data<State>,
    question: impl FnOnce(&Prover) -> Result<T, ProverError> + Send + 'static,
) -> Result<T, Problem> {
    web::block(move || Ok(question(prover(&state)?)?))
        .await
        .map_err(|_| Problem::from(Error::from(Fault::Task)))?
}

/// The prover, while the log is known to be the one that was signed.
pub(crate) fn prover(state: &State) -> Result<&Prover, Problem> {
    state.proofs.prover().ok_or_else(|| {
        let why = if state.proofs.status().borrow().signing.is_broken() {
            "the log is not the one that was signed before; nothing is signed or proven until an operator looked"
        } else {
            "nobody can tell just now whether the log is the one that was signed before; nothing is signed or proven \
             until an operator looked"
        };
        let mut problem = Problem::new(Kind::Busy, "proofs-stopped", why);
        problem.retry_after_seconds = Some(state.config.proofs.witness_seconds);
        problem
    })
}

/// The newest checkpoint does not count this yet.
pub(crate) fn not_yet(state: &State) -> Problem {
    let mut problem = Problem::new(
        Kind::Busy,
        "not-yet-signed",
        "it is in the log and stands in the next checkpoint",
    );
    problem.retry_after_seconds = Some(state.config.proofs.publish_seconds);
    problem
}

fn text(caching: &'static str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(TEXT)
        .insert_header((header::CACHE_CONTROL, caching));
    answer
}
