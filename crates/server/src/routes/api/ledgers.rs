//! The lines of the JSON API about money that goes out, farms' accounts and the books.

use super::{CURSOR, LIMIT, PAGE};
use crate::{
    answer::{DoneView, MadeView, PageView},
    api::{adoptions::ReasonForm, books, credits, disputes, farms, ledger, payments::FactForm, payouts},
    endpoint::{
        Endpoint,
        Who::{Auditor, Farmer, Member, Operator},
        get, post, put,
    },
};

/// Disputes and payouts.
pub(super) fn outward() -> Vec<Endpoint> {
    vec![
        get("/api/v1/disputes", Auditor, "Disputes: the open ones by the day evidence is due, then those that ended", disputes::list)
            .gives::<Vec<disputes::DisputeView>>().asks(&[("open", "true: only those that are open")]),
        get("/api/v1/disputes/{dispute}", Auditor, "A dispute", disputes::show).gives::<disputes::DisputeView>(),
        post("/api/v1/payments/{payment}/disputes", Operator, "Record that a payment is disputed; shipping, payouts and refunds wait", disputes::open)
            .takes::<disputes::CaseForm>().makes::<MadeView>(),
        post("/api/v1/disputes/{dispute}/documents/{kind}", Operator, "Attach a file to the evidence: PDF, JPEG or PNG, 4.5 MB in all", disputes::attach)
            .takes_file("multipart/form-data").gives::<DoneView>(),
        post("/api/v1/disputes/{dispute}/submission", Operator, "Submit what is attached; it is handed in where the channel takes it", disputes::submit)
            .takes::<disputes::NoteForm>().gives::<DoneView>(),
        post("/api/v1/disputes/{dispute}/evidence", Operator, "Hand in evidence, in time", disputes::evidence)
            .takes::<disputes::EvidenceForm>().gives::<DoneView>(),
        post("/api/v1/disputes/{dispute}/won", Operator, "Record that the money stays", disputes::won).gives::<DoneView>(),
        post("/api/v1/disputes/{dispute}/lost", Operator, "Record that the money is gone", disputes::lost)
            .takes::<FactForm>().gives::<DoneView>(),
        get("/api/v1/payouts", Auditor, "Payouts, newest first", payouts::list)
            .gives::<PageView<payouts::PayoutView>>().asks(&[("state", "unapproved, requested, sent, settled or failed"), CURSOR, LIMIT]),
        get("/api/v1/payout-ways", Auditor, "Which way each open payout to a farm goes: by dividing payments while the channel takes it, and by bank", payouts::ways)
            .gives::<Vec<payouts::PayoutWayView>>(),
        get("/api/v1/payouts/{payout}", Auditor, "A payout", payouts::show).gives::<payouts::PayoutView>(),
        post("/api/v1/payouts/{payout}/approval", Operator, "Stand behind a payout that another asked for", payouts::approve)
            .gives::<DoneView>(),
        post("/api/v1/payouts/{payout}/sending", Operator, "Record that the bank was given the order", payouts::send)
            .gives::<DoneView>(),
        post("/api/v1/payouts/{payout}/settlement", Operator, "Record that the money arrived", payouts::settle)
            .takes::<FactForm>().gives::<DoneView>(),
        post("/api/v1/payouts/{payout}/failure", Operator, "Record that the money did not arrive, or give it up before it is sent", payouts::fail)
            .takes::<ReasonForm>().gives::<DoneView>(),
    ]
}

/// Farms' accounts.
pub(super) fn farms() -> Vec<Endpoint> {
    vec![
        get("/api/v1/farms/seasons", Auditor, "Every farm's season with its account: the exposure", farms::list)
            .gives::<Vec<farms::FarmSeasonView>>(),
        put("/api/v1/farms/{farm}/seasons/{season}/terms", Operator, "Agree how a season's money is divided", farms::agree_terms)
            .takes::<farms::FarmTermsForm>().gives::<DoneView>(),
        post("/api/v1/farms/{farm}/seasons/{season}/advances", Operator, "Advance a tranche, within the limit", farms::advance)
            .takes::<farms::AmountForm>().makes::<MadeView>(),
        post("/api/v1/farms/{farm}/seasons/{season}/charges", Operator, "Charge a farm", farms::charge)
            .takes::<farms::ChargeForm>().gives::<DoneView>(),
        post("/api/v1/farms/{farm}/seasons/{season}/holdback-release", Operator, "Make what is held back payable", farms::release)
            .gives::<DoneView>(),
        post("/api/v1/farms/{farm}/seasons/{season}/settlements", Operator, "Propose to pay what is payable", farms::propose)
            .gives::<DoneView>(),
        get("/api/v1/orchards/{orchard}/seasons/{season}/account", Farmer, "Where one's own farm's season stands", farms::own_account)
            .gives::<books::FarmAccountView>(),
        post("/api/v1/orchards/{orchard}/seasons/{season}/settlements/{number}/agreement", Farmer, "Agree to a settlement", farms::agree)
            .makes::<MadeView>(),
        post("/api/v1/orchards/{orchard}/seasons/{season}/settlements/{number}/refusal", Farmer, "Do not agree to a settlement", farms::refuse)
            .takes::<ReasonForm>().gives::<DoneView>(),
    ]
}

/// The books, and a buyer's money.
pub(super) fn books() -> Vec<Endpoint> {
    vec![
        post("/api/v1/closed-days", Operator, "Close a day and all before it", ledger::close)
            .takes::<ledger::ClosingForm>().gives::<DoneView>(),
        post("/api/v1/entries", Operator, "Write an entry into the books", ledger::write)
            .takes::<ledger::EntryForm>().makes::<MadeView>(),
        post("/api/v1/reversals", Operator, "Reverse an entry, or what a fact posted", ledger::reverse)
            .takes::<ledger::ReversalForm>().makes::<MadeView>(),
        get("/api/v1/trial-balance", Auditor, "The trial balance at the end of a day", ledger::trial_balance)
            .gives::<ledger::TrialBalanceView>().asks(&[("day", "Which day; today if left out")]),
        get("/api/v1/undelivered", Auditor, "What was owed as fruit, day by day", ledger::undelivered)
            .gives::<Vec<ledger::UndeliveredView>>(),
        get("/api/v1/invoices", Auditor, "Invoices, the newest number first", ledger::invoices)
            .gives::<PageView<ledger::InvoiceView>>().asks(PAGE),
        post("/api/v1/adoptions/{adoption}/invoice", Operator, "Issue the invoice, or the red-letter invoice that is needed", ledger::invoice)
            .makes::<MadeView>(),
        get("/api/v1/coverage", Auditor, "Promised against forecast, campaign by campaign", ledger::coverage)
            .gives::<Vec<ledger::CoverageView>>(),
        get("/api/v1/expiring", Auditor, "What runs out on the rails of payments, the next first", ledger::expiring)
            .gives::<Vec<ledger::ExpiringView>>().asks(&[("days", "How far ahead; 120 if left out")]),
        post("/api/v1/credits", Operator, "Give a buyer credit", credits::grant)
            .takes::<credits::CreditForm>().makes::<MadeView>(),
        post("/api/v1/adoptions/{adoption}/credit", Member, "Pay for one's adoption with credit, before its payment is opened", credits::spend)
            .takes::<farms::AmountForm>().gives::<DoneView>(),
        post("/api/v1/money/cash", Member, "Have one's credit in cash", credits::cash)
            .takes::<credits::CashForm>().makes::<MadeView>(),
        get("/api/v1/money", Member, "One's own money: credit, every adoption's lines, invoices", credits::mine)
            .gives::<credits::MoneyOfView>(),
    ]
}
