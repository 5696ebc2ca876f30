//! Hands checkpoints to others, on a schedule: into a folder, and to an address. What fails is tried again at the next
//! turn, with the newest checkpoint of then; nothing here ever delays the log.
//!
//! What is posted is the body of a C2SP tlog-witness `add-checkpoint` request: the size the witness has, the proof that
//! the log only grew since, the checkpoint. A witness that has another size answers 409 with it.

mod post;

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eventlog::proof::{NOTE_BYTES_MAX, ProverError, SignedCheckpoint, Vkey};
use tokio::{sync::watch, time::MissedTickBehavior};

use self::post::{Answer, PostError};
use super::{Delivery, Proofs, Status};
use crate::config;

/// Delivers until `stopped`.
pub(crate) async fn keep_witnessed(
    proofs: Arc<Proofs>,
    settings: config::Proofs,
    mut stopped: watch::Receiver<bool>,
) {
    let mut status = proofs.status();
    if proofs.prover.is_none()
        || settings.witness_folder().is_none() && settings.witness_url.is_empty()
    {
        return;
    }
    // The first checkpoint of this run comes before the first turn, or there is nothing to deliver.
    let first = status.wait_for(|status| status.checkpoint_events.is_some());
    tokio::select! {
        _ = stopped.wait_for(|stop| *stop) => return,
        _ = first => {}
    }
    let settings = Arc::new(settings);
    let mut turns = tokio::time::interval(Duration::from_secs(settings.witness_seconds));
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stop| *stop) => return,
            _ = turns.tick() => {}
        }
        let (proofs, settings) = (Arc::clone(&proofs), Arc::clone(&settings));
        let turn = tokio::task::spawn_blocking(move || deliver(&proofs, &settings)).await;
        if turn.is_err() {
            tracing::error!("delivering a checkpoint had panicked");
        }
    }
}

/// Why a delivery failed.
#[derive(Debug, thiserror::Error)]
enum WitnessError {
    #[error("{}: {cause}", .path.display())]
    Folder { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Prover(#[from] ProverError),
    #[error(
        "the witness has {theirs} events, we have {ours}: events were lost here, or it is not our witness"
    )]
    Ahead { theirs: u64, ours: u64 },
    #[error("the witness does not take the checkpoint: {status}")]
    Refused { status: u16 },
}

/// One turn: both witnesses, each by itself.
fn deliver(proofs: &Proofs, settings: &config::Proofs) {
    let Some(signed) = proofs.checkpoint() else {
        return;
    };
    let events = signed.checkpoint().size;
    if let Some(folder) = settings.witness_folder() {
        note(proofs, events, &keep(folder, &signed), |status| {
            &mut status.witness_folder
        });
    }
    if !settings.witness_url.is_empty() {
        let known = proofs
            .status
            .borrow()
            .witness_url
            .map_or(0, |delivery| delivery.events);
        let posted = send(proofs, &settings.witness_url, known, &signed);
        note(proofs, events, &posted, |status| &mut status.witness_url);
    }
}

fn note(
    proofs: &Proofs,
    events: u64,
    done: &Result<(), WitnessError>,
    which: fn(&mut Status) -> &mut Option<Delivery>,
) {
    if let Err(error) = done {
        tracing::warn!(%error, "a checkpoint did not reach its witness; the next turn tries again");
    }
    proofs.status.send_modify(|status| {
        let delivery = which(status).get_or_insert_default();
        delivery.failing = done.is_err();
        match done {
            Ok(()) => delivery.events = events,
            Err(_) => delivery.failures += 1,
        }
    });
}

/// Keeps a checkpoint as a file of its own, durable; one that is there already stays as it is.
fn keep(folder: &Path, signed: &SignedCheckpoint) -> Result<(), WitnessError> {
    let name = file_name(signed.checkpoint().size);
    let path = folder.join(&name);
    let write = || {
        fs::create_dir_all(folder)?;
        if path.try_exists()? {
            return Ok(());
        }
        let draft = folder.join(format!("{name}.draft"));
        let mut file = File::create(&draft)?;
        file.write_all(signed.note().as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|cause| WitnessError::Folder {
        path: path.clone(),
        cause,
    })
}

/// Sorted by name is sorted by size.
fn file_name(size: u64) -> String {
    format!("checkpoint-{size:020}.txt")
}

/// The newest checkpoint of our key in a folder; files that are none are passed over.
pub(super) fn newest_in(folder: &Path, vkey: &Vkey) -> Option<SignedCheckpoint> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("checkpoint-") && name.ends_with(".txt"))
        .collect();
    names.sort_unstable();
    names.iter().rev().find_map(|name| {
        let path = folder.join(name);
        let small = fs::metadata(&path).ok()?.len() <= NOTE_BYTES_MAX as u64;
        let note = small.then(|| fs::read_to_string(&path).ok())??;
        SignedCheckpoint::open(&note, vkey).ok()
    })
}

/// Posts the checkpoint with the proof of growth since `known`; asks once more when the witness names another size.
fn send(
    proofs: &Proofs,
    url: &str,
    known: u64,
    signed: &SignedCheckpoint,
) -> Result<(), WitnessError> {
    let Some(prover) = proofs.prover() else {
        return Ok(());
    };
    let ours = signed.checkpoint().size;
    let body = |old: u64| -> Result<String, WitnessError> {
        let mut proof = prover.prove_growth_between(old, ours)?;
        signed.note().clone_into(&mut proof.checkpoint_note);
        Ok(proof.to_string())
    };
    let mut answer = post::post(url, &body(known)?)?;
    if let Answer::OtherSize(theirs) = answer {
        if theirs > ours {
            return Err(WitnessError::Ahead { theirs, ours });
        }
        answer = post::post(url, &body(theirs)?)?;
    }
    match answer {
        Answer::Taken => Ok(()),
        Answer::OtherSize(_) => Err(WitnessError::Refused { status: 409 }),
        Answer::Refused(status) => Err(WitnessError::Refused { status }),
    }
}

#[cfg(test)]
mod tests;
