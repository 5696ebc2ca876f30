//! What the desk does in a history: closes days, writes invoices, opens the next season, whose holders are asked first.

use adoption::renewal::Answer;
use app::{
    Error,
    commands::{books, harvest, payments, renewals},
};
use kernel::AdoptionId;
use settlement::payment::Channel;

use super::super::{History, NEXT_SEASON_STEP};
use crate::{renewing::next_year, world::acceptance};

impl History {
    /// Yesterday is closed; what was booked up to it stands from now on (D 19).
    pub(super) async fn close_a_day(&mut self) -> Result<(), Error> {
        self.last = "a day is closed";
        let app = &self.world.app;
        let day = harvest::local_day(app.now().plus_days(-1));
        let intent = self.world.intent(&self.world.operator);
        books::close_day(app, &self.world.operator(), &intent, day).await?;
        self.world.caught_up().await;
        self.ledger.closed(&self.world, day);
        Ok(())
    }

    /// An invoice for what was delivered, or the red-letter one that a refund asks for.
    pub(super) async fn invoice(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "an invoice is written";
        let app = &self.world.app;
        let intent = self.world.intent(&self.world.operator);
        books::issue_invoice(app, &self.world.operator(), &intent, adoption).await?;
        self.world.caught_up().await;
        self.ledger.invoiced(&self.world, adoption, &self.told());
        Ok(())
    }

    /// Late in a history the same trees are offered again; whoever has one is asked first.
    pub(super) async fn open_next_season(&mut self) -> Result<(), Error> {
        self.last = "the next season is opened";
        if self.next_season.is_none() && self.steps >= NEXT_SEASON_STEP {
            let parts = self.parts;
            let campaign = next_year(&self.world, &self.trees, |terms| {
                terms.per_buyer_limit = 10;
                terms.shares_per_tree = parts;
                terms.promised_grams = kernel::Grams(40_000 / u64::from(parts));
            });
            self.next_season = Some(campaign.await);
            self.world.pass(1).await;
        }
        Ok(())
    }

    /// A holder says what becomes of the next season; who renews accepts and pays.
    pub(super) async fn renew(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a holder answers for the next season";
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let app = self.world.app.clone();
        if self.dice.roll(4) == 0 {
            let on = self.dice.roll(2) == 0;
            let intent = self.world.intent(&who);
            renewals::set_automatic(&app, &who.buyer(), &intent, adoption, on).await?;
            return Ok(());
        }
        let answers = [
            Answer::Renewed,
            Answer::Renewed,
            Answer::Paused,
            Answer::Released,
        ];
        let said = self.dice.one_of(&answers).unwrap();
        let intent = self.world.intent(&who);
        renewals::answer(&app, &who.buyer(), &intent, adoption, said).await?;
        self.world.policies().await;
        let Some(row) = app.read().renewal_of(adoption).unwrap() else {
            return Ok(());
        };
        if said != Answer::Renewed || self.adoptions.contains(&row.next) {
            return Ok(());
        }
        self.adoptions.push(row.next);
        let (seen, intent) = (acceptance(), self.world.intent(&who));
        app::commands::adopt::accept_contract(&app, &who.buyer(), &intent, row.next, seen).await?;
        let intent = self.world.intent(&who);
        let way = Channel::Manual;
        let opened = payments::start_payment(&app, &who.buyer(), &intent, row.next, way).await?;
        self.world.caught_up().await;
        self.moved += 1;
        let (transaction, now) = (format!("T{}", self.moved), app.now());
        self.world.capture(opened.0, &transaction, now).await
    }
}
