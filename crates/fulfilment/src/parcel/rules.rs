//! How a parcel leaves and arrives. It must not move anything back: what arrived stays arrived (D 40).

use kernel::Timestamp;

use super::{Event, Packing, Rejection, ScanStatus, State, TRACKING_CHARS_MAX};

/// What was packed, or that nothing was.
pub(super) fn known(state: &State) -> Result<&Packing, Rejection> {
    state.packing.as_ref().ok_or(Rejection::ParcelUnknown)
}

/// Takes in a packed box, once.
pub(super) fn pack(
    state: &State,
    mut wish: Packing,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    wish.contents.sort_by_key(|one| one.lot);
    if let Some(there) = &state.packing {
        let same = *there == wish;
        return same.then(Vec::new).ok_or(Rejection::ParcelExists);
    }
    let grams = wish.contents.iter().map(|one| one.grams).sum();
    Ok(vec![Event::ParcelPacked {
        parcel: wish.parcel,
        code: wish.code,
        box_id: wish.box_id,
        nth: wish.nth,
        adoption: wish.adoption,
        buyer: wish.buyer,
        tree: wish.tree,
        contents: wish.contents,
        grams,
        by: wish.by,
        at,
    }])
}

/// The carrier takes the parcel, once.
pub(super) fn hand_over(
    state: &State,
    carrier: &str,
    tracking: &str,
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let packing = known(state)?;
    let carrier = checked(carrier, char::is_alphanumeric)?;
    let tracking = checked(tracking, |one| one.is_ascii_alphanumeric())?;
    if let Some(left) = &state.handed_over {
        let same = left.carrier == carrier && left.tracking == tracking;
        return same
            .then(Vec::new)
            .ok_or_else(|| Rejection::ParcelAlreadyHandedOver {
                tracking: left.tracking.clone(),
            });
    }
    let mut events = vec![Event::ParcelHandedOver {
        carrier,
        tracking,
        at,
    }];
    // The carrier's word may reach us before the packer's; a kept delivery counts once the parcel has left.
    if state.delivered_at.is_none()
        && let Some((_, seen)) = state
            .scans
            .iter()
            .find(|(status, _)| *status == ScanStatus::Delivered)
    {
        events.push(delivered(packing, at, *seen));
    }
    Ok(events)
}

fn checked(text: &str, allowed: fn(char) -> bool) -> Result<String, Rejection> {
    let text = text.trim();
    let fits = (1..=TRACKING_CHARS_MAX).contains(&text.chars().count());
    let clean = text.chars().all(|one| one == '-' || allowed(one));
    (fits && clean)
        .then(|| text.to_owned())
        .ok_or(Rejection::TrackingInvalid)
}

/// Clocks of carriers and packers differ; a parcel still never arrives before it left (D 40).
pub(super) fn delivered(packing: &Packing, left_at: Timestamp, at: Timestamp) -> Event {
    Event::ParcelDelivered {
        parcel: packing.parcel,
        adoption: packing.adoption,
        nth: packing.nth,
        at: at.max(left_at),
    }
}
