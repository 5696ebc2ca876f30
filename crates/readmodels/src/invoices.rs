//! Invoices by number, red-letter ones with their negative amount. It does not know how they are printed; kept by
//! `invoices/apply.rs`.

pub(crate) mod apply;

use kernel::{AdoptionId, Day, InvoiceId, Money, PersonId};
use rusqlite::{Result, params};
use settlement::invoice::InvoiceNumber;

use crate::columns::Columns;
use crate::error::Answer;
use crate::money::MONEY_PAGE_MAX;
use crate::read_models::ReadModels;
use crate::trees::page_limit;

/// An invoice, or a red-letter invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    /// Its number.
    pub number: InvoiceNumber,
    /// Its id.
    pub invoice: InvoiceId,
    /// The number of the invoice it takes back, for a red-letter one.
    pub corrects: Option<InvoiceNumber>,
    /// For which adoption.
    pub adoption: AdoptionId,
    /// To whom.
    pub buyer: PersonId,
    /// How much; negative for a red-letter one.
    pub amount: Money,
    /// The day it carries.
    pub day: Day,
}

const INVOICE: &str =
    "year, nth, invoice, corrects, adoption, buyer, amount, currency, day FROM invoice";

fn read(columns: &mut Columns<'_, '_>) -> Result<InvoiceRow> {
    let number = InvoiceNumber {
        year: columns.plain()?,
        nth: columns.plain()?,
    };
    let invoice = columns.id(InvoiceId::from_bytes)?;
    let corrects: Option<String> = columns.plain()?;
    Ok(InvoiceRow {
        number,
        invoice,
        corrects: corrects.and_then(|text| serde_json::from_str(&text).ok()),
        adoption: columns.id(AdoptionId::from_bytes)?,
        buyer: columns.person()?,
        amount: columns.money()?,
        day: columns.day()?,
    })
}

impl ReadModels {
    /// Invoices, the newest number first, those below `before` (year and number).
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn invoices(&self, before: Option<InvoiceNumber>, limit: usize) -> Answer<Vec<InvoiceRow>> {
        let (year, nth) = before.map_or((i64::MAX, i64::MAX), |number| {
            (i64::from(number.year), i64::from(number.nth))
        });
        self.read(|db| {
            let sql = format!(
                "SELECT {INVOICE} WHERE (year, nth) < (?1, ?2) ORDER BY year DESC, nth DESC LIMIT ?3"
            );
            db.prepare_cached(&sql)?
                .query_map(
                    params![year, nth, page_limit(limit, MONEY_PAGE_MAX)],
                    |row| read(&mut Columns::of(row)),
                )?
                .collect()
        })
    }

    /// The invoices of a buyer, newest first, at most [`MONEY_PAGE_MAX`].
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn invoices_of(&self, buyer: PersonId) -> Answer<Vec<InvoiceRow>> {
        self.read(|db| {
            let sql =
                format!("SELECT {INVOICE} WHERE buyer = ?1 ORDER BY year DESC, nth DESC LIMIT ?2");
            let limit = page_limit(MONEY_PAGE_MAX, MONEY_PAGE_MAX);
            db.prepare_cached(&sql)?
                .query_map(params![buyer.as_bytes(), limit], |row| {
                    read(&mut Columns::of(row))
                })?
                .collect()
        })
    }

    /// Adoptions whose invoices do not stand for what the books took: something was delivered or given back since
    /// (D 22). In the order of their ids, at most `limit`.
    ///
    /// # Errors
    /// [`QueryError`](crate::QueryError) when the database cannot be read.
    pub fn to_invoice(&self, limit: usize) -> Answer<Vec<(AdoptionId, Money)>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT p.adoption, -sum(p.amount)
                        - coalesce((SELECT sum(i.amount) FROM invoice i
                                    WHERE i.adoption = p.adoption), 0) AS open, p.currency
                 FROM posting p
                 WHERE p.account IN ('income:fruit', 'income:fruit-returns')
                   AND p.adoption IS NOT NULL
                 GROUP BY p.adoption, p.currency HAVING open <> 0
                 ORDER BY p.adoption LIMIT ?1",
            )?
            .query_map([page_limit(limit, MONEY_PAGE_MAX)], |row| {
                let mut columns = Columns::of(row);
                Ok((columns.id(AdoptionId::from_bytes)?, columns.money()?))
            })?
            .collect()
        })
    }
}
