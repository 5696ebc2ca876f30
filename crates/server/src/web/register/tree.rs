//! `/register/trees/{id}`: one tree as the register knows it, and what may be told of it there.

use actix_web::{HttpResponse, web::Path};
use app::{
    Done,
    commands::{corrections, trees},
    permission::{Farmer, Identity, Signed},
};
use kernel::TreeId;
use readmodels::register::{TagRow, TreeRecord};
use traceability::spot::{Spot, degrees_e7, degrees_text};

use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        harvest::{fields_invalid, number, refuse},
        names,
        page::page,
        view::{
            form::Form,
            parts::{Fact, Mark, Tone},
            register::{RecordPage, Tag},
        },
        visit::{Sent, Visit},
    },
};

/// How near a tree is shown on the map: as near as it gets.
const NEAR: u8 = u8::MAX;

/// `GET /register/trees/{id}`
pub(in crate::web) async fn show(visit: Visit, id: Path<TreeId>) -> Result<HttpResponse, Problem> {
    let (record, _) = found(&visit, visit.signed_in()?, *id)?;
    Ok(page(&draw(&visit, &record, Forms::default())?))
}

/// `POST /register/trees/{id}/survey`
pub(in crate::web) async fn survey(sent: Sent, id: Path<TreeId>) -> Result<HttpResponse, Problem> {
    let (record, farmer) = found(&sent.visit, &sent.who, *id)?;
    let wish = match read_survey(&sent.fields) {
        Ok(told) => trees::survey(sent.visit.app(), &farmer, &sent.intent, *id, told)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    answer(&sent, &record, wish, "tree-surveyed", |form| Forms {
        survey: Some(form),
        ..Forms::default()
    })
}

/// `POST /register/trees/{id}/tag-lost`
pub(in crate::web) async fn tag_lost(
    sent: Sent,
    id: Path<TreeId>,
) -> Result<HttpResponse, Problem> {
    let (record, farmer) = found(&sent.visit, &sent.who, *id)?;
    let wish = trees::report_tag_lost(sent.visit.app(), &farmer, &sent.intent, *id).await;
    answer(
        &sent,
        &record,
        wish.map_err(Problem::from),
        "tag-lost",
        |_| Forms::default(),
    )
}

/// `POST /register/trees/{id}/tag-found`
pub(in crate::web) async fn tag_found(
    sent: Sent,
    id: Path<TreeId>,
) -> Result<HttpResponse, Problem> {
    let (record, farmer) = found(&sent.visit, &sent.who, *id)?;
    let wish = trees::report_tag_found(sent.visit.app(), &farmer, &sent.intent, *id).await;
    answer(
        &sent,
        &record,
        wish.map_err(Problem::from),
        "tag-found",
        |_| Forms::default(),
    )
}

/// `POST /register/trees/{id}/tag`
pub(in crate::web) async fn replace_tag(
    sent: Sent,
    id: Path<TreeId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let (record, _) = found(&sent.visit, &sent.who, *id)?;
    let reason = sent.fields.text("reason");
    let wish = trees::replace_tag(sent.visit.app(), &operator, &sent.intent, *id, reason).await;
    let wish = wish.map(|(_, done)| done).map_err(Problem::from);
    answer(&sent, &record, wish, "tag-replaced", |form| Forms {
        replace: Some(form),
        ..Forms::default()
    })
}

/// `POST /register/trees/{id}/correction`
pub(in crate::web) async fn correct(sent: Sent, id: Path<TreeId>) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let (record, _) = found(&sent.visit, &sent.who, *id)?;
    let mut wrong = fields_invalid();
    let variety = sent.fields.text("variety").to_owned();
    let wish = match number::<u16>(&sent.fields, "planted", &mut wrong) {
        Some(planted) => {
            let (right, reason) = ((variety.as_str(), planted), sent.fields.text("reason"));
            corrections::tree(
                sent.visit.app(),
                &operator,
                &sent.intent,
                *id,
                right,
                reason,
            )
            .await
            .map_err(Problem::from)
        }
        None => Err(wrong),
    };
    answer(&sent, &record, wish, "tree-corrected", |form| Forms {
        correct: Some(form),
        ..Forms::default()
    })
}

/// Which of the page's forms was refused.
#[derive(Default)]
struct Forms {
    survey: Option<Form>,
    replace: Option<Form>,
    correct: Option<Form>,
}

fn answer(
    sent: &Sent,
    record: &TreeRecord,
    wish: Result<Done, Problem>,
    flash: &str,
    place: impl Fn(Form) -> Forms,
) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(&href(record.card.tree), flash, done)),
        Err(refused) => Ok(refused.page(&draw(&sent.visit, record, place(refused.form.clone()))?)),
    }
}

/// A tree of an orchard that the person farms; anybody else's is not found.
fn found(
    visit: &Visit,
    who: &Identity,
    tree: TreeId,
) -> Result<(TreeRecord, Signed<Farmer>), Problem> {
    let record = visit.app().read().tree_record(tree)?;
    if who.farms().next().is_none() && !who.is_operator() {
        return Err(app::Error::Forbidden.into());
    }
    let record = record.ok_or_else(Problem::not_found)?;
    let farmer = who
        .farmer(record.card.orchard)
        .map_err(|_| Problem::not_found())?;
    Ok((record, farmer))
}

