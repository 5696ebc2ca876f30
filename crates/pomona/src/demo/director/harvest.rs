//! Fruit: picked, certified, divided; boxes planned, packed, sent, delivered.

use app::{
    Intent,
    commands::{
        boxes::{self, BoxWish},
        harvest::{self, Harvest, local_day},
        parcels,
    },
};
use fulfilment::box_plan::LotGrams;
use kernel::{BoxId, Grams, LotId, ParcelId};
use readmodels::packing::PackingRow;
use traceability::lot::{Certificate, CertificateBasis, Grade, TreeYield};

use super::{Director, SeedError};
use crate::demo::plan::mix;
use crate::demo::words;

/// What a crate weighs, and what goes into it.
const CRATE_GRAMS: u64 = 1_200;
const CRATE_HOLDS_GRAMS: u64 = 20_000;

impl Director<'_> {
    pub(super) async fn record_harvest(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        let plan = &self.plan.lots[nth];
        let farm = self.plan.campaigns[plan.campaign].farm;
        let net: u64 = plan.yields.iter().map(|(_, grams)| grams).sum();
        let tare = net.div_ceil(CRATE_HOLDS_GRAMS) * CRATE_GRAMS;
        let yields = plan.yields.iter().map(|(tree, grams)| {
            Ok(TreeYield {
                tree: self.tree(farm, *tree)?,
                grams: Grams(*grams),
            })
        });
        let blocks = &self.farm(farm)?.blocks;
        let harvest = Harvest {
            code: plan.code.clone(),
            block: blocks
                .get(plan.block)
                .copied()
                .ok_or(SeedError::Missing("block"))?,
            picked_on: local_day(intent.now()),
            grade: if plan.block == 1 {
                Grade::Extra
            } else {
                Grade::First
            },
            gross: Grams(net + tare),
            tare: Grams(tare),
            yields: yields.collect::<Result<Vec<_>, SeedError>>()?,
        };
        let (lot, _) = harvest::record(&self.app, &self.farmer(farm)?, intent, harvest).await?;
        self.lots.insert(nth, lot);
        Ok(())
    }

    pub(super) async fn certify(&mut self, intent: &Intent, nth: usize) -> Result<(), SeedError> {
        let plan = &self.plan.lots[nth];
        let place = self.plan.campaigns[plan.campaign].farm;
        let farm = self.plan.farms[place].farm;
        let certificate = Certificate {
            number: format!("CNHGZ-{}", plan.code),
            product: farm.varieties[0].to_owned(),
            origin: format!("{}{}{}", farm.province, farm.county, farm.village),
            producer: farm.farm_name.to_owned(),
            contact: "400-000-0000".to_owned(),
            basis: CertificateBasis::InternalControl,
            issued_on: local_day(intent.now()),
        };
        let (farmer, lot) = (self.farmer(place)?, self.lot(nth)?);
        harvest::issue_certificate(&self.app, &farmer, intent, lot, certificate).await?;
        Ok(())
    }

    pub(super) async fn allocate(&mut self, intent: &Intent, nth: usize) -> Result<(), SeedError> {
        harvest::allocate(&self.app, &self.operator()?, intent, self.lot(nth)?).await?;
        Ok(())
    }

    fn lot(&self, nth: usize) -> Result<LotId, SeedError> {
        self.lots
            .get(&nth)
            .copied()
            .ok_or(SeedError::Missing("lot"))
    }

    pub(super) async fn plan_boxes(&mut self, intent: &Intent, k: usize) -> Result<(), SeedError> {
        let buyer = self.plan.adoptions[k].buyer;
        let to = |place: usize| BoxWish {
            from: None,
            until: None,
            address: words::address(place, words::BUYERS[buyer]),
        };
        // Now and then the second box goes to somebody else's door.
        let wishes = if k % 7 == 3 {
            vec![to(buyer), to(buyer + 5)]
        } else {
            vec![to(buyer)]
        };
        boxes::plan(
            &self.app,
            &self.buyer(k)?,
            intent,
            self.adoption(k)?,
            wishes,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn lock_addresses(
        &mut self,
        intent: &Intent,
        k: usize,
    ) -> Result<(), SeedError> {
        let adoption = self.adoption(k)?;
        let mut planned = Vec::new();
        for nth in [1, 2] {
            planned.push(self.row(k, nth).await?.planned.box_id);
        }
        boxes::lock_addresses(&self.app, &self.packer(k)?, intent, adoption, planned).await?;
        Ok(())
    }

    pub(super) async fn pack(
        &mut self,
        intent: &Intent,
        k: usize,
        nth: u8,
    ) -> Result<(), SeedError> {
        let row = self.row(k, nth).await?;
        let contents = contents(&row);
        let place: (_, BoxId) = (self.adoption(k)?, row.planned.box_id);
        let (parcel, _) =
            parcels::pack(&self.app, &self.packer(k)?, intent, place, contents).await?;
        self.parcels.insert((k, nth), parcel);
        Ok(())
    }

    pub(super) async fn hand_over(
        &mut self,
        intent: &Intent,
        k: usize,
        nth: u8,
    ) -> Result<(), SeedError> {
        let (packer, parcel) = (self.packer(k)?, self.parcel(k, nth)?);
        let number = mix(k * 2 + usize::from(nth)) % 1_000_000_000_000;
        let by = ("顺丰速运".to_owned(), format!("SF{number:013}"));
        parcels::hand_over(&self.app, &packer, intent, parcel, by).await?;
        Ok(())
    }

    pub(super) async fn deliver(
        &mut self,
        intent: &Intent,
        k: usize,
        nth: u8,
    ) -> Result<(), SeedError> {
        let (packer, parcel) = (self.packer(k)?, self.parcel(k, nth)?);
        parcels::deliver(&self.app, &packer, intent, parcel, intent.now()).await?;
        Ok(())
    }

    fn parcel(&self, k: usize, nth: u8) -> Result<ParcelId, SeedError> {
        self.parcels
            .get(&(k, nth))
            .copied()
            .ok_or(SeedError::Missing("parcel"))
    }

    /// A box of an adoption as the packing board has it now.
    async fn row(&self, k: usize, nth: u8) -> Result<PackingRow, SeedError> {
        self.app
            .caught_up(self.app.log().durable_position())
            .await?;
        let found = self.app.read().adoption(self.adoption(k)?)?;
        let planned = found.and_then(|found| found.boxes.into_iter().find(|one| one.nth == nth));
        let box_id = planned.ok_or(SeedError::Missing("box"))?.box_id;
        self.app
            .read()
            .packing_box(box_id)?
            .ok_or(SeedError::Missing("box"))
    }
}

/// What the box is to hold, from the lots in turn; less when the tree gave less.
fn contents(row: &PackingRow) -> Vec<LotGrams> {
    let mut wanted = row.planned.grams;
    let mut contents = Vec::new();
    for grant in &row.grants {
        let grams = grant.left().min(wanted);
        if grams > Grams::ZERO {
            contents.push(LotGrams {
                lot: grant.lot,
                grams,
            });
            wanted = wanted.minus_or_zero(grams);
        }
    }
    contents
}
