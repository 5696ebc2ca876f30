//! `GET /operator/refunds`: what goes back. Asked for by one, approved by another above the limit, sent, settled or
//! failed; what the channel cannot refund goes by a payout.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{
    Done, Error,
    commands::{
        partial_refunds::{self, RefundWish},
        payments::Capture,
        refunds,
    },
};
use kernel::{AdoptionId, Money, RefundId};
use readmodels::money::{RefundRow, RefundState};
use serde::Deserialize;
use settlement::{
    payment::{Channel, LinePart},
    refund::{FeeBearer, RefundReason},
};

use super::{
    Said, account, amount, answer, choice, draw,
    pick::{self, Picked},
    read,
};
use crate::{
    api::refunds::STATES,
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            parts::Tone,
            sheet::{Act, Block, FieldKind, Item, Link, Links, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/refunds";
/// How many refunds are shown.
const SHOWN_MAX: usize = 100;
/// Reasons a person may give.
const REASONS: [RefundReason; 4] = [
    RefundReason::Shortfall,
    RefundReason::Claim,
    RefundReason::ByOperator,
    RefundReason::Withdrawn,
];

/// Which refunds.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    state: Option<String>,
    #[serde(flatten)]
    picked: Picked,
}

/// `GET /operator/refunds?state={state}`, `?q={words}` to look for an adoption, `?adoption={id}` once it is chosen
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let state = asked.state.as_deref().filter(|one| STATES.contains(one));
    Ok(page(&drawn(&visit, state, &asked.picked, None)?))
}

fn drawn(
    visit: &Visit,
    state: Option<&str>,
    picked: &Picked,
    said: Option<&Said>,
) -> Result<SheetPage, Problem> {
    let read = visit.app().read();
    let rows = match state {
        None => read.refunds_open()?,
        Some(state) => read.refunds(Some(state), None, SHOWN_MAX)?,
    };
    let acts = visit.signed_in()?.is_operator();
    let shown = rows.iter().map(|row| item(visit, row, acts, said));
    let mut blocks = vec![
        Block::Links(filters(visit, state)),
        draw::items(visit, "refunds", shown.collect::<Result<_, _>>()?),
    ];
    let queued = read.payments_with_queued_refunds()?;
    if !queued.is_empty() {
        let batching = visit.app().settings().batching;
        let enough = names::money(Money::fen(batching.together_from_minor));
        let waiting = Item {
            title: visit.text_with_two(
                "refunds-queued",
                ("payments", &queued.len().to_string()),
                ("enough", &enough),
            ),
            ..plain()
        };
        blocks.push(draw::items(visit, "queued", vec![waiting]));
    }
    if acts {
        let adoption = picked.adoption(said);
        let chosen = adoption.map(|one| Ok::<_, Problem>((one, pick::chosen(visit, one)?)));
        if let Some((adoption, Some(label))) = chosen.transpose()? {
            blocks.push(Block::Form(ask_form(visit, adoption, label, said)));
        }
        blocks.push(Block::Search(pick::search(visit, HERE, picked)?));
    }
    Ok(draw::operator_sheet(visit, "refunds", blocks))
}

fn filters(visit: &Visit, state: Option<&str>) -> Links {
    let all = Link {
        href: HERE.to_owned(),
        label: visit.lang.word("refund-state", "open"),
        current: state.is_none(),
    };
    let others = STATES.iter().map(|one| Link {
        href: format!("{HERE}?state={one}"),
        label: visit.lang.word("refund-state", one),
        current: state == Some(*one),
    });
    Links {
        label: visit.lang.word("col", "state"),
        links: std::iter::once(all).chain(others).collect(),
    }
}

fn plain() -> Item {
    Item {
        title: String::new(),
        href: String::new(),
        mark: None,
        facts: Vec::new(),
        when: None,
        acts: Vec::new(),
    }
}

