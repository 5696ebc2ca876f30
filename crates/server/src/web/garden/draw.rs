//! Fills the garden page. Addresses are opened for their own buyer's eyes only. It changes nothing.

use app::{address::Address, commands::harvest::local_day};
use kernel::{Money, PersonId};
use readmodels::{
    garden::{AdoptionStatus, GardenAdoption, NameplateState},
    losses::RemedyState,
    money::{PaymentRow, PaymentState, RefundRow, RefundState},
    packing::BoxRow,
    sharing::{GroupRow, GroupState},
};

use crate::{
    problem::Problem,
    web::{
        adopt::{plate, sum},
        feed, names, silence, together,
        view::{
            garden::{GardenBox, GardenPage, GardenTree, GroupLine, MoneyLine, NextStep},
            parts::{Mark, Tone},
            silence::Quiet,
        },
        visit::Visit,
    },
};

/// Somebody's part of an adoption that several pay; nothing once who invited was erased.
fn group(visit: &Visit, row: &GroupRow) -> Result<Option<GroupLine>, Problem> {
    let (word, tone) = match row.state {
        GroupState::Open => ("open", Tone::Warn),
        GroupState::Complete => ("complete", Tone::Good),
        GroupState::Failed { .. } => ("failed", Tone::Bad),
    };
    let name = visit.member_name(row.by)?.unwrap_or_default();
    let href = together::href_of_row(visit, row)?;
    Ok(href.map(|href| GroupLine {
        href,
        name: visit.text_with("group-heading", "person", &name),
        state: Mark::new(visit.lang.word("group-state", word), tone),
    }))
}

pub(super) fn garden(
    visit: &Visit,
    person: PersonId,
    adoptions: &[GardenAdoption],
) -> Result<GardenPage, Problem> {
    let mut trees = adoptions
        .iter()
        .map(|one| tree(visit, one))
        .collect::<Result<Vec<_>, _>>()?;
    // Those that wait for the buyer come first; the rest stays newest first.
    trees.sort_by_key(|tree| tree.next.is_none());
    let groups = visit.app().read().groups_of_person(person)?;
    let captured = adoptions
        .iter()
        .flat_map(|one| one.payments.iter().chain(&one.surplus))
        .filter_map(captured);
    let refunded = adoptions
        .iter()
        .flat_map(|one| &one.refunds)
        .filter(|one| matches!(one.state, RefundState::Settled { .. }));
    Ok(GardenPage {
        shell: visit.shell(),
        feeds: if trees.is_empty() {
            Vec::new()
        } else {
            feed::garden::addresses(visit, person).into()
        },
        trees,
        groups: groups
            .iter()
            .map(|row| group(visit, row))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect(),
        money: adoptions.iter().flat_map(|one| money(visit, one)).collect(),
        paid: sum(captured).map_or_else(String::new, names::money),
        refunded: sum(refunded.map(|one| one.amount)).map_or_else(String::new, names::money),
    })
}

fn tree(visit: &Visit, mine: &GardenAdoption) -> Result<GardenTree, Problem> {
    let adoption = mine.adoption.adoption;
    let status = mine.adoption.status;
    let alive = matches!(status, AdoptionStatus::Started | AdoptionStatus::Confirmed);
    let unlocked = mine.boxes.iter().all(|one| one.locked_at.is_none());
    let plans = status == AdoptionStatus::Confirmed && (mine.boxes.is_empty() || unlocked);
    Ok(GardenTree {
        id: adoption.to_string(),
        name: names::tree(visit.lang, &mine.tree),
        place: format!("{} · {}", mine.tree.variety, mine.tree.farm_name),
        href: names::tree_href(&mine.tree),
        photo: names::photo(visit.lang, &mine.tree),
        plate: plate(visit, mine)?,
        state: state(visit, mine),
        news: news(visit, mine),
        quiet: quiet(visit, mine)?,
        carried: carried(visit, mine)?,
        next: next(visit, mine)?,
        season_href: matches!(
            status,
            AdoptionStatus::Confirmed | AdoptionStatus::Completed
        )
        .then(|| format!("/adoptions/{adoption}/season")),
        share_href: (status == AdoptionStatus::Confirmed && unlocked)
            .then(|| format!("/adoptions/{adoption}/share")),
        boxes: boxes(visit, mine)?,
        contract_href: mine
            .adoption
            .contract_accepted_at
            .map(|_| format!("/adoptions/{adoption}/contract")),
        boxes_href: plans.then(|| format!("/adoptions/{adoption}/boxes")),
        can_cancel: alive,
        cancel_text: cancel_text(visit, mine),
    })
}

