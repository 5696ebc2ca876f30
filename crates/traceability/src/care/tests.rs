//! Rules of a block's care, told as given, when, then.

use kernel::testing::given;

use super::*;

const ORCHARD: OrchardId = OrchardId::from_bytes([1; 16]);
const BLOCK: BlockId = BlockId::from_bytes([2; 16]);
const FARMER: PersonId = PersonId::from_bytes([3; 16]);

fn day(day: u32) -> Day {
    Day::new(2026, 9, day).unwrap()
}

fn at() -> Timestamp {
    Timestamp::from_millis(1_790_000_000_000).unwrap()
}

fn tree(seed: u8) -> TreeId {
    TreeId::from_bytes([seed; 16])
}

fn sprayed() -> Treatment {
    Treatment {
        trees: Vec::new(),
        product: "阿维菌素 1.8% PD20081234".into(),
        dose: "1:1500".into(),
        on: day(10),
        waiting_days: 14,
    }
}

fn treat(treatment: Treatment) -> Command {
    Command::RecordTreatment {
        orchard: ORCHARD,
        block: BLOCK,
        treatment,
        by: FARMER,
        at: at(),
        today: day(12),
    }
}

fn treated(entry: u32, treatment: Treatment) -> Event {
    Event::TreatmentRecorded {
        orchard: ORCHARD,
        block: BLOCK,
        entry,
        waiting_until: treatment
            .on
            .plus_days(treatment.waiting_days.into())
            .unwrap(),
        treatment,
        by: FARMER,
        at: at(),
    }
}

fn withdraw(entry: u32, reason: &str) -> Command {
    Command::WithdrawTreatment {
        entry,
        reason: reason.into(),
        by: FARMER,
        at: at(),
    }
}

fn work(on: Day, note: &str) -> Command {
    Command::RecordWork {
        orchard: ORCHARD,
        block: BLOCK,
        kind: WorkKind::Thinning,
        on,
        note: note.into(),
        by: FARMER,
        at: at(),
        today: day(12),
    }
}

#[test]
fn a_treatment_is_noted_once_and_begins_a_waiting_period() {
    given::<Care>(&[])
        .when(treat(sprayed()))
        .then(&[treated(1, sprayed())]);
    given::<Care>(&[treated(1, sprayed())])
        .when(treat(sprayed()))
        .then(&[]);
    let state = kernel::fold::<Care>(&[treated(1, sprayed())]);
    assert_eq!(state.waiting_until(tree(1), day(9)), None, "before it");
    assert_eq!(state.waiting_until(tree(1), day(10)), Some(day(24)));
    assert_eq!(state.waiting_until(tree(1), day(24)), Some(day(24)));
    assert_eq!(state.waiting_until(tree(1), day(25)), None, "it is over");
}

#[test]
fn d32_nothing_is_picked_of_a_tree_that_waits() {
    let state = kernel::fold::<Care>(&[treated(1, sprayed())]);
    let waits = Rejection::InWaitingPeriod {
        tree: tree(1),
        until: day(24),
    };
    assert_eq!(state.check_picking([tree(1)], day(24)), Err(waits));
    assert_eq!(state.check_picking([tree(1), tree(2)], day(25)), Ok(()));
    assert_eq!(state.check_picking([tree(1)], day(9)), Ok(()));
}

#[test]
fn d32_only_the_treated_trees_wait_and_the_longest_period_counts() {
    let some = Treatment {
        trees: vec![tree(1)],
        waiting_days: 20,
        ..sprayed()
    };
    let state = kernel::fold::<Care>(&[treated(1, sprayed()), treated(2, some)]);
    assert_eq!(state.waiting_until(tree(1), day(12)), Some(day(30)));
    assert_eq!(state.waiting_until(tree(2), day(12)), Some(day(24)));
}

#[test]
fn a_withdrawn_treatment_is_not_waited_for() {
    let event = Event::TreatmentWithdrawn {
        entry: 1,
        reason: "记错了区".into(),
        by: FARMER,
        at: at(),
    };
    given::<Care>(&[treated(1, sprayed())])
        .when(withdraw(1, " 记错了区 "))
        .then(std::slice::from_ref(&event));
    let history = [treated(1, sprayed()), event];
    given::<Care>(&history)
        .when(withdraw(1, "又一次"))
        .then(&[]);
    assert_eq!(
        kernel::fold::<Care>(&history).waiting_until(tree(1), day(12)),
        None
    );
    given::<Care>(&history)
        .when(treat(sprayed()))
        .then(&[treated(2, sprayed())]);
    let refusals = [
        (withdraw(7, "x"), Rejection::TreatmentUnknown),
        (withdraw(1, " "), Rejection::ReasonMissing),
        (
            withdraw(1, &"长".repeat(201)),
            Rejection::ReasonTooLong { max: 200 },
        ),
    ];
    for (command, rejection) in refusals {
        given::<Care>(&history)
            .when(command)
            .then_rejected(&rejection);
    }
}

#[test]
fn a_treatment_says_what_how_much_and_when() {
    let with = |change: fn(&mut Treatment)| {
        let mut treatment = sprayed();
        change(&mut treatment);
        treat(treatment)
    };
    let refusals = [
        (
            with(|one| one.product = " ".into()),
            Rejection::ProductInvalid,
        ),
        (
            with(|one| one.product = "药".repeat(61)),
            Rejection::ProductInvalid,
        ),
        (with(|one| one.dose = String::new()), Rejection::DoseInvalid),
        (
            with(|one| one.waiting_days = 366),
            Rejection::WaitingDaysInvalid { max: 365 },
        ),
        (
            with(|one| one.trees = vec![tree(1), tree(1)]),
            Rejection::TreatedTreesInvalid { max: 500 },
        ),
        (with(|one| one.on = day(13)), Rejection::DoneInFuture),
        (
            with(|one| one.on = Day::new(2026, 8, 11).unwrap()),
            Rejection::DoneTooLongAgo { max: 31 },
        ),
    ];
    for (command, rejection) in refusals {
        given::<Care>(&[]).when(command).then_rejected(&rejection);
    }
}

#[test]
fn work_is_noted_once_with_what_there_is_to_say() {
    let event = Event::WorkRecorded {
        orchard: ORCHARD,
        block: BLOCK,
        entry: 2,
        kind: WorkKind::Thinning,
        on: day(11),
        note: "阴天".into(),
        by: FARMER,
        at: at(),
    };
    given::<Care>(&[treated(1, sprayed())])
        .when(work(day(11), " 阴天 "))
        .then(std::slice::from_ref(&event));
    given::<Care>(&[treated(1, sprayed()), event])
        .when(work(day(11), "阴天"))
        .then(&[]);
    given::<Care>(&[])
        .when(work(day(11), &"长".repeat(501)))
        .then_rejected(&Rejection::NoteTooLong { max: 500 });
    given::<Care>(&[])
        .when(work(day(13), ""))
        .then_rejected(&Rejection::DoneInFuture);
}

#[test]
fn a_block_has_an_end_of_entries() {
    let last = treated(u32::try_from(ENTRIES_MAX).unwrap(), sprayed());
    given::<Care>(&[last])
        .when(work(day(11), "x"))
        .then_rejected(&Rejection::TooManyEntries { max: ENTRIES_MAX });
}
