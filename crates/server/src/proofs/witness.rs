//! Hands checkpoints to others, on a schedule: into a folder, and to an address. What fails is tried again at the next
//! turn, with the newest checkpoint of then; nothing here ever delays the log.
//!
//! What is posted is the body of a C2SP tlog-witness `add-checkpoint` request: the size the witness has, the proof that
//! the log only grew since, the checkpoint. A witness that has another size answers 409 with it.

mod post;

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use eventlog::proof::{NOTE_BYTES_MAX, ProverError, SignedCheckpoint, Vkey};
use tokio::{
    sync::{oneshot, watch},
    time::{MissedTickBehavior, timeout},
};

use self::post::{Answer, PostError};
use super::{Delivery, Proofs, Status};
use crate::config;

/// How long one delivery to the address may take, both requests together.
const POST_MAX: Duration = Duration::from_secs(15);
/// How long a delivery that is under way may hold up the end.
const END_MAX: Duration = Duration::from_secs(3);

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
        turn(move || deliver(&proofs, &settings), &mut stopped).await;
    }
}

/// One delivery on a thread of its own, which nothing waits for at the end: a mount that hangs must not hold up the
/// program.
async fn turn(work: impl FnOnce() + Send + 'static, stopped: &mut watch::Receiver<bool>) {
    let (done, mut ended) = oneshot::channel();
    let thread = thread::Builder::new().name("witness".to_owned());
    let started = thread.spawn(move || {
        work();
        // Nobody waits any more when the program ends.
        done.send(()).unwrap_or_default();
    });
    if let Err(error) = started {
        tracing::warn!(%error, "a checkpoint was not delivered; the next turn tries again");
        return;
    }
    let early = tokio::select! {
        outcome = &mut ended => Some(outcome),
        _ = stopped.wait_for(|stop| *stop) => None,
    };
    let outcome = match early {
        Some(outcome) => Some(outcome),
        None => timeout(END_MAX, ended).await.ok(),
    };
    match outcome {
        Some(Ok(())) => {}
        Some(Err(_)) => tracing::error!("delivering a checkpoint had panicked"),
        None => tracing::warn!("a delivery to a witness did not end in time"),
    }
}

