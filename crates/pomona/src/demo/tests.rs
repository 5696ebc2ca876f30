//! The plan is carried out by the real use cases whatever the hour and the season at which somebody tries the demo.

use app::ports::SettableClock;
use server::{Config, Parts, Time, assemble};

use super::*;

/// The small hours, office hours and the evening at the orchards, before and after each farm's harvest.
const MOMENTS: [&str; 4] = [
    "2026-11-22T22:13:00+08:00",
    "2027-02-03T03:02:00+08:00",
    "2027-07-20T10:31:00+08:00",
    "2027-09-30T17:59:00+08:00",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_can_be_seeded_at_any_hour_of_any_season() {
    for moment in MOMENTS {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            data: folder.path().to_owned(),
            ..Config::default()
        };
        let now: Timestamp = moment.parse().unwrap();
        let clock = SettableClock::new(now);
        let Parts {
            app,
            policies,
            post,
            ..
        } = assemble(config, Time::Settable(clock.clone())).unwrap();
        let (log, reads) = (app.log().clone(), app.read().clone());
        let seeded = seed(app, clock, (policies, post), (TREES_MIN, now), |_, _| {}).await;
        reads.stop();
        log.close();
        seeded.unwrap_or_else(|failed| panic!("{moment}: {failed}"));
    }
}
