//! The sandbox's own page, where play money is paid or declined. There only in a demo (404 elsewhere); it says what it is.

use actix_web::{HttpResponse, web::Path};
use kernel::PaymentId;
use readmodels::money::PaymentRow;
use settlement::payment::Channel;

use super::no_answer;
use crate::{
    problem::Problem,
    web::{
        names,
        page::{page, see},
        together::ways::back_of,
        view::paying::SandboxPage,
        visit::{Sent, Visit},
    },
};

/// One's own payment, where there is a sandbox.
fn own(visit: &Visit, payment: PaymentId) -> Result<PaymentRow, Problem> {
    let person = visit.signed_in()?.person();
    let mut channels = visit.state().cashier.channels();
    if !channels.any(|channel| channel == Channel::Sandbox) {
        return Err(Problem::not_found());
    }
    let row = visit.app().read().payment(payment)?;
    row.filter(|row| row.payer == person)
        .ok_or_else(Problem::not_found)
}

/// `GET /sandbox/payments/{payment}`
pub(in crate::web) async fn show(
    visit: Visit,
    path: Path<PaymentId>,
) -> Result<HttpResponse, Problem> {
    let row = own(&visit, *path)?;
    Ok(page(&SandboxPage {
        shell: visit.shell(),
        payment: row.payment.to_string(),
        back: back_of(&visit, &row)?,
        amount: names::money(row.amount),
    }))
}

/// `POST /sandbox/payments/{payment}`, field `answer`: `pay` or `decline`
pub(in crate::web) async fn play(
    sent: Sent,
    path: Path<PaymentId>,
) -> Result<HttpResponse, Problem> {
    let row = own(&sent.visit, *path)?;
    let pays = sent.fields.text("answer") == "pay";
    let cashier = &sent.visit.state().cashier;
    cashier.play(row.payment, pays).await.map_err(no_answer)?;
    let position = sent.visit.app().log().durable_position();
    sent.visit.app().caught_up(position).await?;
    Ok(see(&back_of(&sent.visit, &row)?))
}
