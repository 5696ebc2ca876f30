//! The pages of photos: one photo and what is known of it, those that a person decides about, those that are late.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone, Member, Operator},
        get, post,
    },
    web::{provenance, silence},
};

/// Photos.
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get(
            "/photos/{sha256}",
            Everyone,
            "A photo and what is known of it",
            provenance::photo,
        ),
        get(
            "/operator/photos",
            Auditor,
            "Photos to decide about",
            provenance::queue,
        ),
        post(
            "/operator/observations/{id}/accept",
            Operator,
            "Accept a photo, and say why",
            provenance::accept,
        ),
        post(
            "/operator/observations/{id}/reject",
            Operator,
            "Refuse a photo, and say why",
            provenance::refuse,
        ),
        get(
            "/operator/silence",
            Auditor,
            "Adopted trees whose photo is late",
            silence::list,
        ),
        post(
            "/operator/adoptions/{id}/ask-for-photo",
            Operator,
            "Ask the farmer for a photo",
            silence::ask_for_adopters,
        ),
        post(
            "/operator/campaigns/{id}/photo-promise",
            Operator,
            "Say how often a photo is promised",
            silence::set_promise,
        ),
        post(
            "/adoptions/{id}/ask-for-photo",
            Member,
            "Ask the farmer for a photo of one's own tree",
            silence::ask,
        ),
    ]
}
