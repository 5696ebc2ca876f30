//! Headers that every answer carries against being misused by other sites or by what people typed.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
};

/// Only our own scripts, styles and pictures; no frames, no plug-ins, forms only to us. `blob:` shows a photo that
/// was chosen before it is sent; `data:` draws small icons.
const POLICY: &str = "default-src 'self'; script-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; \
                      frame-ancestors 'none'; form-action 'self'";
/// The camera reads tags, and a farmer may tell where a photo was taken.
const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    (
        "permissions-policy",
        "camera=(self), geolocation=(self), microphone=(), payment=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Middleware: adds the headers that an answer has not set itself.
pub(crate) async fn protect<B: MessageBody>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let secure = req
        .app_data::<actix_web::web::Data<crate::state::State>>()
        .is_some_and(|state| state.config.server.secure_cookies);
    let mut answer = next.call(req).await?;
    let headers = answer.headers_mut();
    for (name, value) in HEADERS {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    Ok(answer)
}
