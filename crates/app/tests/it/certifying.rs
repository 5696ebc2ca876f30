//! Certificates over lots: one for all that was mixed, the old ones kept, the words that were in force.

use app::{
    Error,
    commands::{certificates, corrections},
    rejection::Rejection,
};
use kernel::{LotId, TreeId};
use traceability::{
    certificate_form::Wording,
    lot::{self, Certificate, CertificateBasis, ReissueCause},
};

use crate::{
    harvesting::{allocated, at_harvest, certified, harvested, locked, packed, planned},
    world::{World, day},
};

fn paper(number: &str) -> Certificate {
    Certificate {
        number: number.into(),
        product: "脐橙".into(),
        origin: "江西省寻乌县留车镇".into(),
        producer: "三标合作社".into(),
        contact: "0797-1234567".into(),
        basis: CertificateBasis::InternalControl,
        issued_on: day("2026-11-29"),
    }
}

async fn reissued(
    world: &World,
    lots: &[LotId],
    number: &str,
    cause: ReissueCause,
) -> Result<(), Error> {
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    let what = (paper(number), cause);
    certificates::reissue(&world.app, &farmer, &intent, lots, what).await?;
    world.caught_up().await;
    Ok(())
}

async fn lot_of(world: &World, tree: TreeId, grams: u64) -> LotId {
    let lot = harvested(world, tree, grams).await;
    certified(world, lot).await;
    lot
}

#[tokio::test]
async fn lots_that_were_mixed_share_a_new_certificate_and_keep_their_old_ones() {
    let (world, _, _, tree) = at_harvest().await;
    let one = lot_of(&world, tree, 30_000).await;
    let other = lot_of(&world, world.tree(2).await, 20_000).await;
    reissued(&world, &[one, other], "HG-2026-0100", ReissueCause::Mixed)
        .await
        .unwrap();
    for (lot, mixed_with) in [(one, other), (other, one)] {
        let rows = world.app.read().certificates_of(lot).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].certificate, paper("HG-2026-0100"));
        assert_eq!(
            (rows[0].replaced, &rows[0].mixed_with),
            (None, &vec![mixed_with])
        );
        assert_eq!(rows[1].certificate.number, "HG-2026-0001");
        let (_, cause) = rows[1].replaced.unwrap();
        assert_eq!(cause, ReissueCause::Mixed);
        let row = world.app.read().lot(lot).unwrap().unwrap();
        assert_eq!(row.certificate, Some(paper("HG-2026-0100")));
    }
}

#[tokio::test]
async fn all_lots_get_the_new_certificate_or_none() {
    let (world, _, _, tree) = at_harvest().await;
    let one = lot_of(&world, tree, 30_000).await;
    let bare = harvested(&world, world.tree(2).await, 20_000).await;
    let refused = reissued(&world, &[one, bare], "HG-2", ReissueCause::Mixed).await;
    let missing = lot::Rejection::CertificateMissing;
    assert!(
        matches!(&refused, Err(Error::Rejected(Rejection::Lot(no))) if *no == missing),
        "{refused:?}"
    );
    let none: &[LotId] = &[];
    for (lots, cause) in [
        (none, ReissueCause::Mixed),
        (&[one; 21], ReissueCause::Mixed),
    ] {
        let refused = reissued(&world, lots, "HG-2", cause).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let unknown = [one, LotId::from_bytes([9; 16])];
    let refused = reissued(&world, &unknown, "HG-2", ReissueCause::Mixed).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(world.app.read().certificates_of(one).unwrap().len(), 1);
}

#[tokio::test]
async fn a_certificate_keeps_the_words_and_the_weight_it_was_issued_with() {
    let (world, _, _, tree) = at_harvest().await;
    let lot = lot_of(&world, tree, 30_000).await;
    let wording = Wording {
        promise: "不使用禁用农药。".into(),
        ..Wording::default()
    };
    let intent = world.intent(&world.operator);
    certificates::revise_wording(&world.app, &world.operator(), &intent, wording.clone())
        .await
        .unwrap();
    reissued(&world, &[lot], "HG-2", ReissueCause::Corrected)
        .await
        .unwrap();
    let read = world.app.read();
    let rows = read.certificates_of(lot).unwrap();
    assert_eq!((rows[0].wording, rows[1].wording), (1, 0));
    assert_eq!(rows[0].grams.0, 30_000);
    assert_eq!(read.certificate_wording(1).unwrap(), wording);
    assert_eq!(read.certificate_wording(0).unwrap(), Wording::default());
    assert_eq!(read.certificate_wording_version().unwrap(), 1);
}

#[tokio::test]
async fn d32_nothing_is_packed_of_a_lot_that_was_never_picked_although_it_was_certified() {
    let (world, buyer, adoption, tree) = at_harvest().await;
    let lot = lot_of(&world, tree, 30_000).await;
    let farmer = world.operator.farmer(world.orchard).unwrap();
    let intent = world.intent(&world.operator);
    corrections::harvest(&world.app, &farmer, &intent, lot, None, "数错了")
        .await
        .unwrap();
    world.caught_up().await;
    let good = lot_of(&world, tree, 30_000).await;
    allocated(&world, good).await;
    let boxes = planned(&world, &buyer, adoption).await;
    locked(&world, adoption, boxes.clone()).await;
    let at = (adoption, boxes[0]);
    assert!(packed(&world, at, lot, 5_000).await.is_err());
    packed(&world, at, good, 10_000).await.unwrap();
}
