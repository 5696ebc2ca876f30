//! Fills the pages of the way to an adoption. It changes nothing.

use adoption::{adoption::CancelReason, campaign::LegalProfile};
use kernel::Money;
use readmodels::{
    garden::{AdoptionStatus, GardenAdoption, NameplateState},
    money::{PaymentRow, PaymentState},
};

use super::{NAMEPLATE_UNITS, credit};
use crate::{
    problem::Problem,
    web::{
        campaign,
        contract::{law, versions},
        fruit::rule,
        names,
        paying::{self, Seat},
        view::{
            adopt::{
                AcceptContractPage, AdoptTree, AdoptionEndPage, Ending, NameplatePage, PayPage,
            },
            form::Form,
            parts::{Fact, When},
        },
        visit::Visit,
    },
};

/// The words proposed for the plate; empty when there are none or their owner was erased.
pub(in crate::web) fn plate(visit: &Visit, mine: &GardenAdoption) -> Result<String, Problem> {
    let Some(plate) = &mine.adoption.nameplate else {
        return Ok(String::new());
    };
    let opened = visit
        .app()
        .open_nameplate(plate.owner, mine.adoption.adoption, &plate.text)?;
    Ok(opened.unwrap_or_default())
}

pub(super) fn nameplate(visit: &Visit, mine: &GardenAdoption, form: Form) -> NameplatePage {
    let rejected = mine
        .adoption
        .nameplate
        .as_ref()
        .and_then(|plate| match &plate.state {
            NameplateState::Rejected { reason } => Some(reason.clone()),
            NameplateState::Proposed
            | NameplateState::Approved
            | NameplateState::Printed
            | NameplateState::Hung => None,
        });
    NameplatePage {
        shell: visit.shell(),
        id: mine.adoption.adoption.to_string(),
        tree: tree(visit, mine),
        held_until: held_until(visit, mine),
        form,
        length_max: i64::try_from(NAMEPLATE_UNITS).unwrap_or(i64::MAX),
        rejected,
    }
}

pub(super) fn contract(
    visit: &Visit,
    mine: &GardenAdoption,
    form: Form,
) -> Result<AcceptContractPage, Problem> {
    let lang = visit.lang;
    let agreement = &mine.adoption.agreement;
    let text = versions::text(visit, agreement.campaign, agreement.contract)?;
    let text = text.ok_or_else(Problem::not_found)?.text;
    let said = visit.app().read().legal_profile(agreement.campaign)?;
    let profile = said.unwrap_or(LegalProfile::for_boxes(agreement.boxes));
    let boxes = lang.text_with("boxes-count", &[("count", agreement.boxes.into())]);
    Ok(AcceptContractPage {
        shell: visit.shell(),
        id: mine.adoption.adoption.to_string(),
        tree: tree(visit, mine),
        held_until: held_until(visit, mine),
        summary: vec![
            Fact::new(lang.text("campaign-price"), names::money(agreement.price)),
            Fact::new(
                lang.text("campaign-promised"),
                names::weight(agreement.promised_grams),
            ),
            Fact::new(lang.text("campaign-boxes"), boxes),
            Fact::new(
                lang.text("campaign-ship-window"),
                names::ship_window(lang, &mine.terms),
            ),
        ],
        risk: lang.word("risk", &names::code_of(&agreement.risk_clause)),
        law: law(lang, &profile)
            .into_iter()
            .chain([rule::told(
                lang,
                visit.app().read().harvest_rule(agreement.campaign)?,
            )])
            .collect(),
        paragraphs: names::paragraphs(&names::spoken(lang, &text)),
        hash: agreement.contract.to_string(),
        credit: credit::usable(visit, mine)?.map(names::money),
        form,
    })
}

