//! The contract of an adoption as it was accepted: one copy, shown as a page and kept as a PDF. Names are opened when it
//! is drawn; after an erasure the copy stands without them.

pub(super) mod diff;
pub(super) mod versions;

use actix_web::{HttpResponse, http::header, web::Path};
use adoption::campaign::{LegalProfile, Redemption};
use app::{App, commands::contracts};
use kernel::{AdoptionId, Timestamp};
use papers::{Block, Paper};
use readmodels::{
    contracts::PurchaseRow,
    garden::{AdoptionStatus, GardenAdoption},
};

use super::{
    adopt::own,
    i18n::Lang,
    names,
    page::page,
    view::{contract::ContractCopyPage, parts::Fact},
    visit::{Sent, Visit},
};
use crate::{config::Config, problem::Problem};

/// The contract as it was accepted, finished.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    lang: Lang,
    adoption: AdoptionId,
    /// Who is bound.
    pub(super) parties: Vec<Fact>,
    /// What was agreed.
    pub(super) terms: Vec<Fact>,
    /// Which law it falls under.
    pub(super) law: Vec<Fact>,
    /// What happens in a poor year.
    pub(super) risk: String,
    /// What was confirmed of fresh fruit.
    pub(super) no_return: String,
    /// The text, one paragraph each.
    pub(super) paragraphs: Vec<String>,
    /// The hash of the text.
    pub(super) hash: String,
}

/// The copy of an adoption; `None` before the contract is accepted.
pub(crate) fn copy(
    app: &App,
    config: &Config,
    lang: Lang,
    mine: &GardenAdoption,
) -> Result<Option<Copy>, Problem> {
    let Some(accepted_at) = mine.adoption.contract_accepted_at else {
        return Ok(None);
    };
    let agreement = &mine.adoption.agreement;
    let versions = app.read().contracts(agreement.campaign)?;
    let Some(place) = versions
        .iter()
        .position(|one| one.hash == agreement.contract)
    else {
        return Ok(None);
    };
    let purchase = app.read().purchase(mine.adoption.adoption)?;
    let version = lang.text_with(
        "contract-version",
        &[
            ("number", (place + 1).to_string().into()),
            (
                "day",
                names::when(lang, versions[place].effective_from)
                    .text
                    .into(),
            ),
        ],
    );
    let mut terms = terms(lang, mine);
    let rule = app.read().harvest_rule(agreement.campaign)?;
    terms.push(super::fruit::rule::told(lang, rule));
    terms.push(Fact::new(lang.text("contract-version-label"), version));
    terms.push(Fact::new(
        lang.text("contract-accepted-at"),
        names::when(lang, accepted_at).text,
    ));
    Ok(Some(Copy {
        lang,
        adoption: mine.adoption.adoption,
        parties: parties(app, config, lang, mine)?,
        terms,
        law: purchase.map_or_else(Vec::new, |one| law_of(lang, one)),
        risk: lang.word("risk", &names::code_of(&agreement.risk_clause)),
        no_return: lang.text("contract-no-return-stored"),
        paragraphs: names::paragraphs(&names::spoken(lang, &versions[place].text)),
        hash: agreement.contract.to_string(),
    }))
}

fn parties(
    app: &App,
    config: &Config,
    lang: Lang,
    mine: &GardenAdoption,
) -> Result<Vec<Fact>, Problem> {
    let seller = &config.seller;
    let said = [
        ("contract-seller", &seller.name),
        ("contract-seller-registration", &seller.registration),
        ("contract-seller-address", &seller.address),
        ("contract-seller-contact", &seller.contact),
    ];
    let mut facts: Vec<_> = said
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| Fact::new(lang.text(key), value))
        .collect();
    facts.push(Fact::new(
        lang.text("contract-farm"),
        mine.tree.farm_name.clone(),
    ));
    let buyer = mine.adoption.agreement.buyer;
    let name = match app.read().member(buyer)? {
        Some(member) => app.open_name(buyer, &member.name)?,
        None => None,
    };
    facts.push(Fact::new(
        lang.text("contract-buyer"),
        name.unwrap_or_else(|| lang.text("contract-buyer-erased")),
    ));
    facts.push(Fact::new(
        lang.text("contract-adoption"),
        mine.adoption.adoption.to_string(),
    ));
    Ok(facts)
}

fn terms(lang: Lang, mine: &GardenAdoption) -> Vec<Fact> {
    let agreement = &mine.adoption.agreement;
    let boxes = lang.text_with("boxes-count", &[("count", agreement.boxes.into())]);
    let part = format!("{} / {}", agreement.part.number, agreement.part.of);
    let fact = |key: &str, value: String| Fact::new(lang.text(key), value);
    vec![
        fact(
            "contract-campaign",
            names::spoken(lang, &mine.campaign_title),
        ),
        fact(
            "contract-tree",
            format!(
                "{} · {}",
                names::tree(lang, &mine.tree),
                names::tree_code(&mine.tree)
            ),
        ),
        fact("contract-part", part),
        fact("contract-season", agreement.season.to_string()),
        fact("campaign-price", names::money(agreement.price)),
        fact("campaign-promised", names::weight(agreement.promised_grams)),
        fact("campaign-boxes", boxes),
        fact(
            "campaign-ship-window",
            names::ship_window(lang, &mine.terms),
        ),
    ]
}

fn law_of(lang: Lang, purchase: PurchaseRow) -> Vec<Fact> {
    let mut facts = law(lang, &purchase.profile);
    if let Some(until) = purchase.cooling_off_until {
        facts.push(Fact::new(
            lang.text("contract-cooling-off-until"),
            names::when(lang, until).text,
        ));
    }
    facts
}

