//! From [`app::Error`] to [`Problem`]: the only such map.

use app::{Error, error::Fault, rejection::Rejection};
use eventlog::AppendError;
use photos::PhotoError;
use serde_json::{Value, json};

use super::{FieldProblem, Kind, Problem};
use crate::limits::BUSY_RETRY_SECONDS;

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::Rejected(rejection) => rejected(&rejection),
            Error::Invalid(violations) => {
                let mut problem = Self::new(Kind::Refused, "fields-invalid", detail);
                problem.errors = violations
                    .into_iter()
                    .map(|one| FieldProblem {
                        field: one.field,
                        code: one.code,
                    })
                    .collect();
                problem
            }
            Error::NotFound => Self::not_found(),
            Error::Forbidden => Self::new(Kind::Forbidden, "forbidden", detail),
            Error::NotSignedIn => Self::not_signed_in(),
            Error::WrongCredentials => Self::new(Kind::NotSignedIn, "wrong-credentials", detail),
            Error::TooMany {
                retry_after_seconds,
            } => Self::too_many(retry_after_seconds),
            Error::Stale { actual } => Self::new(Kind::Stale, "stale", detail)
                .with_facts(json!({ "actual_version": actual })),
            Error::KeyReused => Self::new(Kind::Refused, "idempotency-key-reused", detail),
            Error::Photo { index, source } => photo(index, &source),
            Error::TooLarge => Self::new(Kind::TooLarge, "commit-too-large", detail),
            Error::Busy => later(Kind::Busy, "busy", detail, None),
            Error::Unavailable(AppendError::LowSpace(low)) => later(
                Kind::Full,
                "disk-full",
                "the disk is nearly full; nothing is taken until there is room, reading goes on",
                Some(error),
            )
            .with_facts(json!({ "free_bytes": low.free_bytes, "floor_bytes": low.floor_bytes })),
            Error::Unavailable(_) => later(
                Kind::Busy,
                "log-unavailable",
                "the log takes nothing now",
                Some(error),
            ),
            Error::Behind => later(Kind::Busy, "read-models-behind", detail, None),
            Error::Fault(_) => fault(error),
        }
    }
}

fn rejected(rejection: &Rejection) -> Problem {
    let kind = if is_about_content(rejection.code()) {
        Kind::Refused
    } else {
        Kind::Conflict
    };
    let kind = if is_about_absence(rejection.code()) {
        Kind::NotFound
    } else {
        kind
    };
    Problem::new(kind, rejection.code(), rejection.to_string()).with_facts(rejection.facts())
}

fn fault(cause: Error) -> Problem {
    let mut problem = Problem::new(
        Kind::Fault,
        "fault",
        "it has been recorded under the request id",
    );
    problem.cause = Some(Box::new(cause));
    problem
}

fn later(
    kind: Kind,
    code: &'static str,
    detail: impl Into<String>,
    cause: Option<Error>,
) -> Problem {
    let mut problem = Problem::new(kind, code, detail);
    problem.retry_after_seconds = Some(BUSY_RETRY_SECONDS);
    problem.cause = cause.map(Box::new);
    problem
}

fn photo(index: usize, error: &PhotoError) -> Problem {
    let kind = match error {
        PhotoError::TooManyBytes { .. } => Kind::TooLarge,
        PhotoError::NotEncoded => Kind::Fault,
        PhotoError::TooManyPixels { .. }
        | PhotoError::SideTooLong { .. }
        | PhotoError::NotAPicture
        | PhotoError::UnsupportedFormat { .. }
        | PhotoError::UnsupportedVariant { .. }
        | PhotoError::CutOff
        | PhotoError::SizeLies
        | PhotoError::Damaged
        | PhotoError::Animated => Kind::Refused,
    };
    let mut facts = photo_facts(error);
    facts["index"] = json!(index);
    Problem::new(kind, error.code(), error.to_string())
        .with_facts(facts)
        .at_field(format!("photos[{index}]"), error.code())
}

fn photo_facts(error: &PhotoError) -> Value {
    match error {
        PhotoError::TooManyBytes { actual, limit } => {
            json!({ "actual_bytes": actual, "limit_bytes": limit })
        }
        PhotoError::TooManyPixels {
            width,
            height,
            limit,
        } => {
            json!({ "width": width, "height": height, "limit_pixels": limit })
        }
        PhotoError::SideTooLong {
            width,
            height,
            limit,
        } => {
            json!({ "width": width, "height": height, "limit_side": limit })
        }
        PhotoError::UnsupportedFormat { format } => json!({ "format": format.name() }),
        PhotoError::UnsupportedVariant { format } => json!({ "format": format.name() }),
        PhotoError::NotAPicture
        | PhotoError::CutOff
        | PhotoError::SizeLies
        | PhotoError::Damaged
        | PhotoError::Animated
        | PhotoError::NotEncoded => json!({}),
    }
}

/// Rejections that say that what was named in the address does not exist: 404, like every unknown id.
fn is_about_absence(code: &str) -> bool {
    const UNKNOWN: [&str; 16] = [
        "adoption-unknown",
        "box-unknown",
        "campaign-unknown",
        "group-part-unknown",
        "group-unknown",
        "lot-unknown",
        "loss-unknown",
        "offer-unknown",
        "member-unknown",
        "observation-unknown",
        "orchard-unknown",
        "parcel-unknown",
        "payment-unknown",
        "refund-unknown",
        "tag-unknown",
        "tree-unknown",
    ];
    UNKNOWN.contains(&code)
}

