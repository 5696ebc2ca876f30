//! What there is about a thing, as a linkset (RFC 9264) with the link types of the GS1 vocabulary.

use serde_json::{Map, Value, json};

use super::target::Target;

/// The media type of a linkset.
pub(crate) const LINKSET: &str = "application/linkset+json";
/// Where GS1 defines its link types.
pub(super) const VOCABULARY: &str = "https://ref.gs1.org/voc/";
/// Where they were defined before; still in use.
const VOCABULARY_BEFORE: &str = "https://gs1.org/voc/";
/// What the words of a linkset mean, for programs that read JSON-LD.
pub(super) const CONTEXT: &str = "https://ref.gs1.org/standards/resolver/linkset-context";
/// What link types of GS1 begin with when they are asked for.
pub(super) const PREFIX: &str = "gs1:";

/// A link: its type in the GS1 vocabulary, and where it leads.
pub(super) struct Link {
    kind: &'static str,
    /// From its slash on.
    pub(super) href: String,
    title: &'static str,
    media: &'static str,
}

/// All links of a target, the default one first.
pub(super) fn links(target: &Target) -> Vec<Link> {
    let page = |kind, title| Link {
        kind,
        href: target.page.clone(),
        title,
        media: "text/html",
    };
    let mut links = vec![page("defaultLink", "The page for people")];
    if let Some(events) = &target.events {
        links.push(page("traceability", "Where it comes from"));
        links.push(Link {
            kind: "epcis",
            href: events.clone(),
            title: "Its history as EPCIS 2.0 events",
            media: "application/ld+json",
        });
    } else {
        links.push(page("pip", "About the product"));
    }
    links
}

/// The link of a type that was asked for, as `gs1:traceability` or by its whole address.
pub(super) fn of_kind<'a>(links: &'a [Link], asked: &str) -> Option<&'a Link> {
    let kind = asked
        .strip_prefix(PREFIX)
        .or_else(|| asked.strip_prefix(VOCABULARY))
        .or_else(|| asked.strip_prefix(VOCABULARY_BEFORE))?;
    links.iter().find(|link| link.kind == kind)
}

/// The linkset of what is named by `anchor`.
pub(super) fn linkset(base: &str, anchor: &str, links: &[Link]) -> Value {
    let mut context = Map::new();
    context.insert("anchor".to_owned(), json!(anchor));
    for link in links {
        let one = json!({
            "href": format!("{base}{}", link.href),
            "title": link.title,
            "type": link.media,
            "hreflang": ["zh-CN", "en"],
        });
        context.insert(format!("{VOCABULARY}{}", link.kind), json!([one]));
    }
    json!({ "linkset": [context] })
}
