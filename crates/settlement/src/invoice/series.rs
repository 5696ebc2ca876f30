//! The numbers of a year's invoices: 1, 2, 3, without a gap, each taken by one invoice. It must not know what an
//! invoice says.

use std::fmt;

use kernel::{Decider, InvoiceId, codec::StoredEvent};
use serde::{Deserialize, Serialize};

/// A year's number, written `2026-000042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InvoiceNumber {
    /// The year of the series.
    pub year: u16,
    /// From 1.
    pub nth: u32,
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:06}", self.year, self.nth)
    }
}

/// What may be asked of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesCommand {
    /// Give the next number to an invoice. Quiet if it was the last to take one.
    TakeNumber {
        /// The year of the series.
        year: u16,
        /// Who takes it.
        invoice: InvoiceId,
    },
}

/// What may happen to a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum SeriesEvent {
    /// A number is taken.
    #[serde(rename = "settlement.invoice-number-taken")]
    InvoiceNumberTaken {
        /// Which.
        number: InvoiceNumber,
        /// By whom.
        invoice: InvoiceId,
    },
}

impl StoredEvent for SeriesEvent {
    const CATEGORY: &'static str = "invoice-series";
    const TYPES: &'static [(&'static str, u16)] = &[("settlement.invoice-number-taken", 1)];
}

/// The id part of a series' stream name.
#[must_use]
pub fn series_stream_id(year: u16) -> String {
    year.to_string()
}

/// Why a series gave no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum SeriesRejection {
    /// The year has no number left.
    #[error("the series of {year} is used up")]
    SeriesUsedUp {
        /// The year.
        year: u16,
    },
}

impl SeriesRejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SeriesUsedUp { .. } => "series-used-up",
        }
    }
}

/// What is remembered of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeriesState {
    /// The number that was taken last, and by whom.
    pub last: Option<(InvoiceNumber, InvoiceId)>,
}

/// The rules of a series.
#[derive(Debug, Clone, Copy)]
pub struct Series;

impl Decider for Series {
    type State = SeriesState;
    type Command = SeriesCommand;
    type Event = SeriesEvent;
    type Rejection = SeriesRejection;

    fn decide(
        state: &SeriesState,
        command: SeriesCommand,
    ) -> Result<Vec<SeriesEvent>, SeriesRejection> {
        let SeriesCommand::TakeNumber { year, invoice } = command;
        if state.last.is_some_and(|(_, last)| last == invoice) {
            return Ok(vec![]);
        }
        let taken = state.last.map_or(0, |(number, _)| number.nth);
        let nth = taken
            .checked_add(1)
            .ok_or(SeriesRejection::SeriesUsedUp { year })?;
        let number = InvoiceNumber { year, nth };
        Ok(vec![SeriesEvent::InvoiceNumberTaken { number, invoice }])
    }

    fn evolve(state: &mut SeriesState, event: &SeriesEvent) {
        let SeriesEvent::InvoiceNumberTaken { number, invoice } = event;
        state.last = Some((*number, *invoice));
    }
}