/// Which law an offer falls under, in words; shown in full before purchase.
pub(super) fn law(lang: Lang, profile: &LegalProfile) -> Vec<Fact> {
    let days = if profile.cooling_off_days == 0 {
        lang.text("contract-cooling-off-none")
    } else {
        let days = i64::from(profile.cooling_off_days);
        lang.text_with("contract-cooling-off-days", &[("count", days.into())])
    };
    let kind = match profile.redemption {
        Redemption::SingleShipment => "contract-kind-single",
        Redemption::MultipleShipments => "contract-kind-prepaid",
    };
    let refund = lang.word("refund-method", &names::code_of(&profile.refund_method));
    let mut facts = vec![
        Fact::new(lang.text("contract-kind"), lang.text(kind)),
        Fact::new(lang.text("contract-cooling-off"), days),
        Fact::new(lang.text("contract-refund-method"), refund),
    ];
    if !profile.withdrawal_fee.is_platforms() {
        let borne = lang.word("withdrawal-fee", &names::code_of(&profile.withdrawal_fee));
        facts.push(Fact::new(lang.text("contract-withdrawal-fee"), borne));
    }
    facts
}

impl Copy {
    /// The name of the file.
    pub(super) fn file_name(&self) -> String {
        format!("contract-{}.pdf", self.adoption)
    }

    /// The copy as a PDF: the same copy gives the same bytes. `None`, and a line in the operator's log, where it cannot be
    /// drawn.
    pub(super) fn pdf(&self) -> Option<Vec<u8>> {
        let lang = self.lang;
        let mut blocks = Vec::new();
        let parts = [
            ("contract-parties", &self.parties),
            ("contract-summary", &self.terms),
            ("contract-law", &self.law),
        ];
        for (heading, facts) in parts.into_iter().filter(|(_, facts)| !facts.is_empty()) {
            blocks.push(Block::Heading(lang.text(heading)));
            let fact = |fact: &Fact| Block::Fact(fact.label.clone(), fact.value.clone());
            blocks.extend(facts.iter().map(fact));
        }
        blocks.push(Block::Heading(lang.text("campaign-risk")));
        blocks.push(Block::Paragraph(self.risk.clone()));
        blocks.push(Block::Heading(lang.text("contract-confirmed")));
        blocks.push(Block::Paragraph(self.no_return.clone()));
        blocks.push(Block::Heading(lang.text("contract-full")));
        blocks.extend(self.paragraphs.iter().cloned().map(Block::Paragraph));
        blocks.push(Block::Note(lang.text_with(
            "contract-hash-note",
            &[("hash", self.hash.as_str().into())],
        )));
        let paper = Paper {
            title: lang.text("contract-title"),
            language: lang.tag().to_owned(),
            footer: format!("{} · SHA-256 {}", self.adoption, self.hash),
            blocks,
        };
        papers::pdf(&paper)
            .inspect_err(|error| tracing::error!(%error, "a contract cannot be drawn"))
            .ok()
    }
}

/// The page of an accepted contract.
pub(super) fn show(
    visit: &Visit,
    mine: &GardenAdoption,
    copy: Copy,
) -> Result<HttpResponse, Problem> {
    let adoption = mine.adoption.adoption;
    let until = cooling_off(visit, mine)?;
    Ok(page(&ContractCopyPage {
        shell: visit.shell(),
        id: adoption.to_string(),
        pdf_href: format!(
            "/adoptions/{adoption}/contract.pdf?lang={}",
            visit.lang.tag()
        ),
        parties: copy.parties,
        terms: copy.terms,
        law: copy.law,
        risk: copy.risk,
        no_return: copy.no_return,
        paragraphs: copy.paragraphs,
        hash: copy.hash,
        withdraw_until: until.map(|until| names::when(visit.lang, until)),
    }))
}

/// Until when this buyer may withdraw for all of the money; `None` when they may not.
fn cooling_off(visit: &Visit, mine: &GardenAdoption) -> Result<Option<Timestamp>, Problem> {
    if mine.adoption.status != AdoptionStatus::Confirmed {
        return Ok(None);
    }
    let purchase = visit.app().read().purchase(mine.adoption.adoption)?;
    let until = purchase.and_then(|one| one.cooling_off_until);
    Ok(until.filter(|until| *until > visit.app().now()))
}

/// `GET /adoptions/{id}/contract.pdf`
pub(super) async fn file(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = own(&visit, *path)?;
    let copy = copy(visit.app(), &visit.state().config, visit.lang, &mine)?;
    let copy = copy.ok_or_else(Problem::not_found)?;
    pdf_answer(copy).await
}

/// A PDF as an answer. Drawing one takes a moment, so it is done off the async threads.
pub(crate) async fn pdf_answer(copy: Copy) -> Result<HttpResponse, Problem> {
    let name = copy.file_name();
    let drawn = tokio::task::spawn_blocking(move || copy.pdf()).await;
    let bytes = drawn
        .ok()
        .flatten()
        .ok_or_else(|| Problem::undrawn(&papers::PaperError::Assembly))?;
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ))
        .body(bytes))
}

/// `POST /adoptions/{id}/withdraw`
pub(super) async fn withdraw(sent: Sent, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let buyer = sent.who.buyer();
    let done = contracts::withdraw_in_time(sent.visit.app(), &buyer, &sent.intent, *path).await?;
    Ok(sent.visit.done("/garden", "adoption-withdrawn", done))
}
