//! Between the campaign editor's fields and the terms of a campaign, both ways. It asks no rule: whether terms can
//! stand is decided by the campaign.

use adoption::campaign::{Bilingual, Terms};
use kernel::{Currency, Day, Grams, Money, Timestamp};
use readmodels::catalogue::CampaignCard;

use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        format,
        harvest::{day, fields_invalid, number, refuse, word},
        names,
        view::form::Form,
    },
};

/// Title, story and terms.
pub(super) type Words = (Bilingual, Bilingual, Terms);

/// Reads the fields; all that are wrong are told at once.
pub(super) fn read(fields: &Fields) -> Result<Words, Problem> {
    let mut wrong = fields_invalid();
    match terms(fields, &mut wrong) {
        Some(terms) => Ok((both(fields, "title"), both(fields, "story"), terms)),
        None => Err(wrong),
    }
}

/// A text in both languages.
pub(super) fn both(fields: &Fields, name: &str) -> Bilingual {
    let text = |lang: &str| {
        fields
            .text(&format!("{name}_{lang}"))
            .replace("\r\n", "\n")
            .trim()
            .to_owned()
    };
    Bilingual {
        zh: text("zh"),
        en: text("en"),
    }
}

fn terms(fields: &Fields, wrong: &mut Problem) -> Option<Terms> {
    let price = price(fields, wrong);
    let shares_per_tree = number(fields, "shares_per_tree", wrong);
    let promised_grams = number(fields, "promised_grams", wrong);
    let boxes = number(fields, "boxes", wrong);
    let per_buyer_limit = number(fields, "buyer_limit", wrong);
    let (sale_from, sale_until) = sale(fields, wrong);
    let (ship_from, ship_until) = (
        day(fields, "ship_from", wrong),
        day(fields, "ship_until", wrong),
    );
    let risk_clause = word(fields, "risk", wrong);
    let hold_minutes = number(fields, "hold_minutes", wrong);
    let photo_max_age_days = number(fields, "photo_max_age_days", wrong);
    let forecast = number(fields, "forecast_grams_per_tree", wrong);
    let cover_percent = number(fields, "cover_percent", wrong);
    Some(Terms {
        price: price?,
        shares_per_tree: shares_per_tree?,
        sale_from: sale_from?,
        sale_until: sale_until?,
        ship_from: ship_from?,
        ship_until: ship_until?,
        promised_grams: Grams(promised_grams?),
        boxes: boxes?,
        risk_clause: risk_clause?,
        per_buyer_limit: per_buyer_limit?,
        hold_minutes: hold_minutes?,
        photo_max_age_days: photo_max_age_days?,
        forecast_grams_per_tree: Grams(forecast?),
        cover_percent: cover_percent?,
    })
}

fn price(fields: &Fields, wrong: &mut Problem) -> Option<Money> {
    match Money::parse(fields.text("price"), Currency::CNY) {
        Ok(price) => Some(price),
        Err(_) => refuse(wrong, "price", "amount"),
    }
}

/// The sale lasts from the beginning of its first day to the end of its last, in the orchard's time.
fn sale(fields: &Fields, wrong: &mut Problem) -> (Option<Timestamp>, Option<Timestamp>) {
    let from = day(fields, "sale_from", wrong).and_then(names::midnight);
    let last = day(fields, "sale_until", wrong).and_then(|day| day.plus_days(1));
    (from, last.and_then(names::midnight))
}

