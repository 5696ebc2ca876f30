//! From what is wrong with a photo that comes in pieces to [`Problem`].

use std::io::ErrorKind;

use serde_json::json;

use super::{Kind, Problem};
use crate::{limits::BUSY_RETRY_SECONDS, uploads::UploadError};

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        let detail = error.to_string();
        match error {
            UploadError::Unknown => Self::not_found(),
            UploadError::Size { bytes_max } => Self::new(Kind::TooLarge, "too-large", detail)
                .with_facts(json!({ "limit_bytes": bytes_max })),
            UploadError::Differs => Self::new(Kind::Conflict, "upload-differs", detail),
            UploadError::TooMany { max } => Self::new(Kind::Conflict, "uploads-too-many", detail)
                .with_facts(json!({ "max": max })),
            UploadError::NoRoom => full("uploads-full", detail),
            UploadError::Misplaced { offset } => {
                Self::new(Kind::Conflict, "upload-offset-differs", detail)
                    .with_facts(json!({ "offset": offset }))
            }
            UploadError::TooLong { bytes } => Self::new(Kind::Refused, "upload-too-long", detail)
                .with_facts(json!({ "bytes": bytes })),
            UploadError::HashDiffers => Self::new(Kind::Refused, "upload-hash-differs", detail),
            UploadError::Unfinished { upload, offset } => {
                Self::new(Kind::Conflict, "upload-unfinished", detail)
                    .with_facts(json!({ "upload": upload, "offset": offset }))
            }
            UploadError::File(error) => {
                tracing::error!(%error, "a piece of a photo could not be kept or read");
                let kind = error.cause.kind();
                if matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded) {
                    return full("uploads-full", "the disk is full");
                }
                Self::new(
                    Kind::Fault,
                    "fault",
                    "it has been recorded under the request id",
                )
            }
        }
    }
}

fn full(code: &'static str, detail: impl Into<String>) -> Problem {
    let mut problem = Problem::new(Kind::Full, code, detail);
    problem.retry_after_seconds = Some(BUSY_RETRY_SECONDS);
    problem
}
