//! What others follow of a diary, and what is sent on of it.

use crate::{
    endpoint::{Endpoint, Who::Everyone, get},
    web::{feed, postcard},
};

/// Feeds of one's own garden, pictures of a tree.
pub(super) fn files() -> Vec<Endpoint> {
    vec![
        get(
            "/t/{code}/share.png",
            Everyone,
            "A picture of a tree for links",
            postcard::wide,
        ),
        get(
            "/t/{code}/share-square.png",
            Everyone,
            "A square picture of a tree",
            postcard::square,
        ),
        get(
            "/garden/feed.atom",
            Everyone,
            "News of one's own trees as Atom",
            feed::garden::atom,
        ),
        get(
            "/garden/feed.json",
            Everyone,
            "News of one's own trees as JSON Feed",
            feed::garden::json_feed,
        ),
        get(
            "/garden/days.ics",
            Everyone,
            "Coming days of one's own trees",
            feed::garden::days,
        ),
    ]
}
