//! What makes the terms of an offer sound, in the draft as in a later change.

use super::*;

/// Changes the sound terms and tells what both the draft and a change answer.
#[track_caller]
fn refused(change_terms: impl FnOnce(&mut Terms), rejection: &Rejection) {
    let mut unsound = terms();
    change_terms(&mut unsound);
    given::<Campaign>(&[])
        .when(draft("赣南脐橙", "", unsound.clone()))
        .then_rejected(rejection);
    given::<Campaign>(&[drafted()])
        .when(change(unsound))
        .then_rejected(rejection);
}

#[test]
fn a_price_is_above_zero() {
    for fen in [0, -1] {
        refused(
            |terms| terms.price = Money::fen(fen),
            &Rejection::PriceNotPositive,
        );
    }
}

#[test]
fn a_price_is_at_most_a_hundred_million_yuan() {
    let highest = Terms {
        price: Money::fen(10_000_000_000),
        ..terms()
    };
    assert_eq!(highest.check(), Ok(()));
    let limit = highest.price;
    for fen in [10_000_000_001, i64::MAX] {
        refused(
            |terms| terms.price = Money::fen(fen),
            &Rejection::PriceTooLarge { limit },
        );
    }
}

#[test]
fn a_tree_bears_at_most_10_tonnes() {
    let limit = Grams(10_000_000);
    let richest = Terms {
        shares_per_tree: 1,
        promised_grams: limit,
        forecast_grams_per_tree: limit,
        cover_percent: 100,
        ..terms()
    };
    assert_eq!(richest.check(), Ok(()));
    for grams in [10_000_001, u64::MAX] {
        refused(
            |terms| terms.promised_grams = Grams(grams),
            &Rejection::GramsTooLarge { limit },
        );
        refused(
            |terms| terms.forecast_grams_per_tree = Grams(grams),
            &Rejection::GramsTooLarge { limit },
        );
    }
}

#[test]
fn a_tree_is_sold_in_1_2_or_4_parts() {
    for parts in [0, 3, 5, 8] {
        refused(
            |terms| terms.shares_per_tree = parts,
            &Rejection::SharesPerTreeInvalid,
        );
    }
}

#[test]
fn windows_end_after_they_begin() {
    refused(
        |terms| terms.sale_until = terms.sale_from,
        &Rejection::SaleWindowInvalid,
    );
    refused(
        |terms| terms.ship_until = "2026-11-19".parse().unwrap(),
        &Rejection::ShipWindowInvalid,
    );
}

#[test]
fn a_promise_fills_its_boxes() {
    refused(|terms| terms.boxes = 0, &Rejection::PromiseInvalid);
    refused(
        |terms| terms.promised_grams = Grams(399),
        &Rejection::PromiseInvalid,
    );
    let smallest = Terms {
        promised_grams: Grams(400),
        ..terms()
    };
    assert_eq!(smallest.check(), Ok(()));
}

#[test]
fn limits_are_above_zero() {
    refused(|terms| terms.per_buyer_limit = 0, &Rejection::LimitInvalid);
    refused(|terms| terms.hold_minutes = 0, &Rejection::LimitInvalid);
    refused(
        |terms| terms.photo_max_age_days = 0,
        &Rejection::LimitInvalid,
    );
}

#[test]
fn d5_at_most_the_whole_forecast_is_promised() {
    for percent in [0, 101] {
        refused(
            |terms| terms.cover_percent = percent,
            &Rejection::CoverInvalid,
        );
    }
}

#[test]
fn d5_the_forecast_covers_the_promise() {
    // 2 shares of 16 kg are exactly 80 % of 40 kg.
    assert_eq!(terms().check(), Ok(()));
    refused(
        |terms| terms.promised_grams = Grams(16_001),
        &Rejection::PromiseNotCovered {
            promised: Grams(32_002),
            allowed: Grams(32_000),
        },
    );
    refused(
        |terms| terms.forecast_grams_per_tree = Grams(39_999),
        &Rejection::PromiseNotCovered {
            promised: Grams(32_000),
            allowed: Grams(31_999),
        },
    );
}

#[test]
fn rejections_have_stable_codes() {
    let limit = 1;
    let codes = [
        (Rejection::TitleInvalid, "title-invalid"),
        (Rejection::StoryTooLong { limit }, "story-too-long"),
        (
            Rejection::ContractTextInvalid { limit },
            "contract-text-invalid",
        ),
        (Rejection::CharacterInvalid, "character-invalid"),
        (
            Rejection::PriceTooLarge {
                limit: terms().price,
            },
            "price-too-large",
        ),
        (
            Rejection::GramsTooLarge {
                limit: MAX_GRAMS_PER_TREE,
            },
            "grams-too-large",
        ),
        (Rejection::CoverInvalid, "cover-invalid"),
        (Rejection::NoTreeOffered, "no-tree-offered"),
    ];
    for (rejection, code) in codes {
        assert_eq!(rejection.code(), code);
    }
}

proptest! {
    #[test]
    fn d5_no_accepted_terms_promise_more_than_the_forecast(
        promised in 0..=MAX_GRAMS_PER_TREE.0,
        forecast in 0..=MAX_GRAMS_PER_TREE.0,
        parts in prop::sample::select(vec![1_u8, 2, 4]),
        percent in any::<u8>(),
    ) {
        let terms = Terms {
            promised_grams: Grams(promised),
            forecast_grams_per_tree: Grams(forecast),
            shares_per_tree: parts,
            cover_percent: percent,
            ..terms()
        };
        let all_shares = u128::from(promised) * u128::from(parts);
        if terms.check().is_ok() {
            prop_assert!(all_shares <= u128::from(forecast));
        } else {
            let covered = u128::from(forecast) * u128::from(percent) / 100;
            prop_assert!(promised < 400 || percent == 0 || percent > 100 || all_shares > covered);
        }
    }
}