fn item(visit: &Visit, row: &RefundRow, acts: bool, said: Option<&Said>) -> Result<Item, Problem> {
    let (word, tone) = match row.state {
        RefundState::Unapproved => ("unapproved", Tone::Warn),
        RefundState::Declined { .. } => ("declined", Tone::Quiet),
        RefundState::Requested => ("requested", Tone::Warn),
        RefundState::Accepted { .. } => ("accepted", Tone::Quiet),
        RefundState::Settled { .. } => ("settled", Tone::Good),
        RefundState::Failed { .. } => ("failed", Tone::Bad),
    };
    let why = visit.lang.word("refund", &names::code_of(&row.reason));
    let channel = visit.lang.word("channel", row.channel.as_str());
    let mut facts = vec![format!(
        "{why} · {channel} · {}",
        draw::tree_of(visit, row.adoption)?
    )];
    if let Some(person) = row.requested_by {
        let name = draw::person_name(visit, person)?;
        facts.push(visit.text_with("asked-by", "name", &name));
    }
    match &row.state {
        RefundState::Failed { reason, .. } | RefundState::Declined { reason, .. } => {
            facts.push(reason.clone());
        }
        RefundState::Settled { transaction, .. } => facts.push(transaction.clone()),
        RefundState::Unapproved | RefundState::Requested | RefundState::Accepted { .. } => {}
    }
    facts.extend(fee(visit, row));
    Ok(Item {
        title: names::money(row.amount),
        href: String::new(),
        mark: Some(draw::mark(visit, "refund-state", word, tone)),
        facts,
        when: Some(names::when(visit.lang, row.requested_at)),
        acts: if acts { todo(visit, row, said) } else { vec![] },
    })
}

/// What became of the channel's fee: given back, or lost and borne by somebody.
fn fee(visit: &Visit, row: &RefundRow) -> Option<String> {
    let told = |key: &str, amount| visit.text_with(key, "amount", &names::money(amount));
    if row.fee_returned.minor > 0 {
        return Some(told("refund-fee-returned", row.fee_returned));
    }
    let lost = row.lost_fee?;
    let key = match lost.bearer {
        FeeBearer::Platform => "refund-fee-platform",
        FeeBearer::Farm(_) => "refund-fee-farm",
        FeeBearer::Buyer => "refund-fee-buyer",
    };
    Some(told(key, lost.amount))
}

/// What can be done about a refund as it stands.
fn todo(visit: &Visit, row: &RefundRow, said: Option<&Said>) -> Vec<Act> {
    let id = row.refund;
    let at = |what: &str| format!("{HERE}/{id}/{what}");
    let reason = || vec![draw::line(visit, "reason")];
    let fail = || draw::form(visit, "refund-fail", id, at("fail"), reason(), said);
    let settle = || {
        let asked = vec![draw::line(visit, "transaction")];
        draw::form(visit, "refund-paid", id, at("paid"), asked, said)
    };
    match row.state {
        RefundState::Unapproved => vec![
            draw::button(visit, "approve", id, at("approve"), said),
            draw::form(visit, "decline", id, at("decline"), reason(), said),
        ],
        RefundState::Requested => vec![
            draw::button(visit, "refund-accept", id, at("accept"), said),
            settle(),
            fail(),
        ],
        RefundState::Accepted { .. } => vec![settle(), fail()],
        RefundState::Failed { .. } => {
            let asked = vec![
                draw::field(visit, "adoption", FieldKind::Hidden),
                draw::field(visit, "payment", FieldKind::Hidden),
                draw::field(visit, "amount", FieldKind::Hidden),
                draw::field(visit, "reason", FieldKind::Hidden),
                draw::field(visit, "channel_refused", FieldKind::Hidden),
            ];
            let checked = draw::field(visit, "identity_checked", FieldKind::Tick);
            let asked = asked.into_iter().chain(account::fields(visit, false));
            let asked = asked.chain([checked]).collect();
            let act = draw::form(visit, "refund-by-payout", id, HERE.to_owned(), asked, said);
            let plain = |money: Money| format!("{}.{:02}", money.minor / 100, money.minor % 100);
            vec![draw::filled(
                act,
                &[
                    ("adoption", row.adoption.to_string()),
                    ("payment", row.payment.to_string()),
                    ("amount", plain(row.amount)),
                    ("reason", names::code_of(&row.reason)),
                    ("channel_refused", "yes".to_owned()),
                ],
            )]
        }
        RefundState::Settled { .. } | RefundState::Declined { .. } => vec![],
    }
}

