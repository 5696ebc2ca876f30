//! The pages of certificates: for everybody who scans one, for the farmer who issues another, for the operator who keeps
//! their words.

use crate::{
    endpoint::{
        Endpoint,
        Who::{Everyone, Farmer, Operator},
        get, post,
    },
    web::certificates::{self, reissue, wording},
};

/// All of them.
pub(super) fn pages() -> Vec<Endpoint> {
    vec![
        get(
            "/l/{lot}/certificates/{nth}",
            Everyone,
            "A lot's certificate",
            certificates::show,
        ),
        get(
            "/l/{lot}/certificates/{nth}/paper.pdf",
            Everyone,
            "The certificate on paper",
            certificates::paper,
        ),
        get(
            "/l/{lot}/certificates/{nth}/label.pdf",
            Everyone,
            "The certificate as a label",
            certificates::label,
        ),
        get(
            "/lots/{id}/certificate",
            Farmer,
            "A lot's certificates",
            reissue::show,
        ),
        post(
            "/lots/{id}/certificate",
            Farmer,
            "Issue another certificate",
            reissue::reissue,
        ),
        get(
            "/operator/certificate",
            Operator,
            "The words of certificates",
            wording::show,
        ),
        post(
            "/operator/certificate",
            Operator,
            "Put other words in force",
            wording::revise,
        ),
    ]
}
