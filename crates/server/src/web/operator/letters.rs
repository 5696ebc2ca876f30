//! `/operator/letters`: how many letters of each kind were sent, and which are in trouble. It knows no address and no word
//! of a letter.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web::Path};
use app::{commands::letters, permission::Identity};
use kernel::LetterId;
use readmodels::letters::{LETTERS_MAX, LetterRow, LetterState};

use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        view::reached::{CountRow, MailLogPage, TroubleRow},
        visit::{Sent, Visit},
    },
};

/// `GET /operator/letters`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let read = visit.app().read();
    let lang = visit.lang;
    let way = if visit.state().config.letters.smtp_host.is_empty() {
        "mail-way-folder"
    } else {
        "mail-way-smtp"
    };
    let troubles = read.letters_in_trouble(LETTERS_MAX)?;
    Ok(page(&MailLogPage {
        shell: visit.shell(),
        way: lang.text(way),
        counts: counts(&visit)?,
        troubles: troubles.iter().map(|row| trouble(&visit, row)).collect(),
        may_act: visit.identity().is_some_and(Identity::is_operator),
    }))
}

fn counts(visit: &Visit) -> Result<Vec<CountRow>, Problem> {
    let mut kinds: BTreeMap<String, [u64; 4]> = BTreeMap::new();
    for row in visit.app().read().letter_counts()? {
        let column = match row.state {
            LetterState::Waiting | LetterState::InFlight => 0,
            LetterState::Sent => 1,
            LetterState::GivenUp => 2,
            LetterState::Dropped => 3,
        };
        let kind = visit.lang.word("letter-kind", &names::code_of(&row.kind));
        kinds.entry(kind).or_default()[column] += row.count;
    }
    let rows = kinds.into_iter().map(|(kind, counts)| CountRow {
        kind,
        counts: counts.map(|count| count.to_string()),
    });
    Ok(rows.collect())
}

fn trouble(visit: &Visit, row: &LetterRow) -> TroubleRow {
    let lang = visit.lang;
    let failure = row.failure.as_ref().map(names::code_of).unwrap_or_default();
    TroubleRow {
        id: row.letter.to_string(),
        kind: lang.word("letter-kind", &names::code_of(&row.kind)),
        failure: lang.word("letter-failure", &failure),
        due: names::when(lang, row.due_at),
        again: row.next_at.map(|at| names::when(lang, at)),
        attempts: i64::from(row.attempts),
    }
}

/// `POST /operator/letters/{id}/again`
pub(in crate::web) async fn again(sent: Sent, id: Path<LetterId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let done = letters::send_again(sent.visit.app(), &operator, &sent.intent, *id).await?;
    Ok(sent.visit.done("/operator/letters", "letter-again", done))
}
