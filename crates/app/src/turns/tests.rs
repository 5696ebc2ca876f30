//! Turns by themselves, and wishes that take them.

use std::cell::{Cell, RefCell};
use std::thread;

use adoption::allowance::{self, Allowance};
use eventlog::Log;
use futures_util::FutureExt;
use kernel::{AdoptionId, CampaignId, PersonId, Timestamp};
use readmodels::ReadModels;
use vault::{MasterKey, Vault};

use super::*;
use crate::ports::{BlobError, BlobKey, Blobs, SettableClock};
use crate::work::{Work, stream_of};
use crate::{App, Done, Error, Intent, Settings};

fn stream(name: &str) -> StreamName {
    StreamName::parse(name).unwrap()
}

#[tokio::test]
async fn turns_come_in_order_and_a_line_ends_with_its_last() {
    let turns = Turns::default();
    let (tally, share) = (stream("tally-1"), stream("tree-share-1"));
    assert_eq!(turns.in_use([&tally, &share]), None);
    let first = turns.wait(tally.clone()).await;
    assert!(first.is_at(&tally) && !first.is_at(&share));
    assert_eq!(turns.in_use([&share, &tally]), Some(tally.clone()));
    let elsewhere = turns.wait(share.clone()).now_or_never();
    assert!(elsewhere.is_some(), "another stream is another line");
    let mut second = Box::pin(turns.wait(tally.clone()));
    let mut third = Box::pin(turns.wait(tally.clone()));
    assert!(second.as_mut().now_or_never().is_none());
    assert!(third.as_mut().now_or_never().is_none());
    drop(first);
    assert!(third.as_mut().now_or_never().is_none(), "not its turn");
    let second = second.await;
    drop(third);
    assert_eq!(turns.in_use([&tally]), Some(tally.clone()));
    drop(second);
    drop(elsewhere);
    assert_eq!(turns.in_use([&tally, &share]), None);
}

struct NoBlobs;

impl Blobs for NoBlobs {
    fn put(&self, _: BlobKey, _: &[u8]) -> Result<(), BlobError> {
        Ok(())
    }

    fn get(&self, _: BlobKey) -> Result<Vec<u8>, BlobError> {
        Err(BlobError::Missing)
    }
}

fn app() -> App {
    let log = Log::in_memory();
    let vault = Vault::in_memory(&MasterKey::random().unwrap()).unwrap();
    let readmodels = ReadModels::temporary(&log).unwrap();
    let clock = SettableClock::new(Timestamp::from_millis(1_772_000_000_000).unwrap());
    let settings = Settings::default();
    App::new(
        log,
        vault,
        readmodels,
        Arc::new(NoBlobs),
        Arc::new(clock),
        settings,
    )
}

const CAMPAIGN: CampaignId = CampaignId::from_bytes([1; 16]);
const BUYER: PersonId = PersonId::from_bytes([2; 16]);

/// All write to the same stream.
fn count(work: &mut Work<'_>, number: u8) -> Result<(), Error> {
    let command = allowance::Command::UseAllowance {
        campaign: CAMPAIGN,
        buyer: BUYER,
        adoption: AdoptionId::from_bytes([number; 16]),
        limit: u16::MAX,
    };
    work.decide::<Allowance>(&allowance::stream_id(CAMPAIGN, BUYER), command)?;
    Ok(())
}

async fn wish(app: &App, number: u8) -> Result<Done, Error> {
    let intent = Intent::of_system(&format!("wish {number}"), app.now());
    app.perform(&intent, |work| count(work, number)).await
}

#[tokio::test]
async fn whoever_was_overtaken_is_not_overtaken_by_those_who_come_later() {
    let app = app();
    let contested = stream_of::<Allowance>(&allowance::stream_id(CAMPAIGN, BUYER)).unwrap();
    let (overtaken, behind) = (Cell::new(0), RefCell::new(Vec::new()));
    let intent = Intent::of_system("patient", app.now());
    // Each time it has decided, somebody else comes who is faster, unless they have to wait.
    let patient = app.perform(&intent, |work| {
        count(work, 0)?;
        let mut rival = Box::pin(wish(&app, overtaken.get() + 1));
        loop {
            match rival.as_mut().now_or_never() {
                Some(done) => {
                    overtaken.set(overtaken.get() + 1);
                    return done.map(|_| ());
                }
                None if app.inner.turns.waiting(&contested) > 0 => {
                    behind.borrow_mut().push(rival);
                    return Ok(());
                }
                None => thread::yield_now(),
            }
        }
    });
    patient.await.unwrap();
    assert_eq!(overtaken.get(), 1);
    for rival in behind.into_inner() {
        rival.await.unwrap();
    }
    assert_eq!(app.inner.turns.in_use([&contested]), None);
    assert_eq!(app.log().head(&contested).unwrap().0, 3);
}
