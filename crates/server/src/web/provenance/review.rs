//! `GET /operator/photos`: every observation that raised a question, with both pictures side by side, and the decision
//! with its reason. Auditors look; operators decide.

use actix_web::{HttpResponse, web::Path};
use app::commands::observations;
use kernel::{ContentHash, ObservationId};
use readmodels::observations::{OBSERVATIONS_MAX, ObservationRow};
use traceability::observation::Flag;

use crate::{
    problem::Problem,
    web::{
        format, names,
        page::page,
        today,
        view::{
            form::Form,
            provenance::{Case, Question, ReviewPage, Side},
        },
        visit::{Sent, Visit},
    },
};

/// Where it is decided.
const QUEUE: &str = "/operator/photos";
/// Bits of a fingerprint.
const BITS: u16 = 256;
/// Metres of a kilometre.
const KILOMETRE: u64 = 1_000;

/// Forms that were refused, and of which observation.
#[derive(Default)]
struct Forms {
    of: Option<ObservationId>,
    accept: Form,
    refuse: Form,
}

/// `GET /operator/photos`
pub(in crate::web) async fn queue(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&draw(&visit, &Forms::default())?))
}

/// `POST /operator/observations/{id}/accept`
pub(in crate::web) async fn accept(
    sent: Sent,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let reason = Some(sent.fields.text("reason"));
    let wish = observations::accept(app, &operator, &sent.intent, *id, reason).await;
    match sent.outcome(wish.map_err(Problem::from), str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(QUEUE, "observation-accepted", done)),
        Err(refused) => {
            let forms = Forms {
                of: Some(*id),
                accept: refused.form.clone(),
                refuse: Form::empty(),
            };
            Ok(refused.page(&draw(&sent.visit, &forms)?))
        }
    }
}

/// `POST /operator/observations/{id}/reject`
pub(in crate::web) async fn refuse(
    sent: Sent,
    id: Path<ObservationId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let reason = sent.fields.text("reason");
    let wish = observations::refuse(app, &operator, &sent.intent, *id, reason).await;
    match sent.outcome(wish.map_err(Problem::from), str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(QUEUE, "observation-rejected", done)),
        Err(refused) => {
            let forms = Forms {
                of: Some(*id),
                accept: Form::empty(),
                refuse: refused.form.clone(),
            };
            Ok(refused.page(&draw(&sent.visit, &forms)?))
        }
    }
}

fn draw(visit: &Visit, forms: &Forms) -> Result<ReviewPage, Problem> {
    let rows = visit.app().read().observations_flagged(OBSERVATIONS_MAX)?;
    let cases = rows.iter().map(|row| case(visit, row, forms));
    let cases = cases.collect::<Result<Vec<_>, _>>()?;
    Ok(ReviewPage {
        shell: visit.shell(),
        count: i64::try_from(cases.len()).unwrap_or(i64::MAX),
        cases,
        acts: visit.identity().is_some_and(|who| who.is_operator()),
    })
}

fn case(visit: &Visit, row: &ObservationRow, forms: &Forms) -> Result<Case, Problem> {
    let lang = visit.lang;
    let stage = lang.word("stage", &names::code_of(&row.stage));
    let typed = |form: &Form| {
        if forms.of == Some(row.observation) {
            form.clone()
        } else {
            Form::empty()
        }
    };
    let questions = row.asked.iter().map(|flag| question(visit, row, flag));
    Ok(Case {
        id: row.observation.to_string(),
        tree: names::tree(lang, &row.tree),
        tree_href: names::tree_href(&row.tree),
        what: match &row.note {
            Some(note) => format!("{stage} · {note}"),
            None => stage,
        },
        made: names::when(lang, row.captured_at),
        received: names::when(lang, row.received_at),
        questions: questions.collect::<Result<Vec<_>, _>>()?,
        accept: typed(&forms.accept),
        refuse: typed(&forms.refuse),
    })
}

fn question(visit: &Visit, row: &ObservationRow, flag: &Flag) -> Result<Question, Problem> {
    let lang = visit.lang;
    let (sha256, detail, earlier) = match flag {
        Flag::SamePhoto { sha256, of } => {
            let detail = lang.text("review-same-detail");
            (*sha256, detail, side_of(visit, *of, *sha256)?)
        }
        Flag::NearPhoto {
            sha256,
            like,
            of,
            bits,
        } => {
            let alike = u32::from(BITS.saturating_sub(*bits)) * 100 / u32::from(BITS);
            let detail = visit.text_with("review-near-detail", "percent", &alike.to_string());
            (*sha256, detail, side_of(visit, *of, *like)?)
        }
        Flag::OldPhoto { sha256, taken_at } | Flag::FuturePhoto { sha256, taken_at } => {
            let taken = names::when(lang, *taken_at).text;
            let received = names::when(lang, row.received_at).text;
            let detail = visit.text_with_two(
                "review-time-detail",
                ("taken", &taken),
                ("received", &received),
            );
            (*sha256, detail, None)
        }
        Flag::FarAway { sha256, metres } => {
            let kilometres = format::thousands(names::signed(metres.div_ceil(KILOMETRE)));
            let detail = visit.text_with("review-far-detail", "kilometres", &kilometres);
            (*sha256, detail, None)
        }
    };
    Ok(Question {
        word: today::flag(lang, flag),
        detail,
        asked: side(visit, row, sha256),
        earlier,
    })
}

fn side(visit: &Visit, row: &ObservationRow, sha256: ContentHash) -> Side {
    let tree = names::tree(visit.lang, &row.tree);
    Side {
        photo: names::photo_of(sha256, tree.clone()),
        caption: tree,
        when: names::when(visit.lang, row.captured_at),
    }
}

fn side_of(
    visit: &Visit,
    observation: ObservationId,
    sha256: ContentHash,
) -> Result<Option<Side>, Problem> {
    let row = visit.app().read().observation(observation)?;
    Ok(row.map(|row| side(visit, &row, sha256)))
}
