//! Credit: granted from what was paid, spent on another tree, back again, and out in cash (B 13; D 12, 13, 15).

use adoption::adoption::CancelReason;
use app::{
    Error,
    commands::{
        adopt, credits,
        payments::{self, payment_of},
        payouts,
    },
    permission::Identity,
};
use kernel::{AdoptionId, CampaignId, Money, TreeId};
use readmodels::garden::AdoptionStatus;
use settlement::{credit::Source, payment::Channel};

use crate::world::{World, acceptance, account, code};

struct Story {
    world: World,
    buyer: Identity,
    campaign: CampaignId,
    paid: AdoptionId,
    free: TreeId,
}

async fn story() -> Story {
    let world = World::new().await;
    let [one, free] = [world.tree(1).await, world.tree(2).await];
    let campaign = world.campaign(&[one, free], |_| ()).await;
    let buyer = world.person("buyer", None).await;
    let paid = world.adopted(&buyer, campaign, one).await;
    Story {
        world,
        buyer,
        campaign,
        paid,
        free,
    }
}

impl Story {
    async fn grant(&self, source: Source, fen: i64) -> Result<(), Error> {
        let world = &self.world;
        let intent = world.intent(&world.operator);
        let grant = (self.paid, source, Money::fen(fen));
        credits::grant(&world.app, &world.operator(), &intent, grant).await?;
        world.caught_up().await;
        Ok(())
    }

    /// Holds the second tree and accepts the contract.
    async fn second(&self) -> AdoptionId {
        let world = &self.world;
        let adoption = world
            .adopt(&self.buyer, self.campaign, self.free)
            .await
            .unwrap();
        let intent = world.intent(&self.buyer);
        adopt::accept_contract(
            &world.app,
            &self.buyer.buyer(),
            &intent,
            adoption,
            acceptance(),
        )
        .await
        .unwrap();
        adoption
    }

    async fn spend(&self, adoption: AdoptionId, fen: i64) -> Result<(), Error> {
        let world = &self.world;
        let intent = world.intent(&self.buyer);
        let amount = Money::fen(fen);
        credits::spend_credit(&world.app, &self.buyer.buyer(), &intent, adoption, amount).await?;
        world.policies().await;
        Ok(())
    }

    /// Opens the payment of the rest.
    async fn open_payment(&self, adoption: AdoptionId) {
        let world = &self.world;
        let intent = world.intent(&self.buyer);
        let who = self.buyer.buyer();
        payments::start_payment(&world.app, &who, &intent, adoption, Channel::Manual)
            .await
            .unwrap();
    }

    fn status(&self, adoption: AdoptionId) -> AdoptionStatus {
        let row = self.world.app.read().adoption(adoption).unwrap().unwrap();
        row.adoption.status
    }

    fn credit(&self) -> i64 {
        let left = self
            .world
            .app
            .read()
            .credit_of(self.buyer.person())
            .unwrap();
        left.first().map_or(0, |one| one.minor)
    }

    fn credit_in_the_books(&self) -> i64 {
        -self.world.balance("liabilities:buyers:credit")
    }
}

#[tokio::test]
async fn d12_credit_comes_out_of_what_was_paid_and_no_more() {
    let story = story().await;
    story.grant(Source::Remedy, 100_000).await.unwrap();
    let refused = story.grant(Source::Claim, 68_001).await.unwrap_err();
    assert_eq!(code(&refused), "refund-above-captured");
    story.grant(Source::Goodwill, 500).await.unwrap();
    assert_eq!(story.credit(), 100_500);
    assert_eq!(
        story.world.balances(),
        [
            ("assets:channel:manual".to_owned(), 168_000),
            ("expenses:claims".to_owned(), 500),
            ("liabilities:buyers:credit".to_owned(), -100_500),
            ("liabilities:undelivered".to_owned(), -68_000),
        ]
    );
}

