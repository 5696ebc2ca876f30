//! `/operator/campaigns/{id|new}`: drafting a campaign, its contract, its trees, opening and closing it.

use actix_web::{HttpResponse, web::Path};
use adoption::campaign::RiskClause;
use app::{
    Done,
    commands::campaigns::{self, CampaignDraft},
    permission::{Operator, Signed},
};
use kernel::{BlockId, CampaignId, TreeId};
use readmodels::{
    catalogue::{CampaignDetail, CampaignStatus},
    trees::TREES_PAGE_MAX,
};

use super::{proofs, sales, terms};
use crate::{
    problem::Problem,
    web::{
        harvest::{fields_invalid, number},
        names,
        page::page,
        today::orchard_choice,
        view::{
            editor::CampaignEditorPage,
            form::{Choice, Form},
            parts::{Mark, Tone},
        },
        visit::{Refused, Sent, Visit},
    },
};

/// All clauses for a poor year.
const RISKS: [RiskClause; 4] = [
    RiskClause::TopUp,
    RiskClause::RefundShortfall,
    RiskClause::CarryOver,
    RiskClause::BuyerBears,
];

/// Which of the page's forms was refused.
#[derive(Default)]
pub(super) struct Forms {
    pub(super) terms: Option<Form>,
    pub(super) contract: Option<Form>,
    pub(super) offer: Option<Form>,
    pub(super) sales: Option<Form>,
}

/// `GET /operator/campaigns/new`
pub(in crate::web) async fn new(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    Ok(page(&blank(&visit, terms::new_form())?))
}

/// `POST /operator/campaigns`
pub(in crate::web) async fn draft(sent: Sent) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = match read_draft(&sent) {
        Ok(draft) => campaigns::draft(sent.visit.app(), &operator, &sent.intent, draft)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    match sent.outcome(wish, str::to_owned)? {
        Ok((campaign, done)) => Ok(sent.visit.done(&href(campaign), "campaign-saved", done)),
        Err(refused) => Ok(refused.page(&blank(&sent.visit, refused.form.clone())?)),
    }
}

fn read_draft(sent: &Sent) -> Result<CampaignDraft, Problem> {
    let fields = &sent.fields;
    let (title, story, terms) = terms::read(fields)?;
    let mut wrong = fields_invalid();
    let season = number::<kernel::Season>(fields, "season", &mut wrong);
    let orchard = fields.text("orchard").parse().ok();
    if orchard.is_none() {
        wrong = wrong.at_field("orchard", "choice");
    }
    match (orchard, season) {
        (Some(orchard), Some(season)) => Ok(CampaignDraft {
            orchard,
            season,
            title,
            story,
            terms,
        }),
        _ => Err(wrong),
    }
}

/// `GET /operator/campaigns/{id}`
pub(in crate::web) async fn show(
    visit: Visit,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.operator()?;
    let detail = find(&visit, *id)?;
    Ok(page(&draw(&visit, &detail, Forms::default())?))
}

