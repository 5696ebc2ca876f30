//! Dividing an adoption and handing it on.

use super::*;

const FRIEND: AdoptionId = AdoptionId::from_bytes([21; 16]);
const NEW: PersonId = PersonId::from_bytes([22; 16]);

fn paid() -> Vec<Event> {
    let mut history = vec![started(), accepted()];
    history.extend(confirmed());
    history
}

fn split(into: &[AdoptionId]) -> Command {
    let into = into.to_vec();
    Command::SplitAdoption { into, at: at() }
}

fn was_split() -> Event {
    let into = agreement().split(&[ADOPTION, FRIEND]).unwrap();
    Event::AdoptionSplit { into, at: at() }
}

fn transfer(contract: ContentHash, risk_clause: RiskClause, no_return_confirmed: bool) -> Command {
    Command::TransferAdoption {
        to: NEW,
        contract,
        risk_clause,
        no_return_confirmed,
        nameplate: None,
        gift: true,
        at: at(),
    }
}

fn transferred() -> Event {
    Event::AdoptionTransferred {
        from: agreement().buyer,
        to: NEW,
        gift: true,
        contract: CONTRACT,
        risk_clause: RiskClause::TopUp,
        no_return_confirmed: true,
        nameplate: None,
        at: at(),
    }
}

#[test]
fn a_paid_adoption_is_divided_exactly_and_once() {
    given::<Adoption>(&paid())
        .when(split(&[ADOPTION, FRIEND]))
        .then(&[was_split()]);
    let mut history = paid();
    history.push(was_split());
    given::<Adoption>(&history)
        .when(split(&[ADOPTION, FRIEND]))
        .then(&[]);
    given::<Adoption>(&[started()])
        .when(split(&[ADOPTION, FRIEND]))
        .then_rejected(&Rejection::AdoptionNotConfirmed);
    let six: Vec<_> = (0..6)
        .map(|byte| AdoptionId::from_bytes([byte; 16]))
        .collect();
    given::<Adoption>(&paid())
        .when(split(&six))
        .then_rejected(&Rejection::BoxesTooFew { boxes: 4, parts: 6 });
}

#[test]
fn a_part_of_a_divided_adoption_begins_paid_and_its_owner_is_the_same() {
    let share = agreement().split(&[ADOPTION, FRIEND]).unwrap()[1].clone();
    let narrowed = agreement().narrowed_to(&share);
    let begin = Command::BeginSplit {
        adoption: FRIEND,
        agreement: narrowed.clone(),
        payment: PAYMENT,
        at: at(),
    };
    let begun = vec![
        Event::AdoptionStarted {
            adoption: FRIEND,
            agreement: narrowed,
        },
        accepted(),
        confirmed()[0].clone(),
        Event::EntitlementPromised {
            grams: Grams(8_000),
            boxes: 2,
        },
    ];
    given::<Adoption>(&[]).when(begin.clone()).then(&begun);
    given::<Adoption>(&begun).when(begin.clone()).then(&[]);
    given::<Adoption>(&[started()])
        .when(begin)
        .then_rejected(&Rejection::AdoptionExists);
}

#[test]
fn d6_a_new_holder_accepts_the_same_contract() {
    given::<Adoption>(&paid())
        .when(transfer(CONTRACT, RiskClause::TopUp, true))
        .then(&[transferred()]);
    given::<Adoption>(&paid())
        .when(transfer(
            ContentHash::from_bytes([1; 32]),
            RiskClause::TopUp,
            true,
        ))
        .then_rejected(&Rejection::ContractDiffers { offered: CONTRACT });
    given::<Adoption>(&paid())
        .when(transfer(CONTRACT, RiskClause::CarryOver, true))
        .then_rejected(&Rejection::RiskClauseDiffers {
            offered: RiskClause::TopUp,
        });
    given::<Adoption>(&paid())
        .when(transfer(CONTRACT, RiskClause::TopUp, false))
        .then_rejected(&Rejection::NoReturnNotConfirmed);
    given::<Adoption>(&[started(), accepted()])
        .when(transfer(CONTRACT, RiskClause::TopUp, true))
        .then_rejected(&Rejection::AdoptionNotConfirmed);
    let mut history = paid();
    history.push(transferred());
    given::<Adoption>(&history)
        .when(transfer(CONTRACT, RiskClause::TopUp, true))
        .then(&[]);
    let mut state = State::default();
    for event in &history {
        Adoption::evolve(&mut state, event);
    }
    assert_eq!(state.agreement().unwrap().buyer, NEW);
}

proptest! {
    #[test]
    fn d31_money_fruit_and_boxes_of_the_parts_sum_to_what_was_agreed(
        price in 4_i64..10_000_000, grams in 4_u64..1_000_000, boxes in 4_u8..=24, quarters: bool,
    ) {
        let whole = Agreement {
            part: Part { number: 1, of: 1 },
            price: Money::fen(price),
            promised_grams: Grams(grams),
            boxes,
            ..agreement()
        };
        let count = if quarters { 4 } else { 2 };
        let into: Vec<_> = (0..count).map(|byte| AdoptionId::from_bytes([byte; 16])).collect();
        let shares = whole.split(&into).unwrap();
        prop_assert_eq!(shares.iter().map(|one| one.price.minor).sum::<i64>(), price);
        prop_assert_eq!(shares.iter().map(|one| one.promised_grams.0).sum::<u64>(), grams);
        prop_assert_eq!(shares.iter().map(|one| u32::from(one.boxes)).sum::<u32>(), u32::from(boxes));
        prop_assert!(shares.iter().all(|one| one.part.exists() && one.boxes > 0));
    }
}
