//! The moments at which the power is cut, and what of the unsynced changes reached the disk then.

use crate::given::Dice;
use crate::image::{Chance, Keep};
use crate::trace::Step;

/// A moment, and what of the unsynced changes reached the disk.
pub(crate) struct Cut {
    /// Steps that had happened.
    pub(crate) steps: usize,
    pub(crate) name: String,
    pub(crate) keep: Keep,
}

pub(crate) fn seed() -> u64 {
    std::env::var("EVENTLOG_POWERCUT_SEED").map_or(1, |seed| seed.parse().unwrap())
}

/// So many cuts, in order: the extremes at a few moments, chance at all others. Half of them are
/// right after something was said, when the promise is fresh and the least is on the disk.
pub(crate) fn cuts(steps: &[Step], images: usize, seed: u64) -> Vec<Cut> {
    let mut dice = Dice(seed);
    let said = (0..steps.len()).filter(|at| matches!(steps[*at], Step::Mark(_)));
    let said: Vec<usize> = said.map(|at| at + 1).collect();
    let mut cuts = Vec::new();
    for number in 0..images {
        let after_mark = !said.is_empty() && number % 2 == 0;
        let steps = if after_mark {
            said[dice.below(said.len())]
        } else {
            dice.below(steps.len() + 1)
        };
        let (name, keep) = match number % 16 {
            0 => ("nothing unsynced kept".to_owned(), Keep::Nothing),
            1 => ("everything kept".to_owned(), Keep::Everything),
            2 => ("the last write kept".to_owned(), Keep::LastWrite),
            3 => ("names and lengths kept".to_owned(), Keep::Lengths),
            _ => {
                let seed = dice.roll();
                (format!("chance {seed}"), Keep::Chance(Chance::of(seed)))
            }
        };
        cuts.push(Cut { steps, name, keep });
    }
    cuts.sort_by_key(|cut| cut.steps);
    cuts
}