fn href(tree: TreeId) -> String {
    format!("/register/trees/{tree}")
}

fn read_survey(fields: &Fields) -> Result<(Option<String>, Option<Spot>), Problem> {
    let mut wrong = fields_invalid();
    let mut degrees = |name: &str| match fields.text(name).trim() {
        "" => None,
        text => match degrees_e7(text) {
            Some(degrees) => Some(degrees),
            None => refuse(&mut wrong, name, "coordinate"),
        },
    };
    let spot = match (degrees("latitude"), degrees("longitude")) {
        (Some(lat_e7), Some(lon_e7)) => Some(Spot { lat_e7, lon_e7 }),
        _ => None,
    };
    let text = |name: &str| fields.text(name).trim().to_owned();
    let is_half = text("latitude").is_empty() != text("longitude").is_empty();
    if is_half {
        wrong = wrong.at_field("latitude", "coordinate");
    }
    if !wrong.errors.is_empty() {
        return Err(wrong);
    }
    let rootstock = Some(text("rootstock")).filter(|text| !text.is_empty());
    Ok((rootstock, spot))
}

fn draw(visit: &Visit, record: &TreeRecord, forms: Forms) -> Result<RecordPage, Problem> {
    let (card, lang) = (&record.card, visit.lang);
    let read = visit.app().read();
    let orchard = read.orchard(card.orchard)?.ok_or_else(Problem::not_found)?;
    let tags = read.tags_of(card.tree)?;
    Ok(RecordPage {
        shell: visit.shell(),
        id: card.tree.to_string(),
        name: names::tree(lang, card),
        place: names::farm_place(&orchard.farm_name, &orchard.place),
        back: format!("/register?orchard={}", card.orchard),
        page_href: card.code.map(|_| names::tree_href(card)),
        facts: facts(visit, record),
        map_href: record.spot.map(|_| {
            format!(
                "/register/map?orchard={}&tree={}&zoom={NEAR}",
                card.orchard, card.tree
            )
        }),
        is_lost: record.tag_lost_at.is_some(),
        may_replace: visit.signed_in()?.is_operator(),
        tags: tags.iter().map(|row| tag(visit, row)).collect(),
        survey: forms.survey.unwrap_or_else(|| known(record)),
        replace: forms.replace.unwrap_or_default(),
        correct: forms.correct.unwrap_or_else(|| {
            Form::empty()
                .with("variety", card.variety.clone())
                .with("planted", card.planted.to_string())
        }),
    })
}

fn known(record: &TreeRecord) -> Form {
    let degrees = |e7: Option<i32>| e7.map_or_else(String::new, degrees_text);
    Form::empty()
        .with("rootstock", record.rootstock.clone().unwrap_or_default())
        .with("latitude", degrees(record.spot.map(|spot| spot.lat_e7)))
        .with("longitude", degrees(record.spot.map(|spot| spot.lon_e7)))
}

fn facts(visit: &Visit, record: &TreeRecord) -> Vec<Fact> {
    let (lang, card) = (visit.lang, &record.card);
    let unknown = || lang.text("register-unknown");
    let spot = record.spot.map_or_else(unknown, |spot| {
        format!(
            "{}, {}",
            degrees_text(spot.lat_e7),
            degrees_text(spot.lon_e7)
        )
    });
    let photo = card.photo_at.map_or_else(
        || lang.word("lack", "photo"),
        |at| names::when(lang, at).text,
    );
    vec![
        Fact::new(lang.text("editor-variety"), card.variety.clone()),
        Fact::new(
            lang.text("register-rootstock"),
            record.rootstock.clone().unwrap_or_else(unknown),
        ),
        Fact::new(lang.text("column-planted"), card.planted.to_string()),
        Fact::new(lang.text("register-spot"), spot),
        Fact::new(lang.text("column-seen"), photo),
    ]
}

fn tag(visit: &Visit, row: &TagRow) -> Tag {
    let lang = visit.lang;
    let told = |key: &str, at: kernel::Timestamp| {
        visit.text_with(key, "when", &names::when(lang, at).text)
    };
    let state = match (row.retired_at, row.lost_at) {
        (Some(_), _) => Mark::new(lang.word("tag-state", "replaced"), Tone::Quiet),
        (None, Some(_)) => Mark::new(lang.word("tag-state", "lost"), Tone::Bad),
        (None, None) => Mark::new(lang.word("tag-state", "hangs"), Tone::Good),
    };
    let lost = row.lost_at.map(|at| told("tag-lost-since", at));
    let replaced = row.retired_at.map(|at| match &row.reason {
        Some(reason) => visit.text_with_two(
            "tag-replaced-because",
            ("when", &names::when(lang, at).text),
            ("reason", reason),
        ),
        None => told("tag-replaced-on", at),
    });
    Tag {
        code: row.code.grouped(),
        href: format!("/t/{}", row.code),
        state,
        issued: names::when(lang, row.issued_at),
        story: lost.into_iter().chain(replaced).collect(),
    }
}
