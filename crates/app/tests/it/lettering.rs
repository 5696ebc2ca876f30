//! Letters and consent: who is told, once, and never against their word.

use std::{
    io,
    panic::AssertUnwindSafe,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use adoption::handover;
use app::{
    commands::{
        contacts::{self, Link},
        handovers::{self, Offer},
        letters,
        losses::Trees,
        people,
    },
    permission::Identity,
    ports::{Commission, LetterWriter, Mailer, Outgoing, Unwritten},
    post::{Post, Step},
};
use community::{
    contact::Purpose,
    letter::{Failure, Kind},
};
use futures_util::FutureExt;
use kernel::{LetterId, LossId, PersonId};
use parking_lot::Mutex;
use readmodels::letters::LetterState;
use traceability::loss::Finding;

use crate::{
    losing::{assessed, corrected, declared},
    world::{World, acceptance},
};

/// Writes the kind and nothing else.
struct Plain;

impl LetterWriter for Plain {
    fn write(&self, commission: &Commission) -> Result<Outgoing, Unwritten> {
        Ok(Outgoing {
            letter: commission.letter,
            person: commission.person,
            email: commission.email.clone(),
            message: format!("{:?}", commission.kind).into_bytes(),
        })
    }
}

/// Remembers what it carried.
#[derive(Default)]
struct Bag {
    carried: Mutex<Vec<(LetterId, String, String)>>,
    forgotten: Mutex<Vec<PersonId>>,
    fails: Mutex<Option<Failure>>,
    may_repeat: AtomicBool,
    people: Mutex<Vec<PersonId>>,
}

impl Mailer for Bag {
    fn may_repeat(&self) -> bool {
        self.may_repeat.load(Ordering::Acquire)
    }

    fn send(&self, letter: &Outgoing) -> Result<(), Failure> {
        if let Some(failure) = *self.fails.lock() {
            return Err(failure);
        }
        let words = String::from_utf8(letter.message.clone()).unwrap();
        self.carried
            .lock()
            .push((letter.letter, letter.email.clone(), words));
        self.people.lock().push(letter.person);
        Ok(())
    }

    fn forget(&self, is_known: &dyn Fn(PersonId) -> bool) -> io::Result<()> {
        let gone: Vec<_> = self
            .people
            .lock()
            .iter()
            .copied()
            .filter(|one| !is_known(*one))
            .collect();
        self.forgotten.lock().extend(gone);
        Ok(())
    }
}

impl Bag {
    fn kinds(&self) -> Vec<String> {
        self.carried
            .lock()
            .iter()
            .map(|(_, _, words)| words.clone())
            .collect()
    }
}

fn post(world: &World, bag: &Arc<Bag>) -> Post {
    Post::new(world.app.clone(), Arc::new(Plain), bag.clone())
}

async fn send(world: &World, bag: &Arc<Bag>) {
    world.policies().await;
    post(world, bag).send_due(100).await.unwrap();
    world.caught_up().await;
}

/// Gives an address and verifies it.
async fn reachable(world: &World, who: &Identity, email: &str) {
    let intent = world.intent(who);
    contacts::give_email(&world.app, &who.buyer(), &intent, email)
        .await
        .unwrap();
    world.caught_up().await;
    let contact = world.app.read().contact(who.person()).unwrap().unwrap();
    let link = Link::Verify {
        person: who.person(),
        email: contacts::email_hash(&contact.email.unwrap()),
        until: world.app.now().plus_days(1),
    };
    let shown = contacts::signed_link(&world.app, &link);
    contacts::verify_email(&world.app, &world.intent(who), &shown)
        .await
        .unwrap();
    world.caught_up().await;
}

#[tokio::test]
async fn an_address_is_asked_before_anything_else_goes_there() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let bag = Arc::new(Bag::default());
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    world.adopted(&buyer, campaign, tree).await;
    send(&world, &bag).await;
    assert_eq!(bag.kinds(), Vec::<String>::new(), "nobody gave an address");
    let intent = world.intent(&buyer);
    contacts::give_email(&world.app, &buyer.buyer(), &intent, "li@example.org")
        .await
        .unwrap();
    send(&world, &bag).await;
    assert_eq!(bag.kinds(), ["VerifyEmail"]);
    assert_eq!(bag.carried.lock()[0].1, "li@example.org");
}

