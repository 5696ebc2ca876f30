//! What an address names, and which of our pages tells of it.

use actix_web::web::Data;
use epcis::Named;
use gs1::Key;
use kernel::{LotId, ParcelId, ShortCode, TreeId};

use crate::{problem::Problem, state::State};

/// Something that has an address of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    /// A tree.
    Tree(TreeId),
    /// A lot.
    Lot(LotId),
    /// A parcel.
    Parcel(ParcelId),
}

impl Thing {
    /// Its id, as the events of EPCIS are found by.
    pub(super) fn id(self) -> String {
        match self {
            Self::Tree(tree) => tree.to_string(),
            Self::Lot(lot) => lot.to_string(),
            Self::Parcel(parcel) => parcel.to_string(),
        }
    }
}

/// Where somebody is sent who asks for an address.
pub(super) struct Target {
    /// The page, from its slash on.
    pub(super) page: String,
    /// The file of EPCIS events, if there is one.
    pub(super) events: Option<String>,
}

/// What a GS1 key names here; none for other companies' and for what was never given out.
pub(super) fn thing_of(state: &State, key: &Key) -> Result<Option<Thing>, Problem> {
    let read = state.app.read();
    let tree_of = |code: &str| match code.parse::<ShortCode>() {
        // A tag reads in many spellings, a key in one.
        Ok(parsed) if parsed.as_str() == code => Ok(read.tree_by_code(parsed)?.map(Thing::Tree)),
        Ok(_) | Err(_) => Ok::<_, Problem>(None),
    };
    let gs1 = &state.config.gs1;
    match key {
        Key::Asset(giai) => {
            let company = gs1.company();
            let code = company
                .as_ref()
                .and_then(|company| giai.reference_of(company));
            code.map_or(Ok(None), tree_of)
        }
        Key::Piece(gtin, serial) if gs1.tree() == Some(*gtin) => tree_of(serial.as_str()),
        Key::Batch(gtin, code) if gs1.fruit() == Some(*gtin) => {
            Ok(read.lot_by_key(code.as_str())?.map(Thing::Lot))
        }
        Key::Parcel(sscc) => match gs1.company().and_then(|company| sscc.nth_of(&company)) {
            Some(nth) => Ok(read.parcel_by_number(nth)?.map(Thing::Parcel)),
            None => Ok(None),
        },
        // The finest that names something: a tree, or else the batch.
        Key::Item(item) => {
            let piece = item
                .serial
                .as_ref()
                .filter(|_| gs1.tree() == Some(item.gtin));
            let tree = piece.map_or(Ok(None), |serial| tree_of(serial.as_str()))?;
            let batch = item.lot.as_ref().filter(|_| gs1.fruit() == Some(item.gtin));
            match (tree, batch) {
                (None, Some(code)) => Ok(read.lot_by_key(code.as_str())?.map(Thing::Lot)),
                (found, _) => Ok(found),
            }
        }
        Key::Piece(..) | Key::Batch(..) | Key::Product(_) | Key::Elsewhere(_) => Ok(None),
    }
}

/// The id of a thing of ours that an address names, if there is such a thing. Places are no things.
pub(super) fn known(state: &State, address: &str) -> Result<Option<String>, Problem> {
    let read = state.app.read();
    let thing = match state.names.read(address) {
        Some(Named::Key(key)) => thing_of(state, &key)?,
        Some(Named::Tag(code)) => read.tree_by_code(code)?.map(Thing::Tree),
        Some(Named::Tree(tree)) => read.tree_card(tree)?.map(|_| Thing::Tree(tree)),
        Some(Named::Lot(lot)) => read.lot(lot)?.map(|_| Thing::Lot(lot)),
        Some(Named::Parcel(parcel)) => read.parcel(parcel)?.map(|_| Thing::Parcel(parcel)),
        Some(Named::Block(_) | Named::Orchard(_)) | None => None,
    };
    Ok(thing.map(Thing::id))
}

/// Where an address leads.
pub(super) fn target_of(state: &Data<State>, named: &Named) -> Result<Option<Target>, Problem> {
    let gs1 = &state.config.gs1;
    match named {
        Named::Key(Key::Product(gtin)) => {
            let ours = [gs1.tree(), gs1.fruit()].contains(&Some(*gtin));
            Ok(ours.then(|| Target {
                page: "/".to_owned(),
                events: None,
            }))
        }
        Named::Key(key) => match thing_of(state, key)? {
            Some(thing) => target(state, thing),
            None => Ok(None),
        },
        Named::Tree(tree) => target(state, Thing::Tree(*tree)),
        Named::Tag(code) => match state.app.read().tree_by_code(*code)? {
            Some(tree) => target(state, Thing::Tree(tree)),
            None => Ok(None),
        },
        Named::Lot(lot) => target(state, Thing::Lot(*lot)),
        Named::Parcel(parcel) => target(state, Thing::Parcel(*parcel)),
        Named::Block(block) => {
            let orchard = state.app.read().orchard_of_block(*block)?;
            Ok(orchard.map(|orchard| place(&orchard.to_string())))
        }
        Named::Orchard(orchard) => {
            let known = state.app.read().orchard(*orchard)?;
            Ok(known.map(|known| place(&known.orchard.to_string())))
        }
    }
}

fn target(state: &State, thing: Thing) -> Result<Option<Target>, Problem> {
    let read = state.app.read();
    Ok(match thing {
        Thing::Tree(tree) => read
            .tree_card(tree)?
            .and_then(|card| card.code)
            .map(|code| told(format!("/t/{code}"), "trees", &code.to_string())),
        Thing::Lot(lot) => read
            .lot(lot)?
            .map(|_| told(format!("/l/{lot}"), "lots", &lot.to_string())),
        Thing::Parcel(parcel) => read
            .parcel(parcel)?
            .map(|row| told(format!("/p/{}", row.code), "parcels", row.code.as_str())),
    })
}

fn told(page: String, kind: &str, name: &str) -> Target {
    Target {
        page,
        events: Some(format!("/epcis/exports/{kind}/{name}")),
    }
}

/// Orchards have no page of their own: the API tells where they lie.
fn place(orchard: &str) -> Target {
    Target {
        page: format!("/api/v1/orchards/{orchard}"),
        events: None,
    }
}
