//! The rules of a farmer's account, command by command and rejection by rejection (D 17, E 8).

use kernel::{Currency, testing::given};
use proptest::prelude::*;

use super::*;

mod history;
mod settling;

const FARM: FarmId = FarmId::from_bytes([1; 16]);
const PERSON: PersonId = PersonId::from_bytes([9; 16]);
const DISPUTE: DisputeId = DisputeId::from_bytes([5; 16]);

fn at() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn adoption(byte: u8) -> AdoptionId {
    AdoptionId::from_bytes([byte; 16])
}

fn payout(byte: u8) -> PayoutId {
    PayoutId::from_bytes([byte; 16])
}

fn agree(share: u16, cover: u16, holdback: u16) -> Command {
    Command::AgreeFarmerTerms {
        farm: FARM,
        season: Season::new(2026).unwrap(),
        terms: Terms {
            share_permille: share,
            cover_permille: cover,
            holdback_permille: holdback,
        },
        at: at(),
    }
}

fn cover(byte: u8, fen: i64) -> Command {
    Command::CoverAdvance {
        adoption: adoption(byte),
        price: Money::fen(fen),
        at: at(),
    }
}

fn uncover(byte: u8) -> Command {
    Command::UncoverAdvance {
        adoption: adoption(byte),
        at: at(),
    }
}

fn grant(byte: u8, fen: i64) -> Command {
    Command::GrantAdvance {
        payout: payout(byte),
        amount: Money::fen(fen),
        at: at(),
    }
}

fn earn(byte: u8, nth: u8, fen: i64) -> Command {
    Command::RecordEarning {
        adoption: adoption(byte),
        nth,
        revenue: Money::fen(fen),
        at: at(),
    }
}

fn charge(byte: u8, fen: i64) -> Command {
    Command::ChargeFarm {
        charge: EntryId::from_bytes([byte; 16]),
        adoption: adoption(1),
        cause: ChargeCause::Claim,
        amount: Money::fen(fen),
        at: at(),
    }
}

fn freeze(byte: u8) -> Command {
    Command::FreezeEarnings {
        adoption: adoption(byte),
        dispute: DISPUTE,
        at: at(),
    }
}

fn unfreeze(byte: u8) -> Command {
    Command::UnfreezeEarnings {
        adoption: adoption(byte),
        dispute: DISPUTE,
        at: at(),
    }
}

fn release_holdback() -> Command {
    Command::ReleaseHoldback { at: at() }
}

fn propose() -> Command {
    Command::ProposeSettlement { at: at() }
}

fn agree_settlement(number: u32, byte: u8) -> Command {
    Command::AgreeSettlement {
        number,
        by: PERSON,
        payout: payout(byte),
        at: at(),
    }
}

fn object(number: u32, reason: &str) -> Command {
    Command::DisputeSettlement {
        number,
        by: PERSON,
        reason: reason.to_owned(),
        at: at(),
    }
}

fn paid(byte: u8) -> Command {
    Command::RecordPaid {
        payout: payout(byte),
        at: at(),
    }
}

fn not_paid(byte: u8) -> Command {
    Command::RecordNotPaid {
        payout: payout(byte),
        at: at(),
    }
}

/// The events of commands that all succeed, one after the other.
#[track_caller]
fn story(commands: &[Command]) -> Vec<Event> {
    let (mut state, mut events) = (State::default(), Vec::new());
    for command in commands {
        for event in FarmerAccount::decide(&state, command.clone()).unwrap() {
            FarmerAccount::evolve(&mut state, &event);
            events.push(event);
        }
    }
    events
}

/// 70 % for the farm, half of the price advanced, a tenth held back; one adoption of 1,680 yuan.
fn start() -> Vec<Command> {
    vec![agree(700, 500, 100), cover(1, 168_000)]
}

fn statement(commands: &[Command]) -> Statement {
    kernel::fold::<FarmerAccount>(&story(commands)).statement()
}

#[test]
fn terms_are_whole_parts_and_never_advance_what_cannot_be_earned() {
    for (share, cover, holdback) in [(1_001, 0, 0), (700, 701, 0), (700, 0, 1_001)] {
        given::<FarmerAccount>(&[])
            .when(agree(share, cover, holdback))
            .then_rejected(&Rejection::FarmerTermsInvalid);
    }
    let agreed = story(&[agree(700, 500, 100)]);
    given::<FarmerAccount>(&agreed)
        .when(agree(700, 500, 100))
        .then(&[]);
    assert_eq!(story(&[agree(700, 500, 100), agree(800, 500, 0)]).len(), 2);
    let used = story(&[start(), vec![grant(1, 1)]].concat());
    given::<FarmerAccount>(&used)
        .when(agree(800, 500, 100))
        .then_rejected(&Rejection::FarmerTermsInUse);
}

#[test]
fn without_terms_nothing_is_advanced_earned_or_paid() {
    for command in [
        grant(1, 1),
        earn(1, 1, 1),
        charge(1, 1),
        propose(),
        freeze(1),
    ] {
        given::<FarmerAccount>(&[])
            .when(command)
            .then_rejected(&Rejection::FarmerTermsMissing);
    }
}

