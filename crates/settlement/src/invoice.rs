//! Invoices and their red-letter counterparts (D 22), and the numbers they carry without gaps.
//! Streams `invoice-series-<year>` (who took which number) and `invoice-<InvoiceId>`; both are written in one commit,
//! so a number that is taken is a number that stands on an invoice. It must not know how an invoice is printed or
//! registered.

use kernel::{
    AdoptionId, Day, Decider, InvoiceId, Money, PersonId, RefundId, Timestamp, codec::StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::payment::LineKind;

mod series;

pub use series::{
    InvoiceNumber, Series, SeriesCommand, SeriesEvent, SeriesRejection, SeriesState,
    series_stream_id,
};

/// What an invoice says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: InvoiceNumber,
    /// For which adoption.
    pub adoption: AdoptionId,
    /// To whom.
    pub buyer: PersonId,
    /// For which line of the payment.
    pub line: LineKind,
    /// How much.
    pub amount: Money,
    /// The day it carries.
    pub day: Day,
}

/// What a red-letter invoice says; it takes back a part of the invoice in whose stream it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedRed {
    /// The red-letter invoice.
    pub invoice: InvoiceId,
    /// Its own number.
    pub number: InvoiceNumber,
    /// The number of the invoice it takes back.
    pub corrects: InvoiceNumber,
    /// The refund that made it necessary, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<RefundId>,
    /// How much of the invoice, as a positive amount.
    pub amount: Money,
    /// The day it carries.
    pub day: Day,
}

/// What may be asked of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Issue it. Quiet for the same invoice.
    IssueInvoice {
        /// What it says.
        issued: Issued,
        /// What the books took as revenue for the line, returns deducted (D 22).
        revenue: Money,
        /// When.
        at: Timestamp,
    },
    /// Issue a red-letter invoice against it. Quiet for the same one.
    IssueRedInvoice {
        /// Its id.
        invoice: InvoiceId,
        /// Its number.
        number: InvoiceNumber,
        /// The refund that makes it necessary, if one does.
        refund: Option<RefundId>,
        /// How much of the invoice, as a positive amount.
        amount: Money,
        /// The day it carries.
        day: Day,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// It is issued.
    #[serde(rename = "settlement.invoice-issued")]
    InvoiceIssued {
        /// What it says.
        #[serde(flatten)]
        issued: Issued,
        /// When.
        at: Timestamp,
    },
    /// A part of it is taken back.
    #[serde(rename = "settlement.red-invoice-issued")]
    RedInvoiceIssued {
        /// What the red-letter invoice says.
        #[serde(flatten)]
        red: IssuedRed,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "invoice";
    const TYPES: &'static [(&'static str, u16)] = &[
        ("settlement.invoice-issued", 1),
        ("settlement.red-invoice-issued", 1),
    ];
}

/// The id part of an invoice's stream name.
#[must_use]
pub fn stream_id(invoice: InvoiceId) -> String {
    invoice.to_string()
}

/// Why a wish about an invoice was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// No invoice was issued under this id.
    #[error("there is no such invoice")]
    InvoiceUnknown,
    /// An invoice was issued under this id with other words.
    #[error("the invoice exists already")]
    InvoiceExists,
    /// Nothing or less than nothing.
    #[error("the amount must be above zero")]
    AmountNotPositive,
    /// Not what the books took as revenue (D 22).
    #[error("the books took {revenue} for this line")]
    AmountDiffersFromRevenue {
        /// The posted revenue.
        revenue: Money,
    },
    /// More would be taken back than was invoiced.
    #[error("only {left} of the invoice stands")]
    RedAboveInvoice {
        /// Invoiced less taken back.
        left: Money,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvoiceUnknown => "invoice-unknown",
            Self::InvoiceExists => "invoice-exists",
            Self::AmountNotPositive => "amount-not-positive",
            Self::AmountDiffersFromRevenue { .. } => "amount-differs-from-revenue",
            Self::RedAboveInvoice { .. } => "red-above-invoice",
        }
    }
}

/// What is remembered of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// What it says; `None` before it is issued.
    pub issued: Option<Issued>,
    /// What takes it back.
    pub reds: Vec<IssuedRed>,
}

impl State {
    /// What still stands of the invoice.
    ///
    /// # Errors
    /// `InvoiceUnknown` before it is issued.
    pub fn standing(&self) -> Result<Money, Rejection> {
        let issued = self.issued.as_ref().ok_or(Rejection::InvoiceUnknown)?;
        let back = self
            .reds
            .iter()
            .fold(0_i64, |sum, red| sum.saturating_add(red.amount.minor));
        let left = issued.amount.minor.saturating_sub(back);
        Ok(Money::new(left, issued.amount.currency))
    }

    /// What must be taken back by a red-letter invoice, now that the books take only `revenue` for the line (D 22).
    ///
    /// # Errors
    /// `InvoiceUnknown` before it is issued.
    pub fn red_needed(&self, revenue: Money) -> Result<Money, Rejection> {
        let standing = self.standing()?;
        let over = standing.minor.saturating_sub(revenue.minor.max(0)).max(0);
        Ok(Money::new(over, standing.currency))
    }
}

/// The rules of an invoice.
#[derive(Debug, Clone, Copy)]
pub struct Invoice;

impl Decider for Invoice {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::IssueInvoice {
                issued,
                revenue,
                at,
            } => match state.issued {
                Some(known) if known == issued => Ok(vec![]),
                Some(_) => Err(Rejection::InvoiceExists),
                None if issued.amount.minor <= 0 => Err(Rejection::AmountNotPositive),
                None if issued.amount != revenue => {
                    Err(Rejection::AmountDiffersFromRevenue { revenue })
                }
                None => Ok(vec![Event::InvoiceIssued { issued, at }]),
            },
            Command::IssueRedInvoice {
                invoice,
                number,
                refund,
                amount,
                day,
                at,
            } => {
                let issued = state.issued.as_ref().ok_or(Rejection::InvoiceUnknown)?;
                let red = IssuedRed {
                    invoice,
                    number,
                    corrects: issued.number,
                    refund,
                    amount,
                    day,
                };
                take_back(state, red, at)
            }
        }
    }

    fn evolve(state: &mut State, event: &Event) {
        match event {
            Event::InvoiceIssued { issued, at: _ } => state.issued = Some(*issued),
            Event::RedInvoiceIssued { red, at: _ } => state.reds.push(*red),
        }
    }
}

fn take_back(state: &State, red: IssuedRed, at: Timestamp) -> Result<Vec<Event>, Rejection> {
    if state.reds.contains(&red) {
        return Ok(vec![]);
    }
    if state.reds.iter().any(|known| known.invoice == red.invoice) {
        return Err(Rejection::InvoiceExists);
    }
    if red.amount.minor <= 0 {
        return Err(Rejection::AmountNotPositive);
    }
    let left = state.standing()?;
    if red.amount.currency != left.currency || red.amount.minor > left.minor {
        return Err(Rejection::RedAboveInvoice { left });
    }
    Ok(vec![Event::RedInvoiceIssued { red, at }])
}

#[cfg(test)]
mod tests;
