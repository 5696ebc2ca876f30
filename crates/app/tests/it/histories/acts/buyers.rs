//! What buyers try: adopt, pay, give, divide, leave, choose.

use adoption::{
    handover::{Kind, Unaccepted},
    shortfall::Remedy,
};
use app::{
    Error,
    commands::{
        adopt::{self, Choice},
        any_tree, attempts,
        cancelling::{self, Canceller},
        contracts, credits,
        groups::{self, Together},
        handovers::{self, Offer},
        payments, remedies, splitting,
    },
    permission::Identity,
};
use kernel::{AdoptionId, Money};
use readmodels::money::{PaymentFilter, PaymentRow};
use settlement::payment::Channel;

use super::super::History;
use crate::world::acceptance;

impl History {
    pub(super) async fn adopt(&mut self, who: &Identity) -> Result<(), Error> {
        self.last = "a buyer adopts";
        let (app, intent) = (&self.world.app, self.world.intent(who));
        let tree = self.dice.one_of(&self.trees).unwrap();
        let (adoption, _) = if self.dice.roll(2) == 0 {
            any_tree::adopt_any(app, &who.buyer(), &intent, self.campaign).await?
        } else {
            let part = u8::try_from(self.dice.roll(2) + 1).unwrap();
            let choice = Choice {
                campaign: self.campaign,
                tree,
                part,
            };
            adopt::adopt(app, &who.buyer(), &intent, choice).await?
        };
        self.adoptions.push(adoption);
        self.accept_contract(who, adoption).await?;
        if self.dice.roll(3) == 0 {
            let amount = Money::fen(self.dice.up_to(90_000));
            let intent = self.world.intent(who);
            let app = &self.world.app;
            credits::spend_credit(app, &who.buyer(), &intent, adoption, amount).await?;
        }
        self.begin_to_pay(adoption).await
    }

    async fn accept_contract(&self, who: &Identity, adoption: AdoptionId) -> Result<(), Error> {
        let (app, intent) = (&self.world.app, self.world.intent(who));
        adopt::accept_contract(app, &who.buyer(), &intent, adoption, acceptance()).await?;
        Ok(())
    }

    pub(super) async fn adopt_together(&mut self, who: &Identity) -> Result<(), Error> {
        self.last = "several adopt together";
        let choice = Choice {
            campaign: self.campaign,
            tree: self.dice.one_of(&self.trees).unwrap(),
            part: 1,
        };
        let together = Together {
            parts: 2,
            hours: 24,
        };
        let (app, intent) = (&self.world.app, self.world.intent(who));
        let held = groups::adopt_together(app, &who.buyer(), &intent, choice, together).await?;
        self.adoptions.push(held.0);
        self.accept_contract(who, held.0).await?;
        self.world.caught_up().await;
        self.begin_to_pay(held.0).await
    }

    /// Opens the payment of an adoption, or takes a part of one that several pay; half go to the channel.
    pub(super) async fn begin_to_pay(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a payment is opened";
        self.world.caught_up().await;
        let app = self.world.app.clone();
        if let Some(row) = app.read().group_of(adoption).unwrap() {
            let who = self.dice.one_of(&self.buyers).unwrap();
            let intent = self.world.intent(&who);
            let secret = app.open_secret(row.by, adoption, &row.secret)?.unwrap();
            let number = u8::try_from(self.dice.roll(2) + 1).unwrap();
            if self.dice.roll(6) == 0 {
                groups::leave_part(&app, &who.buyer(), &intent, &secret, number).await?;
            } else {
                let part = (number, Channel::Manual);
                groups::take_part(&app, &who.buyer(), &intent, &secret, part).await?;
            }
            return Ok(());
        }
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let intent = self.world.intent(&who);
        let (payer, way) = (who.buyer(), Channel::Manual);
        let opened = payments::start_payment(&app, &payer, &intent, adoption, way).await?;
        if self.dice.roll(2) == 0 {
            return Ok(());
        }
        let intent = self.world.intent(&who);
        attempts::start(&app, &who.buyer(), &intent, adoption, Channel::Sandbox).await?;
        self.world.caught_up().await;
        if let Some(row) = app.read().payment(opened.0).unwrap() {
            self.till.start(&row, app.now());
        }
        Ok(())
    }

    /// Payments that nobody has paid yet, whether their hold stands or not.
    fn unpaid(&self) -> Vec<PaymentRow> {
        let read = self.world.app.read();
        let filters = [PaymentFilter::Awaited, PaymentFilter::Lapsed];
        let rows = filters.map(|filter| read.payments(filter, None, 100).unwrap());
        rows.concat()
    }

