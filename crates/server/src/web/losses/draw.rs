//! Fills the pages of losses. It changes nothing.

use app::commands::losses::{Preview, PreviewRow};
use fluent_bundle::FluentValue;
use kernel::{Grams, LossId, Money};
use readmodels::{
    losses::{LossRow, REMEDIES_MAX, RemedyTally, TallyState},
    orchards::OrchardRow,
};
use traceability::loss::Cause;

use crate::{
    problem::Problem,
    web::{
        names,
        remedies::{evidence, mark},
        view::{
            form::{Choice, Form},
            losses::{
                ChoiceBar, LossLine, LossPage, LossPreview, LossesPage, NewLossPage, OfferLine,
                PreviewLine,
            },
            parts::{Bar, Fact, Mark, Tone},
        },
        visit::Visit,
    },
};

/// Adoptions that a preview lists by name; the sums are of all.
const PREVIEW_ROWS_MAX: usize = 50;

pub(super) fn list(visit: &Visit, orchards: &[OrchardRow]) -> Result<LossesPage, Problem> {
    let all = visit.app().read().losses(None)?;
    let own = all
        .iter()
        .filter(|loss| orchards.iter().any(|one| one.orchard == loss.orchard));
    Ok(LossesPage {
        shell: visit.shell(),
        losses: own.map(|loss| line(visit, loss)).collect(),
    })
}

fn line(visit: &Visit, row: &LossRow) -> LossLine {
    LossLine {
        href: format!("/losses/{}", row.loss),
        title: title(visit, row),
        scope: scope(visit, row),
        declared: names::when(visit.lang, row.declared_at),
        state: state(visit, row),
    }
}

fn title(visit: &Visit, row: &LossRow) -> String {
    let cause = visit.lang.word("loss-cause", &names::code_of(&row.cause));
    format!("{cause} · {} · {}", row.orchard_name, row.season.year())
}

fn scope(visit: &Visit, row: &LossRow) -> String {
    let args = [
        ("count", FluentValue::from(i64::from(row.trees))),
        ("degree", FluentValue::from(i64::from(row.degree_percent))),
    ];
    let trees = visit.lang.text_with("loss-scope", &args);
    match &row.block_name {
        Some(block) => format!("{block} · {trees}"),
        None => trees,
    }
}

fn state(visit: &Visit, row: &LossRow) -> Mark {
    let word = |key: &str, tone| Mark::new(visit.lang.text(key), tone);
    match (&row.standing, &row.correction) {
        (None, _) => word("loss-state-declared", Tone::Warn),
        (Some(_), None) => word("loss-state-assessed", Tone::Good),
        (Some(_), Some(_)) => word("loss-state-corrected", Tone::Quiet),
    }
}

pub(super) fn new(
    visit: &Visit,
    orchards: &[OrchardRow],
    form: Form,
    seen: Option<&Preview>,
) -> Result<NewLossPage, Problem> {
    let lang = visit.lang;
    let mut blocks = vec![Choice::new("", lang.text("loss-block-none"))];
    for orchard in orchards {
        for block in visit.app().read().blocks(orchard.orchard)? {
            let label = format!("{} · {}", orchard.name, block.name);
            blocks.push(Choice::new(block.block.to_string(), label));
        }
    }
    let causes = Cause::ALL.map(|cause| {
        let code = names::code_of(&cause);
        let label = lang.word("loss-cause", &code);
        Choice::new(code, label)
    });
    let preview = match seen {
        Some(seen) => Some(preview(visit, &form, seen)?),
        None => None,
    };
    Ok(NewLossPage {
        shell: visit.shell(),
        blocks,
        causes: causes.to_vec(),
        preview,
        form,
    })
}

fn preview(visit: &Visit, form: &Form, seen: &Preview) -> Result<LossPreview, Problem> {
    let lang = visit.lang;
    let count = |count: usize| count.to_string();
    let currency = seen.rows.first().map(|row| row.value.currency);
    let value = currency.map(|currency| Money::new(seen.value_minor(), currency));
    let mut facts = vec![
        Fact::new(lang.text("loss-fact-trees"), count(seen.trees)),
        Fact::new(lang.text("loss-fact-adoptions"), count(seen.adoptions)),
        Fact::new(lang.text("loss-fact-touched"), count(seen.rows.len())),
        Fact::new(lang.text("loss-fact-each"), names::weight(seen.each)),
        Fact::new(lang.text("loss-missing"), names::weight(seen.shortfall())),
    ];
    facts.extend(value.map(|value| Fact::new(lang.text("loss-worth"), names::money(value))));
    let mut rows = Vec::new();
    for row in seen.rows.iter().take(PREVIEW_ROWS_MAX) {
        rows.push(preview_line(visit, row)?);
    }
    let hidden = ["block", "codes", "cause", "degree", "season"];
    let hidden = hidden.map(|name| Choice::new(name, form.value(name)));
    Ok(LossPreview {
        facts,
        rows,
        hidden: hidden.to_vec(),
    })
}

