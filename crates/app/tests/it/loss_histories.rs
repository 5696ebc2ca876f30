//! Random histories of a season with a frost: pay, partial refunds, losses, corrections, choices, defaults, harvests, parcels,
//! cancellations, repeats and policies that begin again from nothing. After every step: D 12, 13, 18, 31, 36 hold, and every
//! captured fen is delivered, refunded, credited or owed. The seed stands in every failure.

use std::collections::BTreeMap;

use adoption::{campaign::RiskClause, shortfall::Remedy};
use app::{
    Error,
    commands::{
        cancelling::{self, Canceller},
        losses::Trees,
        parcels,
        partial_refunds::{self, RefundWish},
        remedies,
    },
    permission::Identity,
};
use kernel::{AdoptionId, Grams, LossId, LotId, Money, TreeId};
use readmodels::losses::RemedyState;
use settlement::{postings::Account, refund::RefundReason};
use traceability::loss::{Expectation, Finding};

use crate::{
    harvesting::{allocated, certified, harvested, locked, packed, planned},
    losing::{assessed, corrected, declared},
    world::{World, moment},
};

const PRICE: i64 = 168_000;
const STEPS: usize = 28;
const HISTORIES: u64 = 12;

/// A small generator of numbers (xorshift64), so that a seed is a history for ever.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Season {
    world: World,
    buyers: Vec<Identity>,
    adoptions: Vec<(AdoptionId, TreeId, usize)>,
    losses: Vec<LossId>,
    lots: Vec<(LotId, TreeId)>,
    settled: BTreeMap<(AdoptionId, u16), RemedyState>,
}

impl Season {
    async fn begin(clause: RiskClause) -> Self {
        let world = World::new().await;
        let mut trees = Vec::new();
        for number in 1..=3 {
            trees.push(world.tree(number).await);
        }
        let campaign = world
            .campaign(&trees, |terms| terms.risk_clause = clause)
            .await;
        let mut season = Self {
            world,
            buyers: Vec::new(),
            adoptions: Vec::new(),
            losses: Vec::new(),
            lots: Vec::new(),
            settled: BTreeMap::new(),
        };
        for (index, tree) in trees.iter().enumerate().take(2) {
            let buyer = season.world.person(&format!("buyer{index}"), None).await;
            let adoption = season
                .world
                .adopted_under(&buyer, campaign, *tree, clause)
                .await;
            season.buyers.push(buyer);
            season.adoptions.push((adoption, *tree, index));
        }
        season.adoptions.push((season.adoptions[0].0, trees[2], 0));
        season
    }

    /// One thing that somebody tries; what a rule refuses changes nothing.
    async fn step(&mut self, dice: &mut Dice) {
        let (adoption, tree, buyer) = self.adoptions[usize::try_from(dice.roll(3)).unwrap()];
        let person = &self.buyers[buyer];
        let world = &self.world;
        let _: Result<(), Error> = match dice.roll(11) {
            0 => {
                self.losses
                    .push(declared(world, Trees::Named(vec![tree])).await);
                Ok(())
            }
            1 | 2 => self.assess(dice).await,
            3 => self.correct(dice).await,
            4 | 5 => choose(world, person, adoption, dice).await,
            6 => {
                world
                    .pass(i64::try_from(dice.roll(9)).unwrap() * 24 * 60)
                    .await;
                Ok(())
            }
            7 => refund(world, adoption, i64::try_from(dice.roll(3_000)).unwrap()).await,
            8 => {
                if dice.roll(2) == 0 {
                    self.harvest(tree, dice).await;
                }
                Ok(())
            }
            9 => self.ship(adoption, buyer, dice).await,
            _ => {
                if dice.roll(4) == 0 {
                    cancel(world, person, adoption).await
                } else {
                    Ok(())
                }
            }
        };
        if dice.roll(6) == 0 {
            // The policies' checkpoint is lost: they begin again and change nothing.
            let _ = std::fs::remove_file(self.world.folder.path().join("policies.position"));
        }
        self.world.policies().await;
    }

