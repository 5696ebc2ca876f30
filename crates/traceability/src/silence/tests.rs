//! When a farmer may be asked for a photo.

use kernel::testing::given;

use super::*;

fn day(days: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000)
        .unwrap()
        .plus_days(days)
}

fn tree() -> TreeId {
    TreeId::from_bytes([1; 16])
}

fn person() -> PersonId {
    PersonId::from_bytes([2; 16])
}

fn last_day() -> Day {
    Day::from(day(200).utc().date_naive())
}

fn nudge(since: i64, now: Timestamp) -> Command {
    Command::NudgeFarmer {
        tree: tree(),
        by: person(),
        silent_since: day(since),
        every_days: 30,
        season_ends: last_day(),
        today: Day::from(now.utc().date_naive()),
        now,
    }
}

fn asked(since: i64, at: Timestamp) -> Event {
    Event::UpdateRequested {
        tree: tree(),
        by: person(),
        silent_since: day(since),
        every_days: 30,
        at,
    }
}

#[test]
fn e6_a_farmer_is_asked_once_the_promised_days_are_over() {
    let due = day(30);
    given::<Silence>(&[])
        .when(nudge(0, due))
        .then_rejected(&Rejection::NotSilent { until: due });
    given::<Silence>(&[])
        .when(nudge(0, due.plus_seconds(1)))
        .then(&[asked(0, due.plus_seconds(1))]);
}

#[test]
fn e6_nothing_is_promised_after_the_season() {
    given::<Silence>(&[])
        .when(nudge(0, day(200)))
        .then(&[asked(0, day(200))]);
    given::<Silence>(&[])
        .when(nudge(0, day(201)))
        .then_rejected(&Rejection::SeasonOver { on: last_day() });
}

#[test]
fn u1_6_a_farmer_is_asked_once_in_each_span() {
    let before = asked(0, day(40));
    given::<Silence>(&[before])
        .when(nudge(0, day(70)))
        .then_rejected(&Rejection::AskedAlready {
            at: day(40),
            again_at: day(70),
        });
    given::<Silence>(&[before])
        .when(nudge(0, day(71)))
        .then(&[asked(0, day(71))]);
    given::<Silence>(&[before])
        .when(nudge(45, day(60)))
        .then_rejected(&Rejection::NotSilent { until: day(75) });
}
