//! D 13 and 36 over random histories: losses, corrections, choices, defaults, repeats, fruit that is given up.

use super::*;

/// One thing that happens to the adoption.
#[derive(Debug, Clone)]
enum Step {
    Hear(u8, Option<u64>),
    Choose(usize),
    Default,
    GiveUp(u64),
    End,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0_u8..3, prop::option::weighted(0.8, 0_u64..50_000))
            .prop_map(|(of, grams)| Step::Hear(of, grams)),
        (0_usize..5).prop_map(Step::Choose),
        Just(Step::Default),
        (0_u64..30_000).prop_map(Step::GiveUp),
        Just(Step::End),
    ];
    prop::collection::vec(step, 0..25)
}

fn clauses() -> impl Strategy<Value = RiskClause> {
    prop::sample::select(vec![
        RiskClause::TopUp,
        RiskClause::RefundShortfall,
        RiskClause::CarryOver,
        RiskClause::BuyerBears,
    ])
}

fn command(state: &State, clause: RiskClause, step: &Step, returnable: Money) -> Option<Command> {
    let open = state.open();
    Some(match step {
        Step::Hear(of, expected) => {
            let revision = state
                .words
                .get(&loss(*of))
                .map_or(0, |(revision, _)| *revision)
                + 1;
            Command::HearOfLoss {
                frame: frame(clause),
                word: Word {
                    loss: loss(*of),
                    revision,
                    expected: expected.map(Grams),
                },
                returnable,
                choose_by: at(14),
                at: at(0),
            }
        }
        Step::Choose(index) => {
            let (offer, open) = open?;
            let remedy = *open.options.get(*index)?;
            choose(offer, remedy)
        }
        Step::Default => Command::DefaultRemedy {
            offer: open?.0,
            now: at(14),
        },
        Step::GiveUp(grams) => {
            let fruit = |(_, offer): &(&u16, &Offer)| offer.taken().is_some_and(Remedy::is_fruit);
            let (number, offer) = state.offers.iter().find(fruit)?;
            Command::GiveUpFruit {
                frame: frame(clause),
                offer: *number,
                unserved: Grams(*grams).min(offer.shortfall),
                returnable,
                choose_by: at(14),
                at: at(0),
            }
        }
        Step::End => Command::EndOffers { at: at(1) },
    })
}

/// What was given in money or is owed next season, in fen.
fn moved(history: &[Event]) -> i64 {
    let value = |settled: &Settled| {
        if settled.remedy.is_fruit() {
            0
        } else {
            settled.value.minor
        }
    };
    let of = |event: &Event| match event {
        Event::RemedyChosen { settled, .. } | Event::RemedyDefaulted { settled, .. } => {
            value(settled)
        }
        Event::ExpectationNoted { .. }
        | Event::RemedyOffered { .. }
        | Event::RemedyWithdrawn { .. }
        | Event::ShortfallBorne { .. }
        | Event::RemedyStands { .. }
        | Event::FruitGivenUp { .. } => 0,
    };
    history.iter().map(of).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn d13_d36_whatever_happens_no_gram_is_made_good_twice(clause in clauses(), steps in steps()) {
        let mut history: Vec<Event> = Vec::new();
        for step in steps {
            let state = fold::<Shortfall>(&history);
            let returnable = Money::fen(168_000 - moved(&history));
            let Some(command) = command(&state, clause, &step, returnable) else { continue };
            let events = Shortfall::decide(&state, command.clone()).unwrap();
            let before = history.clone();
            history.extend(events);
            let after = fold::<Shortfall>(&history);
            // A repeat is quiet, except that fruit may be given up in several parts.
            if !matches!(step, Step::GiveUp(_)) {
                prop_assert_eq!(Shortfall::decide(&after, command).unwrap(), vec![]);
            }
            prop_assert!(after.remedied <= Grams(40_000));
            prop_assert!(moved(&history) <= 168_000, "D 13");
            let open: Vec<_> = after.offers.values().filter(|one| one.state == OfferState::Open).collect();
            prop_assert!(open.len() <= 1);
            if let Some(open) = open.first() {
                prop_assert!(open.options.contains(&open.default));
                prop_assert!(open.value.minor + moved(&history) <= 168_000);
            }
            // What was settled stays settled (D 36).
            let settled = |history: &[Event]| {
                history.iter().filter(|one| matches!(one, Event::RemedyChosen { .. } | Event::RemedyDefaulted { .. })).count()
            };
            prop_assert!(settled(&history) >= settled(&before));
        }
    }
}
