//! A multipart upload: text parts and files, read within limits. The same for the API and for pages.

use std::{sync::Arc, time::Duration};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use app::Intent;
use futures_util::{StreamExt, future::LocalBoxFuture};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedSemaphorePermit;

use super::{Fields, SignedIn, csrf, wish::is_content_type};
use crate::{
    idempotency::{self, Key},
    limits::{
        BUSY_RETRY_SECONDS, FILES_MAX, PHOTO_BYTES_MAX, TEXT_PART_BYTES_MAX, TEXT_PARTS_MAX,
        UPLOAD_SECONDS_MAX,
    },
    problem::{Kind, Problem},
    state::State,
};

/// A signed-in person's upload.
pub(crate) struct Uploaded {
    /// Who.
    pub(crate) who: SignedIn,
    /// Under which key, when.
    pub(crate) intent: Intent,
    /// The text parts, as typed.
    pub(crate) fields: Fields,
    /// The files, in order. Their names are not believed and not kept; empty ones are left out, because a browser
    /// sends one for a field in which nothing was chosen.
    pub(crate) files: Vec<Vec<u8>>,
    /// Room in memory, given back when the upload is dropped.
    _room: OwnedSemaphorePermit,
}

impl FromRequest for Uploaded {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let who = SignedIn::for_change(&req)?;
            if !is_content_type(&req, "multipart/form-data") {
                return Err(Problem::unsupported_type("multipart/form-data"));
            }
            let state = req
                .app_data::<web::Data<State>>()
                .ok_or_else(Problem::not_signed_in)?;
            let room = Arc::clone(&state.uploads)
                .acquire_owned()
                .await
                .map_err(|_| full())?;
            let parts = Multipart::new(req.headers(), payload);
            let bound = Duration::from_secs(UPLOAD_SECONDS_MAX);
            let in_time = tokio::time::timeout(bound, read_parts(parts)).await;
            let (fields, files) = in_time.map_err(|_| Problem::body_unreadable())??;
            csrf::demand_token(&req, &who, fields.find(csrf::FIELD))?;
            let key = Key::of(&req, fields.find(idempotency::FIELD))?;
            let content = fingerprint(&fields, &files);
            let intent = key.intent(&req, who.identity.person(), &content, state.app.now())?;
            Ok(Self {
                who,
                intent,
                fields,
                files,
                _room: room,
            })
        })
    }
}

fn full() -> Problem {
    let mut problem = Problem::new(Kind::Busy, "busy", "too many uploads at the same time");
    problem.retry_after_seconds = Some(BUSY_RETRY_SECONDS);
    problem
}

/// The parts' content without their boundary, which a client chooses anew each time.
fn fingerprint(fields: &Fields, files: &[Vec<u8>]) -> Vec<u8> {
    let mut content = format!("{:?}\n", fields.typed().collect::<Vec<_>>()).into_bytes();
    for file in files {
        content.extend_from_slice(&Sha256::digest(file));
    }
    content
}

async fn read_parts(mut parts: Multipart) -> Result<(Fields, Vec<Vec<u8>>), Problem> {
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| broken(&error))?;
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part
            .content_disposition()
            .is_some_and(|disposition| disposition.get_filename().is_some());
        if !is_file {
            let text = String::from_utf8(read_part(part, TEXT_PART_BYTES_MAX).await?);
            let malformed = || {
                Problem::new(
                    Kind::Malformed,
                    "form-malformed",
                    "a text part is not UTF-8",
                )
            };
            texts.push((
                name.clone(),
                text.map_err(|_| malformed().at_field(name, "malformed"))?,
            ));
        } else if files.len() == FILES_MAX {
            return Err(too_many_parts(FILES_MAX));
        } else {
            files.push(read_part(part, PHOTO_BYTES_MAX).await?);
        }
        if texts.len() > TEXT_PARTS_MAX {
            return Err(too_many_parts(TEXT_PARTS_MAX));
        }
    }
    files.retain(|file| !file.is_empty());
    Ok((Fields::new(texts), files))
}

async fn read_part(mut part: Field, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|error| broken(&error))?;
        if bytes.len() + chunk.len() > limit_bytes {
            return Err(Problem::too_large(limit_bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_many_parts(limit: usize) -> Problem {
    Problem::new(
        Kind::TooLarge,
        "too-many-parts",
        format!("at most {limit} parts of this kind are taken"),
    )
    .with_facts(serde_json::json!({ "limit": limit }))
}

fn broken(error: &MultipartError) -> Problem {
    Problem::new(Kind::Malformed, "multipart-malformed", error.to_string())
}
