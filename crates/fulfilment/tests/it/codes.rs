//! The code of every rejection is its variant's name in kebab case, so that no two mean the same. It must not know
//! when a rejection is given: the rules' own tests say that.

use std::fmt::Debug;

use fulfilment::{box_plan, parcel};
use kernel::{Day, Grams, LotId, ParcelId};

/// `BoxUnknown` and `AboveEntitlement { … }` as `box-unknown` and `above-entitlement`.
fn kebab(rejection: &impl Debug) -> String {
    let text = format!("{rejection:?}");
    let name = text.split([' ', '(', '{']).next().unwrap_or_default();
    let mut code = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.push(letter.to_ascii_lowercase());
    }
    code
}

#[test]
fn box_plan_codes_are_the_names_of_the_rejections() {
    use box_plan::Rejection as R;
    let lot = LotId::from_bytes([1; 16]);
    let parcel = ParcelId::from_bytes([2; 16]);
    let until = Day::new(2026, 12, 1).unwrap();
    for one in [
        R::BoxesAlreadyPlanned,
        R::BoxesNotPlanned,
        R::BoxCancelled,
        R::BoxCountDiffers {
            expected: 2,
            actual: 1,
        },
        R::BoxNumbersInvalid,
        R::BoxGramsDiffer {
            expected: Grams(2),
            actual: Grams(1),
        },
        R::BoxWindowInvalid,
        R::BoxUnknown,
        R::AddressLocked,
        R::AddressNotLocked,
        R::BoxAlreadyPacked { parcel },
        R::ParcelUsed { parcel },
        R::ContentsInvalid { max: 20 },
        R::LotNotAllocated { lot },
        R::LotNotCertified { lot },
        R::LotInWaitingPeriod { lot, until },
        R::AboveEntitlement {
            lot,
            available: Grams(1),
        },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn parcel_codes_are_the_names_of_the_rejections() {
    use parcel::Rejection as R;
    for one in [
        R::ParcelUnknown,
        R::ParcelExists,
        R::TrackingInvalid,
        R::ParcelAlreadyHandedOver {
            tracking: "SF1".into(),
        },
        R::ParcelNotHandedOver,
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}