fn state(visit: &Visit, mine: &GardenAdoption) -> Mark {
    let lang = visit.lang;
    match mine.adoption.status {
        AdoptionStatus::Started if mine.payments.is_empty() => {
            Mark::new(lang.word("adoption", "held"), Tone::Warn)
        }
        AdoptionStatus::Started => Mark::new(lang.word("adoption", "waiting-payment"), Tone::Warn),
        AdoptionStatus::Confirmed => Mark::new(lang.word("adoption", "confirmed"), Tone::Good),
        AdoptionStatus::Completed => Mark::new(lang.word("adoption", "completed"), Tone::Good),
        AdoptionStatus::Cancelled { reason } => Mark::new(
            lang.word("cancelled", &names::code_of(&reason)),
            Tone::Quiet,
        ),
    }
}

/// Fruit that is owed from the next season, and fruit of an earlier one that comes with this adoption.
fn carried(visit: &Visit, mine: &GardenAdoption) -> Result<Vec<String>, Problem> {
    let (read, adoption) = (visit.app().read(), mine.adoption.adoption);
    let owed = read.carried_from(adoption)?.into_iter().map(|row| {
        let weight = names::weight(row.grams);
        if row.into.is_some() {
            return visit.text_with("garden-carried-along", "weight", &weight);
        }
        let until = names::when(visit.lang, row.until).text;
        let (weight, until) = (("weight", &*weight), ("until", &*until));
        visit.text_with_two("garden-carried-over", weight, until)
    });
    let came = read.carried_with(adoption)?.into_iter();
    let came =
        came.map(|row| visit.text_with("garden-carried-in", "weight", &names::weight(row.grams)));
    Ok(owed.chain(came).collect())
}

fn news(visit: &Visit, mine: &GardenAdoption) -> String {
    let Some((stage, at)) = mine.tree.stage.zip(mine.tree.photo_at) else {
        return String::new();
    };
    let day = crate::web::format::orchard_day(at.millis());
    let day = crate::web::format::short_day(visit.lang, day);
    let stage = visit.lang.word("stage", &names::code_of(&stage));
    visit.text_with_two("garden-news", ("day", &day), ("stage", &stage))
}

/// How late the photo of a running adoption is.
fn quiet(visit: &Visit, mine: &GardenAdoption) -> Result<Option<Quiet>, Problem> {
    if mine.adoption.status != AdoptionStatus::Confirmed {
        return Ok(None);
    }
    let today = local_day(visit.app().now());
    let row = visit.app().read().silence_of(mine.tree.tree, today)?;
    Ok(row.and_then(|row| silence::quiet(visit, &row)))
}

/// The one thing that waits for the buyer.
fn next(visit: &Visit, mine: &GardenAdoption) -> Result<Option<NextStep>, Problem> {
    let adoption = mine.adoption.adoption;
    // Missing fruit comes first: silence decides, too.
    let offers = visit.app().read().remedies_of(adoption)?;
    if let Some(open) = offers.iter().find(|one| one.state == RemedyState::Open) {
        return Ok(Some(NextStep {
            href: format!("/adoptions/{adoption}/remedies"),
            label: visit.lang.word("next", "remedies"),
            until: Some(names::when(visit.lang, open.choose_by)),
        }));
    }
    let accepted = mine.adoption.contract_accepted_at.is_some();
    if mine.adoption.status == AdoptionStatus::Started
        && accepted
        && let Some(href) = together::href_of(visit, adoption)?
    {
        return Ok(Some(NextStep {
            href,
            label: visit.lang.word("next", "group"),
            until: Some(names::when(visit.lang, mine.adoption.agreement.hold_until)),
        }));
    }
    Ok(next_alone(visit, mine))
}

fn next_alone(visit: &Visit, mine: &GardenAdoption) -> Option<NextStep> {
    let adoption = mine.adoption.adoption;
    let until = names::when(visit.lang, mine.adoption.agreement.hold_until);
    let step = |page: &str, key: &str| NextStep {
        href: format!("/adoptions/{adoption}/{page}"),
        label: visit.lang.word("next", key),
        until: None,
    };
    match mine.adoption.status {
        AdoptionStatus::Started => {
            let unpaid = !mine.payments.is_empty();
            let unread = mine.adoption.nameplate.is_some();
            let (page, key) = match (unpaid, unread) {
                (true, _) => ("pay", "pay"),
                (false, true) => ("contract", "contract"),
                (false, false) => ("nameplate", "nameplate"),
            };
            Some(NextStep {
                until: Some(until),
                ..step(page, key)
            })
        }
        AdoptionStatus::Confirmed if plate_rejected(mine) => Some(step("nameplate", "nameplate")),
        AdoptionStatus::Confirmed if mine.boxes.is_empty() => Some(step("boxes", "boxes")),
        AdoptionStatus::Confirmed
        | AdoptionStatus::Completed
        | AdoptionStatus::Cancelled { .. } => None,
    }
}

fn plate_rejected(mine: &GardenAdoption) -> bool {
    let plate = mine.adoption.nameplate.as_ref();
    plate.is_some_and(|plate| matches!(plate.state, NameplateState::Rejected { .. }))
}