/// The fields of a campaign as it is.
pub(super) fn form(card: &CampaignCard) -> Form {
    let terms = &card.terms;
    let last = Day::from(format::orchard_day(terms.sale_until.millis() - 1));
    let from = Day::from(format::orchard_day(terms.sale_from.millis()));
    let values = [
        ("title_zh", card.title.zh.clone()),
        ("title_en", card.title.en.clone()),
        ("story_zh", card.story.zh.clone()),
        ("story_en", card.story.en.clone()),
        ("orchard", card.orchard.to_string()),
        ("season", card.season.to_string()),
        ("price", amount(terms.price)),
        ("shares_per_tree", terms.shares_per_tree.to_string()),
        ("buyer_limit", terms.per_buyer_limit.to_string()),
        ("promised_grams", terms.promised_grams.0.to_string()),
        ("boxes", terms.boxes.to_string()),
        ("sale_from", from.to_string()),
        ("sale_until", last.to_string()),
        ("ship_from", terms.ship_from.to_string()),
        ("ship_until", terms.ship_until.to_string()),
        ("risk", names::code_of(&terms.risk_clause)),
        ("hold_minutes", terms.hold_minutes.to_string()),
        ("photo_max_age_days", terms.photo_max_age_days.to_string()),
        (
            "forecast_grams_per_tree",
            terms.forecast_grams_per_tree.0.to_string(),
        ),
        ("cover_percent", terms.cover_percent.to_string()),
    ];
    values
        .into_iter()
        .fold(Form::empty(), |form, (name, value)| form.with(name, value))
}

/// The usual limits for a new campaign.
pub(super) fn new_form() -> Form {
    let values = [
        ("shares_per_tree", "1"),
        ("buyer_limit", "2"),
        ("hold_minutes", "30"),
        ("photo_max_age_days", "90"),
        ("cover_percent", "80"),
        ("risk", "refund-shortfall"),
    ];
    values
        .into_iter()
        .fold(Form::empty(), |form, (name, value)| form.with(name, value))
}

/// An amount as it is typed: `1680.00`.
pub(super) fn amount(money: Money) -> String {
    let plain = money.to_string();
    plain.split(' ').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(changed: &[(&str, &str)]) -> Fields {
        let mut typed = vec![
            ("title_zh", "橙"),
            ("title_en", "Orange"),
            ("price", "1680.00"),
            ("shares_per_tree", "1"),
            ("buyer_limit", "2"),
            ("promised_grams", "40000"),
            ("boxes", "4"),
            ("sale_from", "2026-03-01"),
            ("sale_until", "2026-10-31"),
            ("ship_from", "2026-11-20"),
            ("ship_until", "2026-12-20"),
            ("risk", "top-up"),
            ("hold_minutes", "30"),
            ("photo_max_age_days", "90"),
            ("forecast_grams_per_tree", "60000"),
            ("cover_percent", "80"),
        ];
        for (name, value) in changed {
            typed.retain(|(known, _)| known != name);
            typed.push((name, value));
        }
        Fields::new(
            typed
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }

    #[test]
    fn a_sale_lasts_to_the_end_of_its_last_day_in_the_orchard() {
        let (_, _, terms) = read(&fields(&[])).expect("terms");
        assert_eq!(terms.price, Money::fen(168_000));
        assert_eq!(terms.sale_from.to_string(), "2026-02-28T16:00:00.000Z");
        assert_eq!(terms.sale_until.to_string(), "2026-10-31T16:00:00.000Z");
    }

    #[test]
    fn every_field_that_is_wrong_is_named() {
        let wrong = [
            ("price", "1,6,8.000"),
            ("boxes", "four"),
            ("buyer_limit", ""),
            ("ship_from", "20.11.2026"),
            ("risk", "luck"),
            ("cover_percent", "-1"),
        ];
        let problem = read(&fields(&wrong)).expect_err("refused");
        let named: Vec<_> = problem
            .errors
            .iter()
            .map(|error| error.field.as_str())
            .collect();
        assert_eq!(
            named,
            [
                "price",
                "boxes",
                "buyer_limit",
                "ship_from",
                "risk",
                "cover_percent"
            ]
        );
    }

    #[test]
    fn an_amount_is_shown_as_it_is_typed() {
        assert_eq!(amount(Money::fen(168_050)), "1680.50");
    }
}
