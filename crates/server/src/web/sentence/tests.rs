//! Every code that a rule, a field, a password or a picture can be refused with has its own words in both languages.

use super::*;

/// The files that hold the codes, beside what stands in `=> "…"` there.
const RULES: &[&str] = &[
    include_str!("../../../../adoption/src/shortfall/rejection.rs"),
    include_str!("../../../../settlement/src/carry_over.rs"),
    include_str!("../../../../traceability/src/loss/rejection.rs"),
    include_str!("../../../../adoption/src/adoption/rejection.rs"),
    include_str!("../../../../adoption/src/allowance.rs"),
    include_str!("../../../../adoption/src/banned_words.rs"),
    include_str!("../../../../adoption/src/campaign/rejection.rs"),
    include_str!("../../../../adoption/src/group/rejection.rs"),
    include_str!("../../../../adoption/src/handover.rs"),
    include_str!("../../../../adoption/src/nameplate.rs"),
    include_str!("../../../../adoption/src/purchase.rs"),
    include_str!("../../../../adoption/src/renewal.rs"),
    include_str!("../../../../adoption/src/tally.rs"),
    include_str!("../../../../adoption/src/tree_share.rs"),
    include_str!("../../../../adoption/src/waiting_list.rs"),
    include_str!("../../../../community/src/contact.rs"),
    include_str!("../../../../community/src/letter.rs"),
    include_str!("../../../../community/src/member.rs"),
    include_str!("../../../../fulfilment/src/box_plan/rejection.rs"),
    include_str!("../../../../fulfilment/src/parcel/rejection.rs"),
    include_str!("../../../../settlement/src/bank_line.rs"),
    include_str!("../../../../settlement/src/bank_statement.rs"),
    include_str!("../../../../settlement/src/books.rs"),
    include_str!("../../../../settlement/src/channel_fact.rs"),
    include_str!("../../../../settlement/src/credit/rejection.rs"),
    include_str!("../../../../settlement/src/dispute.rs"),
    include_str!("../../../../settlement/src/entry.rs"),
    include_str!("../../../../settlement/src/exception.rs"),
    include_str!("../../../../settlement/src/farmer_account/rejection.rs"),
    include_str!("../../../../settlement/src/invoice.rs"),
    include_str!("../../../../settlement/src/invoice/series.rs"),
    include_str!("../../../../settlement/src/payout.rs"),
    include_str!("../../../../settlement/src/rails/check.rs"),
    include_str!("../../../../settlement/src/reconciliation.rs"),
    include_str!("../../../../settlement/src/refund/rejection.rs"),
    include_str!("../../../../traceability/src/care/rejection.rs"),
    include_str!("../../../../traceability/src/certificate_form.rs"),
    include_str!("../../../../traceability/src/foreign_event.rs"),
    include_str!("../../../../traceability/src/lot/rejection.rs"),
    include_str!("../../../../traceability/src/observation/rejection.rs"),
    include_str!("../../../../traceability/src/orchard.rs"),
    include_str!("../../../../traceability/src/tag.rs"),
    include_str!("../../../../traceability/src/tree/rejection.rs"),
];

/// Codes of the use cases' own field checks; they stand in quotes after `Violation::new(…, ` and the like.
const FIELDS: [&str; 43] = [
    "file-too-large",
    "geojson-malformed",
    "geojson-system",
    "geojson-feature",
    "geojson-geometry",
    "outline-with-holes",
    "account-invalid",
    "is-expected",
    "needed-for-payout",
    "required",
    "too-long",
    "control-character",
    "phone-invalid",
    "count-invalid",
    "block-unknown",
    "tree-unknown",
    "login-invalid",
    "login-taken",
    "no-credential",
    "token-name-invalid",
    "too-many-tokens",
    "csv-malformed",
    "csv-column-missing",
    "csv-too-many-rows",
    "row-repeated",
    "not-a-number",
    "password-too-short",
    "password-too-long",
    "password-too-uniform",
    "password-contains-login",
    "amount",
    "date",
    "tick",
    "code",
    "choice",
    "lot-line",
    "lot-unknown",
    "hash",
    "document-form",
    "coordinate",
    "orchard-needed",
    "not-text",
    "tree-exists",
];

/// The kebab-case words after `=> "` inside `fn code`.
fn codes(source: &str) -> Vec<&str> {
    let start = source.find("const fn code").expect("a code function");
    let body = &source[start..];
    let end = body.find("\n    }\n").expect("its end");
    body[..end]
        .split("=> \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_rejection_has_its_own_words() {
    let payment = include_str!("../../../../settlement/src/payment/rejection.rs");
    let mut found = 0;
    for source in RULES.iter().copied().chain([payment]) {
        for code in codes(source) {
            found += 1;
            for lang in Lang::ALL {
                let known = lang.known_word("rejection", code);
                assert!(known.is_some(), "{} has no rejection-{code}", lang.tag());
            }
        }
    }
    assert!(found > 100, "the codes were not found: {found}");
}

#[test]
fn every_field_code_has_its_own_words() {
    let photos = include_str!("../../../../photos/src/error.rs");
    let pictures = codes(&photos.replace("pub fn code", "const fn code"))
        .into_iter()
        .map(str::to_owned)
        .collect::<Vec<_>>();
    for code in FIELDS.into_iter().map(str::to_owned).chain(pictures) {
        for lang in Lang::ALL {
            let known = lang.known_word("field", &code);
            assert!(known.is_some(), "{} has no field-{code}", lang.tag());
        }
    }
}

#[test]
fn every_account_of_the_books_has_its_own_words() {
    for account in settlement::postings::Account::ALL {
        for lang in Lang::ALL {
            let known = lang.known_word("account", account.name());
            assert!(known.is_some(), "{} has no {account}", lang.tag());
        }
    }
}

fn sentence(lang: Lang, rejection: impl Into<app::rejection::Rejection>) -> String {
    let problem = Problem::from(app::Error::Rejected(rejection.into()));
    of_problem(lang, &problem).expect("words")
}

#[test]
fn a_sentence_carries_the_facts() {
    let limit = adoption::allowance::Rejection::BuyerLimitReached { limit: 2 };
    assert!(sentence(Lang::En, limit).contains('2'));
    let until = "2026-11-06T00:42:00Z".parse().expect("a moment");
    let held = adoption::tree_share::Rejection::TreeShareOnHold { until };
    assert!(
        sentence(Lang::En, held).contains("08:42"),
        "in orchard time"
    );
    let differs = settlement::payment::Rejection::AmountDiffers {
        expected: kernel::Money::fen(168_000),
        actual: kernel::Money::fen(100),
    };
    assert!(sentence(Lang::ZhCn, differs).contains("¥1,680"));
}

#[test]
fn a_refused_form_names_the_field_and_what_no_form_can_mend_is_given_back() {
    let wrong = app::Violation::new("boxes[0].address.phone", "phone-invalid");
    let problem = Problem::from(app::Error::Invalid(vec![wrong]));
    let form = redrawn(Lang::En, Form::empty(), problem, |_| "phone-1".to_owned()).expect("a form");
    assert!(!form.error("phone-1").is_empty());
    assert!(redrawn(Lang::En, Form::empty(), Problem::not_found(), str::to_owned).is_err());
}

#[test]
fn a_picture_is_named_by_its_number() {
    let source = photos::PhotoError::CutOff;
    let problem = Problem::from(app::Error::Photo { index: 2, source });
    let form = redrawn(Lang::En, Form::empty(), problem, |_| "photos".to_owned()).expect("a form");
    assert!(form.error("photos").contains('3'));
}
