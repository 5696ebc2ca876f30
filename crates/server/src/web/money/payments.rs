//! `GET /operator/payments`: what came, what channels kept of it and what is left, channel by channel and payment by
//! payment; and whether a fee is the channel's word or reckoned from its schedule.

use actix_web::{HttpResponse, web::Query};
use kernel::Money;
use readmodels::money::{Capture, ChannelFees, PaymentFilter, PaymentRow, PaymentState};
use serde::Deserialize;

use super::draw;
use crate::{
    problem::Problem,
    web::{
        names,
        page::page,
        view::sheet::{Block, Cell, Link, Links, Table},
        visit::Visit,
    },
};

const HERE: &str = "/operator/payments";
/// How many payments are shown; the API lists all.
const SHOWN_MAX: usize = 100;
/// Hundredths of a percent in one whole.
const BASIS_POINTS: i128 = 10_000;
/// Which payments can be asked for.
const STATES: [(&str, PaymentFilter); 6] = [
    ("captured", PaymentFilter::Captured),
    ("late", PaymentFilter::Late),
    ("surplus", PaymentFilter::Surplus),
    ("awaited", PaymentFilter::Awaited),
    ("lapsed", PaymentFilter::Lapsed),
    ("failed", PaymentFilter::Failed),
];

/// Which payments.
#[derive(Deserialize)]
pub(in crate::web) struct Asked {
    state: Option<String>,
}

/// `GET /operator/payments?state={state}`
pub(in crate::web) async fn show(
    visit: Visit,
    asked: Query<Asked>,
) -> Result<HttpResponse, Problem> {
    visit.signed_in()?.auditor()?;
    let read = visit.app().read();
    let named = |(name, _): &&(&str, PaymentFilter)| asked.state.as_deref() == Some(*name);
    let chosen = STATES.iter().find(named);
    let filter = chosen.map_or(PaymentFilter::All, |(_, filter)| *filter);
    let kept = read.channel_fees()?;
    let rows = read.payments(filter, None, SHOWN_MAX)?;
    let lines = rows.iter().map(|row| line(&visit, row));
    let head = ["when", "way", "state", "#amount", "#fee", "#net", "fee-by"];
    let blocks = vec![
        Block::Table(fees(&visit, &kept)),
        Block::Links(filters(&visit, chosen.map(|(name, _)| *name))),
        Block::Table(draw::table(&visit, "payments", &head, lines.collect())),
    ];
    Ok(page(&draw::operator_sheet(&visit, "payments", blocks)))
}

fn filters(visit: &Visit, chosen: Option<&str>) -> Links {
    let link = |href, word, current| Link {
        href,
        label: visit.lang.word("payment-state", word),
        current,
    };
    let all = link(HERE.to_owned(), "all", chosen.is_none());
    let others = STATES
        .iter()
        .map(|(name, _)| link(format!("{HERE}?state={name}"), name, chosen == Some(*name)));
    Links {
        label: visit.lang.word("col", "state"),
        links: std::iter::once(all).chain(others).collect(),
    }
}

/// What each channel kept, gave back and left, and how many of its fees it told itself.
fn fees(visit: &Visit, kept: &[ChannelFees]) -> Table {
    let rows = kept.iter().map(|one| {
        let money = |minor: i64| Cell::number(names::money(Money::new(minor, one.currency)));
        let net = one.kept.saturating_sub(one.returned);
        vec![
            Cell::text(visit.lang.word("channel", one.channel.as_str())),
            money(one.captured),
            money(one.kept),
            Cell::number(rate(one)),
            money(one.returned),
            money(one.lost),
            money(one.captured.saturating_sub(net)),
            Cell::number(format!("{} / {}", one.told, one.payments)),
        ]
    });
    let head = [
        "way",
        "#came",
        "#fee",
        "#rate",
        "#fee-back",
        "#fee-lost",
        "#net",
        "#fee-told",
    ];
    draw::table(visit, "fees", &head, rows.collect())
}

/// What part of all that came was kept, in percent with two digits.
fn rate(one: &ChannelFees) -> String {
    if one.captured <= 0 {
        return String::new();
    }
    let points = i128::from(one.kept) * BASIS_POINTS / i128::from(one.captured);
    format!("{}.{:02} %", points / 100, points % 100)
}

fn line(visit: &Visit, row: &PaymentRow) -> Vec<Cell> {
    let (state, capture): (&str, Option<&Capture>) = match &row.state {
        PaymentState::Awaited => ("awaited", None),
        PaymentState::Lapsed => ("lapsed", None),
        PaymentState::Captured(capture) => ("captured", Some(capture)),
        PaymentState::Late(capture) => ("late", Some(capture)),
        PaymentState::Surplus(capture, _) => ("surplus", Some(capture)),
        PaymentState::Failed { .. } => ("failed", None),
    };
    let at = capture.map_or(row.opened_at, |capture| capture.value_at);
    let mut cells = vec![
        Cell::text(names::when(visit.lang, at).text),
        Cell::text(visit.lang.word("channel", row.channel.as_str())),
        Cell::text(visit.lang.word("payment-state", state)),
        Cell::number(names::money(
            capture.map_or(row.amount, |capture| capture.amount),
        )),
    ];
    cells.extend(match capture {
        None => [Cell::number(""), Cell::number(""), Cell::text("")],
        Some(capture) => {
            let net = capture.amount.minor.saturating_sub(capture.fee.minor);
            let by = if capture.fee_told { "told" } else { "reckoned" };
            [
                Cell::number(names::money(capture.fee)),
                Cell::number(names::money(Money::new(net, capture.amount.currency))),
                Cell::text(visit.lang.word("fee-by", by)),
            ]
        }
    });
    cells
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use settlement::payment::Channel;

    use super::*;

    #[test]
    fn a_rate_is_told_in_hundredths_of_a_percent() {
        let mut one = ChannelFees {
            channel: Channel::WechatPay,
            currency: Currency::CNY,
            payments: 1,
            told: 0,
            captured: 168_000,
            kept: 1_008,
            returned: 0,
            lost: 0,
        };
        assert_eq!(rate(&one), "0.60 %");
        one.captured = 0;
        assert_eq!(rate(&one), "");
    }
}
