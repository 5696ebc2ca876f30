//! What makes a harvest and a division acceptable. It must not know how grams are divided: that is
//! [`allocation`](crate::allocation).

use kernel::{Day, Grams, Timestamp};

use super::{
    ALLOCATIONS_PER_EVENT_MAX, CODE_CHARS_MAX, Event, Harvest, LOT_GRAMS_MAX, PICKED_DAYS_MAX,
    Rejection, State, TREES_MAX,
};
use crate::allocation::{Policy, ShareClaim, allocate};

/// Records a harvest, its yields by tree.
pub(super) fn record(
    state: &State,
    mut wish: Harvest,
    today: Day,
) -> Result<Vec<Event>, Rejection> {
    wish.yields.sort_by_key(|one| one.tree);
    if let Some(there) = &state.harvest {
        let same = *there == wish;
        return same.then(Vec::new).ok_or(Rejection::LotExists);
    }
    check(&wish, today)?;
    Ok(vec![Event::LotHarvested {
        lot: wish.lot,
        orchard: wish.orchard,
        block: wish.block,
        picked_on: wish.picked_on,
        grade: wish.grade,
        gross: wish.gross,
        tare: wish.tare,
        net: wish.net(),
        by: wish.by,
        code: wish.code,
        yields: wish.yields,
    }])
}

/// A lot's code goes into GS1 application identifier 10 and into a file name: ASCII only.
fn code_is_valid(code: &str) -> bool {
    (1..=CODE_CHARS_MAX).contains(&code.len())
        && code
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '-')
}

/// The yields are in order of their trees.
pub(super) fn check(wish: &Harvest, today: Day) -> Result<(), Rejection> {
    if !code_is_valid(&wish.code) {
        return Err(Rejection::CodeInvalid);
    }
    if wish.picked_on > today {
        return Err(Rejection::PickedInFuture);
    }
    let max = PICKED_DAYS_MAX;
    if today
        .minus_days(max)
        .is_some_and(|first| wish.picked_on < first)
    {
        return Err(Rejection::PickedTooLongAgo { max });
    }
    if wish.gross > LOT_GRAMS_MAX {
        return Err(Rejection::WeightTooLarge { max: LOT_GRAMS_MAX });
    }
    if wish.tare >= wish.gross {
        return Err(Rejection::TareInvalid);
    }
    let twice = wish.yields.windows(2).any(|two| two[0].tree == two[1].tree);
    if twice || !(1..=TREES_MAX).contains(&wish.yields.len()) {
        return Err(Rejection::TreesInvalid { max: TREES_MAX });
    }
    let net = wish.net();
    let yields = wish.yields.iter().map(|one| one.grams).sum();
    if yields != net {
        return Err(Rejection::YieldsDiffer { yields, net });
    }
    Ok(())
}

/// Divides the lot, once; a rerun must come to the same (D 35).
pub(super) fn divide(
    state: &State,
    policy: Policy,
    shares: &[ShareClaim],
    at: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let harvest = state.harvest.as_ref().ok_or(Rejection::LotUnknown)?;
    if state.withdrawn {
        return Err(Rejection::LotWithdrawn);
    }
    let division = allocate(policy, &state.sound(), shares);
    if let Some((by, there)) = &state.division {
        let same = *by == policy && *there == division;
        return same.then(Vec::new).ok_or(Rejection::LotAlreadyAllocated);
    }
    let told = |allocations: &[_], surplus| Event::LotAllocated {
        lot: harvest.lot,
        policy,
        allocations: allocations.to_vec(),
        surplus,
        at,
    };
    let whole = division.allocations.len();
    let last = whole.saturating_sub(1) / ALLOCATIONS_PER_EVENT_MAX * ALLOCATIONS_PER_EVENT_MAX;
    let (earlier, rest) = division.allocations.split_at(last);
    let mut events: Vec<Event> = earlier
        .chunks(ALLOCATIONS_PER_EVENT_MAX)
        .map(|chunk| told(chunk, Grams::ZERO))
        .collect();
    events.push(told(rest, division.surplus));
    Ok(events)
}
