//! A buyer's adoptions with all that hangs on them: plate, contract, money, boxes, parcels.
//! Names and addresses stay sealed; kept by `garden/apply.rs`.

pub(crate) mod apply;

use adoption::adoption::{Agreement, CancelReason};
use adoption::campaign::{Bilingual, Terms};
use adoption::tree_share::Part;
use kernel::{AdoptionId, CampaignId, PersonId, Sealed, Timestamp, TreeId};
use rusqlite::{Connection, OptionalExtension, Result, params};

use crate::columns::Columns;
use crate::error::Answer;
use crate::lots::{GrantRow, grants_of};
use crate::money::{PaymentRow, RefundRow, payments_of, refunds_of, surplus_of};
use crate::packing::{BoxRow, boxes_of};
use crate::parcels::{ParcelRow, parcels_of};
use crate::read_models::ReadModels;
use crate::trees::{TREE_CARD, TreeCard, page_limit, read_tree_card};

/// Most adoptions one answer holds.
pub const ADOPTIONS_MAX: usize = 500;

/// Where an adoption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdoptionStatus {
    /// Held, not paid.
    Started,
    /// Paid.
    Confirmed,
    /// Ended before its fruit was delivered.
    Cancelled {
        /// Why.
        reason: CancelReason,
    },
    /// All boxes delivered.
    Completed,
}

/// What became of a nameplate's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameplateState {
    /// Waits for the operator.
    Proposed,
    /// May hang on the tree.
    Approved,
    /// Is made.
    Printed,
    /// Hangs on the tree.
    Hung,
    /// Must not hang on the tree.
    Rejected {
        /// What the buyer is told.
        reason: String,
    },
}

impl NameplateState {
    /// Whether the words may be shown to everybody.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        match self {
            Self::Approved | Self::Printed | Self::Hung => true,
            Self::Proposed | Self::Rejected { .. } => false,
        }
    }
}

/// The newest text that was proposed for a nameplate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nameplate {
    /// The text, sealed to the owner.
    pub text: Sealed,
    /// Whose key opens it.
    pub owner: PersonId,
    /// Proposed, approved, rejected.
    pub state: NameplateState,
    /// Since when.
    pub at: Timestamp,
}

/// An adoption by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptionRow {
    /// The adoption.
    pub adoption: AdoptionId,
    /// What was agreed when it started.
    pub agreement: Agreement,
    /// Where it stands.
    pub status: AdoptionStatus,
    /// The newest proposed nameplate.
    pub nameplate: Option<Nameplate>,
    /// When the contract was accepted.
    pub contract_accepted_at: Option<Timestamp>,
    /// When it was recorded.
    pub started_at: Timestamp,
    /// When it was paid.
    pub confirmed_at: Option<Timestamp>,
    /// When it was cancelled or completed.
    pub ended_at: Option<Timestamp>,
}

/// An adoption with all that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GardenAdoption {
    /// The adoption.
    pub adoption: AdoptionRow,
    /// Its tree.
    pub tree: TreeCard,
    /// The campaign's title.
    pub campaign_title: Bilingual,
    /// The campaign's terms as they are now; what binds is the agreement.
    pub terms: Terms,
    /// Its payments, oldest first.
    pub payments: Vec<PaymentRow>,
    /// What came beside them and was not asked for, oldest first.
    pub surplus: Vec<PaymentRow>,
    /// Its refunds, oldest first.
    pub refunds: Vec<RefundRow>,
    /// Its boxes by number; empty until planned.
    pub boxes: Vec<BoxRow>,
    /// What lots gave it.
    pub grants: Vec<GrantRow>,
    /// Its parcels by number.
    pub parcels: Vec<ParcelRow>,
}

impl GardenAdoption {
    /// What its holder may see of it: only their own payments and refunds. Whoever gave it to them, or pays a part of
    /// it, keeps theirs to themselves.
    #[must_use]
    pub fn as_seen_by(mut self, person: PersonId) -> Self {
        self.payments.retain(|payment| payment.payer == person);
        self.surplus.retain(|payment| payment.payer == person);
        self.refunds.retain(|refund| refund.payer == Some(person));
        self
    }
}

