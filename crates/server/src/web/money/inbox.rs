//! `GET /operator/inbox`: everything about money that waits for somebody, with who it waits for, until when, and where
//! it is done (D 42).

use actix_web::HttpResponse;
use app::commands::{bank, clocks};
use kernel::Timestamp;
use readmodels::{
    letters::LetterState,
    money::RefundState,
    overview::{Exception, ExceptionKind},
    payouts::PayoutState,
};
use settlement::rails::Urgency;

use super::draw;
use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        silence,
        view::{
            parts::{Mark, Tone},
            sheet::{Block, Item},
        },
        visit::Visit,
    },
};

/// How many of one kind are shown; their page shows all.
const SHOWN_MAX: usize = 20;
/// How long a failed refund or payout stays in the inbox, in days.
const FAILED_DAYS: i64 = 30;

/// `GET /operator/inbox`
pub(in crate::web) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let mut found = Vec::new();
    disputes(&visit, &mut found)?;
    refunds(&visit, &mut found)?;
    payouts(&visit, &mut found)?;
    farms(&visit, &mut found)?;
    exceptions(&visit, &mut found)?;
    channels(&visit, &mut found)?;
    bank_lines(&visit, &mut found)?;
    letters(&visit, &mut found)?;
    campaigns(&visit, &mut found)?;
    expiring(&visit, &mut found)?;
    silent(&visit, &mut found)?;
    // What has a day comes by its day, the rest by how long it waits.
    found.sort_by_key(|one| (one.due.is_none(), one.due.unwrap_or(one.since)));
    let count = found.len().to_string();
    let items = found.into_iter().map(|one| one.item(&visit));
    let block = draw::items(&visit, "inbox", items.collect());
    let mut sheet = draw::operator_sheet(&visit, "inbox", vec![block]);
    if let Some(Block::Items(items)) = sheet.blocks.first_mut() {
        items.title = visit.text_with("inbox-count", "count", &count);
    }
    Ok(page(&sheet))
}

/// Something that waits.
struct Waiting {
    kind: &'static str,
    tone: Tone,
    about: String,
    owner: &'static str,
    href: &'static str,
    since: Timestamp,
    due: Option<Timestamp>,
}

impl Waiting {
    fn item(self, visit: &Visit) -> Item {
        let owner = visit.lang.word("owner", self.owner);
        let mut facts = vec![visit.text_with("inbox-owner", "owner", &owner)];
        facts.extend(visit.lang.known_word("inbox-do", self.kind));
        let kind = visit.lang.word("inbox-kind", self.kind);
        Item {
            title: format!("{kind} · {}", self.about),
            href: self.href.to_owned(),
            mark: Some(match self.due {
                Some(due) if due <= visit.app().now() => {
                    draw::mark(visit, "inbox", "overdue", Tone::Bad)
                }
                Some(_) => draw::mark(visit, "inbox", "due", self.tone),
                None => Mark::new(visit.lang.word("inbox", "waits"), self.tone),
            }),
            facts,
            when: Some(names::when(visit.lang, self.due.unwrap_or(self.since))),
            acts: Vec::new(),
        }
    }
}

fn disputes(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for row in visit.app().read().disputes(true, SHOWN_MAX)? {
        let about = format!(
            "{} · {}",
            names::money(row.amount),
            draw::tree_of(visit, row.adoption)?
        );
        found.push(Waiting {
            kind: "dispute",
            tone: Tone::Warn,
            about,
            owner: "finance",
            href: "/operator/disputes",
            since: row.opened_at,
            due: Some(row.respond_by),
        });
    }
    Ok(())
}

fn refunds(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    let read = visit.app().read();
    let recent = visit.app().now().plus_days(-FAILED_DAYS);
    for state in ["unapproved", "requested", "accepted", "failed"] {
        for row in read.refunds(Some(state), None, SHOWN_MAX)? {
            let (kind, tone, owner) = match row.state {
                RefundState::Unapproved => ("refund-unapproved", Tone::Warn, "second"),
                RefundState::Failed { at, .. } if at < recent => continue,
                RefundState::Failed { .. } => ("refund-failed", Tone::Bad, "finance"),
                RefundState::Requested
                | RefundState::Accepted { .. }
                | RefundState::Settled { .. }
                | RefundState::Declined { .. } => ("refund-to-settle", Tone::Warn, "finance"),
            };
            let tree = draw::tree_of(visit, row.adoption)?;
            found.push(Waiting {
                kind,
                tone,
                about: format!("{} · {tree}", names::money(row.amount)),
                owner,
                href: "/operator/refunds",
                since: row.requested_at,
                due: None,
            });
        }
    }
    Ok(())
}

fn payouts(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    let read = visit.app().read();
    let recent = visit.app().now().plus_days(-FAILED_DAYS);
    for state in ["unapproved", "requested", "sent", "failed"] {
        for row in read.payouts(Some(state), None, SHOWN_MAX)? {
            let (kind, tone, owner) = match row.state {
                PayoutState::Unapproved => ("payout-unapproved", Tone::Warn, "second"),
                PayoutState::Failed { at, .. } if at < recent => continue,
                PayoutState::Failed { .. } => ("payout-failed", Tone::Bad, "finance"),
                PayoutState::Requested => ("payout-to-send", Tone::Warn, "finance"),
                PayoutState::Sent { .. } | PayoutState::Settled { .. } => {
                    ("payout-to-settle", Tone::Quiet, "finance")
                }
            };
            let what = super::payouts::purpose(visit, row.purpose);
            found.push(Waiting {
                kind,
                tone,
                about: format!("{} · {what}", names::money(row.amount)),
                owner,
                href: "/operator/payouts",
                since: row.requested_at,
                due: None,
            });
        }
    }
    Ok(())
}

