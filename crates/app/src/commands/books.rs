//! The books as people keep them: days are closed, corrections are written, invoices issued, journals exported
//! (D 11, 19, 22). Everything else posts itself.

use eventlog::GlobalPosition;
use kernel::{
    AdoptionId, Day, EntryId, InvoiceId, Money,
    codec::{self, StoredEvent},
};
use readmodels::books::{BOOKS_OFFSET_SECONDS, POSTINGS_PAGE_MAX};
use settlement::{
    books::{self, Books},
    entry::{self, Entry, Original, Written},
    invoice::{self, Invoice, InvoiceNumber, Issued, Series},
    journal::{self, JournalEntry},
    payment::LineKind,
    postings::Posting,
};
use uuid::Uuid;

use crate::{
    App, Done, Error, Intent,
    commands::adopt::agreement_of,
    error::Fault,
    permission::{Auditor, Operator, Signed},
    work::Work,
};

/// Namespace of the ids of adoptions' invoices (UUID version 5 over the adoption); fixed for ever.
const NAMESPACE: Uuid = Uuid::from_bytes(*b"pomona.invoiceid");

/// Most entries of one exported journal.
const JOURNAL_ENTRIES_MAX: usize = 1_000_000;

/// The day of the books that it is now.
#[must_use]
pub fn today(now: kernel::Timestamp) -> Day {
    Day::from(now.plus_seconds(BOOKS_OFFSET_SECONDS).utc().date_naive())
}

/// Closes a day and all before it: corrections then go to later days.
///
/// # Errors
/// The day is not over, or the trial balance is not zero.
pub async fn close_day(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    day: Day,
) -> Result<Done, Error> {
    app.caught_up(app.log().durable_position()).await?;
    let balances = app.read().balances_through(day).map_err(Fault::from)?;
    app.perform(intent, |work| {
        let command = books::Command::CloseDay {
            day,
            today: today(intent.now()),
            balances: balances.clone(),
            by: who.person(),
            at: intent.now(),
        };
        work.decide::<Books>(books::STREAM_ID, command)?;
        Ok(())
    })
    .await
}

/// What a person writes into the books.
#[derive(Debug, Clone)]
pub struct Correction {
    /// The day it is booked on; an open one.
    pub day: Day,
    /// Its lines; they sum to zero.
    pub lines: Vec<Posting>,
    /// Why.
    pub memo: String,
}

impl Correction {
    fn written(&self, who: &Signed<Operator>, entry: EntryId) -> Written {
        Written {
            entry,
            day: self.day,
            lines: self.lines.clone(),
            memo: self.memo.clone(),
            by: who.person(),
        }
    }
}

/// Writes an entry.
///
/// # Errors
/// Unbalanced, without a reason, or on a closed day.
pub async fn post_entry(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    correction: Correction,
) -> Result<(EntryId, Done), Error> {
    let entry = EntryId::from_bytes(intent.bytes("entry"));
    let done = app
        .perform(intent, |work| {
            let command = entry::Command::PostEntry {
                written: correction.written(who, entry),
                closed_through: closed_through(work)?,
                at: intent.now(),
            };
            work.decide::<Entry>(&entry::stream_id(Original::Entry(entry)), command)?;
            Ok(())
        })
        .await?;
    Ok((entry, done))
}

/// Reverses an entry, or what a fact posted, in whole or in part.
///
/// # Errors
/// More than was posted, on a closed day, or nothing to reverse.
pub async fn reverse_entry(
    app: &App,
    who: &Signed<Operator>,
    intent: &Intent,
    original: Original,
    correction: Correction,
) -> Result<(EntryId, Done), Error> {
    let entry = EntryId::from_bytes(intent.bytes("entry"));
    let posted = posted(app, original)?;
    let done = app
        .perform(intent, |work| {
            let command = entry::Command::ReverseEntry {
                original,
                posted: posted.clone(),
                written: correction.written(who, entry),
                closed_through: closed_through(work)?,
                at: intent.now(),
            };
            work.decide::<Entry>(&entry::stream_id(original), command)?;
            Ok(())
        })
        .await?;
    Ok((entry, done))
}

/// What a fact posted; a written entry knows its own lines.
fn posted(app: &App, original: Original) -> Result<Vec<Posting>, Error> {
    let Original::Fact(position) = original else {
        return Ok(vec![]);
    };
    let before = position.saturating_sub(1);
    let entries = app.read().journal(before, 1).map_err(Fault::from)?;
    Ok(entries
        .into_iter()
        .find(|entry| entry.position == position)
        .map(|entry| entry.lines)
        .unwrap_or_default())
}

