//! Paying by a channel: a buyer chooses a way, is shown a code, an address or a button, and comes back. The page asks
//! nothing of a channel by itself; whether money came is the channel's word alone.

mod draw;
pub(super) mod sandbox;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Path, Query},
};
use app::{
    Done, Intent,
    commands::{attempts, payments::payment_of},
    permission::{Buyer, Signed},
};
use channels::{Order, Presentation, Scene, Title};
use kernel::{AdoptionId, PaymentId};
use readmodels::garden::{AdoptionStatus, GardenAdoption};
use serde::Deserialize;
use settlement::payment::{Channel, Opened};

pub(super) use draw::{Places, way as way_page, ways};

use super::{
    adopt,
    harvest::fields_invalid,
    i18n::Lang,
    names,
    page::{page, see},
    visit::{Sent, Visit},
};
use crate::{
    cashier::AskError,
    problem::{Kind, Problem},
    state::State,
};

/// Side of a drawn code, in millimetres of its drawing.
const CODE_MM: u16 = 60;

/// Where a buyer sits, by what the browser says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    /// Inside WeChat.
    WeChat,
    /// In a browser on a phone.
    Phone,
    /// At a computer.
    Desk,
}

impl Seat {
    pub(super) fn of(req: &HttpRequest) -> Self {
        let agent = req.headers().get(header::USER_AGENT);
        let agent = agent
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if agent.contains("MicroMessenger/") {
            Self::WeChat
        } else if agent.contains("Mobile") || agent.contains("Android") {
            Self::Phone
        } else {
            Self::Desk
        }
    }

    /// How a channel is paid from here; `None` if it cannot be. Payment inside WeChat needs the payer's name there.
    pub(super) fn scene(self, channel: Channel) -> Option<Scene> {
        match (channel, self) {
            (Channel::WechatPay, Self::Desk) => Some(Scene::QrCode),
            (Channel::Alipay | Channel::Stripe, Self::Phone) | (Channel::Sandbox, _) => {
                Some(Scene::Phone)
            }
            (Channel::Alipay | Channel::Stripe, Self::Desk) => Some(Scene::Desktop),
            (Channel::Stripe, Self::WeChat) => Some(Scene::Phone),
            (Channel::WechatPay | Channel::Alipay, Self::WeChat | Self::Phone)
            | (Channel::Manual, _) => None,
        }
    }
}

/// What a channel that gives no answer means for a buyer: nothing was paid, and there are other ways.
pub(super) fn no_answer(error: AskError) -> Problem {
    match error {
        AskError::App(error) => error.into(),
        AskError::Off => Problem::not_found(),
        AskError::Send(cause) => {
            tracing::warn!(%cause, "a channel could not be asked to take money");
            Problem::new(Kind::Conflict, "channel-unreachable", cause.to_string())
        }
        AskError::Channel(cause) => {
            tracing::warn!(%cause, "a channel did not take an order");
            Problem::new(Kind::Conflict, "channel-refused", cause.to_string())
        }
    }
}

/// `POST /adoptions/{id}/pay`, field `way`
pub(super) async fn choose(
    sent: Sent,
    req: HttpRequest,
    path: Path<AdoptionId>,
) -> Result<HttpResponse, Problem> {
    let adoption = *path;
    let mine = adopt::own(&sent.visit, adoption)?;
    let seat = Seat::of(&req);
    let wish = begin(&sent, &mine, seat).await;
    match sent.outcome(wish, str::to_owned)? {
        Ok((channel, done)) => {
            let way = format!("/adoptions/{adoption}/pay/{}", channel.as_str());
            Ok(sent.visit.done(&way, "way-chosen", done))
        }
        Err(refused) => Ok(refused.page(&adopt::pay_page(
            &sent.visit,
            &mine,
            seat,
            refused.form.clone(),
        )?)),
    }
}

