//! The register of trees and the maps.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Farmer, Operator},
        get, post,
    },
    web::{map, register},
};

/// The maps, and the register.
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get(
            "/campaigns/{id}/map",
            Everyone,
            "Where a campaign's trees stand",
            map::of_campaign,
        ),
        get(
            "/register",
            Farmer,
            "The trees of an orchard",
            register::show,
        ),
        get("/register/map", Farmer, "Where they stand", map::of_orchard),
        get(
            "/register/trees.csv",
            Farmer,
            "The trees as a file",
            register::table,
        ),
        get(
            "/register/trees/{id}",
            Farmer,
            "A tree with all its tags",
            register::show_tree,
        ),
        post(
            "/register/trees/{id}/survey",
            Farmer,
            "Say where it stands",
            register::survey,
        ),
        post(
            "/register/trees/{id}/tag-lost",
            Farmer,
            "Report its tag lost",
            register::tag_lost,
        ),
        post(
            "/register/trees/{id}/tag-found",
            Farmer,
            "It hangs again",
            register::tag_found,
        ),
        post(
            "/register/trees/{id}/correction",
            Operator,
            "Correct its variety or year",
            register::correct,
        ),
        post(
            "/register/trees/{id}/tag",
            Operator,
            "Replace its tag",
            register::replace_tag,
        ),
    ]
}