#[test]
fn d17_a_tranche_stays_within_confirmed_adoptions_times_cover() {
    let begun = story(&start());
    given::<FarmerAccount>(&begun)
        .when(grant(1, 84_000))
        .then(&[Event::AdvanceGranted {
            payout: payout(1),
            amount: Money::fen(84_000),
            limit: Money::fen(84_000),
            at: at(),
        }]);
    let half = story(&[start(), vec![grant(1, 50_000)]].concat());
    given::<FarmerAccount>(&half)
        .when(grant(2, 34_001))
        .then_rejected(&Rejection::AdvanceAboveLimit {
            available: Money::fen(34_000),
        });
    given::<FarmerAccount>(&half)
        .when(grant(1, 50_000))
        .then(&[]);
    given::<FarmerAccount>(&half)
        .when(grant(1, 1))
        .then_rejected(&Rejection::RecordedOtherwise);
    given::<FarmerAccount>(&half)
        .when(grant(2, 0))
        .then_rejected(&Rejection::AmountNotPositive);
    let euros = Command::GrantAdvance {
        payout: payout(2),
        amount: Money::new(1, Currency::EUR),
        at: at(),
    };
    given::<FarmerAccount>(&half)
        .when(euros)
        .then_rejected(&Rejection::CurrencyDiffers);
}

#[test]
fn d17_a_cancelled_adoption_covers_nothing_and_a_failed_tranche_is_free_again() {
    let cancelled = story(&[start(), vec![grant(1, 50_000), uncover(1)]].concat());
    given::<FarmerAccount>(&cancelled)
        .when(grant(2, 1))
        .then_rejected(&Rejection::AdvanceAboveLimit {
            available: Money::fen(0),
        });
    given::<FarmerAccount>(&cancelled)
        .when(uncover(1))
        .then(&[]);
    let failed = story(&[start(), vec![grant(1, 84_000), not_paid(1)]].concat());
    assert_eq!(
        kernel::fold::<FarmerAccount>(&failed).available(),
        Money::fen(84_000)
    );
}

#[test]
fn e8_an_advance_is_earned_by_delivery_then_the_rest_is_held_back_and_paid() {
    let delivered = [
        start(),
        vec![
            grant(1, 50_000),
            paid(1),
            earn(1, 1, 84_000),
            earn(1, 2, 84_000),
        ],
    ]
    .concat();
    let after = statement(&delivered);
    assert_eq!(after.earned, Money::fen(117_600));
    assert_eq!(after.recovered, Money::fen(50_000));
    assert_eq!(after.held_back, Money::fen(6_760));
    assert_eq!(after.payable, Money::fen(60_840));
    let settled = [
        delivered,
        vec![
            charge(1, 840),
            propose(),
            agree_settlement(1, 2),
            paid(2),
            release_holdback(),
        ],
    ]
    .concat();
    let end = statement(&settled);
    assert_eq!(
        (end.charged, end.paid),
        (Money::fen(840), Money::fen(60_000))
    );
    assert_eq!(
        end.payable,
        Money::fen(6_760),
        "the holdback is payable now"
    );
}

#[test]
fn deciding_twice_is_quiet() {
    let all = story(
        &[
            start(),
            vec![
                grant(1, 50_000),
                paid(1),
                earn(1, 1, 168_000),
                charge(1, 840),
                freeze(2),
                release_holdback(),
                propose(),
            ],
        ]
        .concat(),
    );
    for command in [
        cover(1, 168_000),
        paid(1),
        earn(1, 1, 168_000),
        charge(1, 840),
        freeze(2),
        unfreeze(3),
        release_holdback(),
        propose(),
    ] {
        given::<FarmerAccount>(&all).when(command).then(&[]);
    }
    given::<FarmerAccount>(&all)
        .when(charge(1, 841))
        .then_rejected(&Rejection::RecordedOtherwise);
}

#[test]
fn d20_a_dispute_freezes_what_the_adoption_earned() {
    let earned = [
        start(),
        vec![cover(2, 168_000), earn(1, 1, 10_000), earn(2, 1, 10_000)],
    ]
    .concat();
    let frozen = statement(&[earned.clone(), vec![freeze(1)]].concat());
    assert_eq!(
        (frozen.frozen, frozen.payable),
        (Money::fen(6_300), Money::fen(6_300))
    );
    let free = statement(&[earned, vec![freeze(1), unfreeze(1)]].concat());
    assert_eq!(
        (free.frozen, free.payable),
        (Money::fen(0), Money::fen(12_600))
    );
}

#[test]
fn rejections_have_stable_codes() {
    for (rejection, code) in [
        (Rejection::FarmerTermsMissing, "farmer-terms-missing"),
        (Rejection::FarmerTermsInvalid, "farmer-terms-invalid"),
        (Rejection::FarmerTermsInUse, "farmer-terms-in-use"),
        (Rejection::CurrencyDiffers, "currency-differs"),
        (Rejection::RecordedOtherwise, "recorded-otherwise"),
        (Rejection::ReasonMissing, "reason-missing"),
    ] {
        assert_eq!(rejection.code(), code);
    }
}
