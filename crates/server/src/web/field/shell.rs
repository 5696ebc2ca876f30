//! What a phone keeps of the program, and the worker that keeps it. The version changes with every byte of it, so that
//! phones replace the whole or nothing.

use std::sync::LazyLock;

use actix_web::{HttpResponse, http::header};
use data_encoding::HEXLOWER;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::web::{
    assets,
    i18n::{EN, ZH_CN},
};

/// The pages that are kept.
const PAGES: [&str; 2] = ["/today/field", "/today/queue"];
/// What the pages name with a version in the address.
const NAMED: [&str; 5] = [
    "pomona.css",
    "forms.js",
    "orange.svg",
    "field/capture.js",
    "field/queue.js",
];
/// Where the scripts for the orchard are; they name each other without a version.
const SCRIPTS: &str = "field/";
/// What else stands on the pages.
const TEMPLATES: [&str; 3] = [
    include_str!("../../../templates/base.html"),
    include_str!("../../../templates/field/field.html"),
    include_str!("../../../templates/field/queue.html"),
];
/// Bytes of the hash that are the version: enough that no two releases share one.
const VERSION_BYTES: usize = 8;

/// The version of all that is kept.
pub(in crate::web) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for file in files() {
        hash.update(file);
    }
    for script in assets::below(SCRIPTS) {
        hash.update(assets::address(&script));
    }
    for text in TEMPLATES.into_iter().chain([ZH_CN, EN]) {
        hash.update(text);
    }
    HEXLOWER.encode(&hash.finalize()[..VERSION_BYTES])
});

/// The files that are kept, as the pages and scripts name them.
fn files() -> Vec<String> {
    let named = NAMED.map(assets::address).into_iter();
    let scripts = assets::below(SCRIPTS).into_iter();
    named
        .chain(scripts.map(|name| format!("/assets/{name}")))
        .collect()
}

/// `GET /sw.js`: the worker, told what to keep. Browsers ask for it anew by themselves; it must not be kept.
pub(in crate::web) async fn worker() -> HttpResponse {
    let shell = json!({ "version": *VERSION, "pages": PAGES, "files": files() });
    let source = assets::address("field/worker.js");
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(format!(
            "// Keeps the pages for the orchard on the phone; written by the server for this release.\n\
             import {{ keep }} from \"{source}\";\nkeep({shell});\n"
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_the_pages_name_is_kept() {
        let kept = files();
        for template in TEMPLATES {
            for named in template.split("shell.asset(\"").skip(1) {
                let name = named.split('"').next().unwrap_or_default();
                let address = assets::address(name);
                assert!(kept.contains(&address), "{name} is not kept");
            }
        }
        for script in assets::below(SCRIPTS) {
            assert!(kept.contains(&format!("/assets/{script}")), "{script}");
        }
        assert!(assets::below(SCRIPTS).len() > 5, "the scripts are there");
        assert_eq!(VERSION.len(), 2 * VERSION_BYTES);
    }
}