fn boxes(visit: &Visit, mine: &GardenAdoption) -> Result<Vec<GardenBox>, Problem> {
    let drawn = mine.boxes.iter().map(|one| {
        let parcel = mine
            .parcels
            .iter()
            .find(|parcel| parcel.box_id == one.box_id);
        let tracking =
            parcel.and_then(|parcel| parcel.carrier.as_ref().zip(parcel.tracking.as_ref()));
        let weight = parcel.map_or(one.grams, |parcel| parcel.grams);
        Ok(GardenBox {
            name: format!(
                "{} · {}",
                names::box_name(visit.lang, one.nth),
                names::weight(weight)
            ),
            why_href: format!("/boxes/{}/why", one.box_id),
            address: address(visit, one)?.map_or_else(String::new, |address| one_line(&address)),
            state: names::box_mark(visit.lang, one.step),
            tracking: tracking.map_or_else(String::new, |(carrier, number)| {
                format!("{} {number}", visit.lang.word("carrier", carrier))
            }),
        })
    });
    drawn.collect()
}

/// Where a box goes; nothing once its buyer was erased.
pub(in crate::web) fn address(visit: &Visit, one: &BoxRow) -> Result<Option<Address>, Problem> {
    Ok(visit
        .app()
        .open_address(one.buyer, one.adoption, one.box_id, &one.address)?)
}

/// An address in one line, for its own buyer and for the packer.
pub(in crate::web) fn one_line(address: &Address) -> String {
    let Address {
        recipient,
        phone,
        province,
        city,
        district,
        street,
    } = address;
    format!("{recipient} {phone} · {province}{city}{district}{street}")
}

fn cancel_text(visit: &Visit, mine: &GardenAdoption) -> String {
    match sum(mine.payments.iter().filter_map(captured)) {
        Some(amount) => visit.text_with("cancel-refund", "amount", &names::money(amount)),
        None if mine.adoption.status == AdoptionStatus::Started => visit.lang.text("cancel-free"),
        // Paid by somebody else, by credit, or before it was divided: the plan tells.
        None => visit.lang.text("cancel-plan"),
    }
}

fn captured(payment: &PaymentRow) -> Option<Money> {
    match &payment.state {
        PaymentState::Captured(capture)
        | PaymentState::Late(capture)
        | PaymentState::Surplus(capture, _) => Some(capture.amount),
        PaymentState::Awaited | PaymentState::Lapsed | PaymentState::Failed { .. } => None,
    }
}

fn money(visit: &Visit, mine: &GardenAdoption) -> Vec<MoneyLine> {
    let tree = names::tree(visit.lang, &mine.tree);
    let payments = mine.payments.iter().chain(&mine.surplus);
    let payments = payments.map(|one| payment_line(visit, one, &tree));
    let refunds = mine
        .refunds
        .iter()
        .map(|one| refund_line(visit, one, &tree));
    payments.chain(refunds).collect()
}

fn payment_line(visit: &Visit, payment: &PaymentRow, tree: &str) -> MoneyLine {
    let (word, tone, at) = match &payment.state {
        PaymentState::Awaited => ("waiting", Tone::Warn, payment.opened_at),
        PaymentState::Lapsed => ("lapsed", Tone::Quiet, payment.expires_at),
        PaymentState::Captured(capture) => ("captured", Tone::Good, capture.value_at),
        PaymentState::Late(capture) => ("late", Tone::Warn, capture.value_at),
        PaymentState::Surplus(capture, _) => ("surplus", Tone::Warn, capture.value_at),
        PaymentState::Failed { at, .. } => ("failed", Tone::Bad, *at),
    };
    MoneyLine {
        when: names::when(visit.lang, at),
        what: visit.text_with("money-payment", "tree", tree),
        amount: names::money(payment.amount),
        state: Mark::new(visit.lang.word("money", word), tone),
    }
}

fn refund_line(visit: &Visit, refund: &RefundRow, tree: &str) -> MoneyLine {
    let (word, tone, at) = match &refund.state {
        RefundState::Requested | RefundState::Unapproved => {
            ("refund-requested", Tone::Warn, refund.requested_at)
        }
        RefundState::Accepted { at } => ("refund-requested", Tone::Warn, *at),
        RefundState::Settled { at, .. } => ("refund-settled", Tone::Good, *at),
        RefundState::Failed { at, .. } | RefundState::Declined { at, .. } => {
            ("refund-failed", Tone::Bad, *at)
        }
    };
    let back = refund.amount.negated().unwrap_or(refund.amount);
    MoneyLine {
        when: names::when(visit.lang, at),
        what: visit.text_with("money-refund", "tree", tree),
        amount: names::money(back),
        state: Mark::new(visit.lang.word("money", word), tone),
    }
}
