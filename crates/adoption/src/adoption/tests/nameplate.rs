//! The nameplate's way from a wish to a verdict.

use super::*;

fn sealed(text: &str) -> Sealed {
    Sealed::new(text.to_owned())
}

fn propose(text: &str) -> Command {
    Command::ProposeNameplate {
        text: sealed(text),
        at: at(),
    }
}

fn proposed(text: &str) -> Event {
    Event::NameplateProposed {
        text: sealed(text),
        at: at(),
    }
}

fn approve() -> Command {
    Command::ApproveNameplate { at: at() }
}

fn approved() -> Event {
    Event::NameplateApproved { at: at() }
}

fn reject(reason: &str) -> Command {
    Command::RejectNameplate {
        reason: reason.to_owned(),
        at: at(),
    }
}

fn rejected() -> Event {
    Event::NameplateRejected {
        reason: "a trade mark".to_owned(),
        at: at(),
    }
}

fn with(mut history: Vec<Event>, more: &[Event]) -> Vec<Event> {
    history.extend_from_slice(more);
    history
}

#[test]
fn a_nameplate_is_proposed_before_or_after_payment() {
    for history in [vec![started()], paid()] {
        given::<Adoption>(&history)
            .when(propose("s1.a"))
            .then(&[proposed("s1.a")]);
    }
}

#[test]
fn a_waiting_text_may_be_replaced() {
    given::<Adoption>(&with(paid(), &[proposed("s1.a")]))
        .when(propose("s1.b"))
        .then(&[proposed("s1.b")]);
}

#[test]
fn a_waiting_text_is_approved_or_rejected() {
    let waiting = with(paid(), &[proposed("s1.a")]);
    given::<Adoption>(&waiting)
        .when(approve())
        .then(&[approved()]);
    given::<Adoption>(&waiting)
        .when(reject("a trade mark"))
        .then(&[rejected()]);
    given::<Adoption>(&waiting)
        .when(reject(" \n "))
        .then_rejected(&Rejection::ReasonMissing);
}

#[test]
fn the_reason_of_a_rejection_is_one_line_of_at_most_200_characters() {
    let waiting = with(paid(), &[proposed("s1.a")]);
    given::<Adoption>(&waiting)
        .when(reject(" a\ttrade\u{0}mark\n"))
        .then(&[rejected()]);
    let long = "标".repeat(200);
    given::<Adoption>(&waiting)
        .when(reject(&long))
        .then(&[Event::NameplateRejected {
            reason: long.clone(),
            at: at(),
        }]);
    given::<Adoption>(&waiting)
        .when(reject(&format!("{long}标")))
        .then_rejected(&Rejection::ReasonTooLong { max: 200 });
}

#[test]
fn after_a_rejection_another_text_may_be_proposed() {
    let refused = with(paid(), &[proposed("s1.a"), rejected()]);
    given::<Adoption>(&refused)
        .when(propose("s1.b"))
        .then(&[proposed("s1.b")]);
    given::<Adoption>(&with(refused, &[proposed("s1.b")]))
        .when(approve())
        .then(&[approved()]);
}

#[test]
fn an_approved_text_is_final() {
    let final_text = with(paid(), &[proposed("s1.a"), approved()]);
    for command in [propose("s1.b"), reject("too late")] {
        given::<Adoption>(&final_text)
            .when(command)
            .then_rejected(&Rejection::NameplateAlreadyApproved);
    }
}

#[test]
fn without_a_waiting_text_there_is_nothing_to_decide() {
    for command in [approve(), reject("why")] {
        given::<Adoption>(&paid())
            .when(command)
            .then_rejected(&Rejection::NameplateNotProposed);
    }
    given::<Adoption>(&with(paid(), &[proposed("s1.a"), rejected()]))
        .when(approve())
        .then_rejected(&Rejection::NameplateNotProposed);
}

#[test]
fn deciding_twice_is_quiet() {
    let waiting = with(paid(), &[proposed("s1.a")]);
    given::<Adoption>(&waiting).when(propose("s1.a")).then(&[]);
    let stands = with(waiting.clone(), &[approved()]);
    given::<Adoption>(&stands).when(approve()).then(&[]);
    given::<Adoption>(&stands).when(propose("s1.a")).then(&[]);
    given::<Adoption>(&with(waiting, &[rejected()]))
        .when(reject("another reason"))
        .then(&[]);
}

