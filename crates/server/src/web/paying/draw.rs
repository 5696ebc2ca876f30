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
/// Each begins under `base`.
pub(in crate::web) fn ways(
    visit: &Visit,
    payment: &PaymentRow,
    seat: Seat,
    base: &str,
) -> Vec<Way> {
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
                href: inside.then(|| format!("{base}/wechat-pay/inside")),
            })
        })
        .collect()
}

/// Where the page of a way leads.
pub(in crate::web) struct Places {
    /// Where ways to pay begin.
    pub(in crate::web) base: String,
    /// Where one looks whether the money came.
    pub(in crate::web) paid: String,
    /// What a script asks now and then whether the page has moved on.
    pub(in crate::web) watch: String,
    /// Where other ways are.
    pub(in crate::web) other: String,
}

/// The page of one way to pay.
pub(in crate::web) fn way(
    visit: &Visit,
    mine: &GardenAdoption,
    channel: Channel,
    (payment, shown): (PaymentId, Presentation),
    to: Places,
) -> WayPage {
    let shown = match shown {
        // The sandbox lives here: its address is one of ours, whatever this program is called.
        Presentation::Redirect { .. } if channel == Channel::Sandbox => {
            Shown::Link(format!("/sandbox/payments/{payment}"))
        }
        Presentation::Redirect { url, .. } => Shown::Link(url),
        Presentation::QrCode { .. } => {
            Shown::Code(format!("{}/{}/code.svg", to.base, channel.as_str()))
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
        paid: to.paid,
        watch: to.watch,
        other: to.other,
        tree: adopt::tree_of(visit, mine),
        amount: names::money(asked),
        name: visit.lang.word("way", channel.as_str()),
        play_money: channel == Channel::Sandbox,
        shown,
        deadline: names::when(visit.lang, agreement.hold_until),
    }
}