async fn begin(sent: &Sent, mine: &GardenAdoption, seat: Seat) -> Result<(Channel, Done), Problem> {
    let cashier = &sent.visit.state().cashier;
    let named = sent.fields.text("way");
    let wrong = || fields_invalid().at_field("way", "choice");
    let channel = cashier
        .channels()
        .find(|one| one.as_str() == named)
        .ok_or_else(wrong)?;
    let scene = seat.scene(channel).ok_or_else(wrong)?;
    let wanted = (mine.adoption.adoption, channel, scene);
    let buyer = sent.who.buyer();
    let begun = begin_to_pay(
        sent.visit.state(),
        &buyer,
        &sent.intent,
        wanted,
        sent.visit.lang,
    );
    Ok((channel, begun.await?.2))
}

/// Notes the attempt, then asks the channel what the buyer pays with. The same for pages and programs.
pub(crate) async fn begin_to_pay(
    state: &State,
    buyer: &Signed<Buyer>,
    intent: &Intent,
    (adoption, channel, scene): (AdoptionId, Channel, Scene),
    lang: Lang,
) -> Result<(Opened, Presentation, Done), Problem> {
    demand_on(state, channel)?;
    let (opened, done) = attempts::start(&state.app, buyer, intent, adoption, channel).await?;
    let back = format!("/adoptions/{adoption}/paid");
    let shown = present(state, &opened, (channel, scene), (&back, lang)).await?;
    Ok((opened, shown, done))
}

/// The same for a part of a group that the payer took.
pub(crate) async fn begin_to_pay_part(
    state: &State,
    buyer: &Signed<Buyer>,
    intent: &Intent,
    ((secret, number), channel, scene): ((&str, u8), Channel, Scene),
    lang: Lang,
) -> Result<(Opened, Presentation, Done), Problem> {
    demand_on(state, channel)?;
    let part = (secret, number);
    let (opened, done) = attempts::start_part(&state.app, buyer, intent, part, channel).await?;
    let back = format!("/groups/{secret}/parts/{number}/paid");
    let shown = present(state, &opened, (channel, scene), (&back, lang)).await?;
    Ok((opened, shown, done))
}

fn demand_on(state: &State, channel: Channel) -> Result<(), Problem> {
    let mut on = state.cashier.channels();
    if on.any(|one| one == channel) {
        Ok(())
    } else {
        Err(fields_invalid().at_field("channel", "choice"))
    }
}

/// Asks the channel what is paid with; it leads back to `back`.
async fn present(
    state: &State,
    opened: &Opened,
    (channel, scene): (Channel, Scene),
    (back, lang): (&str, Lang),
) -> Result<Presentation, Problem> {
    let (app, cashier) = (&state.app, &state.cashier);
    // Whoever adopts and pays at once may be ahead of the read models.
    app.caught_up(app.log().durable_position()).await?;
    let mine = app
        .read()
        .adoption(opened.adoption)?
        .ok_or_else(Problem::not_found)?;
    let (campaign, tree) = (
        names::spoken(lang, &mine.campaign_title),
        names::tree(lang, &mine.tree),
    );
    let public_url = state.config.server.public_url.trim_end_matches('/');
    let order = Order {
        payment: opened.payment,
        amount: opened.amount,
        title: Title::cut(&format!("{campaign} {tree}")).map_err(|_| Problem::not_found())?,
        expires_at: opened.expires_at,
        return_url: format!("{public_url}{back}"),
        scene,
    };
    cashier.present(channel, order).await.map_err(no_answer)
}

/// The way that an address names.
pub(super) fn channel_named(visit: &Visit, name: &str) -> Result<Channel, Problem> {
    let mut channels = visit.state().cashier.channels();
    channels
        .find(|one| one.as_str() == name)
        .ok_or_else(Problem::not_found)
}

/// What the buyer was shown; `None` if this program was started anew meanwhile.
pub(super) fn shown(
    visit: &Visit,
    payment: PaymentId,
    channel: Channel,
) -> Result<Option<(PaymentId, Presentation)>, Problem> {
    let buyer = visit.signed_in()?.buyer();
    let opened = attempts::begun(visit.app(), &buyer, payment, channel)?;
    let shown = visit.state().cashier.shown(opened.payment, channel);
    Ok(shown.map(|shown| (opened.payment, shown)))
}

