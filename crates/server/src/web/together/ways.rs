//! A part of a group paid by a channel: the same ways as for an adoption that one person pays, each for the part's own
//! payment. It knows no channel.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Path, Query},
};
use app::{Done, Intent, commands::groups};
use channels::Scene;
use kernel::PaymentId;
use readmodels::{garden::GardenAdoption, money::PaymentRow};
use serde::Deserialize;
use settlement::payment::Channel;

use super::{PartPath, href, href_of_row, part_href, redrawn};
use crate::{
    problem::{Kind, Problem},
    web::{
        harvest::fields_invalid,
        page::{page, see},
        paying::{
            BackQuery, Places, Seat, begin_to_pay_part, channel_named, drawn_code, no_answer,
            shown, way_page,
        },
        visit::{Sent, Visit},
    },
};

/// One way of paying a part.
#[derive(Deserialize)]
pub(in crate::web) struct WayPath {
    secret: String,
    number: u8,
    way: String,
}

/// The part that one took and has not paid.
fn own(visit: &Visit, secret: &str, number: u8) -> Result<(GardenAdoption, PaymentId), Problem> {
    let buyer = visit.signed_in()?.buyer();
    let (adoption, payment) = groups::own_part(visit.app(), &buyer, secret, number)?;
    let found = visit.app().read().adoption(adoption)?;
    Ok((found.ok_or_else(Problem::not_found)?, payment))
}

/// `POST /groups/{secret}/parts/{number}/pay`, field `way`
pub(in crate::web) async fn choose(
    sent: Sent,
    req: HttpRequest,
    path: Path<PartPath>,
) -> Result<HttpResponse, Problem> {
    let wish = begin(&sent, &path, Seat::of(&req)).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok((channel, done)) => {
            let base = part_href(&path.secret, path.number);
            let way = format!("{base}/pay/{}", channel.as_str());
            Ok(sent.visit.done(&way, "way-chosen", done))
        }
        Err(refused) => redrawn(&sent, &req, &path.secret, &refused),
    }
}

async fn begin(sent: &Sent, path: &PartPath, seat: Seat) -> Result<(Channel, Done), Problem> {
    let wrong = || fields_invalid().at_field("way", "choice");
    let channel = channel_named(&sent.visit, sent.fields.text("way")).map_err(|_| wrong())?;
    let scene = seat.scene(channel).ok_or_else(wrong)?;
    let wanted = ((path.secret.as_str(), path.number), channel, scene);
    let (state, buyer) = (sent.visit.state(), sent.who.buyer());
    let begun = begin_to_pay_part(state, &buyer, &sent.intent, wanted, sent.visit.lang).await?;
    Ok((channel, begun.2))
}

/// `GET /groups/{secret}/parts/{number}/pay/{way}`; a part that is paid leads to the group.
pub(in crate::web) async fn way(
    visit: Visit,
    path: Path<WayPath>,
) -> Result<HttpResponse, Problem> {
    let channel = channel_named(&visit, &path.way)?;
    visit.signed_in()?;
    let found = own(&visit, &path.secret, path.number)
        .and_then(|(found, payment)| Ok((found, shown(&visit, payment, channel)?)));
    match found {
        Ok((found, Some(shown))) => {
            let base = part_href(&path.secret, path.number);
            let to = Places {
                base: format!("{base}/pay"),
                paid: format!("{base}/paid"),
                watch: format!("{base}/pay/{}", path.way),
                other: href(&path.secret),
            };
            Ok(page(&way_page(&visit, &found, channel, shown, to)))
        }
        Ok((_, None)) => Ok(see(&href(&path.secret))),
        // Its time is over, or it is paid; a link that leads to no group is not found there.
        Err(problem) if problem.kind == Kind::NotFound => Ok(see(&href(&path.secret))),
        Err(problem) => Err(problem),
    }
}

/// `GET /groups/{secret}/parts/{number}/pay/{way}/code.svg`
pub(in crate::web) async fn code(
    visit: Visit,
    path: Path<WayPath>,
) -> Result<HttpResponse, Problem> {
    let (_, payment) = own(&visit, &path.secret, path.number)?;
    let channel = channel_named(&visit, &path.way)?;
    drawn_code(shown(&visit, payment, channel)?)
}

/// `GET /groups/{secret}/parts/{number}/paid`: where channels lead back to. Asks at once, so that nobody waits for a
/// callback.
pub(in crate::web) async fn paid(
    visit: Visit,
    path: Path<PartPath>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?;
    if let Ok((_, payment)) = own(&visit, &path.secret, path.number) {
        visit.state().cashier.ask_now(payment).await?;
        let position = visit.app().log().durable_position();
        visit.app().caught_up(position).await?;
    }
    Ok(see(&href(&path.secret)))
}

/// `GET /groups/{secret}/parts/{number}/pay/wechat-pay/inside`: learns who pays inside WeChat, then begins.
pub(in crate::web) async fn inside(
    visit: Visit,
    path: Path<PartPath>,
    query: Query<BackQuery>,
) -> Result<HttpResponse, Problem> {
    own(&visit, &path.secret, path.number)?;
    let base = part_href(&path.secret, path.number);
    let cashier = &visit.state().cashier;
    let public_url = visit.state().config.server.public_url.trim_end_matches('/');
    let back = format!("{public_url}{base}/pay/wechat-pay/inside");
    let Some(code) = &query.code else {
        return Ok(see(&cashier
            .authorize_url(&back)
            .ok_or_else(Problem::not_found)?));
    };
    let openid = cashier.openid(code).await.map_err(no_answer)?;
    let (who, now) = (visit.signed_in()?.buyer(), visit.app().now());
    let key = format!("wechat-pay inside {base}");
    let intent = Intent::of_person(who.person(), &key, b"", now);
    let channel = Channel::WechatPay;
    let part = (path.secret.as_str(), path.number);
    let wanted = (part, channel, Scene::WeChat { openid });
    let begun = begin_to_pay_part(visit.state(), &who, &intent, wanted, visit.lang).await;
    let way = format!("{base}/pay/{}", channel.as_str());
    Ok(visit.done(&way, "way-chosen", begun?.2))
}

/// Where a payer comes back to from a channel: to their part of a group, or to the adoption they pay alone.
pub(in crate::web) fn back_of(visit: &Visit, row: &PaymentRow) -> Result<String, Problem> {
    let alone = format!("/adoptions/{}/paid", row.adoption);
    let Some(group) = visit.app().read().group_of(row.adoption)? else {
        return Ok(alone);
    };
    let part = group.taken.iter().find(|part| part.payment == row.payment);
    let at = href_of_row(visit, &group)?;
    Ok(match (part, at) {
        (Some(part), Some(group)) => format!("{group}/parts/{}/paid", part.number),
        (Some(_) | None, _) => alone,
    })
}
