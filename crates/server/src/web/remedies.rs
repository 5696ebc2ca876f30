//! What a buyer's tree falls short of, and what may be chosen. `GET /adoptions/{id}/remedies`,
//! `POST /adoptions/{id}/remedies/{offer}`

use actix_web::{HttpResponse, web::Path};
use adoption::shortfall::Remedy;
use app::commands::remedies;
use fluent_bundle::FluentValue;
use kernel::{AdoptionId, Grams, Money};
use readmodels::{
    garden::GardenAdoption,
    losses::{LossRow, RemedyRow, RemedyState},
};

use super::{
    adopt::own,
    i18n::Lang,
    names,
    page::page,
    view::{
        form::Form,
        losses::{LossStory, OpenOffer, PastOffer, RemediesPage, RemedyChoice},
        parts::{Mark, Tone},
    },
    visit::{Sent, Visit},
};
use crate::problem::{Kind, Problem};

/// `GET /adoptions/{id}/remedies`
pub(super) async fn show(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    Ok(page(&draw(&visit, &mine, Form::empty())?))
}

/// `POST /adoptions/{id}/remedies/{offer}`
pub(super) async fn choose(
    sent: Sent,
    path: Path<(AdoptionId, u16)>,
) -> Result<HttpResponse, Problem> {
    let (adoption, offer) = path.into_inner();
    let mine = own(&sent.visit, adoption)?;
    let word = serde_json::json!(sent.fields.text("remedy"));
    let remedy: Remedy = serde_json::from_value(word)
        .map_err(|_| Problem::new(Kind::Malformed, "body-malformed", "no such remedy"))?;
    let (app, buyer) = (sent.visit.app(), sent.who.buyer());
    let wish = remedies::choose(app, &buyer, &sent.intent, (adoption, offer), remedy).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => {
            let path = format!("/adoptions/{adoption}/remedies");
            Ok(sent.visit.done(&path, "remedy-chosen", done))
        }
        Err(refused) => Ok(refused.page(&draw(&sent.visit, &mine, refused.form.clone())?)),
    }
}

fn draw(visit: &Visit, mine: &GardenAdoption, form: Form) -> Result<RemediesPage, Problem> {
    let adoption = mine.adoption.adoption;
    let read = visit.app().read();
    let offers = read.remedies_of(adoption)?;
    let notes = read.loss_notes(adoption)?;
    let mut told = Vec::new();
    let mut stories = Vec::new();
    let losses = offers.iter().map(|one| one.loss);
    for loss in losses.chain(notes.iter().map(|one| one.loss)) {
        if !told.contains(&loss)
            && let Some(row) = read.loss(loss)?
        {
            told.push(loss);
            stories.push(story(visit, &row));
        }
    }
    let open = offers.iter().find(|one| one.state == RemedyState::Open);
    let past = offers.iter().filter(|one| one.state != RemedyState::Open);
    let notes = notes.iter().map(|note| {
        let key = if note.stands {
            "remedy-stands"
        } else {
            "remedy-borne"
        };
        visit.text_with(key, "weight", &names::weight(note.grams))
    });
    Ok(RemediesPage {
        shell: visit.shell(),
        id: adoption.to_string(),
        tree: names::tree(visit.lang, &mine.tree),
        form,
        notes: notes.collect(),
        open: open.map(|one| open_offer(visit.lang, mine, one)),
        past: past.map(|one| past_offer(visit.lang, one)).collect(),
        stories,
    })
}

/// What happened in plain words, with the pictures.
pub(super) fn story(visit: &Visit, row: &LossRow) -> LossStory {
    let lang = visit.lang;
    let cause = lang.word("loss-cause", &names::code_of(&row.cause));
    let args = [
        ("cause", FluentValue::from(cause.clone())),
        ("trees", FluentValue::from(i64::from(row.trees))),
        ("orchard", FluentValue::from(row.orchard_name.clone())),
        (
            "day",
            FluentValue::from(names::when(lang, row.declared_at).text),
        ),
    ];
    let corrected = row.correction.as_ref();
    LossStory {
        text: lang.text_with("remedy-story", &args),
        note: row.note.clone().unwrap_or_default(),
        photos: evidence(row, &cause),
        correction: corrected.map_or_else(String::new, |correction| {
            visit.text_with("loss-corrected", "note", &correction.note)
        }),
        title: cause,
    }
}

/// The pictures of a loss, those of its correction last.
pub(super) fn evidence(row: &LossRow, cause: &str) -> Vec<super::view::parts::Photo> {
    let corrected = row.correction.iter().flat_map(|one| &one.evidence);
    let all = row.evidence.iter().chain(corrected);
    all.map(|hash| names::photo_of(*hash, cause.to_owned()))
        .collect()
}

fn open_offer(lang: Lang, mine: &GardenAdoption, row: &RemedyRow) -> OpenOffer {
    let default = lang.word("remedy", &names::code_of(&row.default));
    let until = names::when(lang, row.choose_by).text;
    OpenOffer {
        offer: row.offer,
        missing: missing(lang, row.shortfall, row.value),
        deadline: lang.text_with(
            "remedy-deadline",
            &[
                ("until", FluentValue::from(until)),
                ("default", FluentValue::from(default)),
            ],
        ),
        frozen: row.frozen,
        options: row
            .options
            .iter()
            .map(|option| choice(lang, mine, row, *option))
            .collect(),
    }
}

fn missing(lang: Lang, grams: Grams, value: Money) -> String {
    let args = [
        ("weight", FluentValue::from(names::weight(grams))),
        ("amount", FluentValue::from(names::money(value))),
    ];
    lang.text_with("remedy-missing", &args)
}

fn choice(lang: Lang, mine: &GardenAdoption, row: &RemedyRow, option: Remedy) -> RemedyChoice {
    let code = names::code_of(&option);
    let args = [
        ("weight", FluentValue::from(names::weight(row.shortfall))),
        ("amount", FluentValue::from(names::money(row.value))),
        (
            "until",
            FluentValue::from(names::ship_window(lang, &mine.terms)),
        ),
        (
            "season",
            FluentValue::from((mine.adoption.agreement.season.year() + 1).to_string()),
        ),
    ];
    let name = lang.word("remedy", &code);
    RemedyChoice {
        consequence: lang.text_with(&format!("remedy-means-{code}"), &args),
        button: lang.text_with("remedy-take", &[("name", FluentValue::from(name.clone()))]),
        is_default: option == row.default,
        code,
        name,
    }
}

fn past_offer(lang: Lang, row: &RemedyRow) -> PastOffer {
    PastOffer {
        text: missing(lang, row.shortfall, row.value),
        state: mark(lang, row.state),
    }
}

/// What became of an offer.
pub(super) fn mark(lang: Lang, state: RemedyState) -> Mark {
    let named = |remedy: Remedy| lang.word("remedy", &names::code_of(&remedy));
    match state {
        RemedyState::Open => Mark::new(lang.text("remedy-open"), Tone::Warn),
        RemedyState::Chosen(remedy) => Mark::new(named(remedy), Tone::Good),
        RemedyState::Defaulted(remedy) => {
            let args = [("name", FluentValue::from(named(remedy)))];
            Mark::new(lang.text_with("remedy-defaulted", &args), Tone::Good)
        }
        RemedyState::Withdrawn(_) => Mark::new(lang.text("remedy-withdrawn"), Tone::Quiet),
    }
}
