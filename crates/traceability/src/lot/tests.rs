//! Rules of a harvest lot, told as given, when, then.

use kernel::{
    AdoptionId, BlockId, Grams, LotId, OrchardId, PersonId, Timestamp, TreeId, fold, testing::given,
};
use proptest::prelude::*;

use super::*;

mod bounds;
mod certificates;
mod correcting;
mod spoiling;
mod surplus;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_seconds(hour * 3600)
}

fn day(day: u32) -> Day {
    Day::new(2026, 11, day).unwrap()
}

fn tree(seed: u16) -> TreeId {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&seed.to_be_bytes());
    TreeId::from_bytes(bytes)
}

fn gave(seed: u16, grams: u64) -> TreeYield {
    TreeYield {
        tree: tree(seed),
        grams: Grams(grams),
    }
}

/// 84 kg of fruit in 6 kg of crates, from two trees.
fn picked() -> Harvest {
    Harvest {
        lot: LotId::from_bytes([1; 16]),
        code: "XF-20261128-A".into(),
        orchard: OrchardId::from_bytes([2; 16]),
        block: BlockId::from_bytes([3; 16]),
        picked_on: day(28),
        grade: Grade::First,
        gross: Grams(90_000),
        tare: Grams(6_000),
        yields: vec![gave(1, 40_001), gave(2, 43_999)],
        by: PersonId::from_bytes([4; 16]),
    }
}

fn record(harvest: Harvest) -> Command {
    Command::RecordHarvest {
        lot: harvest.lot,
        code: harvest.code,
        orchard: harvest.orchard,
        block: harvest.block,
        picked_on: harvest.picked_on,
        grade: harvest.grade,
        gross: harvest.gross,
        tare: harvest.tare,
        yields: harvest.yields,
        by: harvest.by,
        today: day(28),
    }
}

fn recorded(harvest: Harvest) -> Event {
    Event::LotHarvested {
        lot: harvest.lot,
        code: harvest.code.clone(),
        orchard: harvest.orchard,
        block: harvest.block,
        picked_on: harvest.picked_on,
        grade: harvest.grade,
        gross: harvest.gross,
        tare: harvest.tare,
        net: Grams(harvest.gross.0 - harvest.tare.0),
        yields: harvest.yields,
        by: harvest.by,
    }
}

fn certificate(number: &str) -> Certificate {
    Certificate {
        number: number.into(),
        product: "纽荷尔脐橙".into(),
        origin: "江西省赣州市信丰县".into(),
        producer: "圈橙果业合作社".into(),
        contact: "0797-0000000".into(),
        basis: CertificateBasis::OwnTest,
        issued_on: day(28),
    }
}

fn issue(certificate: Certificate) -> Command {
    Command::IssueCertificate {
        certificate,
        at: at(0),
    }
}

fn issued() -> Event {
    Event::CertificateIssued {
        certificate: certificate("GZ-0001"),
        at: at(0),
    }
}

fn share(who: u8, of_tree: u16, promised: u64) -> ShareClaim {
    ShareClaim {
        adoption: AdoptionId::from_bytes([who; 16]),
        tree: tree(of_tree),
        part: 1,
        of: 1,
        promised: Grams(promised),
        already: Grams::ZERO,
        guaranteed: Grams::ZERO,
    }
}

fn allocate(shares: Vec<ShareClaim>, hour: i64) -> Command {
    Command::AllocateLot {
        policy: Policy::OwnTree1,
        shares,
        at: at(hour),
    }
}

fn allocated() -> Event {
    Event::LotAllocated {
        lot: LotId::from_bytes([1; 16]),
        policy: Policy::OwnTree1,
        allocations: vec![Allocation {
            adoption: AdoptionId::from_bytes([7; 16]),
            tree: tree(1),
            grams: Grams(40_000),
        }],
        surplus: Grams(44_000),
        at: at(1),
    }
}

#[test]
fn a_harvest_is_recorded_with_its_net_weight() {
    let unordered = Harvest {
        yields: vec![gave(2, 43_999), gave(1, 40_001)],
        ..picked()
    };
    given::<Lot>(&[])
        .when(record(unordered))
        .then(&[recorded(picked())]);
}

#[test]
fn the_same_id_with_other_facts_is_refused() {
    let other = Harvest {
        grade: Grade::Second,
        ..picked()
    };
    given::<Lot>(&[recorded(picked())])
        .when(record(other))
        .then_rejected(&Rejection::LotExists);
}

#[test]
fn every_command_repeated_is_quiet() {
    let history = [recorded(picked()), issued(), allocated()];
    for command in [
        record(picked()),
        issue(certificate(" GZ-0001 ")),
        allocate(vec![share(7, 1, 40_000)], 99),
    ] {
        given::<Lot>(&history).when(command).then(&[]);
    }
}

