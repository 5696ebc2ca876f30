//! The pages of those who work: orchard, depot, and the operator.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Auditor, Farmer, Operator, Packer},
        get, post,
    },
    web::{
        correction, harvest,
        operator::{
            campaigns as editor, decisions, import, money, orchards, overview, people, proofs,
            sales, tags,
        },
        packing, today,
    },
};

/// The work in orchard and depot.
pub(super) fn work() -> Vec<Endpoint> {
    vec![
        get("/today", Farmer, "A farmer's day", today::show),
        post(
            "/today/observations",
            Farmer,
            "Post growth photos",
            today::observe,
        ),
        get("/harvest", Farmer, "Lots and certificates", harvest::show),
        post("/harvest/lots", Farmer, "Record a lot", harvest::record_lot),
        post(
            "/harvest/certificates",
            Farmer,
            "Issue a certificate",
            harvest::certify,
        ),
        get(
            "/observations/{id}/correction",
            Farmer,
            "What was wrong with an observation",
            correction::observation,
        ),
        post(
            "/observations/{id}/correction",
            Farmer,
            "Correct it",
            correction::correct_observation,
        ),
        get(
            "/lots/{id}/correction",
            Farmer,
            "What was wrong with a weighing",
            correction::lot,
        ),
        post(
            "/lots/{id}/correction",
            Farmer,
            "Correct it",
            correction::correct_lot,
        ),
        get("/packing", Packer, "The packing bench", packing::show),
        post(
            "/packing/boxes/{id}/lock",
            Packer,
            "Lock an address",
            packing::lock,
        ),
        post("/packing/parcels", Packer, "Pack a box", packing::pack),
        post(
            "/packing/parcels/{id}/handover",
            Packer,
            "Hand it over",
            packing::hand_over,
        ),
        post(
            "/packing/parcels/{id}/delivered",
            Packer,
            "It has arrived",
            packing::deliver,
        ),
    ]
}

/// The operator's morning: what is decided there.
pub(super) fn decisions_pages() -> Vec<Endpoint> {
    vec![
        get("/operator", Auditor, "The morning", overview::show),
        post(
            "/operator/captures",
            Operator,
            "Record a transfer",
            money::capture,
        ),
        post(
            "/operator/refunds/{id}/settle",
            Operator,
            "Record a refund as paid",
            money::settle,
        ),
        post(
            "/operator/nameplates/{id}/approve",
            Operator,
            "Approve a plate",
            decisions::approve_nameplate,
        ),
        post(
            "/operator/nameplates/{id}/reject",
            Operator,
            "Reject a plate",
            decisions::reject_nameplate,
        ),
        post(
            "/operator/lots/{id}/allocate",
            Operator,
            "Divide a lot",
            decisions::allocate_lot,
        ),
    ]
}

/// The campaign editor.
pub(super) fn offers() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/campaigns/new",
            Operator,
            "A new campaign",
            editor::new,
        ),
        post("/operator/campaigns", Operator, "Draft it", editor::draft),
        get(
            "/operator/campaigns/{id}",
            Operator,
            "The campaign editor",
            editor::show,
        ),
        post(
            "/operator/campaigns/{id}",
            Operator,
            "Change its terms",
            editor::change,
        ),
        post(
            "/operator/campaigns/{id}/contract",
            Operator,
            "Publish its contract",
            editor::contract,
        ),
        post(
            "/operator/campaigns/{id}/sales-plan",
            Operator,
            "How it sells",
            sales::plan,
        ),
        post(
            "/operator/campaigns/{id}/deadline",
            Operator,
            "Give it more time",
            sales::extend,
        ),
        post(
            "/operator/campaigns/{id}/pause",
            Operator,
            "Sell nothing for now",
            sales::pause,
        ),
        post(
            "/operator/campaigns/{id}/resume",
            Operator,
            "Sell again",
            sales::resume,
        ),
        post(
            "/operator/campaigns/{id}/offer",
            Operator,
            "Offer a block's trees",
            editor::offer,
        ),
        post(
            "/operator/campaigns/{id}/withdraw",
            Operator,
            "Offer a tree no longer",
            proofs::withdraw,
        ),
        post(
            "/operator/campaigns/{id}/open",
            Operator,
            "Open it",
            editor::open,
        ),
        post(
            "/operator/campaigns/{id}/close",
            Operator,
            "Close it",
            editor::close,
        ),
    ]
}

/// Orchards, trees, tags and people.
pub(super) fn register() -> Vec<Endpoint> {
    vec![
        get(
            "/operator/orchards",
            Operator,
            "All orchards",
            orchards::list,
        ),
        post(
            "/operator/orchards",
            Operator,
            "Register one",
            orchards::register,
        ),
        get(
            "/operator/orchards/{id}",
            Operator,
            "Its blocks and trees",
            orchards::show,
        ),
        post(
            "/operator/orchards/{id}/blocks",
            Operator,
            "Add a block",
            orchards::add_block,
        ),
        post(
            "/operator/trees/{id}/tag",
            Operator,
            "Replace a tag",
            orchards::replace_tag,
        ),
        get(
            "/operator/trees/import",
            Operator,
            "Trees from CSV",
            import::show,
        ),
        post(
            "/operator/trees/import",
            Operator,
            "Import them",
            import::import,
        ),
        get("/operator/tags", Operator, "Tags to print", tags::show),
        get(
            "/operator/people",
            Operator,
            "People and roles",
            people::show,
        ),
        post("/operator/people", Operator, "Add a person", people::add),
        post(
            "/operator/people/{id}/roles",
            Operator,
            "Give or take a role",
            people::change_role,
        ),
    ]
}