/// Why a delivery failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum WitnessError {
    #[error("{}: {cause}", .path.display())]
    Folder { path: PathBuf, cause: io::Error },
    #[error("{} is there and is not this checkpoint; nothing is overwritten", .path.display())]
    OtherContent { path: PathBuf },
    #[error(transparent)]
    Post(#[from] PostError),
    #[error(transparent)]
    Prover(#[from] ProverError),
    #[error(
        "the witness has {theirs} events, we have {ours}: events were lost here, or it is not our witness"
    )]
    Ahead { theirs: u64, ours: u64 },
    #[error(
        "the witness took the checkpoint and its answer has no cosignature with proofs.witness_vkey"
    )]
    NotCosigned,
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
        note(
            proofs,
            events,
            &keep(folder, proofs.vkey(), &signed),
            |status| &mut status.witness_folder,
        );
    }
    if !settings.witness_url.is_empty() {
        let known = proofs
            .status
            .borrow()
            .witness_url
            .map_or(0, |delivery| delivery.events);
        let posted = send(proofs, &settings.witness_url, known, &signed);
        if let Err(error @ WitnessError::Ahead { .. }) = &posted {
            tracing::error!(%error, "NOTHING IS SIGNED: the witness knows more events than this log has");
            proofs.shut_as_lost(&format!("{}: {error}", settings.witness_url));
        }
        let posted = posted.and_then(|lines| match settings.witness_vkey() {
            Some(vkey) => {
                let cosigned = vkey.cosigned(&signed, &lines);
                proofs.keep_cosigned(cosigned.ok_or(WitnessError::NotCosigned)?);
                Ok(())
            }
            None => Ok(()),
        });
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

/// Keeps a checkpoint as a file of its own, durable; one that is there already stays as it is, and must be the same.
/// The folder itself is never made: a mount that is away must not be taken for an empty folder.
fn keep(folder: &Path, vkey: &Vkey, signed: &SignedCheckpoint) -> Result<(), WitnessError> {
    let name = file_name(signed.checkpoint().size, vkey);
    let path = folder.join(&name);
    let failed = |cause| WitnessError::Folder {
        path: path.clone(),
        cause,
    };
    if let Some(note) = note_in(&path).map_err(failed)? {
        let there = SignedCheckpoint::open(&note, vkey);
        let same = there.is_ok_and(|there| there.checkpoint() == signed.checkpoint());
        return if same {
            Ok(())
        } else {
            Err(WitnessError::OtherContent { path })
        };
    }
    let write = || {
        let draft = folder.join(format!("{name}.draft"));
        let mut file = File::create(&draft)?;
        file.write_all(signed.note().as_bytes())?;
        file.sync_all()?;
        fs::rename(&draft, &path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(failed)
}

/// The text of a file, as far as a note may be long; none where there is no such file. Bytes that are no text will
/// not verify.
fn note_in(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(cause),
    };
    let mut bytes = Vec::new();
    file.take(NOTE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Sorted by name is sorted by size. The key's id tells the logs apart that share a folder.
fn file_name(size: u64, vkey: &Vkey) -> String {
    let vkey = vkey.to_string();
    let id = vkey.split('+').nth(1).unwrap_or_default();
    format!("checkpoint-{size:020}-{id}.txt")
}

/// The newest checkpoint of our key in a folder; files that are none are passed over.
///
/// # Errors
/// [`WitnessError::Folder`] when the folder is not there, or it or a file in it cannot be read: then nobody knows.
pub(super) fn newest_in(
    folder: &Path,
    vkey: &Vkey,
) -> Result<Option<SignedCheckpoint>, WitnessError> {
    let failed = |path: &Path, cause| WitnessError::Folder {
        path: path.to_owned(),
        cause,
    };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| failed(folder, cause))? {
        let entry = entry.map_err(|cause| failed(folder, cause))?;
        let name = entry.file_name().into_string().unwrap_or_default();
        if name.starts_with("checkpoint-") && name.ends_with(".txt") {
            names.push(name);
        }
    }
    names.sort_unstable();
    for name in names.iter().rev() {
        let path = folder.join(name);
        let note = note_in(&path).map_err(|cause| failed(&path, cause))?;
        if let Some(Ok(signed)) = note.map(|note| SignedCheckpoint::open(&note, vkey)) {
            return Ok(Some(signed));
        }
    }
    Ok(None)
}

/// Posts the checkpoint with the proof of growth since `known`; asks once more when the witness names another size.
/// Gives back what the witness answered: its signature lines.
fn send(
    proofs: &Proofs,
    url: &str,
    known: u64,
    signed: &SignedCheckpoint,
) -> Result<String, WitnessError> {
    let Some(prover) = proofs.prover() else {
        return Ok(String::new());
    };
    let ours = signed.checkpoint().size;
    let body = |old: u64| -> Result<String, WitnessError> {
        let mut proof = prover.prove_growth_between(old, ours)?;
        signed.note().clone_into(&mut proof.checkpoint_note);
        Ok(proof.to_string())
    };
    let until = Instant::now() + POST_MAX;
    let mut answer = post::post(url, &body(known)?, until)?;
    if let Answer::OtherSize(theirs) = answer {
        if theirs > ours {
            return Err(WitnessError::Ahead { theirs, ours });
        }
        answer = post::post(url, &body(theirs)?, until)?;
    }
    match answer {
        Answer::Taken(lines) => Ok(lines),
        Answer::OtherSize(_) => Err(WitnessError::Refused { status: 409 }),
        Answer::Refused(status) => Err(WitnessError::Refused { status }),
    }
}

#[cfg(test)]
mod tests;
