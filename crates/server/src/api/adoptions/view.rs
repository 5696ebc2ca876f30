//! What an adoption shows: to its buyer all, to operator and auditor all but what is personal.

use adoption::{
    adoption::CancelReason,
    campaign::{Bilingual, RiskClause},
    tree_share::Part,
};
use app::{App, address::Address};
use readmodels::{
    garden::{AdoptionRow, AdoptionStatus, GardenAdoption, Nameplate, NameplateState},
    lots::GrantRow,
    packing::{BoxRow, BoxStep},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{
        parcels::ParcelView,
        payments::PaymentView,
        refunds::RefundView,
        shapes::{AddressShape, BilingualShape, MoneyView, PartShape},
        trees::TreeView,
    },
    problem::Problem,
};

/// An adoption by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdoptionBrief {
    /// The adoption.
    pub(crate) adoption: String,
    /// The campaign.
    pub(crate) campaign: String,
    /// The tree.
    pub(crate) tree: String,
    /// Which part of it.
    #[schema(value_type = PartShape)]
    pub(crate) part: Part,
    /// The year of the harvest.
    pub(crate) season: u16,
    /// Who adopts.
    pub(crate) buyer: String,
    /// `started`, `confirmed`, `cancelled` or `completed`.
    pub(crate) status: &'static str,
    /// Why it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub(crate) cancel_reason: Option<CancelReason>,
    /// What it costs.
    pub(crate) price: MoneyView,
    /// Grams promised.
    pub(crate) promised_grams: u64,
    /// In how many boxes.
    pub(crate) boxes: u8,
    /// What happens when the harvest falls short.
    #[schema(value_type = String)]
    pub(crate) risk_clause: RiskClause,
    /// The contract, by its hash.
    pub(crate) contract: String,
    /// When the hold ends.
    pub(crate) hold_until: String,
    /// When the contract was accepted.
    pub(crate) contract_accepted_at: Option<String>,
    /// When it began.
    pub(crate) started_at: String,
    /// When it was paid.
    pub(crate) confirmed_at: Option<String>,
    /// When it was cancelled or completed.
    pub(crate) ended_at: Option<String>,
}

impl From<AdoptionRow> for AdoptionBrief {
    fn from(row: AdoptionRow) -> Self {
        let (status, cancel_reason) = match row.status {
            AdoptionStatus::Started => ("started", None),
            AdoptionStatus::Confirmed => ("confirmed", None),
            AdoptionStatus::Cancelled { reason } => ("cancelled", Some(reason)),
            AdoptionStatus::Completed => ("completed", None),
        };
        let agreement = row.agreement;
        Self {
            adoption: row.adoption.to_string(),
            campaign: agreement.campaign.to_string(),
            tree: agreement.tree.to_string(),
            part: agreement.part,
            season: agreement.season.year(),
            buyer: agreement.buyer.to_string(),
            status,
            cancel_reason,
            price: agreement.price.into(),
            promised_grams: agreement.promised_grams.0,
            boxes: agreement.boxes,
            risk_clause: agreement.risk_clause,
            contract: agreement.contract.to_string(),
            hold_until: agreement.hold_until.to_string(),
            contract_accepted_at: row.contract_accepted_at.map(|at| at.to_string()),
            started_at: row.started_at.to_string(),
            confirmed_at: row.confirmed_at.map(|at| at.to_string()),
            ended_at: row.ended_at.map(|at| at.to_string()),
        }
    }
}

/// An adoption with all that hangs on it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdoptionView {
    /// The adoption by itself.
    #[serde(flatten)]
    pub(crate) brief: AdoptionBrief,
    /// The campaign's title.
    #[schema(value_type = BilingualShape)]
    pub(crate) campaign_title: Bilingual,
    /// Its tree.
    pub(crate) tree_card: TreeView,
    /// The nameplate.
    pub(crate) nameplate: Option<NameplateView>,
    /// Its payments, oldest first.
    pub(crate) payments: Vec<PaymentView>,
    /// Its refunds, oldest first.
    pub(crate) refunds: Vec<RefundView>,
    /// Its boxes by number.
    pub(crate) planned_boxes: Vec<BoxView>,
    /// What lots gave it.
    pub(crate) grants: Vec<GrantView>,
    /// Its parcels by number.
    pub(crate) parcels: Vec<ParcelView>,
}

