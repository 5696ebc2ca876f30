//! The lines of the JSON API, by noun.

mod fruit;
#[rustfmt::skip] // as above
mod photos;
mod ledgers;

use super::life;
use crate::{
    answer::{DoneView, MadeView, PageView},
    api::{
        adoptions::{self, AdoptionBrief, AdoptionView},
        books, boxes, campaigns, contracts, corrections, funding, letters, log, losses, lots, members, observations, orchards,
        overview, parcels, payments,
        public_tree, refunds, register, remedies, sandbox, sessions,
        shapes::{CertificateShape, RoleShape},
        today, tokens, tree_files, trees, unproven,
    },
    endpoint::{
        Endpoint,
        Who::{Auditor, Everyone, Farmer, Member, Operator, Packer, Sandbox},
        delete, get, post, put,
    },
};

const CSV: &str = "text/csv";
const TEXT: &str = "text/plain";
const BYTES: &str = "application/octet-stream";
const CURSOR: (&str, &str) = ("cursor", "Where the page before ended");
const LIMIT: (&str, &str) = ("limit", "How many items, at most 100; 50 if left out");
const PAGE: &[(&str, &str)] = &[CURSOR, LIMIT];

/// All of the JSON API.
pub(crate) fn api() -> Vec<Endpoint> {
    let groups = [
        people(),
        letters(),
        land(),
        offers(),
        bonds(),
        life::life(),
        fruit(),
        fruit::grams(),
        photos::promised(),
        harm(),
        money(),
        ledgers::outward(),
        ledgers::farms(),
        ledgers::books(),
        super::channels::channels(),
        super::field::field(),
        sight(),
        proofs(),
    ];
    groups.into_iter().flatten().collect()
}

fn people() -> Vec<Endpoint> {
    vec![
        post("/api/v1/sessions", Everyone, "Sign in; sets the session cookie", sessions::start)
            .takes::<sessions::SignInForm>().makes::<sessions::SessionView>().outside_the_log(),
        get("/api/v1/sessions/current", Member, "Who is signed in", sessions::current)
            .gives::<sessions::SessionView>(),
        delete("/api/v1/sessions/current", Member, "Sign out", sessions::end).ends().outside_the_log(),
        post("/api/v1/members", Everyone, "Become a member", members::sign_up)
            .takes::<members::SignUpForm>().makes::<MadeView>(),
        get("/api/v1/members", Operator, "Members, in the order they registered", members::list)
            .gives::<PageView<members::MemberView>>().asks(PAGE),
        get("/api/v1/members/me", Member, "Oneself", members::me).gives::<members::MemberView>(),
        post("/api/v1/members/{person}/roles", Operator, "Give a role", members::grant)
            .takes::<RoleShape>().gives::<DoneView>(),
        post("/api/v1/members/{person}/revocations", Operator, "Take a role away", members::revoke)
            .takes::<RoleShape>().gives::<DoneView>(),
        post("/api/v1/members/{person}/erasure", Operator, "Forget a person for ever", members::erase)
            .gives::<DoneView>(),
        post("/api/v1/tokens", Member, "Issue an API token; it is shown once", tokens::issue)
            .takes::<tokens::TokenForm>().makes::<tokens::IssuedTokenView>().outside_the_log(),
        get("/api/v1/tokens", Member, "One's own tokens", tokens::list).gives::<Vec<tokens::TokenView>>(),
        delete("/api/v1/tokens/{token}", Member, "Revoke a token", tokens::revoke).ends().outside_the_log(),
    ]
}

