//! What the platform does with money: pays back, moves refunds and payouts on, grants credit, records disputes, pays the
//! farm.

use app::{
    Error,
    commands::{
        channel_refunds::{self, Next},
        credits,
        disputes::{self, Case},
        farmers,
        partial_refunds::{self, RefundWish},
        payments::Capture,
        payouts, refunds,
    },
    permission::Identity,
};
use kernel::{AdoptionId, Money, Season};
use readmodels::{
    money::{PaymentFilter, RefundState},
    payouts::PayoutState,
};
use settlement::{
    credit::Source, dispute::DisputeReason, farmer_account::Terms, payment::Channel,
    refund::RefundReason,
};

use super::super::{History, till::moment};
use crate::world::account;

impl History {
    /// The bank's word, by a transaction of its own.
    fn fact(&mut self, amount: Money) -> Capture {
        self.moved += 1;
        Capture {
            channel: Channel::Manual,
            transaction: format!("T{}", self.moved),
            amount,
            fee: Money::fen(0),
            value_at: self.world.app.now(),
        }
    }

    pub(super) async fn pay_a_part_back(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "a part is paid back";
        let wish = RefundWish {
            adoption,
            payment: None,
            amount: Money::fen(self.dice.up_to(170_000)),
            parts: vec![],
            reason: RefundReason::ByOperator,
            channel_refused: self.dice.roll(4) == 0,
            identity_checked: true,
            account: None,
        };
        let intent = self.world.intent(&self.world.operator);
        partial_refunds::request(&self.world.app, &self.world.operator(), &intent, wish).await?;
        Ok(())
    }

    /// An open refund is approved, declined, refused by the channel, or goes on its way there.
    pub(super) async fn move_a_refund(&mut self) -> Result<(), Error> {
        self.last = "a refund goes on";
        let app = self.world.app.clone();
        let open = app.read().refunds_open().unwrap();
        let Some(row) = self.dice.one_of(&open) else {
            return Ok(());
        };
        let second = self.second.operator().unwrap();
        let intent = self.world.intent(&self.second);
        if row.state == RefundState::Unapproved {
            if self.dice.roll(4) == 0 {
                partial_refunds::decline(&app, &second, &intent, row.refund, "no").await?;
            } else {
                partial_refunds::approve(&app, &second, &intent, row.refund).await?;
            }
            return Ok(());
        }
        if self.dice.roll(5) == 0 {
            refunds::record_failure(&app, &second, &intent, row.refund, "no").await?;
            return Ok(());
        }
        if row.channel == Channel::Sandbox {
            return self.refund_at_the_channel(&row.refund, row.payment).await;
        }
        let fact = self.fact(row.amount);
        refunds::record_settlement(&app, &second, &intent, row.refund, fact).await?;
        Ok(())
    }

    async fn refund_at_the_channel(
        &mut self,
        refund: &kernel::RefundId,
        payment: kernel::PaymentId,
    ) -> Result<(), Error> {
        let app = self.world.app.clone();
        if let Next::Order(order) = channel_refunds::next(&app, *refund).await? {
            self.till.refund(&app, order).await?;
        }
        let (good, now) = (self.dice.roll(5) > 0, app.now());
        let vendor = &mut self.till.vendor;
        let said = vendor.finish_refund(payment, *refund, good, moment(now));
        let Some(nth) = self.till.keep(said, now) else {
            return Ok(());
        };
        for _ in 0..self.dice.roll(3) {
            self.till.tell(&app, nth).await?;
        }
        Ok(())
    }

    pub(super) async fn grant_credit(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "credit is granted";
        let sources = [Source::Remedy, Source::Claim, Source::Goodwill];
        let source = self.dice.one_of(&sources).unwrap();
        let amount = Money::fen(self.dice.up_to(60_000));
        let intent = self.world.intent(&self.world.operator);
        let what = (adoption, source, amount);
        credits::grant(&self.world.app, &self.world.operator(), &intent, what).await?;
        Ok(())
    }

    /// Somebody wants credit in cash; payouts that wait go on.
    pub(super) async fn cash_credit(&mut self, who: &Identity) -> Result<(), Error> {
        self.last = "credit is cashed";
        let amount = Money::fen(self.dice.up_to(40_000));
        let intent = self.world.intent(who);
        let app = &self.world.app;
        let asked = credits::pay_credit_out(app, &who.buyer(), &intent, amount, &account()).await;
        self.move_payouts().await?;
        asked.map(drop)
    }

