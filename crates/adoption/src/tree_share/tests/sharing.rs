//! Dividing a tree and handing a part on.

use super::*;

fn split(into: &[AdoptionId]) -> Command {
    Command::SplitTreeShare {
        adoption: LIN,
        into: into.to_vec(),
        at: before(),
    }
}

fn was_split() -> Event {
    Event::TreeShareSplit {
        campaign: CAMPAIGN,
        adoption: LIN,
        into: vec![LIN, WANG],
        holder: holder_of(LIN),
        at: before(),
    }
}

#[test]
fn d1_only_a_whole_paid_tree_is_divided_into_equal_parts() {
    let whole = [held(LIN, WHOLE), taken(LIN, WHOLE, before())];
    given::<TreeShare>(&whole)
        .when(split(&[LIN, WANG]))
        .then(&[was_split()]);
    given::<TreeShare>(&whole[..1])
        .when(split(&[LIN, WANG]))
        .then_rejected(&Rejection::TreeShareNotPaid);
    given::<TreeShare>(&[])
        .when(split(&[LIN, WANG]))
        .then_rejected(&Rejection::NotHeldByAdoption);
    let no = Rejection::TreeShareNotDivisible;
    let [third, fourth] = [5, 6].map(|byte| AdoptionId::from_bytes([byte; 16]));
    for into in [
        vec![],
        vec![LIN],
        vec![LIN, WANG, third],
        vec![WANG, LIN],
        vec![LIN, LIN],
    ] {
        given::<TreeShare>(&whole)
            .when(split(&into))
            .then_rejected(&no);
    }
    let half = [held(LIN, FIRST_HALF), taken(LIN, FIRST_HALF, before())];
    given::<TreeShare>(&half)
        .when(split(&[LIN, third, WANG, fourth]))
        .then_rejected(&no);
    let divided = [whole[0].clone(), whole[1].clone(), was_split()];
    given::<TreeShare>(&divided)
        .when(split(&[LIN, WANG]))
        .then(&[]);
    given::<TreeShare>(&divided)
        .when(hold(third, SECOND_HALF, until()))
        .then_rejected(&Rejection::TreeShareTaken);
}

#[test]
fn d1_a_part_that_is_handed_on_has_its_new_holder_only() {
    let to = holder_of(WANG);
    let transfer = Command::TransferTreeShare {
        adoption: LIN,
        to,
        at: before(),
    };
    let transferred = Event::TreeShareTransferred {
        part: WHOLE,
        adoption: LIN,
        holder: to,
        at: before(),
    };
    let whole = [held(LIN, WHOLE), taken(LIN, WHOLE, before())];
    given::<TreeShare>(&whole)
        .when(transfer.clone())
        .then(std::slice::from_ref(&transferred));
    given::<TreeShare>(&whole[..1])
        .when(transfer.clone())
        .then_rejected(&Rejection::TreeShareNotPaid);
    given::<TreeShare>(&[])
        .when(transfer.clone())
        .then_rejected(&Rejection::NotHeldByAdoption);
    let history = [whole[0].clone(), whole[1].clone(), transferred];
    given::<TreeShare>(&history).when(transfer).then(&[]);
    let mut state = State::default();
    for event in &history {
        TreeShare::evolve(&mut state, event);
    }
    assert_eq!(state.holdings[&WHOLE].holder, to);
}