fn letters() -> Vec<Endpoint> {
    vec![
        get("/api/v1/contact", Member, "How one is reached, and what one agreed to", letters::contact)
            .gives::<letters::ContactView>(),
        put("/api/v1/contact/email", Member, "Give an address; a letter with a link goes there", letters::give_email)
            .takes::<letters::EmailForm>().gives::<DoneView>(),
        delete("/api/v1/contact/email", Member, "Want no letters at all", letters::remove_email).gives::<DoneView>(),
        put("/api/v1/contact/consents", Member, "Agree to be told, or no longer", letters::consent)
            .takes::<letters::ConsentForm>().gives::<DoneView>(),
        get("/api/v1/letters", Auditor, "What became of letters: counts and troubles", letters::log)
            .gives::<letters::MailLogView>(),
        post("/api/v1/letters/{letter}/attempts", Operator, "Have a given-up letter tried again", letters::send_again)
            .gives::<DoneView>(),
        get("/api/v1/campaigns/{campaign}/contracts", Everyone, "A campaign's contracts and law", contracts::list)
            .gives::<contracts::ContractsView>(),
        post("/api/v1/campaigns/{campaign}/contracts", Operator, "Publish another contract", contracts::revise)
            .takes::<contracts::RevisionForm>().gives::<DoneView>(),
        put("/api/v1/campaigns/{campaign}/law", Operator, "Say which law a draft falls under", contracts::set_law)
            .takes::<contracts::LegalProfileShape>().gives::<DoneView>(),
        get("/api/v1/adoptions/{adoption}/contract", Member, "The contract one accepted", contracts::accepted)
            .gives::<contracts::AcceptedContractView>(),
        get("/api/v1/adoptions/{adoption}/contract.pdf", Member, "The same as a PDF", contracts::file).also("application/pdf"),
        post("/api/v1/adoptions/{adoption}/withdrawal", Member, "Withdraw within the days to think again", contracts::withdraw)
            .gives::<DoneView>(),
    ]
}

fn land() -> Vec<Endpoint> {
    vec![
        post("/api/v1/orchards", Operator, "Register an orchard", orchards::register)
            .takes::<orchards::OrchardForm>().makes::<MadeView>(),
        get("/api/v1/orchards", Everyone, "All orchards", orchards::list).gives::<Vec<orchards::OrchardView>>(),
        get("/api/v1/orchards/{orchard}", Everyone, "An orchard with its blocks", orchards::show)
            .gives::<orchards::OrchardView>().versioned(),
        post("/api/v1/orchards/{orchard}/blocks", Operator, "Add a block", orchards::add_block)
            .takes::<orchards::BlockForm>().makes::<MadeView>().versioned(),
        get("/api/v1/orchards/{orchard}/farmers", Operator, "Who farms there", orchards::farmers)
            .gives::<Vec<String>>(),
        get("/api/v1/orchards/{orchard}/today", Farmer, "The farmer's day", today::show).gives::<today::TodayView>(),
        post("/api/v1/orchards/{orchard}/trees", Operator, "Register a tree", trees::register)
            .takes::<trees::TreeForm>().makes::<MadeView>(),
        get("/api/v1/orchards/{orchard}/trees", Farmer, "Its trees, by place", trees::list)
            .gives::<PageView<trees::TreeView>>().also(CSV).asks(&[("block", "Only this block"), CURSOR, LIMIT]),
        post("/api/v1/orchards/{orchard}/trees/imports", Operator, "Import trees from CSV or GeoJSON; a verdict for each row, all or nothing", tree_files::import)
            .takes_file(CSV).gives::<tree_files::ImportView>().asks(&[("dry_run", "`true`: only the verdicts, nothing is written")]),
        get("/api/v1/orchards/{orchard}/trees.geojson", Farmer, "Trees and outlines as GeoJSON (RFC 7946)", tree_files::geojson)
            .also("application/geo+json"),
        put("/api/v1/orchards/{orchard}/blocks/{block}/outline", Operator, "Say where a block ends", register::outline)
            .takes::<register::OutlineForm>().gives::<DoneView>().versioned(),
        get("/api/v1/trees/{tree}/record", Farmer, "A tree as the register knows it, with all its tags", register::show)
            .gives::<register::RecordView>(),
        put("/api/v1/trees/{tree}/survey", Farmer, "Say where a tree stands and on what it was grafted", register::survey)
            .takes::<register::SurveyForm>().gives::<DoneView>(),
        post("/api/v1/trees/{tree}/correction", Operator, "Correct the variety or year of a tree", register::correct)
            .takes::<register::FactsCorrectionForm>().gives::<DoneView>().versioned(),
        put("/api/v1/trees/{tree}/tag-loss", Farmer, "Report a tag lost", register::tag_lost).gives::<DoneView>(),
        delete("/api/v1/trees/{tree}/tag-loss", Farmer, "The lost tag hangs again", register::tag_found).gives::<DoneView>(),
        get("/api/v1/trees/{tree}", Everyone, "What is public about a tree", public_tree::show)
            .gives::<public_tree::PublicTreeView>(),
        get("/api/v1/trees/by-code/{code}", Everyone, "The same, by the code on its tag", public_tree::by_code)
            .gives::<public_tree::PublicTreeView>(),
        post("/api/v1/trees/{tree}/tags", Operator, "Replace a tree's tag", trees::replace_tag)
            .takes::<trees::TagForm>().makes::<trees::TaggedView>(),
    ]
}

