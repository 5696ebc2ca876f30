//! People, orchards, trees and photos.

use std::fmt::Write as _;

use app::{
    Intent,
    commands::{
        observations::{self, Post},
        orchards::{self, OrchardDraft},
        people::{self, SignUp},
        sign_in::identity_of,
        tree_import::{self, Format, Outcome, TreeFile},
    },
    permission::Identity,
};
use community::member::{Locale, Role};
use kernel::PersonId;
use traceability::{orchard::Place, spot::degrees_text};

use super::{Director, Farmland, SeedError};
use crate::demo::cast::{self, PASSWORD, Person};
use crate::demo::{
    plan::{self, FarmPlan},
    words,
};

impl Director<'_> {
    pub(super) async fn sign_up_staff(&mut self, intent: &Intent) -> Result<(), SeedError> {
        let operator = self.sign_up(intent, cast::operator()).await?;
        let first = intent.step("operator");
        people::grant_role_as_system(&self.app, &first, operator, Role::Operator).await?;
        self.operator = Some(identity_of(&self.app, operator)?);
        let second = self.sign_up(intent, cast::second_operator()).await?;
        self.second = Some(self.grant(intent, second, Role::Operator).await?);
        let auditor = self.sign_up(intent, cast::auditor()).await?;
        self.grant(intent, auditor, Role::Auditor).await?;
        Ok(())
    }

    pub(super) async fn sign_up_buyer(
        &mut self,
        intent: &Intent,
        buyer: usize,
    ) -> Result<(), SeedError> {
        let person = self.sign_up(intent, cast::buyer(buyer)).await?;
        self.buyers.insert(buyer, identity_of(&self.app, person)?);
        Ok(())
    }

    async fn sign_up(&self, intent: &Intent, person: Person) -> Result<PersonId, SeedError> {
        let intent = cast::sign_up_intent(&person.login, intent.now());
        let wish = SignUp {
            login: person.login,
            password: PASSWORD.to_owned(),
            name: person.name.to_owned(),
            locale: Locale::ZhCn,
        };
        let (person, _) = people::sign_up(&self.app, &intent, wish).await?;
        Ok(person)
    }

    async fn grant(
        &self,
        intent: &Intent,
        person: PersonId,
        role: Role,
    ) -> Result<Identity, SeedError> {
        let intent = intent.step(&format!("grant/{person}/{role:?}"));
        people::grant_role(&self.app, &self.operator()?, &intent, person, role).await?;
        Ok(identity_of(&self.app, person)?)
    }

    pub(super) async fn register_orchard(
        &mut self,
        intent: &Intent,
        place: usize,
    ) -> Result<(), SeedError> {
        let farm = self.plan.farms[place].farm;
        let operator = self.operator()?;
        let draft = OrchardDraft {
            farm: None,
            farm_name: farm.farm_name.to_owned(),
            name: farm.orchard_name.to_owned(),
            place: Place {
                province: farm.province.to_owned(),
                county: farm.county.to_owned(),
                village: farm.village.to_owned(),
                lat_e7: farm.place_e7.0,
                lon_e7: farm.place_e7.1,
            },
        };
        let (orchard, _) = orchards::register(&self.app, &operator, intent, draft).await?;
        let mut blocks = Vec::with_capacity(farm.blocks.len());
        for name in farm.blocks {
            let step = intent.step(name);
            let (block, _) =
                orchards::add_block(&self.app, &operator, &step, orchard, name).await?;
            blocks.push(block);
        }
        let farmer = self.sign_up(intent, cast::farmer(place, farm)).await?;
        let packer = self.sign_up(intent, cast::packer(place, farm)).await?;
        self.farms.push(Farmland {
            orchard,
            blocks,
            trees: Vec::new(),
            farmer: self.grant(intent, farmer, Role::Farmer { orchard }).await?,
            packer: self.grant(intent, packer, Role::Packer { orchard }).await?,
        });
        Ok(())
    }

    pub(super) async fn import_trees(
        &mut self,
        intent: &Intent,
        place: usize,
    ) -> Result<(), SeedError> {
        let farm = &self.plan.farms[place];
        let file = table(farm);
        let orchard = self.farm(place)?.orchard;
        let file = TreeFile {
            format: Format::Csv,
            bytes: file.as_bytes(),
            trial: false,
        };
        let operator = self.operator()?;
        let import = tree_import::import(&self.app, &operator, intent, orchard, file, |_, _| {});
        let (imported, _) = import.await?;
        let trees: Vec<_> = imported
            .rows
            .into_iter()
            .filter_map(|verdict| match verdict.outcome {
                Outcome::Registered { tree, .. } | Outcome::Unchanged { tree: Some(tree) } => {
                    Some(tree)
                }
                Outcome::Surveyed { .. }
                | Outcome::Outlined { .. }
                | Outcome::Unchanged { tree: None }
                | Outcome::Refused { .. } => None,
            })
            .collect();
        if trees.len() != farm.trees.len() {
            return Err(SeedError::Missing("a refused tree"));
        }
        self.farms
            .get_mut(place)
            .ok_or(SeedError::Missing("farm"))?
            .trees = trees;
        self.outline_blocks(intent, place).await
    }

    /// All blocks but the last, whose edge nobody has walked yet: a map draws it around its trees.
    async fn outline_blocks(&self, intent: &Intent, place: usize) -> Result<(), SeedError> {
        let farm = &self.plan.farms[place];
        let per_block = farm.trees.len().div_ceil(farm.farm.blocks.len());
        let (operator, land) = (self.operator()?, self.farm(place)?);
        let walked = land.blocks.len().saturating_sub(1);
        for (nth, block) in land.blocks.iter().enumerate().take(walked) {
            let step = intent.step(&format!("outline/{nth}"));
            let outline = plan::outline(farm.farm, nth, per_block);
            orchards::outline_block(&self.app, &operator, &step, land.orchard, (*block, outline))
                .await?;
        }
        Ok(())
    }

    pub(super) async fn photograph(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        let photo = self.photo(nth).await?;
        let shot = &self.plan.shots[nth];
        let post = Post {
            observation: None,
            tree: self.tree(shot.farm, shot.tree)?,
            stage: shot.stage,
            note: shot.is_looked_at().then(|| words::note(shot.stage, nth)),
            photos: vec![photo],
            captured_at: Some(shot.at),
            device_place_e7: None,
        };
        let farmer = self.farmer(shot.farm)?;
        let (observation, _) = observations::post(&self.app, &farmer, intent, post).await?;
        self.observations.insert(nth, observation);
        Ok(())
    }

    /// A painted photo, once.
    pub(super) async fn photo(&mut self, nth: usize) -> Result<Vec<u8>, SeedError> {
        let painted = self.darkroom.collect(nth).await;
        Ok(painted.ok_or(SeedError::Missing("photo"))??)
    }

    pub(super) async fn refuse_observation(
        &mut self,
        intent: &Intent,
        nth: usize,
    ) -> Result<(), SeedError> {
        let observation = self.observations.get(&nth).copied();
        let observation = observation.ok_or(SeedError::Missing("observation"))?;
        let reason = "照片拍摄地点离果园约 13 公里，请在树下重新拍一张。";
        observations::refuse(&self.app, &self.operator()?, intent, observation, reason).await?;
        Ok(())
    }
}

/// The trees of a farm as a file to import.
fn table(farm: &FarmPlan) -> String {
    let mut csv =
        String::from("block,row,number,variety,planted,name,rootstock,latitude,longitude\n");
    for tree in &farm.trees {
        let block = farm.farm.blocks[tree.block];
        // Writing to a String cannot fail.
        let _ = writeln!(
            csv,
            "{block},{},{},{},{},{},{},{},{}",
            tree.row,
            tree.number,
            tree.variety,
            tree.planted,
            tree.name,
            tree.rootstock,
            degrees_text(tree.spot.lat_e7),
            degrees_text(tree.spot.lon_e7),
        );
    }
    csv
}
