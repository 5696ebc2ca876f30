//! `GET /operator/plates`: nameplates to print, what was printed, and the words that none may carry.

use actix_web::{HttpResponse, web::Path};
use app::commands::plates;
use kernel::PlateBatchId;
use readmodels::plates::PlateRow;

use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            form::Form,
            life::{BatchLine, PlateLine, PlatesPage, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

/// Where the list is.
const PLATES: &str = "/operator/plates";

/// `GET /operator/plates`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&draw(&visit, Form::empty())?))
}

/// `POST /operator/plates/print`: makes a batch and shows its sheet.
pub(in crate::web) async fn print(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let printed = plates::print(sent.visit.app(), &operator, &sent.intent).await;
    match sent.outcome(printed, str::to_owned)? {
        Ok((batch, done)) => {
            Ok(sent
                .visit
                .done(&format!("{PLATES}/{batch}"), "plates-printed", done))
        }
        Err(refused) => Ok(refused.page(&draw(&sent.visit, refused.form.clone())?)),
    }
}

/// `GET /operator/plates/{batch}`
pub(in crate::web) async fn sheet(
    visit: Visit,
    batch: Path<PlateBatchId>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let rows = visit.app().read().plates_of_batch(*batch)?;
    if rows.is_empty() {
        return Err(Problem::not_found());
    }
    let plates = rows.iter().map(|row| line(&visit, row));
    Ok(page(&SheetPage {
        pdf: format!("{PLATES}/{batch}/sheet.pdf"),
        shell: visit.shell(),
        plates: plates.collect::<Result<_, _>>()?,
    }))
}

/// `POST /operator/words`
pub(in crate::web) async fn ban(sent: Sent) -> Result<HttpResponse, Problem> {
    let (operator, word) = (sent.who.operator()?, sent.fields.text("word"));
    let banned = plates::ban_word(sent.visit.app(), &operator, &sent.intent, word).await;
    match sent.outcome(banned, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(PLATES, "word-banned", done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, refused.form.clone())?)),
    }
}

/// `POST /operator/words/allow`
pub(in crate::web) async fn allow(sent: Sent) -> Result<HttpResponse, Problem> {
    let (operator, word) = (sent.who.operator()?, sent.fields.text("word"));
    let done = plates::allow_word(sent.visit.app(), &operator, &sent.intent, word).await?;
    Ok(sent.visit.done(PLATES, "word-allowed", done))
}

fn draw(visit: &Visit, form: Form) -> Result<PlatesPage, Problem> {
    let read = visit.app().read();
    let waiting = read.plates_to_print()?;
    let batches = read.plate_batches()?;
    Ok(PlatesPage {
        shell: visit.shell(),
        waiting: waiting
            .iter()
            .map(|row| line(visit, row))
            .collect::<Result<_, _>>()?,
        batches: batches
            .iter()
            .map(|batch| BatchLine {
                href: format!("{PLATES}/{}", batch.batch),
                when: names::when(visit.lang, batch.at),
                plates: i64::from(batch.plates),
            })
            .collect(),
        words: plates::listed_words(visit.app())?,
        form,
    })
}

/// A plate with its words opened.
pub(in crate::web) fn line(visit: &Visit, row: &PlateRow) -> Result<PlateLine, Problem> {
    let words = visit
        .app()
        .open_nameplate(row.owner, row.adoption, &row.text)?;
    Ok(PlateLine {
        id: row.adoption.to_string(),
        words: words.unwrap_or_default(),
        tree: names::tree(visit.lang, &row.tree),
        code: names::tree_code_plain(&row.tree),
        code_text: names::tree_code(&row.tree),
        orchard: format!("{} · {}", row.tree.farm_name, row.tree.orchard_name),
    })
}
