//! What Alipay signs of fields. It must not know what the fields say.

/// RSA with SHA-256, the only one used.
pub(super) const TYPE: &str = "RSA2";

/// `name=value` of sorted fields, joined by `&`, before any escaping. Requests sign `sign_type` too, notifications
/// do not: callers choose the fields.
pub(super) fn message<N: AsRef<str>, V: AsRef<str>>(sorted: &[(N, V)]) -> String {
    let pairs = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", name.as_ref(), value.as_ref()));
    pairs.collect::<Vec<_>>().join("&")
}
