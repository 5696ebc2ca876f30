//! Fills the pages of paying by a channel. It changes nothing.

use channels::Presentation;
use kernel::{Currency, PaymentId};
use readmodels::{
    garden::GardenAdoption,
    money::{PaymentRow, PaymentState},
};
use settlement::payment::Channel;

use super::Seat;
use crate::web::{
    adopt, names,
    view::paying::{Shown, Way, WayPage},
    visit::Visit,
};

/// The ways that fit where the buyer sits, while there is time to pay.
pub(in crate::web) fn ways(visit: &Visit, payment: &PaymentRow, seat: Seat) -> Vec<Way> {
    let waits = payment.state == PaymentState::Awaited && visit.app().now() <= payment.expires_at;
    let cashier = &visit.state().cashier;
    let channels = cashier.channels().filter(|_| waits);
    channels
        .filter_map(|channel| {
            let inside = channel == Channel::WechatPay && seat == Seat::WeChat;
            let yuan_only = matches!(channel, Channel::WechatPay | Channel::Alipay);
            let fits = !yuan_only || payment.amount.currency == Currency::CNY;
            let can = seat.scene(channel).is_some() || (inside && cashier.knows_users());
            (fits && can).then(|| Way {
                channel: channel.as_str().to_owned(),
                name: visit.lang.word("way", channel.as_str()),
                note: visit.lang.word("way-note", channel.as_str()),
                href: inside
                    .then(|| format!("/adoptions/{}/pay/wechat-pay/inside", payment.adoption)),
            })
        })
        .collect()
}

pub(super) fn way(
    visit: &Visit,
    mine: &GardenAdoption,
    channel: Channel,
    (payment, shown): (PaymentId, Presentation),
) -> WayPage {
    let id = mine.adoption.adoption.to_string();
    let shown = match shown {
        // The sandbox lives here: its address is one of ours, whatever this program is called.
        Presentation::Redirect { .. } if channel == Channel::Sandbox => {
            Shown::Link(format!("/sandbox/payments/{payment}"))
        }
        Presentation::Redirect { url, .. } => Shown::Link(url),
        Presentation::QrCode { .. } => {
            Shown::Code(format!("/adoptions/{id}/pay/{}/code.svg", channel.as_str()))
        }
        Presentation::JsApi(call) => {
            Shown::Button(serde_json::to_string(&call).unwrap_or_default())
        }
    };
    let agreement = &mine.adoption.agreement;
    // What credit has paid is not asked for.
    let asked = mine.payments.iter().find(|one| one.payment == payment);
    let asked = asked.map_or(agreement.price, |one| one.amount);
    WayPage {
        shell: visit.shell(),
        id,
        tree: adopt::tree_of(visit, mine),
        amount: names::money(asked),
        name: visit.lang.word("way", channel.as_str()),
        play_money: channel == Channel::Sandbox,
        shown,
        deadline: names::when(visit.lang, agreement.hold_until),
    }
}
