//! Histories as EPCIS documents, written a page of events at a time, so that a season of any size fits into memory. For the
//! door that streams them and for the command line. It must not know who asks.

use std::io::{self, Write};

use app::App;
use epcis::{Harvest, Names, document};
use kernel::{LotId, Season, ShortCode, Timestamp};
use readmodels::{
    QueryError, ReadModels,
    provenance::{After, EXPORT_EVENTS_MAX, EventQuery, Export},
};

use crate::Config;

/// Events read at a time: a hundred kilobytes of JSON or so.
const PAGE: usize = 64;

/// Of what a history is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryOf {
    /// Of the tree with this code, with what came of it.
    Tree(ShortCode),
    /// Of a lot, with its trees and parcels.
    Lot(LotId),
    /// Of the parcel with this code, with its lots and their trees.
    Parcel(ShortCode),
    /// Of a whole season.
    Season(Season),
}

/// Why a history was not written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// There is no such thing.
    #[error("there is no such tree, lot or parcel")]
    NothingThere,
    /// One thing has more events than a document holds.
    #[error("it has more than {max} events; export the season")]
    TooMany {
        /// The limit, [`EXPORT_EVENTS_MAX`].
        max: usize,
    },
    /// The read models failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// What is written to failed.
    #[error("the history cannot be written: {0}")]
    Output(#[from] io::Error),
}

/// How things are named to the world under these settings.
pub(crate) fn names(config: &Config) -> Names {
    Names {
        base: config.server.public_url.clone(),
        company: config.gs1.company(),
        fruit: config.gs1.fruit(),
    }
}

/// Writes a history, tells how far it is, and gives the number of events. Harvests are told as transformations for tools
/// that follow those alone.
///
/// # Errors
/// [`HistoryError`].
pub fn write(
    app: &App,
    config: &Config,
    (of, as_transformations): (HistoryOf, bool),
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u64, HistoryError> {
    let (names, read) = (names(config), app.read());
    let harvest = if as_transformations {
        Harvest::Transformation
    } else {
        Harvest::Object
    };
    let (head, tail) = frame(&names, app.now());
    let total = match of {
        HistoryOf::Season(season) => read.epcis_count(season)?,
        HistoryOf::Tree(_) | HistoryOf::Lot(_) | HistoryOf::Parcel(_) => 0,
    };
    out.write_all(head.as_bytes())?;
    let mut done = 0;
    let mut put = |events: Vec<String>| -> Result<(), HistoryError> {
        for event in events {
            if done > 0 {
                out.write_all(b",\n")?;
            }
            out.write_all(event.as_bytes())?;
            done += 1;
        }
        progress(done, total.max(done));
        Ok(())
    };
    match of {
        HistoryOf::Season(season) => {
            let mut pages = Pages::of_season(season);
            while let Some(page) = pages.next(read, &names, harvest)? {
                put(page)?;
            }
        }
        HistoryOf::Tree(_) | HistoryOf::Lot(_) | HistoryOf::Parcel(_) => {
            let records = read.epcis_export(found(read, of)?)?;
            if records.len() > EXPORT_EVENTS_MAX {
                let max = EXPORT_EVENTS_MAX;
                return Err(HistoryError::TooMany { max });
            }
            let told = records
                .iter()
                .map(|one| names.event(one, harvest).to_string());
            put(told.collect())?;
        }
    }
    out.write_all(tail.as_bytes())?;
    Ok(done)
}

fn found(read: &ReadModels, of: HistoryOf) -> Result<Export, HistoryError> {
    let found = match of {
        HistoryOf::Tree(code) => read.tree_by_code(code)?.map(Export::Tree),
        HistoryOf::Lot(lot) => read.lot(lot)?.map(|_| Export::Lot(lot)),
        HistoryOf::Parcel(code) => {
            let parcel = read.parcel_by_code(code)?;
            parcel.map(|row| Export::Parcel(row.parcel))
        }
        HistoryOf::Season(season) => Some(Export::Season(season)),
    };
    found.ok_or(HistoryError::NothingThere)
}

/// What stands before and behind the events of a document.
pub(crate) fn frame(names: &Names, now: Timestamp) -> (String, String) {
    const LIST: &str = "\"eventList\":[";
    let empty = document(names, Vec::new(), now).to_string();
    match empty.split_once(LIST) {
        Some((head, tail)) => (format!("{head}{LIST}"), tail.to_owned()),
        None => (empty, String::new()),
    }
}

/// The events of a season, a page at a time.
pub(crate) struct Pages {
    query: EventQuery,
    is_over: bool,
}

impl Pages {
    pub(crate) fn of_season(season: Season) -> Self {
        Self {
            query: EventQuery {
                season: Some(season),
                limit: PAGE,
                ..EventQuery::default()
            },
            is_over: false,
        }
    }

    /// The next events as JSON; none behind the last.
    pub(crate) fn next(
        &mut self,
        read: &ReadModels,
        names: &Names,
        harvest: Harvest,
    ) -> Result<Option<Vec<String>>, QueryError> {
        if self.is_over {
            return Ok(None);
        }
        let found = read.epcis_events(&self.query)?;
        self.is_over = found.len() < PAGE;
        let last: Option<After> = found.last().map(|(after, _)| *after);
        self.query.after = last.or(self.query.after);
        let told = found
            .iter()
            .map(|(_, one)| names.event(one, harvest).to_string());
        Ok((!found.is_empty()).then(|| told.collect()))
    }
}
