//! Random histories of a farmer's account: whatever happens, the advance is covered and nobody is paid twice.

use super::*;

fn any_command() -> impl Strategy<Value = Command> {
    let byte = 1..5_u8;
    let fen = 1..90_000_i64;
    prop_oneof![
        4 => (byte.clone(), 1..6_u8, 1..28_000_i64).prop_map(|(byte, nth, fen)| earn(byte, nth, fen)),
        3 => (1..9_u8, fen.clone()).prop_map(|(byte, fen)| grant(byte, fen)),
        1 => byte.clone().prop_map(|byte| cover(byte, 168_000)),
        1 => (10..14_u8, 1..5_000_i64).prop_map(|(byte, fen)| charge(byte, fen)),
        1 => byte.clone().prop_map(freeze),
        1 => byte.prop_map(unfreeze),
        1 => Just(release_holdback()),
        2 => Just(propose()),
        2 => (1..4_u32, 20..24_u8).prop_map(|(number, byte)| agree_settlement(number, byte)),
        1 => (1..24_u8).prop_map(paid),
        1 => (1..24_u8).prop_map(not_paid),
    ]
}

fn run(commands: Vec<Command>, mut check: impl FnMut(&State, &Event)) -> State {
    let mut state = kernel::fold::<FarmerAccount>(&story(&[agree(700, 600, 100)]));
    for command in commands {
        for event in FarmerAccount::decide(&state, command).unwrap_or_default() {
            FarmerAccount::evolve(&mut state, &event);
            check(&state, &event);
        }
    }
    state
}

proptest! {
    #[test]
    fn d17_what_is_advanced_and_not_earned_stays_within_the_limit(
        commands in prop::collection::vec(any_command(), 1..80),
    ) {
        // Revenue of an adoption stays within its price: five boxes of at most 28,000 of 168,000.
        run(commands, |state, event| {
            // A part of a fen may be rounded away once for the limit and once for the farm's part.
            assert!(
                state.outstanding().minor <= state.limit().minor + 2,
                "{event:?}: {:?} above {:?}",
                state.outstanding(),
                state.limit()
            );
            assert!(state.outstanding().minor >= 0);
        });
    }

    #[test]
    fn e8_every_fen_earned_is_recovered_held_back_charged_paid_or_payable(
        commands in prop::collection::vec(any_command(), 1..80),
    ) {
        let state = run(commands, |state, event| {
            if let Event::SettlementAgreed { .. } = event {
                assert!(state.statement().payable.minor >= 0, "{event:?}");
            }
        });
        let s = state.statement();
        let parts = [s.recovered, s.held_back, s.charged, s.frozen, s.paid, s.payable];
        prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), s.earned.minor);
        prop_assert_eq!(s.earned.minor, s.revenue.minor * 700 / 1_000);
        prop_assert!(s.recovered <= s.advanced);
    }
}
