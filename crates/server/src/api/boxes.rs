//! Boxes: the buyer plans them and says where they go; the packer locks the addresses and sees the board.

use actix_web::{
    HttpRequest,
    web::{Data, Path, Query},
};
use app::{App, address::Address, commands::boxes};
use kernel::{AdoptionId, BoxId, Day, OrchardId, ShortCode};
use readmodels::packing::{BoardCursor, BoxStep, PackingRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Answer,
    adoptions::{BoxView, GrantView},
    packer_of,
    parcels::ParcelView,
    shapes::AddressShape,
    trees::TreeView,
};
use crate::{
    answer::{self, PageQuery},
    auth::{SignedIn, Wish},
    problem::Problem,
};

/// All boxes of an adoption.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanForm {
    /// One for all boxes, or one for each.
    pub(crate) boxes: Vec<BoxForm>,
}

/// When and where one box is wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BoxForm {
    /// First day of the window; the campaign's ship window if left out.
    #[schema(value_type = Option<String>)]
    pub(crate) from: Option<Day>,
    /// Last day of the window.
    #[schema(value_type = Option<String>)]
    pub(crate) until: Option<Day>,
    /// Where it goes.
    #[schema(value_type = AddressShape)]
    pub(crate) address: Address,
}

/// Where one box goes now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressForm {
    /// Where it goes.
    #[schema(value_type = AddressShape)]
    pub(crate) address: Address,
}

/// Boxes whose addresses are frozen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LockForm {
    /// The boxes.
    #[schema(value_type = Vec<String>)]
    pub(crate) boxes: Vec<BoxId>,
}

/// A box on the packing board.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardView {
    /// The box, with its address.
    pub(crate) planned: BoxView,
    /// How many boxes the adoption has.
    pub(crate) boxes: u8,
    /// Its tree.
    pub(crate) tree: TreeView,
    /// What lots gave to the adoption.
    pub(crate) grants: Vec<GrantView>,
    /// The parcel, once packed.
    pub(crate) parcel: Option<ParcelView>,
}

impl BoardView {
    fn of(app: &App, row: PackingRow) -> Result<Self, Problem> {
        let planned = &row.planned;
        let address = app.open_address(
            planned.buyer,
            planned.adoption,
            planned.box_id,
            &planned.address,
        )?;
        Ok(Self {
            planned: BoxView::of(planned, address),
            boxes: row.boxes,
            tree: row.tree.into(),
            grants: row.grants.into_iter().map(GrantView::from).collect(),
            parcel: row.parcel.map(ParcelView::from),
        })
    }
}

/// `POST /api/v1/adoptions/{adoption}/boxes`
pub(crate) async fn plan(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<PlanForm>,
) -> Answer {
    let boxes = wish.form.boxes.into_iter();
    let wishes = boxes
        .map(|one| boxes::BoxWish {
            from: one.from,
            until: one.until,
            address: one.address,
        })
        .collect();
    let buyer = wish.who.identity.buyer();
    Ok(answer::done(
        boxes::plan(&app, &buyer, &wish.intent, *adoption, wishes).await?,
    ))
}

/// `PUT /api/v1/adoptions/{adoption}/boxes/{box}/address`
pub(crate) async fn change_address(
    app: Data<App>,
    path: Path<(AdoptionId, BoxId)>,
    wish: Wish<AddressForm>,
) -> Answer {
    let (buyer, address) = (wish.who.identity.buyer(), wish.form.address);
    let which = path.into_inner();
    let done = boxes::change_address(&app, &buyer, &wish.intent, which, address).await?;
    Ok(answer::done(done))
}

/// `POST /api/v1/adoptions/{adoption}/address-lock`
pub(crate) async fn lock(
    app: Data<App>,
    adoption: Path<AdoptionId>,
    wish: Wish<LockForm>,
) -> Answer {
    let packer = packer_of(&app, &wish.who.identity, *adoption).await?;
    let boxes = wish.form.boxes;
    let done = boxes::lock_addresses(&app, &packer, &wish.intent, *adoption, boxes).await?;
    Ok(answer::done(done))
}

/// Which boxes are asked for.
#[derive(Debug, Deserialize)]
pub(crate) struct BoardQuery {
    code: Option<ShortCode>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /api/v1/orchards/{orchard}/board`
pub(crate) async fn board(
    req: HttpRequest,
    app: Data<App>,
    orchard: Path<OrchardId>,
    who: SignedIn,
    query: Query<BoardQuery>,
) -> Answer {
    who.identity.packer(*orchard)?;
    let page = PageQuery {
        cursor: query.cursor.clone(),
        limit: query.limit,
    };
    let limit = page.limit()?;
    let (rows, next) = match query.code {
        Some(code) => {
            let found = app.read().boxes_by_code(code)?.into_iter();
            (
                found.filter(|row| row.tree.orchard == *orchard).collect(),
                None,
            )
        }
        None => {
            let rows = app
                .read()
                .board(*orchard, page.cursor(read_cursor)?, limit)?;
            let full = rows.last().filter(|_| rows.len() == limit);
            let next = full.map(|last| write_cursor(last.cursor()));
            (rows, next)
        }
    };
    let views = rows
        .into_iter()
        .map(|row| BoardView::of(&app, row))
        .collect::<Result<_, _>>()?;
    Ok(answer::page::<BoardView>(&req, views, next))
}

fn write_cursor(cursor: BoardCursor) -> String {
    format!(
        "{}.{}.{}",
        super::adoptions::step_word(cursor.step),
        cursor.until,
        cursor.box_id
    )
}

fn read_cursor(text: &str) -> Option<BoardCursor> {
    let mut parts = text.split('.');
    let step = match parts.next()? {
        "planned" => BoxStep::Planned,
        "packed" => BoxStep::Packed,
        "handed-over" => BoxStep::HandedOver,
        "delivered" => BoxStep::Delivered,
        "cancelled" => BoxStep::Cancelled,
        _ => return None,
    };
    let cursor = BoardCursor {
        step,
        until: parts.next()?.parse().ok()?,
        box_id: parts.next()?.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_nonsense_is_refused() {
        let until = "2026-12-31".parse().unwrap();
        for step in [
            BoxStep::Planned,
            BoxStep::Packed,
            BoxStep::HandedOver,
            BoxStep::Delivered,
            BoxStep::Cancelled,
        ] {
            let cursor = BoardCursor {
                step,
                until,
                box_id: BoxId::from_bytes([1; 16]),
            };
            assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        }
        for text in ["", "lost.2026-12-31.x", "planned.tomorrow.x"] {
            assert_eq!(read_cursor(text), None, "{text}");
        }
    }
}