    async fn move_payouts(&mut self) -> Result<(), Error> {
        self.world.caught_up().await;
        let app = self.world.app.clone();
        for row in app.read().payouts(None, None, 100).unwrap() {
            let intent = self.world.intent(&self.second);
            let second = self.second.operator().unwrap();
            let moved = match row.state {
                PayoutState::Unapproved => {
                    payouts::approve(&app, &second, &intent, row.payout).await
                }
                PayoutState::Requested => {
                    payouts::record_sent(&app, &second, &intent, row.payout).await
                }
                PayoutState::Sent { .. } if self.dice.roll(4) == 0 => {
                    payouts::record_failure(&app, &second, &intent, row.payout, "no").await
                }
                PayoutState::Sent { .. } => {
                    let fact = self.fact(row.amount);
                    payouts::record_settlement(&app, &second, &intent, row.payout, fact).await
                }
                PayoutState::Settled { .. } | PayoutState::Failed { .. } => continue,
            };
            match moved {
                Ok(_) | Err(Error::Rejected(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// A dispute is opened or ends; of payments at the channel the channel tells, sometimes late, of others an operator.
    pub(super) async fn dispute(&mut self) -> Result<(), Error> {
        let app = self.world.app.clone();
        let open = app.read().disputes(true, 20).unwrap();
        let won = self.dice.roll(2) == 0;
        let now = app.now();
        if let Some(row) = self.dice.one_of(&open) {
            self.last = "a dispute ends";
            if row.channel == Channel::Sandbox {
                let said = self.till.vendor.end_dispute(row.payment, won, moment(now));
                return self.tell_new(said).await;
            }
            let intent = self.world.intent(&self.world.operator);
            let who = self.world.operator();
            if won {
                disputes::record_won(&app, &who, &intent, row.dispute).await?;
            } else {
                let lost = Money::fen(self.dice.up_to(row.amount.minor));
                let fact = self.fact(lost);
                disputes::record_lost(&app, &who, &intent, row.dispute, fact).await?;
            }
            return Ok(());
        }
        self.last = "a payment is disputed";
        let filters = [PaymentFilter::Captured, PaymentFilter::Late];
        let paid = filters.map(|filter| app.read().payments(filter, None, 100).unwrap());
        let Some(row) = self.dice.one_of(&paid.concat()) else {
            return Ok(());
        };
        let said = self.till.vendor.dispute(row.payment, moment(now));
        if said.is_some() {
            return self.tell_new(said).await;
        }
        self.moved += 1;
        let case = Case {
            case: format!("C{}", self.moved),
            amount: Money::fen(self.dice.up_to(row.amount.minor)),
            reason: DisputeReason::Other,
            respond_by: now.plus_days(7),
        };
        let intent = self.world.intent(&self.world.operator);
        disputes::open(&app, &self.world.operator(), &intent, row.payment, case).await?;
        Ok(())
    }

    /// What the channel says now arrives twice, or later.
    async fn tell_new(&mut self, said: Option<channels::Delivery>) -> Result<(), Error> {
        let now = self.world.app.now();
        let Some(nth) = self.till.keep(said, now) else {
            return Ok(());
        };
        for _ in 0..self.dice.roll(3) {
            self.till.tell(&self.world.app, nth).await?;
        }
        Ok(())
    }

    /// Terms, a tranche, or a settlement.
    pub(super) async fn pay_the_farm(&mut self) -> Result<(), Error> {
        self.last = "the farm is paid";
        let app = self.world.app.clone();
        let orchard = app.read().orchard(self.world.orchard).unwrap().unwrap();
        let of = (orchard.farm, Season::new(2026).unwrap());
        let (who, intent) = (
            self.world.operator(),
            self.world.intent(&self.world.operator),
        );
        let Some(standing) = farmers::standing(&app, of.0, of.1)? else {
            let terms = Terms {
                share_permille: 700,
                cover_permille: 500,
                holdback_permille: 100,
            };
            farmers::agree_terms(&app, &who, &intent, of, terms).await?;
            return Ok(());
        };
        if self.dice.roll(2) == 0 {
            let amount = Money::fen(self.dice.up_to(90_000));
            let granted = farmers::grant_advance(&app, &who, &intent, of, amount).await;
            let fits = amount.minor <= standing.available.minor;
            assert_eq!(granted.is_ok(), fits, "D 17: {}: {granted:?}", self.told());
        } else {
            farmers::propose_settlement(&app, &who, &intent, of).await?;
            let farmer = self.world.operator.farmer(self.world.orchard).unwrap();
            if let Some((number, _)) = farmers::standing(&app, of.0, of.1)?.unwrap().proposed {
                let intent = self.world.intent(&self.world.operator);
                farmers::agree_settlement(&app, &farmer, &intent, of.1, number).await?;
            }
        }
        self.move_payouts().await
    }
}
