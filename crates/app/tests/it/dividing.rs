//! A whole tree becomes parts: money, fruit and boxes are divided exactly, each part lives its own life.

use adoption::{adoption as bond, tree_share};
use app::{
    Error,
    commands::{adopt, splitting},
    rejection::Rejection,
};
use kernel::Money;
use readmodels::garden::AdoptionStatus;

use crate::world::World;

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
            terms.promised_grams = kernel::Grams(20_000);
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
