//! A believable orchard to look around in: three invented farms, two years of their life up to this moment.
//!
//! [`plan`] says what happens when, [`director`] does it through the use cases of `app`, [`darkroom`] paints the
//! photos meanwhile, and [`crate::stage`] keeps a half-seeded folder from ever looking whole. The demo knows no HTTP.

mod calendar;
mod cast;
mod contract;
mod darkroom;
mod director;
mod farms;
mod plan;
mod words;

use app::{
    App, Error, commands::sign_in::identity_of, policies::PolicyRunner, ports::SettableClock,
    post::Post,
};
use kernel::{ShortCode, Timestamp};
use traceability::observation::Stage;

pub(crate) use cast::{PASSWORD, SIGN_INS};
pub(crate) use director::StepFailed;
pub(crate) use plan::{TREES_MAX, TREES_MIN};

use crate::paint::{Scene, SeasonStage};
use director::Director;
use plan::{Plan, mix};

/// Seeds an empty log up to `now`. The clock must be the one the product goes by. `progress` hears how many steps of
/// how many are done.
///
/// # Errors
/// The step that failed, and why.
pub(crate) async fn seed(
    app: App,
    clock: SettableClock,
    (policies, post): (PolicyRunner, Post),
    (trees, now): (usize, Timestamp),
    mut progress: impl FnMut(usize, usize),
) -> Result<(), StepFailed> {
    let plan = Plan::new(trees, now);
    let total = plan.steps.len();
    if let Some(first) = plan.steps.first() {
        clock.set(first.at);
    }
    let mut director = Director::new(&plan, app, clock, (policies, post));
    director.carry_out(now, |done| progress(done, total)).await
}

/// What to show first of a seeded log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Showcase {
    /// The tag code of the tree that the buyer of the printed sign-in adopted.
    pub(crate) tree: Option<ShortCode>,
}

/// What to show first, if this log is a demo's; `None` for somebody's real log.
///
/// # Errors
/// The log or the read models cannot be read.
pub(crate) fn showcase(app: &App) -> Result<Option<Showcase>, Error> {
    let buyer = cast::person_of("buyer", app.now());
    match identity_of(app, buyer) {
        Ok(_) => {}
        Err(Error::NotSignedIn) => return Ok(None),
        Err(error) => return Err(error),
    }
    let garden = app.read().garden(buyer).map_err(app::error::Fault::from)?;
    let with_fruit = garden.iter().find(|one| !one.parcels.is_empty());
    let first = with_fruit.or(garden.first());
    Ok(Some(Showcase {
        tree: first.and_then(|one| one.tree.code),
    }))
}

/// The scenes of all photos with their numbers, in the order of time.
fn scenes(plan: &Plan) -> Vec<(usize, Scene)> {
    let scene = |nth: usize| {
        let shot = &plan.shots[plan.shots[nth].copy_of.unwrap_or(nth)];
        Scene {
            tree_seed: mix(shot.farm * 100_000 + shot.tree),
            season_stage: season_stage(shot.stage),
            daylight: calendar::daylight(shot.at),
            fruit: plan.farms[shot.farm].farm.fruit,
            width: shot.px.0,
            height: shot.px.1,
            taken_at: calendar::camera_time(shot.at),
            lat_e7: shot.place_e7.0,
            lon_e7: shot.place_e7.1,
        }
    };
    let in_time = plan
        .steps
        .iter()
        .filter_map(|step| step.act.shot().map(|nth| (nth, scene(nth))));
    in_time.collect()
}

const fn season_stage(stage: Stage) -> SeasonStage {
    match stage {
        Stage::Dormant => SeasonStage::Dormant,
        Stage::Budding => SeasonStage::Budding,
        Stage::Blossom => SeasonStage::Blossom,
        Stage::FruitSet => SeasonStage::FruitSet,
        Stage::Growing => SeasonStage::Growing,
        Stage::Colouring => SeasonStage::Colouring,
        Stage::Ripe => SeasonStage::Ripe,
        Stage::Harvested => SeasonStage::Harvested,
    }
}

#[cfg(test)]
mod likeness;
#[cfg(test)]
mod tests;
