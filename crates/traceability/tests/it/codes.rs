//! The code of every rejection is its variant's name in kebab case, so that no two mean the same. It must not know
//! when a rejection is given: the rules' own tests say that.

use std::fmt::Debug;

use kernel::{Grams, ShortCode, TreeId};
use traceability::{care, certificate_form, loss, lot, observation, orchard, tag, tree};

/// `LotUnknown` and `YieldsDiffer { … }` as `lot-unknown` and `yields-differ`.
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
fn orchard_codes_are_the_names_of_the_rejections() {
    use orchard::Rejection as R;
    for one in [
        R::OrchardUnknown,
        R::OrchardExists,
        R::NameInvalid,
        R::PlaceInvalid,
        R::BlockExists {
            name: "A区".into()
        },
        R::BlockUnknown,
        R::OutlineInvalid,
        R::TooManyBlocks { max: 200 },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn tree_codes_are_the_names_of_the_rejections() {
    use tree::Rejection as R;
    for one in [
        R::TreeUnknown,
        R::TreeExists,
        R::NameInvalid,
        R::VarietyInvalid,
        R::PlantedInvalid,
        R::PlaceInvalid,
        R::RootstockInvalid,
        R::SpotInvalid,
        R::NothingCorrected,
        R::ReasonMissing,
        R::ReasonTooLong { max: 200 },
        R::TagUnchanged,
        R::TagRetired {
            code: ShortCode::from_seed(1),
        },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn tag_codes_are_the_names_of_the_rejections() {
    use tag::Rejection as R;
    for one in [
        R::TagCodeUsed {
            tree: TreeId::from_bytes([1; 16]),
        },
        R::TagUnknown,
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn observation_codes_are_the_names_of_the_rejections() {
    use observation::Rejection as R;
    for one in [
        R::ObservationUnknown,
        R::ObservationExists,
        R::NothingObserved,
        R::TooManyPhotos { max: 9 },
        R::NoteTooLong { max: 1000 },
        R::CapturedInFuture,
        R::ObservationRefused,
        R::ObservationAccepted,
        R::ObservationWithdrawn,
        R::ObservationNotAccepted,
        R::NothingCorrected,
        R::ReasonMissing,
        R::ReasonTooLong { max: 200 },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn lot_codes_are_the_names_of_the_rejections() {
    use lot::Rejection as R;
    for one in [
        R::LotUnknown,
        R::LotExists,
        R::CodeInvalid,
        R::TareInvalid,
        R::YieldsDiffer {
            yields: Grams(1),
            net: Grams(2),
        },
        R::TreesInvalid { max: 500 },
        R::PickedInFuture,
        R::CertificateFieldInvalid { field: "number" },
        R::CertificateExists {
            number: "GZ-0001".into(),
        },
        R::CertificateMissing,
        R::CertificateNumberUsed {
            number: "GZ-0001".into(),
        },
        R::MixedLotsInvalid { max: 19 },
        R::LossEmpty,
        R::LossAboveAvailable {
            available: Grams(1),
        },
        R::LostMoreThanWeighed { lost: Grams(1) },
        R::LotAlreadyAllocated,
        R::PoliciesDiffer,
        R::LotNotDivided,
        R::LotWithdrawn,
        R::NothingCorrected,
        R::ReasonMissing,
        R::ReasonTooLong { max: 200 },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn loss_codes_are_the_names_of_the_rejections() {
    use loss::Rejection as R;
    for one in [
        R::LossUnknown,
        R::LossExists,
        R::DegreeInvalid,
        R::LossTreesInvalid { max: 20_000 },
        R::EvidenceMissing,
        R::EvidenceTooLarge { max: 9 },
        R::NoteMissing,
        R::NoteTooLong { max: 500 },
        R::ExceptionInvalid {
            tree: TreeId::from_bytes([1; 16]),
        },
        R::ExceptionsTooLarge { max: 500 },
        R::ExpectedTooLarge { max: Grams(1) },
        R::ChooseByInvalid { min: 3, max: 60 },
        R::LossAlreadyAssessed,
        R::LossNotAssessed,
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn wording_codes_are_the_names_of_the_rejections() {
    use certificate_form::Rejection as R;
    for one in [
        R::WordingInvalid {
            field: "title",
            max: 24,
        },
        R::WordsMissing {
            words: certificate_form::WORDS,
        },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}

#[test]
fn care_codes_are_the_names_of_the_rejections() {
    use care::Rejection as R;
    for one in [
        R::ProductInvalid,
        R::DoseInvalid,
        R::WaitingDaysInvalid { max: 365 },
        R::TreatedTreesInvalid { max: 500 },
        R::DoneInFuture,
        R::DoneTooLongAgo { max: 31 },
        R::NoteTooLong { max: 500 },
        R::TooManyEntries { max: 4_000 },
        R::TreatmentUnknown,
        R::InWaitingPeriod {
            tree: TreeId::from_bytes([1; 16]),
            until: kernel::Day::FIRST,
        },
        R::ReasonMissing,
        R::ReasonTooLong { max: 200 },
    ] {
        assert_eq!(one.code(), kebab(&one));
    }
}
