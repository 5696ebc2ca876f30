//! From the scale to the door: lot, certificate, allocation, boxes, parcels.

use app::{
    Error,
    address::Address,
    commands::{
        adopt,
        boxes::{self, BoxWish},
        harvest::{self, Harvest},
        parcels,
    },
    permission::Identity,
    rejection::Rejection,
};
use fulfilment::{
    box_plan::{self, LotGrams},
    parcel::{self, ScanStatus},
};
use kernel::{AdoptionId, BoxId, Grams, LotId, TreeId};
use readmodels::garden::AdoptionStatus;
use traceability::lot::{Certificate, CertificateBasis, Grade, TreeYield};

use crate::world::{World, day, moment};

pub(crate) async fn harvested(world: &World, tree: TreeId, grams: u64) -> LotId {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let wish = Harvest {
        code: "L-1128".into(),
        block: world.block,
        picked_on: day("2026-11-28"),
        grade: Grade::First,
        gross: Grams(grams + 2_000),
        tare: Grams(2_000),
        yields: vec![TreeYield {
            tree,
            grams: Grams(grams),
        }],
    };
    let intent = world.intent(&world.operator);
    harvest::record(&world.app, &farmer, &intent, wish)
        .await
        .unwrap()
        .0
}

pub(crate) async fn certified(world: &World, lot: LotId) {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let certificate = Certificate {
        number: "HG-2026-0001".into(),
        product: "脐橙".into(),
        origin: "江西省寻乌县留车镇".into(),
        producer: "三标合作社".into(),
        contact: "0797-1234567".into(),
        basis: CertificateBasis::OwnTest,
        issued_on: day("2026-11-28"),
    };
    let intent = world.intent(&world.operator);
    harvest::issue_certificate(&world.app, &farmer, &intent, lot, certificate)
        .await
        .unwrap();
}

pub(crate) async fn allocated(world: &World, lot: LotId) {
    let intent = world.intent(&world.operator);
    harvest::allocate(&world.app, &world.operator(), &intent, lot)
        .await
        .unwrap();
    world.policies().await;
}

pub(crate) fn address() -> Address {
    Address {
        recipient: "林晓满".into(),
        phone: "13800138000".into(),
        province: "浙江省".into(),
        city: "杭州市".into(),
        district: "西湖区".into(),
        street: "龙井路 1 号".into(),
    }
}

pub(crate) async fn planned(world: &World, buyer: &Identity, adoption: AdoptionId) -> Vec<BoxId> {
    let wish = BoxWish {
        from: None,
        until: None,
        address: address(),
    };
    let intent = world.intent(buyer);
    boxes::plan(&world.app, &buyer.buyer(), &intent, adoption, vec![wish])
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    row.boxes.iter().map(|planned| planned.box_id).collect()
}

pub(crate) async fn locked(world: &World, adoption: AdoptionId, all: Vec<BoxId>) {
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    boxes::lock_addresses(&world.app, &packer, &intent, adoption, all)
        .await
        .unwrap();
}

pub(crate) async fn packed(
    world: &World,
    at: (AdoptionId, BoxId),
    lot: LotId,
    grams: u64,
) -> Result<kernel::ParcelId, Error> {
    let packer = world.operator.packer(world.orchard).unwrap();
    let contents = vec![LotGrams {
        lot,
        grams: Grams(grams),
    }];
    let intent = world.intent(&world.operator);
    Ok(parcels::pack(&world.app, &packer, &intent, at, contents)
        .await?
        .0)
}

/// A confirmed adoption at harvest time.
pub(crate) async fn at_harvest() -> (World, Identity, AdoptionId, TreeId) {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    world.clock.set(moment("2026-11-29T02:00:00Z"));
    (world, buyer, adoption, tree)
}

#[tokio::test]
async fn the_fruit_of_the_tree_reaches_the_door_and_completes_the_adoption() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 46_200).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let all = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, all.clone()).await;
    let packer = world.operator.packer(world.orchard).unwrap();
    for (index, box_id) in all.iter().enumerate() {
        let parcel = packed(&world, (adoption, *box_id), lot, 10_000)
            .await
            .unwrap();
        let carrier = ("SF".to_owned(), format!("SF10000{index}"));
        let intent = world.intent(&world.operator);
        parcels::hand_over(&world.app, &packer, &intent, parcel, carrier)
            .await
            .unwrap();
        let intent = world.intent(&world.operator);
        parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now())
            .await
            .unwrap();
    }
    world.policies().await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    assert_eq!(row.adoption.status, AdoptionStatus::Completed);
    let books = world.app.read().trial_balance().unwrap();
    let owed = books
        .iter()
        .find(|row| row.account == "liabilities:undelivered")
        .unwrap();
    assert_eq!(owed.balance, 0);
    let income = books
        .iter()
        .find(|row| row.account == "income:fruit")
        .unwrap();
    assert_eq!(income.balance, -168_000);
}

