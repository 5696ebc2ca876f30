//! The pages of losses and of what follows: declaring, choosing a remedy, cancelling.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Farmer, Member, Operator},
        get, post,
    },
    web::{cancel, losses, remedies},
};

/// Losses, remedies, cancelling.
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get("/losses", Farmer, "Losses of one's orchards", losses::list),
        get(
            "/losses/new",
            Farmer,
            "Who would be affected by a loss",
            losses::new,
        ),
        post("/losses", Farmer, "Declare a loss", losses::declare),
        get(
            "/losses/{id}",
            Farmer,
            "A loss and the choices",
            losses::show,
        ),
        post(
            "/losses/{id}/assessment",
            Operator,
            "Say what its trees will give",
            losses::assess,
        ),
        post(
            "/losses/{id}/correction",
            Operator,
            "Correct it",
            losses::correct,
        ),
        get(
            "/adoptions/{id}/remedies",
            Member,
            "What is missing, and the choices",
            remedies::show,
        ),
        post(
            "/adoptions/{id}/remedies/{offer}",
            Member,
            "Choose a remedy",
            remedies::choose,
        ),
        get(
            "/adoptions/{id}/cancel",
            Member,
            "What cancelling comes to",
            cancel::show,
        ),
        post(
            "/adoptions/{id}/cancel",
            Member,
            "Cancel as planned",
            cancel::confirm,
        ),
    ]
}
