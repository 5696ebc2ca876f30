//! `GET /`: what can be adopted this season. It knows no single tree.

use actix_web::HttpResponse;
use readmodels::catalogue::CampaignCard;

use super::{
    crowd, names,
    page::page,
    view::campaigns::{CampaignCard as Card, CampaignsPage},
    visit::Visit,
};
use crate::problem::Problem;

/// `GET /`
pub(super) async fn home(visit: Visit) -> Result<HttpResponse, Problem> {
    let cards = visit.app().read().campaigns(false)?;
    let campaigns = cards.iter().map(|one| card(&visit, one));
    Ok(page(&CampaignsPage {
        shell: visit.shell(),
        campaigns: campaigns.collect::<Result<_, _>>()?,
    }))
}

fn card(visit: &Visit, card: &CampaignCard) -> Result<Card, Problem> {
    let lang = visit.lang;
    let (state, _) = names::campaign_state(lang, card, visit.app().now());
    let (taken, taken_text) = names::taken(lang, card);
    let title = names::spoken(lang, &card.title);
    Ok(Card {
        href: format!("/campaigns/{}", card.campaign),
        photo: card.cover.map(|hash| names::photo_of(hash, title.clone())),
        title,
        place: names::farm_place(&card.farm_name, &card.place),
        variety: names::varieties(card),
        state,
        price: names::money(crowd::price_now(visit, card)?),
        promised: names::weight(card.terms.promised_grams),
        boxes: i64::from(card.terms.boxes),
        taken,
        taken_text,
        sale_window: names::sale_window(lang, &card.terms),
        ship_window: names::ship_window(lang, &card.terms),
        risk: lang.word("risk", &names::code_of(&card.terms.risk_clause)),
    })
}
