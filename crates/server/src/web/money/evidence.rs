//! Papers that answer a dispute: attached as files, looked at again, submitted.
//! `POST /operator/disputes/{id}/documents`, `GET /operator/disputes/{id}/documents/{kind}`,
//! `POST /operator/disputes/{id}/evidence`.

use actix_web::{HttpResponse, http::header, web::Path};
use app::{Done, commands::evidence};
use kernel::DisputeId;
use readmodels::disputes::DisputeRow;
use settlement::dispute::DocumentKind;

use super::{Said, disputes::drawn, draw};
use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        harvest::{fields_invalid, refuse},
        names,
        view::sheet::{Act, FieldKind},
        visit::{Carried, Sent, Visit, outcome, typed},
    },
};

const HERE: &str = "/operator/disputes";
/// What a file dialog offers; what a file is its bytes say.
const ACCEPT: &str = "application/pdf,image/jpeg,image/png";
/// Bytes in a kilobyte, as file managers count.
const KILOBYTE: u32 = 1_000;

/// What is attached, and whether the channel has it.
pub(super) fn facts(visit: &Visit, row: &DisputeRow) -> Vec<String> {
    let papers = row.documents.iter().map(|one| {
        let kind = visit.lang.word("document", one.kind.as_str());
        let ending = one.media.ending().to_uppercase();
        format!("{kind} · {ending}, {} kB", one.bytes.div_ceil(KILOBYTE))
    });
    let mut facts: Vec<String> = papers.collect();
    if let Some(at) = row.handed_in_at {
        let at = names::when(visit.lang, at).text;
        facts.push(visit.text_with("dispute-handed-in", "at", &at));
    } else if row.evidence > 0 {
        facts.push(visit.lang.text("dispute-submitted"));
    }
    facts
}

/// Attach and submit, while the channel has nothing.
pub(super) fn acts(visit: &Visit, row: &DisputeRow, said: Option<&Said>) -> Vec<Act> {
    let id = row.dispute;
    if row.handed_in_at.is_some() {
        return vec![];
    }
    let file = vec![
        draw::select(visit, "kind", "document", &DocumentKind::ALL),
        draw::field(visit, "file", FieldKind::File(ACCEPT)),
    ];
    let at = |what: &str| format!("{HERE}/{id}/{what}");
    let mut acts = vec![draw::form(
        visit,
        "dispute-attach",
        id,
        at("documents"),
        file,
        said,
    )];
    if !row.documents.is_empty() {
        let note = vec![draw::line(visit, "note")];
        let submit = draw::form(visit, "dispute-evidence", id, at("evidence"), note, said);
        acts.push(submit);
    }
    acts
}

/// `POST /operator/disputes/{id}/documents`, fields `kind` and `file`
pub(in crate::web) async fn attach(
    carried: Carried,
    id: Path<DisputeId>,
) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let operator = who.operator()?;
    let (form, wish) = match upload {
        Ok(mut upload) => {
            let form = typed(&upload.fields);
            let file = upload.files.pop();
            let wish = match read(&upload.fields, file) {
                Ok(file) => evidence::attach(visit.app(), &operator, &upload.intent, *id, file)
                    .await
                    .map_err(Problem::from),
                Err(problem) => Err(problem),
            };
            (form, wish)
        }
        Err(problem) => (crate::web::view::form::Form::empty(), Err(problem)),
    };
    match outcome(visit.lang, form, wish, str::to_owned)? {
        Ok(done) => Ok(visit.done(HERE, "recorded", done)),
        Err(refused) => {
            let said = Said {
                act: format!("dispute-attach-{id}"),
                form: refused.form.clone(),
            };
            Ok(refused.page(&drawn(&visit, Some(&said))?))
        }
    }
}

fn read(fields: &Fields, file: Option<Vec<u8>>) -> Result<(DocumentKind, Vec<u8>), Problem> {
    let mut wrong = fields_invalid();
    let named = fields.text("kind");
    let kind = DocumentKind::ALL
        .into_iter()
        .find(|kind| kind.as_str() == named);
    let kind = kind.or_else(|| refuse(&mut wrong, "kind", "choice"));
    let file = file.or_else(|| refuse(&mut wrong, "file", "required"));
    kind.zip(file).ok_or(wrong)
}

/// `GET /operator/disputes/{id}/documents/{kind}`
pub(in crate::web) async fn show(
    visit: Visit,
    path: Path<(DisputeId, DocumentKind)>,
) -> Result<HttpResponse, Problem> {
    let auditor = visit.signed_in()?.auditor()?;
    let (dispute, kind) = path.into_inner();
    let found = evidence::show(visit.app(), &auditor, dispute, kind).await?;
    let (media, content) = found.ok_or_else(Problem::not_found)?;
    let name = format!("{}.{}", kind.as_str(), media.ending());
    Ok(HttpResponse::Ok()
        .content_type(media.media_type())
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(content))
}

/// `POST /operator/disputes/{id}/evidence`, field `note`
pub(in crate::web) async fn submit(
    sent: Sent,
    id: Path<DisputeId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let note = sent.fields.text("note").to_owned();
    let app = sent.visit.app();
    let wish: Result<Done, _> = evidence::submit(app, &operator, &sent.intent, *id, note).await;
    let act = format!("dispute-evidence-{id}");
    super::answer(&sent, wish.map_err(Problem::from), HERE, act, |said| {
        drawn(&sent.visit, said)
    })
}
