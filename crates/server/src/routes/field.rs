//! The lines of the JSON API for phones in the orchard: photos in pieces, and the observation that takes them.

use crate::{
    answer::MadeView,
    api::{
        field,
        uploads::{self, PIECE_TYPE},
    },
    endpoint::{Endpoint, Who::Farmer, delete, get, patch, put},
};

/// For phones in the orchard.
pub(super) fn field() -> Vec<Endpoint> {
    vec![
        put("/api/v1/uploads/{upload}", Farmer, "Announce a photo that comes in pieces; the same again says how far it is", uploads::announce)
            .takes::<uploads::UploadForm>().gives::<uploads::UploadView>().outside_the_log(),
        patch("/api/v1/uploads/{upload}", Farmer, "Add a piece, at most 1 MiB, where Upload-Offset says", uploads::append)
            .takes_file(PIECE_TYPE).gives::<uploads::UploadView>().outside_the_log(),
        get("/api/v1/uploads/{upload}", Farmer, "How far a photo is", uploads::show).gives::<uploads::UploadView>(),
        delete("/api/v1/uploads/{upload}", Farmer, "Give a photo up", uploads::give_up).ends().outside_the_log(),
        put("/api/v1/observations/{observation}", Farmer, "Post an observation whose photos came in pieces", field::put)
            .takes::<field::CapturedForm>().makes::<MadeView>(),
    ]
}