#[test]
fn a_lot_code_fits_a_label() {
    for code in ["", "XF 1", "橙1", "ABCDEFGHIJKLMNOPQRSTU"] {
        let harvest = Harvest {
            code: code.into(),
            ..picked()
        };
        given::<Lot>(&[])
            .when(record(harvest))
            .then_rejected(&Rejection::CodeInvalid);
    }
}

#[test]
fn there_is_fruit_beside_the_crates() {
    for (gross, tare) in [(6_000, 6_000), (5_000, 6_000), (0, 0)] {
        let harvest = Harvest {
            gross: Grams(gross),
            tare: Grams(tare),
            ..picked()
        };
        given::<Lot>(&[])
            .when(record(harvest))
            .then_rejected(&Rejection::TareInvalid);
    }
}

#[test]
fn d31_the_trees_gave_what_the_scales_say() {
    let harvest = Harvest {
        yields: vec![gave(1, 40_000), gave(2, 43_999)],
        ..picked()
    };
    given::<Lot>(&[])
        .when(record(harvest))
        .then_rejected(&Rejection::YieldsDiffer {
            yields: Grams(83_999),
            net: Grams(84_000),
        });
}

#[test]
fn a_lot_comes_from_1_to_500_trees_each_named_once() {
    let of = |yields: Vec<TreeYield>| Harvest {
        gross: Grams(6_000 + yields.iter().map(|one| one.grams.0).sum::<u64>().max(1)),
        yields,
        ..picked()
    };
    let many = |count| (1..=count).map(|seed| gave(seed, 100)).collect();
    for yields in [vec![], vec![gave(1, 5), gave(2, 5), gave(1, 5)], many(501)] {
        given::<Lot>(&[])
            .when(record(of(yields)))
            .then_rejected(&Rejection::TreesInvalid { max: 500 });
    }
    given::<Lot>(&[])
        .when(record(of(many(500))))
        .then(&[recorded(of(many(500)))]);
}

#[test]
fn fruit_is_picked_today_or_before() {
    let harvest = Harvest {
        picked_on: day(29),
        ..picked()
    };
    given::<Lot>(&[])
        .when(record(harvest))
        .then_rejected(&Rejection::PickedInFuture);
}

#[test]
fn a_lot_is_divided_once() {
    given::<Lot>(&[recorded(picked())])
        .when(allocate(vec![share(7, 1, 40_000)], 1))
        .then(&[allocated()]);
    given::<Lot>(&[recorded(picked()), allocated()])
        .when(allocate(vec![share(7, 1, 50_000)], 1))
        .then_rejected(&Rejection::LotAlreadyAllocated);
}

#[test]
fn a_lot_that_nobody_claims_is_all_surplus() {
    let events = Lot::decide(
        &fold::<Lot>(&[recorded(picked())]),
        allocate(vec![share(7, 9, 40_000)], 1),
    )
    .unwrap();
    let [
        Event::LotAllocated {
            allocations,
            surplus,
            ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((allocations.len(), *surplus), (0, Grams(84_000)));
}

#[test]
fn an_unknown_lot_is_neither_certified_nor_divided() {
    for command in [issue(certificate("GZ-0001")), allocate(vec![], 1)] {
        given::<Lot>(&[])
            .when(command)
            .then_rejected(&Rejection::LotUnknown);
    }
}

proptest! {
    #[test]
    fn d31_d35_a_large_division_is_told_in_full_and_reruns_quietly(
        trees in 1_u16..=500, parts in 1_u8..=4, promised in 1_u64..30_000,
    ) {
        let harvest = Harvest {
            gross: Grams(6_000 + u64::from(trees) * 40_000),
            yields: (1..=trees).map(|seed| gave(seed, 40_000)).collect(),
            ..picked()
        };
        let shares: Vec<_> = (1..=trees)
            .flat_map(|seed| (1..=parts).map(move |part| (seed, part)))
            .map(|(seed, part)| ShareClaim {
                adoption: AdoptionId::from_bytes([&[part][..], &tree(seed).as_bytes()[..15]].concat().try_into().unwrap()),
                part,
                of: parts,
                ..share(1, seed, promised)
            })
            .collect();
        let mut history = vec![recorded(harvest)];
        let events = Lot::decide(&fold::<Lot>(&history), allocate(shares.clone(), 1)).unwrap();
        let sizes = events.iter().map(|event| serde_json::to_string(event).unwrap().len());
        prop_assert!(sizes.max().unwrap() < 60 * 1024, "an event must fit the log's 64 KiB");
        history.extend(events);
        let state = fold::<Lot>(&history);
        let (_, division) = state.division.clone().unwrap();
        let given: Grams = division.allocations.iter().map(|one| one.grams).sum();
        prop_assert_eq!(given.plus(division.surplus), state.harvest.as_ref().unwrap().net());
        prop_assert_eq!(division.allocations.len(), usize::from(trees) * usize::from(parts));
        prop_assert_eq!(Lot::decide(&state, allocate(shares, 2)), Ok(vec![]));
    }
}