fn preview_line(visit: &Visit, row: &PreviewRow) -> Result<PreviewLine, Problem> {
    let card = visit.app().read().tree_card(row.tree)?;
    let default = row.default.map(|remedy| names::code_of(&remedy));
    Ok(PreviewLine {
        tree: card.map_or_else(String::new, |card| names::tree(visit.lang, &card)),
        promised: names::weight(row.promised),
        missing: names::weight(row.shortfall),
        worth: names::money(row.value),
        default: default.map_or_else(
            || visit.lang.text("loss-borne"),
            |code| visit.lang.word("remedy", &code),
        ),
    })
}

pub(super) fn loss(visit: &Visit, loss: LossId, form: Form) -> Result<LossPage, Problem> {
    let lang = visit.lang;
    let read = visit.app().read();
    let row = read.loss(loss)?.ok_or_else(Problem::not_found)?;
    let who = super::demand(visit, &row)?;
    let tally = read.remedy_tally(loss)?;
    let mut offers = Vec::new();
    if who.is_operator() {
        for one in read.remedies_of_loss(loss, None, REMEDIES_MAX)? {
            let found = read.adoption(one.adoption)?;
            offers.push(OfferLine {
                adoption: one.adoption.to_string(),
                tree: found.map_or_else(String::new, |found| names::tree(lang, &found.tree)),
                missing: names::weight(one.shortfall),
                worth: names::money(one.value),
                state: mark(lang, one.state),
            });
        }
    }
    let cause = lang.word("loss-cause", &names::code_of(&row.cause));
    let correction = row.correction.as_ref();
    Ok(LossPage {
        shell: visit.shell(),
        id: loss.to_string(),
        title: title(visit, &row),
        state: state(visit, &row),
        facts: facts(visit, &row),
        note: row.note.clone().unwrap_or_default(),
        photos: evidence(&row, &cause),
        correction: correction.map_or_else(String::new, |one| {
            visit.text_with("loss-corrected", "note", &one.note)
        }),
        bars: bars(visit, &tally),
        totals: totals(visit, &tally),
        can_assess: who.is_operator() && row.standing.is_none(),
        can_correct: who.is_operator() && row.standing.is_some(),
        form,
        findings: ["incorrect-data", "did-not-occur"]
            .map(|code| Choice::new(code, lang.word("loss-finding", code)))
            .to_vec(),
        offers,
    })
}

fn facts(visit: &Visit, row: &LossRow) -> Vec<Fact> {
    let lang = visit.lang;
    let mut facts = vec![
        Fact::new(lang.text("loss-what"), scope(visit, row)),
        Fact::new(
            lang.text("loss-declared-on"),
            names::when(lang, row.declared_at).text,
        ),
    ];
    if let Some(standing) = &row.standing {
        let each = standing.expected.as_ref().map(|expected| expected.each);
        facts.push(Fact::new(
            lang.text("loss-fact-each"),
            each.map_or_else(|| lang.word("loss-finding", "did-not-occur"), names::weight),
        ));
        facts.push(Fact::new(
            lang.text("loss-choose-by"),
            names::when(lang, standing.choose_by).text,
        ));
    }
    facts
}

fn bars(visit: &Visit, tally: &[RemedyTally]) -> Vec<ChoiceBar> {
    let all: u32 = tally.iter().map(|one| one.count).sum();
    let drawn = tally.iter().map(|one| {
        let name = tally_name(visit, one.state);
        let args = [
            ("count", FluentValue::from(i64::from(one.count))),
            ("amount", FluentValue::from(names::money(one.value))),
        ];
        let text = visit.lang.text_with("loss-bar", &args);
        let bar = Bar {
            value: i64::from(one.count),
            max: i64::from(all.max(1)),
            label: format!("{name}: {text}"),
        };
        ChoiceBar { name, text, bar }
    });
    drawn.collect()
}

fn tally_name(visit: &Visit, state: TallyState) -> String {
    let lang = visit.lang;
    match state {
        TallyState::Open => lang.text("remedy-open"),
        TallyState::Chosen(remedy) => lang.word("remedy", &names::code_of(&remedy)),
        TallyState::Defaulted(remedy) => {
            let name = lang.word("remedy", &names::code_of(&remedy));
            lang.text_with("remedy-defaulted", &[("name", FluentValue::from(name))])
        }
        TallyState::Withdrawn => lang.text("remedy-withdrawn"),
    }
}

fn totals(visit: &Visit, tally: &[RemedyTally]) -> Vec<Fact> {
    let live = || {
        tally
            .iter()
            .filter(|one| one.state != TallyState::Withdrawn)
    };
    let grams: Grams = live().map(|one| one.shortfall).sum();
    let value = live().map(|one| one.value);
    let value =
        value.reduce(|sum, one| Money::new(sum.minor.saturating_add(one.minor), sum.currency));
    let mut facts = vec![Fact::new(
        visit.lang.text("loss-missing"),
        names::weight(grams),
    )];
    facts.extend(value.map(|value| Fact::new(visit.lang.text("loss-worth"), names::money(value))));
    facts
}
