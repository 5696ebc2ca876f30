//! What cancelling comes to, told as facts in and steps out.

use proptest::prelude::*;

use super::*;

fn a_box(nth: u8, stage: BoxStage) -> BoxFacts {
    BoxFacts {
        box_id: BoxId::from_bytes([nth; 16]),
        nth,
        grams: Grams(10_000),
        stage,
    }
}

fn facts() -> Facts {
    Facts {
        owed: Money::fen(168_000),
        refundable: Money::fen(168_000),
        by_credit: Money::fen(0),
        gone_back: Money::fen(0),
        credited: Money::fen(0),
        carried: Money::fen(0),
        fee: None,
        boxes: (1..=4).map(|nth| a_box(nth, BoxStage::Planned)).collect(),
        boxes_left: 4,
        plate: false,
        offer: None,
        fruit_waiting: Grams::ZERO,
        disputed: false,
    }
}

#[test]
fn b14_with_nothing_packed_everything_goes_back() {
    let plan = plan(&facts());
    assert_eq!(
        plan.steps,
        [
            Step::EndAdoption,
            Step::FreeShare,
            Step::CancelBoxes {
                boxes: vec![1, 2, 3, 4],
                grams: Grams(40_000),
            },
            Step::Refund {
                amount: Money::fen(168_000),
            },
        ]
    );
    assert_eq!(plan.cancel.len(), 4);
}

#[test]
fn b14_what_is_on_its_way_is_kept_and_said() {
    let mut facts = facts();
    facts.boxes[0].stage = BoxStage::Delivered;
    facts.boxes[1].stage = BoxStage::Packed;
    facts.owed = Money::fen(126_000);
    facts.boxes_left = 3;
    let plan = plan(&facts);
    assert!(!plan.frees_share);
    assert_eq!(
        (plan.kept, plan.refund),
        (Money::fen(42_000), Money::fen(84_000))
    );
    let kept = |nth, stage, fen| Step::KeepBox {
        nth,
        stage,
        kept: Money::fen(fen),
    };
    assert!(plan.steps.contains(&kept(1, BoxStage::Delivered, 0)));
    assert!(plan.steps.contains(&kept(2, BoxStage::Packed, 42_000)));
}

#[test]
fn b15_after_a_partial_refund_it_is_still_exact() {
    let facts = Facts {
        owed: Money::fen(67_200),
        refundable: Money::fen(67_200),
        gone_back: Money::fen(100_800),
        ..facts()
    };
    let plan = plan(&facts);
    assert_eq!(plan.refund, Money::fen(67_200));
    assert!(plan.steps.contains(&Step::WentBack {
        amount: Money::fen(100_800),
    }));
}

#[test]
fn b14_credit_carry_over_fee_plate_and_offer_are_all_named() {
    let fee = LostFee {
        amount: Money::fen(1_008),
        bearer: FeeBearer::Platform,
    };
    let facts = Facts {
        owed: Money::fen(67_200),
        refundable: Money::fen(40_000),
        by_credit: Money::fen(27_200),
        credited: Money::fen(500),
        carried: Money::fen(100_800),
        fee: Some(fee),
        plate: true,
        offer: Some(2),
        fruit_waiting: Grams(5_000),
        ..facts()
    };
    let plan = plan(&facts);
    assert_eq!(
        (plan.refund, plan.credit),
        (Money::fen(140_800), Money::fen(27_200))
    );
    for step in [
        Step::WithdrawOffer { offer: 2 },
        Step::ForgetFruit {
            grams: Grams(5_000),
        },
        Step::ReturnCarried {
            amount: Money::fen(100_800),
        },
        Step::WasCredited {
            amount: Money::fen(500),
        },
        Step::LoseFee { fee },
        Step::TakePlateDown,
    ] {
        assert!(plan.steps.contains(&step), "{step:?}");
    }
}

#[test]
fn d20_money_waits_for_a_dispute() {
    let plan = plan(&Facts {
        disputed: true,
        ..facts()
    });
    assert_eq!(plan.refund, Money::fen(0));
    assert!(plan.steps.contains(&Step::WaitForDispute));
}

#[test]
fn another_plan_has_another_hash() {
    let (one, same) = (plan(&facts()), plan(&facts()));
    assert_eq!(one.hash(), same.hash());
    let other = plan(&Facts {
        plate: true,
        ..facts()
    });
    assert_ne!(one.hash(), other.hash());
}

proptest! {
    #[test]
    fn d12_d18_what_is_owed_is_kept_or_goes_back(
        owed in 0..200_000_i64,
        by_credit in 0..200_000_i64,
        carried in 0..50_000_i64,
        stages in prop::collection::vec(0..3_u8, 0..8),
    ) {
        let by_credit = by_credit.min(owed);
        let boxes: Vec<BoxFacts> = (1_u8..).zip(&stages).map(|(nth, stage)| {
            a_box(nth, [BoxStage::Planned, BoxStage::Packed, BoxStage::Delivered][usize::from(*stage)])
        }).collect();
        let left = boxes.iter().filter(|one| one.stage != BoxStage::Delivered).count();
        let facts = Facts {
            owed: Money::fen(owed),
            refundable: Money::fen(owed - by_credit),
            by_credit: Money::fen(by_credit),
            carried: Money::fen(carried),
            boxes,
            boxes_left: u8::try_from(left).unwrap(),
            ..facts()
        };
        let plan = plan(&facts);
        prop_assert_eq!(plan.refund.minor + plan.credit.minor + plan.kept.minor, owed + carried);
        prop_assert!(plan.refund.minor <= facts.refundable.minor + carried);
    }
}
