//! The files a browser fetches beside the page: one stylesheet, a few small scripts, drawings.
//!
//! They are compiled into the program. Each address carries the first digits of the file's hash,
//! so a browser may keep it for a year and still gets a new one with a new release.

use std::borrow::Cow;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Hex digits of the hash in an address; 32 bits tell any two releases apart.
const VERSION_DIGITS: usize = 8;

/// The address of an asset for a template: `/assets/pomona.css?v=1a2b3c4d`.
pub(crate) fn address(name: &str) -> String {
    match Files::get(name) {
        Some(file) => format!("/assets/{name}?v={}", version(&file)),
        None => format!("/assets/{name}"),
    }
}

/// The names of all files in a folder of them, such as `field/`.
pub(crate) fn below(folder: &str) -> Vec<String> {
    let names = Files::iter().filter(|name| name.starts_with(folder));
    names.map(Cow::into_owned).collect()
}

/// `GET /assets/{name:.*}`: the file, or 404. One that is asked for with its version is kept by browsers for a year;
/// one without (scripts import each other so) is asked for anew each time.
pub(crate) async fn asset(req: HttpRequest, name: web::Path<String>) -> HttpResponse {
    let mut answer = answer(&name);
    if !req.query_string().contains("v=") && answer.status().is_success() {
        let anew = header::HeaderValue::from_static("no-cache");
        answer.headers_mut().insert(header::CACHE_CONTROL, anew);
    }
    answer
}

/// A file for an address that browsers ask for by themselves, without a version: kept for a day.
pub(crate) fn named(name: &str) -> HttpResponse {
    let mut answer = answer(name);
    let day = header::HeaderValue::from_static("public, max-age=86400");
    answer.headers_mut().insert(header::CACHE_CONTROL, day);
    answer
}

fn answer(name: &str) -> HttpResponse {
    let Some(file) = Files::get(name) else {
        return HttpResponse::NotFound().finish();
    };
    HttpResponse::Ok()
        .content_type(content_type(name))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(file.data.into_owned())
}

fn version(file: &EmbeddedFile) -> String {
    let hex = data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash());
    hex.chars().take(VERSION_DIGITS).collect()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_the_hash_and_files_are_served() {
        let address = address("pomona.css");
        let (path, version) = address.split_once("?v=").expect("a version");
        assert_eq!(path, "/assets/pomona.css");
        assert_eq!(version.len(), VERSION_DIGITS);
        assert_eq!(answer("pomona.css").status().as_u16(), 200);
        assert_eq!(answer("../Cargo.toml").status().as_u16(), 404);
    }

    #[test]
    fn every_asset_has_a_type_browsers_trust() {
        for name in Files::iter() {
            assert_ne!(content_type(&name), "application/octet-stream", "{name}");
        }
    }
}