/// `POST /operator/campaigns/{id}`
pub(in crate::web) async fn change(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = match terms::read(&sent.fields) {
        Ok(words) => campaigns::change_terms(sent.visit.app(), &operator, &sent.intent, *id, words)
            .await
            .map_err(Problem::from),
        Err(problem) => Err(problem),
    };
    answer(&sent, *id, wish, "campaign-saved", |form| Forms {
        terms: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/contract`
pub(in crate::web) async fn contract(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let text = terms::both(&sent.fields, "contract");
    let wish = campaigns::publish_contract(app, &operator, &sent.intent, *id, text).await;
    let wish = wish.map_err(Problem::from);
    answer(&sent, *id, wish, "contract-saved", |form| Forms {
        contract: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/offer`
pub(in crate::web) async fn offer(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let operator = sent.who.operator()?;
    let wish = offer_block(&sent, &operator, *id).await;
    answer(&sent, *id, wish, "trees-offered", |form| Forms {
        offer: Some(form),
        ..Forms::default()
    })
}

/// Offers the trees of a block whose photo is new enough; the page lists the others. If there are none, all are tried,
/// and the rule says why not.
async fn offer_block(
    sent: &Sent,
    operator: &Signed<Operator>,
    id: CampaignId,
) -> Result<Done, Problem> {
    let block = sent.fields.text("block").parse();
    let block = block.map_err(|_| fields_invalid().at_field("block", "choice"))?;
    let detail = find(&sent.visit, id)?;
    let trees = trees_of(&sent.visit, &detail, block)?;
    let oldest = detail.card.proof_oldest(sent.intent.now());
    let is_proven =
        |tree: &&readmodels::trees::TreeCard| tree.photo_at.is_some_and(|at| at >= oldest);
    let proven: Vec<TreeId> = trees
        .iter()
        .filter(is_proven)
        .map(|tree| tree.tree)
        .collect();
    let all = || trees.iter().map(|tree| tree.tree).collect();
    let offered = if proven.is_empty() { all() } else { proven };
    Ok(campaigns::offer_trees(sent.visit.app(), operator, &sent.intent, id, offered).await?)
}

fn trees_of(
    visit: &Visit,
    detail: &CampaignDetail,
    block: BlockId,
) -> Result<Vec<readmodels::trees::TreeCard>, Problem> {
    let read = visit.app().read();
    let mut trees = read.trees_of(detail.card.orchard, Some(block), None, TREES_PAGE_MAX)?;
    while let Some(last) = trees.last().filter(|_| trees.len() % TREES_PAGE_MAX == 0) {
        let after = Some(last.cursor());
        let more = read.trees_of(detail.card.orchard, Some(block), after, TREES_PAGE_MAX)?;
        if more.is_empty() || trees.len() >= campaigns::OFFER_TREES_MAX {
            break;
        }
        trees.extend(more);
    }
    Ok(trees)
}

/// `POST /operator/campaigns/{id}/open`
pub(in crate::web) async fn open(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = campaigns::open(app, &operator, &sent.intent, *id)
        .await
        .map_err(Problem::from);
    answer(&sent, *id, wish, "campaign-opened", |form| Forms {
        offer: Some(form),
        ..Forms::default()
    })
}

/// `POST /operator/campaigns/{id}/close`
pub(in crate::web) async fn close(
    sent: Sent,
    id: Path<CampaignId>,
) -> Result<HttpResponse, Problem> {
    let (app, operator) = (sent.visit.app(), sent.who.operator()?);
    let wish = campaigns::close(app, &operator, &sent.intent, *id)
        .await
        .map_err(Problem::from);
    answer(&sent, *id, wish, "campaign-closed", |form| Forms {
        offer: Some(form),
        ..Forms::default()
    })
}

/// Back to the editor, with the form that was refused if one was.
pub(super) fn answer(
    sent: &Sent,
    id: CampaignId,
    wish: Result<Done, Problem>,
    flash: &str,
    place: impl Fn(Form) -> Forms,
) -> Result<HttpResponse, Problem> {
    match sent.outcome(wish, field_of)? {
        Ok(done) => Ok(sent.visit.done(&href(id), flash, done)),
        Err(refused) => redrawn(sent, id, &refused, place),
    }
}

fn redrawn(
    sent: &Sent,
    id: CampaignId,
    refused: &Refused,
    place: impl Fn(Form) -> Forms,
) -> Result<HttpResponse, Problem> {
    let detail = find(&sent.visit, id)?;
    Ok(refused.page(&draw(&sent.visit, &detail, place(refused.form.clone()))?))
}

/// `text.zh` of the use case is the field `contract_zh`; trees are chosen by their block.
fn field_of(path: &str) -> String {
    match path {
        "text.zh" => "contract_zh",
        "text.en" => "contract_en",
        "trees" => "block",
        other => other,
    }
    .to_owned()
}

fn href(campaign: CampaignId) -> String {
    format!("/operator/campaigns/{campaign}")
}

pub(super) fn find(visit: &Visit, id: CampaignId) -> Result<CampaignDetail, Problem> {
    visit
        .app()
        .read()
        .campaign(id)?
        .ok_or_else(Problem::not_found)
}

fn blank(visit: &Visit, form: Form) -> Result<CampaignEditorPage, Problem> {
    Ok(CampaignEditorPage {
        shell: visit.shell(),
        id: None,
        title: visit.lang.text("campaign-new"),
        state: Mark::new(visit.lang.word("campaign-state", "draft"), Tone::Quiet),
        form,
        contract_form: Form::empty(),
        is_draft: true,
        is_open: false,
        orchards: orchards(visit)?,
        risks: risks(visit),
        blocks: Vec::new(),
        offer_form: Form::empty(),
        offered: 0,
        missing: Vec::new(),
        proofs: None,
        sales: None,
    })
}

fn draw(
    visit: &Visit,
    detail: &CampaignDetail,
    forms: Forms,
) -> Result<CampaignEditorPage, Problem> {
    let card = &detail.card;
    let blocks = visit.app().read().blocks(card.orchard)?;
    let blocks = blocks.iter().filter(|block| block.trees > 0);
    Ok(CampaignEditorPage {
        shell: visit.shell(),
        id: Some(card.campaign.to_string()),
        title: names::spoken(visit.lang, &card.title),
        state: names::campaign_state(visit.lang, card, visit.app().now()).0,
        form: forms.terms.unwrap_or_else(|| terms::form(card)),
        contract_form: forms.contract.unwrap_or_else(|| contract_form(detail)),
        is_draft: card.status == CampaignStatus::Draft,
        is_open: card.status == CampaignStatus::Open,
        orchards: orchards(visit)?,
        risks: risks(visit),
        blocks: blocks
            .map(|block| Choice::new(block.block.to_string(), block.name.clone()))
            .collect(),
        offer_form: forms.offer.unwrap_or_default(),
        offered: names::signed(card.trees_offered),
        missing: missing(visit, detail),
        proofs: Some(proofs::draw(visit, detail)?),
        sales: Some(sales::draw(visit, detail, forms.sales)?),
    })
}

fn contract_form(detail: &CampaignDetail) -> Form {
    match &detail.contract_text {
        Some(text) => Form::empty()
            .with("contract_zh", text.zh.clone())
            .with("contract_en", text.en.clone()),
        None => Form::empty(),
    }
}

/// What stands in the way of opening, in the words of the rules that would say no.
fn missing(visit: &Visit, detail: &CampaignDetail) -> Vec<String> {
    let mut missing = Vec::new();
    if detail.card.contract.is_none() {
        missing.push(visit.lang.word("rejection", "contract-missing"));
    }
    if detail.card.trees_offered == 0 {
        missing.push(visit.lang.word("rejection", "no-tree-offered"));
    }
    missing
}

fn orchards(visit: &Visit) -> Result<Vec<Choice>, Problem> {
    Ok(visit
        .app()
        .read()
        .orchards()?
        .iter()
        .map(orchard_choice)
        .collect())
}

fn risks(visit: &Visit) -> Vec<Choice> {
    let codes = RISKS.iter().map(names::code_of);
    codes
        .map(|code| Choice::new(code.clone(), visit.lang.word("risk", &code)))
        .collect()
}