    /// Somebody pays at the channel; its callback arrives, twice, or is lost for now.
    pub(super) async fn pay_at_the_channel(&mut self) -> Result<(), Error> {
        self.last = "somebody pays at the channel";
        let Some(row) = self.dice.one_of(&self.unpaid()) else {
            return Ok(());
        };
        let now = self.world.app.now();
        let said = self
            .till
            .vendor
            .pay(row.payment, super::super::till::moment(now));
        let Some(nth) = self.till.keep(said, now) else {
            return Ok(());
        };
        for _ in 0..self.dice.roll(3) {
            self.till.tell(&self.world.app, nth).await?;
        }
        Ok(())
    }

    /// The bank tells of a transfer, sometimes twice.
    pub(super) async fn pay_at_the_bank(&mut self) -> Result<(), Error> {
        self.last = "the bank tells of a transfer";
        let Some(row) = self.dice.one_of(&self.unpaid()) else {
            return Ok(());
        };
        self.moved += 1;
        let (transaction, now) = (format!("T{}", self.moved), self.world.app.now());
        for _ in 0..=self.dice.roll(2) {
            self.world.capture(row.payment, &transaction, now).await?;
        }
        Ok(())
    }

    /// What the channel said at any time before arrives now.
    pub(super) async fn tell_again(&mut self) -> Result<(), Error> {
        self.last = "an old callback arrives";
        let all: Vec<usize> = (0..self.till.said.len()).collect();
        match self.dice.one_of(&all) {
            Some(nth) => self.till.tell(&self.world.app, nth).await,
            None => Ok(()),
        }
    }

    pub(super) async fn offer(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "an adoption is offered";
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let offer = Offer {
            kind: self.dice.one_of(&[Kind::Gift, Kind::Transfer]).unwrap(),
            days: 7,
            if_unaccepted: self
                .dice
                .one_of(&[Unaccepted::Keep, Unaccepted::Refund])
                .unwrap(),
        };
        let (app, intent) = (&self.world.app, self.world.intent(&who));
        handovers::offer(app, &who.buyer(), &intent, adoption, offer).await?;
        Ok(())
    }

    pub(super) async fn answer(
        &mut self,
        who: &Identity,
        adoption: AdoptionId,
    ) -> Result<(), Error> {
        self.last = "an offer is answered";
        let app = &self.world.app;
        let Some(row) = app.read().handover_of(adoption).unwrap() else {
            return Ok(());
        };
        let secret = app.open_secret(row.by, adoption, &row.secret)?.unwrap();
        let intent = self.world.intent(who);
        if self.dice.roll(5) == 0 {
            handovers::refuse(app, &who.buyer(), &intent, &secret).await?;
            return Ok(());
        }
        let seen = acceptance();
        for _ in 0..2 {
            handovers::accept(app, &who.buyer(), &intent, &secret, seen).await?;
        }
        Ok(())
    }

    pub(super) async fn divide(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a tree is divided";
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let parts = self.dice.one_of(&[2, 4]).unwrap();
        let (app, intent) = (&self.world.app, self.world.intent(&who));
        let split = splitting::split(app, &who.buyer(), &intent, adoption, parts).await?;
        self.adoptions.extend(split.0.into_iter().skip(1));
        Ok(())
    }

    /// Cancels by the plan that was shown, or withdraws in time; a second click changes nothing.
    pub(super) async fn leave(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a buyer leaves";
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let (app, intent) = (&self.world.app, self.world.intent(&who));
        if self.dice.roll(3) == 0 {
            contracts::withdraw_in_time(app, &who.buyer(), &intent, adoption).await?;
            return Ok(());
        }
        let by = Canceller::Buyer(who.buyer());
        let plan = cancelling::plan(app, by, adoption).await?;
        for _ in 0..2 {
            cancelling::confirm(app, by, &intent, adoption, plan.hash()).await?;
        }
        Ok(())
    }

    pub(super) async fn choose_a_remedy(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a remedy is chosen";
        let offers = self.world.app.read().remedies_of(adoption).unwrap();
        let (Some(who), Some(offer)) = (self.holder(adoption), offers.last()) else {
            return Ok(());
        };
        let remedy = self.dice.one_of(&Remedy::ALL).unwrap();
        let at = (adoption, offer.offer);
        for _ in 0..2 {
            let (app, intent) = (&self.world.app, self.world.intent(&who));
            remedies::choose(app, &who.buyer(), &intent, at, remedy).await?;
        }
        Ok(())
    }
}
