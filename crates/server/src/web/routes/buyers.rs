//! The pages of visitors and buyers: looking, signing in, adopting, their own account.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Member},
        get, post,
    },
    openapi,
    web::{
        account, adopt, assets, boxes, campaign, campaigns, crowd, garden, hold, proof,
        routes::{favicon, robots},
        tokens, trace, tree,
    },
};

/// What everybody sees.
pub(super) fn public() -> Vec<Endpoint> {
    vec![
        get("/", Everyone, "What can be adopted", campaigns::home),
        get(
            "/campaigns/{id}",
            Everyone,
            "A campaign and the plan of its trees",
            campaign::show,
        ),
        get(
            "/campaigns/{id}/contract",
            Everyone,
            "Its contract",
            campaign::contract,
        ),
        get(
            "/campaigns/{campaign}/trees/{code}",
            Everyone,
            "Is it this tree?",
            hold::confirm,
        ),
        get(
            "/t/{code}",
            Everyone,
            "The public page of a tree",
            tree::show,
        ),
        get(
            "/p/{code}",
            Everyone,
            "Where a parcel's fruit comes from",
            trace::parcel,
        ),
        get(
            "/l/{lot}",
            Everyone,
            "Where a lot's fruit comes from",
            trace::lot,
        ),
        get(
            "/t/{code}/proof",
            Everyone,
            "What of its history is proven",
            proof::show,
        ),
        get(
            "/t/{code}/proof.json",
            Everyone,
            "Its history, to be checked offline",
            proof::file,
        ),
        get(
            "/api/docs",
            Everyone,
            "The JSON API, for people",
            openapi::docs,
        ),
        get(
            "/assets/{name:.*}",
            Everyone,
            "Style, scripts, drawings",
            assets::asset,
        ),
        get(
            "/favicon.ico",
            Everyone,
            "The mark in a browser's tab",
            favicon,
        ),
        get(
            "/robots.txt",
            Everyone,
            "What search engines may ask for",
            robots,
        ),
    ]
}

/// Signing in and up.
pub(super) fn doors() -> Vec<Endpoint> {
    vec![
        get("/sign-in", Everyone, "Signing in", account::sign_in_page),
        post("/sign-in", Everyone, "Sign in", account::sign_in).outside_the_log(),
        get("/sign-up", Everyone, "Signing up", account::sign_up_page),
        post("/sign-up", Everyone, "Sign up", account::sign_up),
    ]
}

/// The way to an adoption, and the garden.
pub(super) fn adopting() -> Vec<Endpoint> {
    vec![
        post(
            "/campaigns/{id}/wait",
            Member,
            "Wait for a share",
            crowd::wait,
        ),
        post(
            "/campaigns/{id}/wait-no-longer",
            Member,
            "Wait no longer",
            crowd::leave,
        ),
        post(
            "/campaigns/{campaign}/trees/{code}/hold",
            Member,
            "Hold a tree",
            hold::hold,
        ),
        get(
            "/adoptions/{id}/nameplate",
            Member,
            "The words on the plate",
            adopt::nameplate,
        ),
        post(
            "/adoptions/{id}/nameplate",
            Member,
            "Propose them",
            adopt::propose_nameplate,
        ),
        get(
            "/adoptions/{id}/contract",
            Member,
            "The contract of an adoption",
            adopt::contract,
        ),
        post(
            "/adoptions/{id}/contract",
            Member,
            "Accept it",
            adopt::accept_contract,
        ),
        get(
            "/adoptions/{id}/pay",
            Member,
            "What to transfer",
            adopt::pay,
        ),
        get("/adoptions/{id}/done", Member, "How it ended", adopt::done),
        post("/adoptions/{id}/cancel", Member, "Cancel it", adopt::cancel),
        get(
            "/adoptions/{id}/boxes",
            Member,
            "Where its boxes go",
            boxes::show,
        ),
        post("/adoptions/{id}/boxes", Member, "Say where", boxes::save),
        get("/garden", Member, "One's own trees", garden::show),
    ]
}

/// One's own account.
pub(super) fn account_pages() -> Vec<Endpoint> {
    vec![
        get("/account", Member, "One's own account", account::account),
        post(
            "/account/language",
            Member,
            "Choose a language",
            account::language,
        )
        .outside_the_log(),
        post("/sign-out", Member, "Sign out", account::sign_out).outside_the_log(),
        get("/account/tokens", Member, "Keys for programs", tokens::show),
        post("/account/tokens", Member, "Make one", tokens::issue).outside_the_log(),
        post(
            "/account/tokens/{id}/revoke",
            Member,
            "Revoke one",
            tokens::revoke,
        )
        .outside_the_log(),
    ]
}