#[tokio::test]
async fn who_adopts_is_told_each_step_once() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let bag = Arc::new(Bag::default());
    reachable(&world, &buyer, "li@example.org").await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    world.adopted(&buyer, campaign, tree).await;
    send(&world, &bag).await;
    send(&world, &bag).await;
    assert_eq!(
        bag.kinds(),
        ["VerifyEmail", "OrderHeld", "AdoptionConfirmed"]
    );
    // The policies look at the whole log again: nobody is told a second time.
    std::fs::remove_file(world.folder.path().join("policies.position")).unwrap();
    send(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 3);
}

#[tokio::test]
async fn d08_without_consent_no_news_and_opting_out_counts_at_once() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let bag = Arc::new(Bag::default());
    reachable(&world, &buyer, "li@example.org").await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    world.adopted(&buyer, campaign, tree).await;
    world.photo(tree, 40).await;
    world.pass(60 * 24 * 8).await;
    send(&world, &bag).await;
    assert!(!bag.kinds().contains(&"News".to_owned()), "nobody agreed");
    let agree = |agrees| {
        let (app, who, intent) = (world.app.clone(), buyer.buyer(), world.intent(&buyer));
        async move {
            contacts::set_consent(&app, &who, &intent, Purpose::News, agrees)
                .await
                .unwrap()
        }
    };
    agree(true).await;
    world.caught_up().await;
    world.photo(tree, 80).await;
    world.photo(tree, 120).await;
    // The letter is due on Monday; before that the reader opts out.
    agree(false).await;
    world.pass(60 * 24 * 8).await;
    send(&world, &bag).await;
    assert!(
        !bag.kinds().contains(&"News".to_owned()),
        "opted out in between"
    );
    agree(true).await;
    world.caught_up().await;
    world.photo(tree, 160).await;
    world.photo(tree, 200).await;
    world.pass(60 * 24 * 8).await;
    send(&world, &bag).await;
    let news = bag.kinds().iter().filter(|kind| *kind == "News").count();
    assert_eq!(news, 1, "two photos, one letter");
}

#[tokio::test]
async fn policies_that_begin_again_in_another_week_write_no_second_news() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    reachable(&world, &buyer, "li@example.org").await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    world.adopted(&buyer, campaign, tree).await;
    let intent = world.intent(&buyer);
    contacts::set_consent(&world.app, &buyer.buyer(), &intent, Purpose::News, true)
        .await
        .unwrap();
    world.caught_up().await;
    // A Sunday.
    world.photo(tree, 40).await;
    world.policies().await;
    let written = world.app.log().durable_position();
    world.clock.advance_seconds(24 * 3_600);
    std::fs::remove_file(world.folder.path().join("policies.position")).unwrap();
    world.policies().await;
    assert_eq!(world.app.log().durable_position(), written);
}

#[tokio::test]
async fn one_click_ends_what_it_names_without_signing_in() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    for purpose in Purpose::ALL {
        let intent = world.intent(&buyer);
        contacts::set_consent(&world.app, &buyer.buyer(), &intent, purpose, true)
            .await
            .unwrap();
    }
    let link = Link::Unsubscribe {
        person: buyer.person(),
        purpose: Purpose::News,
    };
    let shown = contacts::signed_link(&world.app, &link);
    let intent = world.intent(&buyer);
    assert_eq!(
        contacts::unsubscribe(&world.app, &intent, &shown)
            .await
            .unwrap(),
        Purpose::News
    );
    world.caught_up().await;
    let contact = world.app.read().contact(buyer.person()).unwrap().unwrap();
    assert_eq!(contact.purposes, [Purpose::Offers]);
    let forged = format!("{shown}x");
    let intent = world.intent(&buyer);
    assert!(
        contacts::unsubscribe(&world.app, &intent, &forged)
            .await
            .is_err()
    );
}

/// The program ends right after the letter was handed over, before that is recorded.
async fn crash_after_sending(world: &World, bag: &Arc<Bag>) {
    world.policies().await;
    let post = post(world, bag).on_step(|step| {
        assert!(
            !matches!(step, Step::AfterSending(_)),
            "the program ends here"
        );
    });
    let ended = AssertUnwindSafe(post.send_due(100)).catch_unwind().await;
    assert!(ended.is_err(), "it was ended");
    world.caught_up().await;
}