/// How what stands at a position of the journal is named for its reversal: a written entry by its id, what a fact posted
/// by the fact's position.
///
/// # Errors
/// The log cannot be read.
pub fn original_at(app: &App, position: u64) -> Result<Original, Error> {
    let before = GlobalPosition(position.saturating_sub(1));
    let found = app.log().read_all(before, 1)?;
    let written = found
        .iter()
        .filter(|event| event.stream.category() == entry::Event::CATEGORY)
        .map(|event| {
            let payload = std::str::from_utf8(&event.payload).unwrap_or_default();
            codec::decode(event.type_name.as_str(), event.schema_version, payload)
        })
        .next()
        .transpose()
        .map_err(Fault::from)?;
    Ok(match written {
        Some(
            entry::Event::EntryPosted { written, .. } | entry::Event::EntryReversed { written, .. },
        ) => Original::Entry(written.entry),
        None => Original::Fact(position),
    })
}

fn closed_through(work: &mut Work<'_>) -> Result<Option<Day>, Error> {
    Ok(work.state::<Books>(books::STREAM_ID)?.closed_through)
}

/// The invoice of an adoption's fruit.
#[must_use]
pub fn invoice_of(adoption: AdoptionId) -> InvoiceId {
    InvoiceId::from_bytes(Uuid::new_v5(&NAMESPACE, adoption.as_bytes()).into_bytes())
}

/// Issues the invoice of an adoption over what the books took for it, or, if one stands over more than that, the
/// red-letter invoice over the difference (D 22). Quiet if what stands is right.
///
/// # Errors
/// Nothing was delivered, or the series is used up.
pub async fn issue_invoice(
    app: &App,
    _who: &Signed<Operator>,
    intent: &Intent,
    adoption: AdoptionId,
) -> Result<(InvoiceId, Done), Error> {
    app.caught_up(app.log().durable_position()).await?;
    let revenue = app.read().revenue_of(adoption).map_err(Fault::from)?;
    let invoice = invoice_of(adoption);
    let done = app
        .perform(intent, |work| {
            let agreement = agreement_of(work, adoption)?;
            let revenue = revenue.unwrap_or(Money::new(0, agreement.price.currency));
            let id = invoice::stream_id(invoice);
            let state = work.state::<Invoice>(&id)?;
            if state.issued.is_none() {
                let number = take_number(work, intent, invoice)?;
                let issued = Issued {
                    invoice,
                    number,
                    adoption,
                    buyer: agreement.buyer,
                    line: LineKind::Fruit,
                    amount: revenue,
                    day: today(intent.now()),
                };
                let command = invoice::Command::IssueInvoice {
                    issued,
                    revenue,
                    at: intent.now(),
                };
                work.decide::<Invoice>(&id, command)?;
                return Ok(());
            }
            let amount = state.red_needed(revenue)?;
            if amount.minor == 0 {
                return Ok(());
            }
            let red = InvoiceId::from_bytes(intent.bytes("red-invoice"));
            let command = invoice::Command::IssueRedInvoice {
                invoice: red,
                number: take_number(work, intent, red)?,
                refund: None,
                amount,
                day: today(intent.now()),
                at: intent.now(),
            };
            work.decide::<Invoice>(&id, command)?;
            Ok(())
        })
        .await?;
    Ok((invoice, done))
}

/// The next number of the year, taken in the same commit as the invoice that carries it.
fn take_number(
    work: &mut Work<'_>,
    intent: &Intent,
    invoice: InvoiceId,
) -> Result<InvoiceNumber, Error> {
    let year = today(intent.now()).to_string();
    let year = year.get(..4).and_then(|year| year.parse().ok());
    let year = year.unwrap_or_default();
    let id = invoice::series_stream_id(year);
    let take = invoice::SeriesCommand::TakeNumber { year, invoice };
    work.decide::<Series>(&id, take)?;
    let taken = work.state::<Series>(&id)?.last;
    Ok(taken.map_or(InvoiceNumber { year, nth: 0 }, |(number, _)| number))
}

/// In which notation a journal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// hledger.
    Hledger,
    /// beancount.
    Beancount,
}

/// All the books as a journal that other programs read.
///
/// # Errors
/// The read models failed.
pub fn export_journal(
    app: &App,
    _who: &Signed<Auditor>,
    notation: Notation,
) -> Result<String, Error> {
    let (mut entries, mut after): (Vec<JournalEntry>, _) = (Vec::new(), 0);
    while entries.len() < JOURNAL_ENTRIES_MAX {
        let page = app
            .read()
            .journal(after, POSTINGS_PAGE_MAX)
            .map_err(Fault::from)?;
        let Some(last) = page.last() else { break };
        after = last.position;
        entries.extend(page);
    }
    Ok(match notation {
        Notation::Hledger => journal::hledger(&entries),
        Notation::Beancount => journal::beancount(&entries),
    })
}