/// Columns of an adoption over `adoption a`.
pub(crate) const ADOPTION: &str =
    "a.adoption, a.campaign, a.buyer, a.tree, a.season, a.part, a.parts,
    a.price, a.currency, a.promised, a.boxes, a.risk_clause, a.contract, a.hold_until, a.status,
    a.cancel_reason, a.nameplate, a.nameplate_state, a.nameplate_reason, a.nameplate_at,
    a.contract_accepted_at, a.started_at, a.confirmed_at, a.ended_at";

pub(crate) fn read_adoption(columns: &mut Columns<'_, '_>) -> Result<AdoptionRow> {
    let adoption = columns.id(AdoptionId::from_bytes)?;
    let agreement = read_agreement(columns)?;
    let status = read_status(columns)?;
    let nameplate = read_nameplate(columns, agreement.buyer)?;
    Ok(AdoptionRow {
        adoption,
        agreement,
        status,
        nameplate,
        contract_accepted_at: columns.time_or_none()?,
        started_at: columns.time()?,
        confirmed_at: columns.time_or_none()?,
        ended_at: columns.time_or_none()?,
    })
}

fn read_agreement(columns: &mut Columns<'_, '_>) -> Result<Agreement> {
    Ok(Agreement {
        campaign: columns.id(CampaignId::from_bytes)?,
        buyer: columns.person()?,
        tree: columns.id(TreeId::from_bytes)?,
        season: columns.season()?,
        part: Part {
            number: columns.plain()?,
            of: columns.plain()?,
        },
        price: columns.money()?,
        promised_grams: columns.grams()?,
        boxes: columns.plain()?,
        risk_clause: columns.json()?,
        contract: columns.hash()?,
        hold_until: columns.time()?,
    })
}

/// Two columns: status and the reason of a cancellation.
pub(crate) fn read_status(columns: &mut Columns<'_, '_>) -> Result<AdoptionStatus> {
    let word: String = columns.plain()?;
    let reason: Option<CancelReason> = columns.json_or_none()?;
    Ok(match (word.as_str(), reason) {
        (_, Some(reason)) => AdoptionStatus::Cancelled { reason },
        ("confirmed", None) => AdoptionStatus::Confirmed,
        ("completed", None) => AdoptionStatus::Completed,
        (_, None) => AdoptionStatus::Started,
    })
}

/// Four columns: text, state, reason, since when.
pub(crate) fn read_nameplate(
    columns: &mut Columns<'_, '_>,
    owner: PersonId,
) -> Result<Option<Nameplate>> {
    let text = columns.sealed_or_none()?;
    let word: Option<String> = columns.plain()?;
    let reason: Option<String> = columns.plain()?;
    let at = columns.time_or_none()?;
    let state = match (word.as_deref(), reason) {
        (_, Some(reason)) => NameplateState::Rejected { reason },
        (Some("approved"), None) => NameplateState::Approved,
        (Some("printed"), None) => NameplateState::Printed,
        (Some("hung"), None) => NameplateState::Hung,
        (_, None) => NameplateState::Proposed,
    };
    Ok(text.zip(at).map(|(text, at)| Nameplate {
        text,
        owner,
        state,
        at,
    }))
}