    async fn assess(&self, dice: &mut Dice) -> Result<(), Error> {
        let open = self.losses.iter().find(|loss| {
            let row = self.world.app.read().loss(**loss).unwrap();
            row.is_some_and(|row| row.standing.is_none())
        });
        if let Some(loss) = open {
            assessed(&self.world, *loss, dice.roll(50_000)).await;
        }
        Ok(())
    }

    async fn correct(&self, dice: &mut Dice) -> Result<(), Error> {
        let known = self.losses.iter().find(|loss| {
            let row = self.world.app.read().loss(**loss).unwrap();
            row.is_some_and(|row| row.standing.is_some())
        });
        let Some(loss) = known else { return Ok(()) };
        let finding = if dice.roll(3) == 0 {
            Finding::DidNotOccur
        } else {
            Finding::IncorrectData(Expectation {
                each: Grams(dice.roll(50_000)),
                exceptions: vec![],
            })
        };
        corrected(&self.world, *loss, finding).await;
        Ok(())
    }

    async fn harvest(&mut self, tree: TreeId, dice: &mut Dice) {
        if self.lots.iter().any(|(_, of)| *of == tree) {
            return;
        }
        if self.world.app.now() < moment("2026-11-29T00:00:00Z") {
            self.world.clock.set(moment("2026-11-29T02:00:00Z"));
        }
        let lot = harvested(&self.world, tree, 1_000 + dice.roll(70_000)).await;
        certified(&self.world, lot).await;
        allocated(&self.world, lot).await;
        self.lots.push((lot, tree));
    }

    /// Plans, locks, packs and delivers as much as can be.
    async fn ship(&self, adoption: AdoptionId, buyer: usize, dice: &mut Dice) -> Result<(), Error> {
        let world = &self.world;
        let row = world.app.read().adoption(adoption).unwrap().unwrap();
        let Some(grant) = row.grants.iter().find(|grant| grant.left() > Grams::ZERO) else {
            return Ok(());
        };
        let confirmed = row.adoption.status == readmodels::garden::AdoptionStatus::Confirmed;
        if row.boxes.is_empty() {
            if confirmed {
                planned(world, &self.buyers[buyer], adoption).await;
            }
            return Ok(());
        }
        let free = row
            .boxes
            .iter()
            .find(|one| one.step == readmodels::packing::BoxStep::Planned && one.parcel.is_none());
        let Some(one) = free.filter(|_| confirmed) else {
            return Ok(());
        };
        if one.locked_at.is_none() {
            locked(world, adoption, vec![one.box_id]).await;
        }
        let grams = one.grams.min(grant.left()).0;
        let parcel = packed(world, (adoption, one.box_id), grant.lot, grams).await?;
        if dice.roll(3) > 0 {
            let packer = world.operator.packer(world.orchard).unwrap();
            let intent = world.intent(&world.operator);
            let by = ("SF".to_owned(), format!("SF{parcel}"));
            parcels::hand_over(&world.app, &packer, &intent, parcel, by).await?;
            let intent = world.intent(&world.operator);
            parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now()).await?;
        }
        Ok(())
    }

    fn check(&mut self, told: &str) {
        let read = self.world.app.read();
        let mut sums: BTreeMap<(AdoptionId, Account), i64> = BTreeMap::new();
        for entry in read.journal(0, 500).unwrap() {
            let total: i64 = entry.lines.iter().map(|line| line.amount.minor).sum();
            assert_eq!(total, 0, "D 11 {told}");
            for line in entry.lines {
                if let Some(adoption) = line.adoption {
                    *sums.entry((adoption, line.account)).or_default() += line.amount.minor;
                }
            }
        }
        for (adoption, ..) in self.adoptions.iter().take(2) {
            let sum = |account| sums.get(&(*adoption, account)).copied().unwrap_or_default();
            let owed = [
                Account::Deposits,
                Account::Undelivered,
                Account::RefundsPayable,
                Account::Credit,
                Account::CarriedOver,
                Account::IncomeFruit,
            ];
            for account in owed {
                assert!(sum(account) <= 0, "D 18 {account} {} {told}", sum(account));
            }
            let all: i64 = owed.into_iter().map(sum).sum();
            let returned = sum(Account::FruitReturns);
            assert_eq!(all + returned, -PRICE, "every fen {told}");
            let taken = read.remedies_of(*adoption).unwrap();
            let money = taken.iter().filter_map(|one| match one.state {
                RemedyState::Chosen(remedy) | RemedyState::Defaulted(remedy) => {
                    (!remedy.is_fruit()).then_some(one.value.minor)
                }
                RemedyState::Open | RemedyState::Withdrawn(_) => None,
            });
            assert!(money.sum::<i64>() <= PRICE, "D 13 {told}");
            for one in taken {
                let key = (one.adoption, one.offer);
                if let Some(before) = self.settled.get(&key) {
                    assert_eq!(*before, one.state, "D 36 {told}");
                }
                if matches!(
                    one.state,
                    RemedyState::Chosen(_) | RemedyState::Defaulted(_)
                ) {
                    self.settled.insert(key, one.state);
                }
            }
        }
        for (lot, _) in &self.lots {
            let row = read.lot(*lot).unwrap().unwrap();
            assert_eq!(row.allocated.plus(row.surplus), row.net, "D 31 {told}");
            assert!(row.packed <= row.allocated, "D 31 {told}");
        }
    }
}

