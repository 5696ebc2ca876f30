//! What the orchard does: a frost is declared and assessed, a lot is picked and divided, boxes go to doors.

use app::{
    Error,
    commands::{
        boxes::{self, BoxWish},
        losses::Trees,
        parcels,
    },
};
use kernel::{AdoptionId, Grams};
use readmodels::{garden::AdoptionStatus, packing::BoxStep};

use super::super::{HARVEST_STEP, History};
use crate::{
    harvesting::{address, allocated, certified, harvested, packed},
    losing::{assessed, declared},
    world::moment,
};

impl History {
    /// A loss is declared, or the one that waits is assessed.
    pub(super) async fn lose_fruit(&mut self) -> Result<(), Error> {
        self.last = "fruit is lost";
        let read = self.world.app.read();
        let waits = self.losses.iter().copied().find(|loss| {
            let row = read.loss(*loss).unwrap();
            row.is_some_and(|row| row.standing.is_none())
        });
        if let Some(loss) = waits {
            assessed(&self.world, loss, self.dice.roll(45_000)).await;
            return Ok(());
        }
        let tree = self.dice.one_of(&self.trees).unwrap();
        let loss = declared(&self.world, Trees::Named(vec![tree])).await;
        self.losses.push(loss);
        Ok(())
    }

    /// At harvest the tree of an adoption is picked, and a box of it goes to its door.
    pub(super) async fn bear_fruit(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        self.last = "fruit is picked and sent";
        if self.steps < HARVEST_STEP {
            return Ok(());
        }
        let harvest = moment("2026-11-29T02:00:00Z");
        let minutes = (harvest.millis() - self.world.app.now().millis()) / 60_000;
        if minutes > 0 {
            self.world.pass(minutes).await;
        }
        let Some(row) = self.world.app.read().adoption(adoption).unwrap() else {
            return Ok(());
        };
        let tree = row.adoption.agreement.tree;
        if !self.lots.iter().any(|(_, of)| *of == tree) {
            let grams = 20_000 + self.dice.roll(50_000);
            let lot = harvested(&self.world, tree, grams).await;
            certified(&self.world, lot).await;
            allocated(&self.world, lot).await;
            self.lots.push((lot, tree));
        }
        self.send_a_box(adoption).await
    }

    async fn send_a_box(&mut self, adoption: AdoptionId) -> Result<(), Error> {
        let world = &self.world;
        let Some(who) = self.holder(adoption) else {
            return Ok(());
        };
        let row = world.app.read().adoption(adoption).unwrap().unwrap();
        if row.adoption.status != AdoptionStatus::Confirmed {
            return Ok(());
        }
        if row.boxes.is_empty() {
            let wish = BoxWish {
                from: None,
                until: None,
                address: address(),
            };
            let intent = world.intent(&who);
            boxes::plan(&world.app, &who.buyer(), &intent, adoption, vec![wish]).await?;
            world.caught_up().await;
        }
        let row = world.app.read().adoption(adoption).unwrap().unwrap();
        let grant = row.grants.iter().find(|grant| grant.left() > Grams::ZERO);
        let free = row
            .boxes
            .iter()
            .find(|one| one.step == BoxStep::Planned && one.parcel.is_none());
        let (Some(grant), Some(one)) = (grant, free) else {
            return Ok(());
        };
        let packer = world.operator.packer(world.orchard).unwrap();
        if one.locked_at.is_none() {
            let intent = world.intent(&world.operator);
            let these = vec![one.box_id];
            boxes::lock_addresses(&world.app, &packer, &intent, adoption, these).await?;
        }
        let grams = one.grams.min(grant.left()).0;
        let parcel = packed(world, (adoption, one.box_id), grant.lot, grams).await?;
        let intent = world.intent(&world.operator);
        let by = ("SF".to_owned(), format!("SF1000{:06}", self.steps));
        parcels::hand_over(&world.app, &packer, &intent, parcel, by).await?;
        let intent = world.intent(&world.operator);
        parcels::deliver(&world.app, &packer, &intent, parcel, world.app.now()).await?;
        Ok(())
    }
}