fn ask_form(visit: &Visit, adoption: AdoptionId, label: String, said: Option<&Said>) -> Act {
    let fields = vec![
        draw::field(visit, "adoption", FieldKind::Hidden),
        draw::line(visit, "amount"),
        draw::select(visit, "reason", "refund", &REASONS),
        draw::optional(visit, "line", FieldKind::Line("number")),
        draw::optional(visit, "identity_checked", FieldKind::Tick),
    ];
    let act = draw::form(visit, "refund-ask", "new", HERE.to_owned(), fields, said);
    let act = draw::filled(act, &[("adoption", adoption.to_string())]);
    Act { hint: label, ..act }
}

/// `POST /operator/refunds`
pub(in crate::web) async fn ask(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = async {
        let wish = read_wish(&sent)?;
        let app = sent.visit.app();
        let (_, done) = partial_refunds::request(app, &operator, &sent.intent, wish).await?;
        Ok(done)
    };
    let wish: Result<Done, Problem> = wish.await;
    let act = "refund-ask-new";
    answer(&sent, wish, HERE, act, |said| {
        drawn(&sent.visit, None, &Picked::default(), said)
    })
}

fn read_wish(sent: &Sent) -> Result<RefundWish, Problem> {
    let fields = &sent.fields;
    let adoption: AdoptionId = read(fields, "adoption", "code")?;
    let payment = if fields.text("payment").is_empty() {
        None
    } else {
        Some(read(fields, "payment", "code")?)
    };
    let amount = amount(fields, "amount")?;
    // People count lines from 1.
    let parts = if fields.text("line").trim().is_empty() {
        vec![]
    } else {
        let line: u8 = read(fields, "line", "not-a-number")?;
        let line = line.saturating_sub(1);
        vec![LinePart { line, amount }]
    };
    Ok(RefundWish {
        adoption,
        payment,
        amount,
        parts,
        reason: choice(fields, "reason")?,
        channel_refused: fields.text("channel_refused") == "yes",
        identity_checked: fields.text("identity_checked") == "yes",
        account: account::typed(fields)?,
    })
}

/// `POST /operator/refunds/{id}/approve`
pub(in crate::web) async fn approve(
    sent: Sent,
    id: Path<RefundId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let wish = partial_refunds::approve(app, &operator, &sent.intent, *id).await;
    done(&sent, wish, &format!("approve-{id}"))
}

/// `POST /operator/refunds/{id}/decline`
pub(in crate::web) async fn decline(
    sent: Sent,
    id: Path<RefundId>,
) -> Result<HttpResponse, Problem> {
    let (operator, why) = (sent.who.operator()?, sent.fields.text("reason"));
    let app = sent.visit.app();
    let wish = partial_refunds::decline(app, &operator, &sent.intent, *id, why).await;
    done(&sent, wish, &format!("decline-{id}"))
}

/// `POST /operator/refunds/{id}/accept`
pub(in crate::web) async fn accept(
    sent: Sent,
    id: Path<RefundId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = refunds::record_acceptance(sent.visit.app(), &operator, &sent.intent, *id).await;
    done(&sent, wish, &format!("refund-accept-{id}"))
}

/// `POST /operator/refunds/{id}/paid`
pub(in crate::web) async fn paid(sent: Sent, id: Path<RefundId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let row = app.read().refund(*id)?.ok_or_else(Problem::not_found)?;
    let fact = capture(&sent, row.channel, row.amount);
    let wish = refunds::record_settlement(app, &operator, &sent.intent, *id, fact).await;
    done(&sent, wish, &format!("refund-paid-{id}"))
}

/// A channel's word that the amount moved now.
pub(super) fn capture(sent: &Sent, channel: Channel, amount: Money) -> Capture {
    Capture {
        channel,
        transaction: sent.fields.text("transaction").trim().to_owned(),
        amount,
        fee: Money::new(0, amount.currency),
        value_at: sent.intent.now(),
    }
}

/// `POST /operator/refunds/{id}/fail`
pub(in crate::web) async fn fail(sent: Sent, id: Path<RefundId>) -> Result<HttpResponse, Problem> {
    let (operator, why) = (sent.who.operator()?, sent.fields.text("reason"));
    let wish = refunds::record_failure(sent.visit.app(), &operator, &sent.intent, *id, why).await;
    done(&sent, wish, &format!("refund-fail-{id}"))
}

fn done(sent: &Sent, wish: Result<Done, Error>, act: &str) -> Result<HttpResponse, Problem> {
    let wish = wish.map_err(Problem::from);
    answer(sent, wish, HERE, act, |said| {
        drawn(&sent.visit, None, &Picked::default(), said)
    })
}