async fn choose(
    world: &World,
    buyer: &Identity,
    adoption: AdoptionId,
    dice: &mut Dice,
) -> Result<(), Error> {
    let offers = world.app.read().remedies_of(adoption).unwrap();
    let Some(offer) = offers.last() else {
        return Ok(());
    };
    let remedy = Remedy::ALL[usize::try_from(dice.roll(5)).unwrap()];
    let intent = world.intent(buyer);
    let at = (adoption, offer.offer);
    remedies::choose(&world.app, &buyer.buyer(), &intent, at, remedy).await?;
    // A double click.
    remedies::choose(&world.app, &buyer.buyer(), &intent, at, remedy).await?;
    Ok(())
}

async fn refund(world: &World, adoption: AdoptionId, fen: i64) -> Result<(), Error> {
    // An operator gives back only of what is not delivered.
    if fen >= world.app.read().undelivered_for(adoption).unwrap() {
        return Ok(());
    }
    let wish = RefundWish {
        adoption,
        payment: None,
        amount: Money::fen(fen),
        parts: vec![],
        reason: RefundReason::ByOperator,
        identity_checked: false,
        account: None,
        channel_refused: false,
    };
    let intent = world.intent(&world.operator);
    partial_refunds::request(&world.app, &world.operator(), &intent, wish).await?;
    Ok(())
}

async fn cancel(world: &World, buyer: &Identity, adoption: AdoptionId) -> Result<(), Error> {
    let who = Canceller::Buyer(buyer.buyer());
    let plan = cancelling::plan(&world.app, who, adoption).await?;
    let intent = world.intent(buyer);
    cancelling::confirm(&world.app, who, &intent, adoption, plan.hash()).await?;
    cancelling::confirm(&world.app, who, &intent, adoption, plan.hash()).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_d13_d18_d31_d36_every_fen_and_gram_is_somewhere_in_any_history() {
    let clauses = [
        RiskClause::TopUp,
        RiskClause::RefundShortfall,
        RiskClause::CarryOver,
        RiskClause::BuyerBears,
    ];
    for seed in 1..=HISTORIES {
        let clause = clauses[usize::try_from(seed).unwrap() % clauses.len()];
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut season = Season::begin(clause).await;
        for step in 0..STEPS {
            season.step(&mut dice).await;
            season.check(&format!("seed {seed}, step {step}, {clause:?}"));
        }
    }
}
