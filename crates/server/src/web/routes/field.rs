//! The farmer's pages that work without network, and what a phone needs to keep them.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Farmer},
        get,
    },
    web::field::{self, icon, shell},
};

/// The pages and their files.
#[rustfmt::skip] // a table: a route in one line
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get("/today/field", Farmer, "Photos under the tree, also without network", field::field),
        get("/today/queue", Farmer, "What waits on the phone", field::queue),
        get("/today/trees.json", Farmer, "The trees of one's orchards, for the phone", field::trees),
        get("/app.webmanifest", Everyone, "What a phone needs to install Pomona", field::manifest),
        get("/sw.js", Everyone, "The worker that keeps pages on the phone", shell::worker),
        get("/icons/{name}", Everyone, "Pomona's picture on a phone", icon::icon),
    ]
}
