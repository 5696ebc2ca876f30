//! The operator's morning: what was promised against what was picked, and what needs a decision.
//! It asks tables of others; the books are in [`crate::books`].

use adoption::campaign::Bilingual;
use kernel::{
    AdoptionId, CampaignId, Grams, LotId, Money, ObservationId, OrchardId, PaymentId, PersonId,
    RefundId, Sealed, Season, Timestamp, TreeId,
};
use rusqlite::{Connection, Result};

use crate::columns::Columns;
use crate::error::Answer;
use crate::read_models::ReadModels;

/// Most exceptions of one kind in an answer.
pub const EXCEPTIONS_PER_KIND_MAX: usize = 100;

/// Promise and harvest of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its title.
    pub title: Bilingual,
    /// Its season.
    pub season: Season,
    /// Promised to confirmed and completed adoptions.
    pub promised: Grams,
    /// Picked from its trees.
    pub harvested: Grams,
    /// How many adoptions are confirmed or completed.
    pub adoptions: u32,
}

/// How many adoptions are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AdoptionCounts {
    /// Held, not paid.
    pub started: u32,
    /// Paid.
    pub confirmed: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// All boxes delivered.
    pub completed: u32,
}

/// Something that needs a decision or a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Since when.
    pub since: Timestamp,
    /// What it is.
    pub kind: ExceptionKind,
}

/// What needs a decision or a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExceptionKind {
    /// Money is with us, but no adoption: it came after the hold and is not used, or its adoption was cancelled. It is
    /// neither refunded in full nor on its way back.
    LatePayment {
        /// The payment.
        payment: PaymentId,
        /// The adoption it was for.
        adoption: AdoptionId,
        /// What came.
        amount: Money,
    },
    /// A refund waits to be sent or settled.
    RefundToSettle {
        /// The refund.
        refund: RefundId,
        /// The adoption it was for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
    },
    /// A nameplate waits for the operator.
    NameplateToApprove {
        /// The adoption.
        adoption: AdoptionId,
        /// Whose key opens the text.
        buyer: PersonId,
        /// The tree.
        tree: TreeId,
        /// The text, sealed.
        text: Sealed,
    },
    /// An observation was flagged.
    ObservationFlagged {
        /// The observation.
        observation: ObservationId,
        /// Its tree.
        tree: TreeId,
    },
    /// A lot has no certificate.
    LotWithoutCertificate {
        /// The lot.
        lot: LotId,
        /// Its code.
        code: String,
        /// Its orchard.
        orchard: OrchardId,
    },
    /// A lot is not divided among the adopters.
    LotNotAllocated {
        /// The lot.
        lot: LotId,
        /// Its code.
        code: String,
        /// Its orchard.
        orchard: OrchardId,
    },
    /// Money is awaited for a running hold.
    PaymentAwaited {
        /// The payment.
        payment: PaymentId,
        /// The adoption it is for.
        adoption: AdoptionId,
        /// How much.
        amount: Money,
        /// Until when it is in time.
        expires_at: Timestamp,
    },
}

impl ReadModels {
    /// Promise and harvest of every campaign, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn promised_vs_harvested(&self) -> Answer<Vec<Promise>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT c.campaign, c.title, c.season, coalesce(sum(a.promised), 0), c.harvested,
                        count(a.promised)
                 FROM campaign c LEFT JOIN adoption a
                   ON a.campaign = c.campaign AND a.status IN ('confirmed', 'completed')
                 GROUP BY c.campaign ORDER BY c.drafted_position DESC",
            )?
            .query_map([], |row| {
                let mut columns = Columns::of(row);
                Ok(Promise {
                    campaign: columns.id(CampaignId::from_bytes)?,
                    title: columns.json()?,
                    season: columns.season()?,
                    promised: columns.grams()?,
                    harvested: columns.grams()?,
                    adoptions: columns.plain()?,
                })
            })?
            .collect()
        })
    }

    /// How many adoptions are in which state.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoption_counts(&self) -> Answer<AdoptionCounts> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT status, count(*) FROM adoption GROUP BY status")?;
            let mut rows = statement.query([])?;
            let mut counts = AdoptionCounts::default();
            while let Some(row) = rows.next()? {
                let status: String = row.get(0)?;
                let count = row.get(1)?;
                match status.as_str() {
                    "confirmed" => counts.confirmed = count,
                    "cancelled" => counts.cancelled = count,
                    "completed" => counts.completed = count,
                    _ => counts.started = count,
                }
            }
            Ok(counts)
        })
    }

    /// All that needs a decision or a look, by kind and then oldest first, at most
    /// [`EXCEPTIONS_PER_KIND_MAX`] of each kind.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn exceptions(&self) -> Answer<Vec<Exception>> {
        self.read(|db| {
            let mut found = Vec::new();
            for (sql, read) in EXCEPTIONS {
                collect(db, sql, read, &mut found)?;
            }
            Ok(found)
        })
    }
}

