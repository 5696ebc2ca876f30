//! The table of invoices and red-letter invoices, by number.

use kernel::{AdoptionId, InvoiceId, Money, PersonId};
use rusqlite::{Connection, Result, params};
use settlement::invoice::{Event, InvoiceNumber};

use crate::columns::kept_json;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "invoices",
    1,
    "CREATE TABLE invoice (
         year INTEGER NOT NULL,
         nth INTEGER NOT NULL,
         invoice BLOB NOT NULL,
         main_invoice BLOB NOT NULL,
         corrects TEXT,
         adoption BLOB NOT NULL,
         buyer BLOB NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         day TEXT NOT NULL,
         PRIMARY KEY (year, nth)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX invoice_main ON invoice (main_invoice);",
    "CREATE INDEX invoice_adoption ON invoice (adoption);
     CREATE INDEX invoice_buyer ON invoice (buyer);",
);

struct Line<'a> {
    number: InvoiceNumber,
    invoice: InvoiceId,
    main: InvoiceId,
    corrects: Option<InvoiceNumber>,
    adoption: AdoptionId,
    buyer: PersonId,
    amount: Money,
    day: &'a str,
}

pub(crate) fn invoice(db: &Connection, main: InvoiceId, event: &Event) -> Result<()> {
    match event {
        Event::InvoiceIssued { issued, at: _ } => keep(
            db,
            &Line {
                number: issued.number,
                invoice: issued.invoice,
                main,
                corrects: None,
                adoption: issued.adoption,
                buyer: issued.buyer,
                amount: issued.amount,
                day: &issued.day.to_string(),
            },
        ),
        Event::RedInvoiceIssued { red, at: _ } => {
            let (adoption, buyer): ([u8; 16], [u8; 16]) = db
                .prepare_cached("SELECT adoption, buyer FROM invoice WHERE main_invoice = ?1")?
                .query_row([main.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            keep(
                db,
                &Line {
                    number: red.number,
                    invoice: red.invoice,
                    main,
                    corrects: Some(red.corrects),
                    adoption: AdoptionId::from_bytes(adoption),
                    buyer: PersonId::from_bytes(buyer),
                    amount: Money::new(red.amount.minor.saturating_neg(), red.amount.currency),
                    day: &red.day.to_string(),
                },
            )
        }
    }
}

fn keep(db: &Connection, line: &Line<'_>) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO invoice (year, nth, invoice, main_invoice, corrects, adoption, buyer, amount,
                              currency, day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        line.number.year,
        line.number.nth,
        line.invoice.as_bytes(),
        line.main.as_bytes(),
        line.corrects.as_ref().map(kept_json).transpose()?,
        line.adoption.as_bytes(),
        line.buyer.as_bytes(),
        line.amount.minor,
        kept_json(&line.amount.currency)?,
        line.day,
    ])?;
    Ok(())
}
