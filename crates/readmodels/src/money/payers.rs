//! A person's own money: what came from them and went back to them, whoever holds the adoption now; and what became of it
//! where the adoption is still theirs. Nobody sees what somebody else paid.

use std::collections::BTreeSet;

use kernel::{AdoptionId, PersonId, TreeId};
use rusqlite::{Connection, Result};

use super::MONEY_PAGE_MAX;
use crate::books::{MoneyLine, apply::day_of};
use crate::columns::Columns;
use crate::credits::CreditMove;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// What became of a person's money for one adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnMoney {
    /// The adoption.
    pub adoption: AdoptionId,
    /// Whether it is still theirs.
    pub is_held: bool,
    /// What happened, oldest first, in the journal's words.
    pub lines: Vec<MoneyLine>,
}

/// What the journal says of money that does not move between a payer and us. The rest is told from payments and refunds,
/// which know the payer.
const TOLD: [&str; 11] = [
    "box delivered",
    "credit spent",
    "credited",
    "goodwill granted",
    "carried over",
    "carry-over delivered",
    "carry-over returned",
    "dispute opened",
    "dispute won",
    "dispute lost",
    "surplus lost",
];

/// Money that came from a person, and money that goes back to them: adoption, tree, place in the log, when, what, how much.
const MOVED: &str = "
    SELECT p.adoption, a.tree, p.opened_position, p.settled_at,
           CASE p.state WHEN 'surplus' THEN 'surplus received' ELSE 'payment captured' END,
           p.captured, p.captured_currency
    FROM payment p JOIN adoption a ON a.adoption = p.adoption
    WHERE p.payer = ?1 AND p.state IN ('captured', 'late', 'surplus')
    UNION ALL
    SELECT r.adoption, a.tree, r.requested_position, coalesce(r.decided_at, r.requested_at),
           CASE r.state WHEN 'settled' THEN 'refund settled' WHEN 'failed' THEN 'refund given up'
                        WHEN 'declined' THEN 'refund given up' ELSE 'refund requested' END,
           r.amount, r.currency
    FROM refund r JOIN payment p ON p.payment = r.payment JOIN adoption a ON a.adoption = r.adoption
    WHERE p.payer = ?1
    ORDER BY 4, 3";

type Moved = (AdoptionId, TreeId, MoneyLine);

fn moved(db: &Connection, payer: PersonId) -> Result<Vec<Moved>> {
    db.prepare_cached(MOVED)?
        .query_map([payer.as_bytes()], |row| {
            let mut columns = Columns::of(row);
            let (adoption, tree) = (
                columns.id(AdoptionId::from_bytes)?,
                columns.id(TreeId::from_bytes)?,
            );
            let line = MoneyLine {
                position: columns.position()?,
                day: day_of(columns.time()?),
                what: columns.plain()?,
                amount: columns.money()?,
            };
            Ok((adoption, tree, line))
        })?
        .collect()
}

impl ReadModels {
    /// A person's own money, adoption by adoption: those they hold first, newest first, then others they paid for.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn own_money(&self, person: PersonId) -> Answer<Vec<OwnMoney>> {
        let mut moved = self.read(|db| moved(db, person))?;
        let garden = self.garden(person)?;
        let mut paid: BTreeSet<TreeId> = moved.iter().map(|(_, tree, _)| *tree).collect();
        let spent = self.credit_lines(person, MONEY_PAGE_MAX)?.into_iter();
        let spent = spent.filter(|line| line.happened == CreditMove::Spent);
        let on_credit: BTreeSet<_> = spent.filter_map(|line| line.adoption).collect();
        let mut all = Vec::new();
        for one in &garden {
            let adoption = one.adoption.adoption;
            if on_credit.contains(&adoption) {
                paid.insert(one.tree.tree);
            }
            let mut lines: Vec<MoneyLine> = moved
                .extract_if(.., |(of, ..)| *of == adoption)
                .map(|(_, _, line)| line)
                .collect();
            // Whoever was given a tree does not learn what it cost.
            if paid.contains(&one.tree.tree) {
                let booked = self.money_of(adoption)?.into_iter();
                lines.extend(booked.filter(|line| TOLD.contains(&line.what.as_str())));
                lines.sort_by_key(|line| (line.day, line.position));
            }
            all.push(OwnMoney {
                adoption,
                is_held: paid.contains(&one.tree.tree),
                lines,
            });
        }
        for (adoption, _, line) in moved {
            match all.iter_mut().find(|one| one.adoption == adoption) {
                Some(known) => known.lines.push(line),
                None => all.push(OwnMoney {
                    adoption,
                    is_held: false,
                    lines: vec![line],
                }),
            }
        }
        Ok(all)
    }
}
