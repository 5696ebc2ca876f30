//! Papers that answer a dispute: sealed for the payer and kept, attached, submitted by a person, handed in at the channel
//! once. Erasing the payer makes them noise.

use kernel::{ContentHash, DisputeId, PersonId};
use settlement::{
    dispute::{self, Command, DOCUMENTS_BYTES_MAX, Dispute, Document, DocumentKind, Media},
    payment::{self, Payment},
};
use sha2::{Digest, Sha256};

use crate::{
    App, Done, Error, Intent, Violation,
    commands::{disputes, people::off_thread},
    error::Fault,
    permission::{Auditor, Operator, Signed},
    ports::BlobKey,
};

/// Attaches a file to the evidence. One of the same kind takes the place of the one before.
///
/// # Errors
/// No such dispute, over, too late or handed in; not a PDF, JPEG or PNG; more bytes than channels take.
pub async fn attach(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    dispute: DisputeId,
    (kind, file): (DocumentKind, Vec<u8>),
) -> Result<Done, Error> {
    let wrong = |code| Error::Invalid(vec![Violation::new("file", code)]);
    let media = Media::of(&file).ok_or_else(|| wrong("document-form"))?;
    let bytes = u32::try_from(file.len()).unwrap_or(u32::MAX);
    if bytes > DOCUMENTS_BYTES_MAX {
        let max = DOCUMENTS_BYTES_MAX;
        return Err(dispute::Rejection::DocumentsTooLarge { max }.into());
    }
    let payer = payer_of(app, dispute)?;
    let (of, blobs) = (app.clone(), app.blobs());
    let sealed = off_thread(move || {
        let text = of.seal_document(payer, dispute, kind, &file)?;
        let sealed = ContentHash::from_bytes(Sha256::digest(&text).into());
        blobs
            .put(BlobKey::Original(sealed), text.as_bytes())
            .map_err(Fault::from)?;
        Ok(sealed)
    })
    .await?;
    let document = Document {
        kind,
        media,
        bytes,
        sealed,
    };
    app.perform(intent, |work| {
        let command = Command::AttachDocument {
            document,
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Dispute>(&dispute::stream_id(dispute), command)?;
        Ok(())
    })
    .await
}

/// Submits what is attached, with a note. Where the channel takes evidence from programs it is handed in there; the
/// channel looks at it once, so nothing can be attached afterwards.
///
/// # Errors
/// No such dispute, over, too late or handed in; nothing is attached; the note is too long.
pub async fn submit(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    dispute: DisputeId,
    note: String,
) -> Result<Done, Error> {
    let state = app.load::<Dispute>(&dispute::stream_id(dispute))?;
    let documents = state.documents.values().map(|one| one.sealed).collect();
    disputes::submit_evidence(app, who, intent, dispute, (documents, note)).await
}

/// What a channel is to be handed.
#[derive(Debug, Clone)]
pub struct HandIn {
    /// The channel's own id of the case.
    pub case: String,
    /// What is written with it.
    pub note: String,
    /// Each document with its content.
    pub documents: Vec<(Document, Vec<u8>)>,
}

/// What the channel of a dispute is to be handed now; nothing once it has it, before it is submitted, when the dispute is
/// over, or when the payer was erased.
///
/// # Errors
/// The log, the vault or the storage failed.
pub async fn to_hand_in(app: &App, dispute: DisputeId) -> Result<Option<HandIn>, Error> {
    let state = app.load::<Dispute>(&dispute::stream_id(dispute))?;
    let Some(opened) = &state.opened else {
        return Ok(None);
    };
    if state.evidence == 0 || state.handed_in || state.outcome.is_some() {
        return Ok(None);
    }
    let mut documents = Vec::new();
    for document in state.documents.values() {
        let Some(content) = content_of(app, dispute, *document).await? else {
            return Ok(None);
        };
        documents.push((*document, content));
    }
    Ok(Some(HandIn {
        case: opened.case.clone(),
        note: state.note.clone(),
        documents,
    }))
}

/// Records the channel's fact that it has the evidence.
///
/// # Errors
/// No such dispute, or nothing was submitted.
pub async fn handed_in(app: &App, dispute: DisputeId) -> Result<Done, Error> {
    let intent = Intent::of_system(&format!("evidence of {dispute} handed in"), app.now());
    app.perform(&intent, |work| {
        let command = Command::RecordHandedIn { at: intent.now() };
        work.decide::<Dispute>(&dispute::stream_id(dispute), command)?;
        Ok(())
    })
    .await
}

/// A document as it was attached; nothing if the payer was erased.
///
/// # Errors
/// No such document, or the vault or the storage failed.
pub async fn show(
    app: &App,
    _who: &Signed<Auditor>,
    dispute: DisputeId,
    kind: DocumentKind,
) -> Result<Option<(Media, Vec<u8>)>, Error> {
    let state = app.load::<Dispute>(&dispute::stream_id(dispute))?;
    let document = *state.documents.get(&kind).ok_or(Error::NotFound)?;
    let content = content_of(app, dispute, document).await?;
    Ok(content.map(|content| (document.media, content)))
}

async fn content_of(
    app: &App,
    dispute: DisputeId,
    document: Document,
) -> Result<Option<Vec<u8>>, Error> {
    let payer = payer_of(app, dispute)?;
    let (of, blobs) = (app.clone(), app.blobs());
    off_thread(move || {
        let kept = blobs.get(BlobKey::Original(document.sealed));
        let text = String::from_utf8(kept.map_err(Fault::from)?)
            .map_err(|_| Fault::Blob(crate::ports::BlobError::Damaged))?;
        of.open_document(payer, dispute, document.kind, &text)
    })
    .await
}

/// Whose money it is about; what is told of them is sealed for them.
fn payer_of(app: &App, dispute: DisputeId) -> Result<PersonId, Error> {
    let state = app.load::<Dispute>(&dispute::stream_id(dispute))?;
    let payment = state.opened()?.payment;
    let paid = app.load::<Payment>(&payment::stream_id(payment))?;
    Ok(paid.opened()?.payer)
}
