//! Several people pay for one adoption: who starts it, who takes which part, how far it has come. Whoever has the link
//! sees the tree and who pays which part; how to transfer a part only its own payer does.

use actix_web::{HttpRequest, HttpResponse, web::Path};
use app::commands::{
    adopt::Choice as Tree,
    groups::{self, Together, link_of},
};
use kernel::{AdoptionId, PersonId};
use readmodels::{
    garden::{AdoptionStatus, GardenAdoption},
    money::PaymentRow,
    sharing::{GroupPart, GroupRow, GroupState},
};
use serde::Deserialize;
use settlement::payment::Channel;

use super::{
    adopt, hold, names,
    page::page,
    paying::{self, Seat},
    view::{
        form::Form,
        life::{GroupPage, PartLine},
        parts::{Bar, Fact, Mark, Tone},
    },
    visit::{Refused, Sent, Visit},
};
use crate::problem::Problem;

pub(super) mod ways;

/// A part of a group, by its link.
#[derive(Deserialize)]
pub(super) struct PartPath {
    secret: String,
    number: u8,
}

/// `POST /campaigns/{campaign}/trees/{code}/together`
pub(super) async fn start(
    sent: Sent,
    path: Path<hold::OfferPath>,
) -> Result<HttpResponse, Problem> {
    let visit = &sent.visit;
    let (tree, part) = hold::wanted(visit, &path)?;
    let choice = Tree {
        campaign: path.campaign,
        tree,
        part,
    };
    let number = |name: &str| sent.fields.text(name).parse().unwrap_or_default();
    let together = Together {
        parts: number("parts"),
        hours: number("hours"),
    };
    let (app, who) = (visit.app(), sent.who.buyer());
    let held = groups::adopt_together(app, &who, &sent.intent, choice, together).await;
    match sent.outcome(held, str::to_owned)? {
        Ok((adoption, done)) => {
            Ok(visit.done(&format!("/adoptions/{adoption}/nameplate"), "held", done))
        }
        Err(refused) => hold::refused(visit, &path, &refused),
    }
}

/// `GET /groups/{secret}`
pub(super) async fn show(
    visit: Visit,
    req: HttpRequest,
    secret: Path<String>,
) -> Result<HttpResponse, Problem> {
    let seat = Seat::of(&req);
    Ok(page(&draw(&visit, &secret, (seat, Form::empty()))?))
}

/// `POST /groups/{secret}/parts/{number}`
pub(super) async fn take(
    sent: Sent,
    req: HttpRequest,
    path: Path<PartPath>,
) -> Result<HttpResponse, Problem> {
    let part = (path.number, Channel::Manual);
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let taken = groups::take_part(app, &who, &sent.intent, &path.secret, part).await;
    match sent.outcome(taken, str::to_owned)? {
        Ok((_, done)) => Ok(sent.visit.done(&href(&path.secret), "part-taken", done)),
        Err(refused) => redrawn(&sent, &req, &path.secret, &refused),
    }
}

/// `POST /groups/{secret}/parts/{number}/leave`
pub(super) async fn leave(
    sent: Sent,
    req: HttpRequest,
    path: Path<PartPath>,
) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let left = groups::leave_part(app, &who, &sent.intent, &path.secret, path.number).await;
    match sent.outcome(left, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(&href(&path.secret), "part-left", done)),
        Err(refused) => redrawn(&sent, &req, &path.secret, &refused),
    }
}

/// The page of the group again, with what is wrong.
fn redrawn(
    sent: &Sent,
    req: &HttpRequest,
    secret: &str,
    refused: &Refused,
) -> Result<HttpResponse, Problem> {
    let form = (Seat::of(req), refused.form.clone());
    Ok(refused.page(&draw(&sent.visit, secret, form)?))
}

/// `POST /adoptions/{id}/group/cancel`
pub(super) async fn cancel(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let done = groups::cancel(app, &who, &sent.intent, *path).await?;
    Ok(sent.visit.done("/garden", "group-cancelled", done))
}

/// The page of the group that pays for an adoption, if one does.
pub(super) fn href_of(visit: &Visit, adoption: AdoptionId) -> Result<Option<String>, Problem> {
    let row = visit.app().read().group_of(adoption)?;
    row.map_or(Ok(None), |row| href_of_row(visit, &row))
}

/// The page of a group; nothing once who invited was erased.
pub(super) fn href_of_row(visit: &Visit, row: &GroupRow) -> Result<Option<String>, Problem> {
    let secret = visit.app().open_secret(row.by, row.adoption, &row.secret)?;
    Ok(secret.map(|secret| href(&secret)))
}

/// Where a part of a group is paid.
fn part_href(secret: &str, number: u8) -> String {
    format!("{}/parts/{number}", href(secret))
}

fn href(secret: &str) -> String {
    format!("/groups/{secret}")
}

