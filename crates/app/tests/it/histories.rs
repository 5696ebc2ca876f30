//! Random histories over everything at once: several buyers adopt whole trees, parts and any tree, alone and together; pay by
//! the bank and by a channel whose callbacks are withheld, repeated and told out of order; give, hand on, divide, cancel; the
//! platform pays back, grants credit, loses disputes, advances the farm, closes days, writes invoices; a frost strikes, fruit
//! is picked and sent; the next season asks its holders first; the clock jumps past deadlines of people and of channels, and
//! in the middle of it all the process dies.
//!
//! After every step the rules that can be told from the log alone are checked against it (`rules.rs`), and the books
//! beside them. A failure names its seed; `POMONA_HISTORY_SEED` runs one seed alone.

mod acts;
mod rules;
mod till;

use app::{Error, permission::Identity};
use community::member::Role;
use kernel::{AdoptionId, CampaignId, LossId, LotId, TreeId};

use self::{rules::Ledger, till::Till};
use crate::world::World;

/// Histories of an ordinary run.
const SEEDS: [u64; 4] = [3, 11, 20_261_128, 0x00C0_FFEE];
/// Steps of one history.
const STEPS: usize = 72;
/// From this step on fruit is picked.
const HARVEST_STEP: usize = 38;
/// From this step on the next season is offered; the clock is then in its year.
const NEXT_SEASON_STEP: usize = 56;
/// One step in so many ends in a crash.
const CRASH_SIDES: u64 = 12;

/// A small generator of our own (SplitMix64), so that a seed is a history for ever.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn up_to(&mut self, most: i64) -> i64 {
        i64::try_from(self.roll(most.unsigned_abs())).unwrap() + 1
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let sides = u64::try_from(all.len()).unwrap();
        (sides > 0).then(|| all[usize::try_from(self.roll(sides)).unwrap()].clone())
    }
}

struct History {
    seed: u64,
    steps: usize,
    /// Told in a failure: what was done last.
    last: &'static str,
    world: World,
    dice: Dice,
    till: Till,
    ledger: Ledger,
    /// The other operator.
    second: Identity,
    buyers: Vec<Identity>,
    campaign: CampaignId,
    /// Shares of a tree.
    parts: u8,
    /// The campaign of the year after, once it is open.
    next_season: Option<CampaignId>,
    trees: Vec<TreeId>,
    adoptions: Vec<AdoptionId>,
    losses: Vec<LossId>,
    lots: Vec<(LotId, TreeId)>,
    /// Facts of the bank so far: each has a number of its own.
    moved: u32,
    crashes: u32,
    done: u32,
}

impl History {
    async fn begin(seed: u64) -> Self {
        let world = World::on_disk().await;
        let mut trees = Vec::new();
        for number in 1..=4 {
            trees.push(world.tree(number).await);
        }
        let parts = [1, 1, 2][usize::try_from(seed % 3).unwrap()];
        let campaign = world
            .campaign(&trees, |terms| {
                terms.per_buyer_limit = 10;
                terms.shares_per_tree = parts;
                terms.promised_grams = kernel::Grams(40_000 / u64::from(parts));
            })
            .await;
        let second = world.person("second", Some(Role::Operator)).await;
        let mut buyers = Vec::new();
        for name in ["lin", "wang", "zhao"] {
            buyers.push(world.person(name, None).await);
        }
        Self {
            seed,
            steps: 0,
            last: "begin",
            world,
            dice: Dice(seed),
            till: Till::new(),
            ledger: Ledger::default(),
            second,
            buyers,
            campaign,
            parts,
            next_season: None,
            trees,
            adoptions: Vec::new(),
            losses: Vec::new(),
            lots: Vec::new(),
            moved: 0,
            crashes: 0,
            done: 0,
        }
    }

    /// One thing that somebody tries, and what follows from it; then every rule is looked at.
    async fn step(mut self) -> Self {
        self.steps += 1;
        match self.act().await {
            Ok(()) => self.done += 1,
            // What a rule refuses, or what is not there, is part of the history; a fault is not.
            Err(Error::Rejected(_) | Error::NotFound | Error::Invalid(_)) => {}
            Err(other) => panic!("{}: {other:?}", self.told()),
        }
        if self.dice.roll(CRASH_SIDES) == 0 {
            self = self.crash().await;
        }
        self.world.policies().await;
        let told = self.told();
        self.ledger.read(self.world.app.log(), &told);
        self.ledger.check(&self.world, &told);
        self
    }

    /// The policies are cut off somewhere, the process dies, the folder is opened again.
    async fn crash(mut self) -> Self {
        let steps = usize::try_from(self.dice.roll(4)).unwrap();
        self.world.policies_cut_off(steps).await;
        if self.dice.roll(2) == 0 {
            let _ = std::fs::remove_file(self.world.folder.path().join("policies.position"));
        }
        self.crashes += 1;
        self.world = self.world.reopened();
        self.world.caught_up().await;
        self
    }

    fn told(&self) -> String {
        format!("seed {}, step {}, {}", self.seed, self.steps, self.last)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d1_to_d22_hold_in_any_history_and_every_fen_is_somewhere() {
    let one = std::env::var("POMONA_HISTORY_SEED").ok();
    let mut crashes = u32::from(one.is_some());
    let seeds = one.map_or(SEEDS.to_vec(), |seed| vec![seed.parse().unwrap()]);
    for seed in seeds {
        println_seed(seed);
        let mut history = History::begin(seed).await;
        for _ in 0..STEPS {
            history = history.step().await;
        }
        let told = history.told();
        assert!(history.done > 15, "{told}: {} things done", history.done);
        rules::read_again_tells_nothing(&history.world, &told).await;
        rules::rebuilt_is_the_same(&history.world, &told).await;
        crashes += history.crashes;
    }
    assert!(crashes > 0, "nothing ever crashed");
}

/// Says which seed runs: what a failing test has written is shown.
#[expect(clippy::print_stdout, reason = "a failure names its seed")]
fn println_seed(seed: u64) {
    println!("seed {seed}");
}