type ReadException = fn(&mut Columns<'_, '_>) -> Result<ExceptionKind>;

/// Each kind: its select, whose first column is since when, and how the rest is read.
const EXCEPTIONS: [(&str, ReadException); 7] = [
    (
        "SELECT p.settled_at, p.payment, p.adoption, p.captured, p.captured_currency
         FROM payment p JOIN adoption a ON a.adoption = p.adoption
         WHERE ((p.state IN ('captured', 'late') AND a.status = 'cancelled')
                OR (p.state = 'late' AND (a.payment IS NULL OR a.payment <> p.payment)))
           AND p.captured > (SELECT coalesce(sum(r.amount), 0) FROM refund r
                             WHERE r.adoption = p.adoption AND r.payment = p.payment
                               AND r.state <> 'failed')
         ORDER BY p.opened_position LIMIT ?1",
        |columns| {
            Ok(ExceptionKind::LatePayment {
                payment: columns.id(PaymentId::from_bytes)?,
                adoption: columns.id(AdoptionId::from_bytes)?,
                amount: columns.money()?,
            })
        },
    ),
    (
        "SELECT requested_at, refund, adoption, amount, currency FROM refund
         WHERE state IN ('requested', 'accepted') ORDER BY requested_position LIMIT ?1",
        |columns| {
            Ok(ExceptionKind::RefundToSettle {
                refund: columns.id(RefundId::from_bytes)?,
                adoption: columns.id(AdoptionId::from_bytes)?,
                amount: columns.money()?,
            })
        },
    ),
    (
        "SELECT nameplate_at, adoption, buyer, tree, nameplate FROM adoption
         WHERE nameplate_state = 'proposed' AND status = 'confirmed'
         ORDER BY nameplate_at, adoption LIMIT ?1",
        |columns| {
            Ok(ExceptionKind::NameplateToApprove {
                adoption: columns.id(AdoptionId::from_bytes)?,
                buyer: columns.person()?,
                tree: columns.id(TreeId::from_bytes)?,
                text: columns.sealed()?,
            })
        },
    ),
    (
        "SELECT received_at, observation, tree FROM observation
         WHERE state = 'flagged' ORDER BY captured_position LIMIT ?1",
        |columns| {
            Ok(ExceptionKind::ObservationFlagged {
                observation: columns.id(ObservationId::from_bytes)?,
                tree: columns.id(TreeId::from_bytes)?,
            })
        },
    ),
    (
        "SELECT recorded_at, lot, code, orchard FROM lot
         WHERE certificate IS NULL AND withdrawn IS NULL ORDER BY harvested_position LIMIT ?1",
        |columns| {
            let (lot, code, orchard) = read_lot(columns)?;
            Ok(ExceptionKind::LotWithoutCertificate { lot, code, orchard })
        },
    ),
    (
        "SELECT recorded_at, lot, code, orchard FROM lot
         WHERE allocated_at IS NULL AND withdrawn IS NULL ORDER BY harvested_position LIMIT ?1",
        |columns| {
            let (lot, code, orchard) = read_lot(columns)?;
            Ok(ExceptionKind::LotNotAllocated { lot, code, orchard })
        },
    ),
    (
        "SELECT opened_at, payment, adoption, amount, currency, expires_at FROM payment
         WHERE state = 'awaited' ORDER BY opened_position LIMIT ?1",
        |columns| {
            Ok(ExceptionKind::PaymentAwaited {
                payment: columns.id(PaymentId::from_bytes)?,
                adoption: columns.id(AdoptionId::from_bytes)?,
                amount: columns.money()?,
                expires_at: columns.time()?,
            })
        },
    ),
];

fn read_lot(columns: &mut Columns<'_, '_>) -> Result<(LotId, String, OrchardId)> {
    Ok((
        columns.id(LotId::from_bytes)?,
        columns.plain()?,
        columns.id(OrchardId::from_bytes)?,
    ))
}

fn collect(
    db: &Connection,
    sql: &str,
    read: ReadException,
    found: &mut Vec<Exception>,
) -> Result<()> {
    let limit = i64::try_from(EXCEPTIONS_PER_KIND_MAX).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([limit], |row| {
        let mut columns = Columns::of(row);
        Ok(Exception {
            since: columns.time()?,
            kind: read(&mut columns)?,
        })
    })?;
    for exception in rows {
        found.push(exception?);
    }
    Ok(())
}