pub(super) fn pay(
    visit: &Visit,
    mine: &GardenAdoption,
    payment: &PaymentRow,
    (seat, form): (Seat, Form),
) -> PayPage {
    let account = &visit.state().config.payments;
    let facts = [
        ("pay-account-holder", &account.account_holder),
        ("pay-account-bank", &account.account_bank),
        ("pay-account-number", &account.account_number),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    PayPage {
        shell: visit.shell(),
        id: mine.adoption.adoption.to_string(),
        tree: tree(visit, mine),
        amount: names::money(payment.amount),
        credit: credit::used(mine, payment.amount).map(names::money),
        reference: payment.reference.grouped(),
        account: facts
            .map(|(key, value)| Fact::new(visit.lang.text(key), value))
            .collect(),
        ways: paying::ways(
            visit,
            payment,
            seat,
            &format!("/adoptions/{}/pay", mine.adoption.adoption),
        ),
        arrived: matches!(
            payment.state,
            PaymentState::Captured(_) | PaymentState::Late(_)
        ),
        form,
        deadline: names::when(visit.lang, payment.expires_at),
        can_cancel: true,
    }
}

/// How the way ended; nothing while it has not.
pub(super) fn ending(mine: &GardenAdoption) -> Option<Ending> {
    let late = mine
        .payments
        .iter()
        .any(|one| matches!(one.state, PaymentState::Late(_)));
    match mine.adoption.status {
        AdoptionStatus::Started => None,
        AdoptionStatus::Confirmed | AdoptionStatus::Completed if late => {
            Some(Ending::LateButAdopted)
        }
        AdoptionStatus::Confirmed | AdoptionStatus::Completed => Some(Ending::Adopted),
        AdoptionStatus::Cancelled {
            reason: CancelReason::HoldExpired,
        } => Some(Ending::Expired),
        AdoptionStatus::Cancelled {
            reason: CancelReason::PaidTooLate,
        } => Some(Ending::LateRefunded),
        AdoptionStatus::Cancelled {
            reason: CancelReason::Withdrawn | CancelReason::ByOperator | CancelReason::GoalMissed,
        } => Some(Ending::Cancelled),
    }
}

pub(super) fn end(
    visit: &Visit,
    mine: &GardenAdoption,
    ending: Ending,
) -> Result<AdoptionEndPage, Problem> {
    let amount = match ending {
        Ending::Adopted | Ending::LateButAdopted => Some(mine.adoption.agreement.price),
        Ending::LateRefunded | Ending::Cancelled => sum(mine.refunds.iter().map(|one| one.amount)),
        Ending::Expired => None,
    };
    Ok(AdoptionEndPage {
        shell: visit.shell(),
        tree: tree(visit, mine),
        ending,
        plate: plate(visit, mine)?,
        tree_href: names::tree_href(&mine.tree),
        amount: amount.map_or_else(String::new, names::money),
        ship_window: names::ship_window(visit.lang, &mine.terms),
    })
}

/// The sum of amounts of one currency; nothing of nothing.
pub(in crate::web) fn sum(amounts: impl Iterator<Item = Money>) -> Option<Money> {
    let mut amounts = amounts;
    let first = amounts.next()?;
    amounts.try_fold(first, |sum, amount| sum.plus(amount).ok())
}

fn held_until(visit: &Visit, mine: &GardenAdoption) -> Option<When> {
    let held = mine.adoption.status == AdoptionStatus::Started;
    held.then(|| names::when(visit.lang, mine.adoption.agreement.hold_until))
}

/// What every step shows of the tree.
pub(in crate::web) fn tree(visit: &Visit, mine: &GardenAdoption) -> AdoptTree {
    let agreement = &mine.adoption.agreement;
    AdoptTree {
        campaign: names::spoken(visit.lang, &mine.campaign_title),
        campaign_href: campaign::href(agreement.campaign),
        name: names::tree(visit.lang, &mine.tree),
        code: names::tree_code(&mine.tree),
        variety: mine.tree.variety.clone(),
        photo: names::photo(visit.lang, &mine.tree),
        price: names::money(agreement.price),
        promised: names::weight(agreement.promised_grams),
        boxes: i64::from(agreement.boxes),
    }
}
