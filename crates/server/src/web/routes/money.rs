//! The pages of money: the platform's sheets, a buyer's own money, a farm's own money.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Farmer, Member, Operator},
        get, post,
    },
    web::money::{
        books, clocks, disputes, evidence, farm, farms, inbox, invoices, mine, payments, payouts,
        refunds,
    },
};

/// What goes out, and what waits for somebody.
pub(super) fn outward() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/inbox",
            Auditor,
            "What waits for somebody",
            inbox::show,
        ),
        get(
            "/operator/payments",
            Auditor,
            "What came and what channels kept",
            payments::show,
        ),
        get(
            "/operator/refunds",
            Auditor,
            "What goes back",
            refunds::show,
        ),
        post(
            "/operator/refunds",
            Operator,
            "Give back a part",
            refunds::ask,
        ),
        post(
            "/operator/refunds/{id}/approve",
            Operator,
            "Stand behind a refund",
            refunds::approve,
        ),
        post(
            "/operator/refunds/{id}/decline",
            Operator,
            "Say no to a refund",
            refunds::decline,
        ),
        post(
            "/operator/refunds/{id}/accept",
            Operator,
            "The channel took it",
            refunds::accept,
        ),
        post(
            "/operator/refunds/{id}/paid",
            Operator,
            "The money is back",
            refunds::paid,
        ),
        post(
            "/operator/refunds/{id}/fail",
            Operator,
            "The channel refused",
            refunds::fail,
        ),
        get(
            "/operator/payouts",
            Auditor,
            "What goes out by bank",
            payouts::show,
        ),
        post(
            "/operator/payouts/{id}/approve",
            Operator,
            "Stand behind a payout",
            payouts::approve,
        ),
        post(
            "/operator/payouts/{id}/send",
            Operator,
            "The bank has the order",
            payouts::send,
        ),
        post(
            "/operator/payouts/{id}/paid",
            Operator,
            "It arrived",
            payouts::paid,
        ),
        post(
            "/operator/payouts/{id}/fail",
            Operator,
            "It did not arrive",
            payouts::fail,
        ),
    ]
}

/// Disputes and what answers them.
pub(super) fn disputed() -> Vec<Endpoint> {
    vec![
        get("/operator/disputes", Auditor, "Disputes", disputes::show),
        post("/operator/disputes", Operator, "Record one", disputes::open),
        post(
            "/operator/disputes/{id}/documents",
            Operator,
            "Attach a file to the evidence",
            evidence::attach,
        ),
        get(
            "/operator/disputes/{id}/documents/{kind}",
            Auditor,
            "A file of the evidence",
            evidence::show,
        ),
        post(
            "/operator/disputes/{id}/evidence",
            Operator,
            "Submit the evidence",
            evidence::submit,
        ),
        post(
            "/operator/disputes/{id}/won",
            Operator,
            "The money stays",
            disputes::won,
        ),
        post(
            "/operator/disputes/{id}/lost",
            Operator,
            "The money is gone",
            disputes::lost,
        ),
    ]
}

/// Farms' accounts, the books, and what is to be watched.
pub(super) fn kept() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/farms",
            Auditor,
            "Advanced and not earned",
            farms::list,
        ),
        post("/operator/farms", Operator, "Agree terms", farms::agree),
        get(
            "/operator/farms/{farm}/{season}",
            Auditor,
            "A farm's season",
            farms::show,
        ),
        post(
            "/operator/farms/{farm}/{season}/advance",
            Operator,
            "Advance a tranche",
            farms::advance,
        ),
        post(
            "/operator/farms/{farm}/{season}/charge",
            Operator,
            "Charge the farm",
            farms::charge,
        ),
        post(
            "/operator/farms/{farm}/{season}/release",
            Operator,
            "Release what is held back",
            farms::release,
        ),
        post(
            "/operator/farms/{farm}/{season}/propose",
            Operator,
            "Propose a settlement",
            farms::propose,
        ),
        get("/operator/books", Auditor, "The books", books::show),
        post(
            "/operator/books/close",
            Operator,
            "Close a day",
            books::close,
        ),
        post(
            "/operator/books/entries",
            Operator,
            "Write an entry",
            books::write,
        ),
        post(
            "/operator/books/entries/{position}/reverse",
            Operator,
            "Reverse an entry",
            books::reverse,
        ),
        get("/operator/invoices", Auditor, "Invoices", invoices::show),
        post(
            "/operator/invoices/{adoption}",
            Operator,
            "Issue one",
            invoices::issue,
        ),
        get("/operator/clocks", Auditor, "What runs out", clocks::show),
        get(
            "/operator/coverage",
            Auditor,
            "Promised against expected",
            clocks::coverage,
        ),
    ]
}

/// One's own money.
pub(super) fn own() -> Vec<Endpoint> {
    vec![
        get("/account/money", Member, "One's own money", mine::show),
        get(
            "/account/money.csv",
            Member,
            "The same as a table",
            mine::csv,
        ),
        post(
            "/account/money/cash",
            Member,
            "Have credit in cash",
            mine::cash,
        ),
        get("/farm/money", Farmer, "The farm's own money", farm::show),
        post(
            "/farm/money/{orchard}/{season}/{number}/agree",
            Farmer,
            "Agree to a settlement",
            farm::agree,
        ),
        post(
            "/farm/money/{orchard}/{season}/{number}/refuse",
            Farmer,
            "Do not agree",
            farm::refuse,
        ),
    ]
}
