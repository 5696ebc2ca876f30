//! The pages of paying by a channel, and of what an operator sees of channels and the bank.

use crate::{
    endpoint::{Endpoint, Who::Member, get, post},
    web::paying::{self, sandbox},
};

/// Choosing a way, paying, coming back.
pub(super) fn ways() -> Vec<Endpoint> {
    vec![
        post(
            "/adoptions/{id}/pay",
            Member,
            "Choose a way to pay",
            paying::choose,
        ),
        get(
            "/adoptions/{id}/pay/wechat-pay/inside",
            Member,
            "Pay inside WeChat",
            paying::inside,
        ),
        get(
            "/adoptions/{id}/pay/{way}",
            Member,
            "One way to pay",
            paying::way,
        ),
        get(
            "/adoptions/{id}/pay/{way}/code.svg",
            Member,
            "Its code",
            paying::code,
        ),
        get(
            "/adoptions/{id}/paid",
            Member,
            "Where channels lead back to",
            paying::paid,
        ),
        get(
            "/sandbox/payments/{payment}",
            Member,
            "The sandbox's own page",
            sandbox::show,
        ),
        post(
            "/sandbox/payments/{payment}",
            Member,
            "Pay with play money",
            sandbox::play,
        )
        .outside_the_log(),
    ]
}
