//! `GET /operator/payouts`: what goes out by bank: asked for, approved by a second person, sent, arrived or not.

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use app::{
    Done,
    commands::{
        payout_order::{self, Way},
        payouts,
    },
};
use kernel::{Money, PayoutId};
use readmodels::payouts::{PayoutRow, PayoutState};
use serde::Deserialize;
use settlement::{
    payout::{Payee, Purpose},
    rails::Division,
};

use super::{Said, answer, draw, refunds::capture};
use crate::{
    api::payouts::{STATES, account_of, state_word},
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            parts::Tone,
            sheet::{Act, Block, Item, Link, Links, SheetPage},
        },
        visit::{Sent, Visit},
    },
};

const HERE: &str = "/operator/payouts";
/// How many payouts are shown.
const SHOWN_MAX: usize = 200;

/// Which payouts.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    state: Option<String>,
}

/// `GET /operator/payouts?state={state}`
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let state = asked.state.as_deref().filter(|one| STATES.contains(one));
    Ok(page(&drawn(&visit, state, None)?))
}

fn drawn(visit: &Visit, state: Option<&str>, said: Option<&Said>) -> Result<SheetPage, Problem> {
    let acts = visit.signed_in()?.is_operator();
    let rows = visit.app().read().payouts(state, None, SHOWN_MAX)?;
    let auditor = visit.signed_in()?.auditor()?;
    let ways = payout_order::ways(visit.app(), &auditor)?;
    let shown = rows.iter().map(|row| item(visit, row, &ways, (acts, said)));
    let shown = shown.collect::<Result<Vec<_>, Problem>>()?;
    let all = Link {
        href: HERE.to_owned(),
        label: visit.lang.word("payout", "all"),
        current: state.is_none(),
    };
    let others = STATES.iter().map(|one| Link {
        href: format!("{HERE}?state={one}"),
        label: visit.lang.word("payout", one),
        current: state == Some(*one),
    });
    let filters = Links {
        label: visit.lang.word("col", "state"),
        links: std::iter::once(all).chain(others).collect(),
    };
    let blocks = vec![Block::Links(filters), draw::items(visit, "payouts", shown)];
    Ok(draw::operator_sheet(visit, "payouts", blocks))
}

/// What a payout is for, in words.
pub(super) fn purpose(visit: &Visit, purpose: Purpose) -> String {
    let (word, season) = match purpose {
        Purpose::Advance(season) => ("advance", Some(season)),
        Purpose::Settlement(season) => ("settlement", Some(season)),
        Purpose::Refund(_) => ("refund", None),
        Purpose::Credit(_) => ("credit", None),
    };
    let word = visit.lang.word("purpose", word);
    season.map_or(word.clone(), |season| format!("{word} {season}"))
}

/// How a payout stands, in a pill.
pub(super) fn state(visit: &Visit, state: &PayoutState) -> crate::web::view::parts::Mark {
    let tone = match state {
        PayoutState::Unapproved | PayoutState::Requested => Tone::Warn,
        PayoutState::Sent { .. } => Tone::Quiet,
        PayoutState::Settled { .. } => Tone::Good,
        PayoutState::Failed { .. } => Tone::Bad,
    };
    draw::mark(visit, "payout", state_word(state), tone)
}

/// Which way a payout to a farm goes: by the rail while it takes it, and by bank.
fn way(visit: &Visit, division: &Division) -> Vec<String> {
    let Some(first) = division.parts.first() else {
        return vec![];
    };
    let by_rail: i64 = division.parts.iter().map(|part| part.amount.minor).sum();
    let by_rail = names::money(Money::new(by_rail, division.by_bank.currency));
    let until = names::when(visit.lang, first.until).text;
    let mut facts =
        vec![visit.text_with_two("payout-by-rail", ("amount", &by_rail), ("until", &until))];
    if division.by_bank.minor > 0 {
        let by_bank = names::money(division.by_bank);
        facts.push(visit.text_with("payout-by-bank", "amount", &by_bank));
    }
    facts
}