fn farms(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for row in visit.app().read().farm_seasons()? {
        if let Some(reason) = row.disputed {
            let farm = draw::farm_name(visit, row.farm)?;
            found.push(Waiting {
                kind: "settlement-disputed",
                tone: Tone::Bad,
                about: format!("{farm} · {} · {reason}", row.season),
                owner: "finance",
                href: "/operator/farms",
                since: visit.app().now(),
                due: None,
            });
        }
    }
    Ok(())
}

fn exceptions(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for Exception { since, kind } in visit.app().read().exceptions()? {
        if let ExceptionKind::LatePayment {
            adoption, amount, ..
        } = kind
        {
            let tree = draw::tree_of(visit, adoption)?;
            found.push(Waiting {
                kind: "late-payment",
                tone: Tone::Bad,
                about: format!("{} · {tree}", names::money(amount)),
                owner: "finance",
                href: "/operator/refunds",
                since,
                due: None,
            });
        }
    }
    Ok(())
}

/// What channels said that fits nothing.
fn channels(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for row in visit.app().read().exceptions_open(SHOWN_MAX)? {
        let channel = visit.lang.word("channel", row.raised.channel.as_str());
        let cause = visit.lang.word("told-cause", row.raised.cause.as_str());
        let amount = row.raised.amount.map(names::money);
        let about = [Some(channel), amount, Some(cause)];
        found.push(Waiting {
            kind: "channel-unclear",
            tone: Tone::Bad,
            about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            owner: "finance",
            href: "/operator/reconciliation",
            since: row.raised_at,
            due: None,
        });
    }
    Ok(())
}

/// Money on the bank's statement that nobody recognised.
fn bank_lines(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for row in visit.app().read().bank_lines_open(0, SHOWN_MAX)? {
        let Some(since) = bank::begins(row.recorded.value) else {
            continue;
        };
        found.push(Waiting {
            kind: "bank-line-open",
            tone: Tone::Warn,
            about: names::money(row.recorded.amount),
            owner: "finance",
            href: "/operator/statements",
            since,
            due: None,
        });
    }
    Ok(())
}

/// Trees whose adopters wait for a photo.
fn silent(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    for row in silence::late(visit, None)?.into_iter().take(SHOWN_MAX) {
        found.push(Waiting {
            kind: "silent-tree",
            tone: Tone::Warn,
            about: names::tree(visit.lang, &row.tree),
            owner: "farmer",
            href: "/operator/silence",
            since: row.since,
            due: Some(row.due_at()),
        });
    }
    Ok(())
}

/// Letters that no attempt brought out of the house.
fn letters(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    let troubles = visit.app().read().letters_in_trouble(SHOWN_MAX)?;
    let given_up = troubles
        .into_iter()
        .filter(|row| row.state == LetterState::GivenUp);
    for row in given_up {
        let kind = visit.lang.word("letter-kind", &names::code_of(&row.kind));
        let failure = row.failure.as_ref().map(names::code_of).unwrap_or_default();
        let failure = visit.lang.word("letter-failure", &failure);
        found.push(Waiting {
            kind: "letter-given-up",
            tone: Tone::Warn,
            about: format!("{kind} · {failure}"),
            owner: "operator",
            href: "/operator/letters",
            since: row.due_at,
            due: None,
        });
    }
    Ok(())
}

fn campaigns(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    let now = visit.app().now();
    for one in visit.app().read().coverage()? {
        if one.is_short() {
            found.push(Waiting {
                kind: "promise-short",
                tone: Tone::Bad,
                about: names::spoken(visit.lang, &one.title),
                owner: "operator",
                href: "/operator/coverage",
                since: now,
                due: None,
            });
        }
        let funding = visit.app().read().funding(one.campaign)?;
        if funding.is_some_and(|row| row.suspended.is_some()) {
            found.push(Waiting {
                kind: "intake-suspended",
                tone: Tone::Warn,
                about: names::spoken(visit.lang, &one.title),
                owner: "operator",
                href: "/operator",
                since: now,
                due: None,
            });
        }
    }
    Ok(())
}

fn expiring(visit: &Visit, found: &mut Vec<Waiting>) -> Result<(), Problem> {
    let auditor = visit.signed_in()?.auditor()?;
    let now = visit.app().now();
    let soon = clocks::expiring(visit.app(), &auditor, now.plus_days(FAILED_DAYS))?;
    let soon = soon.iter().filter(|one| one.clock.urgency == Urgency::Soon);
    for one in soon.take(SHOWN_MAX) {
        let kind = visit.lang.word("clock", &names::code_of(&one.clock.kind));
        found.push(Waiting {
            kind: "clock",
            tone: Tone::Warn,
            about: format!("{kind} · {}", draw::tree_of(visit, one.adoption)?),
            owner: "finance",
            href: "/operator/clocks",
            since: now,
            due: one.clock.until,
        });
    }
    Ok(())
}