#[tokio::test]
async fn a_crash_between_sending_and_recording_never_makes_two_letters() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let intent = world.intent(&buyer);
    contacts::give_email(&world.app, &buyer.buyer(), &intent, "li@example.org")
        .await
        .unwrap();
    let bag = Arc::new(Bag::default());
    crash_after_sending(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 1);
    send(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 1, "it may still be under way");
    world.pass(10).await;
    send(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 1, "nobody knows, so a person decides");
    let troubles = world.app.read().letters_in_trouble(10).unwrap();
    assert_eq!(
        (troubles[0].state, troubles[0].failure),
        (LetterState::GivenUp, Some(Failure::Uncertain))
    );
    let intent = world.intent(&world.operator);
    letters::send_again(&world.app, &world.operator(), &intent, troubles[0].letter)
        .await
        .unwrap();
    send(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 2, "a person decided");
    assert!(world.app.read().letters_in_trouble(10).unwrap().is_empty());
}

#[tokio::test]
async fn where_repeating_is_harmless_a_crash_repeats_the_same_letter() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let intent = world.intent(&buyer);
    contacts::give_email(&world.app, &buyer.buyer(), &intent, "li@example.org")
        .await
        .unwrap();
    let bag = Arc::new(Bag::default());
    bag.may_repeat.store(true, Ordering::Release);
    crash_after_sending(&world, &bag).await;
    world.pass(10).await;
    send(&world, &bag).await;
    send(&world, &bag).await;
    let carried = bag.carried.lock();
    assert_eq!(carried.len(), 2);
    assert_eq!(carried[0], carried[1], "the same file, written once more");
}

#[tokio::test]
async fn what_is_not_taken_is_tried_again_later_and_given_up_at_last() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let intent = world.intent(&buyer);
    contacts::give_email(&world.app, &buyer.buyer(), &intent, "li@example.org")
        .await
        .unwrap();
    let bag = Arc::new(Bag::default());
    *bag.fails.lock() = Some(Failure::Unreachable);
    for minutes in [0, 1, 5, 30, 120, 360] {
        assert_eq!(
            world
                .app
                .read()
                .letters_in_trouble(10)
                .unwrap()
                .iter()
                .filter(|one| one.state == LetterState::GivenUp)
                .count(),
            0
        );
        world.pass(minutes).await;
        send(&world, &bag).await;
    }
    let troubles = world.app.read().letters_in_trouble(10).unwrap();
    assert_eq!(
        (troubles[0].state, troubles[0].attempts),
        (LetterState::GivenUp, 6)
    );
    *bag.fails.lock() = None;
    world.pass(60 * 24).await;
    send(&world, &bag).await;
    assert_eq!(bag.kinds().len(), 0, "given up is given up");
}

#[tokio::test]
async fn whoever_was_erased_gets_no_letter_and_nothing_is_kept() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let bag = Arc::new(Bag::default());
    reachable(&world, &buyer, "li@example.org").await;
    send(&world, &bag).await;
    let before = bag.kinds().len();
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopt(&buyer, campaign, tree).await.unwrap();
    world.ready_to_pay(&buyer, adoption).await;
    world.policies().await;
    assert_eq!(
        world
            .app
            .read()
            .letters_to_send(world.app.now(), 10)
            .unwrap()
            .len(),
        1,
        "one is due"
    );
    people::erase(&world.app, &world.intent(&world.operator), buyer.person())
        .await
        .unwrap();
    let post = post(&world, &bag);
    world.caught_up().await;
    post.send_due(100).await.unwrap();
    world.caught_up().await;
    assert_eq!(bag.kinds().len(), before, "no letter");
    assert!(
        bag.forgotten.lock().contains(&buyer.person()),
        "nothing kept"
    );
    let dropped = world.app.read().letter_counts().unwrap();
    assert!(
        dropped
            .iter()
            .any(|row| (row.kind, row.state) == (Kind::OrderHeld, LetterState::Dropped))
    );
    assert_eq!(world.app.read().contact(buyer.person()).unwrap(), None);
}