fn offers() -> Vec<Endpoint> {
    vec![
        post("/api/v1/campaigns", Operator, "Draft a campaign", campaigns::draft)
            .takes::<campaigns::CampaignForm>().makes::<MadeView>(),
        get("/api/v1/campaigns", Everyone, "Campaigns: open, then closed; drafts for operators", campaigns::list)
            .gives::<Vec<campaigns::CampaignView>>(),
        get("/api/v1/campaigns/{campaign}", Everyone, "A campaign with its contract", campaigns::show)
            .gives::<campaigns::CampaignView>().versioned(),
        put("/api/v1/campaigns/{campaign}", Operator, "Change words and terms of a draft", campaigns::change_terms)
            .takes::<campaigns::TermsForm>().gives::<DoneView>().versioned(),
        put("/api/v1/campaigns/{campaign}/contract", Operator, "Publish the contract", campaigns::publish_contract)
            .takes::<campaigns::ContractForm>().gives::<DoneView>().versioned(),
        post("/api/v1/campaigns/{campaign}/trees", Operator, "Offer trees", campaigns::offer_trees)
            .takes::<campaigns::OfferForm>().gives::<DoneView>().versioned(),
        get("/api/v1/campaigns/{campaign}/trees", Everyone, "The offered trees and which parts are free", campaigns::trees)
            .gives::<Vec<campaigns::OfferedTreeView>>(),
        get("/api/v1/campaigns/{campaign}/unproven-trees", Operator, "Trees that cannot be offered for want of a young photo", unproven::list)
            .gives::<unproven::ProofView>(),
        delete("/api/v1/campaigns/{campaign}/trees/{tree}", Operator, "Offer a tree no longer", campaigns::withdraw_tree)
            .gives::<DoneView>().versioned(),
        post("/api/v1/campaigns/{campaign}/opening", Operator, "Open it for buyers", campaigns::open)
            .gives::<DoneView>().versioned(),
        post("/api/v1/campaigns/{campaign}/closing", Operator, "Close it for good", campaigns::close)
            .gives::<DoneView>().versioned(),
        put("/api/v1/campaigns/{campaign}/sales-plan", Operator, "Set goal and price phases of a draft", funding::set_plan)
            .takes::<funding::SalesPlanForm>().gives::<DoneView>().versioned(),
        put("/api/v1/campaigns/{campaign}/deadline", Operator, "Give a crowdfunded campaign more time", funding::extend)
            .takes::<funding::DeadlineForm>().gives::<DoneView>().versioned(),
        post("/api/v1/campaigns/{campaign}/suspension", Operator, "Sell nothing for now", funding::suspend)
            .takes::<funding::SuspensionForm>().gives::<DoneView>().versioned(),
        delete("/api/v1/campaigns/{campaign}/suspension", Operator, "Sell again", funding::resume)
            .gives::<DoneView>().versioned(),
        get("/api/v1/campaigns/{campaign}/funding", Everyone, "Goal, price phases, and what was reached", funding::show)
            .gives::<funding::FundingView>(),
        post("/api/v1/campaigns/{campaign}/waiting-list", Member, "Wait for a share", funding::join)
            .gives::<DoneView>(),
        delete("/api/v1/campaigns/{campaign}/waiting-list", Member, "Wait no longer", funding::leave)
            .gives::<DoneView>(),
        get("/api/v1/campaigns/{campaign}/waiting-list", Member, "Where one stands in line", funding::standing)
            .gives::<funding::StandingView>(),
        get("/api/v1/campaigns/{campaign}/adoptions", Auditor, "Its adoptions, in the order they began", campaigns::adoptions)
            .gives::<PageView<AdoptionBrief>>().asks(PAGE),
    ]
}

