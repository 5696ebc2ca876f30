//! Trees that have shown no photo for longer than was promised: what their adopters read, the list of the farm and the
//! operator, and asking the farmer (domain.md C U1 6, E 6). Honest words, and no louder than they must be.

use actix_web::{HttpResponse, web::Path};
use app::commands::{harvest::local_day, silence};
use fluent_bundle::FluentValue;
use kernel::{AdoptionId, CampaignId, OrchardId, Timestamp};
use readmodels::silence::{SILENT_MAX, SilenceRow};

use super::{
    format,
    harvest::{fields_invalid, number},
    i18n::Lang,
    names,
    operator::contract,
    page::page,
    view::{
        form::Form,
        parts::Fact,
        silence::{Quiet, SilencePage, SilentTree},
    },
    visit::{Sent, Visit},
};
use crate::problem::Problem;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Where the operator sees all of them.
const LIST: &str = "/operator/silence";

/// What adopters read of a tree whose photo is late; `None` while the promise is kept.
pub(super) fn quiet(visit: &Visit, row: &SilenceRow) -> Option<Quiet> {
    let (lang, now) = (visit.lang, visit.app().now());
    if now <= row.due_at() {
        return None;
    }
    let day = |at: Timestamp| format::day(lang, format::orchard_day(at.millis()));
    let every = FluentValue::from(row.every_days);
    let last = match row.tree.photo_at {
        Some(at) => {
            let days = FluentValue::from((now.millis() - at.millis()) / DAY_MS);
            lang.text_with("silence-last", &[("days", days), ("every", every)])
        }
        None => lang.text_with("silence-never", &[("every", every)]),
    };
    let asked = row
        .asked()
        .map(|at| visit.text_with("silence-asked", "day", &day(at)));
    let may_ask = now > row.may_ask_after();
    Some(Quiet {
        last,
        asked: asked.unwrap_or_default(),
        may_ask,
        wait: if may_ask {
            String::new()
        } else {
            visit.text_with("silence-wait", "day", &day(row.may_ask_after()))
        },
    })
}

/// The same for a page that is kept: days by their date, so that only the log changes it.
pub(super) fn standing(visit: &Visit, row: &SilenceRow) -> Option<Vec<String>> {
    let lang = visit.lang;
    if visit.app().now() <= row.due_at() {
        return None;
    }
    let day = |at: Timestamp| format::day(lang, format::orchard_day(at.millis()));
    let every = row.every_days.to_string();
    let mut said =
        vec![visit.text_with_two("silence-since", ("day", &day(row.since)), ("every", &every))];
    if let Some(at) = row.asked() {
        said.push(visit.text_with("silence-asked", "day", &day(at)));
    }
    Some(said)
}

/// The promise as a buyer reads it before the purchase.
pub(super) fn promise(visit: &Visit, campaign: CampaignId) -> Result<Fact, Problem> {
    let every = visit.app().read().photo_every_days(campaign)?;
    let text = visit.text_with("silence-promise-text", "every", &every.to_string());
    Ok(Fact::new(visit.lang.text("silence-promise"), text))
}

/// The late trees of an orchard, or of all.
pub(super) fn late(visit: &Visit, orchard: Option<OrchardId>) -> Result<Vec<SilenceRow>, Problem> {
    let now = visit.app().now();
    let read = visit.app().read();
    Ok(read.silent_trees(orchard, (now, local_day(now)), SILENT_MAX)?)
}

/// The lines of a list of late trees.
pub(super) fn lines(visit: &Visit, rows: &[SilenceRow]) -> Vec<SilentTree> {
    let line = |row: &SilenceRow| {
        let quiet = quiet(visit, row)?;
        Some(SilentTree {
            adoption: row.adoption.to_string(),
            name: names::tree(visit.lang, &row.tree),
            href: names::tree_href(&row.tree),
            code: names::tree_code_plain(&row.tree),
            quiet,
        })
    };
    rows.iter().filter_map(line).collect()
}

/// `GET /operator/silence`
pub(super) async fn list(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let rows = late(&visit, None)?;
    Ok(page(&SilencePage {
        shell: visit.shell(),
        trees: lines(&visit, &rows),
        acts: visit.identity().is_some_and(|who| who.is_operator()),
    }))
}

/// `POST /adoptions/{id}/ask-for-photo`
pub(super) async fn ask(sent: Sent, id: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let buyer = sent.who.buyer();
    let done = silence::nudge(sent.visit.app(), &buyer, &sent.intent, *id).await?;
    Ok(sent.visit.done("/garden", "farmer-asked", done))
}

/// `POST /operator/adoptions/{id}/ask-for-photo`
pub(super) async fn ask_for_adopters(
    sent: Sent,
    id: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let done = silence::nudge_for_adopters(sent.visit.app(), &operator, &sent.intent, *id).await?;
    Ok(sent.visit.done(LIST, "farmer-asked", done))
}

/// The form with the promise as it stands.
pub(super) fn form(visit: &Visit, campaign: CampaignId) -> Result<Form, Problem> {
    let every = visit.app().read().photo_every_days(campaign)?;
    Ok(Form::empty().with("every_days", every.to_string()))
}

/// Between which days a photo may be promised.
pub(super) fn bounds(lang: Lang) -> String {
    use adoption::campaign::{PHOTO_EVERY_DAYS_MAX, PHOTO_EVERY_DAYS_MIN};
    let bound = |days: u16| FluentValue::from(days);
    let args = [
        ("least", bound(PHOTO_EVERY_DAYS_MIN)),
        ("most", bound(PHOTO_EVERY_DAYS_MAX)),
    ];
    lang.text_with("silence-every-hint", &args)
}

/// `POST /operator/campaigns/{id}/photo-promise`
pub(super) async fn set_promise(sent: Sent, id: Path<CampaignId>) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let mut wrong = fields_invalid();
    let wish = match number(&sent.fields, "every_days", &mut wrong) {
        Some(days) => silence::promise_photos(app, &operator, &sent.intent, *id, days)
            .await
            .map_err(Problem::from),
        None => Err(wrong),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent
            .visit
            .done(&contract::href(*id), "campaign-saved", done)),
        Err(refused) => {
            let page = contract::with_promise(&sent.visit, *id, refused.form.clone())?;
            Ok(refused.page(&page))
        }
    }
}