fn draw(visit: &Visit, secret: &str, (seat, form): (Seat, Form)) -> Result<GroupPage, Problem> {
    let lang = visit.lang;
    let read = visit.app().read();
    let row = read.group_by_link(link_of(secret))?;
    let row = row.ok_or_else(Problem::not_found)?;
    let found = read
        .adoption(row.adoption)?
        .ok_or_else(Problem::not_found)?;
    let me = visit.identity().map(app::permission::Identity::person);
    let initiator = me == Some(row.by);
    let accepted = found.adoption.contract_accepted_at.is_some();
    let name = visit.member_name(row.by)?;
    let name = name.unwrap_or_else(|| lang.text("handover-somebody"));
    let (word, tone) = match row.state {
        GroupState::Open => ("open", Tone::Warn),
        GroupState::Complete => ("complete", Tone::Good),
        GroupState::Failed { .. } => ("failed", Tone::Bad),
    };
    let told = match row.state {
        GroupState::Failed { reason } => names::code_of(&reason),
        GroupState::Open if !accepted => "contract".to_owned(),
        GroupState::Open | GroupState::Complete => word.to_owned(),
    };
    let open = row.state == GroupState::Open;
    let base = &visit.state().config.server.public_url;
    Ok(GroupPage {
        shell: visit.shell(),
        here: href(secret),
        link: format!("{base}{}", href(secret)),
        heading: visit.text_with("group-heading", "person", &name),
        tree: adopt::tree_of(visit, &found),
        state: Mark::new(lang.word("group-state", word), tone),
        told: lang.word("group-told", &told),
        paid: paid(visit, &row),
        until: names::when(lang, row.until),
        parts: parts(visit, &row, &found, (me, seat, secret))?,
        contract_href: (open && initiator && !accepted)
            .then(|| format!("/adoptions/{}/contract", row.adoption)),
        cancel: (open && initiator).then(|| format!("/adoptions/{}/group/cancel", row.adoption)),
        form,
    })
}

fn paid(visit: &Visit, row: &GroupRow) -> Bar {
    let paid = row.taken.iter().filter(|part| part.paid).count();
    let args = [
        ("paid", i64::try_from(paid).unwrap_or(i64::MAX).into()),
        ("parts", i64::from(row.parts).into()),
    ];
    Bar {
        value: i64::try_from(paid).unwrap_or(i64::MAX),
        max: i64::from(row.parts),
        label: visit.lang.text_with("group-paid", &args),
    }
}

fn parts(
    visit: &Visit,
    row: &GroupRow,
    found: &GardenAdoption,
    (me, seat, secret): (Option<PersonId>, Seat, &str),
) -> Result<Vec<PartLine>, Problem> {
    let lang = visit.lang;
    let amounts = adoption::group::amounts(row.price, row.parts);
    let open = row.state == GroupState::Open
        && found.adoption.status == AdoptionStatus::Started
        && found.adoption.contract_accepted_at.is_some();
    let mut lines = Vec::with_capacity(amounts.len());
    for (number, amount) in (1..=row.parts).zip(amounts) {
        let taken = row.taken.iter().find(|part| part.number == number);
        let mine = taken.is_some_and(|part| Some(part.by) == me);
        let unpaid = taken.is_some_and(|part| !part.paid);
        let (word, tone) = match taken {
            None => ("free", Tone::Quiet),
            Some(part) if part.paid => ("paid", Tone::Good),
            Some(_) => ("waits", Tone::Warn),
        };
        let owed = taken.filter(|_| mine && unpaid && open);
        let payment = owed.and_then(|part| payment_of(found, part));
        let base = part_href(secret, number);
        let who = taken.map(|part| visit.member_name(part.by)).transpose()?;
        lines.push(PartLine {
            number: i64::from(number),
            amount: names::money(amount),
            who: who.flatten().unwrap_or_default(),
            state: Mark::new(lang.word("group-part", word), tone),
            can_take: open && taken.is_none() && me.is_some(),
            can_leave: open && unpaid && (mine || me == Some(row.by)),
            ways: payment.map_or_else(Vec::new, |payment| {
                paying::ways(visit, payment, seat, &format!("{base}/pay"))
            }),
            transfer: payment.map_or_else(Vec::new, |payment| transfer(visit, payment)),
        });
    }
    Ok(lines)
}

/// The payment that is to bring a part.
fn payment_of<'a>(found: &'a GardenAdoption, part: &GroupPart) -> Option<&'a PaymentRow> {
    let mut payments = found.payments.iter();
    payments.find(|one| one.payment == part.payment)
}

/// What to write on the transfer, and where to send it.
fn transfer(visit: &Visit, payment: &PaymentRow) -> Vec<Fact> {
    let account = &visit.state().config.payments;
    let facts = [
        ("pay-reference", &payment.reference.grouped()),
        ("pay-account-holder", &account.account_holder),
        ("pay-account-bank", &account.account_bank),
        ("pay-account-number", &account.account_number),
    ];
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| Fact::new(visit.lang.text(key), value))
        .collect()
}
