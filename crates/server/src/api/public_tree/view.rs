//! What is public about a tree. Buyers and their parcels' codes are left out.

use adoption::{campaign::Bilingual, tree_share::Part};
use app::App;
use readmodels::{
    garden::{AdoptionStatus, NameplateState},
    tree_page::{Adopter, Entry, EntryKind, TreeLot, TreePage, TreeParcel},
};
use serde::Serialize;
use traceability::{correction::Mistake, lot::Grade};
use utoipa::ToSchema;

use crate::{
    api::{
        adoptions::step_word,
        campaigns::PartView,
        shapes::{BilingualShape, PartShape, PublicCertificate, PublicPlace},
        trees::TreeView,
    },
    problem::Problem,
};

/// All that is public about a tree.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicTreeView {
    /// The tree in short.
    pub(crate) tree: TreeView,
    /// Where its orchard lies.
    pub(crate) place: PublicPlace,
    /// Its diary, oldest first.
    pub(crate) diary: Vec<EntryView>,
    /// Who adopted it, newest season first.
    pub(crate) adopters: Vec<AdopterView>,
    /// What it gave, newest season first.
    pub(crate) harvested: Vec<SeasonView>,
    /// Its lots, newest first.
    pub(crate) lots: Vec<TreeLotView>,
    /// Its parcels, newest first.
    pub(crate) parcels: Vec<TreeParcelView>,
    /// The offers it is part of, newest first.
    pub(crate) offers: Vec<OfferView>,
}

/// An entry of the diary.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryView {
    /// Position of the fact in the log.
    pub(crate) position: u64,
    /// When it happened.
    pub(crate) at: String,
    /// What happened: `kind` and what belongs to it.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    pub(crate) what: EntryKind,
    /// The declaration that it is wrong; what holds instead is an entry of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) wrong: Option<WrongView>,
}

/// An entry was declared wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrongView {
    /// `did-not-occur` or `incorrect-data`.
    #[schema(value_type = String)]
    pub(crate) mistake: Mistake,
    /// Why it was told.
    pub(crate) reason: String,
    /// Position of the declaration in the log.
    pub(crate) position: u64,
}

/// Somebody who adopted a part of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AdopterView {
    /// For which season.
    pub(crate) season: u16,
    /// Which part.
    #[schema(value_type = PartShape)]
    pub(crate) part: Part,
    /// Whether all its fruit has been delivered.
    pub(crate) completed: bool,
    /// The approved words on the nameplate.
    pub(crate) nameplate: Option<String>,
    /// Grams promised.
    pub(crate) promised_grams: u64,
}

/// What a tree gave in a season.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeasonView {
    /// The season.
    pub(crate) season: u16,
    /// Grams picked.
    pub(crate) grams: u64,
}

/// A lot the tree's fruit is in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TreeLotView {
    /// The lot.
    pub(crate) lot: String,
    /// Its code.
    pub(crate) code: String,
    /// On which day it was picked.
    pub(crate) picked_on: String,
    /// The season it counts for.
    pub(crate) season: u16,
    /// Its grade.
    #[schema(value_type = String)]
    pub(crate) grade: Grade,
    /// Grams this tree gave to it.
    pub(crate) grams: u64,
    /// Its certificate.
    pub(crate) certificate: Option<PublicCertificate>,
}

/// A parcel of one of the tree's adopters.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TreeParcelView {
    /// Which box of the adoption.
    pub(crate) nth: u8,
    /// What it weighs, in grams.
    pub(crate) grams: u64,
    /// `packed`, `handed-over` or `delivered`.
    pub(crate) step: &'static str,
    /// Since when.
    pub(crate) at: String,
}

/// An offer the tree is part of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferView {
    /// The campaign.
    pub(crate) campaign: String,
    /// Its season.
    pub(crate) season: u16,
    /// Its title.
    #[schema(value_type = BilingualShape)]
    pub(crate) title: Bilingual,
    /// `open` or `closed`.
    pub(crate) status: &'static str,
    /// The tree's parts in that season.
    pub(crate) parts: Vec<PartView>,
}

impl PublicTreeView {
    /// The view, with nameplates opened where they are approved.
    pub(crate) fn of(app: &App, page: TreePage) -> Result<Self, Problem> {
        let adopters = page
            .adopters
            .iter()
            .map(|adopter| adopter_view(app, adopter));
        Ok(Self {
            adopters: adopters.collect::<Result<_, _>>()?,
            tree: page.tree.into(),
            place: page.place.into(),
            diary: page.entries.into_iter().map(entry).collect(),
            harvested: page
                .harvested
                .into_iter()
                .map(|(season, grams)| SeasonView {
                    season: season.year(),
                    grams: grams.0,
                })
                .collect(),
            lots: page.lots.into_iter().map(lot).collect(),
            parcels: page.parcels.iter().map(parcel).collect(),
            offers: page.offers.into_iter().map(offer).collect(),
        })
    }
}

fn adopter_view(app: &App, adopter: &Adopter) -> Result<AdopterView, Problem> {
    let approved = adopter
        .nameplate
        .as_ref()
        .filter(|plate| plate.state == NameplateState::Approved);
    let nameplate = match approved {
        Some(plate) => app.open_nameplate(plate.owner, adopter.adoption, &plate.text)?,
        None => None,
    };
    Ok(AdopterView {
        season: adopter.season.year(),
        part: adopter.part,
        completed: adopter.status == AdoptionStatus::Completed,
        nameplate,
        promised_grams: adopter.promised.0,
    })
}

fn entry(entry: Entry) -> EntryView {
    EntryView {
        position: entry.position,
        at: entry.at.to_string(),
        what: entry.kind,
        wrong: entry.wrong.map(|wrong| WrongView {
            mistake: wrong.mistake,
            reason: wrong.reason,
            position: wrong.position,
        }),
    }
}

fn lot(lot: TreeLot) -> TreeLotView {
    TreeLotView {
        lot: lot.lot.to_string(),
        code: lot.code,
        picked_on: lot.picked_on.to_string(),
        season: lot.season.year(),
        grade: lot.grade,
        grams: lot.grams.0,
        certificate: lot.certificate.map(PublicCertificate::from),
    }
}

fn parcel(parcel: &TreeParcel) -> TreeParcelView {
    TreeParcelView {
        nth: parcel.nth,
        grams: parcel.grams.0,
        step: step_word(parcel.step),
        at: parcel.at.to_string(),
    }
}

fn offer(offer: readmodels::catalogue::TreeOffer) -> OfferView {
    OfferView {
        campaign: offer.campaign.to_string(),
        season: offer.season.year(),
        title: offer.title,
        status: crate::api::campaigns::status_word(offer.status),
        parts: offer.parts.into_iter().map(PartView::from).collect(),
    }
}