#[tokio::test]
async fn an_old_link_verifies_no_new_address() {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let give = |email: &'static str| {
        let (app, who, intent) = (world.app.clone(), buyer.buyer(), world.intent(&buyer));
        async move {
            contacts::give_email(&app, &who, &intent, email)
                .await
                .unwrap()
        }
    };
    let link_now = || {
        let contact = world.app.read().contact(buyer.person()).unwrap().unwrap();
        let link = Link::Verify {
            person: buyer.person(),
            email: contacts::email_hash(&contact.email.unwrap()),
            until: world.app.now().plus_days(3),
        };
        contacts::signed_link(&world.app, &link)
    };
    give("old@example.org").await;
    world.caught_up().await;
    let old = link_now();
    give("new@example.org").await;
    world.caught_up().await;
    let refused = contacts::verify_email(&world.app, &world.intent(&buyer), &old).await;
    assert!(refused.is_err(), "the link went to another address");
    let late = link_now();
    world.pass(60 * 24 * 3).await;
    let refused = contacts::verify_email(&world.app, &world.intent(&buyer), &late).await;
    assert!(refused.is_err(), "three days are over");
}

#[tokio::test]
async fn both_sides_of_a_gift_are_told() {
    let world = World::new().await;
    let (giver, friend) = (
        world.person("giver", None).await,
        world.person("friend", None).await,
    );
    let bag = Arc::new(Bag::default());
    reachable(&world, &giver, "giver@example.org").await;
    reachable(&world, &friend, "friend@example.org").await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    let adoption = world.adopted(&giver, campaign, tree).await;
    let offer = Offer {
        kind: handover::Kind::Gift,
        days: 7,
        if_unaccepted: handover::Unaccepted::Keep,
    };
    let intent = world.intent(&giver);
    handovers::offer(&world.app, &giver.buyer(), &intent, adoption, offer)
        .await
        .unwrap();
    world.caught_up().await;
    let row = world.app.read().handover_of(adoption).unwrap().unwrap();
    let secret = world.app.open_secret(row.by, adoption, &row.secret);
    let secret = secret.unwrap().unwrap();
    let intent = world.intent(&friend);
    handovers::accept(&world.app, &friend.buyer(), &intent, &secret, acceptance())
        .await
        .unwrap();
    send(&world, &bag).await;
    let told = |email: &str, words: &str| {
        let carried = bag.carried.lock();
        carried
            .iter()
            .any(|(_, to, said)| to == email && said == words)
    };
    assert!(
        told("giver@example.org", "AdoptionGiven"),
        "{:?}",
        bag.kinds()
    );
    assert!(
        told("friend@example.org", "AdoptionReceived"),
        "{:?}",
        bag.kinds()
    );
}

/// A frost took fruit of the tree of somebody who can be written to.
async fn after_frost() -> (World, Arc<Bag>, LossId) {
    let world = World::new().await;
    let buyer = world.person("buyer", None).await;
    let bag = Arc::new(Bag::default());
    reachable(&world, &buyer, "li@example.org").await;
    let tree = world.tree(1).await;
    let campaign = world.campaign(&[tree], |_| ()).await;
    world.adopted(&buyer, campaign, tree).await;
    let loss = declared(&world, Trees::Block(world.block)).await;
    assessed(&world, loss, 16_000).await;
    send(&world, &bag).await;
    (world, bag, loss)
}

#[tokio::test]
async fn e1_who_may_choose_is_told_reminded_and_told_how_it_ended() {
    let (world, bag, _) = after_frost().await;
    let last = |bag: &Bag| bag.kinds().last().cloned().unwrap();
    assert_eq!(last(&bag), "RemedyOffered");
    // Fourteen days to choose: nothing on the tenth, a reminder three days before the end.
    world.pass(10 * 24 * 60).await;
    send(&world, &bag).await;
    assert_eq!(last(&bag), "RemedyOffered");
    world.pass(24 * 60).await;
    send(&world, &bag).await;
    assert_eq!(last(&bag), "RemedyReminder");
    world.pass(3 * 24 * 60).await;
    send(&world, &bag).await;
    assert_eq!(last(&bag), "RemedyDefaulted");
    send(&world, &bag).await;
    let told = bag.kinds();
    let count = |kind: &str| told.iter().filter(|one| *one == kind).count();
    assert_eq!(count("RemedyOffered"), 1);
    assert_eq!(count("RemedyReminder"), 1);
    assert_eq!(count("RemedyDefaulted"), 1);
}

#[tokio::test]
async fn d36_who_was_offered_something_is_told_of_the_correction() {
    let (world, bag, loss) = after_frost().await;
    corrected(&world, loss, Finding::DidNotOccur).await;
    send(&world, &bag).await;
    assert_eq!(bag.kinds().last().unwrap(), "RemedyWithdrawn");
}
