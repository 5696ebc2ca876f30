//! `GET /operator/disputes`: what payers asked their channel for, what waits meanwhile, and until when evidence counts.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::{
        disputes::{self, Case},
        payments::Capture,
    },
};
use kernel::{Day, DisputeId, Money, PaymentId, ShortCode, Timestamp};
use readmodels::disputes::{DisputeRow, DisputeState};
use settlement::{dispute::DisputeReason, payment::Channel};

use super::{Said, amount, answer, choice, draw, evidence, read};
use crate::{
    problem::Problem,
    web::{
        harvest::{fields_invalid, refuse},
        names,
        page::page,
        view::{
            parts::Tone,
            sheet::{Act, Block, FieldKind, Item, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/disputes";
/// How many disputes are shown.
const SHOWN_MAX: usize = 200;
const REASONS: [DisputeReason; 5] = [
    DisputeReason::Fraud,
    DisputeReason::NotReceived,
    DisputeReason::NotAsDescribed,
    DisputeReason::Duplicate,
    DisputeReason::Other,
];

/// `GET /operator/disputes`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&drawn(&visit, None)?))
}

pub(super) fn drawn(visit: &Visit, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let acts = visit.signed_in()?.is_operator();
    let rows = visit.app().read().disputes(false, SHOWN_MAX)?;
    let shown = rows.iter().map(|row| item(visit, row, acts, said));
    let shown = shown.collect::<Result<Vec<_>, Problem>>()?;
    let mut blocks = vec![draw::items(visit, "disputes", shown)];
    if acts {
        blocks.push(Block::Form(open_form(visit, said)));
    }
    Ok(draw::operator_sheet(visit, "disputes", blocks))
}

fn item(visit: &Visit, row: &DisputeRow, acts: bool, said: Option<&Said>) -> Result<Item, Problem> {
    let is_open = row.state == DisputeState::Open;
    let (word, tone) = match row.state {
        DisputeState::Open if row.respond_by <= visit.app().now() => ("overdue", Tone::Bad),
        DisputeState::Open => ("open", Tone::Warn),
        DisputeState::Won { .. } => ("won", Tone::Good),
        DisputeState::Lost { .. } => ("lost", Tone::Bad),
    };
    let why = visit
        .lang
        .word("dispute-reason", &names::code_of(&row.reason));
    let channel = visit.lang.word("channel", row.channel.as_str());
    let mut facts = vec![format!(
        "{why} · {channel} {} · {}",
        row.case,
        draw::tree_of(visit, row.adoption)?
    )];
    facts.extend(evidence::facts(visit, row));
    if is_open {
        let until = names::when(visit.lang, row.respond_by).text;
        facts.push(visit.text_with("dispute-due", "until", &until));
        facts.push(visit.lang.text("dispute-frozen"));
    }
    Ok(Item {
        title: names::money(row.amount),
        href: String::new(),
        mark: Some(draw::mark(visit, "dispute-state", word, tone)),
        facts,
        when: Some(names::when(visit.lang, row.opened_at)),
        acts: if acts && is_open {
            todo(visit, row, said)
        } else {
            vec![]
        },
    })
}

fn todo(visit: &Visit, row: &DisputeRow, said: Option<&Said>) -> Vec<Act> {
    let id = row.dispute;
    let at = |what: &str| format!("{HERE}/{id}/{what}");
    let lost = vec![
        draw::line(visit, "transaction"),
        draw::line(visit, "amount"),
        draw::optional(visit, "fee", FieldKind::Line("text")),
    ];
    let mut acts = evidence::acts(visit, row, said);
    acts.extend([
        draw::button(visit, "dispute-won", id, at("won"), said),
        draw::form(visit, "dispute-lost", id, at("lost"), lost, said),
    ]);
    acts
}

fn open_form(visit: &Visit, said: Option<&Said>) -> Act {
    let fields = vec![
        draw::line(visit, "reference"),
        draw::line(visit, "case"),
        draw::line(visit, "amount"),
        draw::select(visit, "reason", "dispute-reason", &REASONS),
        draw::field(visit, "respond_by", FieldKind::Line("date")),
    ];
    draw::form(visit, "dispute-open", "new", HERE.to_owned(), fields, said)
}

/// `POST /operator/disputes`
pub(in crate::web) async fn open(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let (payment, case) = read_case(&sent)?;
        let app = sent.visit.app();
        let (_, done) = disputes::open(app, &operator, &sent.intent, payment, case).await?;
        Ok(done)
    };
    let wish: Result<Done, Problem> = wish.await;
    answer(&sent, wish, HERE, "dispute-open-new", |said| {
        drawn(&sent.visit, said)
    })
}

fn read_case(sent: &Sent) -> Result<(PaymentId, Case), Problem> {
    let fields = &sent.fields;
    let reference: ShortCode = read(fields, "reference", "reference-unknown")?;
    let found = sent.visit.app().read().payment_by_reference(reference)?;
    let mut wrong = fields_invalid();
    let Some(row) = found.or_else(|| refuse(&mut wrong, "reference", "reference-unknown")) else {
        return Err(wrong);
    };
    let day: Day = read(fields, "respond_by", "date")?;
    let respond_by = end_of(day).or_else(|| refuse(&mut wrong, "respond_by", "date"));
    let Some(respond_by) = respond_by else {
        return Err(wrong);
    };
    let case = Case {
        case: fields.text("case").trim().to_owned(),
        amount: amount(fields, "amount")?,
        reason: choice(fields, "reason")?,
        respond_by,
    };
    Ok((row.payment, case))
}

/// Evidence counts until the day is over.
fn end_of(day: Day) -> Option<Timestamp> {
    names::midnight(day.plus_days(1)?)
}

/// `POST /operator/disputes/{id}/won`
pub(in crate::web) async fn won(sent: Sent, id: Path<DisputeId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = disputes::record_won(sent.visit.app(), &operator, &sent.intent, *id).await;
    let act = format!("dispute-won-{id}");
    answer(&sent, wish.map_err(Problem::from), HERE, act, |said| {
        drawn(&sent.visit, said)
    })
}

/// `POST /operator/disputes/{id}/lost`
pub(in crate::web) async fn lost(sent: Sent, id: Path<DisputeId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let app = sent.visit.app();
        let row = app.read().dispute(*id)?.ok_or_else(Problem::not_found)?;
        let fact = lost_fact(&sent, row.channel)?;
        Ok(disputes::record_lost(app, &operator, &sent.intent, *id, fact).await?)
    };
    let wish: Result<Done, Problem> = wish.await;
    let act = format!("dispute-lost-{id}");
    answer(&sent, wish, HERE, act, |said| drawn(&sent.visit, said))
}

fn lost_fact(sent: &Sent, channel: Channel) -> Result<Capture, Problem> {
    let amount_lost = amount(&sent.fields, "amount")?;
    let fee = if sent.fields.text("fee").trim().is_empty() {
        Money::new(0, amount_lost.currency)
    } else {
        amount(&sent.fields, "fee")?
    };
    Ok(Capture {
        fee,
        ..super::refunds::capture(sent, channel, amount_lost)
    })
}