/// `GET /adoptions/{id}/pay/{way}`
pub(super) async fn way(
    visit: Visit,
    path: Path<(AdoptionId, String)>,
) -> Result<HttpResponse, Problem> {
    let (adoption, name) = path.into_inner();
    let mine = adopt::own(&visit, adoption)?;
    if mine.adoption.status != AdoptionStatus::Started {
        return Ok(see(&format!("/adoptions/{adoption}/done")));
    }
    let channel = channel_named(&visit, &name)?;
    match shown(&visit, payment_of(adoption), channel) {
        Ok(Some(shown)) => {
            let (paid, watch) = (
                format!("/adoptions/{adoption}/paid"),
                format!("/adoptions/{adoption}/pay"),
            );
            let other = watch.clone();
            let to = Places {
                base: watch.clone(),
                paid,
                watch,
                other,
            };
            Ok(page(&draw::way(&visit, &mine, channel, shown, to)))
        }
        Ok(None) => Ok(see(&format!("/adoptions/{adoption}/pay"))),
        // Its time is over, or it was never begun.
        Err(problem) if problem.kind == Kind::NotFound => {
            Ok(see(&format!("/adoptions/{adoption}/pay")))
        }
        Err(problem) => Err(problem),
    }
}

/// `GET /adoptions/{id}/pay/{way}/code.svg`
pub(super) async fn code(
    visit: Visit,
    path: Path<(AdoptionId, String)>,
) -> Result<HttpResponse, Problem> {
    let (adoption, name) = path.into_inner();
    adopt::own(&visit, adoption)?;
    let channel = channel_named(&visit, &name)?;
    drawn_code(shown(&visit, payment_of(adoption), channel)?)
}

/// The code to be scanned, as a drawing.
pub(super) fn drawn_code(
    shown: Option<(PaymentId, Presentation)>,
) -> Result<HttpResponse, Problem> {
    let Some((_, Presentation::QrCode { text })) = shown else {
        return Err(Problem::not_found());
    };
    let svg = labels::qr_svg(&text, CODE_MM).map_err(|error| Problem::undrawn(&error))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .body(svg))
}

/// `GET /adoptions/{id}/paid`: where channels lead back to. Asks at once, so that nobody waits for a callback.
pub(super) async fn paid(visit: Visit, path: Path<AdoptionId>) -> Result<HttpResponse, Problem> {
    let mine = adopt::own(&visit, *path)?;
    let adoption = mine.adoption.adoption;
    if mine.adoption.status == AdoptionStatus::Started {
        visit.state().cashier.ask_now(payment_of(adoption)).await?;
        let position = visit.app().log().durable_position();
        visit.app().caught_up(position).await?;
    }
    Ok(see(&format!("/adoptions/{adoption}/pay")))
}

/// What WeChat brings back.
#[derive(Debug, Deserialize)]
pub(super) struct BackQuery {
    pub(super) code: Option<String>,
}

/// `GET /adoptions/{id}/pay/wechat-pay/inside`: learns who pays inside WeChat, then begins. Asked without a code it leads
/// to WeChat, which leads back with one.
pub(super) async fn inside(
    visit: Visit,
    path: Path<AdoptionId>,
    query: Query<BackQuery>,
) -> Result<HttpResponse, Problem> {
    let mine = adopt::own(&visit, *path)?;
    let adoption = mine.adoption.adoption;
    let cashier = &visit.state().cashier;
    let public_url = visit.state().config.server.public_url.trim_end_matches('/');
    let back = format!("{public_url}/adoptions/{adoption}/pay/wechat-pay/inside");
    let Some(code) = &query.code else {
        return Ok(see(&cashier
            .authorize_url(&back)
            .ok_or_else(Problem::not_found)?));
    };
    let openid = cashier.openid(code).await.map_err(no_answer)?;
    let (who, now) = (visit.signed_in()?.buyer(), visit.app().now());
    let key = format!("wechat-pay inside {adoption}");
    let intent = Intent::of_person(who.person(), &key, b"", now);
    let channel = Channel::WechatPay;
    let wanted = (adoption, channel, Scene::WeChat { openid });
    let begun = begin_to_pay(visit.state(), &who, &intent, wanted, visit.lang).await;
    let done = begun?.2;
    let way = format!("/adoptions/{adoption}/pay/{}", channel.as_str());
    Ok(visit.done(&way, "way-chosen", done))
}
