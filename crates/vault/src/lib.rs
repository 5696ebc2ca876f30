//! Per-person keys, sealed personal data, credentials.
