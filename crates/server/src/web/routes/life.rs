//! The pages of an adoption's life beside the way to it: the choice left to us, gifts, parts for friends, plates.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Farmer, Member, Operator},
        get, post,
    },
    web::{
        handover, hanging, hold,
        operator::plates,
        season, sharing,
        together::{self, ways},
    },
};

/// For buyers and those who are invited by them.
#[rustfmt::skip] // a table: a route in one or two lines
pub(super) fn buyers() -> Vec<Endpoint> {
    vec![
        post("/campaigns/{id}/any", Member, "Leave the choice to us", hold::any),
        post("/campaigns/{campaign}/trees/{code}/together", Member, "Hold a tree that several pay", together::start),
        get("/groups/{secret}", Everyone, "Who pays which part", together::show),
        post("/groups/{secret}/parts/{number}", Member, "Take a part", together::take),
        post(
            "/groups/{secret}/parts/{number}/pay",
            Member,
            "Choose a way to pay a part",
            ways::choose,
        ),
        get(
            "/groups/{secret}/parts/{number}/pay/wechat-pay/inside",
            Member,
            "Pay a part inside WeChat",
            ways::inside,
        ),
        get(
            "/groups/{secret}/parts/{number}/pay/{way}",
            Member,
            "One way to pay a part",
            ways::way,
        ),
        get(
            "/groups/{secret}/parts/{number}/pay/{way}/code.svg",
            Member,
            "Its code",
            ways::code,
        ),
        get(
            "/groups/{secret}/parts/{number}/paid",
            Member,
            "Where channels lead back to",
            ways::paid,
        ),
        post("/groups/{secret}/parts/{number}/leave", Member, "Give a part up", together::leave),
        post("/adoptions/{id}/group/cancel", Member, "End a group", together::cancel),
        get("/adoptions/{id}/share", Member, "Giving, handing on, dividing", sharing::show),
        post("/adoptions/{id}/offer", Member, "Offer it to somebody", sharing::offer),
        post("/adoptions/{id}/offer/withdraw", Member, "Take the offer back", sharing::withdraw),
        post("/adoptions/{id}/split", Member, "Divide it", sharing::split),
        get("/adoptions/{id}/season", Member, "Its next season", season::show),
        post("/adoptions/{id}/season", Member, "Renew, pause, release", season::answer),
        post("/adoptions/{id}/season/automatic", Member, "Renew by itself, or no longer", season::automatic),
        get("/handovers/{secret}", Everyone, "What somebody offers", handover::show),
        post("/handovers/{secret}/accept", Member, "Accept it", handover::accept),
        post("/handovers/{secret}/refuse", Member, "Decline it", handover::refuse),
    ]
}

/// For farmers and operators.
#[rustfmt::skip] // a table: a route in one or two lines
pub(super) fn staff() -> Vec<Endpoint> {
    vec![
        get("/today/plates", Farmer, "Nameplates to hang", hanging::show),
        post("/today/plates/{adoption}", Farmer, "One hangs", hanging::hang),
        get("/operator/plates", Operator, "Nameplates to print, banned words", plates::show),
        post("/operator/plates/print", Operator, "Print those that wait", plates::print),
        get("/operator/plates/{batch}", Operator, "A printed batch", plates::sheet),
        post("/operator/words", Operator, "Ban a word", plates::ban),
        post("/operator/words/allow", Operator, "Allow it again", plates::allow),
    ]
}