fn bonds() -> Vec<Endpoint> {
    vec![
        post("/api/v1/campaigns/{campaign}/adoptions", Member, "Adopt a tree: hold it until it is paid", adoptions::start)
            .takes::<adoptions::AdoptForm>().makes::<MadeView>(),
        get("/api/v1/garden", Member, "One's own adoptions, newest first", adoptions::garden)
            .gives::<Vec<AdoptionView>>(),
        get("/api/v1/adoptions/{adoption}", Member, "An adoption, for its buyer, operators and auditors", adoptions::show)
            .gives::<AdoptionView>().versioned(),
        put("/api/v1/adoptions/{adoption}/nameplate", Member, "Propose the words on the nameplate", adoptions::propose_nameplate)
            .takes::<adoptions::NameplateForm>().gives::<DoneView>().versioned(),
        post("/api/v1/adoptions/{adoption}/nameplate/approval", Operator, "Approve a nameplate", adoptions::approve_nameplate)
            .gives::<DoneView>().versioned(),
        post("/api/v1/adoptions/{adoption}/nameplate/rejection", Operator, "Reject a nameplate", adoptions::reject_nameplate)
            .takes::<adoptions::ReasonForm>().gives::<DoneView>().versioned(),
        post("/api/v1/adoptions/{adoption}/contract", Member, "Accept the contract", adoptions::accept_contract)
            .takes::<adoptions::AcceptanceForm>().gives::<DoneView>().versioned(),
        post("/api/v1/adoptions/{adoption}/payments", Member, "Begin to pay; opens the one payment of an adoption", adoptions::pay)
            .takes::<adoptions::PayForm>().makes::<adoptions::PaymentOpenedView>(),
        post("/api/v1/adoptions/{adoption}/cancellation", Member, "Cancel; operators may cancel any", adoptions::cancel)
            .gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/boxes", Member, "Plan the boxes", boxes::plan)
            .takes::<boxes::PlanForm>().gives::<DoneView>(),
        put("/api/v1/adoptions/{adoption}/boxes/{box}/address", Member, "Send a box elsewhere", boxes::change_address)
            .takes::<boxes::AddressForm>().gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/address-lock", Packer, "Freeze addresses before packing", boxes::lock)
            .takes::<boxes::LockForm>().gives::<DoneView>(),
    ]
}

fn harm() -> Vec<Endpoint> {
    vec![
        post("/api/v1/orchards/{orchard}/losses", Farmer, "Declare a loss: part `loss` as JSON, photos as files", losses::declare)
            .takes_file("multipart/form-data").makes::<MadeView>(),
        post("/api/v1/orchards/{orchard}/losses/previews", Farmer, "Who would be affected, and how much; changes nothing", losses::preview)
            .takes::<losses::PreviewForm>().gives::<losses::PreviewView>().outside_the_log(),
        get("/api/v1/orchards/{orchard}/losses", Farmer, "An orchard's losses, newest first", losses::list)
            .gives::<Vec<losses::LossView>>(),
        get("/api/v1/losses/{loss}", Farmer, "A loss, and how the choices stand", losses::show).gives::<losses::LossView>(),
        get("/api/v1/losses/{loss}/remedies", Operator, "The offers a loss led to", losses::remedies)
            .gives::<Vec<remedies::RemedyView>>(),
        post("/api/v1/losses/{loss}/assessment", Operator, "Say what its trees will give; offers follow", losses::assess)
            .takes::<losses::AssessmentForm>().gives::<DoneView>(),
        post("/api/v1/losses/{loss}/correction", Operator, "Correct it: part `correction` as JSON, photos as files", losses::correct)
            .takes_file("multipart/form-data").gives::<DoneView>(),
        get("/api/v1/adoptions/{adoption}/remedies", Member, "What an adoption was offered for missing fruit", remedies::list)
            .gives::<Vec<remedies::RemedyView>>(),
        post("/api/v1/adoptions/{adoption}/remedies/{offer}/choice", Member, "Choose a remedy, once", remedies::choose)
            .takes::<remedies::ChoiceForm>().gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/remedies/{offer}/fruit-given-up", Operator, "Fruit cannot be had: offer the rest anew", remedies::give_up_fruit)
            .takes::<remedies::DaysForm>().gives::<DoneView>(),
        post("/api/v1/lots/{lot}/substitutes", Operator, "Give a lot's surplus to all who wait for fruit", remedies::serve)
            .gives::<DoneView>(),
        get("/api/v1/adoptions/{adoption}/cancellation", Member, "What cancelling would come to", remedies::plan)
            .gives::<remedies::PlanView>(),
        post("/api/v1/adoptions/{adoption}/cancellation/{plan}", Member, "Cancel exactly as planned", remedies::confirm)
            .gives::<DoneView>(),
    ]
}

