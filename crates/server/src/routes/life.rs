//! The lines of the JSON API about an adoption's life beside paying and eating.

use crate::{
    answer::{DoneView, MadeView},
    api::{
        adoptions::{AcceptanceForm, PaymentOpenedView},
        life,
    },
    endpoint::{
        Endpoint,
        Who::{Farmer, Member, Operator},
        get, post,
    },
};

pub(super) fn life() -> Vec<Endpoint> {
    vec![
        post("/api/v1/campaigns/{campaign}/adoptions/any", Member, "Adopt the tree whose turn it is: the choice is left to us", life::adopt_any)
            .makes::<MadeView>(),
        post("/api/v1/campaigns/{campaign}/adoptions/together", Member, "Adopt a tree that several pay: hold it until their deadline", life::start_together)
            .takes::<life::TogetherForm>().makes::<MadeView>(),
        get("/api/v1/groups/{secret}", Member, "Who pays which part, for whoever has the link", life::show_group)
            .gives::<life::GroupView>(),
        post("/api/v1/groups/{secret}/parts/{number}", Member, "Take a part and open its payment", life::take_part)
            .takes::<life::PartForm>().makes::<PaymentOpenedView>(),
        post("/api/v1/groups/{secret}/parts/{number}/leave", Member, "Give up a part that is not paid", life::leave_part)
            .gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/group/cancellation", Member, "End a group: everybody is paid back", life::end_group)
            .gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/offer", Member, "Offer an adoption to whoever gets the link", life::offer)
            .takes::<life::OfferForm>().gives::<DoneView>(),
        get("/api/v1/adoptions/{adoption}/offer", Member, "The newest offer, with its link, for who made it", life::show_offer)
            .gives::<life::OfferView>(),
        post("/api/v1/adoptions/{adoption}/offer/withdrawal", Member, "Take an offer back", life::withdraw_offer)
            .gives::<DoneView>(),
        post("/api/v1/handovers/{secret}/acceptance", Member, "Accept an offered adoption with its contract", life::accept_offer)
            .takes::<AcceptanceForm>().makes::<MadeView>(),
        post("/api/v1/handovers/{secret}/refusal", Member, "Decline an offered adoption", life::refuse_offer)
            .gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/split", Member, "Divide a whole tree into halves or quarters", life::split)
            .takes::<life::SplitForm>().gives::<life::SplitView>(),
        get("/api/v1/adoptions/{adoption}/season", Member, "The next season, for the holder who is asked first", life::show_season)
            .gives::<life::SeasonView>(),
        post("/api/v1/adoptions/{adoption}/season", Member, "Renew, pause or release", life::answer_season)
            .takes::<life::SeasonForm>().gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/season/automatic", Member, "Renew by itself from now on, or no longer", life::renew_by_itself)
            .takes::<life::AutomaticForm>().gives::<DoneView>(),
        post("/api/v1/adoptions/{adoption}/nameplate/photo", Farmer, "The nameplate hangs: a photo of it", life::hang_plate)
            .takes_file("multipart/form-data").gives::<DoneView>(),
        post("/api/v1/nameplates/batches", Operator, "Print the approved nameplates together", life::print_plates)
            .makes::<MadeView>(),
        get("/api/v1/banned-words", Operator, "Words that no new nameplate may carry", life::list_words)
            .gives::<Vec<String>>(),
        post("/api/v1/banned-words", Operator, "Ban a word", life::ban_word)
            .takes::<life::WordForm>().gives::<DoneView>(),
        post("/api/v1/banned-words/removal", Operator, "Allow a word again", life::allow_word)
            .takes::<life::WordForm>().gives::<DoneView>(),
    ]
}
