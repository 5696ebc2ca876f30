//! The pages about grams: one lot's balance, why a box holds what it holds, how a harvest is divided.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Farmer, Member, Operator},
        get, post,
    },
    web::fruit::{care, lot, rule, why},
};

/// Lots, boxes, rules.
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get(
            "/boxes/{id}/why",
            Member,
            "Why a box holds what it holds",
            why::show,
        ),
        get(
            "/today/care",
            Farmer,
            "What was done to the trees",
            care::show,
        ),
        post(
            "/today/care/treatments",
            Farmer,
            "Note a treatment",
            care::treat,
        ),
        post("/today/care/work", Farmer, "Note work", care::work),
        post(
            "/today/care/{block}/{entry}/withdraw",
            Farmer,
            "Declare a treatment never to have happened",
            care::withdraw,
        ),
        get("/lots/{id}", Farmer, "A lot and its balance", lot::show),
        post(
            "/lots/{id}/losses",
            Farmer,
            "Sort fruit out of a lot",
            lot::lose,
        ),
        post(
            "/operator/campaigns/{id}/harvest-rule",
            Operator,
            "Say how the harvest will be divided",
            rule::set,
        ),
    ]
}
