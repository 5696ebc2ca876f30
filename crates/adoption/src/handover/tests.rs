//! The rules of a handover, command by command and rejection by rejection.

use kernel::testing::given;

use super::*;

const ADOPTION: AdoptionId = AdoptionId::from_bytes([1; 16]);
const LIN: PersonId = PersonId::from_bytes([2; 16]);
const WANG: PersonId = PersonId::from_bytes([3; 16]);
const LINK: ContentHash = ContentHash::from_bytes([4; 32]);
const OTHER: ContentHash = ContentHash::from_bytes([5; 32]);

fn at() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

fn until() -> Timestamp {
    at().plus_days(7)
}

fn secret() -> Sealed {
    Sealed::new("s1.secret".into())
}

fn offer_with(kind: Kind, link: ContentHash, until: Timestamp, else_: Unaccepted) -> Command {
    Command::OfferHandover {
        adoption: ADOPTION,
        by: LIN,
        kind,
        link,
        secret: secret(),
        until,
        if_unaccepted: else_,
        now: at(),
    }
}

fn offered(if_unaccepted: Unaccepted) -> Event {
    Event::HandoverOffered {
        adoption: ADOPTION,
        by: LIN,
        kind: Kind::Gift,
        link: LINK,
        secret: secret(),
        until: until(),
        if_unaccepted,
        at: at(),
    }
}

fn accept(link: ContentHash, by: PersonId, at: Timestamp) -> Command {
    Command::AcceptHandover { link, by, at }
}

fn refuse(link: ContentHash, by: PersonId) -> Command {
    Command::RefuseHandover { link, by, at: at() }
}

fn accepted() -> Event {
    Event::HandoverAccepted {
        adoption: ADOPTION,
        by: WANG,
        at: at(),
    }
}

fn ended(reason: EndReason, if_unaccepted: Unaccepted, at: Timestamp) -> Event {
    Event::HandoverEnded {
        adoption: ADOPTION,
        reason,
        if_unaccepted,
        at,
    }
}

#[test]
fn an_offer_stands_for_a_fitting_time_and_there_is_one_at_a_time() {
    let keep = Unaccepted::Keep;
    given::<Handover>(&[])
        .when(offer_with(Kind::Gift, LINK, until(), keep))
        .then(&[offered(keep)]);
    given::<Handover>(&[offered(keep)])
        .when(offer_with(Kind::Gift, LINK, until(), keep))
        .then(&[]);
    given::<Handover>(&[offered(keep)])
        .when(offer_with(Kind::Gift, OTHER, until(), keep))
        .then_rejected(&Rejection::HandoverOpen { until: until() });
    for days in [0, 31] {
        given::<Handover>(&[])
            .when(offer_with(Kind::Gift, LINK, at().plus_days(days), keep))
            .then_rejected(&Rejection::HandoverDaysInvalid { min: 1, max: 30 });
    }
    given::<Handover>(&[])
        .when(offer_with(
            Kind::Transfer,
            LINK,
            until(),
            Unaccepted::Refund,
        ))
        .then_rejected(&Rejection::RefundForGiftsOnly);
}

#[test]
fn whoever_has_the_link_accepts_once_and_in_time() {
    let open = [offered(Unaccepted::Keep)];
    given::<Handover>(&open)
        .when(accept(LINK, WANG, at()))
        .then(&[accepted()]);
    given::<Handover>(&open)
        .when(accept(OTHER, WANG, at()))
        .then_rejected(&Rejection::HandoverOver);
    given::<Handover>(&open)
        .when(accept(LINK, LIN, at()))
        .then_rejected(&Rejection::HandoverToOneself);
    given::<Handover>(&open)
        .when(accept(LINK, WANG, until()))
        .then_rejected(&Rejection::HandoverTooLate { until: until() });
    let done = [offered(Unaccepted::Keep), accepted()];
    given::<Handover>(&done)
        .when(accept(LINK, WANG, at()))
        .then(&[]);
    given::<Handover>(&done)
        .when(accept(LINK, LIN, at()))
        .then_rejected(&Rejection::HandoverOver);
    given::<Handover>(&done)
        .when(offer_with(Kind::Gift, LINK, until(), Unaccepted::Keep))
        .then(&[offered(Unaccepted::Keep)]);
}

#[test]
fn it_ends_by_withdrawal_refusal_or_time_and_says_what_was_chosen() {
    let open = [offered(Unaccepted::Refund)];
    let withdrawn = ended(EndReason::Withdrawn, Unaccepted::Refund, at());
    let withdraw = Command::WithdrawHandover { at: at() };
    given::<Handover>(&open)
        .when(withdraw.clone())
        .then(std::slice::from_ref(&withdrawn));
    given::<Handover>(&[open[0].clone(), withdrawn])
        .when(withdraw)
        .then(&[]);
    let refused = ended(EndReason::Refused, Unaccepted::Refund, at());
    given::<Handover>(&open)
        .when(refuse(LINK, WANG))
        .then(std::slice::from_ref(&refused));
    given::<Handover>(&open)
        .when(refuse(LINK, LIN))
        .then_rejected(&Rejection::HandoverToOneself);
    given::<Handover>(&[open[0].clone(), refused])
        .when(refuse(LINK, WANG))
        .then(&[]);
    let lapse = |now| Command::LapseHandover { now };
    given::<Handover>(&open)
        .when(lapse(at()))
        .then_rejected(&Rejection::HandoverNotDue { until: until() });
    let lapsed = ended(EndReason::Lapsed, Unaccepted::Refund, until());
    given::<Handover>(&open)
        .when(lapse(until()))
        .then(std::slice::from_ref(&lapsed));
    given::<Handover>(&[open[0].clone(), lapsed])
        .when(lapse(until()))
        .then(&[]);
}
