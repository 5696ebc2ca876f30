//! Papers that answer a dispute: kept sealed for the payer, of few forms, and noise once the payer is erased (B 21).

use app::{
    Error,
    commands::{
        disputes::{self, Case},
        evidence,
        payments::payment_of,
        people,
    },
};
use kernel::{DisputeId, Money};
use settlement::dispute::{DisputeReason, DocumentKind, Media};

use crate::world::World;

const PAPER: &[u8] = b"%PDF-1.4 signed";

async fn disputed(world: &World) -> (app::permission::Identity, DisputeId) {
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let adoption = world.adopted(&buyer, campaign, tree).await;
    let case = Case {
        case: "dp_1".into(),
        amount: Money::fen(168_000),
        reason: DisputeReason::NotReceived,
        respond_by: world.app.now().plus_days(7),
    };
    let intent = world.intent(&world.operator);
    let payment = payment_of(adoption);
    let opened = disputes::open(&world.app, &world.operator(), &intent, payment, case).await;
    world.policies().await;
    (buyer, opened.unwrap().0)
}

async fn attach(world: &World, dispute: DisputeId, file: &[u8]) -> Result<(), Error> {
    let intent = world.intent(&world.operator);
    let paper = (DocumentKind::Shipping, file.to_vec());
    evidence::attach(&world.app, &world.operator(), &intent, dispute, paper).await?;
    world.caught_up().await;
    Ok(())
}

async fn submit(world: &World, dispute: DisputeId) -> Result<(), Error> {
    let intent = world.intent(&world.operator);
    let note = "签收照片".to_owned();
    evidence::submit(&world.app, &world.operator(), &intent, dispute, note).await?;
    world.caught_up().await;
    Ok(())
}

#[tokio::test]
async fn b21_a_paper_is_kept_as_it_was_and_handed_in_after_a_person_submitted_it() {
    let world = World::new().await;
    let (_, dispute) = disputed(&world).await;
    let none = submit(&world, dispute).await.unwrap_err();
    assert!(matches!(none, Error::Rejected(rule) if rule.code() == "documents-invalid"));
    let other = attach(&world, dispute, b"GIF89a").await.unwrap_err();
    assert!(matches!(other, Error::Invalid(_)), "{other}");
    attach(&world, dispute, PAPER).await.unwrap();
    let who = world.operator.auditor().unwrap();
    let kept = evidence::show(&world.app, &who, dispute, DocumentKind::Shipping);
    assert_eq!(kept.await.unwrap(), Some((Media::Pdf, PAPER.to_vec())));
    let missing = evidence::show(&world.app, &who, dispute, DocumentKind::Receipt).await;
    assert!(matches!(missing, Err(Error::NotFound)));
    let early = evidence::to_hand_in(&world.app, dispute).await.unwrap();
    assert!(early.is_none(), "nobody submitted it");
    submit(&world, dispute).await.unwrap();
    let found = evidence::to_hand_in(&world.app, dispute).await.unwrap();
    let found = found.expect("it waits");
    assert_eq!(
        (found.case.as_str(), found.note.as_str()),
        ("dp_1", "签收照片")
    );
    assert_eq!(found.documents.len(), 1);
    assert_eq!(found.documents[0].1, PAPER);
    evidence::handed_in(&world.app, dispute).await.unwrap();
    let after = evidence::to_hand_in(&world.app, dispute).await.unwrap();
    assert!(after.is_none(), "once");
    let late = attach(&world, dispute, PAPER).await.unwrap_err();
    assert!(matches!(late, Error::Rejected(rule) if rule.code() == "evidence-handed-in"));
}

#[tokio::test]
async fn d45_the_papers_of_an_erased_payer_are_noise() {
    let world = World::new().await;
    let (buyer, dispute) = disputed(&world).await;
    attach(&world, dispute, PAPER).await.unwrap();
    submit(&world, dispute).await.unwrap();
    let intent = world.intent(&world.operator);
    people::erase(&world.app, &intent, buyer.person())
        .await
        .unwrap();
    let who = world.operator.auditor().unwrap();
    let kept = evidence::show(&world.app, &who, dispute, DocumentKind::Shipping).await;
    assert_eq!(kept.unwrap(), None);
    let found = evidence::to_hand_in(&world.app, dispute).await.unwrap();
    assert!(found.is_none());
}
