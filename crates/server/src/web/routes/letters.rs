//! The pages of contracts and letters.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone, Member, Operator},
        get, post,
    },
    web::{
        contract,
        operator::{contract as desk, letters},
        reached,
    },
};

/// What a buyer keeps of a contract.
pub(super) fn contracts() -> Vec<Endpoint> {
    vec![
        get(
            "/adoptions/{id}/contract.pdf",
            Member,
            "One's copy of the contract",
            contract::file,
        ),
        post(
            "/adoptions/{id}/withdraw",
            Member,
            "Withdraw within the days to think again",
            contract::withdraw,
        ),
        get(
            "/operator/campaigns/{id}/contract",
            Operator,
            "A campaign's contracts and law",
            desk::show,
        ),
        post(
            "/operator/campaigns/{id}/contract/revise",
            Operator,
            "Publish another contract",
            desk::revise,
        ),
        post(
            "/operator/campaigns/{id}/law",
            Operator,
            "Say which law it falls under",
            desk::set_law,
        ),
    ]
}

/// How people are reached, and what became of letters.
pub(super) fn letter_pages() -> Vec<Endpoint> {
    vec![
        get(
            "/account/letters",
            Member,
            "Which letters one gets",
            reached::show,
        ),
        post("/account/letters", Member, "Choose", reached::choose),
        post("/account/email", Member, "Give an address", reached::give),
        post(
            "/account/email/remove",
            Member,
            "Take it away",
            reached::remove,
        ),
        get(
            "/account/email/verify",
            Everyone,
            "Is this address yours?",
            reached::verify_page,
        ),
        post("/account/email/verify", Everyone, "Yes", reached::verify).outside_the_log(),
        get(
            "/unsubscribe",
            Everyone,
            "No more of these?",
            reached::unsubscribe_page,
        ),
        post(
            "/unsubscribe",
            Everyone,
            "No more, with one click",
            reached::unsubscribe,
        )
        .outside_the_log(),
        get(
            "/operator/letters",
            Auditor,
            "What became of letters",
            letters::show,
        ),
        post(
            "/operator/letters/{id}/again",
            Operator,
            "Try a letter again",
            letters::again,
        ),
    ]
}
