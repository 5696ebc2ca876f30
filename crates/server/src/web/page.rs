//! From a page struct to an HTTP answer. It knows templates and status codes, nothing of content.
//!
//! Security headers (Content-Security-Policy and its friends) are set once, in middleware, not here.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use askama::Template;

/// The answer for a page that is fine.
pub(crate) fn page<T: Template>(template: &T) -> HttpResponse {
    page_with(StatusCode::OK, template)
}

/// The answer for a page with another status: a refused form (422), a missing tree (404).
pub(crate) fn page_with<T: Template>(status: StatusCode, template: &T) -> HttpResponse {
    match template.render() {
        Ok(body) => headed(status).body(body),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            HttpResponse::InternalServerError()
                .content_type("text/plain; charset=utf-8")
                .body("页面没有画出来，请再试一次。\nThe page could not be drawn. Please try again.\n")
        }
    }
}

/// A page's answer without its body.
pub(crate) fn headed(status: StatusCode) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer
        .content_type("text/html; charset=utf-8")
        // Pages carry who is signed in and one-time keys: never to be kept by a cache between.
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "Cookie, Accept-Language"));
    answer
}

/// The answer after a form was accepted: see the next page (303), so that a reload posts nothing.
pub(crate) fn see(path: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, path.to_owned()))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Template)]
    #[template(source = "<p>{{ word }}</p>", ext = "html")]
    struct Sample {
        word: &'static str,
    }

    #[test]
    fn a_page_is_escaped_html_in_utf8() {
        let answer = page_with(StatusCode::NOT_FOUND, &Sample { word: "<树>" });
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(
            answer
                .headers()
                .get("content-type")
                .map(header::HeaderValue::as_bytes),
            Some("text/html; charset=utf-8".as_bytes())
        );
        assert_eq!(Sample { word: "<树>" }.to_string(), "<p>&#60;树&#62;</p>");
    }

    #[test]
    fn a_redirect_names_its_place() {
        let answer = see("/garden");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(
            answer
                .headers()
                .get("location")
                .map(header::HeaderValue::as_bytes),
            Some("/garden".as_bytes())
        );
    }
}
