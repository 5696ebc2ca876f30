//! Why something was refused, in one plain sentence of the page's language: codes and facts in, words out.
//! It knows neither the page nor the use case.

use fluent_bundle::FluentValue;
use kernel::{Currency, Timestamp};
use serde_json::{Map, Value};

use super::{format, i18n::Lang, view::form::Form};
use crate::problem::{Kind, Problem};

/// A problem as one sentence: a rule's, a picture's, a door's. Nothing if there are no words for its code.
pub(crate) fn of_problem(lang: Lang, problem: &Problem) -> Option<String> {
    match problem.code {
        "wrong-credentials" => Some(lang.text("sign-in-failed")),
        "too-many-requests" => Some(wait(lang, problem.retry_after_seconds.unwrap_or_default())),
        "idempotency-key-reused" => Some(lang.text("form-sent-before")),
        "stale" | "log-restored" => Some(lang.text("form-stale")),
        code => of_code(lang, "rejection", code, &problem.facts)
            .or_else(|| of_first_field(lang, problem)),
    }
}

/// A picture that cannot be taken is told by what is wrong with it.
fn of_first_field(lang: Lang, problem: &Problem) -> Option<String> {
    let error = problem.errors.first()?;
    lang.known_word("field", error.code)?;
    Some(of_field(lang, error.code, &problem.facts))
}

/// What is wrong with a field. Nameplates are refused by a rule of their own, all others share a family.
pub(crate) fn of_field(lang: Lang, code: &str, facts: &Value) -> String {
    let family = if code.starts_with("nameplate-") {
        "rejection"
    } else {
        "field"
    };
    // A code without words is a fault of ours (a test looks for it); people still get a sentence.
    of_code(lang, family, code, facts).unwrap_or_else(|| lang.text("error-refused"))
}

/// The form as it is drawn again: what was typed, and what is wrong with it. `place` says which field of the
/// form a path of the use case means. A problem that no form can mend is given back.
pub(super) fn redrawn(
    lang: Lang,
    form: Form,
    problem: Problem,
    place: impl Fn(&str) -> String,
) -> Result<Form, Problem> {
    if !is_mended_by_a_form(&problem) {
        return Err(problem);
    }
    if problem.errors.is_empty() {
        let sentence = of_problem(lang, &problem).unwrap_or_else(|| lang.text("error-refused"));
        return Ok(form.problem(sentence));
    }
    Ok(problem.errors.iter().fold(form, |form, error| {
        form.refused(
            &place(&error.field),
            of_field(lang, error.code, &problem.facts),
        )
    }))
}

/// Whether the person can put it right in the form. A wrong password is: everybody else who is not signed in is led
/// to the sign-in instead.
fn is_mended_by_a_form(problem: &Problem) -> bool {
    match problem.kind {
        Kind::Conflict | Kind::Stale | Kind::Refused | Kind::TooMany | Kind::TooLarge => true,
        Kind::NotSignedIn => problem.code == "wrong-credentials",
        Kind::Malformed
        | Kind::Forbidden
        | Kind::ExpiredForm
        | Kind::NotFound
        | Kind::MethodNotAllowed
        | Kind::UnsupportedType
        | Kind::Fault
        | Kind::Busy
        | Kind::Full => false,
    }
}

fn wait(lang: Lang, seconds: u64) -> String {
    let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX);
    let minutes = lang.text_with("minutes-count", &[("count", minutes.into())]);
    lang.text_with("sign-in-wait", &[("minutes", minutes.into())])
}

fn of_code(lang: Lang, family: &str, code: &str, facts: &Value) -> Option<String> {
    lang.known_word(family, code)?;
    let mut args = told_all(lang, facts);
    if let Some(index) = facts.get("index").and_then(Value::as_i64) {
        args.push(("number", (index + 1).into()));
    }
    Some(lang.text_with(&format!("{family}-{code}"), &args))
}

fn told_all(lang: Lang, facts: &Value) -> Vec<(&str, FluentValue<'_>)> {
    let facts = facts.as_object();
    let facts = facts.into_iter().flatten();
    facts
        .map(|(name, fact)| (name.as_str(), told(lang, fact)))
        .collect()
}

/// A fact as people read it: money and moments in the words of the page, the rest as it is.
fn told(lang: Lang, fact: &Value) -> FluentValue<'static> {
    match fact {
        Value::Number(number) => number.as_i64().unwrap_or(i64::MAX).into(),
        Value::String(text) => match text.parse::<Timestamp>() {
            Ok(moment) => format::moment(lang, moment.millis()).into(),
            Err(_) => text.clone().into(),
        },
        Value::Object(facts) => money(facts).map_or(FluentValue::None, FluentValue::from),
        Value::Null | Value::Bool(_) | Value::Array(_) => FluentValue::None,
    }
}

fn money(facts: &Map<String, Value>) -> Option<String> {
    let minor = facts.get("minor")?.as_i64()?;
    let currency: Currency = serde_json::from_value(facts.get("currency")?.clone()).ok()?;
    Some(format::money(minor, currency.code()))
}

#[cfg(test)]
mod tests;