fn item(
    visit: &Visit,
    row: &PayoutRow,
    ways: &[Way],
    (acts, said): (bool, Option<&Said>),
) -> Result<Item, Problem> {
    let payee = match row.payee {
        Payee::Farm(farm) => draw::farm_name(visit, farm)?,
        Payee::Person(person) => draw::person_name(visit, person)?,
    };
    let mut facts = vec![purpose(visit, row.purpose)];
    if let Some(found) = ways.iter().find(|way| way.payout == row.payout) {
        facts.extend(way(visit, &found.division));
    }
    if let Some(person) = row.requested_by {
        let name = draw::person_name(visit, person)?;
        facts.push(visit.text_with("asked-by", "name", &name));
    }
    let over = matches!(
        row.state,
        PayoutState::Settled { .. } | PayoutState::Failed { .. }
    );
    if acts
        && !over
        && let Some(account) = account_of(visit.app(), row)?
    {
        facts.extend([account.holder, account.bank, account.number]);
    }
    match &row.state {
        PayoutState::Failed { reason, .. } => facts.push(reason.clone()),
        PayoutState::Settled { transaction, .. } => facts.push(transaction.clone()),
        PayoutState::Unapproved | PayoutState::Requested | PayoutState::Sent { .. } => {}
    }
    Ok(Item {
        title: format!("{} · {payee}", names::money(row.amount)),
        href: String::new(),
        mark: Some(state(visit, &row.state)),
        facts,
        when: Some(names::when(visit.lang, row.requested_at)),
        acts: if acts { todo(visit, row, said) } else { vec![] },
    })
}

fn todo(visit: &Visit, row: &PayoutRow, said: Option<&Said>) -> Vec<Act> {
    let id = row.payout;
    let at = |what: &str| format!("{HERE}/{id}/{what}");
    let fail = || {
        let asked = vec![draw::line(visit, "reason")];
        draw::form(visit, "payout-fail", id, at("fail"), asked, said)
    };
    match row.state {
        PayoutState::Unapproved => vec![
            draw::button(visit, "approve", id, at("approve"), said),
            fail(),
        ],
        PayoutState::Requested => vec![
            draw::button(visit, "payout-send", id, at("send"), said),
            fail(),
        ],
        PayoutState::Sent { .. } => {
            let asked = vec![draw::line(visit, "transaction")];
            vec![
                draw::form(visit, "payout-paid", id, at("paid"), asked, said),
                fail(),
            ]
        }
        PayoutState::Settled { .. } | PayoutState::Failed { .. } => vec![],
    }
}

/// `POST /operator/payouts/{id}/approve`
pub(in crate::web) async fn approve(
    sent: Sent,
    id: Path<PayoutId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = payouts::approve(sent.visit.app(), &operator, &sent.intent, *id).await;
    done(&sent, wish, &format!("approve-{id}"))
}

/// `POST /operator/payouts/{id}/send`
pub(in crate::web) async fn send(sent: Sent, id: Path<PayoutId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = payouts::record_sent(sent.visit.app(), &operator, &sent.intent, *id).await;
    done(&sent, wish, &format!("payout-send-{id}"))
}

/// `POST /operator/payouts/{id}/paid`
pub(in crate::web) async fn paid(sent: Sent, id: Path<PayoutId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let app = sent.visit.app();
    let row = app.read().payout(*id)?.ok_or_else(Problem::not_found)?;
    let fact = capture(&sent, row.channel, row.amount);
    let wish = payouts::record_settlement(app, &operator, &sent.intent, *id, fact).await;
    done(&sent, wish, &format!("payout-paid-{id}"))
}

/// `POST /operator/payouts/{id}/fail`
pub(in crate::web) async fn fail(sent: Sent, id: Path<PayoutId>) -> Result<HttpResponse, Problem> {
    let (operator, why) = (sent.who.operator()?, sent.fields.text("reason"));
    let wish = payouts::record_failure(sent.visit.app(), &operator, &sent.intent, *id, why).await;
    done(&sent, wish, &format!("payout-fail-{id}"))
}

fn done(sent: &Sent, wish: Result<Done, app::Error>, act: &str) -> Result<HttpResponse, Problem> {
    let wish = wish.map_err(Problem::from);
    answer(sent, wish, HERE, act, |said| drawn(&sent.visit, None, said))
}
