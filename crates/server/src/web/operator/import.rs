//! `GET|POST /operator/trees/import`: trees from a CSV or GeoJSON file or pasted text, with a verdict for each row.

use actix_web::HttpResponse;
use app::commands::tree_import::{self, Format, Imported, Outcome, RowVerdict, TreeFile};
use kernel::{OrchardId, TreeId};

use crate::{
    auth::Uploaded,
    problem::Problem,
    web::{
        harvest::fields_invalid,
        names,
        page::page,
        sentence,
        today::orchard_choice,
        view::{
            form::Form,
            import::{ImportPage, RowVerdict as Row},
            parts::{Mark, Tone},
        },
        visit::{Carried, Visit, outcome, typed},
    },
};

/// `GET /operator/trees/import`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&draw(&visit, Form::empty(), None)?))
}

/// `POST /operator/trees/import`. The answer is the page with the verdicts: sending it again changes nothing.
pub(in crate::web) async fn import(carried: Carried) -> Result<HttpResponse, Problem> {
    let Carried { visit, who, upload } = carried;
    let operator = who.operator()?;
    let (form, wish) = match upload {
        Ok(upload) => (
            typed(&upload.fields),
            read(&visit, &operator, &upload).await,
        ),
        Err(problem) => (Form::empty(), Err(problem)),
    };
    match outcome(visit.lang, form.clone(), wish, str::to_owned)? {
        Ok(imported) => Ok(page(&draw(&visit, form, Some(&imported))?)),
        Err(refused) => Ok(refused.page(&draw(&visit, refused.form.clone(), None)?)),
    }
}

async fn read(
    visit: &Visit,
    operator: &app::permission::Signed<app::permission::Operator>,
    upload: &Uploaded,
) -> Result<Imported, Problem> {
    let orchard = upload.fields.text("orchard").parse::<OrchardId>();
    let orchard = orchard.map_err(|_| fields_invalid().at_field("orchard", "choice"))?;
    let pasted = upload.fields.text("csv");
    let bytes = match upload.files.first() {
        Some(file) => file.as_slice(),
        None if pasted.trim().is_empty() => {
            return Err(fields_invalid().at_field("file", "required"));
        }
        None => pasted.as_bytes(),
    };
    let app = visit.app();
    let file = TreeFile {
        format: format_of(bytes),
        bytes,
        trial: upload.fields.text("trial") == "yes",
    };
    let wish = tree_import::import(app, operator, &upload.intent, orchard, file, |_, _| {});
    let (imported, done) = wish.await?;
    app.caught_up(done.position.position()).await?;
    Ok(imported)
}

/// A table never begins with a brace: its first line names the columns.
fn format_of(bytes: &[u8]) -> Format {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match text.trim_ascii_start().first() {
        Some(b'{') => Format::GeoJson,
        Some(_) | None => Format::Csv,
    }
}

fn draw(visit: &Visit, form: Form, imported: Option<&Imported>) -> Result<ImportPage, Problem> {
    let verdicts = imported.map_or(&[][..], |imported| &imported.rows);
    let orchards = visit.app().read().orchards()?;
    let rows = verdicts
        .iter()
        .map(|one| row(visit, one))
        .collect::<Result<Vec<_>, _>>()?;
    let count = |test: fn(&Outcome) -> bool| {
        let found = verdicts.iter().filter(|one| test(&one.outcome)).count();
        i64::try_from(found).unwrap_or(i64::MAX)
    };
    Ok(ImportPage {
        shell: visit.shell(),
        written: imported.is_some_and(|imported| imported.written),
        orchards: orchards.iter().map(orchard_choice).collect(),
        form,
        rows,
        accepted: count(|outcome| {
            matches!(
                outcome,
                Outcome::Registered { .. } | Outcome::Surveyed { .. } | Outcome::Outlined { .. }
            )
        }),
        unchanged: count(|outcome| matches!(outcome, Outcome::Unchanged { .. })),
        refused: count(|outcome| matches!(outcome, Outcome::Refused { .. })),
    })
}

fn row(visit: &Visit, verdict: &RowVerdict) -> Result<Row, Problem> {
    let (word, tone, tree, text) = match &verdict.outcome {
        Outcome::Registered { tree, code } => {
            let code = code.map_or_else(String::new, |code| code.grouped());
            ("accepted", Tone::Good, name(visit, *tree)?, code)
        }
        Outcome::Surveyed { tree } => ("surveyed", Tone::Good, name(visit, *tree)?, String::new()),
        Outcome::Outlined { .. } => ("outlined", Tone::Good, String::new(), String::new()),
        Outcome::Unchanged { tree } => {
            let tree = tree.map_or_else(|| Ok(String::new()), |tree| name(visit, tree))?;
            ("unchanged", Tone::Quiet, tree, String::new())
        }
        Outcome::Refused { code, column } => (
            "refused",
            Tone::Bad,
            String::new(),
            refusal(visit, code, *column),
        ),
    };
    Ok(Row {
        line: i64::try_from(verdict.line).unwrap_or(i64::MAX),
        tree,
        verdict: Mark::new(visit.lang.word("row", word), tone),
        text,
    })
}

/// Why a row was refused. Codes come from fields and from the tree's own rules.
fn refusal(visit: &Visit, code: &'static str, column: Option<&str>) -> String {
    let rule = visit.lang.known_word("rejection", code);
    let sentence = match rule {
        Some(sentence) if visit.lang.known_word("field", code).is_none() => sentence,
        _ => sentence::of_field(visit.lang, code, &serde_json::Value::Null),
    };
    column.map_or_else(
        || sentence.clone(),
        |column| format!("{column}: {sentence}"),
    )
}

fn name(visit: &Visit, tree: TreeId) -> Result<String, Problem> {
    let card = visit.app().read().tree_card(tree)?;
    Ok(card.map_or_else(String::new, |card| names::tree(visit.lang, &card)))
}
