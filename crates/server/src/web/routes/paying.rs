//! The pages of paying by a channel, and of what an operator sees of channels and the bank.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Member, Operator},
        get, post,
    },
    web::{
        operator::{reconciliation, statements},
        paying::{self, sandbox},
    },
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

/// The bank and the channels: auditors look, operators act.
pub(super) fn watching() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/statements",
            Auditor,
            "Bank statements and open movements",
            statements::show,
        ),
        post(
            "/operator/statements",
            Operator,
            "Bring one in",
            statements::import,
        ),
        post(
            "/operator/statements/lines/{line}/match",
            Operator,
            "Confirm what a movement pays",
            statements::confirm,
        ),
        post(
            "/operator/statements/lines/{line}/aside",
            Operator,
            "Set a movement aside",
            statements::set_aside,
        ),
        get(
            "/operator/reconciliation",
            Auditor,
            "Channels' statements beside our records, and what needs a person",
            reconciliation::show,
        ),
        post(
            "/operator/reconciliation",
            Operator,
            "Compare a day",
            reconciliation::run,
        ),
        get(
            "/operator/reconciliation/{channel}/{day}",
            Auditor,
            "A compared day",
            reconciliation::day,
        ),
        get(
            "/operator/reconciliation/{channel}/{day}/differences.csv",
            Auditor,
            "Its differences as a file",
            reconciliation::file,
        ),
        post(
            "/operator/exceptions/{exception}/return",
            Operator,
            "Send back what was not asked for",
            reconciliation::send_back,
        ),
        post(
            "/operator/exceptions/{exception}/returned",
            Operator,
            "It was given back at the channel",
            reconciliation::returned,
        ),
        post(
            "/operator/exceptions/{exception}/resolve",
            Operator,
            "Say what was done about an exception",
            reconciliation::resolve,
        ),
    ]
}
