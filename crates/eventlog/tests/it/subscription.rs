//! Promise L10: a subscription catches up, then follows, and holds no more than one batch.

use std::time::Duration;

use eventlog::{GlobalPosition, ReadError};

use crate::given::{Home, simple};

#[test]
fn l10_it_catches_up_then_follows_without_gap() {
    for home in Home::all() {
        let log = home.open();
        for number in 0..20 {
            log.append(simple(number, "tree-1", 5)).wait().unwrap();
        }
        let mut subscription = log.subscribe(GlobalPosition(3));
        let writer = {
            let log = log.clone();
            std::thread::spawn(move || {
                for number in 20..40 {
                    log.append(simple(number, "tree-2", 5)).wait().unwrap();
                }
            })
        };
        let mut seen = Vec::new();
        while seen.len() < 197 {
            let batch = subscription.next_batch_blocking(7, None).unwrap();
            assert!((1..=7).contains(&batch.len()));
            seen.extend(batch.into_iter().map(|event| event.position.0));
            assert_eq!(subscription.position().0, 3 + seen.len() as u64);
        }
        assert!(seen.into_iter().eq(4..=200));
        writer.join().unwrap();
        let at_end = subscription
            .next_batch_blocking(7, Some(Duration::ZERO))
            .unwrap();
        assert_eq!(at_end, [], "nothing new within the timeout");
    }
}

#[test]
fn l10_a_closed_log_ends_a_subscription_after_its_last_event() {
    for home in Home::all() {
        let log = home.open();
        let mut subscription = log.subscribe(GlobalPosition::START);
        log.append(simple(1, "tree-1", 2)).wait().unwrap();
        log.close();
        assert_eq!(subscription.next_batch_blocking(10, None).unwrap().len(), 2);
        let ended = subscription.next_batch_blocking(10, None);
        assert!(matches!(ended, Err(ReadError::Closed)), "{ended:?}");
    }
}

#[tokio::test]
async fn l10_a_task_waits_for_the_next_batch() {
    let log = eventlog::Log::in_memory();
    let mut subscription = log.subscribe(GlobalPosition::START);
    let follower = tokio::spawn(async move {
        let mut seen = Vec::new();
        loop {
            match subscription.next_batch(4).await {
                Ok(batch) => seen.extend(batch.into_iter().map(|event| event.position.0)),
                Err(ReadError::Closed) => return seen,
                Err(other) => panic!("{other}"),
            }
        }
    });
    for number in 0..10 {
        let appended = log.append(simple(number, "tree-1", 1)).await.unwrap();
        assert_eq!(u128::from(appended.last_position.0), number + 1);
    }
    log.close();
    assert!(follower.await.unwrap().into_iter().eq(1..=10));
}
