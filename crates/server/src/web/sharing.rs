//! What a holder can do with an adoption beside receiving its fruit: give it, hand it on, divide it. Each says what
//! follows before it is done. It decides nothing.

use actix_web::{HttpResponse, web::Path};
use adoption::handover::{Kind, Unaccepted};
use app::commands::{
    handovers::{self, Offer},
    splitting,
};
use kernel::AdoptionId;
use readmodels::{
    garden::{AdoptionStatus, GardenAdoption},
    sharing::{HandoverRow, HandoverState},
};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::{
    adopt, names,
    page::page,
    view::{
        form::{Choice, Form},
        life::{OpenOffer, SharePage},
    },
    visit::{Sent, Visit},
};
use crate::problem::{Kind as ProblemKind, Problem};

/// How long an offer may stand, in days.
const DAYS: [i64; 4] = [3, 7, 14, 30];

/// `GET /adoptions/{id}/share`
pub(super) async fn show(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = adopt::own(&visit, *path)?;
    let form = Form::empty().with("days", "7");
    Ok(page(&draw(&visit, &mine, form)?))
}

/// `POST /adoptions/{id}/offer`
pub(super) async fn offer(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let wish = make_offer(&sent, *path).await;
    done_or_drawn(&sent, *path, wish, "offer-made")
}

async fn make_offer(sent: &Sent, adoption: AdoptionId) -> Result<app::Done, Problem> {
    let refused = |field: &str| {
        let problem = Problem::new(
            ProblemKind::Refused,
            "fields-invalid",
            "fields cannot be taken",
        );
        problem.at_field(field, "choice")
    };
    let fields = &sent.fields;
    let days = fields.text("days").parse().map_err(|_| refused("days"))?;
    let wish = Offer {
        kind: word(fields.text("kind")).ok_or_else(|| refused("kind"))?,
        days,
        if_unaccepted: word(fields.text("otherwise")).ok_or_else(|| refused("otherwise"))?,
    };
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    Ok(handovers::offer(app, &who, &sent.intent, adoption, wish).await?)
}

/// `POST /adoptions/{id}/offer/withdraw`
pub(super) async fn withdraw(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let done = handovers::withdraw(app, &who, &sent.intent, *path).await?;
    Ok(sent.visit.done(&href(*path), "offer-withdrawn", done))
}

/// `POST /adoptions/{id}/split`
pub(super) async fn split(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let parts = sent.fields.text("parts").parse().unwrap_or_default();
    let (app, who) = (sent.visit.app(), sent.who.buyer());
    let wish = splitting::split(app, &who, &sent.intent, *path, parts).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok((_, done)) => Ok(sent.visit.done("/garden", "tree-divided", done)),
        Err(refused) => {
            let mine = adopt::own(&sent.visit, *path)?;
            Ok(refused.page(&draw(&sent.visit, &mine, refused.form.clone())?))
        }
    }
}

fn done_or_drawn(
    sent: &Sent,
    adoption: AdoptionId,
    wish: Result<app::Done, Problem>,
    flash: &str,
) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, str::to_owned)? {
        Ok(done) => Ok(sent.visit.done(&href(adoption), flash, done)),
        Err(refused) => {
            let mine = adopt::own(&sent.visit, adoption)?;
            Ok(refused.page(&draw(&sent.visit, &mine, refused.form.clone())?))
        }
    }
}

/// A stored word of a closed list.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(json!(text)).ok()
}

fn href(adoption: AdoptionId) -> String {
    format!("/adoptions/{adoption}/share")
}

fn draw(visit: &Visit, mine: &GardenAdoption, form: Form) -> Result<SharePage, Problem> {
    let lang = visit.lang;
    let adoption = mine.adoption.adoption;
    let row = visit.app().read().handover_of(adoption)?;
    let open = row.filter(|row| row.state == HandoverState::Open);
    let locked = mine.boxes.iter().any(|one| one.locked_at.is_some());
    let blocked = match mine.adoption.status {
        AdoptionStatus::Confirmed if locked => Some("share-locked"),
        AdoptionStatus::Confirmed => None,
        AdoptionStatus::Started => Some("share-unpaid"),
        AdoptionStatus::Completed | AdoptionStatus::Cancelled { .. } => Some("share-over"),
    };
    let whole = mine.adoption.agreement.part.of == 1 && mine.adoption.agreement.boxes > 1;
    let choices = |family: &str, words: &[&str]| {
        let choice = |word: &&str| Choice::new(*word, lang.word(family, word));
        words.iter().map(choice).collect::<Vec<_>>()
    };
    Ok(SharePage {
        shell: visit.shell(),
        id: adoption.to_string(),
        tree: adopt::tree_of(visit, mine),
        divisible: blocked.is_none() && whole && open.is_none(),
        open: open.map(|row| standing(visit, &row)).transpose()?,
        blocked: blocked.map(|key| lang.word("share-blocked", key)),
        form,
        kinds: choices("share-kind", &["gift", "transfer"]),
        days: DAYS
            .iter()
            .map(|days| {
                let label = lang.text_with("days-count", &[("count", (*days).into())]);
                Choice::new(days.to_string(), label)
            })
            .collect(),
        otherwise: choices("share-otherwise", &["keep", "refund"]),
        parts: choices("split-into", &["2", "4"]),
    })
}

fn standing(visit: &Visit, row: &HandoverRow) -> Result<OpenOffer, Problem> {
    let secret = visit.app().open_secret(row.by, row.adoption, &row.secret)?;
    let base = &visit.state().config.server.public_url;
    Ok(OpenOffer {
        link: secret.map_or_else(String::new, |secret| format!("{base}/handovers/{secret}")),
        until: names::when(visit.lang, row.until),
        otherwise: visit.lang.word(
            "share-told",
            match (row.kind, row.if_unaccepted) {
                (_, Unaccepted::Refund) => "refund",
                (Kind::Gift | Kind::Transfer, Unaccepted::Keep) => "keep",
            },
        ),
    })
}