fn fruit() -> Vec<Endpoint> {
    vec![
        post("/api/v1/observations", Farmer, "Post what was seen: part `observation` as JSON, photos as files", observations::post)
            .takes_file("multipart/form-data").makes::<MadeView>(),
        get("/api/v1/observations", Farmer, "An orchard's newest, or (operator) all that wait", observations::list)
            .gives::<Vec<observations::ObservationView>>().asks(&[("orchard", "Whose; left out: all that are flagged")]),
        get("/api/v1/observations/{observation}", Farmer, "An observation", observations::show)
            .gives::<observations::ObservationView>(),
        post("/api/v1/observations/{observation}/acceptance", Operator, "Accept an observation", observations::accept)
            .takes::<observations::PhotoAcceptanceForm>().gives::<DoneView>(),
        post("/api/v1/observations/{observation}/refusal", Operator, "Refuse an observation", observations::refuse)
            .takes::<adoptions::ReasonForm>().gives::<DoneView>(),
        post("/api/v1/observations/{observation}/corrections", Farmer, "Declare an observation wrong, and say what holds", corrections::observation)
            .takes::<corrections::ObservationCorrectionForm>().gives::<DoneView>(),
        post("/api/v1/lots/{lot}/corrections", Farmer, "Declare a weighing wrong, and say what holds", corrections::harvest)
            .takes::<corrections::HarvestCorrectionForm>().gives::<DoneView>(),
        post("/api/v1/orchards/{orchard}/lots", Farmer, "Record a harvest lot", lots::record)
            .takes::<lots::LotForm>().makes::<MadeView>(),
        get("/api/v1/orchards/{orchard}/lots", Farmer, "An orchard's lots, newest first", lots::list)
            .gives::<Vec<lots::LotView>>(),
        get("/api/v1/lots/{lot}", Farmer, "A lot with what each tree gave", lots::show).gives::<lots::LotView>(),
        put("/api/v1/lots/{lot}/certificate", Farmer, "Issue the certificate", lots::certify)
            .takes::<CertificateShape>().gives::<DoneView>(),
        post("/api/v1/lots/{lot}/allocation", Operator, "Divide a lot among its trees' adopters", lots::allocate)
            .gives::<DoneView>(),
        get("/api/v1/orchards/{orchard}/board", Packer, "The packing board", boxes::board)
            .gives::<PageView<boxes::BoardView>>().asks(&[("code", "Only what this tree's or parcel's code means"), CURSOR, LIMIT]),
        get("/api/v1/orchards/{orchard}/manifest", Packer, "All boxes with their addresses, as CSV", parcels::manifest)
            .also(CSV),
        post("/api/v1/adoptions/{adoption}/boxes/{box}/parcel", Packer, "Pack a box from lots", parcels::pack)
            .takes::<parcels::PackForm>().makes::<MadeView>(),
        get("/api/v1/parcels/{parcel}", Member, "A parcel, for its buyer and packers", parcels::show)
            .gives::<parcels::ParcelView>(),
        get("/api/v1/parcels/by-code/{code}", Member, "The same, by the code on its label", parcels::by_code)
            .gives::<parcels::ParcelView>(),
        post("/api/v1/parcels/{parcel}/handover", Packer, "Hand a parcel to a carrier", parcels::hand_over)
            .takes::<parcels::HandoverForm>().gives::<DoneView>(),
        post("/api/v1/parcels/{parcel}/delivery", Packer, "Mark a parcel as delivered", parcels::deliver)
            .takes::<parcels::DeliveryForm>().gives::<DoneView>(),
        post("/api/v1/parcels/{parcel}/scans", Packer, "Record what a carrier says", parcels::scan)
            .takes::<parcels::ScanForm>().gives::<DoneView>(),
    ]
}

