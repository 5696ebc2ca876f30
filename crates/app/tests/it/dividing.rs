//! A whole tree becomes parts: money, fruit and boxes are divided exactly, each part lives its own life.

use adoption::{adoption as bond, campaign::RiskClause, shortfall::Remedy, tree_share};
use app::{
    Error,
    commands::{adopt, splitting},
    permission::Identity,
    rejection::Rejection,
};
use kernel::{AdoptionId, Grams, Money};
use readmodels::garden::AdoptionStatus;

use crate::{
    harvesting::{allocated, at_harvest, harvested},
    losing::{after_frost, chosen},
    world::{World, code},
};

#[tokio::test]
async fn d12_each_part_of_a_divided_tree_gets_back_what_was_paid_for_it() {
    let world = World::new().await;
    let tree = world.tree(1).await;
    let campaign = world
        .campaign(&[tree], |terms| terms.price = Money::fen(168_001))
        .await;
    let buyer = world.person("buyer", None).await;
    let whole = world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&buyer);
    let (parts, _) = splitting::split(&world.app, &buyer.buyer(), &intent, whole, 4)
        .await
        .unwrap();
    assert_eq!((parts.len(), parts[0]), (4, whole));
    let again = splitting::split(&world.app, &buyer.buyer(), &intent, whole, 4)
        .await
        .unwrap();
    assert_eq!(again.0, parts, "a repeat is the same division");
    world.policies().await;
    let read = world.app.read();
    let rows: Vec<_> = parts
        .iter()
        .map(|part| read.adoption(*part).unwrap().unwrap())
        .collect();
    let sum: i64 = rows
        .iter()
        .map(|row| row.adoption.agreement.price.minor)
        .sum();
    assert_eq!(sum, 168_001);
    let numbers = rows.iter().map(|row| row.adoption.agreement.part);
    assert!(numbers.eq((1..=4).map(|number| tree_share::Part { number, of: 4 })));
    let books = read.trial_balance().unwrap();
    assert_eq!(books.iter().map(|line| line.balance).sum::<i64>(), 0);

    // The second, then the first: each gets its own part, and the rest stands.
    for (nth, part) in [(1, parts[1]), (0, parts[0])] {
        let intent = world.intent(&buyer);
        adopt::cancel(&world.app, &buyer.buyer(), &intent, part)
            .await
            .unwrap();
        world.policies().await;
        let row = read.adoption(part).unwrap().unwrap();
        let back: i64 = row.refunds.iter().map(|refund| refund.amount.minor).sum();
        assert_eq!(back, rows[nth].adoption.agreement.price.minor);
    }
    let stands = read.adoption(parts[2]).unwrap().unwrap();
    assert_eq!(stands.adoption.status, AdoptionStatus::Confirmed);
    let other = world.person("other", None).await;
    let refused = world.adopt(&other, campaign, tree).await;
    assert!(refused.is_err(), "parts of the tree are somebody's (D 1)");
    for part in [parts[2], parts[3]] {
        let intent = world.intent(&buyer);
        adopt::cancel(&world.app, &buyer.buyer(), &intent, part)
            .await
            .unwrap();
    }
    world.policies().await;
    let back: i64 = parts
        .iter()
        .flat_map(|part| read.adoption(*part).unwrap().unwrap().refunds)
        .map(|refund| refund.amount.minor)
        .sum();
    assert_eq!(back, 168_001, "every fen of it");
    world.adopt(&other, campaign, tree).await.unwrap();
}

#[tokio::test]
async fn only_a_whole_paid_tree_of_ones_own_is_divided() {
    let world = World::new().await;
    let [one, two] = [world.tree(1).await, world.tree(2).await];
    let whole = world.campaign(&[one], |terms| terms.boxes = 2).await;
    let halves = world
        .campaign(&[two], |terms| {
            terms.shares_per_tree = 2;
            terms.promised_grams = Grams(20_000);
        })
        .await;
    let buyer = world.person("buyer", None).await;
    let split = async |adoption, parts| {
        let intent = world.intent(&buyer);
        splitting::split(&world.app, &buyer.buyer(), &intent, adoption, parts)
            .await
            .unwrap_err()
    };
    let held = world.adopt(&buyer, whole, one).await.unwrap();
    let no = bond::Rejection::AdoptionNotConfirmed;
    assert!(matches!(split(held, 2).await, Error::Rejected(Rejection::Adoption(is)) if is == no));
    let payment = world.ready_to_pay(&buyer, held).await;
    world.captured(payment, "T1", world.app.now()).await;
    let few = bond::Rejection::BoxesTooFew { boxes: 2, parts: 4 };
    assert!(matches!(split(held, 4).await, Error::Rejected(Rejection::Adoption(is)) if is == few));
    let no = tree_share::Rejection::TreeShareNotDivisible;
    for parts in [0, 1, 3, 5] {
        let refused = split(held, parts).await;
        assert!(matches!(refused, Error::Rejected(Rejection::TreeShare(is)) if is == no));
    }
    let half = world.adopted(&buyer, halves, two).await;
    let refused = split(half, 2).await;
    assert!(matches!(refused, Error::Rejected(Rejection::TreeShare(is)) if is == no));
    let stranger = world.person("stranger", None).await;
    let intent = world.intent(&stranger);
    let refused = splitting::split(&world.app, &stranger.buyer(), &intent, held, 2).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}

async fn halved(world: &World, buyer: &Identity, whole: AdoptionId) -> Result<(), Error> {
    let intent = world.intent(buyer);
    splitting::split(&world.app, &buyer.buyer(), &intent, whole, 2).await?;
    world.policies().await;
    Ok(())
}

#[tokio::test]
async fn d13_a_tree_whose_loss_waits_for_a_choice_is_not_divided() {
    let (world, buyer, whole, ..) = after_frost(RiskClause::TopUp).await;
    let refused = halved(&world, &buyer, whole).await.unwrap_err();
    assert_eq!(code(&refused), "remedy-choice-open");
    assert_eq!(
        world.app.read().remedies_of(whole).unwrap().len(),
        1,
        "the offer stands as it was"
    );
    chosen(&world, &buyer, (whole, 1), Remedy::TopUp)
        .await
        .unwrap();
    // What was chosen for the whole has not come.
    let refused = halved(&world, &buyer, whole).await.unwrap_err();
    assert!(
        matches!(
            refused,
            Error::Rejected(Rejection::Adoption(bond::Rejection::FruitAwaited {
                grams: Grams(24_000)
            }))
        ),
        "{refused:?}"
    );
}

#[tokio::test]
async fn d13_a_tree_whose_loss_was_paid_for_is_not_divided() {
    for remedy in [Remedy::CarryOver, Remedy::Credit, Remedy::Refund] {
        let (world, buyer, whole, ..) = after_frost(RiskClause::CarryOver).await;
        chosen(&world, &buyer, (whole, 1), remedy).await.unwrap();
        let refused = halved(&world, &buyer, whole).await.unwrap_err();
        assert_eq!(code(&refused), "money-went-back", "{remedy:?}");
    }
}

#[tokio::test]
async fn d31_a_tree_that_was_given_picked_fruit_is_not_divided() {
    let (world, buyer, whole, tree) = at_harvest().await;
    let lot = harvested(&world, tree, 40_000).await;
    allocated(&world, lot).await;
    let refused = halved(&world, &buyer, whole).await.unwrap_err();
    assert_eq!(code(&refused), "fruit-given");
}
