//! The lines of the JSON API about grams: how a harvest is divided, what was lost of it, why a box holds what it holds.

use crate::{
    answer::DoneView,
    api::{care, certificates, grams, lots},
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone, Farmer, Member, Operator},
        get, post, put,
    },
};

/// Dividing and explaining.
pub(super) fn grams() -> Vec<Endpoint> {
    vec![
        get("/api/v1/campaigns/{campaign}/harvest-rule", Everyone, "How the harvest of a campaign's trees is divided", grams::rule)
            .gives::<grams::HarvestRuleShape>(),
        put("/api/v1/campaigns/{campaign}/harvest-rule", Operator, "Say how the harvest of a draft's trees will be divided", grams::set_rule)
            .takes::<grams::HarvestRuleShape>().gives::<DoneView>(),
        post("/api/v1/lots/{lot}/losses", Farmer, "Sort fruit out of a lot", lots::lose)
            .takes::<lots::LotLossForm>().gives::<DoneView>(),
        get("/api/v1/lots/{lot}/certificates", Everyone, "A lot's certificates, the one that counts first", certificates::list)
            .gives::<Vec<certificates::CertificateView>>(),
        post("/api/v1/certificates", Farmer, "Issue one certificate in place of those of some lots", certificates::reissue)
            .takes::<certificates::ReissueForm>().gives::<DoneView>(),
        get("/api/v1/certificate-wording", Auditor, "The words that certificates carry", certificates::wording)
            .gives::<certificates::WordingView>(),
        put("/api/v1/certificate-wording", Operator, "Put other words in force", certificates::revise)
            .takes::<certificates::WordingShape>().gives::<DoneView>(),
        get("/api/v1/orchards/{orchard}/care", Farmer, "What was done to the trees, newest first", care::list)
            .gives::<Vec<care::CareView>>(),
        post("/api/v1/orchards/{orchard}/blocks/{block}/treatments", Farmer, "Note a treatment; its trees wait", care::treat)
            .takes::<care::TreatmentForm>().gives::<DoneView>(),
        post("/api/v1/orchards/{orchard}/blocks/{block}/treatments/{entry}/withdrawal", Farmer, "Declare a treatment never to have happened", care::withdraw)
            .takes::<care::CareReasonForm>().gives::<DoneView>(),
        post("/api/v1/orchards/{orchard}/blocks/{block}/work", Farmer, "Note work in a block", care::work)
            .takes::<care::WorkForm>().gives::<DoneView>(),
        get("/api/v1/adoptions/{adoption}/grams", Member, "The ledger of an adoption's fruit, from promised to delivered", grams::ledger)
            .gives::<grams::GramLedgerView>(),
        get("/api/v1/boxes/{box}/explanation", Member, "Why a box holds what it holds: the chain of facts", grams::explain)
            .gives::<grams::ExplanationView>(),
    ]
}