#[test]
fn a_nameplate_needs_a_living_adoption() {
    let reason = CancelReason::Withdrawn;
    let histories = [
        (vec![], Rejection::AdoptionUnknown),
        (ended(reason), Rejection::AdoptionCancelled { reason }),
        (done(), Rejection::AdoptionCompleted),
    ];
    for (history, rejection) in histories {
        for command in [propose("s1.a"), approve(), reject("why")] {
            given::<Adoption>(&history)
                .when(command)
                .then_rejected(&rejection);
        }
    }
}

fn print() -> Command {
    Command::PrintNameplate {
        batch: PlateBatchId::from_bytes([5; 16]),
        at: at(),
    }
}

fn hang() -> Command {
    Command::HangNameplate {
        photo: ContentHash::from_bytes([6; 32]),
        at: at(),
    }
}

/// Paid, with words that are approved.
fn approved_and_paid() -> Vec<Event> {
    let mut history = vec![started(), accepted()];
    history.extend(confirmed());
    history.push(Event::NameplateProposed {
        text: Sealed::new("s1.words".into()),
        at: at(),
    });
    history.push(Event::NameplateApproved { at: at() });
    history
}

#[test]
fn e7_a_plate_is_approved_printed_and_hung_in_this_order() {
    let printed = Event::NameplatePrinted {
        batch: PlateBatchId::from_bytes([5; 16]),
        at: at(),
    };
    let hung = Event::NameplateHung {
        photo: ContentHash::from_bytes([6; 32]),
        at: at(),
    };
    let mut history = approved_and_paid();
    given::<Adoption>(&history[..5])
        .when(print())
        .then_rejected(&Rejection::NameplateNotApproved);
    given::<Adoption>(&[history[0].clone(), history[4].clone(), history[5].clone()])
        .when(print())
        .then_rejected(&Rejection::AdoptionNotConfirmed);
    given::<Adoption>(&history)
        .when(hang())
        .then_rejected(&Rejection::NameplateNotPrinted);
    given::<Adoption>(&history)
        .when(print())
        .then(std::slice::from_ref(&printed));
    history.push(printed);
    given::<Adoption>(&history).when(print()).then(&[]);
    given::<Adoption>(&history)
        .when(Command::RejectNameplate {
            reason: "no".into(),
            at: at(),
        })
        .then_rejected(&Rejection::NameplateAlreadyApproved);
    given::<Adoption>(&history)
        .when(hang())
        .then(std::slice::from_ref(&hung));
    history.push(hung);
    given::<Adoption>(&history).when(hang()).then(&[]);
    given::<Adoption>(&history).when(print()).then(&[]);
}

#[test]
fn e7_the_plate_moves_with_the_adoption_and_may_be_renewed_once() {
    let other = Command::ProposeNameplate {
        text: Sealed::new("s1.other".into()),
        at: at(),
    };
    let mut history = approved_and_paid();
    given::<Adoption>(&history)
        .when(other.clone())
        .then_rejected(&Rejection::NameplateAlreadyApproved);
    history.push(Event::AdoptionTransferred {
        from: agreement().buyer,
        to: PersonId::from_bytes([9; 16]),
        gift: true,
        contract: CONTRACT,
        risk_clause: RiskClause::TopUp,
        no_return_confirmed: true,
        nameplate: Some(Sealed::new("s1.for-the-new-holder".into())),
        at: at(),
    });
    given::<Adoption>(&history)
        .when(print())
        .then(&[Event::NameplatePrinted {
            batch: PlateBatchId::from_bytes([5; 16]),
            at: at(),
        }]);
    let proposed = Event::NameplateProposed {
        text: Sealed::new("s1.other".into()),
        at: at(),
    };
    given::<Adoption>(&history)
        .when(other)
        .then(std::slice::from_ref(&proposed));
    history.push(proposed);
    history.push(Event::NameplateApproved { at: at() });
    given::<Adoption>(&history)
        .when(Command::ProposeNameplate {
            text: Sealed::new("s1.third".into()),
            at: at(),
        })
        .then_rejected(&Rejection::NameplateAlreadyApproved);
}