#[tokio::test]
async fn b13_credit_and_money_pay_for_a_tree_together_and_each_goes_back_where_it_came_from() {
    let story = story().await;
    story.grant(Source::Remedy, 100_000).await.unwrap();
    let second = story.second().await;
    story.spend(second, 100_000).await.unwrap();
    assert_eq!((story.credit(), story.credit_in_the_books()), (0, 0));
    story.open_payment(second).await;
    let late = story.spend(second, 1).await.unwrap_err();
    assert_eq!(code(&late), "payment-open-already");
    let payment = payment_of(second);
    story
        .world
        .captured(payment, "T2", story.world.app.now())
        .await;
    assert_eq!(story.status(second), AdoptionStatus::Confirmed);
    let intent = story.world.intent(&story.buyer);
    adopt::cancel(&story.world.app, &story.buyer.buyer(), &intent, second)
        .await
        .unwrap();
    story.world.caught_up().await;
    assert_eq!(
        (story.credit(), story.credit_in_the_books()),
        (100_000, 100_000)
    );
    let owed = story.world.app.read().owed(None, 10).unwrap();
    let of_second = owed.iter().find(|row| row.adoption == second).unwrap();
    assert_eq!((of_second.undelivered, of_second.payable), (0, 68_000));
}

#[tokio::test]
async fn b13_credit_for_the_whole_price_confirms_at_once() {
    let story = story().await;
    story.grant(Source::Remedy, 168_000).await.unwrap();
    let second = story.second().await;
    let too_much = story.spend(second, 168_001).await.unwrap_err();
    assert_eq!(code(&too_much), "credit-above-price");
    story.spend(second, 168_000).await.unwrap();
    assert_eq!(story.status(second), AdoptionStatus::Confirmed);
    let owed = story.world.app.read().owed(None, 10).unwrap();
    let all: Vec<_> = owed
        .iter()
        .map(|row| (row.adoption, row.undelivered))
        .collect();
    assert_eq!(all, [(second, 168_000)]);
}

#[tokio::test]
async fn d16_credit_comes_back_when_the_hold_ends_and_late_money_alone_does_not_pay() {
    let story = story().await;
    story.grant(Source::Remedy, 100_000).await.unwrap();
    let second = story.second().await;
    story.spend(second, 100_000).await.unwrap();
    story.open_payment(second).await;
    story.world.pass(45).await;
    assert_eq!(
        (story.credit(), story.credit_in_the_books()),
        (100_000, 100_000)
    );
    let payment = payment_of(second);
    story
        .world
        .captured(payment, "T2", story.world.app.now())
        .await;
    let gone = AdoptionStatus::Cancelled {
        reason: CancelReason::PaidTooLate,
    };
    assert_eq!(story.status(second), gone);
    let owed = story.world.app.read().owed(None, 10).unwrap();
    let of_second = owed.iter().find(|row| row.adoption == second).unwrap();
    assert_eq!((of_second.deposit, of_second.payable), (0, 68_000));
}

#[tokio::test]
async fn b13_the_buyer_gets_credit_in_cash_when_they_ask() {
    let story = story().await;
    story.grant(Source::Remedy, 100_000).await.unwrap();
    let world = &story.world;
    let (app, who, operator) = (&world.app, story.buyer.buyer(), world.operator());
    let ask = |fen| {
        let intent = world.intent(&story.buyer);
        async move { credits::pay_credit_out(app, &who, &intent, Money::fen(fen), &account()).await }
    };
    assert_eq!(code(&ask(100_001).await.unwrap_err()), "credit-too-small");
    let (failed, _) = ask(40_000).await.unwrap();
    let (paid, _) = ask(60_000).await.unwrap();
    world.caught_up().await;
    assert_eq!(story.credit(), 0);
    for payout in [failed, paid] {
        let intent = world.intent(&world.operator);
        payouts::record_sent(app, &operator, &intent, payout)
            .await
            .unwrap();
    }
    let intent = world.intent(&world.operator);
    payouts::record_failure(app, &operator, &intent, failed, "closed")
        .await
        .unwrap();
    let fact = world.line("P1", 60_000);
    let intent = world.intent(&world.operator);
    payouts::record_settlement(app, &operator, &intent, paid, fact)
        .await
        .unwrap();
    world.caught_up().await;
    assert_eq!(story.credit(), 40_000);
    assert_eq!(
        world.balances(),
        [
            ("assets:channel:manual".to_owned(), 108_000),
            ("liabilities:buyers:credit".to_owned(), -40_000),
            ("liabilities:undelivered".to_owned(), -68_000),
        ]
    );
}