/// Rejections that say that what was sent can never be right, whatever the state of the world: 422. By their names:
/// something is invalid, too long or large, missing, in the future, or does not add up. All others are 409.
fn is_about_content(code: &str) -> bool {
    const ENDINGS: [&str; 6] = [
        "-invalid",
        "-too-long",
        "-too-large",
        "-in-future",
        "-not-positive",
        "-not-confirmed",
    ];
    const WHOLE: [&str; 19] = [
        "amount-differs",
        "box-count-differs",
        "box-grams-differ",
        "buyer-role-stays",
        "contract-differs",
        "done-too-long-ago",
        "evidence-missing",
        "loss-empty",
        "note-missing",
        "no-return-not-confirmed",
        "nothing-observed",
        "picked-too-long-ago",
        "promise-not-covered",
        "reason-missing",
        "risk-clause-differs",
        "too-many-blocks",
        "too-many-photos",
        "words-missing",
        "yields-differ",
    ];
    // About the world, although they end alike: an adoption that is not paid yet.
    const WORLD: [&str; 1] = ["adoption-not-confirmed"];
    let ends = ENDINGS.iter().any(|ending| code.ends_with(ending));
    !WORLD.contains(&code) && (ends || WHOLE.contains(&code))
}

impl From<readmodels::QueryError> for Problem {
    fn from(error: readmodels::QueryError) -> Self {
        Error::from(Fault::from(error)).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOW_SPACE: eventlog::LowSpace = eventlog::LowSpace {
        free_bytes: 5,
        floor_bytes: 9,
    };

    #[test]
    fn a_full_disk_is_told_with_its_figures() {
        let problem = Problem::from(Error::Unavailable(LOW_SPACE.into()));
        assert_eq!(problem.code, "disk-full");
        assert_eq!(*problem.facts, json!({ "free_bytes": 5, "floor_bytes": 9 }));
        assert!(problem.retry_after_seconds.is_some());
    }

    fn status(error: Error) -> u16 {
        Problem::from(error).kind.status().as_u16()
    }

    #[test]
    fn each_error_has_its_status() {
        let cases = [
            (Error::NotFound, 404),
            (Error::Forbidden, 403),
            (Error::NotSignedIn, 401),
            (Error::WrongCredentials, 401),
            (
                Error::TooMany {
                    retry_after_seconds: 3,
                },
                429,
            ),
            (Error::Stale { actual: 4 }, 412),
            (Error::KeyReused, 422),
            (Error::TooLarge, 413),
            (Error::Busy, 503),
            (Error::Behind, 503),
            (Error::Unavailable(AppendError::Closed), 503),
            (Error::Unavailable(LOW_SPACE.into()), 507),
            (Fault::Task.into(), 500),
            (Error::Invalid(vec![]), 422),
            (
                Error::Photo {
                    index: 0,
                    source: PhotoError::CutOff,
                },
                422,
            ),
            (
                Error::Photo {
                    index: 0,
                    source: PhotoError::TooManyBytes {
                        actual: 2,
                        limit: 1,
                    },
                },
                413,
            ),
        ];
        for (error, expected) in cases {
            let told = error.to_string();
            assert_eq!(status(error), expected, "{told}");
        }
    }

    #[test]
    fn rejections_are_409_for_the_world_422_for_content_404_for_what_is_not_there() {
        use adoption::{adoption as bond, campaign, tree_share};
        assert_eq!(status(tree_share::Rejection::TreeShareTaken.into()), 409);
        assert_eq!(status(campaign::Rejection::CampaignNotOpen.into()), 409);
        assert_eq!(status(bond::Rejection::AdoptionNotConfirmed.into()), 409);
        assert_eq!(status(campaign::Rejection::TitleInvalid.into()), 422);
        assert_eq!(status(bond::Rejection::NoReturnNotConfirmed.into()), 422);
        assert_eq!(status(bond::Rejection::ReasonMissing.into()), 422);
        let long_ago = traceability::lot::Rejection::PickedTooLongAgo { max: 400 };
        assert_eq!(status(long_ago.into()), 422);
        let heavy = traceability::lot::Rejection::WeightTooLarge {
            max: traceability::lot::LOT_GRAMS_MAX,
        };
        assert_eq!(status(heavy.into()), 422);
        assert_eq!(status(campaign::Rejection::CampaignUnknown.into()), 404);
    }

    #[test]
    fn a_fault_tells_the_client_nothing_of_its_cause() {
        let problem = Problem::from(Error::from(Fault::Name("secret-stream".into())));
        assert!(!problem.to_string().contains("secret"));
        assert!(problem.cause.is_some());
    }

    #[test]
    fn facts_travel_with_the_code() {
        let full = adoption::allowance::Rejection::BuyerLimitReached { limit: 2 };
        let problem = Problem::from(Error::from(full));
        assert_eq!(problem.code, "buyer-limit-reached");
        assert_eq!(*problem.facts, json!({ "limit": 2 }));
    }
}
