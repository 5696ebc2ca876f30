//! `GET /garden`: a buyer's own trees, boxes and money. It knows no other buyer.

mod draw;

use actix_web::HttpResponse;

pub(super) use draw::{address, one_line};

use super::{page::page, visit::Visit};
use crate::problem::Problem;

/// `GET /garden`
pub(super) async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let person = visit.signed_in()?.person();
    let adoptions = visit.app().read().garden(person)?;
    Ok(page(&draw::garden(&visit, person, &adoptions)?))
}
