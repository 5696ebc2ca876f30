//! Certificates (承诺达标合格证) after the first: issued anew when fruit was mixed, packed otherwise, or the paper was
//! wrong; and the words that all of them carry. The first one belongs to the harvest.

use kernel::LotId;
use traceability::{
    certificate_form::{self, CertificateForm, Wording},
    lot::{self, Certificate, Command, Lot, ReissueCause},
};

use crate::{
    App, Done, Error, Intent, Violation,
    permission::{Farmer, Operator, Signed},
};

/// Issues one certificate in place of those that these lots have, in one commit. More than one lot is for mixing alone.
///
/// # Errors
/// An unknown lot or one of another orchard, one without a certificate, a number that one of them had, a field empty or
/// too long, no lot or too many.
pub async fn reissue(
    app: &App,
    who: &Signed<Farmer>,
    intent: &Intent,
    lots: &[LotId],
    (certificate, cause): (Certificate, ReissueCause),
) -> Result<Done, Error> {
    if lots.is_empty() || lots.len() > lot::MIXED_LOTS_MAX {
        let violation = Violation::new("lots", "count-invalid");
        return Err(Error::Invalid(vec![violation]));
    }
    app.perform(intent, |work| {
        for (index, one) in lots.iter().enumerate() {
            let id = lot::stream_id(*one);
            let state = work.state::<Lot>(&id)?;
            let harvest = state.harvest.as_ref();
            if harvest.is_none_or(|harvest| harvest.orchard != who.orchard()) {
                return Err(Error::NotFound);
            }
            let mut mixed_with = lots.to_vec();
            mixed_with.remove(index);
            let command = Command::ReissueCertificate {
                certificate: certificate.clone(),
                cause,
                mixed_with,
                at: intent.now(),
            };
            work.decide::<Lot>(&id, command)?;
        }
        Ok(())
    })
    .await
}

/// Puts other words in force for the certificates that are issued from now on.
///
/// # Errors
/// A text empty or too long, or a title without the words of the law; changed by somebody else since it was read.
pub async fn revise_wording(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    wording: Wording,
) -> Result<Done, Error> {
    app.perform(intent, |work| {
        let command = certificate_form::Command::ReviseWording {
            wording: wording.clone(),
            by: who.person(),
            at: intent.now(),
        };
        work.edit::<CertificateForm>(certificate_form::STREAM_ID, command)?;
        Ok(())
    })
    .await
}
