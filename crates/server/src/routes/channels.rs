//! The lines of the JSON API about payment channels, the bank, and what of them needs a person.

use crate::{
    answer::DoneView,
    api::{
        attempts::{self, AttemptForm, AttemptView},
        bank::{self, ImportView, LineView, MatchForm, StatementView},
        exceptions::{self, ExceptionView, NoteForm, ReturnedForm, SendBackForm},
        reconciling::{self, ReconciliationView},
    },
    endpoint::{
        Endpoint,
        Who::{Auditor, Member, Operator},
        get, post,
    },
};

const BYTES: &str = "application/octet-stream";
const CSV: &str = "text/csv";

/// Paying by channels, statements, exceptions, reconciliation.
pub(super) fn channels() -> Vec<Endpoint> {
    vec![
        post("/api/v1/adoptions/{adoption}/attempts", Member, "Begin to pay by a channel", attempts::begin)
            .takes::<AttemptForm>().gives::<AttemptView>(),
        post("/api/v1/groups/{secret}/parts/{number}/attempts", Member, "Begin to pay one's part by a channel", attempts::begin_part)
            .takes::<AttemptForm>().gives::<AttemptView>(),
        get("/api/v1/exceptions", Auditor, "What channels said that needs a person, oldest first", exceptions::list)
            .gives::<Vec<ExceptionView>>(),
        post("/api/v1/exceptions/{exception}/return", Operator, "Send back what came and was not asked for", exceptions::send_back)
            .takes::<SendBackForm>().gives::<DoneView>(),
        post("/api/v1/exceptions/{exception}/returned", Operator, "Record that unknown money was given back at the channel", exceptions::returned)
            .takes::<ReturnedForm>().gives::<DoneView>(),
        post("/api/v1/exceptions/{exception}/resolution", Operator, "Say what was done about it", exceptions::resolve)
            .takes::<NoteForm>().gives::<DoneView>(),
        post("/api/v1/bank/statements", Operator, "Bring in a bank statement; the same file again changes nothing", bank::import)
            .takes_file(BYTES).gives::<ImportView>().asks(&[("form", "camt.053, plain, or a layout of the operator's")]),
        get("/api/v1/bank/statements", Auditor, "Bank statements, newest first", bank::statements)
            .gives::<Vec<StatementView>>(),
        get("/api/v1/bank/lines", Auditor, "Movements that nothing has become of, with what they may pay", bank::lines)
            .gives::<Vec<LineView>>(),
        post("/api/v1/bank/lines/{line}/match", Operator, "Confirm that a movement pays a payment", bank::confirm)
            .takes::<MatchForm>().gives::<DoneView>(),
        post("/api/v1/bank/lines/{line}/set-aside", Operator, "Say that a movement pays nothing", bank::set_aside)
            .takes::<NoteForm>().gives::<DoneView>(),
        get("/api/v1/reconciliations", Auditor, "Days that were compared with channels' statements, newest first", reconciling::list)
            .gives::<Vec<ReconciliationView>>(),
        get("/api/v1/channels/{channel}/reconciliations/{day}", Auditor, "A compared day with every difference", reconciling::show)
            .gives::<ReconciliationView>().also(CSV),
        post("/api/v1/channels/{channel}/reconciliations/{day}", Operator, "Compare a channel's statement of a day; without a body it is fetched", reconciling::run)
            .takes_file(BYTES).gives::<DoneView>(),
    ]
}
