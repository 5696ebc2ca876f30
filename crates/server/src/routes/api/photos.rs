//! The lines of the JSON API about promised photos.

use crate::{
    answer::DoneView,
    api::silence,
    endpoint::{
        Endpoint,
        Who::{Everyone, Member, Operator},
        get, post, put,
    },
};

/// Promises of photos, and trees that are late.
pub(super) fn promised() -> Vec<Endpoint> {
    vec![
        get("/api/v1/campaigns/{campaign}/photo-promise", Everyone, "How often a photo of each adopted tree is promised", silence::promise)
            .gives::<silence::PhotoPromiseShape>(),
        put("/api/v1/campaigns/{campaign}/photo-promise", Operator, "Say how often, while it is a draft", silence::set_promise)
            .takes::<silence::PhotoPromiseShape>().gives::<DoneView>(),
        get("/api/v1/silent-trees", Member, "Adopted trees whose promised photo is late", silence::list)
            .gives::<Vec<silence::SilentTreeView>>().asks(&[("orchard", "Whose, for farmers; left out: all, for auditors")]),
        post("/api/v1/adoptions/{adoption}/photo-requests", Member, "Ask the farmer for a photo", silence::ask)
            .gives::<DoneView>(),
    ]
}
