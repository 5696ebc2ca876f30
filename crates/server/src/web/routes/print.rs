//! Files beside the pages: what is printed, as PDF, and what other programs follow.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Farmer, Operator, Packer},
        get,
    },
    web::{feed, print},
};

/// Tags, plates, labels, posters.
pub(super) fn files() -> Vec<Endpoint> {
    vec![
        get(
            "/t/{code}/feed.atom",
            Everyone,
            "A tree's diary as Atom",
            feed::atom,
        ),
        get(
            "/t/{code}/feed.json",
            Everyone,
            "A tree's diary as JSON Feed",
            feed::json_feed,
        ),
        get(
            "/t/{code}/days.ics",
            Everyone,
            "A tree's coming days",
            feed::days,
        ),
        get(
            "/t/{code}/tag.pdf",
            Everyone,
            "A tree's tag",
            print::one_tag,
        ),
        get(
            "/campaigns/{id}/poster.pdf",
            Everyone,
            "A poster that leads to a campaign",
            print::poster,
        ),
        get(
            "/operator/tags.pdf",
            Operator,
            "The tags of a block",
            print::tags,
        ),
        get(
            "/operator/plates/{batch}/sheet.pdf",
            Operator,
            "The nameplates of a batch",
            print::plate_batch,
        ),
        get(
            "/lots/{id}/labels.pdf",
            Farmer,
            "Labels for the crates of a lot",
            print::boxes,
        ),
        get(
            "/packing/parcels/{id}/label.pdf",
            Packer,
            "A parcel's label",
            print::parcel,
        ),
    ]
}