impl ReadModels {
    /// A person's adoptions, newest first, at most [`ADOPTIONS_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn garden(&self, person: PersonId) -> Answer<Vec<GardenAdoption>> {
        self.read(|db| {
            let sql = garden_sql("a.buyer = ?1 ORDER BY a.started_position DESC LIMIT ?2");
            let mut statement = db.prepare_cached(&sql)?;
            let limit = page_limit(ADOPTIONS_MAX, ADOPTIONS_MAX);
            let found = statement
                .query_map(params![person.as_bytes(), limit], |row| {
                    read_garden(&mut Columns::of(row))
                })?
                .collect::<Result<Vec<_>>>()?;
            found
                .into_iter()
                .map(|adoption| Ok(with_the_rest(db, adoption)?.as_seen_by(person)))
                .collect()
        })
    }

    /// One adoption with all that hangs on it.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoption(&self, adoption: AdoptionId) -> Answer<Option<GardenAdoption>> {
        self.read(|db| {
            let sql = garden_sql("a.adoption = ?1");
            let found = db
                .prepare_cached(&sql)?
                .query_row([adoption.as_bytes()], |row| {
                    read_garden(&mut Columns::of(row))
                })
                .optional()?;
            found
                .map(|adoption| with_the_rest(db, adoption))
                .transpose()
        })
    }

    /// Adoptions of a tree, newest first.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoptions_of_tree(&self, tree: TreeId, limit: usize) -> Answer<Vec<AdoptionRow>> {
        self.newest("a.tree = ?1", *tree.as_bytes(), limit)
    }

    /// Adoptions of a buyer, newest first, without what hangs on them.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoptions_of_buyer(&self, buyer: PersonId, limit: usize) -> Answer<Vec<AdoptionRow>> {
        self.newest("a.buyer = ?1", *buyer.as_bytes(), limit)
    }

    fn newest(&self, condition: &str, id: [u8; 16], limit: usize) -> Answer<Vec<AdoptionRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {ADOPTION} FROM adoption a WHERE {condition}
                 ORDER BY a.started_position DESC LIMIT ?2"
            );
            db.prepare_cached(&sql)?
                .query_map(params![id, page_limit(limit, ADOPTIONS_MAX)], |row| {
                    read_adoption(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// A campaign's adoptions in the order they started, those after `after` (the last one of the
    /// page before), at most [`ADOPTIONS_MAX`] or `limit`. For the operator and for exports.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn adoptions_of_campaign(
        &self,
        campaign: CampaignId,
        after: Option<AdoptionId>,
        limit: usize,
    ) -> Answer<Vec<AdoptionRow>> {
        self.read(|db| {
            let sql = format!(
                "SELECT {ADOPTION} FROM adoption a
                 WHERE a.campaign = ?1 AND a.started_position > coalesce(
                     (SELECT p.started_position FROM adoption p WHERE p.adoption = ?2), 0)
                 ORDER BY a.started_position LIMIT ?3"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let after = after.map(|adoption| *adoption.as_bytes());
            let asked = params![campaign.as_bytes(), after, page_limit(limit, ADOPTIONS_MAX)];
            statement
                .query_map(asked, |row| read_adoption(&mut Columns::of(row)))?
                .collect()
        })
    }
}

fn garden_sql(condition: &str) -> String {
    format!(
        "SELECT {ADOPTION}, {TREE_CARD}, c.title, c.terms FROM adoption a
         JOIN campaign c ON c.campaign = a.campaign
         JOIN tree t ON t.tree = a.tree
         JOIN block b ON b.block = t.block
         JOIN orchard o ON o.orchard = t.orchard
         WHERE {condition}"
    )
}

fn read_garden(columns: &mut Columns<'_, '_>) -> Result<GardenAdoption> {
    Ok(GardenAdoption {
        adoption: read_adoption(columns)?,
        tree: read_tree_card(columns)?,
        campaign_title: columns.json()?,
        terms: columns.json()?,
        payments: Vec::new(),
        surplus: Vec::new(),
        refunds: Vec::new(),
        boxes: Vec::new(),
        grants: Vec::new(),
        parcels: Vec::new(),
    })
}

fn with_the_rest(db: &Connection, found: GardenAdoption) -> Result<GardenAdoption> {
    let adoption = found.adoption.adoption;
    Ok(GardenAdoption {
        payments: payments_of(db, adoption)?,
        surplus: surplus_of(db, adoption)?,
        refunds: refunds_of(db, adoption)?,
        boxes: boxes_of(db, adoption)?,
        grants: grants_of(db, adoption)?,
        parcels: parcels_of(db, adoption)?,
        ..found
    })
}
