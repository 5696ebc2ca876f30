//! The pages of money: refunds, disputes, payouts, farms, the books, invoices, clocks, coverage and the inbox for the
//! platform; one's own money for buyers and farms. Each fills a sheet (`view/sheet.rs`); what the fillers share is in
//! `money/draw.rs`.

pub(super) mod account;
pub(super) mod books;
mod classes;
pub(super) mod clocks;
pub(super) mod disputes;
mod draw;
pub(super) mod evidence;
pub(super) mod farm;
pub(super) mod farms;
pub(super) mod inbox;
pub(super) mod invoices;
pub(super) mod mine;
pub(super) mod payments;
pub(super) mod payouts;
mod pick;
pub(super) mod refunds;

use actix_web::HttpResponse;
use app::Done;
use kernel::{Currency, Money};

use super::{
    harvest::{fields_invalid, refuse},
    view::{form::Form, sheet::SheetPage},
    visit::Sent,
};
use crate::{auth::Fields, problem::Problem};

/// A form that was refused: which one, with what was typed.
pub(super) struct Said {
    act: String,
    form: Form,
}

/// What a wish came to: the sheet again, with one sentence, or the form with what is wrong.
fn answer(
    sent: &Sent,
    wish: Result<Done, Problem>,
    to: &str,
    act: impl Into<String>,
    draw: impl FnOnce(Option<&Said>) -> Result<SheetPage, Problem>,
) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(to, "recorded", done)),
        Err(refused) => {
            let said = Said {
                act: act.into(),
                form: refused.form.clone(),
            };
            Ok(refused.page(&draw(Some(&said))?))
        }
    }
}

/// An amount in yuan.
fn amount(fields: &Fields, name: &str) -> Result<Money, Problem> {
    let mut wrong = fields_invalid();
    let parsed = Money::parse(fields.text(name), Currency::CNY).ok();
    let found = parsed.or_else(|| refuse(&mut wrong, name, "amount"));
    found.ok_or(wrong)
}

/// An id, a number, a day: whatever is read from its text.
fn read<T: std::str::FromStr>(
    fields: &Fields,
    name: &str,
    code: &'static str,
) -> Result<T, Problem> {
    let mut wrong = fields_invalid();
    let parsed = fields.text(name).trim().parse().ok();
    let found = parsed.or_else(|| refuse(&mut wrong, name, code));
    found.ok_or(wrong)
}

/// One of a closed list, by its stored word.
fn choice<T: serde::de::DeserializeOwned>(fields: &Fields, name: &str) -> Result<T, Problem> {
    let mut wrong = fields_invalid();
    let word = serde_json::Value::String(fields.text(name).to_owned());
    let parsed = serde_json::from_value(word).ok();
    let found = parsed.or_else(|| refuse(&mut wrong, name, "choice"));
    found.ok_or(wrong)
}