impl AdoptionView {
    /// The view; addresses are opened for the buyer only.
    pub(crate) fn of(app: &App, found: GardenAdoption, own: bool) -> Result<Self, Problem> {
        let (adoption, buyer) = (found.adoption.adoption, found.adoption.agreement.buyer);
        let plate = found.adoption.nameplate.as_ref();
        let nameplate = plate
            .map(|plate| NameplateView::of(app, adoption, plate))
            .transpose()?;
        let mut planned_boxes = Vec::with_capacity(found.boxes.len());
        for row in found.boxes {
            let opened = || app.open_address(buyer, adoption, row.box_id, &row.address);
            let address = if own { opened()? } else { None };
            planned_boxes.push(BoxView::of(&row, address));
        }
        Ok(Self {
            brief: found.adoption.into(),
            campaign_title: found.campaign_title,
            tree_card: found.tree.into(),
            nameplate,
            payments: found.payments.into_iter().map(PaymentView::from).collect(),
            refunds: found.refunds.into_iter().map(RefundView::from).collect(),
            planned_boxes,
            grants: found.grants.into_iter().map(GrantView::from).collect(),
            parcels: found.parcels.into_iter().map(ParcelView::from).collect(),
        })
    }
}

/// A nameplate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NameplateView {
    /// Its text; absent once the person is erased.
    pub(crate) text: Option<String>,
    /// `proposed`, `approved` or `rejected`.
    pub(crate) state: &'static str,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// Since when.
    pub(crate) at: String,
}

impl NameplateView {
    fn of(app: &App, adoption: kernel::AdoptionId, plate: &Nameplate) -> Result<Self, Problem> {
        let (state, reason) = match &plate.state {
            NameplateState::Proposed => ("proposed", None),
            NameplateState::Approved => ("approved", None),
            NameplateState::Printed => ("printed", None),
            NameplateState::Hung => ("hung", None),
            NameplateState::Rejected { reason } => ("rejected", Some(reason.clone())),
        };
        Ok(Self {
            text: app.open_nameplate(plate.owner, adoption, &plate.text)?,
            state,
            reason,
            at: plate.at.to_string(),
        })
    }
}

/// A planned box.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoxView {
    /// The box.
    #[serde(rename = "box")]
    pub(crate) box_id: String,
    /// The adoption it belongs to.
    pub(crate) adoption: String,
    /// Its number within the adoption, from 1.
    pub(crate) nth: u8,
    /// First day of its window.
    pub(crate) from: String,
    /// Last day of its window.
    pub(crate) until: String,
    /// What it is to weigh, in grams.
    pub(crate) grams: u64,
    /// Where it goes, for who may know; absent once the person is erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<AddressShape>)]
    pub(crate) address: Option<Address>,
    /// When its address was frozen.
    pub(crate) locked_at: Option<String>,
    /// `planned`, `packed`, `handed-over` or `delivered`.
    pub(crate) step: &'static str,
    /// The parcel it was packed in.
    pub(crate) parcel: Option<String>,
}

impl BoxView {
    /// The view with the address, if it may be shown.
    pub(crate) fn of(row: &BoxRow, address: Option<Address>) -> Self {
        Self {
            box_id: row.box_id.to_string(),
            adoption: row.adoption.to_string(),
            nth: row.nth,
            from: row.from.to_string(),
            until: row.until.to_string(),
            grams: row.grams.0,
            address,
            locked_at: row.locked_at.map(|at| at.to_string()),
            step: step_word(row.step),
            parcel: row.parcel.map(|parcel| parcel.to_string()),
        }
    }
}

/// The word for how far a box is.
pub(crate) const fn step_word(step: BoxStep) -> &'static str {
    match step {
        BoxStep::Planned => "planned",
        BoxStep::Packed => "packed",
        BoxStep::HandedOver => "handed-over",
        BoxStep::Delivered => "delivered",
        BoxStep::Cancelled => "cancelled",
    }
}

/// What a lot gave to an adoption.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GrantView {
    /// The lot.
    pub(crate) lot: String,
    /// Its code.
    pub(crate) lot_code: String,
    /// When it was picked.
    pub(crate) picked_on: String,
    /// Whether it has its certificate.
    pub(crate) certified: bool,
    /// Grams the allocation gave.
    pub(crate) allocated_grams: u64,
    /// Grams of it that may be packed.
    pub(crate) granted_grams: u64,
    /// Grams of that which came of surplus, to make good what the own tree fell short of.
    pub(crate) topped_up_grams: u64,
    /// Grams of what the allocation gave that grew on other trees than the adopted one.
    pub(crate) of_other_trees_grams: u64,
    /// Grams of it that are packed.
    pub(crate) packed_grams: u64,
}

impl From<GrantRow> for GrantView {
    fn from(row: GrantRow) -> Self {
        Self {
            lot: row.lot.to_string(),
            lot_code: row.lot_code,
            picked_on: row.picked_on.to_string(),
            certified: row.certified,
            allocated_grams: row.allocated.0,
            granted_grams: row.granted.0,
            topped_up_grams: row.topped_up.0,
            of_other_trees_grams: row.of_other_trees.0,
            packed_grams: row.packed.0,
        }
    }
}
