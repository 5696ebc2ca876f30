//! Certificates of a lot: issued once, issued anew after mixing, repacking or a mistake (农业农村部令 2025年第4号). No rule
//! here takes one away: what was issued stays known for as long as the log is kept, which is longer than the six months
//! that the law asks for.

use kernel::{LotId, Timestamp};

use super::{
    CERTIFICATE_FIELD_CHARS_MAX, Certificate, Event, MIXED_LOTS_MAX, ReissueCause, Rejection, State,
};
use crate::text::trimmed;

/// Attaches the first certificate.
pub(super) fn issue(
    state: &State,
    wish: &Certificate,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    known(state)?;
    let wish = checked(wish)?;
    match &state.certificate {
        Some(there) if *there == wish => Ok(vec![]),
        Some(there) => Err(Rejection::CertificateExists {
            number: there.number.clone(),
        }),
        None => Ok(vec![Event::CertificateIssued {
            certificate: wish,
            at,
        }]),
    }
}

/// Puts another in its place.
pub(super) fn reissue(
    state: &State,
    wish: &Certificate,
    (cause, mut mixed_with): (ReissueCause, Vec<LotId>),
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let lot = known(state)?;
    let there = state
        .certificate
        .as_ref()
        .ok_or(Rejection::CertificateMissing)?;
    mixed_with.sort_unstable();
    check_mixed(lot, cause, &mixed_with)?;
    let wish = checked(wish)?;
    if *there == wish {
        return Ok(vec![]);
    }
    let mut earlier = state.replaced.iter().chain([there]);
    if earlier.any(|one| one.number == wish.number) {
        return Err(Rejection::CertificateNumberUsed {
            number: wish.number,
        });
    }
    Ok(vec![Event::CertificateReplaced {
        replaced: there.number.clone(),
        certificate: wish,
        cause,
        mixed_with,
        at,
    }])
}

/// The lot, if there is fruit that one can commit to.
fn known(state: &State) -> Result<LotId, Rejection> {
    let harvest = state.harvest.as_ref().ok_or(Rejection::LotUnknown)?;
    if state.withdrawn {
        return Err(Rejection::LotWithdrawn);
    }
    Ok(harvest.lot)
}

fn check_mixed(lot: LotId, cause: ReissueCause, others: &[LotId]) -> Result<(), Rejection> {
    let max = MIXED_LOTS_MAX - 1;
    let fits = match cause {
        ReissueCause::Mixed => (1..=max).contains(&others.len()),
        ReissueCause::Repacked | ReissueCause::Corrected => others.is_empty(),
    };
    let twice = others.windows(2).any(|two| two[0] == two[1]);
    if !fits || twice || others.contains(&lot) {
        return Err(Rejection::MixedLotsInvalid { max });
    }
    Ok(())
}

fn checked(wish: &Certificate) -> Result<Certificate, Rejection> {
    let checked = |text: &str, field: &'static str| {
        trimmed(text, CERTIFICATE_FIELD_CHARS_MAX)
            .ok_or(Rejection::CertificateFieldInvalid { field })
    };
    Ok(Certificate {
        number: checked(&wish.number, "number")?,
        product: checked(&wish.product, "product")?,
        origin: checked(&wish.origin, "origin")?,
        producer: checked(&wish.producer, "producer")?,
        contact: checked(&wish.contact, "contact")?,
        ..*wish
    })
}
