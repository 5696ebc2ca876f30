//! `GET /operator`: the morning. Money from the postings, promises, what needs a decision. Auditors see the same, without
//! the forms.

mod books;
mod waiting;

use actix_web::HttpResponse;
use kernel::RefundId;
use readmodels::{
    catalogue::{CampaignCard, CampaignStatus},
    overview::{Exception, ExceptionKind, Promise as Promised},
};

use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        view::{
            form::Form,
            overview::{CampaignRow, OverviewPage, Promise},
            parts::Bar,
        },
        visit::Visit,
    },
};

/// Forms that were refused.
#[derive(Default)]
pub(super) struct Forms {
    /// Recording money.
    pub(super) capture: Option<Form>,
    /// Recording that this refund was paid.
    pub(super) settle: Option<(RefundId, Form)>,
}

/// `GET /operator`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    Ok(page(&draw(&visit, &Forms::default())?))
}

/// The page, with forms as they were typed.
pub(super) fn draw(visit: &Visit, forms: &Forms) -> Result<OverviewPage, Problem> {
    let read = visit.app().read();
    let acts = visit.signed_in()?.is_operator();
    let found = read.exceptions()?;
    let nameplates = waiting::nameplates(visit, &found)?;
    let observations = waiting::observations(visit)?;
    let refunds = waiting::refunds(visit, forms)?;
    let lots = waiting::lots(visit, &found)?;
    let books = books::of(visit)?;
    let decisions = nameplates.len() + observations.len() + refunds.len() + lots.len();
    Ok(OverviewPage {
        shell: visit.shell(),
        tiles: books.tiles,
        decision_count: i64::try_from(decisions).unwrap_or(i64::MAX),
        nameplates,
        observations,
        refunds,
        lots,
        exceptions: exceptions(visit, &found)?,
        capture_form: forms
            .capture
            .clone()
            .unwrap_or_else(|| waiting::new_capture(visit)),
        captured: books.captured,
        promises: read
            .promised_vs_harvested()?
            .iter()
            .map(|one| promise(visit, one))
            .collect(),
        accounts: books.accounts,
        debit: books.debit,
        credit: books.credit,
        is_balanced: books.is_balanced,
        campaigns: read
            .campaigns(true)?
            .iter()
            .map(|card| campaign(visit, acts, card))
            .collect(),
    })
}

/// What needs a look but no decision here.
fn exceptions(
    visit: &Visit,
    found: &[Exception],
) -> Result<Vec<crate::web::view::overview::Exception>, Problem> {
    let drawn = found
        .iter()
        .filter_map(|one| waiting::exception(visit, one).transpose());
    drawn.collect()
}

/// Whether an exception waits for a decision on the same page.
const fn is_decision(kind: &ExceptionKind) -> bool {
    match kind {
        ExceptionKind::RefundToSettle { .. }
        | ExceptionKind::NameplateToApprove { .. }
        | ExceptionKind::ObservationFlagged { .. }
        | ExceptionKind::LotNotAllocated { .. } => true,
        ExceptionKind::LatePayment { .. }
        | ExceptionKind::LotWithoutCertificate { .. }
        | ExceptionKind::PaymentAwaited { .. } => false,
    }
}

fn promise(visit: &Visit, one: &Promised) -> Promise {
    let (promised, harvested) = (names::weight(one.promised), names::weight(one.harvested));
    let label = visit.text_with_two(
        "tree-harvest-bar",
        ("harvested", &harvested),
        ("promised", &promised),
    );
    Promise {
        name: format!("{} · {}", names::spoken(visit.lang, &one.title), one.season),
        bar: Bar {
            value: names::signed(one.harvested.0.min(one.promised.0)),
            max: names::signed(one.promised.0.max(1)),
            label,
        },
        promised,
        harvested,
    }
}

/// Operators go to the editor, auditors to what everybody sees; a draft nobody else sees.
fn campaign(visit: &Visit, acts: bool, card: &CampaignCard) -> CampaignRow {
    let href = match (acts, card.status) {
        (true, _) => format!("/operator/campaigns/{}", card.campaign),
        (false, CampaignStatus::Draft) => String::new(),
        (false, CampaignStatus::Open | CampaignStatus::Closed) => {
            format!("/campaigns/{}", card.campaign)
        }
    };
    CampaignRow {
        title: format!(
            "{} · {}",
            names::spoken(visit.lang, &card.title),
            card.season
        ),
        href,
        state: names::campaign_state(visit.lang, card, visit.app().now()).0,
        taken: names::taken(visit.lang, card).1,
    }
}
