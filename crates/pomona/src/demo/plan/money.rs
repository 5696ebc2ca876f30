//! What operators and farmers do about money: terms and advances, settlements, refunds, a dispute, statements, books.
//! Knows no use case.

use kernel::Timestamp;

use super::campaigns::{CROWDFUNDED, PLAIN, WHOLE};
use super::{Act, Plan};
use crate::demo::calendar::at_hour;

/// Days after its first picking day on which all of the past harvest is delivered and can be settled.
const SETTLED_DAYS: i64 = 50;
/// Whose payment by WeChat Pay stands in the statement that is compared: the first who did not pay by bank.
const RECONCILED_NTH: usize = 8;
/// Who disputes a payment, and who got a little back.
const DISPUTED_NTH: usize = 9;
const PARTLY_BACK_NTH: usize = 4;

/// Which offers' farms ask for how much of what they could have in advance, in per cent; the season that is being
/// delivered has earned more than that.
const TRANCHES: [(usize, i64); 2] = [(0, 60), (1, 20)];

/// What is done. Numbers are places in the plan's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Entry {
    AgreeTerms { campaign: usize },
    AskAdvance { campaign: usize, percent: i64 },
    PayFarm { campaign: usize },
    Propose { campaign: usize, last: bool },
    AgreeSettlement { campaign: usize },
    IssueInvoice(usize),
    CloseDay,
    RefundPart { adoption: usize, fen: i64 },
    SettlePart(usize),
    OpenDispute(usize),
    Reconcile(usize),
    ImportStatement(usize),
    GrantCredit(usize),
}

pub(super) fn add(plan: &mut Plan, now: Timestamp) {
    farms(plan, now);
    past_season(plan);
    book(plan, at_hour(now, -1, 18, 10), Entry::CloseDay);
    refunds(plan, now);
    statements(plan, now);
}

fn book(plan: &mut Plan, at: Timestamp, entry: Entry) {
    plan.step(at, Act::Book(entry));
}

/// Terms before the first adoption; an advance when the sale is over, or when enough is sold.
fn farms(plan: &mut Plan, now: Timestamp) {
    for campaign in [0, 1, PLAIN, CROWDFUNDED] {
        let at = plan.campaigns[campaign].opened.plus_seconds(-3_600);
        book(plan, at, Entry::AgreeTerms { campaign });
    }
    for (campaign, percent) in TRANCHES {
        let closed = plan.campaigns[campaign].sale_until;
        book(
            plan,
            at_hour(closed, 4, 10, 0),
            Entry::AskAdvance { campaign, percent },
        );
        book(plan, at_hour(closed, 5, 15, 0), Entry::PayFarm { campaign });
    }
    let (campaign, last) = (1, false);
    book(
        plan,
        at_hour(now, -1, 16, 0),
        Entry::Propose { campaign, last },
    );
    let (campaign, percent) = (PLAIN, 60);
    book(
        plan,
        at_hour(now, -2, 15, 0),
        Entry::AskAdvance { campaign, percent },
    );
}

fn past_season(plan: &mut Plan) {
    let end = plan.campaigns[0].harvest.plus_days(SETTLED_DAYS);
    let (campaign, last) = (0, true);
    book(
        plan,
        at_hour(end, 0, 10, 0),
        Entry::Propose { campaign, last },
    );
    book(
        plan,
        at_hour(end, 1, 20, 0),
        Entry::AgreeSettlement { campaign },
    );
    book(plan, at_hour(end, 2, 15, 0), Entry::PayFarm { campaign });
    for nth in [0, 1, 3] {
        let adoption = plan.adoption_of(0, nth);
        book(plan, at_hour(end, 3, 10, 0), Entry::IssueInvoice(adoption));
    }
    let spoiled = plan.adoption_of(0, 0);
    book(plan, at_hour(end, 4, 9, 30), Entry::GrantCredit(spoiled));
    book(plan, at_hour(end, 5, 18, 0), Entry::CloseDay);
}

/// A little back for one, much for another who waits for a second pair of eyes, and one who asked the bank instead.
fn refunds(plan: &mut Plan, now: Timestamp) {
    let little = plan.adoption_of(CROWDFUNDED, PARTLY_BACK_NTH);
    let asked = at_hour(now, -5, 11, 20);
    let adoption = little;
    book(
        plan,
        asked,
        Entry::RefundPart {
            adoption,
            fen: 3_980,
        },
    );
    book(plan, at_hour(asked, 1, 9, 40), Entry::SettlePart(little));
    let adoption = plan.adoption_of(WHOLE, 2);
    let asked = at_hour(now, -1, 16, 30);
    book(
        plan,
        asked,
        Entry::RefundPart {
            adoption,
            fen: 56_000,
        },
    );
    let disputed = plan.adoption_of(CROWDFUNDED, DISPUTED_NTH);
    book(plan, at_hour(now, -2, 11, 15), Entry::OpenDispute(disputed));
}

/// A day of WeChat Pay compared with the books, and yesterday's bank statement with what nobody recognised.
fn statements(plan: &mut Plan, now: Timestamp) {
    let compared = plan.adoption_of(PLAIN, RECONCILED_NTH);
    let at = at_hour(plan.adoptions[compared].at, 2, 9, 15);
    book(plan, at, Entry::Reconcile(compared));
    let waits =
        |one: &super::AdoptionPlan| one.campaign == PLAIN && one.fate == super::Fate::Waiting;
    if let Some(waiting) = plan.adoptions.iter().position(waits) {
        let at = now.plus_seconds(-35 * 60);
        book(plan, at, Entry::ImportStatement(waiting));
    }
}
