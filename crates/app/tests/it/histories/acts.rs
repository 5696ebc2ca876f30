//! What somebody tries in a history. Whether a rule lets it happen is not asked here.

mod buyers;
mod desk;
mod orchard;
mod platform;

use app::Error;
use kernel::AdoptionId;

use super::History;

/// Minutes by which the clock may jump: within a hold, past it, a day, past every deadline of a choice.
const JUMPS_MINUTES: [i64; 4] = [10, 40, 25 * 60, 9 * 24 * 60];

impl History {
    /// One thing; which, and by whom, the dice say.
    pub(super) async fn act(&mut self) -> Result<(), Error> {
        let who = self.dice.one_of(&self.buyers).unwrap();
        let adoption = self.dice.one_of(&self.adoptions);
        let turn = self.dice.roll(29);
        match (turn, adoption) {
            (0..=2, _) => self.adopt(&who).await,
            (3, _) => self.adopt_together(&who).await,
            (4 | 5, Some(adoption)) => self.begin_to_pay(adoption).await,
            (6 | 7, _) => self.pay_at_the_channel().await,
            (8, _) => self.pay_at_the_bank().await,
            (9, _) => self.tell_again().await,
            (10, Some(adoption)) => self.offer(adoption).await,
            (11, Some(adoption)) => self.answer(&who, adoption).await,
            (12, Some(adoption)) => self.divide(adoption).await,
            (13, Some(adoption)) => self.leave(adoption).await,
            (14, Some(adoption)) => self.pay_a_part_back(adoption).await,
            (15, _) => self.move_a_refund().await,
            (16, Some(adoption)) => self.grant_credit(adoption).await,
            (17, _) => self.cash_credit(&who).await,
            (18, _) => self.dispute().await,
            (19, _) => self.pay_the_farm().await,
            (20, _) => self.lose_fruit().await,
            (21, Some(adoption)) => self.choose_a_remedy(adoption).await,
            (22 | 23, Some(adoption)) => self.bear_fruit(adoption).await,
            (24, _) => self.close_a_day().await,
            (25, Some(adoption)) => self.invoice(adoption).await,
            (26, _) => self.open_next_season().await,
            (27, Some(adoption)) => self.renew(adoption).await,
            _ => self.jump().await,
        }
    }

    async fn jump(&mut self) -> Result<(), Error> {
        self.last = "time passes";
        let minutes = self.dice.one_of(&JUMPS_MINUTES).unwrap();
        self.world.pass(minutes).await;
        app::policies::send_small_refunds(&self.world.app).await?;
        Ok(())
    }

    /// Whose adoption it is; nobody's if the read models do not know it.
    fn holder(&self, adoption: AdoptionId) -> Option<app::permission::Identity> {
        let row = self.world.app.read().adoption(adoption).unwrap()?;
        let buyer = row.adoption.agreement.buyer;
        self.buyers
            .iter()
            .find(|one| one.person() == buyer)
            .cloned()
    }
}