fn money() -> Vec<Endpoint> {
    vec![
        get("/api/v1/payments", Auditor, "Payments, newest first", payments::list)
            .gives::<PageView<payments::PaymentView>>().also(CSV).asks(&[("state", "awaited, lapsed, captured, late, surplus or failed"), CURSOR, LIMIT]),
        get("/api/v1/payments/{payment}", Member, "A payment, for its payer, operators and auditors", payments::show)
            .gives::<payments::PaymentView>(),
        get("/api/v1/channel-fees", Auditor, "What channels kept, gave back and lost with refunds", payments::fees)
            .gives::<Vec<payments::ChannelFeesView>>(),
        get("/api/v1/payments/by-reference/{reference}", Auditor, "The payment a transfer names", payments::by_reference)
            .gives::<payments::PaymentView>(),
        post("/api/v1/payments/{payment}/captures", Operator, "Record that money arrived", payments::capture)
            .takes::<payments::FactForm>().gives::<DoneView>(),
        post("/api/v1/payments/{payment}/surplus", Operator, "Record money that is not what the payment asks for, and send it back", payments::return_surplus)
            .takes::<payments::FactForm>().makes::<MadeView>(),
        post("/api/v1/payments/{payment}/failures", Operator, "Record that money will not come", payments::fail)
            .takes::<adoptions::ReasonForm>().gives::<DoneView>(),
        get("/api/v1/refunds", Auditor, "Refunds that wait, oldest first; all of a state, newest first", refunds::list)
            .gives::<Vec<refunds::RefundView>>().asks(&[("state", "unapproved, requested, accepted, settled, failed or declined")]),
        post("/api/v1/refunds", Operator, "Ask for a part of a payment to go back", refunds::ask)
            .takes::<refunds::RefundForm>().makes::<MadeView>(),
        post("/api/v1/refunds/{refund}/approval", Operator, "Stand behind a refund that another asked for", refunds::approve)
            .gives::<DoneView>(),
        post("/api/v1/refunds/{refund}/refusal", Operator, "Say no to a refund that is not approved", refunds::decline)
            .takes::<adoptions::ReasonForm>().gives::<DoneView>(),
        get("/api/v1/refunds/{refund}", Auditor, "A refund", refunds::show).gives::<refunds::RefundView>(),
        post("/api/v1/refunds/{refund}/acceptance", Operator, "Record that the channel took the order", refunds::accept)
            .gives::<DoneView>(),
        post("/api/v1/refunds/{refund}/settlement", Operator, "Record that the money is back", refunds::settle)
            .takes::<payments::FactForm>().gives::<DoneView>(),
        post("/api/v1/refunds/{refund}/failure", Operator, "Record that the channel refused", refunds::fail)
            .takes::<adoptions::ReasonForm>().gives::<DoneView>(),
    ]
}

fn sight() -> Vec<Endpoint> {
    vec![
        get("/api/v1/overview", Auditor, "Money, promises and what needs a decision", overview::show)
            .gives::<overview::OverviewView>(),
        get("/api/v1/postings", Auditor, "The books, in the order of the log", overview::postings)
            .gives::<PageView<overview::PostingView>>().also(CSV).asks(PAGE),
        get("/api/v1/owed", Auditor, "What buyers are owed, adoption by adoption", books::owed)
            .gives::<PageView<books::OwedView>>().asks(PAGE),
        get("/api/v1/farms/{farm}/seasons/{season}/account", Auditor, "Where a farm's season stands", books::farm_account)
            .gives::<books::FarmAccountView>(),
        get("/api/v1/clocks", Auditor, "What a channel still allows for its payments, and until when", books::rail_clocks)
            .gives::<PageView<books::ClocksView>>().asks(&[("channel", "manual, wechat-pay, alipay, stripe or sandbox; wechat-pay if left out"), CURSOR, LIMIT]),
        get("/api/v1/journals/hledger", Auditor, "The books as an hledger journal", books::hledger).also(TEXT),
        get("/api/v1/journals/beancount", Auditor, "The books as a beancount journal", books::beancount).also(TEXT),
        get("/api/v1/sandbox/clock", Sandbox, "What the sandbox's clock shows", sandbox::show)
            .gives::<sandbox::ClockView>(),
        post("/api/v1/sandbox/clock", Sandbox, "Move the clock and keep the deadlines that come", sandbox::advance)
            .takes::<sandbox::AdvanceForm>().gives::<sandbox::ClockView>().outside_the_log(),
    ]
}

fn proofs() -> Vec<Endpoint> {
    vec![
        get("/log/checkpoint", Everyone, "The newest signed checkpoint of the log (C2SP tlog-checkpoint)", log::checkpoint)
            .also(TEXT),
        get("/log/checkpoint/cosigned", Everyone, "The newest checkpoint that a witness cosigned (C2SP tlog-cosignature)", log::cosigned)
            .also(TEXT),
        get("/log/vkey", Everyone, "The key that checkpoints are checked with", log::vkey).also(TEXT),
        get("/log/tile/{tile:.*}", Everyone, "Hashes or entries of the log (C2SP tlog-tiles): 0/000, entries/x001/234.p/70", log::tile)
            .also(BYTES),
        get("/log/proof/{position}", Everyone, "Proof that one event stands in the log (C2SP tlog-proof)", log::proof)
            .also(TEXT),
        get("/log/consistency", Everyone, "Proof that the log only grew (C2SP tlog-witness add-checkpoint)", log::consistency)
            .also(TEXT).asks(&[("from", "Events in the older checkpoint"), ("to", "Events in the newer one; the newest if left out")]),
    ]
}