#[tokio::test]
async fn d32_d33_nothing_ships_uncertified_or_beyond_the_entitlement() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 30_000).await;
    allocated(&world, lot).await;
    let all = planned(&world, &buyer, adoption).await;
    let refusal = |answer: Result<_, Error>| match answer {
        Err(Error::Rejected(Rejection::BoxPlan(no))) => no,
        other => unreachable!("{other:?}"),
    };
    let first = (adoption, all[0]);
    let open = refusal(packed(&world, first, lot, 10_000).await);
    assert_eq!(open, box_plan::Rejection::AddressNotLocked);
    locked(&world, adoption, all.clone()).await;
    let bare = refusal(packed(&world, first, lot, 10_000).await);
    assert_eq!(bare, box_plan::Rejection::LotNotCertified { lot });
    certified(&world, lot).await;
    packed(&world, first, lot, 25_000).await.unwrap();
    let above = refusal(packed(&world, (adoption, all[1]), lot, 10_000).await);
    let available = Grams(5_000);
    assert_eq!(
        above,
        box_plan::Rejection::AboveEntitlement { lot, available }
    );
}

#[tokio::test]
async fn d40_a_scan_out_of_order_is_kept_and_moves_nothing_back() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 40_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let all = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, all.clone()).await;
    let parcel = packed(&world, (adoption, all[0]), lot, 10_000)
        .await
        .unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let early = parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now()).await;
    assert!(matches!(
        early,
        Err(Error::Rejected(Rejection::Parcel(
            parcel::Rejection::ParcelNotHandedOver
        )))
    ));
    let intent = world.intent(&world.operator);
    let carrier = ("SF".to_owned(), "SF1".to_owned());
    parcels::hand_over(&world.app, &packer, &intent, parcel, carrier)
        .await
        .unwrap();
    for status in [ScanStatus::Delivered, ScanStatus::InTransit] {
        let intent = world.intent(&world.operator);
        let scan = (status, world.app.now());
        parcels::scan(&world.app, &packer, &intent, parcel, scan)
            .await
            .unwrap();
    }
    world.caught_up().await;
    let row = world.app.read().parcel(parcel).unwrap().unwrap();
    assert!(row.delivered_at.is_some());
}

#[tokio::test]
async fn d39_a_locked_address_stays_and_an_open_one_can_change() {
    let (world, buyer, adoption, _) = at_harvest().await;
    let all = planned(&world, &buyer, adoption).await;
    let who = buyer.buyer();
    let moved = Address {
        city: "宁波市".into(),
        ..address()
    };
    let intent = world.intent(&buyer);
    boxes::change_address(&world.app, &who, &intent, (adoption, all[0]), moved.clone())
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().adoption(adoption).unwrap().unwrap();
    let opened = world
        .app
        .open_address(buyer.person(), adoption, all[0], &row.boxes[0].address)
        .unwrap();
    assert_eq!(opened.unwrap().city, "宁波市");
    locked(&world, adoption, all.clone()).await;
    let intent = world.intent(&buyer);
    let late = boxes::change_address(&world.app, &who, &intent, (adoption, all[0]), moved).await;
    assert!(matches!(
        late,
        Err(Error::Rejected(Rejection::BoxPlan(
            box_plan::Rejection::AddressLocked
        )))
    ));
}

#[tokio::test]
async fn d18_a_cancelled_adoption_gets_no_fruit() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 40_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let all = planned(&world, &buyer, adoption).await;
    let intent = world.intent(&buyer);
    adopt::cancel(&world.app, &buyer.buyer(), &intent, adoption)
        .await
        .unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let lock = boxes::lock_addresses(&world.app, &packer, &intent, adoption, all.clone()).await;
    assert!(
        matches!(lock, Err(Error::Rejected(Rejection::Adoption(_)))),
        "{lock:?}"
    );
    let pack = packed(&world, (adoption, all[0]), lot, 10_000).await;
    assert!(
        matches!(pack, Err(Error::Rejected(Rejection::Adoption(_)))),
        "{pack:?}"
    );
    let second = harvested(&world, tree, 40_000).await;
    allocated(&world, second).await;
    let row = world.app.read().lot(second).unwrap().unwrap();
    assert_eq!(row.surplus, Grams(40_000), "nobody has a claim any more");
}

#[tokio::test]
async fn a_box_is_wanted_within_the_ship_window_and_a_scan_is_not_from_tomorrow() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let wish = BoxWish {
        from: Some(day("1970-01-01")),
        until: None,
        address: address(),
    };
    let intent = world.intent(&buyer);
    let early = boxes::plan(&world.app, &buyer.buyer(), &intent, adoption, vec![wish]).await;
    assert!(matches!(early, Err(Error::Invalid(no)) if no[0].code == "outside-ship-window"));
    let lot = harvested(&world, tree, 40_000).await;
    certified(&world, lot).await;
    allocated(&world, lot).await;
    let all = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, all.clone()).await;
    let parcel = packed(&world, (adoption, all[0]), lot, 10_000)
        .await
        .unwrap();
    let packer = world.operator.packer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let scan = (ScanStatus::InTransit, world.app.now().plus_days(1));
    let ahead = parcels::scan(&world.app, &packer, &intent, parcel, scan).await;
    assert!(matches!(ahead, Err(Error::Invalid(no)) if no[0].code == "in-the-future"));
}
