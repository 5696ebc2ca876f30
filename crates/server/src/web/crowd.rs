//! How a campaign sells, on its page: goal, price phases, a pause, and the line of people who wait for a share.

use actix_web::{HttpResponse, web::Path};
use adoption::{
    campaign::{Funding, Goal, PricePhase},
    tally::{Outcome, QUARTERS_PER_TREE},
};
use app::commands::waiting_list;
use fluent_bundle::FluentValue;
use kernel::{CampaignId, Money};
use readmodels::{catalogue::CampaignCard, funding::FundingRow, waiting_list::Standing};

use super::{
    campaign, format, names,
    view::{
        crowd::{Crowd, GoalLine, Line, PhaseLine},
        parts::{Bar, Mark, Tone, When},
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// `POST /campaigns/{id}/wait`
pub(super) async fn wait(sent: Sent, id: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let app = sent.visit.app();
    let done = waiting_list::join(app, &sent.who.buyer(), &sent.intent, *id).await?;
    Ok(sent.visit.done(&campaign::href(*id), "waiting", done))
}

/// `POST /campaigns/{id}/wait-no-longer`
pub(super) async fn leave(sent: Sent, id: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let app = sent.visit.app();
    let done = waiting_list::leave(app, &sent.who.buyer(), &sent.intent, *id).await?;
    Ok(sent
        .visit
        .done(&campaign::href(*id), "waiting-no-longer", done))
}

/// What a share costs now.
pub(super) fn price_now(visit: &Visit, card: &CampaignCard) -> Result<Money, Problem> {
    let row = visit.app().read().funding(card.campaign)?;
    Ok(row.map_or(card.terms.price, |row| {
        let now = visit.app().now();
        row.plan.quote(&card.terms, row.counted, now).price
    }))
}

/// What the page tells; `any_free` is whether a tree can be had now.
pub(super) fn draw(
    visit: &Visit,
    card: &CampaignCard,
    is_open: bool,
    any_free: bool,
) -> Result<Crowd, Problem> {
    let lang = visit.lang;
    let row = visit.app().read().funding(card.campaign)?;
    let row = row.ok_or_else(Problem::not_found)?;
    let goal = row.plan.funding.as_ref();
    Ok(Crowd {
        goal: goal.map(|funding| goal_line(visit, card, &row, funding)),
        phases: phases(visit, card, &row),
        paused: row
            .suspended
            .map(|cause| lang.word("paused", &names::code_of(&cause))),
        line: if is_open && !any_free && row.suspended.is_none() {
            Some(line(visit, card, &row)?)
        } else {
            None
        },
    })
}

fn goal_line(visit: &Visit, card: &CampaignCard, row: &FundingRow, funding: &Funding) -> GoalLine {
    let lang = visit.lang;
    let told = |reached: String, wanted: String| {
        [
            ("reached", FluentValue::from(reached)),
            ("wanted", FluentValue::from(wanted)),
        ]
    };
    let (value, max, text) = match funding.goal {
        Goal::Trees(trees) => (
            i64::from(row.quarters),
            i64::from(trees) * i64::from(QUARTERS_PER_TREE),
            lang.text_with(
                "goal-trees",
                &told(quarters(row.quarters), trees.to_string()),
            ),
        ),
        Goal::Money(money) => {
            let raised = Money::new(row.raised_minor, card.terms.price.currency);
            let told = told(names::money(raised), names::money(money));
            (
                row.raised_minor,
                money.minor,
                lang.text_with("goal-money", &told),
            )
        }
    };
    let outcome = match row.outcome {
        Some(Outcome::Reached) => Some(("reached", Tone::Good)),
        Some(Outcome::Kept) => Some(("kept", Tone::Quiet)),
        Some(Outcome::Failed) => Some(("failed", Tone::Bad)),
        None => (value >= max).then_some(("there", Tone::Good)),
    };
    GoalLine {
        bar: Bar {
            value: value.min(max),
            max: max.max(1),
            label: text.clone(),
        },
        text,
        deadline: When::at(lang, funding.deadline.millis()),
        rule: lang.word("goal-rule", &names::code_of(&funding.rule)),
        outcome: outcome.map(|(word, tone)| Mark::new(lang.word("goal-outcome", word), tone)),
    }
}

/// Quarters of a tree as people write them: `62`, `62½`, `62¼`.
fn quarters(count: u32) -> String {
    let rest = match count % QUARTERS_PER_TREE {
        1 => "¼",
        2 => "½",
        3 => "¾",
        _ => "",
    };
    match count / QUARTERS_PER_TREE {
        0 if !rest.is_empty() => rest.to_owned(),
        whole => format!("{whole}{rest}"),
    }
}

fn phases(visit: &Visit, card: &CampaignCard, row: &FundingRow) -> Vec<PhaseLine> {
    let lang = visit.lang;
    if row.plan.phases.is_empty() {
        return Vec::new();
    }
    let now = row
        .plan
        .quote(&card.terms, row.counted, visit.app().now())
        .phase;
    let one = |phase: &PricePhase| PhaseLine {
        name: lang.word("phase", &names::code_of(&phase.name)),
        price: names::money(phase.price),
        ends: ends(visit, phase, row.counted),
        is_now: now == Some(phase.name),
    };
    let last = PhaseLine {
        name: lang.text("phase-after"),
        price: names::money(card.terms.price),
        ends: String::new(),
        is_now: now.is_none(),
    };
    row.plan.phases.iter().map(one).chain([last]).collect()
}

/// `还剩 38 份，4 月 1 日前`.
fn ends(visit: &Visit, phase: &PricePhase, counted: u32) -> String {
    let lang = visit.lang;
    let left = phase.adoptions.map(|last| {
        let left = FluentValue::from(last.saturating_sub(counted));
        lang.text_with("phase-left", &[("count", left)])
    });
    let until = phase.until.map(|until| {
        let day = format::day(lang, format::orchard_day(until.millis() - 1));
        lang.text_with("phase-until", &[("day", FluentValue::from(day))])
    });
    left.into_iter()
        .chain(until)
        .collect::<Vec<_>>()
        .join(" · ")
}

fn line(visit: &Visit, card: &CampaignCard, row: &FundingRow) -> Result<Line, Problem> {
    let standing = match visit.identity() {
        Some(who) => visit.app().read().standing(card.campaign, who.person())?,
        None => Standing::Outside,
    };
    Ok(match standing {
        Standing::Outside => Line::Open {
            waiting: i64::from(row.waiting),
        },
        Standing::Waiting { place } => Line::Waiting {
            place: i64::from(place),
        },
        Standing::Offered { adoption, until } => Line::Offered {
            href: format!("/adoptions/{adoption}/nameplate"),
            until: When::at(visit.lang, until.millis()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::quarters;

    #[test]
    fn parts_of_a_tree_are_written_as_fractions() {
        let written: Vec<_> = [0, 1, 2, 4, 7, 250].map(quarters).into();
        assert_eq!(written, ["0", "¼", "½", "1", "1¾", "62½"]);
    }
}
