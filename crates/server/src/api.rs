//! The JSON API, one file per noun: forms that come in, views that go out, and handlers of a few lines between.
//!
//! A handler parses, authorises, calls one use case or asks one question, and presents. Somebody else's data is not
//! found (404), whether it exists or not.

pub(crate) mod adoptions;
pub(crate) mod attempts;
pub(crate) mod bank;
pub(crate) mod books;
pub(crate) mod boxes;
pub(crate) mod campaigns;
pub(crate) mod care;
pub(crate) mod certificates;
pub(crate) mod contracts;
pub(crate) mod corrections;
pub(crate) mod credits;
pub(crate) mod disputes;
pub(crate) mod exceptions;
pub(crate) mod farms;
pub(crate) mod field;
pub(crate) mod files;
pub(crate) mod funding;
pub(crate) mod grams;
pub(crate) mod ledger;
pub(crate) mod letters;
pub(crate) mod life;
pub(crate) mod log;
pub(crate) mod losses;
pub(crate) mod lots;
pub(crate) mod members;
pub(crate) mod observations;
pub(crate) mod orchards;
pub(crate) mod overview;
pub(crate) mod parcels;
pub(crate) mod payments;
pub(crate) mod payouts;
pub(crate) mod public_tree;
pub(crate) mod reconciling;
pub(crate) mod refunds;
pub(crate) mod register;
pub(crate) mod remedies;
pub(crate) mod sandbox;
pub(crate) mod sessions;
pub(crate) mod shapes;
pub(crate) mod silence;
pub(crate) mod today;
pub(crate) mod tokens;
pub(crate) mod tree_files;
pub(crate) mod trees;
pub(crate) mod unproven;
pub(crate) mod uploads;

use actix_web::HttpResponse;
use app::{
    App, Error,
    permission::{Farmer, Identity, Packer, Signed},
};
use kernel::{AdoptionId, OrchardId};

use crate::problem::Problem;

/// What every handler gives.
pub(crate) type Answer = Result<HttpResponse, Problem>;

/// Waits until the read models know all that is durable now, before one of them decides who may act.
pub(crate) async fn fresh(app: &App) -> Result<(), Problem> {
    Ok(app.caught_up(app.log().durable_position()).await?)
}

/// As packer for the orchard that an adoption's tree stands in.
pub(crate) async fn packer_of(
    app: &App,
    who: &Identity,
    adoption: AdoptionId,
) -> Result<Signed<Packer>, Problem> {
    fresh(app).await?;
    let found = app.read().adoption(adoption)?.ok_or(Error::NotFound)?;
    own_packer(who, found.tree.orchard)
}

/// As packer of an orchard that was found by something in it: to others it does not exist.
pub(crate) fn own_packer(who: &Identity, orchard: OrchardId) -> Result<Signed<Packer>, Problem> {
    who.packer(orchard).map_err(|_| Problem::not_found())
}

/// As farmer of an orchard that was found by something in it: to others it does not exist.
pub(crate) fn own_farmer(who: &Identity, orchard: OrchardId) -> Result<Signed<Farmer>, Problem> {
    who.farmer(orchard).map_err(|_| Problem::not_found())
}

/// Who may look into an orchard: its farmers, its packers, operators.
pub(crate) fn demand_insider(who: &Identity, orchard: OrchardId) -> Result<(), Problem> {
    who.farmer(orchard)
        .map(drop)
        .or_else(|_| who.packer(orchard).map(drop))
        .map_err(Problem::from)
}
